//! Checks 9 to 12: the ledger's tree and entries, the anchor, and the set-up as the ledger has it; then the replacements and pauses in it.

use super::commission::Commissions;
use super::setup::{Endorsements, Setup};
use super::{ANCHOR, ENTRIES, PAUSES, SETUP, TREE, need, pauses, replacements};
use crate::digest::{Digest, control_number, sha3};
use crate::ledger::order::{self, Run, Stage};
use crate::ledger::tiles::{self, Log};
use crate::parse::anchor::Anchor;
use crate::parse::definition::Definition;
use crate::parse::entry::{Entry, Kind, Signer};
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome, Report};

/// The ledger's place in reports.
pub(crate) const PLACE: &str = "record/ledger";

/// The ledger, as far as it passed.
pub(crate) struct Ledger {
    /// Its tree.
    pub(crate) log: Checked<Log>,
    /// Its entries.
    pub(crate) entries: Checked<Vec<Entry>>,
    /// Who the officers are at each of them.
    pub(crate) commissions: Checked<Commissions>,
    /// The openings in it.
    runs: Vec<Run>,
}

impl Ledger {
    /// The openings whose boxes are closed, in order.
    pub(crate) fn runs(&self) -> Result<&[Run], Fault> {
        need(&self.entries).map(|_| self.runs.as_slice())
    }

    /// The entries up to the end of the newest of these openings; what stands behind prepares the next one.
    pub(crate) fn until_newest(&self) -> Result<&[Entry], Fault> {
        let entries = need(&self.entries)?;
        let end = self.runs.last().map_or(0, |run| run.entries.end);
        Ok(entries.get(..end).unwrap_or_default())
    }

    /// The entries of an opening.
    pub(crate) fn of_opening(&self, opening: u32) -> Result<&[Entry], Fault> {
        Ok(self.placed_of_opening(opening)?.1)
    }

    /// The entries of an opening, and the place of the first.
    pub(crate) fn placed_of_opening(&self, opening: u32) -> Result<(usize, &[Entry]), Fault> {
        let run = self.runs()?.iter().find(|run| run.opening == opening);
        let range = run.map_or(0..0, |run| run.entries.clone());
        Ok((range.start, need(&self.entries)?.get(range).unwrap_or_default()))
    }
}

/// Runs checks 9 to 12, 44 and 46.
pub(crate) fn check(
    record: &Edition,
    setup: &Setup,
    anchor: Option<&[u8]>,
    stage: Stage,
    report: &mut Report<'_>,
) -> Ledger {
    let log = report.check(TREE, tree(record, setup));
    let (entries, runs) = match report.check(ENTRIES, entries(setup, &log, stage)) {
        Ok((entries, runs)) => (Ok(entries), runs),
        Err(depends) => (Err(depends), Vec::new()),
    };
    if let Some(anchor) = anchor {
        let _ = report.check(ANCHOR, anchored(anchor, setup, &log, &entries));
    }
    let _ = report.check(SETUP, set_up(setup, &entries));
    let commissions = replacements::check(record, setup, &entries, report);
    let ledger = Ledger { log, entries, commissions, runs };
    let _ = report.check(PAUSES, pauses::check(setup, &ledger));
    ledger
}

fn tree(record: &Edition, setup: &Setup) -> Outcome<Log> {
    let (definition, keys) = (need(&setup.definition)?, need(&setup.keys)?);
    let log = tiles::read(record, &definition.digest, &keys.hsms)?;
    let root = log.root_at(log.leaves.len() as u64).unwrap_or_default();
    let figures = format!(
        "{} entries, tiles and root {} derived again, checkpoint signed ({PLACE})",
        log.entries.len(),
        crate::text::to_base64(&root),
    );
    Ok((log, figures))
}

fn entries(setup: &Setup, log: &Checked<Log>, stage: Stage) -> Outcome<(Vec<Entry>, Vec<Run>)> {
    let definition = need(&setup.definition)?;
    let mut entries = Vec::new();
    for (number, bytes) in need(log)?.entries.iter().enumerate() {
        entries.push(Entry::parse(bytes).at_with(|| format!("{PLACE}, entry {number}"))?);
    }
    let runs = order::check(&entries, definition.openings, stage).at(PLACE)?;
    let prepared = entries.len() - runs.last().map_or(0, |run| run.entries.end);
    let figures = format!(
        "{} entries of known kinds, in order, time never back; {} openings{}{}",
        entries.len(),
        runs.len(),
        if prepared > 0 { format!(", {prepared} entries after them") } else { String::new() },
        unexplained(&entries, definition)?,
    );
    Ok(((entries, runs), figures))
}

