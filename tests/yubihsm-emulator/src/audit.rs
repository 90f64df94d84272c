//! The audit log: 62 entries of 32 bytes, chained by digests
//! (vendor's user guide, "Logs", "GET LOG ENTRIES", "SET LOG INDEX").

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::code;
use crate::error::DeviceError;

/// How many entries the log store holds.
pub const ENTRIES_MAX: usize = 62;
/// The bytes of an entry before its digest.
pub const ENTRY_DATA_LEN: usize = 16;
/// The bytes of a digest.
pub const DIGEST_LEN: usize = 16;
/// Where an entry names no session or object.
pub const NONE: u16 = 0xffff;

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Command.
    pub command: u8,
    /// Length of its data, in bytes.
    pub len: u16,
    /// Authentication key of the session.
    pub session_key: u16,
    /// Object that the command used or made.
    pub target: u16,
    /// Second object.
    pub second: u16,
    /// Command with the answer bit, or the error.
    pub result: u8,
    /// Milliseconds since the boot.
    pub tick: u32,
}

impl Event {
    /// The entry of a boot.
    pub const BOOT: Self =
        Self { command: code::BOOT, len: 0, session_key: NONE, target: 0, second: 0, result: 0, tick: 0 };
    /// The first entry after a reset.
    pub const RESET: Self = Self {
        command: code::RESET_DONE,
        len: u16::MAX,
        session_key: NONE,
        target: NONE,
        second: NONE,
        result: u8::MAX,
        tick: u32::MAX,
    };

    fn data(&self, number: u16) -> [u8; ENTRY_DATA_LEN] {
        let mut data = [0; ENTRY_DATA_LEN];
        let bytes = number
            .to_be_bytes()
            .into_iter()
            .chain([self.command])
            .chain(self.len.to_be_bytes())
            .chain(self.session_key.to_be_bytes())
            .chain(self.target.to_be_bytes())
            .chain(self.second.to_be_bytes())
            .chain([self.result])
            .chain(self.tick.to_be_bytes());
        data.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        data
    }
}

/// An entry as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    number: u16,
    #[serde(with = "hex::serde")]
    data: [u8; ENTRY_DATA_LEN],
    #[serde(with = "hex::serde")]
    digest: [u8; DIGEST_LEN],
}

/// The log store.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Log {
    entries: VecDeque<Entry>,
    next: u16,
    #[serde(with = "hex::serde")]
    previous: Vec<u8>,
    unlogged_boots: u16,
    unlogged_authentications: u16,
}

impl Log {
    /// The log of a device that was reset: one entry, whose digest is over the given random bytes.
    pub fn after_reset(random: [u8; 32]) -> Self {
        let mut log = Self {
            entries: VecDeque::new(),
            next: 1,
            previous: random.to_vec(),
            unlogged_boots: 0,
            unlogged_authentications: 0,
        };
        log.append(&Event::RESET);
        log
    }

    /// How many entries wait to be read.
    pub fn used(&self) -> usize {
        self.entries.len()
    }

    /// Whether the next entry would overwrite one.
    pub fn is_full(&self) -> bool {
        self.entries.len() >= ENTRIES_MAX
    }

    /// Appends an entry; the oldest goes when the log is full.
    pub fn append(&mut self, event: &Event) {
        if self.is_full() {
            self.entries.pop_front();
        }
        let data = event.data(self.next);
        let hash: [u8; 32] = Sha256::new().chain_update(data).chain_update(&self.previous).finalize().into();
        let mut digest = [0; DIGEST_LEN];
        digest.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        self.entries.push_back(Entry { number: self.next, data, digest });
        self.previous = digest.to_vec();
        self.next = self.next.wrapping_add(1);
    }

    /// Counts a boot that found no room.
    pub fn count_unlogged_boot(&mut self) {
        self.unlogged_boots = self.unlogged_boots.saturating_add(1);
    }

    /// Counts an authentication that found no room.
    pub fn count_unlogged_authentication(&mut self) {
        self.unlogged_authentications = self.unlogged_authentications.saturating_add(1);
    }

    /// Both counters, the number of entries, the entries: what GET LOG ENTRIES answers.
    pub fn encode(&self) -> Vec<u8> {
        let mut answer = self.unlogged_boots.to_be_bytes().to_vec();
        answer.extend_from_slice(&self.unlogged_authentications.to_be_bytes());
        answer.push(u8::try_from(self.entries.len()).unwrap_or(u8::MAX));
        for entry in &self.entries {
            answer.extend_from_slice(&entry.data);
            answer.extend_from_slice(&entry.digest);
        }
        answer
    }

    /// Frees everything up to and with the entry of this number, and both counters; refuses a number that is not there.
    pub fn free_to(&mut self, number: u16) -> Result<(), DeviceError> {
        let index = self.entries.iter().position(|entry| entry.number == number).ok_or(DeviceError::InvalidData)?;
        self.entries.drain(..=index);
        (self.unlogged_boots, self.unlogged_authentications) = (0, 0);
        Ok(())
    }

    /// Fault of a test: flips a bit in the data of an entry and leaves its digest. Returns whether it is there.
    pub fn corrupt(&mut self, number: u16) -> bool {
        let entry = self.entries.iter_mut().find(|entry| entry.number == number);
        entry.and_then(|entry| entry.data.last_mut()).map(|byte| *byte ^= 1).is_some()
    }
}
