//! The HSMs: what the ledger says of them, and how the acts of this screen found them. An act asks for all of them the first time that it
//! needs one; between acts nobody asks them anything.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Whether its own log has entries that nothing explains.
    pub fn is_unexplained(&self) -> bool {
        self.log.is_some_and(|[_, unexplained]| unexplained > 0)
    }

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
    /// Those that came when an act asked for them last, by serial.
    pub came: BTreeSet<String>,
    /// Those that failed since, or did not come, and why.
    pub out: BTreeMap<String, Message>,
}

impl HsmsNow {
    /// An act asked for them, and these came.
    pub fn asked(&mut self, came: Vec<String>) {
        self.out.retain(|serial, _| !came.contains(serial));
        self.came = came.into_iter().collect();
    }

    /// Takes an alarm of an act.
    pub fn hear(&mut self, alarm: &Message) {
        if alarm.key() == "hsm-out-of-service" {
            self.take(alarm);
        }
    }

    /// Takes the end of an act.
    pub fn end(&mut self, ended: &Ended) {
        if let Ended::Stopped(stopped) = ended {
            stopped.causes().iter().filter(|cause| cause.key() == "hsm-failed").for_each(|cause| self.take(cause));
        }
    }

    fn take(&mut self, failed: &Message) {
        if let (Some(serial), Some(error)) = (failed.text_in("serial"), failed.message_in("error")) {
            self.came.remove(serial);
            self.out.insert(serial.to_owned(), error.clone());
        }
    }
}
