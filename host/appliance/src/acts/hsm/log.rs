//! `tamga hsm log`: what the devices say that they did.

use anyhow::Result;
use tamga_devices::log::{LogEntry, command_name};

use crate::acts::reconcile;
use crate::message::{Message, Part};
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
            room.progress.show(Message::of("hsm-has-no-log").with("serial", serial));
            continue;
        }
        let unexplained = reconcile::judge(standing, &serial, &log);
        let from = if all { 0 } else { log.len().saturating_sub(NEWEST) };
        let row = |(place, entry): (usize, &LogEntry)| {
            let why = unexplained
                .iter()
                .find(|found| found.place == place)
                .map_or(Part::from(""), |found| found.what.clone().into());
            let (number, tick, result) = (entry.number, entry.tick, format!("{:#04x}", entry.result));
            let [session, object] = [entry.session_key, entry.target_key].map(|of| key(of).into());
            let command = command_name(entry.command).into();
            vec![number.to_string().into(), tick.to_string().into(), command, session, object, result.into(), why]
        };
        let rows: Vec<Vec<Part>> = log.iter().enumerate().skip(from).map(row).collect();
        room.progress.show(Message::of("hsm-log-read").with("serial", &serial).with("n", log.len()));
        room.progress.table(
            &serial,
            &["number", "tick", "command", "session", "object", "result", "unexplained"],
            rows,
        );
    }
    Ok(())
}

fn key(id: u16) -> String {
    if id == u16::MAX { "-".to_owned() } else { format!("{id:#06x}") }
}
