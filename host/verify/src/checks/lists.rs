//! Checks 25 to 27: attestation counts, verdicts, trackers and tables against the records judged again.

use std::collections::BTreeMap;

use super::admission::{CheckedSeeds, Recounts, of_opening};
use super::close::Closed;
use super::ledger::{self, Ledger};
use super::recount::Recount;
use super::setup::Setup;
use super::tally::same_file;
use super::{COUNTS, RECEIVED, VERDICTS, boxes, need, trackers};
use crate::digest::{Digest, hash, sha3};
use crate::limits;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::entry::Kind;
use crate::parse::finding::Finding;
use crate::parse::tables::{self, Attestations, Held};
use crate::parse::turnout::{self, Turnout};
use crate::parse::{Place, per_region, trackers as tracker_list};
use crate::read::Edition;
use crate::reason::{Reason, same_digest};
use crate::report::{At, Checked, Outcome, Report};

/// Runs checks 25 to 27.
#[allow(clippy::too_many_arguments, reason = "they are all that the lists are made of")]
pub(crate) fn check(
    record: &Edition,
    audit: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    seeds: &Checked<CheckedSeeds>,
    recounts: &Checked<Recounts>,
    report: &mut Report<'_>,
) {
    let issued = report.check(COUNTS, counts(audit, setup, ledger, recounts));
    let _ = report.check(VERDICTS, verdicts(audit, setup, ledger, closed, seeds, recounts));
    let _ = report.check(RECEIVED, received(record, setup, ledger, closed, &issued, recounts));
}

/// Attestations that the identity service says it issued, per region.
fn counts(audit: &Edition, setup: &Setup, ledger: &Ledger, recounts: &Checked<Recounts>) -> Outcome<Vec<u32>> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let path = "attestation-counts.tamga";
    let bytes = audit.read(path, limits::SHORT_FILE)?;
    let issued =
        per_region::attestation_counts(&bytes, &election.digest, definition.regions.len(), &definition.identity)
            .at(audit.place(path))?;
    let newest = ledger.runs()?.last().map_or(0, |run| run.close);
    let before = need(&ledger.entries)?.get(..newest).unwrap_or_default();
    let digest = before.iter().rev().find_map(|entry| match &entry.kind {
        Kind::Counts { digest } => Some(*digest),
        _ => None,
    });
    let digest = digest.ok_or(Reason::NoEntry(6)).at(ledger::PLACE)?;
    same_digest("digest in the ledger", &digest, &sha3(&[&bytes])).at(audit.place(path))?;
    let mut used: BTreeMap<usize, u64> = BTreeMap::new();
    for recount in need(recounts)?.values() {
        *used.entry(recount.region).or_default() += recount.attestations;
    }
    let mut alarm = String::new();
    for (region, used) in &used {
        let issued = issued.get(*region).copied().unwrap_or(0);
        if *used > u64::from(issued) {
            alarm.push_str(&format!("; ALARM: {} used {used} of {issued}", definition.code(*region)));
        }
    }
    let (all, used) = (issued.iter().map(|count| u64::from(*count)).sum::<u64>(), used.values().sum::<u64>());
    Ok((issued, format!("{all} issued, signed by the identity service, in the ledger; {used} used{alarm}")))
}

/// A bundle as lists write it: `1`, and `1.2` for the second variant.
fn bundle_name(place: &Place) -> String {
    if place.variant == 1 { place.bundle.to_string() } else { format!("{}.{}", place.bundle, place.variant) }
}

/// The verdicts of a region as a file.
fn verdict_file(definition: &Definition, recount: &Recount) -> Vec<u8> {
    let mut text = String::from("collector,bundle,item,tracker,status,counted,reasons\n");
    for row in &recount.rows {
        let collector = definition.collector_id(usize::from(row.place.collector));
        let (bundle, item) = (bundle_name(&row.place), row.place.item);
        let (tracker, counted) = (hex::encode(row.tracker), if row.counted { "yes" } else { "no" });
        let (verdict, reasons) = (row.verdict.word(), row.findings.text());
        text.push_str(&format!("{collector},{bundle},{item},{tracker},{verdict},{counted},{reasons}\n"));
    }
    text.into_bytes()
}

/// The path of a region's verdicts in an opening.
pub(crate) fn verdicts_path(definition: &Definition, opening: u32, region: usize) -> String {
    let folder = if opening == definition.supplement_number() { "verdicts-late" } else { "verdicts" };
    format!("{folder}/{}.csv", definition.code(region))
}

fn verdicts(
    audit: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    seeds: &Checked<CheckedSeeds>,
    recounts: &Checked<Recounts>,
) -> Outcome<()> {
    let (definition, seeds, recounts) = (need(&setup.definition)?, &need(seeds)?.seeds, need(recounts)?);
    let mut lists = 0;
    for ballot_box in need(&closed.boxes)? {
        let opening = ballot_box.opening;
        let (mut digests, mut salting): (Vec<Digest>, Vec<&[u8]>) = (Vec::new(), Vec::new());
        let number = opening.to_be_bytes();
        salting.push(&number);
        for recount in of_opening(recounts, opening) {
            let path = verdicts_path(definition, opening, recount.region);
            digests.push(same_file(audit, &path, &verdict_file(definition, recount))?);
            salting.extend(seeds.get(&recount.region).map(|seed| seed.as_slice()));
        }
        let salt = hash("tamga/verdicts-salt/v1", &salting);
        let digest = hash("tamga/verdicts/v1", &[&salt, digests.as_flattened()]);
        for entry in ledger.of_opening(opening)? {
            if let Kind::Verified { verdicts, .. } = &entry.kind {
                ledger::same("salted digest of the verdicts", &digest, verdicts)?;
            }
        }
        lists += digests.len();
    }
    Ok(((), format!("{lists} lists byte by byte, and their digests in the ledger")))
}

