//! Who takes part, ties, and all small elections that there are.

use super::*;

fn runner(votes: u64) -> Runner<'static> {
    Runner { id: "any", candidate: true, votes, withdrawn: false }
}

/// A race of `seats` by `method` without a threshold, ties declared.
fn race<'a>(method: Method, seats: u32, runners: &'a [Runner<'a>]) -> Race<'a> {
    let ballots = runners.iter().map(|runner| runner.votes).sum();
    Race { id: "race", runners, ballots, seats, method, threshold: 0, of_ballots: false, by_lot: false, lot: None }
}

fn outcome_of(method: Method, seats: u32, votes: &[u64]) -> Vec<(u64, &'static str)> {
    let runners: Vec<Runner<'_>> = votes.iter().map(|votes| runner(*votes)).collect();
    outcome(&race(method, seats, &runners)).unwrap()
}

#[test]
fn the_threshold_is_at_least_the_percentage() {
    let remarks = |votes: [u64; 2]| {
        let runners = votes.map(runner);
        let race = Race { threshold: 1_250, ..race(Method::Dhondt, 3, &runners) };
        outcome(&race).unwrap().into_iter().map(|(_, remark)| remark).collect::<Vec<_>>()
    };
    // 12.5 % of 80 are 10.
    assert_eq!(remarks([70, 10]), ["", ""]);
    assert_eq!(remarks([71, 10]), ["", "below-threshold"]);
    assert_eq!(remarks([71, 9]), ["", "below-threshold"]);
}

#[test]
fn the_base_is_votes_that_stand_or_ballots_that_carry_the_contest() {
    let mut runners = [runner(50), runner(10), runner(40), runner(100)];
    runners[2].candidate = false;
    runners[3].withdrawn = true;
    let valid = Race { threshold: 1_000, ballots: 300, ..race(Method::Hare, 6, &runners) };
    assert_eq!(base(&valid), 100);
    assert_eq!(outcome(&valid).unwrap(), [(5, ""), (1, ""), (0, "not-eligible"), (0, "withdrawn")]);
    let cast = Race { of_ballots: true, ..valid };
    assert_eq!(base(&cast), 300);
    assert_eq!(outcome(&cast).unwrap(), [(6, ""), (0, "below-threshold"), (0, "not-eligible"), (0, "withdrawn")]);
    // Withdrawn comes before the role.
    runners[2].withdrawn = true;
    assert_eq!(outcome(&race(Method::Hare, 6, &runners)).unwrap()[2], (0, "withdrawn"));
}

#[test]
fn equal_figures_compete_for_seats_that_are_too_few() {
    let tie = "tie";
    assert_eq!(outcome_of(Method::Plurality, 2, &[5, 7, 5]), [(0, tie), (1, ""), (0, tie)]);
    // Quota 10: remainders 5, 2, 5 and 8 for two seats.
    assert_eq!(outcome_of(Method::Hare, 5, &[15, 12, 5, 18]), [(1, tie), (1, ""), (0, tie), (2, "")]);
    // 20 = 60/3 = 40/2 = 20/1 for one seat, for two, and for three.
    assert_eq!(outcome_of(Method::Dhondt, 4, &[60, 40, 20]), [(2, tie), (1, tie), (0, tie)]);
    assert_eq!(outcome_of(Method::Dhondt, 5, &[60, 40, 20]), [(2, tie), (1, tie), (0, tie)]);
    assert_eq!(outcome_of(Method::Dhondt, 6, &[60, 40, 20]), [(3, ""), (2, ""), (1, "")]);
    assert_eq!(outcome_of(Method::SainteLague, 2, &[60, 20]), [(1, tie), (0, tie)]);
}

#[test]
fn seats_that_nobody_can_take_stay_open() {
    assert_eq!(outcome_of(Method::Plurality, 5, &[7, 0, 7]), [(1, ""), (0, "below-threshold"), (1, "")]);
    for method in [Method::Plurality, Method::Hare, Method::Dhondt, Method::SainteLague] {
        assert_eq!(outcome_of(method, 5, &[0, 0]), [(0, "below-threshold"); 2]);
    }
    assert_eq!(outcome_of(Method::None, 5, &[7]), [(0, "")]);
}

#[test]
fn contests_without_seats_or_method_have_no_rows() {
    let runners = [runner(7)];
    let without = [race(Method::Hare, 0, &runners), race(Method::None, 4, &runners)];
    assert_eq!(expected_table(&without).unwrap(), b"contest,option,votes,seats,remark\n");
    let table = expected_table(&[race(Method::Hare, 2, &runners)]).unwrap();
    assert_eq!(table, b"contest,option,votes,seats,remark\nrace,any,7,2,\nrace,*,7,2,\n");
}

#[test]
fn four_thousand_million_seats_are_counted_at_once() {
    // 15 divides 2^32 − 1 seats and 2^64 − 1 votes, so with votes as 10 to 4 to 1 nothing is left to round.
    let (votes, seats) = (u64::MAX / 15, u64::from(u32::MAX / 15));
    for method in [Method::Hare, Method::Dhondt, Method::SainteLague] {
        let expected = [10, 4, 1].map(|part| (part * seats, ""));
        assert_eq!(outcome_of(method, u32::MAX, &[10, 4, 1].map(|part| part * votes)), expected, "{method:?}");
    }
}

/// The highest figure again and again until the seats are gone, as on a blackboard; ties stop it.
fn on_a_blackboard(method: Method, seats: u64, votes: &[u64]) -> Vec<(u64, &'static str)> {
    let all: u64 = votes.iter().sum();
    let mut rows: Vec<(u64, &str)> =
        votes.iter().map(|votes| (0, if *votes == 0 { "below-threshold" } else { "" })).collect();
    if all == 0 {
        return rows;
    }
    let mut left = seats;
    if method == Method::Hare {
        for (row, votes) in rows.iter_mut().zip(votes) {
            row.0 = votes * seats / all;
            left -= row.0;
        }
    }
    let full: Vec<u64> = rows.iter().map(|row| row.0).collect();
    while left > 0 {
        // A figure as a fraction; 0 for whoever has none left.
        let figure = |option: usize| -> (u64, u64) {
            let won = rows[option].0;
            match method {
                Method::Plurality => (if won == 0 { votes[option] } else { 0 }, 1),
                Method::Hare => (if won == full[option] { votes[option] * seats % all } else { 0 }, 1),
                Method::Dhondt => (votes[option], won + 1),
                _ => (votes[option], 2 * won + 1),
            }
        };
        let beaten = |own: (u64, u64)| (0..votes.len()).any(|other| figure(other).0 * own.1 > own.0 * figure(other).1);
        let first: Vec<usize> =
            (0..votes.len()).filter(|option| figure(*option).0 > 0 && !beaten(figure(*option))).collect();
        if first.is_empty() {
            break;
        }
        let enough = first.len() as u64 <= left;
        for option in &first {
            let (won, remark) = if enough { (1, "") } else { (0, "tie") };
            rows[*option] = (rows[*option].0 + won, remark);
        }
        left = if enough { left - first.len() as u64 } else { 0 };
    }
    rows
}

#[test]
fn every_small_election_comes_out_as_on_a_blackboard() {
    for method in [Method::Plurality, Method::Hare, Method::Dhondt, Method::SainteLague] {
        for (a, b, c) in (0..10 * 10 * 10).map(|number| (number / 100, number / 10 % 10, number % 10)) {
            for seats in 0..8 {
                for votes in [vec![a, b, c], vec![a * 7 + 1, b * 5, c * 3, 12]] {
                    let expected = on_a_blackboard(method, u64::from(seats), &votes);
                    assert_eq!(outcome_of(method, seats, &votes), expected, "{method:?}, {seats} seats, {votes:?}");
                }
            }
        }
    }
}
