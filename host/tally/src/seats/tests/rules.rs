//! Who takes part, and what ties do.

use super::*;
use crate::seats::{SeatsError, Settlement, Tie};

/// A contest of candidates, but for the last option.
fn with_last(role: Role, threshold_bp: u32) -> Contest {
    let mut contest = contest(Method::Hare, 10, 3);
    contest.threshold_bp = threshold_bp;
    contest.options[2].role = role;
    contest
}

#[test]
fn a_vote_at_the_threshold_exactly_is_enough_and_one_less_is_not() {
    let mut council = contest(Method::Hare, 20, 2);
    council.threshold_bp = 500;
    // 5 % of 2,000 are 100 votes.
    assert_eq!(remarks(&allocated(&council, &[1_900, 100], None)), [None, None]);
    assert_eq!(remarks(&allocated(&council, &[1_901, 99], None)), [None, Some(Remark::BelowThreshold)]);
    // 5 % of 2,001 are 100.05: 100 votes are less.
    assert_eq!(remarks(&allocated(&council, &[1_901, 100], None)), [None, Some(Remark::BelowThreshold)]);
}

#[test]
fn against_all_and_write_ins_count_in_the_base_and_take_no_seats() {
    for role in [Role::AgainstAll, Role::WriteIn] {
        // 100 of 1,000 votes are 10 %; without the third option's they would be 20 %.
        let allocation = allocated(&with_last(role, 1_500), &[400, 100, 500], None);
        assert_eq!(allocation.base(), 1_000);
        assert_eq!(remarks(&allocation), [None, Some(Remark::BelowThreshold), Some(Remark::NotEligible)]);
        assert_eq!(seats(&allocation), [10, 0, 0]);
    }
}

#[test]
fn a_withdrawn_option_neither_counts_nor_takes_part() {
    let contest = with_last(Role::Candidate, 1_500);
    let tally = ContestTally { votes: &[400, 100, 500], ballots: 1_000, withdrawn: &[false, false, true] };
    let allocation = allocate(&contest, &tally, None).unwrap();
    assert_eq!(allocation.base(), 500);
    assert_eq!(remarks(&allocation), [None, None, Some(Remark::Withdrawn)]);
    assert_eq!(seats(&allocation), [8, 2, 0]);
    assert_eq!(allocation.options()[2].votes, 500);
}

#[test]
fn a_threshold_of_ballots_counts_blank_ones_too() {
    let mut contest = with_last(Role::Candidate, 1_000);
    let tally = ContestTally { votes: &[600, 99, 100], ballots: 1_000, withdrawn: &[false; 3] };
    assert_eq!(remarks(&allocate(&contest, &tally, None).unwrap()), [None; 3]);
    contest.threshold_of = ThresholdOf::Cast;
    let allocation = allocate(&contest, &tally, None).unwrap();
    assert_eq!(allocation.base(), 1_000);
    assert_eq!(remarks(&allocation), [None, Some(Remark::BelowThreshold), None]);
}

#[test]
fn nobody_gets_a_seat_without_a_vote() {
    for method in [Method::Plurality, Method::Hare, Method::Dhondt, Method::SainteLague] {
        let allocation = allocated(&contest(method, 3, 2), &[0, 0], None);
        assert_eq!(remarks(&allocation), [Some(Remark::BelowThreshold); 2]);
        assert_eq!((allocation.allocated(), allocation.open()), (0, 3));
        assert_eq!(seats(&allocated(&contest(method, 1, 2), &[0, 1], None)), [0, 1]);
    }
}

#[test]
fn a_plurality_gives_each_of_the_first_one_seat_and_leaves_the_rest_open() {
    assert_eq!(seats(&allocated(&contest(Method::Plurality, 2, 4), &[5, 900, 6, 7], None)), [0, 1, 0, 1]);
    let allocation = allocated(&contest(Method::Plurality, 3, 4), &[5, 0, 6, 0], None);
    assert_eq!(seats(&allocation), [1, 0, 1, 0]);
    assert_eq!(allocation.open(), 1);
}

#[test]
fn method_none_gives_nothing() {
    let allocation = allocated(&contest(Method::None, 3, 2), &[7, 5], None);
    assert_eq!((seats(&allocation), allocation.open(), allocation.tie()), (vec![0, 0], 3, None));
}

