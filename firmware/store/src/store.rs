//! What the store does.

use alloc::vec::Vec;
use core::ops::Range;

use embedded_storage::nor_flash::NorFlash;
use zeroize::Zeroizing;

use crate::banks::Banks;
use crate::log::{COUNT_LEN, Log};
use crate::record::{Header, Kind, Tag};
use crate::rewrite::Erasing;
use crate::seal::Seal;
use crate::{Counter, Error, StorageKey};

/// The longest value in bytes.
pub const VALUE_LEN_MAX: usize = 8192;

/// The most blobs that are kept at once: their places take about 60 bytes of memory each.
pub const KEYS_MAX: usize = 1024;

/// Bytes of a key, in front of its value.
pub(crate) const KEY_LEN: usize = 4;

/// Advances of the counter that are left for a wiping, tried several times.
const ADVANCES_FOR_WIPING: u32 = 16;

/// Advances that storing or erasing one blob may take: of a bank begun since power came, of one that is not full, of the blob.
const ADVANCES_FOR_STORING: u32 = 3;

/// Advances of the counter that no blob is stored with.
pub const ADVANCES_KEPT: u32 = ADVANCES_FOR_WIPING + ADVANCES_FOR_STORING - 1;

/// Blobs by number, sealed, on one range of NOR flash.
///
/// After an error of flash or counter the next call looks again at what is there and goes on from it.
pub struct Store<F, C> {
    pub(crate) banks: Banks<F>,
    pub(crate) seal: Seal,
    pub(crate) counter: C,
    /// `None` until the flash was looked at, and again after an error.
    pub(crate) log: Option<Log>,
    /// Whether what is kept apart reads the same each time: since this run of the token wrote it, or its pages.
    pub(crate) is_apart_firm: bool,
}

impl<F: NorFlash, C: Counter> Store<F, C> {
    /// A store on the bytes `range` of a flash, which is not touched yet. Refuses with [`Error::Range`] a range that is not made
    /// of whole pages (`ERASE_SIZE`) inside of the flash, at least four, two of them apart and half of the rest for each bank, and a flash whose units of reading
    /// and writing are no powers of two up to 256 bytes or whose pages are not multiples of 256.
    pub fn new(flash: F, range: Range<u32>, key: &StorageKey, counter: C) -> Result<Self, Error> {
        Ok(Self { banks: Banks::new(flash, range)?, seal: Seal::new(key), counter, log: None, is_apart_firm: false })
    }

    /// Looks at the flash, which the first call of anything else would do: [`Error::Rollback`] or [`Error::Corrupt`] where it is
    /// not what this token left there.
    pub fn open(&mut self) -> Result<(), Error> {
        self.with_log(|_, _| Ok(()))
    }

