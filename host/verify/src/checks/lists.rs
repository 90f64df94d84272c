//! Checks 21 to 23: attestation counts, verdicts, trackers and turnout against the records judged again.

use super::admission::CheckedSeeds;
use super::ledger::{self, Ledger};
use super::need;
use super::recount::Recount;
use super::setup::Setup;
use super::tally::same_file;
use super::verdict::Reason as Finding;
use crate::digest::{Digest, hash, sha3};
use crate::limits;
use crate::parse::definition::Definition;
use crate::parse::entry::Kind;
use crate::parse::turnout::{self, Turnout};
use crate::parse::{per_region, trackers};
use crate::read::Edition;
use crate::report::{At, Checked, Outcome};

pub(crate) fn counts(audit: &Edition, setup: &Setup, ledger: &Ledger, recounts: &Checked<Vec<Recount>>) -> Outcome<()> {
    let (definition, election) = (need(&setup.definition)?, need(&setup.election)?);
    let path = "attestation-counts.tamga";
    let bytes = audit.read(path, limits::SHORT_FILE)?;
    let counts =
        per_region::attestation_counts(&bytes, &election.digest, definition.regions.len(), &definition.identity)
            .at(audit.place(path))?;
    ledger::has(need(&ledger.entries)?, 6, &Kind::Counts { digest: sha3(&[&bytes]) })?;
    let (mut used, mut alarm) = (0, String::new());
    for ((region, recount), issued) in definition.regions.iter().zip(need(recounts)?).zip(&counts) {
        if recount.attestations > u64::from(*issued) {
            alarm.push_str(&format!("; ALARM: {} used {} of {issued}", region.code, recount.attestations));
        }
        used += recount.attestations;
    }
    let issued: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    Ok(((), format!("{issued} issued, signed by the identity service, in the ledger; {used} used{alarm}")))
}

/// The verdicts of a region as a file.
fn verdict_file(definition: &Definition, recount: &Recount) -> Vec<u8> {
    let mut text = String::from("collector,bundle,item,tracker,status,reasons\n");
    for row in &recount.rows {
        let collector = definition.collectors.get(usize::from(row.place.collector)).map_or("?", |c| c.id.as_str());
        let (bundle, item) = (row.place.bundle, row.place.item);
        let tracker = hex::encode(row.tracker);
        let line = format!("{collector},{bundle},{item},{tracker},{},{}\n", row.verdict.name(), row.reasons.text());
        text.push_str(&line);
    }
    text.into_bytes()
}

pub(crate) fn verdicts(
    audit: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    seeds: &Checked<CheckedSeeds>,
    recounts: &Checked<Vec<Recount>>,
) -> Outcome<()> {
    let (definition, seeds, recounts) = (need(&setup.definition)?, &need(seeds)?.seeds, need(recounts)?);
    let mut digests = Vec::new();
    for (region, recount) in definition.regions.iter().zip(recounts) {
        let path = format!("verdicts/{}.csv", region.code);
        digests.push(same_file(audit, &path, &verdict_file(definition, recount))?);
    }
    let salt = hash("tamga/verdicts-salt/v1", &[&seeds.concat()]);
    let digest = hash("tamga/verdicts/v1", &[&salt, &digests.concat()]);
    for entry in need(&ledger.entries)? {
        if let Kind::Verified { verdicts, .. } = &entry.kind {
            ledger::same("salted digest of the verdicts", &digest, verdicts)?;
        }
    }
    Ok(((), format!("{} lists byte by byte, and their digest in the ledger", digests.len())))
}

pub(crate) fn received(
    record: &Edition,
    setup: &Setup,
    ledger: &Ledger,
    recounts: &Checked<Vec<Recount>>,
) -> Outcome<()> {
    let (definition, recounts, entries) = (need(&setup.definition)?, need(recounts)?, need(&ledger.entries)?);
    for (region, recount) in definition.regions.iter().zip(recounts) {
        let path = format!("trackers/{}.txt", region.code);
        let rows = recount.rows.iter().filter(|row| !row.reasons.has(Finding::Duplicate));
        let mut list: Vec<Digest> = rows.map(|row| row.tracker).collect();
        list.sort_unstable();
        same_file(record, &path, &trackers::file(&region.code, &list))?;
    }
    let turnouts: Vec<Turnout> = recounts.iter().map(|recount| recount.turnout).collect();
    same_file(record, "turnout.csv", &turnout::file(definition, &turnouts))?;
    let received = Turnout::total(&turnouts).received;
    let red = recounts.iter().map(|recount| recount.red_before).sum();
    let held = recounts.iter().map(|recount| recount.held_before).sum();
    ledger::has(entries, 8, &Kind::Admission { received, red, held })?;
    Ok(((), format!("{received} trackers in {} lists, turnout.csv byte by byte, entry 8", recounts.len())))
}
