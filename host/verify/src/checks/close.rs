//! Checks 13 to 15: the box, the received trackers, and what the ledger says of imports, close and unsealing.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{self, Ledger};
use super::setup::Setup;
use super::{ACTS, BOX, TRACKERS, need};
use crate::digest::{Digest, Tree};
use crate::limits;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::entry::{Entry, Kind};
use crate::parse::trackers;
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome, Report};
use crate::signature::signed;

/// The file of the box.
const BOX_FILE: &str = "box.tamga";
/// Its place in reports.
const BOX_PLACE: &str = "record/box.tamga";
/// Number of the act of closing.
const ACT_CLOSE: u8 = 1;

/// Items and digest of the bundles of one chain, by number.
type Imports = BTreeMap<u64, (u64, Digest)>;

/// The box, if it passed.
pub(crate) struct Closed {
    /// The box.
    pub(crate) ballot_box: Checked<BallotBox>,
}

/// Runs checks 13 to 15.
pub(crate) fn check(record: &Edition, setup: &Setup, ledger: &Ledger, report: &mut Report<'_>) -> Closed {
    let ballot_box = report.check(BOX, closed(record, setup));
    let _ = report.check(TRACKERS, received(record, setup, &ballot_box));
    let _ = report.check(ACTS, acts(setup, ledger, &ballot_box));
    Closed { ballot_box }
}

fn closed(record: &Edition, setup: &Setup) -> Outcome<BallotBox> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let bytes = record.read(BOX_FILE, limits::SHORT_FILE)?;
    let ballot_box = BallotBox::parse(&bytes, definition, &election.digest).at(BOX_PLACE)?;
    for (officer, signature) in &ballot_box.signatures {
        let key = usize::from(*officer).checked_sub(1).and_then(|place| definition.officers.get(place));
        let holds = key.is_some_and(|key| {
            let message: [&[u8]; 3] = [&election.digest, &[ACT_CLOSE], &ballot_box.close];
            signed(&key.identity, "tamga/act/v1", &message, signature)
        });
        if !holds {
            return Err(Reason::Signature(format!("officer {officer}"))).at(BOX_PLACE);
        }
    }
    let (found, needed) = (ballot_box.signatures.len(), definition.quorum);
    if found < needed {
        return Err(Reason::TooFew { what: "officers", needed, found }).at(BOX_PLACE);
    }
    for (region, closed) in definition.regions.iter().zip(&ballot_box.regions) {
        let items = closed.chains.iter().fold(0_u64, |sum, chain| sum.saturating_add(chain.total));
        if u64::from(closed.received) > items {
            return Err(Reason::Disagrees("the totals of its chains"))
                .at(format!("{BOX_PLACE}, region {}", region.code));
        }
    }
    let figures = format!(
        "{} records received in {} chains, closed by {found} officers, Z {} ({BOX_PLACE}){}",
        ballot_box.received(),
        ballot_box.regions.iter().map(|region| region.chains.len()).sum::<usize>(),
        hex::encode(ballot_box.close),
        without_chain(definition, &ballot_box),
    );
    Ok((ballot_box, figures))
}

/// The pairs of region and collector without a chain, by name.
fn without_chain(definition: &Definition, ballot_box: &BallotBox) -> String {
    let mut pairs = Vec::new();
    for (region, closed) in definition.regions.iter().zip(&ballot_box.regions) {
        for (index, collector) in (0_u16..).zip(&definition.collectors) {
            if !closed.chains.iter().any(|chain| chain.collector == index) {
                pairs.push(format!("{} {}", region.code, collector.id));
            }
        }
    }
    if pairs.is_empty() { String::new() } else { format!("; no chain of {}", pairs.join(", ")) }
}

fn received(record: &Edition, setup: &Setup, ballot_box: &Checked<BallotBox>) -> Outcome<()> {
    let (definition, ballot_box) = (need(&setup.definition)?, need(ballot_box)?);
    for (region, closed) in definition.regions.iter().zip(&ballot_box.regions) {
        let path = format!("trackers/{}.txt", region.code);
        let bytes = record.read(&path, trackers::file_len(&region.code, closed.received))?;
        let place = || record.place(&path);
        let list = trackers::parse(&bytes, &region.code).at_with(place)?;
        same_number("trackers", closed.received, list.len()).at_with(place)?;
        same_digest("Merkle root", &closed.trackers, &Tree::Election.root_of(&list)).at_with(place)?;
    }
    let (received, lists) = (ballot_box.received(), definition.regions.len());
    Ok(((), format!("{received} trackers in {lists} lists under the roots of the box")))
}

