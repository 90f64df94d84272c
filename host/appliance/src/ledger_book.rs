//! The ledger on disk: an entry is written and flushed before what it says takes effect.

use std::fs::{File, OpenOptions};
use std::io::Write;

use anyhow::{Context, Result};
use tamga_crypto::hash::Digest;
use tamga_record::ledger::{Entry, Ledger, checkpoint_text};
use tamga_record::note::{Note, NoteLine};

use crate::clock::RehearsalClock;
use crate::failure::Failure;
use crate::folder::{Folder, sync_folder};
use crate::state::State;

/// Name of the journal of entries in the appliance's folder: u16 length ‖ entry, again and again.
const JOURNAL: &str = "ledger.journal";

/// The ledger of one election, and the state that its entries add up to.
#[derive(Debug)]
pub struct LedgerBook {
    definition: Digest,
    ledger: Ledger,
    state: State,
    clock: RehearsalClock,
    journal: File,
}

impl LedgerBook {
    /// Opens a new ledger with its origin entry, the definition digest `D`.
    pub fn open(appliance: &Folder, definition: Digest, clock: RehearsalClock) -> Result<Self> {
        let path = appliance.place(JOURNAL)?;
        let journal = OpenOptions::new().create_new(true).append(true).open(&path);
        let journal = journal.with_context(|| format!("the ledger {} cannot be begun", path.display()))?;
        path.parent().map_or(Ok(()), sync_folder)?;
        let mut book = Self { definition, ledger: Ledger::new(), state: State::default(), clock, journal };
        book.append(&Entry::Origin { definition })?;
        Ok(book)
    }

    /// Whether a ledger was begun in this folder.
    pub fn is_begun(appliance: &Folder) -> bool {
        appliance.path().join(JOURNAL).exists()
    }

    /// Opens the ledger that is there. An entry that the power failed in the middle of had no effect: it is cut off.
    pub fn resume(appliance: &Folder) -> Result<Self> {
        let path = appliance.place(JOURNAL)?;
        let bytes = appliance.read(JOURNAL)?;
        let (mut ledger, mut state) = (Ledger::new(), State::default());
        let (mut definition, mut last_s, mut whole) = (None, 0, 0);
        let mut rest = bytes.as_slice();
        while let Some((entry, after)) = next_entry(rest) {
            ledger.append(entry).map_err(|error| broken(&error.to_string()))?;
            let (time, entry) = Entry::parse(entry)?;
            if let Entry::Origin { definition: digest } = entry {
                definition = Some(digest);
            }
            state.take(&entry);
            last_s = time;
            rest = after;
            whole = bytes.len() - rest.len();
        }
        let Some(definition) = definition else {
            return Err(broken("it has no origin"));
        };
        let journal = OpenOptions::new().append(true).open(&path);
        let journal = journal.with_context(|| format!("the ledger {} cannot be opened", path.display()))?;
        if whole < bytes.len() {
            journal.set_len(whole as u64)?;
            journal.sync_data()?;
        }
        Ok(Self { definition, ledger, state, clock: RehearsalClock::after(last_s), journal })
    }

    /// `D`, the origin.
    pub fn definition(&self) -> &Digest {
        &self.definition
    }

    /// What the entries add up to.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Appends an entry; when this returns, the disk has it.
    pub fn append(&mut self, entry: &Entry) -> Result<()> {
        let bytes = entry.to_bytes(self.clock.tick());
        self.ledger.append(&bytes)?;
        let length = u16::try_from(bytes.len()).context("a ledger entry is longer than 65,535 bytes")?;
        self.journal.write_all(&[&length.to_be_bytes(), bytes.as_slice()].concat())?;
        self.journal.sync_data().context("the ledger cannot be flushed to the disk")?;
        self.state.take(entry);
        Ok(())
    }

    /// Appends entries in their order.
    pub fn append_all(&mut self, entries: &[Entry]) -> Result<()> {
        entries.iter().try_for_each(|entry| self.append(entry))
    }

    /// The clock; entries take their time from it.
    pub fn clock(&mut self) -> &mut RehearsalClock {
        &mut self.clock
    }

    /// Number of entries and root of the tree.
    pub fn size_and_root(&self) -> (u64, Digest) {
        (self.ledger.size(), self.ledger.root())
    }

    /// A checkpoint over all entries, a signed note; `sign` adds the line of a seal key.
    pub fn checkpoint(&self, sign: impl FnOnce(&str) -> Result<NoteLine>) -> Result<String> {
        let (size, root) = self.size_and_root();
        let text = checkpoint_text(&self.definition, size, &root);
        let line = sign(&text)?;
        Ok(Note { text, signatures: vec![line] }.to_string())
    }

    /// Writes checkpoint and tiles into the folder `ledger` of an edition, in place of those of an earlier size.
    pub fn export(&self, edition: &Folder, checkpoint: &str) -> Result<()> {
        let fresh = edition.below("ledger.new");
        fresh.clear()?;
        for (path, bytes) in self.ledger.tiles() {
            fresh.write(&path, &bytes)?;
        }
        fresh.write("checkpoint", checkpoint.as_bytes())?;
        fresh.replace(&edition.below("ledger"))
    }
}

/// The first entry of a journal's bytes and what follows; `None` where no whole entry is left.
fn next_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

fn broken(why: &str) -> anyhow::Error {
    Failure::internal(
        format!("the ledger on this disk is damaged: {why}"),
        "Do not go on here. Restore the folder from the second medium, or begin a new election.",
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn begun() -> (tempfile::TempDir, Folder) {
        let there = tempfile::tempdir().unwrap();
        let folder = Folder::choose(Some(there.path())).unwrap();
        let mut book = LedgerBook::open(&folder, [7; 32], RehearsalClock::before(1_000_000)).unwrap();
        book.append(&Entry::Counts { digest: [1; 32] }).unwrap();
        (there, folder)
    }

    #[test]
    fn a_ledger_is_the_same_when_it_is_opened_again() {
        let (_there, folder) = begun();
        let mut again = LedgerBook::resume(&folder).unwrap();
        assert_eq!(again.size_and_root().0, 2);
        assert_eq!(again.definition(), &[7; 32]);
        assert_eq!(again.clock().tick(), 913_603);
    }

    #[test]
    fn an_entry_that_the_power_failed_in_is_cut_off() {
        let (_there, folder) = begun();
        let whole = folder.read(JOURNAL).unwrap();
        fs::write(folder.path().join(JOURNAL), [whole.as_slice(), &[0, 200, 1, 2, 3]].concat()).unwrap();
        let mut again = LedgerBook::resume(&folder).unwrap();
        again.append(&Entry::Counts { digest: [2; 32] }).unwrap();
        assert_eq!(LedgerBook::resume(&folder).unwrap().size_and_root().0, 3);
    }

    #[test]
    fn a_damaged_entry_stops_everything() {
        let (_there, folder) = begun();
        let mut bytes = folder.read(JOURNAL).unwrap();
        *bytes.last_mut().unwrap() = b'!';
        fs::write(folder.path().join(JOURNAL), bytes).unwrap();
        assert_eq!(crate::failure::describe(&LedgerBook::resume(&folder).unwrap_err()).0, 3);
    }
}
