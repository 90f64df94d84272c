//! Finding the log: which bank holds it, how far it goes, where each blob is.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use embedded_storage::nor_flash::NorFlash;
use zeroize::Zeroizing;

use crate::banks::{Banks, Side, UNIT_MAX};
use crate::record::{Header, Kind, TAG_LEN, Tag};
use crate::rewrite::Erasing;
use crate::store::{KEY_LEN, VALUE_LEN_MAX};
use crate::{Counter, Error, Store};

/// Body of a head: the number of copied records.
pub(crate) const HEAD_BODY_LEN: usize = 4;

/// Bytes that are read at once when the whole range is looked through.
const WINDOW_LEN: usize = 512;

/// A bank's records as far as they are one chain.
pub(crate) struct Log {
    pub(crate) side: Side,
    pub(crate) generation: u32,
    /// The epoch of the last record.
    pub(crate) epoch: u32,
    /// The number of the next record.
    pub(crate) sequence: u32,
    /// The tag of the last record.
    pub(crate) tip: Tag,
    /// Where the next record goes.
    pub(crate) end: u32,
    /// Up to where this bank was erased since power came; `None` for a bank that was written before, after whose last record
    /// may be what a loss of power left.
    pub(crate) erased_to: Option<u32>,
    /// How many records are not copied ones.
    pub(crate) stored: u32,
    pub(crate) index: BTreeMap<u32, Place>,
}

/// Where the newest value of a key is, and what makes it that one.
pub(crate) struct Place {
    pub(crate) at: u32,
    pub(crate) header: Header,
    pub(crate) previous: Tag,
}

impl Log {
    /// A store in which nothing was ever stored.
    pub(crate) fn empty(epoch: u32) -> Self {
        Self {
            side: Side::High,
            generation: 0,
            epoch,
            sequence: 0,
            tip: [0; TAG_LEN],
            end: 0,
            erased_to: None,
            stored: 0,
            index: BTreeMap::new(),
        }
    }

    /// The header of the record that would come next.
    pub(crate) fn next_header(&self, kind: Kind, body_len: u16) -> Header {
        let epoch = if kind == Kind::Stored { self.epoch.saturating_add(1) } else { self.epoch };
        Header { epoch, generation: self.generation, sequence: self.sequence, kind, body_len }
    }

    /// Goes on past a record that is there.
    pub(crate) fn take(&mut self, header: Header, key: Option<u32>, tag: Tag, len: u32) {
        if let Some(key) = key {
            self.index.insert(key, Place { at: self.end, header, previous: self.tip });
        }
        self.epoch = header.epoch;
        self.sequence = self.sequence.saturating_add(1);
        self.stored = self.stored.saturating_add(u32::from(header.kind == Kind::Stored));
        self.end = self.end.saturating_add(len);
        self.tip = tag;
    }
}

/// A body, decrypted, with the tag of its record.
type Opened = (Zeroizing<Vec<u8>>, Tag);

impl<F: NorFlash, C: Counter> Store<F, C> {
    /// The log as it counts now. Where there is no counter and blobs were stored since the bank was begun, it is copied to the
    /// other bank at once: its last record may be one that power left half done and that reads well today only.
    pub(crate) fn find(&mut self) -> Result<Log, Error> {
        match self.counter.read()? {
            Some(committed) => self.find_committed(committed),
            None => {
                let mut log = self.find_newest()?;
                if log.stored > 0 {
                    self.rewrite(&mut log, |_| true, Erasing::AsNeeded)?;
                }
                Ok(log)
            }
        }
    }

    /// The log as far as the counter says. What was written and not counted does not count.
    fn find_committed(&mut self, committed: u32) -> Result<Log, Error> {
        for side in self.newest_first()? {
            match self.walk(side, Some(committed))? {
                Some(log) if log.epoch == committed => return Ok(log),
                _ => {}
            }
        }
        if committed == 0 { Ok(Log::empty(0)) } else { Err(Error::Rollback) }
    }

    /// Without a counter: the newest complete bank, and an error where a record that is missing from it was followed by another.
    fn find_newest(&mut self) -> Result<Log, Error> {
        let [first, second] = self.newest_first()?;
        let (mut log, mut other) = (self.walk(first, None)?, self.walk(second, None)?);
        if log.is_none() {
            core::mem::swap(&mut log, &mut other);
        }
        let seen = self.look()?;
        let Some(mut log) = log else {
            return if seen.blobs { Err(Error::Corrupt) } else { Ok(Log::empty(0)) };
        };
        // A copy to which nothing was added may be cut in its last record: then what it was made of is the sounder one.
        if let Some(older) = other
            && older.epoch.checked_add(1) == Some(log.epoch)
            && seen.last_stored < Some((log.generation, 0))
        {
            log = older;
        }
        if seen.last_stored > Some((log.generation, log.sequence)) { Err(Error::Corrupt) } else { Ok(log) }
    }

    /// Both banks, the one whose head claims the higher generation first.
    fn newest_first(&mut self) -> Result<[Side; 2], Error> {
        let (low, high) = (self.head_generation(Side::Low)?, self.head_generation(Side::High)?);
        Ok(if low > high { [Side::Low, Side::High] } else { [Side::High, Side::Low] })
    }

    fn head_generation(&mut self, side: Side) -> Result<Option<u32>, Error> {
        let header = self.read_header(side, 0)?;
        Ok(header.filter(|header| header.kind == Kind::Head).map(|header| header.generation))
    }

