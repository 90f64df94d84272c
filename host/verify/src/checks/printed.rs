//! Check 40: `statement.txt`, written again from the statement and the tables.

use std::fmt::Write as _;

use super::close::Closed;
use super::need;
use super::opening::{Lots, Opened};
use super::setup::Setup;
use super::signing::Signed;
use super::tally::{Tallies, same_file};
use crate::digest::{Digest, control_number, sha3};
use crate::limits;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::tally::Tally;
use crate::read::Edition;
use crate::report::{Checked, Outcome};

/// The tables, in their order.
const TABLES: [&str; 6] = ["totals.csv", "results.csv", "seats.csv", "turnout.csv", "held.csv", "attestations.csv"];

/// Compares the file byte by byte; returns its digest.
pub(crate) fn check(
    record: &Edition,
    setup: &Setup,
    closed: &Closed,
    tallies: &Checked<Tallies>,
    opened: &Opened,
    signed: &Checked<Signed>,
) -> Outcome<Digest> {
    let (definition, tallies, signed) = (need(&setup.definition)?, need(tallies)?, need(signed)?);
    let boxes = need(&closed.boxes)?;
    let lots = lots(definition, need(&opened.lots)?);
    let number = format!("control number {}\n", control_number(&sha3(&[signed.text.as_bytes()])));
    let mut parts: Vec<Vec<u8>> =
        [signed.text.clone(), number, absent(definition, tallies), incomplete(definition, boxes), lots]
            .into_iter()
            .map(String::into_bytes)
            .collect();
    for table in TABLES {
        parts.push(record.read(table, limits::LONG_FILE)?);
    }
    parts.retain(|part| !part.is_empty());
    let text = parts.join(b"\n".as_slice());
    let digest = same_file(record, "statement.txt", &text)?;
    Ok((digest, format!("{} bytes: statement, control number, what has no rows of its own, six tables", text.len())))
}

/// The lines that say where regions without rows of their own went, opening by opening.
fn absent(definition: &Definition, tallies: &[Tally]) -> String {
    let mut text = String::new();
    for tally in tallies {
        let opening = tally.opening;
        for leaf in &tally.leaves {
            let (head, contest) = (definition.code(leaf.group.head()), definition.contest_id(leaf.group.contest));
            for region in leaf.group.regions.iter().skip(1) {
                let region = definition.code(*region);
                let _ = writeln!(text, "opening {opening}: merged {region} into {head} ({contest})");
            }
        }
        for group in &tally.withheld {
            let contest = definition.contest_id(group.contest);
            for region in &group.regions {
                let _ = writeln!(text, "opening {opening}: withheld {} ({contest})", definition.code(*region));
            }
        }
    }
    text
}

/// The lines about chains that were not whole when their box was closed.
fn incomplete(definition: &Definition, boxes: &[BallotBox]) -> String {
    let lines = boxes.iter().flat_map(|ballot_box| {
        let lines = ballot_box.incomplete_lines(definition).into_iter();
        lines.map(|line| format!("opening {}: incomplete {line}\n", ballot_box.opening))
    });
    lines.collect()
}

/// The lines about lots: the two officers, each with what they threw.
fn lots(definition: &Definition, lots: &Lots) -> String {
    let mut text = String::new();
    for (contest, drawn) in lots {
        let ([first, second], [first_dice, second_dice]) = (drawn.officers, &drawn.dice);
        let contest = definition.contest_id(*contest);
        let _ = writeln!(text, "lot {contest} {first} {first_dice} {second} {second_dice}");
    }
    text
}