#[test]
fn a_declared_tie_leaves_its_seats_open_and_names_who_is_in_it() {
    // 90, 45, then 40 twice for the third seat.
    let allocation = allocated(&contest(Method::Dhondt, 3, 4), &[90, 40, 40, 10], None);
    assert_eq!(seats(&allocation), [2, 0, 0, 0]);
    assert_eq!(remarks(&allocation), [None, Some(Remark::Tie), Some(Remark::Tie), None]);
    let tie = Tie { options: vec![1, 2], seats: 1, settlement: Settlement::Declared };
    assert_eq!((allocation.tie(), allocation.open()), (Some(&tie), 1));
    // With a seat more there is enough for both.
    let allocation = allocated(&contest(Method::Dhondt, 4, 4), &[90, 40, 40, 10], None);
    assert_eq!((seats(&allocation), allocation.tie()), (vec![2, 1, 1, 0], None));
}

#[test]
fn options_compete_with_equal_votes_remainders_or_quotients() {
    let tied = |method, seats, votes: &[u64]| {
        let allocation = allocated(&contest(method, seats, votes.len()), votes, None);
        allocation.tie().map(|tie| (tie.options.clone(), tie.seats))
    };
    assert_eq!(tied(Method::Plurality, 2, &[5, 7, 5, 5]), Some((vec![0, 2, 3], 1)));
    // V/S = 10; remainders 5, 2, 5, 8: one seat for the 8, one left for two fives.
    assert_eq!(tied(Method::Hare, 5, &[15, 12, 5, 18]), Some((vec![0, 2], 1)));
    // 60, 40, 30, then 20 = 60/3 = 40/2 three times for two seats.
    assert_eq!(tied(Method::Dhondt, 5, &[60, 40, 20]), Some((vec![0, 1, 2], 2)));
    // 60/3 = 20/1.
    assert_eq!(tied(Method::SainteLague, 2, &[60, 20]), Some((vec![0, 1], 1)));
    assert_eq!(tied(Method::SainteLague, 3, &[60, 20]), None);
}

#[test]
fn a_tally_of_another_shape_is_refused() {
    let contest = contest(Method::Hare, 10, 3);
    let refused = Err(SeatsError::Options { options: 3 });
    for (votes, withdrawn) in [(&[1, 2][..], &[false; 3][..]), (&[1, 2, 3], &[false; 2]), (&[1, 2, 3, 4], &[false; 4])]
    {
        let tally = ContestTally { votes, ballots: 10, withdrawn };
        assert_eq!(allocate(&contest, &tally, None), refused);
    }
}

#[test]
fn the_largest_numbers_that_there_are_do_not_overflow() {
    let huge = [u64::MAX, u64::MAX - 1, u64::MAX / 2, 1];
    for method in [Method::Plurality, Method::Hare, Method::Dhondt, Method::SainteLague] {
        let mut council = contest(method, u32::MAX, huge.len());
        council.threshold_bp = 10_000;
        council.threshold_of = ThresholdOf::Cast;
        let tally = ContestTally { votes: &huge, ballots: u64::MAX, withdrawn: &[false; 4] };
        let allocation = allocate(&council, &tally, None).unwrap();
        assert_eq!(seats(&allocation)[1..], [0, 0, 0]);
        council.threshold_bp = 0;
        let allocation = allocate(&council, &tally, None).unwrap();
        let expected = if method == Method::Plurality { 4 } else { u32::MAX };
        assert_eq!(allocation.allocated(), expected, "{method:?}");
    }
}

#[test]
fn four_thousand_million_seats_are_given_at_once() {
    // 15 divides 2^32 − 1 seats and 2^64 − 1 votes, so with votes as 10 to 4 to 1 nothing is left to round.
    let votes = [10, 4, 1].map(|part| part * (u64::MAX / 15));
    for method in [Method::Hare, Method::Dhondt, Method::SainteLague] {
        let expected = [10, 4, 1].map(|part| part * (u32::MAX / 15));
        assert_eq!(seats(&allocated(&contest(method, u32::MAX, 3), &votes, None)), expected, "{method:?}");
    }
}
