//! The bytes of `seats.csv`, frozen: its digest is in the ledger.

use std::collections::BTreeMap;

use super::*;
use crate::seats::{Dice, SEATS_HEADER, SeatsError, seats_csv};

/// A list with a threshold, a question without seats, a seat that is tied for.
fn three_contests() -> Vec<Contest> {
    let mut list = contest(Method::SainteLague, 7, 5);
    list.threshold_bp = 1_000;
    list.options[3].role = Role::AgainstAll;
    let mut question = contest(Method::None, 2, 2);
    question.id = "question".to_owned();
    let mut mayor = contest(Method::Plurality, 1, 2);
    mayor.id = "mayor".to_owned();
    mayor.tie = TieRule::Lot;
    for (option, id) in mayor.options.iter_mut().zip(["ash", "birch"]) {
        option.id = id.to_owned();
    }
    vec![list, question, mayor]
}

fn tallies() -> [ContestTally<'static>; 3] {
    let list = ContestTally {
        votes: &[500, 300, 99, 101, 77],
        ballots: 1_100,
        withdrawn: &[false, false, false, false, true],
    };
    let question = ContestTally { votes: &[3, 4], ballots: 7, withdrawn: &[false; 2] };
    [list, question, ContestTally { votes: &[40, 40], ballots: 90, withdrawn: &[false; 2] }]
}

fn lots() -> BTreeMap<u16, Lot> {
    let dice = |throws| Dice::parse(throws).unwrap();
    BTreeMap::from([(2, Lot { close: [0x22; 32], first: dice("1234561234"), second: dice("6543216543") })])
}

#[test]
fn the_table_has_a_row_per_option_and_one_for_the_contest() {
    // By hand. List: base 1,000 without the withdrawn option; 500 and 300 are over 100 votes, 99 is not; the seven largest
    // quotients are 500/1, 300/1, 500/3, 500/5, 300/3, 500/7 and 300/5 = 60, before 500/9 = 55.6.
    // Mayor: a lot, in which ash comes before birch (digests by CPython's hashlib).
    let expected = "contest,option,votes,seats,remark\n\
                    council,option-0,500,4,\n\
                    council,option-1,300,3,\n\
                    council,option-2,99,0,below-threshold\n\
                    council,option-3,101,0,not-eligible\n\
                    council,option-4,77,0,withdrawn\n\
                    council,*,1000,7,\n\
                    mayor,ash,40,1,lot\n\
                    mayor,birch,40,0,lot-lost\n\
                    mayor,*,80,1,\n";
    assert_eq!(seats_csv(&three_contests(), Some(&tallies()), &lots()).unwrap(), expected);
}

#[test]
fn a_declared_tie_is_written_with_its_seat_open() {
    let mut contests = three_contests();
    contests[2].tie = TieRule::Declare;
    let table = seats_csv(&contests, Some(&tallies()), &BTreeMap::new()).unwrap();
    assert!(table.ends_with("mayor,ash,40,0,tie\nmayor,birch,40,0,tie\nmayor,*,80,0,\n"));
}

#[test]
fn before_the_last_region_is_in_a_box_and_without_seats_to_give_there_is_the_header_alone() {
    let header = format!("{SEATS_HEADER}\n");
    let none = BTreeMap::new();
    assert_eq!(seats_csv(&three_contests(), None, &none).unwrap(), header);
    assert_eq!(seats_csv(&three_contests()[1..2], Some(&tallies()[1..2]), &none).unwrap(), header);
    let mut contests = three_contests();
    contests[0].seats = 0;
    assert_eq!(seats_csv(&contests[..1], Some(&tallies()[..1]), &none).unwrap(), header);
}

#[test]
fn a_lot_that_no_tie_asked_for_is_refused() {
    let refused = |contest| Err(SeatsError::UnaskedLot { contest });
    let lot_of = |contest| lots().into_values().map(|lot| (contest, lot)).collect::<BTreeMap<_, _>>();
    // Before there are seats at all; where ties are declared; where there is none; without seats; without such a contest.
    assert_eq!(seats_csv(&three_contests(), None, &lots()), refused(2));
    let mut contests = three_contests();
    contests[2].tie = TieRule::Declare;
    for contest in [2, 0, 1, 3] {
        assert_eq!(seats_csv(&contests, Some(&tallies()), &lot_of(contest)), refused(contest));
    }
}

#[test]
fn a_table_without_the_lot_that_it_needs_is_refused() {
    let refused = Err(SeatsError::NeedsLot { contest: 2, seats: 1 });
    assert_eq!(seats_csv(&three_contests(), Some(&tallies()), &BTreeMap::new()), refused);
    // A lot of another contest is none of this one.
    let other = lots().into_values().map(|lot| (1, lot)).collect();
    assert_eq!(seats_csv(&three_contests(), Some(&tallies()), &other), refused);
}

#[test]
fn tallies_of_other_contests_are_refused() {
    let refused = Err(SeatsError::Contests { contests: 3, tallies: 2 });
    assert_eq!(seats_csv(&three_contests(), Some(&tallies()[..2]), &lots()), refused);
}
