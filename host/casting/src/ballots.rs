//! From totals to ballots: marks that add up to given votes, exactly.

use rand_core::Rng;
pub use tamga_record::limits::OPTIONS_MAX;
pub use tamga_record::votes::Marks;

/// Why votes cannot be laid out on ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BallotsError {
    /// More options than [`OPTIONS_MAX`].
    #[error("{options} options are more than fit on a ballot")]
    Options {
        /// Options of the contest.
        options: usize,
    },
    /// An option with more votes than there are ballots.
    #[error("option {option} has {votes} votes on {ballots} ballots")]
    Option {
        /// The option's index.
        option: usize,
        /// Its votes.
        votes: u64,
        /// Ballots that carry the contest.
        ballots: u32,
    },
    /// More votes in all than `max` on every ballot.
    #[error("{votes} votes do not fit on {ballots} ballots with {max} marks each")]
    Total {
        /// Votes of all options.
        votes: u64,
        /// Ballots that carry the contest.
        ballots: u32,
        /// Most marks on a ballot.
        max: u16,
    },
}

/// Marks for `ballots` ballots of one contest, at most `max` on each, which add up to `votes` per option exactly.
///
/// The votes of the options are dealt around the table of ballots one after another: an option meets no ballot twice
/// while it has no more votes than there are ballots, and each ballot gets the average number of marks, rounded down or
/// up. Then the ballots are shuffled [Knuth, TAOCP 2, algorithm 3.4.2 P]. Refuses what cannot fit; then nothing was
/// drawn from `rng`.
pub fn distribute(ballots: u32, max: u16, votes: &[u64], rng: &mut impl Rng) -> Result<Vec<Marks>, BallotsError> {
    check(ballots, max, votes)?;
    let mut marks = vec![Marks::default(); ballots as usize];
    let mut dealt = 0usize;
    for (option, &votes) in votes.iter().enumerate() {
        for _ in 0..votes {
            let seats = marks.len();
            if let Some(ballot) = marks.get_mut(dealt % seats) {
                ballot.insert(option);
            }
            dealt += 1;
        }
    }
    shuffle(&mut marks, rng);
    Ok(marks)
}

fn check(ballots: u32, max: u16, votes: &[u64]) -> Result<(), BallotsError> {
    if votes.len() > OPTIONS_MAX {
        return Err(BallotsError::Options { options: votes.len() });
    }
    let too_many = |&(_, &votes): &(usize, &u64)| votes > u64::from(ballots);
    if let Some((option, &votes)) = votes.iter().enumerate().find(too_many) {
        return Err(BallotsError::Option { option, votes, ballots });
    }
    // At most 64 numbers below 2^32: the sum stays far below 2^64.
    let total: u64 = votes.iter().sum();
    if total > u64::from(ballots) * u64::from(max) {
        return Err(BallotsError::Total { votes: total, ballots, max });
    }
    Ok(())
}

/// Puts the items into an order drawn from `rng`, every order equally likely.
pub fn shuffle<T>(items: &mut [T], rng: &mut impl Rng) {
    for last in (1..items.len()).rev() {
        let other = below(last as u64 + 1, rng) as usize;
        items.swap(last, other);
    }
}

/// A number below `bound`, each equally likely; 0 for bound 0. Draws again when a draw falls into the uneven end.
fn below(bound: u64, rng: &mut impl Rng) -> u64 {
    if bound == 0 {
        return 0;
    }
    let even = u64::MAX - u64::MAX % bound;
    loop {
        let draw = rng.next_u64();
        if draw < even {
            return draw % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::streams::Streams;

    fn sums(marks: &[Marks], options: usize) -> Vec<u64> {
        (0..options).map(|option| marks.iter().filter(|ballot| ballot.contains(option)).count() as u64).collect()
    }

    proptest! {
        #[test]
        fn marks_add_up_to_the_votes_and_no_ballot_has_more_than_max(
            ballots in 1u32..200, max in 1u16..5, shares in prop::collection::vec(0u64..=100, 1..8), seed: [u8; 32],
        ) {
            let room = u64::from(ballots) * u64::from(max);
            let whole = shares.iter().sum::<u64>().max(1);
            let votes: Vec<u64> = shares.iter().map(|share| (room * share / whole).min(u64::from(ballots))).collect();
            let marks = distribute(ballots, max, &votes, &mut Streams::new(seed).stream("ballots", 0)).unwrap();
            prop_assert_eq!(marks.len(), ballots as usize);
            prop_assert_eq!(sums(&marks, votes.len()), votes);
            prop_assert!(marks.iter().all(|ballot| ballot.len() <= u32::from(max)));
        }
    }

    fn refusal(ballots: u32, max: u16, votes: &[u64]) -> BallotsError {
        distribute(ballots, max, votes, &mut Streams::new([0; 32]).stream("ballots", 0)).unwrap_err()
    }

    #[test]
    fn votes_that_fill_every_ballot_fit_and_one_more_does_not() {
        let mut rng = Streams::new([0; 32]).stream("ballots", 0);
        assert!(distribute(10, 2, &[10, 5, 5], &mut rng).is_ok());
        let expected = BallotsError::Total { votes: 21, ballots: 10, max: 2 };
        assert_eq!(refusal(10, 2, &[10, 6, 5]), expected);
    }

    #[test]
    fn an_option_with_more_votes_than_ballots_is_named() {
        let expected = BallotsError::Option { option: 1, votes: 11, ballots: 10 };
        assert_eq!(refusal(10, 3, &[2, 11]), expected);
    }

    #[test]
    fn a_sixty_fifth_option_is_refused() {
        assert_eq!(refusal(10, 1, &[0; 65]), BallotsError::Options { options: 65 });
    }

    #[test]
    fn votes_where_there_are_no_ballots_are_refused() {
        assert_eq!(refusal(0, 1, &[1]), BallotsError::Option { option: 0, votes: 1, ballots: 0 });
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<u32> = (0..100).collect();
        shuffle(&mut items, &mut Streams::new([1; 32]).stream("shuffle", 0));
        assert_ne!(items, (0..100).collect::<Vec<u32>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<u32>>());
    }
}
