//! The HSMs: what the ledger says of them, and how the acts of this screen found them. Every act opens them all; between acts nobody
//! asks them anything.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tamga_record::ledger::Entry;

use super::event::Ended;
use crate::message::Message;

/// An HSM, with what the ledger says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct HsmRow {
    /// Its serial.
    pub serial: String,
    /// Times that a quorum unlocked a role of it.
    pub unlocks: u64,
    /// Region seeds that it opened.
    pub seeds: u64,
    /// Entries of its own log that were read, and those of them that nothing explains; none where it was never read.
    pub log: Option<[u64; 2]>,
}

impl HsmRow {
    /// Those of an election by their serials, with what these entries say of them.
    pub fn all(serials: &[String], entries: &[Entry]) -> Vec<Self> {
        let row = |serial: &String| Self { serial: serial.clone(), unlocks: 0, seeds: 0, log: None };
        let mut rows: Vec<Self> = serials.iter().map(row).collect();
        for entry in entries {
            let (Entry::Unlock { hsm, .. } | Entry::Unseal { hsm, .. } | Entry::DeviceLog { hsm, .. }) = entry else {
                continue;
            };
            let Some(row) = rows.iter_mut().find(|row| row.serial == *hsm) else { continue };
            match entry {
                Entry::Unlock { .. } => row.unlocks += 1,
                Entry::DeviceLog { entries, unexplained, .. } => {
                    let before = row.log.map_or(0, |[_, unexplained]| unexplained);
                    row.log = Some([u64::from(*entries), before + u64::from(*unexplained)]);
                }
                _ => row.seeds += 1,
            }
        }
        rows
    }
}

/// What the acts since the screen opened have found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HsmsNow {
    /// Whether an act that needs them came to its end.
    pub answered: bool,
    /// Those that failed in the newest act, by serial, and why.
    pub out: BTreeMap<String, Message>,
}

impl HsmsNow {
    /// Takes an alarm of an act.
    pub fn hear(&mut self, alarm: &Message) {
        if alarm.key() == "hsm-out-of-service" {
            self.take(alarm);
        }
    }

    /// Takes the end of an act that needs them.
    pub fn end(&mut self, ended: &Ended) {
        match ended {
            Ended::Done => self.answered = true,
            Ended::Stopped(stopped) => {
                stopped.causes().iter().filter(|cause| cause.key() == "hsm-failed").for_each(|cause| self.take(cause))
            }
        }
    }

    fn take(&mut self, failed: &Message) {
        if let (Some(serial), Some(error)) = (failed.text_in("serial"), failed.message_in("error")) {
            self.out.insert(serial.to_owned(), error.clone());
        }
    }
}
