//! Checks 20 and 23: the decisions of officers, and whether they were told the right figures.

use std::collections::BTreeMap;

use super::admission::{Recounts, of_opening};
use super::close::Closed;
use super::ledger::{self, Ledger};
use super::setup::Setup;
use super::{boxes, need};
use crate::limits;
use crate::parse::ballot_box::BallotBox;
use crate::parse::decisions::{Decision, Decisions, Outcome as Decided, Subject};
use crate::parse::entry::{Entry, Kind};
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome};

/// The path of the decisions.
pub(crate) const FILE: &str = "decisions.tamga";
/// Its place in reports.
const PLACE: &str = "audit/decisions.tamga";

/// Check 20: every vote holds, and ledger and boxes say the same.
pub(crate) fn check(audit: &Edition, setup: &Setup, ledger: &Ledger, closed: &Closed) -> Outcome<Decisions> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let commissions = need(&ledger.commissions)?;
    let ballot_boxes = need(&closed.boxes)?;
    let decisions = if audit.len(FILE).is_some() {
        let bytes = audit.read(FILE, limits::SHORT_FILE)?;
        Decisions::parse(&bytes, definition, &election.digest).at(PLACE)?
    } else {
        Decisions::default()
    };
    for (number, decision) in (1_u64..).zip(&decisions.all) {
        let place = || format!("{PLACE}, decision {number}");
        in_its_box(ballot_boxes, decision).at_with(place)?;
        let commission = commissions.at_place(|| said_at(ledger, number))?;
        decision.check_votes(&commission.officers, &election.digest).at_with(place)?;
    }
    in_ledger(ledger, &decisions)?;
    for ballot_box in ballot_boxes {
        let place = || boxes::place(ballot_box.opening);
        same_digest("decisions", &decisions.digest(ballot_box.opening), &ballot_box.decisions).at_with(place)?;
        let own = decisions.all.iter().filter(|decision| decision.opening == ballot_box.opening);
        let single = own.filter(|decision| matches!(decision.subject, Subject::Record { .. })).count();
        same_number("decisions about one record", single, ballot_box.single).at_with(place)?;
    }
    let of = |outcome| decisions.all.iter().filter(|decision| decision.outcome == outcome).count();
    let figures = match decisions.all.len() {
        0 => "none".to_owned(),
        count => format!(
            "{count}, every vote signed: {} for counting, {} against, {} undecided",
            of(Decided::For),
            of(Decided::Against),
            of(Decided::Undecided),
        ),
    };
    Ok((decisions, figures))
}

fn in_its_box(ballot_boxes: &[BallotBox], decision: &Decision) -> Result<(), Reason> {
    let ballot_box = ballot_boxes.iter().find(|ballot_box| ballot_box.opening == decision.opening);
    let ballot_box = ballot_box.ok_or(Reason::Disagrees("the openings of the record"))?;
    match subject_region(decision.subject) {
        Some(region) if ballot_box.region(region).is_none() => Err(Reason::NotInBox),
        _ => Ok(()),
    }
}

fn subject_region(subject: Subject) -> Option<usize> {
    match subject {
        Subject::Class { region, .. } => region,
        Subject::Record { region, .. } => Some(region),
    }
}

/// The entry 23 of a decision.
fn said_at(ledger: &Ledger, decision: u64) -> Result<usize, Fault> {
    let is_it = |entry: &Entry| matches!(&entry.kind, Kind::Decision { number, .. } if *number == decision);
    ledger.until_newest()?.iter().rposition(is_it).ok_or(Reason::NoEntry(23)).at(ledger::PLACE)
}

/// The entry 23 of every number is this decision, and there are no others.
fn in_ledger(ledger: &Ledger, decisions: &Decisions) -> Result<(), Fault> {
    let said = ledger.until_newest()?.iter().filter_map(|entry| match &entry.kind {
        Kind::Decision { number, .. } => Some((*number, &entry.kind)),
        _ => None,
    });
    let said: BTreeMap<u64, &Kind> = said.collect();
    for (expected, decision) in (1..).zip(&decisions.all) {
        let kind = Kind::Decision {
            number: expected,
            opening: u64::from(decision.opening),
            digest: decision.digest,
            votes_for: decision.votes_for.clone(),
            votes_against: decision.votes_against.clone(),
        };
        if **said.get(&expected).ok_or(Reason::NoEntry(23)).at(ledger::PLACE)? != kind {
            return Err(Reason::EntryDiffers(23)).at(format!("{}, decision {expected}", ledger::PLACE));
        }
    }
    same_number("decisions", decisions.all.len(), said.len()).at(ledger::PLACE)
}

/// Check 23: the figure that the tokens showed is what the records come to, or the tracker of the one record.
pub(crate) fn told(setup: &Setup, decisions: &Checked<Decisions>, recounts: &Checked<Recounts>) -> Outcome<()> {
    let (definition, decisions, recounts) = (need(&setup.definition)?, need(decisions)?, need(recounts)?);
    for (number, decision) in (1..).zip(&decisions.all) {
        let place = || format!("{PLACE}, decision {number}");
        let records = match decision.subject {
            Subject::Class { region, reason } => of_opening(recounts, decision.opening)
                .filter(|recount| region.is_none_or(|region| region == recount.region))
                .filter_map(|recount| recount.before.by_reason.get(&reason))
                .sum::<u64>(),
            Subject::Record { region, place: wanted } => {
                let rows = recounts.get(&(decision.opening, region)).map(|recount| recount.rows.as_slice());
                let rows = rows.unwrap_or_default();
                let found = rows.binary_search_by_key(&wanted, |row| row.place).ok().and_then(|at| rows.get(at));
                let of_region = || format!("{}, region {}", place(), definition.code(region));
                let row = found.filter(|row| row.is_received()).ok_or(Reason::NoSuchRecord).at_with(of_region)?;
                same_digest("tracker", &row.tracker, &decision.tracker).at_with(of_region)?;
                1
            }
        };
        same_number("records", records, decision.records).at_with(place)?;
    }
    Ok(((), format!("{} decisions were put with the figures that the records come to", decisions.all.len())))
}