fn acts(setup: &Setup, ledger: &Ledger, ballot_box: &Checked<BallotBox>) -> Outcome<()> {
    let definition = need(&setup.definition)?;
    let (entries, ballot_box) = (need(&ledger.entries)?, need(ballot_box)?);
    let imports = imports(entries, definition, ballot_box)?;
    let officers: Vec<u64> = ballot_box.signatures.iter().map(|(officer, _)| u64::from(*officer)).collect();
    ledger::has(entries, 9, &Kind::Close { digest: ballot_box.close, officers })?;
    for entry in entries {
        if let Kind::Admission { received, red, held } = &entry.kind {
            same_number("received at admission", ballot_box.received(), *received).at(ledger::PLACE)?;
            if red.saturating_add(*held) > *received {
                return Err(Reason::NotConserved).at(format!("{}, admission", ledger::PLACE));
            }
        }
    }
    let (tallies, escrows) = unsealing(entries, definition)?;
    let figures = format!(
        "{imports} imports up to the heads of the box, close, {tallies} unlocks for the tally and {escrows} for escrow, \
         every region unsealed once"
    );
    Ok(((), figures))
}

/// Every chain of the box has an import for each of its bundles, the last with the head's digest, and there are no others.
fn imports(entries: &[Entry], definition: &Definition, ballot_box: &BallotBox) -> Result<usize, Fault> {
    let mut chains: BTreeMap<(&str, &str), Imports> = BTreeMap::new();
    let mut found = 0_usize;
    for entry in entries {
        let Kind::Import { region, collector, bundle, items, digest } = &entry.kind else {
            continue;
        };
        let chain = chains.entry((region, collector)).or_default();
        if chain.insert(*bundle, (*items, *digest)).is_some() {
            return Err(Reason::Twice { what: "import of bundle", which: format!("{region} {collector} {bundle}") })
                .at(ledger::PLACE);
        }
        found += 1;
    }
    let mut expected = 0;
    for (region, closed) in definition.regions.iter().zip(&ballot_box.regions) {
        for end in &closed.chains {
            let collector = definition.collectors.get(usize::from(end.collector)).map_or("?", |c| c.id.as_str());
            let place = || format!("{}, imports of {} from {collector}", ledger::PLACE, region.code);
            let chain = chains.remove(&(region.code.as_str(), collector)).unwrap_or_default();
            // Distinct numbers, as many as bundles, the highest being that of the last one.
            same_number("bundles", end.bundles, chain.len()).at_with(place)?;
            let last = chain.last_key_value().map(|(number, (_, digest))| (*number, *digest));
            let is_chain = last == Some((u64::from(end.bundles), end.head)) && !chain.contains_key(&0);
            if !is_chain {
                return Err(Reason::Disagrees("the chain in the box")).at_with(place);
            }
            let total = chain.values().fold(0_u64, |sum, (items, _)| sum.saturating_add(*items));
            same_number("items", end.total, total).at_with(place)?;
            expected += chain.len();
        }
    }
    same_number("imports", expected, found).at(ledger::PLACE)?;
    Ok(found)
}

/// Every unlock was by a quorum of known officers; every region was unsealed once, by an HSM whose tally role had been unlocked.
fn unsealing(entries: &[Entry], definition: &Definition) -> Result<(usize, usize), Fault> {
    let mut unlocked = BTreeSet::new();
    let mut unsealed = BTreeSet::new();
    let (mut tallies, mut escrows) = (0, 0);
    for (number, entry) in entries.iter().enumerate() {
        let place = || format!("{}, entry {number}", ledger::PLACE);
        match &entry.kind {
            Kind::Unlock { tally, hsm, officers } => {
                let known = officers.iter().all(|officer| (1..=definition.officers.len() as u64).contains(officer));
                if !known || !definition.hsms.contains(hsm) {
                    return Err(Reason::Disagrees("the definition")).at_with(place);
                }
                let (needed, found) = (definition.quorum, officers.len());
                if found < needed {
                    return Err(Reason::TooFew { what: "officers", needed, found }).at_with(place);
                }
                if *tally {
                    unlocked.insert(hsm);
                    tallies += 1;
                } else {
                    escrows += 1;
                }
            }
            Kind::Unseal { region, hsm } => {
                let place_of = definition.region(region).ok_or_else(|| Reason::UnknownRegion(region.clone()));
                if !unsealed.insert(place_of.at_with(place)?) {
                    return Err(Reason::Twice { what: "unsealing of", which: region.clone() }).at_with(place);
                }
                if !unlocked.contains(hsm) {
                    return Err(Reason::Disagrees("the unlocks before it")).at_with(place);
                }
            }
            _ => {}
        }
    }
    same_number("regions unsealed", definition.regions.len(), unsealed.len()).at(ledger::PLACE)?;
    Ok((tallies, escrows))
}
