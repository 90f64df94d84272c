//! The ledger on disk: an entry is written and flushed before what it says takes effect.

use std::fs::{File, OpenOptions};
use std::io::Write;

use anyhow::{Context, Result};
use tamga_crypto::hash::Digest;
use tamga_record::ledger::{Entry, Ledger, checkpoint_text};
use tamga_record::note::{Note, NoteLine};

use crate::clock::RehearsalClock;
use crate::folder::{Folder, sync_folder};

/// Name of the journal of entries in the appliance's folder: u16 length ‖ entry, again and again.
const JOURNAL: &str = "ledger.journal";

/// The ledger of one election.
#[derive(Debug)]
pub struct LedgerBook {
    definition: Digest,
    ledger: Ledger,
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
        let mut book = Self { definition, ledger: Ledger::new(), clock, journal };
        book.append(&Entry::Origin { definition })?;
        Ok(book)
    }

    /// Appends an entry; when this returns, the disk has it.
    pub fn append(&mut self, entry: &Entry) -> Result<()> {
        let bytes = entry.to_bytes(self.clock.tick());
        self.ledger.append(&bytes)?;
        let length = u16::try_from(bytes.len()).context("a ledger entry is longer than 65,535 bytes")?;
        self.journal.write_all(&length.to_be_bytes())?;
        self.journal.write_all(&bytes)?;
        self.journal.sync_data().context("the ledger cannot be flushed to the disk")
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
