//! `statement.txt`: everything about the result on paper.

use std::fmt::{self, Write as _};

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
    /// The lots drawn in the newest opening, in definition order of their contests.
    pub lots: &'a [PrintedLot<'a>],
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

/// A lot as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedLot<'a> {
    /// Id of the contest.
    pub contest: &'a str,
    /// The two officers (from 1) with what their dice showed, as the ledger has them.
    pub throws: [(u8, &'a str); 2],
}

/// The line `lot CONTEST N DICE N DICE`.
impl fmt::Display for PrintedLot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [(first, first_dice), (second, second_dice)] = self.throws;
        writeln!(f, "lot {} {first} {first_dice} {second} {second_dice}", self.contest)
    }
}

/// `statement.txt`: the statement's text, its control number, where merged and withheld rows went, what was incomplete,
/// the lots, and the tables; an empty line between any two parts, and no part without lines.
pub fn statement_txt(parts: StatementTxt<'_>) -> String {
    let number = control_number(&sha3_256(&[parts.text.as_bytes()]));
    let number = format!("control number {number}\n");
    let went: String = parts.tallies.iter().map(|tally| where_rows_went(parts.definition, tally)).collect();
    let incomplete: String = parts.boxes.iter().map(|closed| incomplete(parts.definition, closed)).collect();
    let lots: String = parts.lots.iter().map(PrintedLot::to_string).collect();
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

/// The lines `opening N: incomplete REGION COLLECTOR WORDS`, and `opening N: incomplete REGION COLLECTOR none`.
fn incomplete(definition: &Definition, closed: &BoxBody) -> String {
    let mut lines = String::new();
    for (region, collector, state) in closed.incomplete(definition) {
        let (opening, region) = (closed.opening, code(definition, region));
        let collector = definition.collectors.get(usize::from(collector)).map_or("", |named| named.id.as_str());
        let words = state.map_or("none".to_owned(), |state| state.to_string());
        let _ = writeln!(lines, "opening {opening}: incomplete {region} {collector} {words}");
    }
    lines
}
