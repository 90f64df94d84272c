//! Check 13: the boxes, one per opening, and what each has to do with those before.

use std::collections::BTreeSet;

use super::ledger::{self, Ledger};
use super::need;
use super::setup::Setup;
use crate::limits;
use crate::parse::acts::{Act, ActKind};
use crate::parse::ballot_box::{BallotBox, BoxRegion};
use crate::parse::definition::Definition;
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Fault, Outcome};

/// The path of an opening's file.
pub(crate) fn path(opening: u32, file: &str) -> String {
    format!("opening-{opening}/{file}")
}

/// Reads every box that is there, of openings 1 to the supplement; that they belong together is checked by [`check`].
pub(crate) fn list(record: &Edition, definition: &Definition) -> Result<Vec<BallotBox>, Fault> {
    let mut boxes = Vec::new();
    for opening in 1..=definition.supplement_number() {
        let path = path(opening, "box.tamga");
        if record.len(&path).is_none() {
            continue;
        }
        let bytes = record.read(&path, limits::SHORT_FILE)?;
        let ballot_box = BallotBox::parse(&bytes, definition).at_with(|| record.place(&path))?;
        same_number("opening", opening, ballot_box.opening).at_with(|| record.place(&path))?;
        boxes.push(ballot_box);
    }
    if boxes.is_empty() {
        return Err(Reason::Missing).at(record.place(&path(1, "box.tamga")));
    }
    Ok(boxes)
}

/// The place of a box in reports.
pub(crate) fn place(opening: u32) -> String {
    format!("record/{}", path(opening, "box.tamga"))
}

/// The regions that are in a box before the supplement, ascending.
pub(crate) fn regions_in_boxes(definition: &Definition, boxes: &[BallotBox]) -> Vec<usize> {
    let regular = boxes.iter().filter(|ballot_box| ballot_box.opening != definition.supplement_number());
    let regions: BTreeSet<usize> = regular.flat_map(|ballot_box| &ballot_box.regions).map(|r| r.region).collect();
    regions.into_iter().collect()
}

/// The box of a region before the supplement.
pub(crate) fn box_of<'a>(definition: &Definition, boxes: &'a [BallotBox], region: usize) -> Option<&'a BallotBox> {
    let supplement = definition.supplement_number();
    boxes.iter().find(|ballot_box| ballot_box.opening != supplement && ballot_box.region(region).is_some())
}

/// The boxes, when each was closed by a quorum and follows from those before.
pub(crate) fn check(record: &Edition, setup: &Setup, ledger: &Ledger) -> Outcome<Vec<BallotBox>> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let commissions = need(&ledger.commissions)?;
    let boxes = list(record, definition)?;
    let mut taken = BTreeSet::new();
    let mut previous = [0; 32];
    for (number, ballot_box) in (1..).zip(&boxes) {
        let place = || place(ballot_box.opening);
        same_digest("E", &election.digest, &ballot_box.election).at_with(place)?;
        same_digest("Z of the box before", &previous, &ballot_box.previous).at_with(place)?;
        let (figures, digest) = (ballot_box.figures(definition), &ballot_box.close);
        let act = Act { election: &election.digest, kind: ActKind::Close, figures, digest };
        let commission = commissions.at_place(|| closed_at(ledger, ballot_box.opening))?;
        act.check_quorum(&commission.officers, &ballot_box.signatures).at_with(place)?;
        if ballot_box.single > ballot_box.decided {
            return Err(Reason::Disagrees("the number of all decisions")).at_with(place);
        }
        if ballot_box.opening == definition.supplement_number() {
            supplement(definition, ballot_box, &taken).at_with(place)?;
        } else {
            same_number("opening", number, ballot_box.opening).at_with(place)?;
            regular(definition, ballot_box, &mut taken).at_with(place)?;
        }
        for region in &ballot_box.regions {
            items(region).at_with(|| format!("{}, region {}", place(), definition.code(region.region)))?;
        }
        previous = ballot_box.close;
    }
    let lines: Vec<String> = boxes.iter().map(|ballot_box| figures(definition, ballot_box)).collect();
    Ok((boxes, lines.join("; ")))
}

/// The entry that closes the box of an opening.
fn closed_at(ledger: &Ledger, opening: u32) -> Result<usize, Fault> {
    let run = ledger.runs()?.iter().find(|run| run.opening == opening);
    run.map(|run| run.close).ok_or(Reason::NoEntry(9)).at(ledger::PLACE)
}

/// A box before the supplement: regions in no box yet, none without the one that it merges into or those that merge into it;
/// the last one has all the rest.
fn regular(definition: &Definition, ballot_box: &BallotBox, taken: &mut BTreeSet<usize>) -> Result<(), Reason> {
    if ballot_box.regions.is_empty() {
        return Err(Reason::Zero("regions of a box"));
    }
    for closed in &ballot_box.regions {
        if !taken.insert(closed.region) {
            return Err(Reason::Twice { what: "region", which: definition.code(closed.region).to_owned() });
        }
    }
    let is_in = |region: usize| ballot_box.region(region).is_some();
    for (place, region) in definition.regions.iter().enumerate() {
        let other = region.merge_into.as_deref().and_then(|code| definition.region(code));
        if other.is_some_and(|other| is_in(other) != is_in(place)) {
            return Err(Reason::SplitFromMerge(region.code.clone()));
        }
    }
    if ballot_box.opening == definition.openings && taken.len() < definition.regions.len() {
        return Err(Reason::LeftOutOfBoxes { left: definition.regions.len() - taken.len() });
    }
    Ok(())
}

/// The supplement: after every region is in a box, and only late bundles in it.
fn supplement(definition: &Definition, ballot_box: &BallotBox, taken: &BTreeSet<usize>) -> Result<(), Reason> {
    if !definition.supplement {
        return Err(Reason::NoSupplement);
    }
    if taken.len() < definition.regions.len() {
        return Err(Reason::LeftOutOfBoxes { left: definition.regions.len() - taken.len() });
    }
    if ballot_box.regions.is_empty() || ballot_box.regions.iter().any(|region| region.chains.is_empty()) {
        return Err(Reason::Zero("late bundles of a region"));
    }
    let stateless = ballot_box.regions.iter().flat_map(|region| &region.chains).all(|chain| chain.state == 0);
    if stateless { Ok(()) } else { Err(Reason::UnknownWord("state of a late chain")) }
}

/// As many distinct records as items at most.
fn items(region: &BoxRegion) -> Result<(), Reason> {
    let items = region.chains.iter().fold(0_u64, |sum, chain| sum.saturating_add(chain.items));
    if u64::from(region.received) > items { Err(Reason::Disagrees("the items of its chains")) } else { Ok(()) }
}

fn figures(definition: &Definition, ballot_box: &BallotBox) -> String {
    let supplement = ballot_box.opening == definition.supplement_number();
    let mut text = format!(
        "{} {}: {} records received in {} regions and {} chains, closed by {} officers, Z {}",
        if supplement { "supplement" } else { "opening" },
        ballot_box.opening,
        ballot_box.received(),
        ballot_box.regions.len(),
        ballot_box.regions.iter().map(|region| region.chains.len()).sum::<usize>(),
        ballot_box.signatures.len(),
        hex::encode(ballot_box.close),
    );
    let incomplete = ballot_box.incomplete_lines(definition);
    if !incomplete.is_empty() {
        text += &format!("; INCOMPLETE, as the officers were told: {}", incomplete.join(", "));
    }
    text
}
