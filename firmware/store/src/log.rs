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

/// Body of the records before and after the copied ones: their number.
pub(crate) const COUNT_LEN: usize = 4;

/// Bytes that are read at once when the whole range is looked through.
const WINDOW_LEN: usize = 512;

/// How often a log whose last record does not read the same twice is copied before it is given up.
const COPIES_TRIED: u32 = 16;

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
    /// Whether the record after the copied ones is there.
    pub(crate) is_complete: bool,
    /// How many blobs are not copied ones.
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
            is_complete: false,
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
        self.is_complete |= header.kind == Kind::Complete;
        self.stored = self.stored.saturating_add(u32::from(header.kind == Kind::Stored));
        self.end = self.end.saturating_add(len);
        self.tip = tag;
    }
}

/// A body, decrypted, with the tag of its record.
type Opened = (Zeroizing<Vec<u8>>, Tag);

impl<F: NorFlash, C: Counter> Store<F, C> {
    /// The log as it counts now. Where there is no counter and blobs were stored since the bank was begun, it is copied to the
    /// other bank at once: its last record may be one that power left half done and that reads well by chance.
    pub(crate) fn find(&mut self) -> Result<Log, Error> {
        if let Some(committed) = self.counter.read()? {
            return self.find_committed(committed);
        }
        for _ in 0..COPIES_TRIED {
            let mut log = self.find_newest()?;
            if log.stored == 0 {
                return Ok(log);
            }
            match self.rewrite(&mut log, |_| true, Erasing::AsNeeded) {
                Err(Error::Corrupt) => {}
                copied => return copied.map(|()| log),
            }
        }
        Err(Error::Corrupt)
    }

    /// The log as far as the counter says: what was stored and not counted does not count. A copy that may be what the counter was
    /// about to be advanced for counts from now on, as its source may be gone.
    fn find_committed(&mut self, committed: u32) -> Result<Log, Error> {
        let [first, second] = self.newest_first()?;
        let logs = [self.walk(second, Some(committed))?, self.walk(first, Some(committed))?];
        let ranked = logs.into_iter().flatten().filter_map(|log| Some((rank(&log, committed)?, log)));
        match ranked.max_by_key(|(rank, _)| *rank) {
            Some((_, log)) if log.epoch == committed => Ok(log),
            Some((_, log)) => self.commit(log.epoch).map(|()| log),
            None if committed == 0 => Ok(Log::empty(0)),
            None => Err(Error::Rollback),
        }
    }

    /// Without a counter: the newest bank, and an error where a record that is missing from it was followed by another.
    fn find_newest(&mut self) -> Result<Log, Error> {
        let [first, second] = self.newest_first()?;
        let (mut log, mut other) = (self.walk(first, None)?, self.walk(second, None)?);
        if log.is_none() {
            core::mem::swap(&mut log, &mut other);
        }
        let seen = self.look()?;
        let Some(log) = log else {
            return if seen.blobs { Err(Error::Corrupt) } else { Ok(Log::empty(0)) };
        };
        if seen.last_stored > Some((log.generation, log.sequence)) {
            return Err(Error::Corrupt);
        }
        // The last record of an incomplete copy may read well by chance: what it was made of is the sounder one.
        let source = other.filter(|source| !log.is_complete && source.epoch.checked_add(1) == Some(log.epoch));
        Ok(source.unwrap_or(log))
    }

    /// Both banks, the one whose head claims the higher generation first.
    pub(crate) fn newest_first(&mut self) -> Result<[Side; 2], Error> {
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
        if self.follow(&mut log, Kind::Complete)?.is_some() {
            while committed.is_none_or(|committed| log.epoch < committed) {
                if self.follow(&mut log, Kind::Stored)?.is_none() {
                    break;
                }
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
            Kind::Head | Kind::Complete => body_len == COUNT_LEN,
            Kind::Copied | Kind::Stored => (KEY_LEN..=KEY_LEN + VALUE_LEN_MAX).contains(&body_len),
            Kind::Apart => false,
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
        log.take(header, kind.is_blob().then_some(first), tag, len);
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

    pub(crate) fn read_header(&mut self, side: Side, at: u32) -> Result<Option<Header>, Error> {
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

/// How much speaks for a log, where the counter was at `committed` when it was last advanced in full, and may be one further after
/// an advance that power cut short. Of two that are equal, the newer is taken.
fn rank(log: &Log, committed: u32) -> Option<u8> {
    let is_next = committed.checked_add(1) == Some(log.epoch);
    match log.is_complete {
        // The counter may have been advanced for it already.
        true if is_next => Some(4),
        true if log.epoch == committed => Some(3),
        // The counter was never advanced for it, unless its last record was read by chance then and is not now.
        false if log.epoch == committed => Some(2),
        false if is_next && committed > 0 => Some(1),
        _ => None,
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
