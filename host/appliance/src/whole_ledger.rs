//! The whole entries of a ledger's journal and what they add up to: read without changing a byte, beside an act that appends to it.

use anyhow::Result;
use tamga_crypto::hash::Digest;
use tamga_record::ledger::{Checkpoint, Entry, Ledger};

use crate::failure::Failure;
use crate::folder::Folder;
use crate::message::Message;
use crate::state::State;

/// Name of the journal of entries in the appliance's folder: u16 length ‖ entry, again and again.
pub const JOURNAL: &str = "ledger.journal";

/// Bytes of a journal at most, for those who only look: a million entries of some 250 bytes, and no election has that many bundles.
const JOURNAL_LEN_MAX: u64 = 256 << 20;

/// Bytes of an unfinished entry at most: entries are short texts. More is damage.
const CUT_LEN_MAX: usize = 8_192;

/// The entries that are whole, and the state that they add up to.
#[derive(Debug)]
pub struct WholeLedger {
    definition: Digest,
    ledger: Ledger,
    entries: Vec<Entry>,
    /// When each was appended, Unix seconds.
    times: Vec<u64>,
    state: State,
}

impl WholeLedger {
    /// A ledger without entries, of this definition digest `D`.
    pub fn begin(definition: Digest) -> Self {
        Self { definition, ledger: Ledger::new(), entries: Vec::new(), times: Vec::new(), state: State::default() }
    }

    /// Reads the journal of this folder; what is unfinished at its end is left out.
    pub fn read(appliance: &Folder) -> Result<Self> {
        Ok(Self::parse(&appliance.look(JOURNAL, JOURNAL_LEN_MAX)?)?.0)
    }

    /// The whole entries of a journal's bytes, and how many bytes they take. What follows is an entry that is being written, or that
    /// the power failed in the middle of: it has no effect. Refuses entries that are none, and more behind them than an entry is long.
    pub fn parse(untrusted_journal: &[u8]) -> Result<(Self, usize)> {
        let mut read = Self::begin([0; 32]);
        let (mut definition, mut whole) = (None, 0);
        for (entry_bytes, end) in entries_of(untrusted_journal) {
            let (time, entry) = Entry::parse(entry_bytes).map_err(|error| broken(Message::plain(error)))?;
            let after = untrusted_journal.get(end..).unwrap_or_default();
            if matches!(entry, Entry::Fork { .. }) && next_entry(after).is_none() {
                // The entry of the bundle that it announces did not get to the disk: neither had an effect.
                break;
            }
            read.grow(entry_bytes).map_err(|error| broken(Message::plain(error)))?;
            if let Entry::Origin { definition: digest } = entry {
                definition = Some(digest);
            }
            read.take(time, entry);
            whole = end;
        }
        if untrusted_journal.len() - whole > CUT_LEN_MAX {
            return Err(broken(Message::of("ledger-fault").with("why", "tail")));
        }
        read.definition = definition.ok_or_else(|| broken(Message::of("ledger-fault").with("why", "no-origin")))?;
        Ok((read, whole))
    }

    /// Lets the tree grow by an entry; what it says is taken with [`WholeLedger::take`] once the disk has it. Refuses what is no entry.
    pub fn grow(&mut self, bytes: &[u8]) -> Result<()> {
        self.ledger.append(bytes)?;
        Ok(())
    }

    /// Takes what an entry says; its time in Unix seconds.
    pub fn take(&mut self, time_s: u64, entry: Entry) {
        self.state.take(&entry);
        self.entries.push(entry);
        self.times.push(time_s);
    }

    /// `D`, the origin.
    pub fn definition(&self) -> &Digest {
        &self.definition
    }

    /// What the entries add up to.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// All entries in their order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All entries in their order, each with its time in Unix seconds.
    pub fn timed_entries(&self) -> impl Iterator<Item = (u64, &Entry)> {
        self.times.iter().copied().zip(&self.entries)
    }

    /// The tree over the entries.
    pub fn tree(&self) -> &Ledger {
        &self.ledger
    }

    /// The time of the last entry, in seconds since 1970.
    pub fn last_s(&self) -> u64 {
        self.times.last().copied().unwrap_or_default()
    }

    /// Number of entries and root of the tree.
    pub fn size_and_root(&self) -> (u64, Digest) {
        (self.ledger.size(), self.ledger.root())
    }

    /// Root of the tree when it had so many entries. `None` where it never had.
    pub fn root_at(&self, entries: u64) -> Option<Digest> {
        self.ledger.root_at(entries)
    }

    /// Refuses a ledger that is not the continuation of a checkpoint, text of a note, that was published: somebody put back an
    /// older one, or changed it. Gives how many entries the checkpoint has.
    pub fn check_continues(&self, untrusted_text: &str) -> Result<u64> {
        let checkpoint = Checkpoint::parse(untrusted_text)?;
        if checkpoint.definition != self.definition || self.ledger.root_at(checkpoint.size) != Some(checkpoint.root) {
            return Err(broken(Message::of("ledger-fault").with("why", "other")));
        }
        Ok(checkpoint.size)
    }
}

/// The whole entries of a journal, each with the place where it ends.
fn entries_of(journal: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let mut rest = journal;
    std::iter::from_fn(move || {
        let (entry, after) = next_entry(rest)?;
        rest = after;
        Some((entry, journal.len() - after.len()))
    })
}

/// The first entry of a journal's bytes and what follows; `None` where no whole entry is left.
fn next_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

fn broken(why: Message) -> anyhow::Error {
    Failure::internal(Message::of("ledger-damaged").with("why", why))
}
