//! The devices' own evidence, read and held against the ledger.

use anyhow::{Context, Result};
use rand_core::Rng;
use tamga_ceremony::{Operations, operations};
use tamga_crypto::hash::Digest;
use tamga_devices::log::{ChainError, ENTRY_LEN, LogEntry, LogPosition, LogReading};
use tamga_devices::{Hsm, HsmError};
use tamga_record::ledger::Entry;
use tamga_wire::{Operation, Operations as Counts};

use super::unlock::QUORUM_ROLES;

use super::hsms::write_on_two_media;
use crate::device_log::{Unexplained, breaks, unexplained};
use crate::hsm_advice;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;

/// Reads what is new in the log of every HSM in service that has one, keeps it, and only then lets the device write over it.
pub fn read_logs(room: &mut Room, standing: &Standing) -> Result<()> {
    for number in room.hsms(standing)?.in_service() {
        let serial = room.hsms(standing)?.serial(number).to_owned();
        let reading = room.hsms(standing)?.with(number, |hsm| hsm.read_log());
        let released = match reading {
            Ok(reading) => match keep(room, &serial, reading)? {
                Some(last) => room.hsms(standing)?.with(number, |hsm| hsm.release_log(last)),
                None => Ok(()),
            },
            Err(error) => Err(error),
        };
        if let Err(error) = released {
            room.put_out(standing, number, error)?;
        }
    }
    Ok(())
}

/// As [`read_logs`], of a device that belongs to no election yet.
pub fn read_log_before_set_up(room: &Room, hsm: &mut dyn Hsm) -> Result<()> {
    let failed = |serial: &str, error: HsmError| hsm_advice::failure(serial, &error);
    let serial = hsm.serial().to_owned();
    let reading = hsm.read_log().map_err(|error| failed(&serial, error))?;
    match keep(room, &serial, reading)? {
        Some(last) => hsm.release_log(last).map_err(|error| failed(&serial, error)),
        None => Ok(()),
    }
}

/// Keeps a reading behind what was read before, on two media. Gives the number of the last entry, where the device may now
/// write over it. A reading that does not follow is kept whole: where the chain breaks is seen in what is kept.
fn keep(room: &Room, serial: &str, reading: Option<LogReading>) -> Result<Option<u16>> {
    let Some(reading) = reading else {
        return Ok(None);
    };
    let mut log = kept(room, serial)?;
    let known = log.last().map(LogPosition::from);
    let follows = reading.check_chain(known);
    if let Err(error) = follows {
        room.progress.alarm("log", Message::of("log-error").with("serial", serial).with("error", chain(error)));
    }
    let unlogged = u32::from(reading.unlogged_boots) + u32::from(reading.unlogged_authentications);
    if unlogged > 0 {
        room.progress.alarm("log", Message::of("log-unlogged").with("serial", serial).with("n", unlogged));
    }
    let already = known.and_then(|known| reading.entries.iter().position(|entry| LogPosition::from(entry) == known));
    let fresh = reading.entries.get(already.map_or(0, |place| place + 1)..).unwrap_or_default();
    if !fresh.is_empty() {
        log.extend_from_slice(fresh);
        let bytes: Vec<u8> = log.iter().flat_map(LogEntry::to_bytes).collect();
        write_on_two_media(room, &file(serial), &bytes)?;
    }
    Ok(reading.entries.last().map(|last| last.number))
}

/// Why a reading does not follow what was read before.
fn chain(error: ChainError) -> Message {
    match error {
        ChainError::Gap { expected, .. } => Message::of("log-entries-missing").with("before", expected.wrapping_sub(1)),
        ChainError::Digest { number } => Message::of("log-entry-changed").with("number", number),
    }
}

