//! The result tables, `totals.csv` and `results.csv`, and the printed statement.

use std::fmt::Write as _;

use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::sha3_256;

use crate::definition::{Contest, Definition};
use crate::tally_file::TallyFile;

/// The columns of `totals.csv`.
pub const TOTALS_HEADER: &str = "contest,option,votes";
/// The columns of `results.csv`.
pub const RESULTS_HEADER: &str = "region,contest,option,votes";
/// The option under which unused votes stand.
pub const BLANK: &str = "blank";

/// Why tables cannot be made of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResultsError {
    /// There is not one count per option of every leaf.
    #[error("results: leaf number {} has not one count per option of its contest", leaf + 1)]
    Shape {
        /// The leaf, from 0.
        leaf: usize,
    },
    /// An option has more votes than ballots, or all have more than `max` × ballots.
    #[error("results: leaf number {} has more votes than its ballots can carry", leaf + 1)]
    TooManyVotes {
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

/// The rows of the leaves; refuses counts that cannot be.
fn leaf_rows(definition: &Definition, tally: &TallyFile, votes: &[Vec<u64>]) -> Result<Vec<Row>, ResultsError> {
    let leaf = tally.leaves.len().min(votes.len());
    if tally.leaves.len() != votes.len() {
        return Err(ResultsError::Shape { leaf });
    }
    let rows = tally.leaves.iter().zip(votes).enumerate().map(|(leaf, (opened, votes))| {
        let contest = definition.contest(opened.group.contest).ok_or(ResultsError::Shape { leaf })?;
        if contest.options.len() != votes.len() {
            return Err(ResultsError::Shape { leaf });
        }
        let ballots = u64::from(opened.group.ballots);
        let used: Option<u64> = votes.iter().try_fold(0u64, |sum, votes| sum.checked_add(*votes));
        let all = ballots * u64::from(contest.max);
        let blank = used.and_then(|used| all.checked_sub(used)).ok_or(ResultsError::TooManyVotes { leaf })?;
        if votes.iter().any(|votes| *votes > ballots) {
            return Err(ResultsError::TooManyVotes { leaf });
        }
        Ok(Row { votes: votes.clone(), blank })
    });
    rows.collect()
}

fn total_rows(definition: &Definition, tally: &TallyFile, rows: &[Row]) -> Vec<Row> {
    let mut totals: Vec<Row> = definition.contests.iter().map(Row::none).collect();
    for (leaf, row) in tally.leaves.iter().zip(rows) {
        if let Some(total) = totals.get_mut(usize::from(leaf.group.contest)) {
            total.add(row);
        }
    }
    totals
}

/// `totals.csv`: per contest in definition order its options and `blank`, sums over the opened leaves. `votes` holds one
/// count per option of every leaf; refuses counts that do not fit the leaves.
pub fn totals_csv(definition: &Definition, tally: &TallyFile, votes: &[Vec<u64>]) -> Result<String, ResultsError> {
    let rows = leaf_rows(definition, tally, votes)?;
    let mut table = format!("{TOTALS_HEADER}\n");
    for (contest, total) in definition.contests.iter().zip(total_rows(definition, tally, &rows)) {
        total.write("", contest, &mut table);
    }
    Ok(table)
}

/// `results.csv`: the rows of every leaf under the code of its head, by region, then contest; last the region `*` with
/// the totals. Refuses as [`totals_csv`].
pub fn results_csv(definition: &Definition, tally: &TallyFile, votes: &[Vec<u64>]) -> Result<String, ResultsError> {
    let rows = leaf_rows(definition, tally, votes)?;
    let mut table = format!("{RESULTS_HEADER}\n");
    let mut by_region: Vec<(u16, u16, &Row)> = tally
        .leaves
        .iter()
        .zip(&rows)
        .filter_map(|(leaf, row)| Some((*leaf.group.regions.first()?, leaf.group.contest, row)))
        .collect();
    by_region.sort_by_key(|(region, contest, _)| (*region, *contest));
    for (region, contest, row) in by_region {
        if let (Some(region), Some(contest)) = (definition.region(region), definition.contest(contest)) {
            row.write(&format!("{},", region.code), contest, &mut table);
        }
    }
    for (contest, total) in definition.contests.iter().zip(total_rows(definition, tally, &rows)) {
        total.write("*,", contest, &mut table);
    }
    Ok(table)
}

/// The lines that say where rows went: `merged REGION into HEAD (CONTEST)` and `withheld REGION (CONTEST)`, leaves before
/// withheld groups.
fn where_rows_went(definition: &Definition, tally: &TallyFile) -> String {
    let mut lines = String::new();
    let code = |region: &u16| definition.region(*region).map_or("", |region| region.code.as_str());
    let id = |contest| definition.contest(contest).map_or("", |contest| contest.id.as_str());
    for group in tally.leaves.iter().map(|leaf| &leaf.group) {
        let Some((head, others)) = group.regions.split_first() else {
            continue;
        };
        for region in others {
            let _ = writeln!(lines, "merged {} into {} ({})", code(region), code(head), id(group.contest));
        }
    }
    for group in &tally.withheld {
        for region in &group.regions {
            let _ = writeln!(lines, "withheld {} ({})", code(region), id(group.contest));
        }
    }
    lines
}

/// `statement.txt`: the statement's text, its control number, where merged and withheld rows went, and the three tables,
/// each part behind an empty line. All given texts end with LF.
pub fn statement_txt(
    text: &str,
    definition: &Definition,
    tally: &TallyFile,
    totals: &str,
    results: &str,
    turnout: &str,
) -> String {
    let number = control_number(&sha3_256(&[text.as_bytes()]));
    let number = format!("control number {number}\n");
    let went = where_rows_went(definition, tally);
    let parts = [text, &number, &went, totals, results, turnout];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}
