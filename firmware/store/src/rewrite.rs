//! Copying the log to the other bank: when a bank is full, when power came back, to erase and to wipe.

use core::mem;

use embedded_storage::nor_flash::NorFlash;

use crate::log::Log;
use crate::record::Kind;
use crate::{Counter, Error, Store};

/// How much of a bank is erased before it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Erasing {
    /// The pages that are written, page by page as the log grows into them.
    AsNeeded,
    /// The rest too, so that nothing older is left in it.
    All,
}

/// Advances of the counter in a wiping that nothing interrupts.
const ADVANCES_FOR_WIPING: u32 = 3;

impl<F: NorFlash, C: Counter> Store<F, C> {
    /// Erases everything, this key last. First a bank with nothing but this blob takes the place of all others; when every
    /// other page is erased, an empty one takes its place. A loss of power in between leaves all blobs, this one and no other,
    /// or none. Where that fails, as the flash is not what it should be or the counter is used up, all pages are erased at once:
    /// until that is done the store says [`Error::Rollback`] (or [`Error::Corrupt`]), and where the counter is used up for good.
    ///
    /// What is kept apart ([`Store::keep_apart`]) stays.
    pub fn wipe(&mut self, last: u32) -> Result<(), Error> {
        let wiped = self.with_log(|store, log| {
            if store.counter.left()? < ADVANCES_FOR_WIPING {
                return Err(Error::Worn);
            }
            store.begin(log)?;
            store.rewrite(log, |key| key == last, Erasing::All)?;
            store.banks.clear(log.side.other(), 0)?;
            store.rewrite(log, |_| false, Erasing::All)?;
            store.banks.clear(log.side.other(), 0)
        });
        if wiped.is_ok() { Ok(()) } else { self.begin_anew() }
    }

    /// Erases every page, whatever is there, and begins an empty log. The counter goes up first: what a store that was cut short
    /// left behind, and someone kept, does not count any more.
    fn begin_anew(&mut self) -> Result<(), Error> {
        self.log = None;
        let advanced = self.advance_blindly();
        let [newest, other] = self.newest_first()?;
        self.banks.clear(other, 0)?;
        self.banks.clear(newest, 0)?;
        advanced?;
        let mut log = Log::empty(self.counter.read()?.unwrap_or(0));
        if self.counter.left()? == 0 {
            return Err(Error::Worn);
        }
        self.rewrite(&mut log, |_| false, Erasing::AsNeeded)?;
        self.log = Some(log);
        Ok(())
    }

    fn advance_blindly(&mut self) -> Result<(), Error> {
        if self.counter.left()? == 0 {
            return Err(Error::Worn);
        }
        Ok(self.counter.advance()?)
    }

    /// Makes sure that this run of the token began the bank: what changes anything is numbered with a number that no run before
    /// can have given to something else, and is written to pages that no run before left half done.
    pub(crate) fn begin(&mut self, log: &mut Log) -> Result<(), Error> {
        if log.erased_to.is_some() { Ok(()) } else { self.rewrite(log, |_| true, Erasing::AsNeeded) }
    }

    /// Copies the blobs to keep into the other bank, and goes on there. One epoch, whether anything is left out or not.
    pub(crate) fn rewrite(&mut self, log: &mut Log, keep: impl Fn(u32) -> bool, erasing: Erasing) -> Result<(), Error> {
        let (Some(epoch), Some(generation)) = (log.epoch.checked_add(1), log.generation.checked_add(1)) else {
            return Err(Error::Worn);
        };
        let mut copy = Log { side: log.side.other(), generation, erased_to: Some(0), ..Log::empty(epoch) };
        let mut index = mem::take(&mut log.index);
        index.retain(|key, _| keep(*key));
        let copied = u32::try_from(index.len()).map_err(|_| Error::Full)?;
        self.append(&mut copy, Kind::Head, &copied.to_le_bytes())?;
        for (_, place) in index {
            let (body, _) = self.open_record(log.side, &place)?.ok_or(Error::Corrupt)?;
            self.append(&mut copy, Kind::Copied, &body)?;
        }
        self.append(&mut copy, Kind::Complete, &copied.to_le_bytes())?;
        if let (Erasing::All, Some(erased_to)) = (erasing, copy.erased_to) {
            self.banks.clear(copy.side, erased_to)?;
        }
        self.commit(copy.epoch)?;
        *log = copy;
        Ok(())
    }
}
