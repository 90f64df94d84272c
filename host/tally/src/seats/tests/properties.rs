//! What holds for any votes.

use std::cmp::Reverse;

use proptest::prelude::*;

use super::*;
use crate::seats::Dice;

const METHODS: [Method; 4] = [Method::Plurality, Method::Hare, Method::Dhondt, Method::SainteLague];
const DIVISORS: [Method; 2] = [Method::Dhondt, Method::SainteLague];

/// Few enough votes that ties are frequent, or so many that they are not.
fn votes() -> impl Strategy<Value = Vec<u64>> {
    let small = proptest::collection::vec(0u64..30, 1..9);
    let large = proptest::collection::vec(0u64..20_000_000, 1..9);
    prop_oneof![small, large]
}

/// Any method, up to 40 seats, with a threshold, roles and withdrawals.
fn races() -> impl Strategy<Value = (Contest, Vec<u64>, Vec<bool>)> {
    let parts = (votes(), proptest::sample::select(&METHODS), 0u32..40, 0u32..3_000, any::<bool>(), any::<bool>());
    parts.prop_flat_map(|(votes, method, seats, threshold, cast, lot)| {
        let count = votes.len();
        let role = prop_oneof![6 => Just(Role::Candidate), 1 => Just(Role::AgainstAll), 1 => Just(Role::WriteIn)];
        let roles = proptest::collection::vec(role, count);
        let withdrawn = proptest::collection::vec(proptest::bool::weighted(0.1), count);
        (roles, withdrawn).prop_map(move |(roles, withdrawn)| {
            let mut contest = contest(method, seats, count);
            contest.threshold_bp = threshold;
            contest.threshold_of = if cast { ThresholdOf::Cast } else { ThresholdOf::Valid };
            contest.tie = if lot { TieRule::Lot } else { TieRule::Declare };
            for (option, role) in contest.options.iter_mut().zip(roles) {
                option.role = role;
            }
            (contest, votes.clone(), withdrawn)
        })
    })
}

fn lot() -> Lot {
    Lot { close: [7; 32], first: Dice::parse("1234561234").unwrap(), second: Dice::parse("2345612345").unwrap() }
}

fn with(contest: &Contest, votes: &[u64], withdrawn: &[bool], lot: Option<&Lot>) -> Allocation {
    let tally = ContestTally { votes, ballots: votes.iter().sum::<u64>() + 3, withdrawn };
    allocate(contest, &tally, lot).unwrap()
}

/// Whether an option's remark lets it have seats.
fn takes_part(remark: Option<Remark>) -> bool {
    !matches!(remark, Some(Remark::Withdrawn | Remark::NotEligible | Remark::BelowThreshold))
}

/// The divisor of an option's seat number `k`, from 0.
fn divisor(method: Method, k: u64) -> u64 {
    if method == Method::Dhondt { k + 1 } else { 2 * k + 1 }
}

/// Rule 5 as it stands: all quotients in one list, the largest first, as fractions. `None` where the last seat is tied for.
fn by_list_of_quotients(method: Method, seats: u32, votes: &[u64]) -> Option<Vec<u32>> {
    let mut list: Vec<(u64, u64, usize)> = Vec::new();
    for (option, votes) in votes.iter().enumerate().filter(|(_, votes)| **votes > 0) {
        list.extend((0..=u64::from(seats)).map(|k| (*votes, divisor(method, k), option)));
    }
    let larger = |a: &(u64, u64, usize), b: &(u64, u64, usize)| (b.0 * a.1).cmp(&(a.0 * b.1));
    list.sort_by(larger);
    let (won, lost) = list.split_at((seats as usize).min(list.len()));
    if let (Some(last), Some(next)) = (won.last(), lost.first())
        && larger(last, next).is_eq()
    {
        return None;
    }
    Some((0..votes.len()).map(|option| won.iter().filter(|claim| claim.2 == option).count() as u32).collect())
}