/// Reads the logs, holds them against the ledger, and enters how far they were read. What nothing explains is an alarm.
pub fn reconcile(room: &mut Room, standing: &mut Standing) -> Result<()> {
    read_logs(room, standing)?;
    for (number, serial) in standing.serials.clone().into_iter().enumerate() {
        let (before, known) = standing.book.state().hsm(&serial).log.unwrap_or_default();
        let reason = room.hsms(standing)?.reason(number);
        // One that was wiped by a quorum has nothing more to say.
        let unread = reason.filter(|error| before > 0 && **error != HsmError::NoKeys).map(hsm_advice::message);
        if let Some(error) = unread {
            room.progress.alarm("log", Message::of("log-unread").with("serial", &serial).with("error", error));
        }
        let log = kept(room, &serial)?;
        let raw: Vec<[u8; ENTRY_LEN]> = log.iter().map(LogEntry::to_bytes).collect();
        let is_known = raw.get(..before).is_some_and(|read| before == 0 || digest_of(read) == known);
        if is_known && log.len() == before {
            continue;
        }
        let found = judge(standing, &serial, &log);
        let mut unexplained = 0;
        if !is_known {
            unexplained += 1;
            room.progress.alarm("log", Message::of("log-not-the-ledgers").with("serial", &serial));
        }
        for found in found.iter().filter(|found| found.place >= before) {
            unexplained += 1;
            let (place, what) = (found.number, found.what.clone());
            room.progress.alarm(
                "log",
                Message::of("log-unexplained").with("serial", &serial).with("place", place).with("what", what),
            );
        }
        standing.book.append(&Entry::DeviceLog {
            digest: digest_of(&raw),
            entries: u32::try_from(log.len().max(before)).context("a log without end")?,
            unexplained,
            hsm: serial,
        })?;
    }
    Ok(())
}

fn digest_of(raw: &[[u8; ENTRY_LEN]]) -> Digest {
    Entry::device_log_digest(&[0; 32], raw)
}

/// Everything in a log that nothing in the ledger explains, and where its chain breaks.
pub fn judge(standing: &Standing, serial: &str, log: &[LogEntry]) -> Vec<Unexplained> {
    let hsm = standing.book.state().hsm(serial);
    let mut found = breaks(log);
    let read = hsm.log.map_or(log.len(), |(entries, _)| entries);
    let open = (read..log.len(), hsm.done);
    for (stretch, done) in hsm.stretches.into_iter().chain([open]) {
        let offset = stretch.start;
        found.extend(unexplained(log.get(stretch).unwrap_or_default(), offset, &done));
    }
    found.sort_by_key(|found| found.place);
    found
}

/// Asks every token how often it did what, and holds that against the ledger. What nothing explains is an alarm.
pub fn count_operations(room: &mut Room, standing: &mut Standing) -> Result<()> {
    let entries = standing.book.size_and_root().0;
    let mut nonce = [0; 32];
    room.streams.stream("appliance/operations", entries).fill_bytes(&mut nonce);
    let machine = Operations::new(&standing.commission, &standing.definition, nonce);
    let reports = room.hold(machine, &mut standing.book)?;
    // At the set-up every token helped to try every PIN, without an entry.
    let tried = QUORUM_ROLES.len() * standing.serials.len();
    let baseline = Counts::default().with(Operation::Unlock, tried as u32);
    for report in reports {
        let compared = operations::compare(report.token, &report.counts, standing.book.entries(), &baseline);
        for one in compared.iter().filter(|one| one.unexplained + one.missing > 0) {
            let of = Message::of_kind("operation", one.operation.word());
            let (counted, explained) = (one.counted, one.explained);
            room.progress.alarm(
                "tokens",
                Message::of("token-counted")
                    .with("token", report.token)
                    .with("counted", counted)
                    .with("of", of)
                    .with("explained", explained),
            );
        }
        standing.book.append(&report.entry(operations::unexplained(&compared)))?;
    }
    Ok(())
}

/// All that was ever read of a device's log.
pub fn kept(room: &Room, serial: &str) -> Result<Vec<LogEntry>> {
    let (appliance, file) = (room.appliance(), file(serial));
    if !appliance.has(&file) {
        return Ok(Vec::new());
    }
    let mut bytes = appliance.read(&file)?;
    if !bytes.len().is_multiple_of(ENTRY_LEN) {
        bytes = room.second_medium().read(&file)?;
    }
    // What is left over at the end is no entry: that it is not what the ledger has is an alarm.
    let (entries, _) = bytes.as_chunks::<ENTRY_LEN>();
    Ok(entries.iter().map(LogEntry::from_bytes).collect())
}

/// What was read of an HSM's log.
fn file(serial: &str) -> String {
    format!("hsm/{serial}.log")
}