    /// Follows a bank's chain from its head, up to an epoch where one is given. `None` where head or copies are not complete.
    fn walk(&mut self, side: Side, committed: Option<u32>) -> Result<Option<Log>, Error> {
        let Some(head) = self.read_header(side, 0)? else { return Ok(None) };
        let mut log = Log { side, generation: head.generation, ..Log::empty(head.epoch) };
        let Some(copied) = self.follow(&mut log, Kind::Head)? else { return Ok(None) };
        for _ in 0..copied {
            if self.follow(&mut log, Kind::Copied)?.is_none() {
                return Ok(None);
            }
        }
        while committed.is_none_or(|committed| log.epoch < committed) {
            if self.follow(&mut log, Kind::Stored)?.is_none() {
                break;
            }
        }
        Ok(Some(log))
    }

    /// Takes the next record, if it is there and of this kind, and says what its body begins with: the number of copies or the
    /// key.
    fn follow(&mut self, log: &mut Log, kind: Kind) -> Result<Option<u32>, Error> {
        let Some(header) = self.read_header(log.side, log.end)? else { return Ok(None) };
        let body_len = usize::from(header.body_len);
        let fits = match kind {
            Kind::Head => body_len == HEAD_BODY_LEN,
            Kind::Copied | Kind::Stored => (KEY_LEN..=KEY_LEN + VALUE_LEN_MAX).contains(&body_len),
        };
        if !fits || header != log.next_header(kind, header.body_len) {
            return Ok(None);
        }
        let Some(len) = self.laid_out_len(&header) else { return Ok(None) };
        if log.end.saturating_add(len) > self.banks.bank_len() {
            return Ok(None);
        }
        let place = Place { at: log.end, header, previous: log.tip };
        let Some((body, tag)) = self.open_record(log.side, &place)? else { return Ok(None) };
        let Some(first) = body.first_chunk::<4>() else { return Ok(None) };
        let first = u32::from_le_bytes(*first);
        log.take(header, (kind != Kind::Head).then_some(first), tag, len);
        Ok(Some(first))
    }

    /// The body of the record at this place; `None` if what is there now is not that record.
    pub(crate) fn open_record(&mut self, side: Side, place: &Place) -> Result<Option<Opened>, Error> {
        let unit = Banks::<F>::UNIT;
        let body_len = usize::from(place.header.body_len);
        let mut bytes = Zeroizing::new(vec![0; place.header.record_len().next_multiple_of(unit)]);
        self.banks.read(side, place.at, &mut bytes)?;
        let Some((body, rest)) = bytes.get_mut(Header::LEN..).and_then(|rest| rest.split_at_mut_checked(body_len))
        else {
            return Ok(None);
        };
        let Some(tag) = rest.first_chunk::<TAG_LEN>().copied() else { return Ok(None) };
        if !self.seal.open(&place.header, &place.previous, body, &tag) {
            return Ok(None);
        }
        bytes.truncate(Header::LEN + body_len);
        bytes.drain(..Header::LEN);
        Ok(Some((bytes, tag)))
    }

    fn read_header(&mut self, side: Side, at: u32) -> Result<Option<Header>, Error> {
        let mut bytes = [0; UNIT_MAX];
        let len = Header::LEN.next_multiple_of(Banks::<F>::UNIT);
        let Some(bytes) = bytes.get_mut(..len) else { return Ok(None) };
        if u64::from(at) + len as u64 > u64::from(self.banks.bank_len()) {
            return Ok(None);
        }
        self.banks.read(side, at, bytes)?;
        Ok(Header::parse(bytes))
    }

    /// Bytes that a record takes on the flash.
    pub(crate) fn laid_out_len(&self, header: &Header) -> Option<u32> {
        u32::try_from(header.record_len().next_multiple_of(Banks::<F>::UNIT)).ok()
    }

    /// The headers of blobs that are anywhere on the flash, authentic or not.
    fn look(&mut self) -> Result<Seen, Error> {
        let step = WINDOW_LEN - Banks::<F>::UNIT.max(Header::LEN.next_multiple_of(UNIT_MAX / 8));
        let mut seen = Seen::default();
        for side in [Side::Low, Side::High] {
            for from in (0..self.banks.bank_len()).step_by(step) {
                let mut window = [0; WINDOW_LEN];
                let left = self.banks.bank_len() - from;
                let Some(window) = window.get_mut(..WINDOW_LEN.min(left as usize)) else { continue };
                self.banks.read(side, from, window)?;
                for untrusted in (0..window.len()).step_by(Banks::<F>::UNIT).filter_map(|at| window.get(at..)) {
                    seen.add(Header::parse(untrusted));
                }
            }
        }
        Ok(seen)
    }
}

/// What headers say, where nothing stronger is to be had: enough to tell damage from a loss of power, not to tell who did it.
#[derive(Default)]
struct Seen {
    /// Whether there is a blob at all.
    blobs: bool,
    /// Generation and number of the last blob that is not a copied one.
    last_stored: Option<(u32, u32)>,
}

impl Seen {
    fn add(&mut self, header: Option<Header>) {
        match header {
            Some(header) if header.kind == Kind::Stored => {
                self.blobs = true;
                self.last_stored = self.last_stored.max(Some((header.generation, header.sequence)));
            }
            Some(header) if header.kind == Kind::Copied => self.blobs = true,
            _ => {}
        }
    }
}
