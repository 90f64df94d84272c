//! `statement.txt`: everything about the result on paper.

use std::fmt::Write as _;

use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::sha3_256;

use crate::box_file::BoxBody;
use crate::definition::Definition;
use crate::tally_file::TallyFile;

/// What `statement.txt` is made of. All texts and tables end with LF.
#[derive(Clone, Copy, Debug)]
pub struct StatementTxt<'a> {
    /// The election.
    pub definition: &'a Definition,
    /// The statement's text.
    pub text: &'a str,
    /// The tallies of all openings, in order.
    pub tallies: &'a [&'a TallyFile],
    /// The boxes of all openings, in order.
    pub boxes: &'a [&'a BoxBody],
    /// Ids of the contests that a lot was drawn for, in definition order.
    pub lots: &'a [&'a str],
    /// `totals.csv`.
    pub totals: &'a str,
    /// `results.csv`.
    pub results: &'a str,
    /// `seats.csv`.
    pub seats: &'a str,
    /// `turnout.csv`.
    pub turnout: &'a str,
    /// `held.csv`.
    pub held: &'a str,
    /// `attestations.csv`.
    pub attestations: &'a str,
}

/// `statement.txt`: the statement's text, its control number, where merged and withheld rows went, what was incomplete,
/// the lots, and the tables; an empty line between any two parts, and no part without lines.
pub fn statement_txt(parts: StatementTxt<'_>) -> String {
    let number = control_number(&sha3_256(&[parts.text.as_bytes()]));
    let number = format!("control number {number}\n");
    let went: String = parts.tallies.iter().map(|tally| where_rows_went(parts.definition, tally)).collect();
    let incomplete: String = parts.boxes.iter().map(|closed| incomplete(parts.definition, closed)).collect();
    let lots: String = parts.lots.iter().map(|contest| format!("lot {contest}\n")).collect();
    let StatementTxt { text, totals, results, seats, turnout, held, attestations, .. } = parts;
    let all = [text, &number, &went, &incomplete, &lots, totals, results, seats, turnout, held, attestations];
    let all: Vec<&str> = all.into_iter().filter(|part| !part.is_empty()).collect();
    all.join("\n")
}

fn code(definition: &Definition, region: u16) -> &str {
    definition.region(region).map_or("", |region| region.code.as_str())
}

/// The lines that say where the rows of an opening went: `opening N: merged REGION into HEAD (CONTEST)` and `opening N:
/// withheld REGION (CONTEST)`, leaves before withheld groups.
fn where_rows_went(definition: &Definition, tally: &TallyFile) -> String {
    let mut lines = String::new();
    let code = |region: &u16| code(definition, *region);
    let id = |contest| definition.contest(contest).map_or("", |contest| contest.id.as_str());
    let opening = tally.opening;
    for group in tally.leaves.iter().map(|leaf| &leaf.group) {
        let Some((head, others)) = group.regions.split_first() else {
            continue;
        };
        for region in others {
            let (region, head, contest) = (code(region), code(head), id(group.contest));
            let _ = writeln!(lines, "opening {opening}: merged {region} into {head} ({contest})");
        }
    }
    for group in &tally.withheld {
        for region in &group.regions {
            let _ = writeln!(lines, "opening {opening}: withheld {} ({})", code(region), id(group.contest));
        }
    }
    lines
}

/// The lines `opening N: incomplete REGION COLLECTOR WORDS`, and `opening N: incomplete REGION - none`.
fn incomplete(definition: &Definition, closed: &BoxBody) -> String {
    let mut lines = String::new();
    for (region, collector, state) in closed.incomplete() {
        let (opening, region) = (closed.opening, code(definition, region));
        let collector = collector.map(|collector| {
            let named = definition.collectors.get(usize::from(collector));
            named.map_or("", |named| named.id.as_str())
        });
        let _ = match collector {
            Some(collector) => writeln!(lines, "opening {opening}: incomplete {region} {collector} {state}"),
            None => writeln!(lines, "opening {opening}: incomplete {region} - none"),
        };
    }
    lines
}