/// What devices and tokens did beyond what is explained: an ALARM for each such entry, and no failure. Refuses a device or a
/// token that the definition does not have.
fn unexplained(entries: &[Entry], definition: &Definition) -> Result<String, Fault> {
    let mut alarm = String::new();
    for (number, entry) in entries.iter().enumerate() {
        let (known, device, count) = match &entry.kind {
            Kind::DeviceLog { hsm, unexplained } => (definition.hsms.contains(hsm), format!("HSM {hsm}"), *unexplained),
            Kind::Operations { token, unexplained } => {
                (definition.officer(*token).is_some(), format!("token {token}"), *unexplained)
            }
            _ => continue,
        };
        if !known {
            return Err(Reason::Disagrees("the definition")).at(format!("{PLACE}, entry {number}"));
        }
        if count > 0 {
            alarm.push_str(&format!("; ALARM: entry {number}, {device}: {count} operations unexplained"));
        }
    }
    Ok(alarm)
}

fn anchored(untrusted: &[u8], setup: &Setup, log: &Checked<Log>, entries: &Checked<Vec<Entry>>) -> Outcome<()> {
    let place = "anchor";
    let anchor = Anchor::parse(untrusted).at(place)?;
    let election = need(&setup.election)?;
    same_digest("election id", &anchor.election, &election.digest).at("record/election.tamga")?;
    let first = need(entries)?.iter().filter(|entry| entry.number <= 5).count();
    same_number("entries under the first checkpoint", first, anchor.size).at(place)?;
    let root = need(log)?.root_at(anchor.size).ok_or(Reason::Disagrees("the size of the ledger")).at(place)?;
    same_digest("root of the first checkpoint", &anchor.root, &root).at(PLACE)?;
    let figures = format!(
        "E {} and the first checkpoint, {} entries, {}",
        control_number(&anchor.election),
        anchor.size,
        control_number(&anchor.root),
    );
    Ok(((), figures))
}

fn set_up(setup: &Setup, entries: &Checked<Vec<Entry>>) -> Outcome<()> {
    let (definition, keys, election) = (need(&setup.definition)?, need(&setup.keys)?, need(&setup.election)?);
    let custody = need(&setup.custody)?.transcript;
    let election_key = need(&setup.election_key)?.transcript;
    let Endorsements { hsms, officers } = need(&setup.endorsements)?;
    let entries = need(entries)?;

    let roll_entries = u64::from(election.roll_entries);
    let mut expected = vec![
        (1, Kind::Origin { definition: definition.digest }),
        (2, Kind::Keys { digest: keys.digest, custody, election_key }),
        (3, Kind::Roll { digest: election.roll, entries: roll_entries }),
        (4, Kind::Election { election: election.digest }),
    ];
    let endorsement = |signer, signature: &[u8]| (5, Kind::Endorsement { signer, digest: sha3(&[signature]) });
    for (hsm, signature) in keys.hsms.iter().zip(hsms) {
        expected.push(endorsement(Signer::Hsm(hsm.serial.clone()), signature));
    }
    for (number, signature) in (1..).zip(officers) {
        expected.push(endorsement(Signer::Officer(number), signature));
    }
    has_all(entries, &expected)?;
    count(entries, 5, hsms.len() + officers.len())?;
    let figures = format!("D, K, both transcripts, R, E and {} endorsements ({PLACE})", hsms.len() + officers.len());
    Ok(((), figures))
}

/// What an entry 8 says.
pub(crate) struct Admission {
    /// The opening.
    pub(crate) opening: u64,
    /// How many regions.
    pub(crate) regions: u64,
    /// Records received in them.
    pub(crate) received: u64,
    /// Of these red.
    pub(crate) red: u64,
    /// Of these held.
    pub(crate) held: u64,
}

/// The admission that was the last before the box of an opening was closed.
pub(crate) fn admission(entries: &[Entry], run: &Run) -> Option<Admission> {
    let before = entries.get(run.entries.start..run.close).unwrap_or_default();
    before.iter().rev().find_map(|entry| match entry.kind {
        Kind::Admission { opening, regions, received, red, held } => {
            Some(Admission { opening, regions, received, red, held })
        }
        _ => None,
    })
}

/// Refuses when no entry of this kind says exactly this.
pub(crate) fn has(entries: &[Entry], number: u64, kind: &Kind) -> Result<(), Fault> {
    let mut of_kind = entries.iter().filter(|entry| entry.number == number).peekable();
    if of_kind.peek().is_none() {
        return Err(Reason::NoEntry(number)).at(PLACE);
    }
    if of_kind.any(|entry| entry.kind == *kind) {
        return Ok(());
    }
    Err(Reason::EntryDiffers(number)).at(PLACE)
}

/// Refuses when one of these is not said by an entry of its kind.
pub(crate) fn has_all(entries: &[Entry], expected: &[(u64, Kind)]) -> Result<(), Fault> {
    expected.iter().try_for_each(|(number, kind)| has(entries, *number, kind))
}

/// Refuses another number of entries of this kind.
pub(crate) fn count(entries: &[Entry], kind: u64, expected: usize) -> Result<(), Fault> {
    let found = entries.iter().filter(|entry| entry.number == kind).count();
    if found == expected {
        return Ok(());
    }
    Err(Reason::EntryCount { kind, expected: expected as u64, found: found as u64 }).at(PLACE)
}

/// The digest as the ledger prints it in a fault.
pub(crate) fn same(what: &'static str, expected: &Digest, found: &Digest) -> Result<(), Fault> {
    same_digest(what, expected, found).at(PLACE)
}
