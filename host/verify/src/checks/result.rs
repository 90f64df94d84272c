//! The tables that are published, written again from the counts: `totals.csv`, `results.csv`, `statement.txt`.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::digest::{control_number, sha3};
use crate::parse::definition::{Contest, Definition};
use crate::parse::tally::{Group, Tally};

/// Votes per option, and what was not marked.
struct Votes {
    options: Vec<u64>,
    blank: u64,
}

impl Votes {
    fn none(contest: &Contest) -> Self {
        Self { options: vec![0; contest.options.len()], blank: 0 }
    }

    /// The rows of a contest: its options, then `blank`; `prefix` is the region with its comma, or nothing.
    fn write(&self, text: &mut String, prefix: &str, contest: &Contest) {
        for (option, votes) in contest.options.iter().zip(&self.options) {
            let _ = writeln!(text, "{prefix}{},{option},{votes}", contest.id);
        }
        let _ = writeln!(text, "{prefix}{},blank,{}", contest.id, self.blank);
    }
}

/// `totals.csv` and `results.csv` from the votes of every leaf, none of which has more than max × ballots.
pub(crate) fn tables(definition: &Definition, tally: &Tally, votes: &[Vec<u64>]) -> (String, String) {
    let mut totals: Vec<Votes> = definition.contests.iter().map(Votes::none).collect();
    let mut rows: HashMap<(usize, usize), Votes> = HashMap::new();
    for (leaf, options) in tally.leaves.iter().zip(votes) {
        let group = &leaf.group;
        let Some(contest) = definition.contests.get(group.contest) else {
            continue;
        };
        let most = contest.max as u64 * u64::from(group.ballots);
        let blank = most.saturating_sub(options.iter().sum());
        if let Some(total) = totals.get_mut(group.contest) {
            for (sum, votes) in total.options.iter_mut().zip(options) {
                *sum += votes;
            }
            total.blank += blank;
        }
        rows.insert((group.head(), group.contest), Votes { options: options.clone(), blank });
    }
    let mut totals_text = String::from("contest,option,votes\n");
    let mut stars = String::new();
    for (contest, total) in definition.contests.iter().zip(&totals) {
        total.write(&mut totals_text, "", contest);
        total.write(&mut stars, "*,", contest);
    }
    let mut results = String::from("region,contest,option,votes\n");
    for (place, region) in definition.regions.iter().enumerate() {
        for (index, contest) in definition.contests.iter().enumerate() {
            if let Some(votes) = rows.get(&(place, index)) {
                votes.write(&mut results, &format!("{},", region.code), contest);
            }
        }
    }
    (totals_text, results + &stars)
}

/// The lines that say where regions without rows of their own went, and an empty line behind them if there are any.
fn absent(definition: &Definition, tally: &Tally) -> String {
    let contest = |group: &Group| definition.contests.get(group.contest).map_or("?", |contest| contest.id.as_str());
    let mut text = String::new();
    for leaf in &tally.leaves {
        let head = definition.code(leaf.group.head());
        for region in leaf.group.regions.iter().skip(1) {
            let _ = writeln!(text, "merged {} into {head} ({})", definition.code(*region), contest(&leaf.group));
        }
    }
    for group in &tally.withheld {
        for region in &group.regions {
            let _ = writeln!(text, "withheld {} ({})", definition.code(*region), contest(group));
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// `statement.txt` from the statement's text and the three tables, each ending with its line end.
pub(crate) fn printed(
    definition: &Definition,
    tally: &Tally,
    statement: &str,
    [totals, results, turnout]: [&[u8]; 3],
) -> Vec<u8> {
    let number = control_number(&sha3(&[statement.as_bytes()]));
    let head = format!("{statement}\ncontrol number {number}\n\n{}", absent(definition, tally));
    [head.as_bytes(), totals, b"\n", results, b"\n", turnout].concat()
}
