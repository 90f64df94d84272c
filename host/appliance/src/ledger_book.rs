//! The ledger on disk: an entry is written and flushed before what it says takes effect.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use tamga_crypto::hash::Digest;
use tamga_record::ledger::{Entry, checkpoint_text};
use tamga_record::note::{Note, NoteLine};

use crate::clock::RehearsalClock;
use crate::failure::Head;
use crate::folder::{Folder, plain, sync_folder, unwritten};
use crate::message::Message;
use crate::state::State;
use crate::whole_ledger::{JOURNAL, WholeLedger};

/// The ledger of one election, and the state that its entries add up to.
#[derive(Debug)]
pub struct LedgerBook {
    whole: WholeLedger,
    clock: RehearsalClock,
    journal: File,
    place: PathBuf,
    /// Bytes at the end of the journal that were no whole entry and were cut off.
    cut: Option<u64>,
}

impl LedgerBook {
    /// Opens a new ledger with its origin entry, the definition digest `D`.
    pub fn open(appliance: &Folder, definition: Digest, clock: RehearsalClock) -> Result<Self> {
        let path = appliance.place(JOURNAL)?;
        let journal = plain().create_new(true).append(true).open(&path);
        let journal = journal.map_err(|error| unwritten(&path, "ledger-not-begun", error))?;
        path.parent().map_or(Ok(()), sync_folder)?;
        let mut book = Self { whole: WholeLedger::begin(definition), clock, journal, place: path, cut: None };
        book.append(&Entry::Origin { definition })?;
        Ok(book)
    }

    /// Whether a ledger was begun in this folder.
    pub fn is_begun(appliance: &Folder) -> bool {
        appliance.path().join(JOURNAL).exists()
    }

    /// Opens the ledger that is there. An entry that the power failed in the middle of had no effect: it is cut off, and its
    /// bytes are kept beside the journal.
    pub fn resume(appliance: &Folder) -> Result<Self> {
        let path = appliance.place(JOURNAL)?;
        let bytes = appliance.read(JOURNAL)?;
        let (whole, end) = WholeLedger::parse(&bytes)?;
        let journal = plain().append(true).open(&path);
        let journal = journal.head(|| Message::of("ledger-not-opened").with("path", &path))?;
        let rest = bytes.get(end..).unwrap_or_default();
        let cut = (!rest.is_empty()).then_some(rest.len() as u64);
        if cut.is_some() {
            appliance.write(&format!("{JOURNAL}.cut-at-{end}"), rest)?;
            journal.set_len(end as u64)?;
            journal.sync_data()?;
        }
        let clock = RehearsalClock::after(whole.last_s());
        Ok(Self { whole, clock, journal, place: path, cut })
    }

    /// `D`, the origin.
    pub fn definition(&self) -> &Digest {
        self.whole.definition()
    }

    /// How many bytes were cut off its end when it was opened: an entry that the power failed in the middle of.
    pub fn cut(&self) -> Option<u64> {
        self.cut
    }

    /// What the entries add up to.
    pub fn state(&self) -> &State {
        self.whole.state()
    }

    /// All entries in their order.
    pub fn entries(&self) -> &[Entry] {
        self.whole.entries()
    }

    /// All entries in their order, each with its time in Unix seconds.
    pub fn timed_entries(&self) -> impl Iterator<Item = (u64, &Entry)> {
        self.whole.timed_entries()
    }

    /// The time that the next entry will have, Unix seconds.
    pub fn next_time_s(&self) -> u64 {
        self.clock.next_s()
    }

    /// Appends an entry; when this returns, the disk has it.
    pub fn append(&mut self, entry: &Entry) -> Result<()> {
        let time_s = self.clock.tick();
        let bytes = entry.to_bytes(time_s);
        self.whole.grow(&bytes)?;
        let length = u16::try_from(bytes.len()).context("a ledger entry is longer than 65,535 bytes")?;
        let before = self.journal.metadata()?.len();
        let written = self.journal.write_all(&[&length.to_be_bytes(), bytes.as_slice()].concat());
        if let Err(error) = written.and_then(|()| self.journal.sync_data()) {
            // Half an entry stands before no other one; where even this fails it is cut off when the ledger is opened.
            let _ = self.journal.set_len(before);
            return Err(unwritten(&self.place, "ledger-not-written", error));
        }
        self.whole.take(time_s, entry.clone());
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
        self.whole.size_and_root()
    }

    /// Root of the tree when it had so many entries. `None` where it never had.
    pub fn root_at(&self, entries: u64) -> Option<Digest> {
        self.whole.root_at(entries)
    }

    /// Refuses a ledger that is not the continuation of a checkpoint, text of a note, that was published.
    pub fn check_continues(&self, untrusted_text: &str) -> Result<()> {
        self.whole.check_continues(untrusted_text).map(drop)
    }