    /// The value last stored under this key; `None` if there is none.
    pub fn load(&mut self, key: u32) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        self.with_log(|store, log| {
            let Some(place) = log.index.get(&key) else { return Ok(None) };
            let (mut body, _) = store.open_record(log.side, place)?.ok_or(Error::Corrupt)?;
            let key_len = KEY_LEN.min(body.len());
            body.drain(..key_len);
            Ok(Some(body))
        })
    }

    /// Keeps a value of up to [`VALUE_LEN_MAX`] bytes under this key, in place of the one before. When power fails, either the
    /// old or the new one is there, and when this returns, the new one is. Refuses with [`Error::TooLong`], [`Error::Full`] or
    /// [`Error::Worn`] before anything is touched.
    pub fn store(&mut self, key: u32, value: &[u8]) -> Result<(), Error> {
        let body_len = value.len().checked_add(KEY_LEN).filter(|_| value.len() <= VALUE_LEN_MAX);
        let body_len = body_len.and_then(|len| u16::try_from(len).ok()).ok_or(Error::TooLong)?;
        self.with_log(|store, log| {
            store.is_room(log, key, body_len)?;
            store.is_unworn(log)?;
            let len = store.laid_out_len(&log.next_header(Kind::Stored, body_len)).ok_or(Error::TooLong)?;
            store.begin(log)?;
            if log.end.saturating_add(len) > store.banks.bank_len() {
                store.rewrite(log, |_| true, Erasing::AsNeeded)?;
            }
            let mut body = Zeroizing::new(Vec::with_capacity(usize::from(body_len)));
            body.extend_from_slice(&key.to_le_bytes());
            body.extend_from_slice(value);
            store.append(log, Kind::Stored, &body)?;
            store.commit(log.epoch)
        })
    }

    /// Erases what is stored under this key, every older value of it included: the other blobs are copied, and all else is
    /// erased from the flash. When power fails, the value may be there still; then erase it again.
    pub fn erase(&mut self, key: u32) -> Result<(), Error> {
        self.with_log(|store, log| {
            if log.index.contains_key(&key) {
                store.is_unworn(log)?;
                store.begin(log)?;
                store.rewrite(log, |kept| kept != key, Erasing::All)?;
            }
            if log.generation == 0 { Ok(()) } else { store.banks.clear(log.side.other(), 0) }
        })
    }

    /// Reads every blob, and says whether each is as it was stored.
    pub fn check(&mut self) -> Result<(), Error> {
        self.with_log(|store, log| {
            for place in log.index.values() {
                store.open_record(log.side, place)?.ok_or(Error::Corrupt)?;
            }
            Ok(())
        })
    }

    /// Gives flash and counter back.
    pub fn release(self) -> (F, C) {
        (self.banks.release(), self.counter)
    }

    /// Does something with the log, which is looked for again after anything that failed half done.
    pub(crate) fn with_log<T>(
        &mut self,
        act: impl FnOnce(&mut Self, &mut Log) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut log = match self.log.take() {
            Some(log) => log,
            None => self.find()?,
        };
        let result = act(self, &mut log);
        if result.as_ref().err().is_none_or(|error| error.is_refusal()) {
            self.log = Some(log);
        }
        result
    }

    /// Refuses a blob that would not fit into one bank beside all others and its own old value.
    fn is_room(&self, log: &Log, key: u32, body_len: u16) -> Result<(), Error> {
        if log.index.len() >= KEYS_MAX && !log.index.contains_key(&key) {
            return Err(Error::Full);
        }
        let counts = log.next_header(Kind::Head, COUNT_LEN as u16);
        let new = log.next_header(Kind::Stored, body_len);
        let headers = log.index.values().map(|place| &place.header).chain([&counts, &counts, &new]);
        let len = headers.map(|header| u64::from(self.laid_out_len(header).unwrap_or(u32::MAX))).sum::<u64>();
        if len > u64::from(self.banks.bank_len()) { Err(Error::Full) } else { Ok(()) }
    }

    /// How many advances of the counter are left for storing: one for each blob, and one for each full bank.
    pub fn stores_left(&mut self) -> Result<u32, Error> {
        self.with_log(|store, log| store.advances_left(log))
    }

    fn advances_left(&mut self, log: &Log) -> Result<u32, Error> {
        let numbers_left = u32::MAX - log.epoch.max(log.generation).max(log.sequence);
        let left = self.counter.left()?.min(numbers_left);
        Ok(left.saturating_sub(ADVANCES_KEPT))
    }

    fn is_unworn(&mut self, log: &Log) -> Result<(), Error> {
        if self.advances_left(log)? == 0 { Err(Error::Worn) } else { Ok(()) }
    }

    /// Writes the next record into a bank that this run of the token began.
    pub(crate) fn append(&mut self, log: &mut Log, kind: Kind, body: &[u8]) -> Result<(), Error> {
        let header = u16::try_from(body.len()).map(|len| log.next_header(kind, len)).map_err(|_| Error::TooLong)?;
        let (record, tag) = self.lay_out(&header, &log.tip, body)?;
        let len = record.len() as u32;
        let mut erased_to = log.erased_to.ok_or(Error::Full)?;
        while erased_to < log.end.saturating_add(len) {
            self.banks.erase_page(log.side, erased_to)?;
            erased_to = erased_to.saturating_add(Banks::<F>::PAGE_LEN);
        }
        log.erased_to = Some(erased_to);
        self.banks.write(log.side, log.end, &record)?;
        let key = body.first_chunk::<KEY_LEN>().filter(|_| kind.is_blob());
        log.take(header, key.map(|key| u32::from_le_bytes(*key)), tag, len);
        Ok(())
    }

    /// The bytes of a record, as it comes after the one with this tag, and its own tag.
    pub(crate) fn lay_out(
        &mut self,
        header: &Header,
        previous: &Tag,
        body: &[u8],
    ) -> Result<(Zeroizing<Vec<u8>>, Tag), Error> {
        let len = self.laid_out_len(header).ok_or(Error::TooLong)?;
        let mut record = Zeroizing::new(Vec::with_capacity(len as usize));
        record.extend_from_slice(&header.to_bytes());
        record.extend_from_slice(body);
        let sealed = record.get_mut(Header::LEN..).and_then(|body| self.seal.seal(header, previous, body));
        let tag: Tag = sealed.ok_or(Error::TooLong)?;
        record.extend_from_slice(&tag);
        record.resize(len as usize, 0xff);
        Ok((record, tag))
    }

    /// Takes the counter to this epoch, the next one: from now on what was written counts.
    pub(crate) fn commit(&mut self, epoch: u32) -> Result<(), Error> {
        let Some(count) = self.counter.read()? else { return Ok(()) };
        if count.checked_add(1) != Some(epoch) {
            return Err(Error::Counter);
        }
        self.counter.advance()?;
        if self.counter.read()? == Some(epoch) { Ok(()) } else { Err(Error::Counter) }
    }
}

impl<F, C> core::fmt::Debug for Store<F, C> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Store")
    }
}
