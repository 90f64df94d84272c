//! Stage 9, the result: the counts of all openings so far become tables, and votes seats.

use std::collections::{BTreeMap, BTreeSet};

use tamga_crypto::hash::sha3_256;
use tamga_record::amendments::Amendments;
use tamga_record::ledger::Entry;
use tamga_record::results::{OpeningVotes, ResultsError, results_csv, totals_csv};

use crate::election::Election;
use crate::seats::{ContestTally, Lot, SeatsError, allocate, seats_csv};

/// Why there are no tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResultError {
    /// Counts that ballots cannot carry, which proofs rule out.
    #[error(transparent)]
    Counts(#[from] ResultsError),
    /// Seats cannot be given.
    #[error(transparent)]
    Seats(#[from] SeatsError),
}

/// The tables of a result, as they are published. Made by [`result`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    totals: String,
    results: String,
    seats: Option<String>,
    waiting: Vec<u16>,
}

/// What was counted in one contest over all openings, and which of its options are withdrawn.
struct ContestSum {
    votes: Vec<u64>,
    ballots: u64,
    withdrawn: Vec<bool>,
}

/// Writes the counts of all openings down as tables. `lots` are those drawn, by the contest's index. Seats are given once
/// every region is in a box; where a lot is needed and none was drawn, [`Outcome::ties_waiting`] says so. Refuses counts
/// that ballots cannot carry.
pub fn result(
    election: &Election,
    openings: &[OpeningVotes<'_>],
    amendments: &Amendments,
    lots: &BTreeMap<u16, Lot>,
) -> Result<Outcome, ResultError> {
    let definition = election.definition();
    let totals = totals_csv(definition, openings)?;
    let results = results_csv(definition, openings)?;
    let boxed: BTreeSet<u16> = openings.iter().flat_map(|(tally, _)| tally.regions()).collect();
    let (mut seats, mut waiting) = (None, Vec::new());
    if boxed.len() == election.regions() {
        let sums = contest_sums(election, openings, amendments);
        let tallies: Vec<ContestTally<'_>> = sums.iter().map(ContestSum::tally).collect();
        for ((index, contest), tally) in (0u16..).zip(&definition.contests).zip(&tallies) {
            if allocate(contest, tally, lots.get(&index))?.needs_lot().is_some() {
                waiting.push(index);
            }
        }
        if waiting.is_empty() {
            seats = Some(seats_csv(&definition.contests, Some(&tallies), lots)?);
        }
    } else {
        seats = Some(seats_csv(&definition.contests, None, lots)?);
    }
    Ok(Outcome { totals, results, seats, waiting })
}

/// The sums over the opened leaves, per contest of the definition.
fn contest_sums(election: &Election, openings: &[OpeningVotes<'_>], amendments: &Amendments) -> Vec<ContestSum> {
    let definition = election.definition();
    let empty = (0u16..).zip(&definition.contests).map(|(index, contest)| ContestSum {
        votes: vec![0; contest.options.len()],
        ballots: 0,
        withdrawn: (0u16..).zip(&contest.options).map(|(option, _)| amendments.withdrawn(index, option)).collect(),
    });
    let mut sums: Vec<ContestSum> = empty.collect();
    for (leaf, votes) in openings.iter().flat_map(|(tally, votes)| tally.leaves.iter().zip(*votes)) {
        if let Some(sum) = sums.get_mut(usize::from(leaf.group.contest)) {
            sum.ballots += u64::from(leaf.group.ballots);
            sum.votes.iter_mut().zip(votes).for_each(|(sum, votes)| *sum += votes);
        }
    }
    sums
}

impl ContestSum {
    fn tally(&self) -> ContestTally<'_> {
        ContestTally { votes: &self.votes, ballots: self.ballots, withdrawn: &self.withdrawn }
    }
}

impl Outcome {
    /// The file `record/totals.csv`.
    pub fn totals_csv(&self) -> &str {
        &self.totals
    }

    /// The file `record/results.csv`.
    pub fn results_csv(&self) -> &str {
        &self.results
    }

    /// The file `record/seats.csv`; `None` while a lot is to be drawn.
    pub fn seats_csv(&self) -> Option<&str> {
        self.seats.as_deref()
    }

    /// The contests for which a lot is to be drawn before there is a result.
    pub fn ties_waiting(&self) -> &[u16] {
        &self.waiting
    }

    /// The ledger entry of the newest opening; `None` while a lot is to be drawn.
    pub fn entry(&self, opening: u32) -> Option<Entry> {
        let digest = |table: &str| sha3_256(&[table.as_bytes()]);
        let (totals, results) = (digest(&self.totals), digest(&self.results));
        let seats = digest(self.seats.as_deref()?);
        Some(Entry::Result { opening, totals, results, seats })
    }
}