    /// A checkpoint over all entries, a signed note; `sign` adds the line of a seal key.
    pub fn checkpoint(&self, sign: impl FnOnce(&str) -> Result<NoteLine>) -> Result<String> {
        let (size, root) = self.size_and_root();
        let text = checkpoint_text(self.definition(), size, &root);
        let line = sign(&text)?;
        Ok(Note { text, signatures: vec![line] }.to_string())
    }

    /// Writes checkpoint and tiles into the folder `ledger` of an edition, in place of those of an earlier size.
    pub fn export(&self, edition: &Folder, checkpoint: &str) -> Result<()> {
        let fresh = edition.below("ledger.new");
        fresh.clear()?;
        for (path, bytes) in self.whole.tree().tiles() {
            fresh.write(&path, &bytes)?;
        }
        fresh.write("checkpoint", checkpoint.as_bytes())?;
        fresh.replace(&edition.below("ledger"))
    }
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
    fn a_full_disk_stops_an_entry_and_says_which_disk_it_is() {
        let (_there, folder) = begun();
        let mut book = LedgerBook::resume(&folder).unwrap();
        let whole = book.size_and_root();
        book.journal = plain().append(true).open("/dev/full").unwrap();
        book.place = "/dev/full".into();
        let error = book.append(&Entry::Counts { digest: [2; 32] }).unwrap_err();
        let (code, text) = crate::failure::describe(&error);
        assert_eq!(code, 3);
        assert!(text.starts_with("tamga: /dev/full cannot be written: the disk mounted at /dev"), "{text}");
        assert!(text.contains("Nothing that was written is lost. Make room"), "{text}");
        drop(book);
        assert_eq!(LedgerBook::resume(&folder).unwrap().size_and_root(), whole, "nothing of it is there");
    }

    #[test]
    fn an_entry_that_the_power_failed_in_is_cut_off() {
        let (_there, folder) = begun();
        let whole = folder.read(JOURNAL).unwrap();
        fs::write(folder.path().join(JOURNAL), [whole.as_slice(), &[0, 200, 1, 2, 3]].concat()).unwrap();
        let mut again = LedgerBook::resume(&folder).unwrap();
        assert_eq!(again.cut(), Some(5));
        again.append(&Entry::Counts { digest: [2; 32] }).unwrap();
        let whole = LedgerBook::resume(&folder).unwrap();
        assert_eq!((whole.size_and_root().0, whole.cut()), (3, None));
    }

    #[test]
    fn reading_leaves_out_an_unfinished_entry_and_changes_nothing() {
        let (_there, folder) = begun();
        let whole = folder.read(JOURNAL).unwrap();
        let unfinished = [whole.as_slice(), &[0, 200, 1, 2, 3]].concat();
        fs::write(folder.path().join(JOURNAL), &unfinished).unwrap();
        let read = WholeLedger::read(&folder).unwrap();
        assert_eq!(read.size_and_root(), WholeLedger::parse(&whole).unwrap().0.size_and_root());
        assert_eq!(folder.read(JOURNAL).unwrap(), unfinished);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_fork_without_its_import_is_cut_off_and_kept() {
        let (_there, folder) = begun();
        let before = folder.read(JOURNAL).unwrap();
        let mut book = LedgerBook::resume(&folder).unwrap();
        let (region, collector) = ("aral".to_owned(), "collector-1".to_owned());
        book.append(&Entry::Fork { region, collector, bundle: 1, first: [1; 32], second: [2; 32] }).unwrap();
        drop(book);
        let whole = folder.read(JOURNAL).unwrap();
        assert_eq!(LedgerBook::resume(&folder).unwrap().size_and_root().0, 2);
        assert_eq!(folder.read(JOURNAL).unwrap(), before);
        let cut = folder.read(&format!("{JOURNAL}.cut-at-{}", before.len())).unwrap();
        assert_eq!(cut, whole[before.len()..]);
    }

    #[test]
    fn a_ledger_that_is_older_than_what_was_published_is_refused() {
        let (_there, folder) = begun();
        let older = LedgerBook::resume(&folder).unwrap();
        let mut book = LedgerBook::resume(&folder).unwrap();
        let text = |book: &LedgerBook| {
            let (size, root) = book.size_and_root();
            checkpoint_text(book.definition(), size, &root)
        };
        book.append(&Entry::Counts { digest: [3; 32] }).unwrap();
        assert!(book.check_continues(&text(&older)).is_ok());
        assert!(older.check_continues(&text(&book)).is_err());
    }

    #[test]
    fn a_long_tail_that_is_no_entry_is_damage_and_not_cut_off() {
        let (_there, folder) = begun();
        let mut bytes = folder.read(JOURNAL).unwrap();
        bytes.extend([&[0xff, 0xff], [7; 10_000].as_slice()].concat());
        fs::write(folder.path().join(JOURNAL), &bytes).unwrap();
        assert!(LedgerBook::resume(&folder).is_err());
        assert_eq!(folder.read(JOURNAL).unwrap(), bytes);
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
