//! Check 28: the three tables of numbers, and that nothing disappears in them.

use super::close::Closed;
use super::ledger::{self, Ledger};
use super::setup::Setup;
use super::{boxes, need};
use crate::digest::sha3;
use crate::limits;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::entry::Kind;
use crate::parse::tables::{self, Held};
use crate::parse::turnout::{self, Turnout};
use crate::read::Edition;
use crate::reason::{Reason, same_number};
use crate::report::{At, Fault, Outcome};

/// Turnout per region, by its index.
pub(crate) type Rows = Vec<(usize, Turnout)>;

/// Checks `turnout.csv`, `held.csv` and `attestations.csv` against boxes, ledger and each other.
pub(crate) fn check(record: &Edition, setup: &Setup, ledger: &Ledger, closed: &Closed) -> Outcome<Rows> {
    let (definition, ballot_boxes) = (need(&setup.definition)?, need(&closed.boxes)?);
    let regions = boxes::regions_in_boxes(definition, ballot_boxes);
    let bytes = record.read("turnout.csv", limits::SHORT_FILE)?;
    let place = "record/turnout.csv";
    let rows = turnout::parse(&bytes, definition, &regions).at(place)?;
    for (region, row) in &rows {
        conserved(definition, ballot_boxes, *region, row)
            .at_with(|| format!("{place}, region {}", definition.code(*region)))?;
    }
    let total = Turnout::total(rows.iter().map(|(_, row)| row));
    verified(ledger, definition, ballot_boxes, &rows, &total)?;
    let held = held(record, ledger, definition, &total)?;
    let alarm = attestations(record, definition, &regions, &rows)?;
    let Turnout { received, green, blue, yellow, red, superseded, late, counted, .. } = total;
    let figures = format!(
        "{received} received = {green} green + {blue} blue + {yellow} yellow + {red} red + {superseded} superseded \
         + {late} late, in each of {} regions; {counted} counted; {held} times held by a reason{alarm}",
        rows.len(),
    );
    Ok((rows, figures))
}

fn conserved(definition: &Definition, ballot_boxes: &[BallotBox], region: usize, row: &Turnout) -> Result<(), Reason> {
    let registered = definition.regions.get(region).map_or(0, |region| region.registered);
    same_number("registered", registered, row.registered)?;
    let in_boxes = ballot_boxes.iter().filter_map(|ballot_box| ballot_box.region(region));
    let received: u64 = in_boxes.map(|closed| u64::from(closed.received)).sum();
    same_number("received", received, row.received)?;
    if row.counted > row.registered {
        return Err(Reason::TooManyVotes { votes: row.counted, most: row.registered });
    }
    let supplement = ballot_boxes.iter().find(|ballot_box| ballot_box.opening == definition.supplement_number());
    let late = supplement.and_then(|ballot_box| ballot_box.region(region)).map_or(0, |closed| closed.received);
    if row.late > u64::from(late) || !row.is_conserved(definition) {
        return Err(Reason::NotConserved);
    }
    Ok(())
}

/// The entries 12: their figures add up to the table, opening by opening; its digest is that of the table at that time, as far as
/// the rows of today tell: a supplement changes them.
fn verified(
    ledger: &Ledger,
    definition: &Definition,
    ballot_boxes: &[BallotBox],
    rows: &Rows,
    total: &Turnout,
) -> Result<(), Fault> {
    let mut sums = [0_u64; 8];
    let has_supplement = ballot_boxes.last().is_some_and(|b| b.opening == definition.supplement_number());
    for (place, ballot_box) in (1..).zip(ballot_boxes) {
        let entry = ledger.of_opening(ballot_box.opening)?.iter().find_map(|entry| match &entry.kind {
            Kind::Verified { figures, turnout, .. } => Some((figures, turnout)),
            _ => None,
        });
        let (figures, digest) = entry.ok_or(Reason::NoEntry(12)).at(ledger::PLACE)?;
        let [received, ..] = figures;
        same_number("received", ballot_box.received(), *received)
            .at_with(|| format!("{}, opening {}", ledger::PLACE, ballot_box.opening))?;
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum = sum.saturating_add(*figure);
        }
        if place == ballot_boxes.len() || !has_supplement {
            let until = ballot_boxes.get(..place).unwrap_or_default();
            let regions = boxes::regions_in_boxes(definition, until);
            let then = rows.iter().filter(|(region, _)| regions.binary_search(region).is_ok());
            ledger::same("digest of turnout.csv", &sha3(&[&turnout::file(definition, then)]), digest)?;
        }
    }
    if sums == total.figures() {
        Ok(())
    } else {
        Err(Reason::Disagrees("turnout.csv")).at(format!("{}, verified", ledger::PLACE))
    }
}

/// `held.csv`: how often a reason held a record.
fn held(record: &Edition, ledger: &Ledger, definition: &Definition, total: &Turnout) -> Result<u64, Fault> {
    let place = "record/held.csv";
    let rows = tables::parse_held(&record.read("held.csv", limits::SHORT_FILE)?, definition).at(place)?;
    let decided = !super::imports::decided(ledger.until_newest()?).is_empty();
    for row in &rows {
        let Held { records, decided_for, decided_against, .. } = *row;
        let by_nobody = !decided && decided_for + decided_against > 0;
        if !row.is_consistent() || by_nobody || records > total.received - total.red || row.counted > total.counted {
            return Err(Reason::NotConserved).at(place);
        }
    }
    Ok(rows.iter().map(|row| row.records).sum())
}

/// `attestations.csv`: regions that used more than the identity service issued are alarms.
fn attestations(record: &Edition, definition: &Definition, regions: &[usize], rows: &Rows) -> Result<String, Fault> {
    let place = "record/attestations.csv";
    let bytes = record.read("attestations.csv", limits::SHORT_FILE)?;
    let attestations = tables::parse_attestations(&bytes, definition, regions).at(place)?;
    let mut alarm = String::new();
    for (line, (region, row)) in attestations.iter().zip(rows) {
        let code = definition.code(*region);
        let place = || format!("{place}, region {code}");
        same_number("received", row.received, line.received).at_with(place)?;
        if line.used > row.received - row.red {
            return Err(Reason::NotConserved).at_with(place);
        }
        if line.used > line.issued {
            alarm.push_str(&format!("; ALARM: {code} used {} attestations of {}", line.used, line.issued));
        }
    }
    Ok(alarm)
}