/// The turnout of every region that is in a box up to this opening, over all openings up to it.
fn turnouts(recounts: &Recounts, until: u32) -> Vec<(usize, Turnout)> {
    let mut rows: BTreeMap<usize, Turnout> = BTreeMap::new();
    for recount in recounts.values().filter(|recount| recount.opening <= until) {
        let row = rows.entry(recount.region).or_default();
        *row = Turnout::total([&*row, &recount.turnout]);
    }
    rows.into_iter().collect()
}

fn received(
    record: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    closed: &Closed,
    issued: &Checked<Vec<u32>>,
    recounts: &Checked<Recounts>,
) -> Outcome<()> {
    let (definition, recounts, issued) = (need(&setup.definition)?, need(recounts)?, need(issued)?);
    let ballot_boxes = need(&closed.boxes)?;
    for recount in recounts.values() {
        let rows = recount.rows.iter().filter(|row| row.is_received());
        let mut list: Vec<Digest> = rows.map(|row| row.tracker).collect();
        list.sort_unstable();
        let path = trackers::path(definition, recount.opening, recount.region);
        same_file(record, &path, &tracker_list::file(definition.code(recount.region), &list))?;
    }
    for (ballot_box, run) in ballot_boxes.iter().zip(ledger.runs()?) {
        let before = of_opening(recounts, ballot_box.opening).map(|recount| &recount.before);
        let (red, held) = before.fold((0, 0), |sum, before| (sum.0 + before.red, sum.1 + before.held));
        let admission = ledger::admission(need(&ledger.entries)?, run).ok_or(Reason::NoEntry(8)).at(ledger::PLACE)?;
        if (admission.red, admission.held) != (red, held) {
            return Err(Reason::differs(
                "red and held at admission",
                &format!("{red} and {held}"),
                &format!("{} and {}", admission.red, admission.held),
            ))
            .at(format!("{}, opening {}", ledger::PLACE, ballot_box.opening));
        }
        verified(definition, ledger, recounts, ballot_box)?;
    }
    let newest = ballot_boxes.last().map_or(0, |ballot_box| ballot_box.opening);
    let rows = turnouts(recounts, newest);
    same_file(record, "turnout.csv", &turnout::file(definition, &rows))?;
    same_file(record, "held.csv", &tables::held_file(definition, &held(definition, recounts)))?;
    let attestations = attestations(recounts, &rows, issued);
    same_file(record, "attestations.csv", &tables::attestations_file(definition, &attestations))?;
    let received: u64 = rows.iter().map(|(_, row)| row.received).sum();
    Ok(((), format!("{received} trackers, turnout.csv, held.csv and attestations.csv byte by byte, entries 8 and 12")))
}

/// Entry 12: the figures of this opening alone, and the turnout over all openings up to it.
fn verified(
    definition: &Definition,
    ledger: &Ledger,
    recounts: &Recounts,
    ballot_box: &BallotBox,
) -> Result<(), crate::report::Fault> {
    let own = Turnout::total(of_opening(recounts, ballot_box.opening).map(|recount| &recount.turnout));
    let digest = sha3(&[&turnout::file(definition, &turnouts(recounts, ballot_box.opening))]);
    for entry in ledger.of_opening(ballot_box.opening)? {
        if let Kind::Verified { figures, turnout, .. } = &entry.kind {
            ledger::same("digest of turnout.csv", &digest, turnout)?;
            if *figures != own.figures() {
                return Err(Reason::EntryDiffers(12)).at(boxes::place(ballot_box.opening));
            }
        }
    }
    Ok(())
}

/// The lines of `held.csv` over all openings.
fn held(definition: &Definition, recounts: &Recounts) -> Vec<Held> {
    let of_reason = |reason: Finding| {
        let mut sum = Held::default();
        recounts.values().filter_map(|recount| recount.held.get(&reason)).for_each(|held| sum.add(held));
        sum
    };
    Finding::holding(definition).into_iter().map(of_reason).collect()
}

/// The lines of `attestations.csv` over all openings.
fn attestations(recounts: &Recounts, rows: &[(usize, Turnout)], issued: &[u32]) -> Vec<(usize, Attestations)> {
    let line = |(region, row): &(usize, Turnout)| {
        let of_region = recounts.values().filter(|recount| recount.region == *region);
        let line = Attestations {
            issued: issued.get(*region).copied().map_or(0, u64::from),
            used: of_region.map(|recount| recount.attestations).sum(),
            received: row.received,
        };
        (*region, line)
    };
    rows.iter().map(line).collect()
}
