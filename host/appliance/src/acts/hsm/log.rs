//! `tamga hsm log`: what the devices say that they did.

use anyhow::Result;
use tamga_devices::log::{LogEntry, command_name};

use crate::acts::reconcile;
use crate::room::Room;
use crate::standing::Standing;

/// Entries that are shown where not all are asked for.
const NEWEST: usize = 20;

/// Reads every log, holds it against the ledger, and shows it, the newest entries or all.
pub fn log(room: &mut Room, standing: &mut Standing, all: bool) -> Result<()> {
    reconcile::reconcile(room, standing)?;
    for serial in standing.serials.clone() {
        let log = reconcile::kept(room, &serial)?;
        if log.is_empty() {
            let told = "has no log of its own that this program can read: what it did stands in the ledger alone, which is the host's word";
            room.progress.show(&format!("{serial} {told}"));
            continue;
        }
        let unexplained = reconcile::judge(standing, &serial, &log);
        let from = if all { 0 } else { log.len().saturating_sub(NEWEST) };
        let row = |(place, entry): (usize, &LogEntry)| {
            let why = unexplained.iter().find(|found| found.place == place).map_or("", |found| &found.what);
            vec![
                entry.number.to_string(),
                entry.tick.to_string(),
                command_name(entry.command).to_owned(),
                key(entry.session_key),
                key(entry.target_key),
                format!("{:#04x}", entry.result),
                why.to_owned(),
            ]
        };
        let rows: Vec<Vec<String>> = log.iter().enumerate().skip(from).map(row).collect();
        room.progress.show(&format!("{serial}: {} entries read, chain checked as they were read", log.len()));
        let columns = ["number", "tick", "command", "session", "object", "result", "unexplained"];
        room.progress.table(&serial, &columns, &rows);
    }
    Ok(())
}

fn key(id: u16) -> String {
    if id == u16::MAX { "-".to_owned() } else { format!("{id:#06x}") }
}
