//! The result tables, `totals.csv` and `results.csv`, and the printed statement.

mod printed;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use printed::{PrintedLot, StatementTxt, statement_txt};

use crate::definition::{Contest, Definition};
use crate::tally_file::{Leaf, TallyFile};

/// The columns of `totals.csv`.
pub const TOTALS_HEADER: &str = "contest,option,votes";
/// The columns of `results.csv`.
pub const RESULTS_HEADER: &str = "region,contest,option,votes";
/// The option under which unused votes stand.
pub const BLANK: &str = "blank";

/// An opening and its counts: one per option of every leaf.
pub type OpeningVotes<'a> = (&'a TallyFile, &'a [Vec<u64>]);

/// Why tables cannot be made of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResultsError {
    /// There is not one count per option of every leaf.
    #[error("results: leaf number {} of opening {opening} has not one count per option of its contest", leaf + 1)]
    Shape {
        /// Number of the opening.
        opening: u32,
        /// The leaf, from 0.
        leaf: usize,
    },
    /// An option has more votes than ballots, or all have more than `max` × ballots.
    #[error("results: leaf number {} of opening {opening} has more votes than its ballots can carry", leaf + 1)]
    TooManyVotes {
        /// Number of the opening.
        opening: u32,
        /// The leaf, from 0.
        leaf: usize,
    },
}

/// Votes of one contest: per option, and unused ones.
#[derive(Clone)]
struct Row {
    votes: Vec<u64>,
    blank: u64,
}

impl Row {
    fn none(contest: &Contest) -> Self {
        Self { votes: vec![0; contest.options.len()], blank: 0 }
    }

    /// The votes of a leaf; `None` where its ballots cannot carry them.
    fn of_leaf(contest: &Contest, leaf: &Leaf, votes: &[u64]) -> Option<Self> {
        let ballots = u64::from(leaf.group.ballots);
        let used: Option<u64> = votes.iter().try_fold(0u64, |sum, votes| sum.checked_add(*votes));
        let blank = (ballots * u64::from(contest.max)).checked_sub(used?)?;
        let fits = votes.iter().all(|votes| *votes <= ballots);
        fits.then(|| Self { votes: votes.to_vec(), blank })
    }

    fn add(&mut self, other: &Row) {
        for (sum, votes) in self.votes.iter_mut().zip(&other.votes) {
            *sum += votes;
        }
        self.blank += other.blank;
    }

    /// Lines `prefix contest,option,votes` in definition order, `blank` last.
    fn write(&self, prefix: &str, contest: &Contest, table: &mut String) {
        let options = contest.options.iter().map(|option| option.id.as_str()).chain([BLANK]);
        for (option, votes) in options.zip(self.votes.iter().chain([&self.blank])) {
            let _ = writeln!(table, "{prefix}{},{option},{votes}", contest.id);
        }
    }
}

/// Rows by region of the head, then contest; those of several openings added up.
type Rows = BTreeMap<(u16, u16), Row>;

/// The rows of all leaves; refuses counts that cannot be.
fn leaf_rows(definition: &Definition, openings: &[OpeningVotes<'_>]) -> Result<Rows, ResultsError> {
    let mut rows = Rows::new();
    for (tally, votes) in openings {
        let opening = tally.opening;
        if tally.leaves.len() != votes.len() {
            return Err(ResultsError::Shape { opening, leaf: tally.leaves.len().min(votes.len()) });
        }
        for (number, (leaf, votes)) in tally.leaves.iter().zip(*votes).enumerate() {
            let shape = ResultsError::Shape { opening, leaf: number };
            let contest = definition.contest(leaf.group.contest).ok_or(shape)?;
            let head = leaf.group.regions.first().filter(|_| contest.options.len() == votes.len()).ok_or(shape)?;
            let too_many = ResultsError::TooManyVotes { opening, leaf: number };
            let row = Row::of_leaf(contest, leaf, votes).ok_or(too_many)?;
            rows.entry((*head, leaf.group.contest)).or_insert_with(|| Row::none(contest)).add(&row);
        }
    }
    Ok(rows)
}

fn total_rows(definition: &Definition, rows: &Rows) -> Vec<Row> {
    let mut totals: Vec<Row> = definition.contests.iter().map(Row::none).collect();
    for ((_, contest), row) in rows {
        if let Some(total) = totals.get_mut(usize::from(*contest)) {
            total.add(row);
        }
    }
    totals
}

/// `totals.csv`: per contest in definition order its options and `blank`, sums over the opened leaves of all openings.
/// Refuses counts that do not fit the leaves.
pub fn totals_csv(definition: &Definition, openings: &[OpeningVotes<'_>]) -> Result<String, ResultsError> {
    let rows = leaf_rows(definition, openings)?;
    let mut table = format!("{TOTALS_HEADER}\n");
    for (contest, total) in definition.contests.iter().zip(total_rows(definition, &rows)) {
        total.write("", contest, &mut table);
    }
    Ok(table)
}

/// `results.csv`: the rows of every leaf under the code of its head, by region, then contest, leaves of several openings
/// with the same head and contest in one; last the region `*` with the totals. Refuses as [`totals_csv`].
pub fn results_csv(definition: &Definition, openings: &[OpeningVotes<'_>]) -> Result<String, ResultsError> {
    let rows = leaf_rows(definition, openings)?;
    let mut table = format!("{RESULTS_HEADER}\n");
    for ((region, contest), row) in &rows {
        if let (Some(region), Some(contest)) = (definition.region(*region), definition.contest(*contest)) {
            row.write(&format!("{},", region.code), contest, &mut table);
        }
    }
    for (contest, total) in definition.contests.iter().zip(total_rows(definition, &rows)) {
        total.write("*,", contest, &mut table);
    }
    Ok(table)
}