proptest! {
    #[test]
    fn every_seat_is_given_or_open_and_open_only_for_a_tie_or_for_lack_of_options((contest, votes, withdrawn) in races()) {
        let allocation = with(&contest, &votes, &withdrawn, None);
        prop_assert_eq!(allocation.allocated() + allocation.open(), contest.seats);
        let eligible = remarks(&allocation).into_iter().filter(|remark| takes_part(*remark)).count() as u32;
        let tied = allocation.tie().map_or(0, |tie| tie.seats);
        let missing = match contest.method {
            Method::Plurality => contest.seats.saturating_sub(eligible),
            _ if eligible == 0 => contest.seats,
            _ => 0,
        };
        prop_assert_eq!(allocation.open(), tied + missing);
        for option in allocation.options() {
            prop_assert!(option.seats == 0 || takes_part(option.remark));
        }
    }

    #[test]
    fn more_votes_never_bring_fewer_seats((contest, votes, withdrawn) in races()) {
        for lot in [None, Some(&lot())] {
            let allocation = with(&contest, &votes, &withdrawn, lot);
            let mut part: Vec<_> = allocation.options().iter().filter(|option| takes_part(option.remark)).collect();
            part.sort_by_key(|option| Reverse(option.votes));
            for pair in part.windows(2) {
                prop_assert!(pair[0].votes == pair[1].votes || pair[0].seats >= pair[1].seats);
                prop_assert!(pair[0].seats.abs_diff(pair[1].seats) <= 1 || pair[0].votes > pair[1].votes);
            }
        }
    }

    #[test]
    fn the_order_of_the_options_does_not_matter((contest, votes, withdrawn) in races(), turn in 0usize..8) {
        let turn = turn % votes.len();
        let (mut turned, mut turned_votes, mut turned_withdrawn) = (contest.clone(), votes.clone(), withdrawn.clone());
        turned.options.rotate_left(turn);
        turned_votes.rotate_left(turn);
        turned_withdrawn.rotate_left(turn);
        for lot in [None, Some(&lot())] {
            let mut expected = with(&contest, &votes, &withdrawn, lot).options().to_vec();
            expected.rotate_left(turn);
            let allocation = with(&turned, &turned_votes, &turned_withdrawn, lot);
            prop_assert_eq!(allocation.options(), expected);
        }
    }

    #[test]
    fn only_the_proportion_of_votes_matters((mut contest, votes, withdrawn) in races(), factor in 2u64..50) {
        contest.threshold_of = ThresholdOf::Valid;
        let larger: Vec<u64> = votes.iter().map(|votes| votes * factor).collect();
        let (small, large) = (with(&contest, &votes, &withdrawn, None), with(&contest, &larger, &withdrawn, None));
        prop_assert_eq!(seats(&small), seats(&large));
        prop_assert_eq!(remarks(&small), remarks(&large));
    }

    #[test]
    fn a_lot_gives_exactly_the_seats_of_the_tie_one_to_each_winner((mut contest, votes, withdrawn) in races()) {
        contest.tie = TieRule::Lot;
        let waiting = with(&contest, &votes, &withdrawn, None);
        let drawn = with(&contest, &votes, &withdrawn, Some(&lot()));
        let (tied, tied_seats) = waiting.needs_lot().map_or((vec![], 0), |tie| (tie.options.clone(), tie.seats));
        prop_assert!(tied.is_empty() || (tied_seats as usize) < tied.len() && tied_seats > 0);
        prop_assert_eq!(drawn.allocated(), waiting.allocated() + tied_seats);
        for (index, (before, after)) in waiting.options().iter().zip(drawn.options()).enumerate() {
            let expected = match after.remark {
                Some(Remark::Lot) => (true, before.seats + 1),
                Some(Remark::LotLost) => (true, before.seats),
                _ => (false, before.seats),
            };
            prop_assert_eq!((tied.contains(&(index as u16)), after.seats), expected);
        }
    }

    #[test]
    fn a_plurality_gives_one_seat_to_whom_fewer_than_the_seats_are_as_strong(votes in votes(), count in 0u32..9) {
        let allocation = allocated(&contest(Method::Plurality, count, votes.len()), &votes, None);
        for (own, seats) in votes.iter().zip(seats(&allocation)) {
            let not_weaker = votes.iter().filter(|other| *other >= own).count();
            prop_assert_eq!(seats, u32::from(*own > 0 && not_weaker <= count as usize));
        }
    }

    #[test]
    fn hare_stays_within_the_quota(votes in votes(), count in 0u32..40) {
        let allocation = allocated(&contest(Method::Hare, count, votes.len()), &votes, None);
        let all: u64 = votes.iter().sum();
        for (own, seats) in votes.iter().zip(seats(&allocation)) {
            let share = own * u64::from(count);
            let floor = share.checked_div(all).unwrap_or(0);
            prop_assert!(u64::from(seats) == floor || u64::from(seats) == floor + 1 && share % all > 0);
        }
    }

    #[test]
    fn hare_gives_the_seats_left_to_no_smaller_remainder_than_one_that_got_none(votes in votes(), count in 0u32..40) {
        let allocation = allocated(&contest(Method::Hare, count, votes.len()), &votes, None);
        let all: u64 = votes.iter().sum();
        prop_assume!(all > 0);
        let remainder = |index: usize| votes[index] * u64::from(count) % all;
        let floor = |index: usize| votes[index] * u64::from(count) / all;
        let rounded_up = |index: &usize| u64::from(seats(&allocation)[*index]) > floor(*index);
        let (up, down): (Vec<usize>, Vec<usize>) = (0..votes.len()).partition(rounded_up);
        let least_up = up.into_iter().map(remainder).min().unwrap_or(u64::MAX);
        let most_down = down.into_iter().map(remainder).max().unwrap_or(0);
        prop_assert!(least_up > most_down);
    }

    #[test]
    fn divisor_methods_give_the_largest_quotients_of_all(votes in votes(), count in 0u32..40) {
        for method in DIVISORS {
            let allocation = allocated(&contest(method, count, votes.len()), &votes, None);
            match by_list_of_quotients(method, count, &votes) {
                Some(expected) => prop_assert_eq!((seats(&allocation), allocation.tie()), (expected, None)),
                None => prop_assert!(allocation.tie().is_some()),
            }
        }
    }

    /// Every quotient that won is larger than every one that did not, but for those in the tie, which are all equal.
    #[test]
    fn no_quotient_without_a_seat_is_as_large_as_one_with_a_seat(votes in votes(), count in 1u32..4_000_000_000) {
        for method in DIVISORS {
            let allocation = allocated(&contest(method, count, votes.len()), &votes, None);
            let quotient = |index: usize, k: u32| (u128::from(votes[index]), u128::from(divisor(method, u64::from(k))));
            let won = (0..votes.len()).zip(seats(&allocation)).filter(|(_, seats)| *seats > 0);
            let won: Vec<_> = won.map(|(index, seats)| quotient(index, seats - 1)).collect();
            let next: Vec<_> = (0..votes.len()).zip(seats(&allocation)).map(|(index, seats)| quotient(index, seats)).collect();
            for (votes_won, by) in &won {
                prop_assert!(next.iter().all(|(votes, divisor)| votes_won * divisor > votes * by));
            }
            let tied = allocation.tie().map_or(vec![], |tie| tie.options.clone());
            let largest = next.iter().max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1))).unwrap();
            for (index, (votes, divisor)) in next.iter().enumerate().filter(|_| !tied.is_empty()) {
                prop_assert_eq!(tied.contains(&(index as u16)), votes * largest.1 == largest.0 * divisor);
            }
        }
    }

    #[test]
    fn one_more_seat_takes_none_away_but_by_remainders(votes in votes(), count in 0u32..40) {
        for method in [Method::Plurality, Method::Dhondt, Method::SainteLague] {
            let fewer = allocated(&contest(method, count, votes.len()), &votes, None);
            let more = allocated(&contest(method, count + 1, votes.len()), &votes, None);
            prop_assert!(seats(&fewer).iter().zip(seats(&more)).all(|(fewer, more)| *fewer <= more));
        }
    }

    #[test]
    fn options_under_the_threshold_might_as_well_not_stand((mut contest, votes, _) in races()) {
        contest.threshold_of = ThresholdOf::Cast;
        let none = vec![false; votes.len()];
        let before = with(&contest, &votes, &none, None);
        let below: Vec<bool> = remarks(&before).iter().map(|remark| *remark == Some(Remark::BelowThreshold)).collect();
        prop_assert_eq!(seats(&with(&contest, &votes, &below, None)), seats(&before));
    }
}
