//! Tables and seats of counts over several openings.

use std::collections::BTreeMap;

use tamga_record::amendments::{AmendmentBody, AmendmentKind, Amendments};
use tamga_record::ledger::Entry;
use tamga_record::results::ResultsError;
use tamga_record::tally_file::{Group, Leaf, TallyFile};
use tamga_tally::result::{Outcome, ResultError, result};
use tamga_tally::seats::{Dice, Lot, SEATS_HEADER};

use crate::world::{Setup, World};

/// One leaf of the president's contest, of these regions.
fn tally(world: &World, opening: u32, regions: &[u16], ballots: u32) -> TallyFile {
    let group = Group { contest: 0, regions: regions.to_vec(), ballots };
    let leaf = Leaf { group, counted: [0; 32], sums: vec![[0; 64]; 3] };
    TallyFile {
        election: *world.election.id(),
        opening,
        previous: [0; 32],
        close: [5; 32],
        leaves: vec![leaf],
        withheld: Vec::new(),
    }
}

fn world() -> World {
    World::new(&Setup { seat: true, openings: 2, ..Setup::default() })
}

/// The outcome of votes for the president in the regions of the first opening and, if it was held, the second.
fn outcome(world: &World, first: [u64; 3], second: Option<[u64; 3]>, lots: &BTreeMap<u16, Lot>) -> Outcome {
    let amendments = Amendments::none(*world.election.id());
    let (one, two) = (tally(world, 1, &[0, 2], 9), tally(world, 2, &[1], 9));
    let (first, second) = (vec![first.to_vec()], second.map(|second| vec![second.to_vec()]));
    let mut openings = vec![(&one, first.as_slice())];
    openings.extend(second.as_ref().map(|second| (&two, second.as_slice())));
    result(&world.election, &openings, &amendments, lots).unwrap()
}

#[test]
fn seats_are_given_once_every_region_is_in_a_box() {
    let world = world();
    let live = outcome(&world, [5, 2, 0], None, &BTreeMap::new());
    assert_eq!(live.seats_csv(), Some(format!("{SEATS_HEADER}\n").as_str()));
    let whole = outcome(&world, [5, 2, 0], Some([1, 5, 3]), &BTreeMap::new());
    let expected = "contest,option,votes,seats,remark\n\
        president,ada,6,0,\npresident,emmy,7,1,\npresident,sofia,3,0,\npresident,*,16,1,\n";
    assert_eq!(whole.seats_csv(), Some(expected));
    assert!(matches!(whole.entry(2), Some(Entry::Result { opening: 2, .. })));
}

#[test]
fn a_tie_waits_for_its_lot() {
    let world = world();
    let waiting = outcome(&world, [5, 2, 0], Some([1, 4, 3]), &BTreeMap::new());
    assert_eq!(waiting.ties_waiting(), [0]);
    assert_eq!((waiting.seats_csv(), waiting.entry(2)), (None, None));
    assert!(waiting.totals_csv().contains("president,emmy,6\n"));
    let dice = |throws| Dice::parse(throws).unwrap();
    let lot = Lot { close: [5; 32], first: dice("1234561234"), second: dice("6543216543") };
    let drawn = outcome(&world, [5, 2, 0], Some([1, 4, 3]), &BTreeMap::from([(0, lot)]));
    assert!(drawn.ties_waiting().is_empty());
    let seats = drawn.seats_csv().unwrap();
    assert_eq!((seats.matches(",1,lot\n").count(), seats.matches(",0,lot-lost\n").count()), (1, 1), "{seats}");
}

#[test]
fn a_withdrawn_option_keeps_its_votes_and_gets_no_seat() {
    let world = world();
    let previous = *world.election.definition_digest();
    let body = AmendmentBody { previous, kind: AmendmentKind::Withdrawn { contest: 0, option: 1 } };
    let amendments = Amendments { election: *world.election.id(), amendments: vec![(body, Vec::new())] };
    let (tally, votes) = (tally(&world, 1, &[0, 1, 2], 9), [vec![2, 5, 1]]);
    let outcome = result(&world.election, &[(&tally, &votes)], &amendments, &BTreeMap::new()).unwrap();
    let expected = "contest,option,votes,seats,remark\n\
        president,ada,2,1,\npresident,emmy,5,0,withdrawn\npresident,sofia,1,0,\npresident,*,3,1,\n";
    assert_eq!(outcome.seats_csv(), Some(expected));
    assert!(outcome.totals_csv().contains("president,emmy,5\n"));
}

#[test]
fn counts_that_ballots_cannot_carry_are_refused() {
    let world = world();
    let amendments = Amendments::none(*world.election.id());
    let (tally, votes) = (tally(&world, 1, &[0, 1, 2], 9), [vec![5, 5, 0]]);
    let refused = result(&world.election, &[(&tally, &votes)], &amendments, &BTreeMap::new()).unwrap_err();
    assert_eq!(refused, ResultError::Counts(ResultsError::TooManyVotes { opening: 1, leaf: 0 }));
}
