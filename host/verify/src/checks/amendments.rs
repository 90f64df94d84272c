//! Check 14: what a quorum amended, when, and which amendments each box was closed under.

use std::collections::BTreeSet;

use super::ledger::{self, Ledger};
use super::setup::Setup;
use super::{boxes, need};
use crate::limits;
use crate::parse::acts::{self, Act, ActKind};
use crate::parse::amendments::{self, Amendment, Change};
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::entry::Kind;
use crate::read::Edition;
use crate::reason::{Reason, same_digest};
use crate::report::{At, Checked, Fault, Outcome};
use crate::text;

/// The file.
pub(crate) const FILE: &str = "amendments.tamga";
/// Its place in reports.
const PLACE: &str = "record/amendments.tamga";

/// The definition as amended.
pub(crate) struct Amended {
    /// The closing time of every region, in Unix seconds.
    pub(crate) closes: Vec<i64>,
    /// Contest and option of every option that was withdrawn.
    pub(crate) withdrawn: BTreeSet<(usize, usize)>,
}

/// Checks amendments, their entries, and the digest that each box names.
pub(crate) fn check(
    record: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    ballot_boxes: &Checked<Vec<BallotBox>>,
) -> Outcome<Amended> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let (commissions, ballot_boxes) = (need(&ledger.commissions)?, need(ballot_boxes)?);
    let all = if record.len(FILE).is_some() {
        let bytes = record.read(FILE, limits::SHORT_FILE)?;
        amendments::parse(&bytes, definition, &election.digest).at(PLACE)?
    } else {
        Vec::new()
    };
    let said = said(ledger, &all)?;
    let mut amended = Amended { closes: vec![definition.closes; definition.regions.len()], withdrawn: BTreeSet::new() };
    for (amendment, at) in all.iter().zip(&said) {
        let place = || format!("{PLACE}, amendment {}", hex::encode(amendment.digest));
        let (figures, digest) = (amendment.figures, &amendment.digest);
        let act = Act { election: &election.digest, kind: ActKind::Amendment, figures, digest };
        act.check_quorum(&commissions.at(*at).officers, &amendment.signatures).at_with(place)?;
        apply(definition, ledger, ballot_boxes, amendment, *at, &mut amended)?.at_with(place)?;
    }
    for (ballot_box, run) in ballot_boxes.iter().zip(ledger.runs()?) {
        let before = said.iter().take_while(|at| **at < run.close).count();
        let last = before.checked_sub(1).and_then(|last| all.get(last));
        let expected = last.map_or(definition.digest, |amendment| amendment.digest);
        same_digest("digest of the last amendment", &expected, &ballot_box.amendments)
            .at_with(|| boxes::place(ballot_box.opening))?;
    }
    let figures = match all.len() {
        0 => "none".to_owned(),
        count => format!("{count} amendments by quorums, in time, in ledger and boxes ({PLACE})"),
    };
    Ok((amended, figures))
}

/// Where each amendment is first said in the ledger. Refuses entries that say anything else.
fn said(ledger: &Ledger, all: &[Amendment]) -> Result<Vec<usize>, Fault> {
    let entries = ledger.until_newest()?;
    let mut said = Vec::with_capacity(all.len());
    for (number, amendment) in (1..).zip(all) {
        let officers = acts::officers(&amendment.signatures);
        let kind = Kind::Amendment { number, digest: amendment.digest, officers };
        let at = entries.iter().position(|entry| entry.kind == kind);
        said.push(at.ok_or(Reason::EntryDiffers(22)).at(ledger::PLACE)?);
    }
    let known = entries.iter().filter_map(|entry| match &entry.kind {
        Kind::Amendment { number, digest, .. } => Some((*number, digest)),
        _ => None,
    });
    for (number, digest) in known {
        let place = usize::try_from(number).unwrap_or(usize::MAX).checked_sub(1);
        let amendment = place.and_then(|place| all.get(place)).ok_or(Reason::Disagrees("the amendments"));
        same_digest("digest of the amendment", &amendment.at(ledger::PLACE)?.digest, digest).at(ledger::PLACE)?;
    }
    Ok(said)
}

/// Applies an amendment that entry `at` says; the inner refusal is of the amendment itself.
fn apply(
    definition: &Definition,
    ledger: &Ledger,
    ballot_boxes: &[BallotBox],
    amendment: &Amendment,
    at: usize,
    amended: &mut Amended,
) -> Result<Result<(), Reason>, Fault> {
    let (entries, runs) = (ledger.until_newest()?, ledger.runs()?);
    let time = entries.get(at).map_or(i64::MAX, |entry| text::unix(&entry.time));
    Ok(match amendment.change {
        Change::Closes { region, at: new } => {
            let own = boxes::box_of(definition, ballot_boxes, region).map(|ballot_box| ballot_box.opening);
            let closed = runs.iter().find(|run| Some(run.opening) == own).is_some_and(|run| run.close < at);
            let new = i64::try_from(new).unwrap_or(i64::MAX);
            match amended.closes.get_mut(region) {
                Some(old) if new > *old && time <= *old && !closed => {
                    *old = new;
                    Ok(())
                }
                _ => Err(Reason::AmendedTooLate),
            }
        }
        Change::Withdrawn { contest, option } => {
            let closed = runs.first().is_some_and(|run| run.close < at);
            let first = amended.withdrawn.insert((contest, option));
            if closed || !first { Err(Reason::AmendedTooLate) } else { Ok(()) }
        }
    })
}
