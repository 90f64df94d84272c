//! Check 46: pauses. A quorum signed each, nothing was done in it, and what was found after it is what was noted, or is named.

use super::commission::Commissions;
use super::ledger::{self, Ledger};
use super::need;
use super::setup::Setup;
use crate::digest::{Digest, control_number, hash};
use crate::ledger::order;
use crate::ledger::tiles::Log;
use crate::parse::acts::{Act, ActKind, Signatures};
use crate::parse::entry::{Entry, Kind};
use crate::reason::{Reason, same_number};
use crate::report::{At, Outcome};

/// A pause that has begun.
struct Pause<'a> {
    number: u64,
    /// Where its entry stands.
    at: usize,
    seals: &'a [String],
}

/// Every pause and its end; that entries stand in order is check 10's.
pub(crate) fn check(setup: &Setup, ledger: &Ledger) -> Outcome<()> {
    let election = &need(&setup.election)?.digest;
    let (log, entries, commissions) = (need(&ledger.log)?, need(&ledger.entries)?, need(&ledger.commissions)?);
    let book = Book { election, log, entries, commissions };
    let (mut count, mut newest, mut lasts, mut incidents) = (0, None, false, String::new());
    for (at, entry) in entries.iter().enumerate() {
        let place = || format!("{}, entry {at}", ledger::PLACE);
        match &entry.kind {
            Kind::Pause { number, covered, seals, signatures } => {
                count += 1;
                same_number("number of the pause", count, *number).at_with(place)?;
                book.pause(at, *number, *covered, seals, signatures).at_with(place)?;
                newest = Some(Pause { number: *number, at, seals });
                lasts = true;
            }
            Kind::Resume { .. } => {
                let pause = newest.as_ref().ok_or(Reason::NoEntry(28)).at_with(place)?;
                incidents += &book.resume(at, pause, &entry.kind).at_with(place)?;
                lasts = false;
            }
            _ => {}
        }
    }
    let figures = match count {
        0 => "none".to_owned(),
        _ if lasts => format!("{count}; the last has not ended{incidents}"),
        _ => format!("{count}, all ended{incidents}"),
    };
    Ok(((), figures))
}

/// What the entries of pauses are held against.
struct Book<'a> {
    election: &'a Digest,
    log: &'a Log,
    entries: &'a [Entry],
    commissions: &'a Commissions,
}

impl Book<'_> {
    /// The officers signed the ledger as it stood; only refusals of others may have come in between.
    fn pause(
        &self,
        at: usize,
        number: u64,
        covered: u64,
        seals: &[String],
        signatures: &Signatures,
    ) -> Result<(), Reason> {
        let before = usize::try_from(covered).ok().and_then(|covered| self.entries.get(covered..at));
        if before.is_none_or(|between| !between.iter().all(order::is_in_pause)) {
            return Err(Reason::Disagrees("the entries before it"));
        }
        let digest = hash("tamga/pause/v1", &[&self.body(number, covered, seals)?]);
        self.signed(at, ActKind::Pause, [number, seals.len() as u64, covered, 0], &digest, signatures)
    }

    /// Returns what is to be said of it where not all was as it was noted. Refuses that where nothing is said of why.
    fn resume(&self, at: usize, pause: &Pause<'_>, kind: &Kind) -> Result<String, Reason> {
        let Kind::Resume { number, seals, noted, why, signatures } = kind else {
            return Ok(String::new());
        };
        same_number("number of the pause", pause.number, *number)?;
        let covered = pause.at as u64 + 1;
        let root = self.log.root_at(covered).unwrap_or_default();
        let is_ledgers = *noted == Some(control_number(&root));
        let are_seals = seals == pause.seals;
        if why.is_none() && !(is_ledgers && are_seals) {
            return Err(Reason::Disagrees("the pause, and nothing says why"));
        }
        let mut body = self.body(*number, covered, seals)?;
        for text in [noted, why] {
            let text = text.as_deref().unwrap_or_default();
            // Either has at most 256 bytes.
            body.extend((text.len() as u16).to_be_bytes());
            body.extend(text.as_bytes());
        }
        let figures = [*number, seals.len() as u64, covered, u64::from(why.is_none())];
        self.signed(at, ActKind::Resume, figures, &hash("tamga/resume/v1", &[&body]), signatures)?;
        let Some(why) = why else { return Ok(String::new()) };
        let seals_say = if are_seals { "seals as noted" } else { "OTHER SEALS than noted" };
        let ledger_says = if is_ledgers { "ledger as noted" } else { "ANOTHER LEDGER than noted" };
        Ok(format!("; INCIDENT in pause {number}, entry {at}: {seals_say}, {ledger_says}: {why}"))
    }

    /// `E ‖ u32 number ‖ u64 entries ‖ root ‖ u8 seals ‖ (u8 length ‖ seal) …`
    fn body(&self, number: u64, covered: u64, seals: &[String]) -> Result<Vec<u8>, Reason> {
        let root = self.log.root_at(covered).ok_or(Reason::Disagrees("the size of the ledger"))?;
        // Entries with larger numbers, or more and longer seals, were refused when they were read.
        let mut body = self.election.to_vec();
        body.extend((number as u32).to_be_bytes());
        body.extend(covered.to_be_bytes());
        body.extend(root);
        body.push(seals.len() as u8);
        for seal in seals {
            body.push(seal.len() as u8);
            body.extend(seal.as_bytes());
        }
        Ok(body)
    }

    fn signed(
        &self,
        at: usize,
        kind: ActKind,
        figures: [u64; 4],
        digest: &Digest,
        signatures: &Signatures,
    ) -> Result<(), Reason> {
        let act = Act { election: self.election, kind, figures, digest };
        act.check_quorum(&self.commissions.at(at).officers, signatures)
    }
}
