//! One value apart from all blobs, in two pages of its own behind the banks, which nothing erases: not even what erases every page
//! of a flash that fails.

use alloc::vec::Vec;

use embedded_storage::nor_flash::NorFlash;
use zeroize::Zeroizing;

use crate::banks::Side;
use crate::log::Place;
use crate::record::{Header, Kind, TAG_LEN};
use crate::{Counter, Error, Store};

/// The longest value that is kept apart, in bytes.
pub const APART_LEN_MAX: usize = 64;

/// The number of a record in a page, and its value.
type Numbered = (u32, Zeroizing<Vec<u8>>);

/// What the two pages hold.
struct Found {
    value: Option<Zeroizing<Vec<u8>>>,
    /// The page that may be written first, and the one that must be sound until that is done.
    order: [Side; 2],
    /// The highest number of a record in them.
    sequence: u32,
}

impl<F: NorFlash, C: Counter> Store<F, C> {
    /// Keeps a value of up to [`APART_LEN_MAX`] bytes apart, in place of the one before: without the counter, and for good. When
    /// power fails in between, the old or the new one is there, and stays so once [`Store::apart`] has said which. Refuses with
    /// [`Error::TooLong`], and where neither page takes it.
    pub fn keep_apart(&mut self, value: &[u8]) -> Result<(), Error> {
        if value.len() > APART_LEN_MAX {
            return Err(Error::TooLong);
        }
        let Found { value: before, order: [first, second], sequence } = self.look_apart()?;
        let written = self.write_apart(first, sequence.saturating_add(1), value);
        let kept = match before {
            // One page is enough where the other fails.
            None => self.write_apart(second, sequence.saturating_add(2), value).or(written),
            Some(_) => written.and_then(|()| self.write_apart(second, sequence.saturating_add(2), value)),
        };
        self.is_apart_firm = kept.is_ok();
        kept
    }

    /// The value that is kept apart, whatever the banks hold. The first call after power came makes what it finds firm: what power
    /// left half done may read one way today and another tomorrow.
    pub fn apart(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        let Found { value, order: [first, second], sequence } = self.look_apart()?;
        if self.is_apart_firm {
            return Ok(value);
        }
        match &value {
            Some(value) => {
                // Where a page fails, the other has it all the same, and is left alone.
                let written = self.write_apart(first, sequence.saturating_add(1), value);
                let _ = written.and_then(|()| self.write_apart(second, sequence.saturating_add(2), value));
            }
            None => {
                self.banks.clear(first, 0)?;
                self.banks.clear(second, 0)?;
            }
        }
        self.is_apart_firm = true;
        Ok(value)
    }

    /// Of two records that of the lower number was written in full before the other was begun: it counts, and only the other may be
    /// half done.
    fn look_apart(&mut self) -> Result<Found, Error> {
        use Side::{ApartFirst, ApartSecond};
        let (first, second) = (self.read_apart(ApartFirst), self.read_apart(ApartSecond));
        let found = |value, order, sequence| Found { value, order, sequence };
        Ok(match (first, second) {
            (Ok(Some((a, value))), Ok(Some((b, _)))) if a <= b => found(Some(value), [ApartSecond, ApartFirst], b),
            (Ok(Some((a, _))), Ok(Some((_, value)))) => found(Some(value), [ApartFirst, ApartSecond], a),
            (Ok(Some((a, value))), _) => found(Some(value), [ApartSecond, ApartFirst], a),
            (_, Ok(Some((b, value)))) => found(Some(value), [ApartFirst, ApartSecond], b),
            (first, second) => {
                first.and(second)?;
                found(None, [ApartFirst, ApartSecond], 0)
            }
        })
    }

    fn write_apart(&mut self, side: Side, sequence: u32, value: &[u8]) -> Result<(), Error> {
        let body_len = u16::try_from(value.len()).map_err(|_| Error::TooLong)?;
        let (record, _) = self.lay_out(&header(sequence, body_len), &[0; TAG_LEN], value)?;
        self.banks.erase_page(side, 0)?;
        self.banks.write(side, 0, &record)
    }

    /// The record in a page.
    fn read_apart(&mut self, side: Side) -> Result<Option<Numbered>, Error> {
        let found = self.read_header(side, 0)?;
        let Some(header) = found.filter(|found| *found == header(found.sequence, found.body_len)) else {
            return Ok(None);
        };
        if usize::from(header.body_len) > APART_LEN_MAX {
            return Ok(None);
        }
        let place = Place { at: 0, header, previous: [0; TAG_LEN] };
        Ok(self.open_record(side, &place)?.map(|(value, _)| (header.sequence, value)))
    }
}

/// An epoch that no log reaches: so the number of the record is no other's.
fn header(sequence: u32, body_len: u16) -> Header {
    Header { epoch: u32::MAX, generation: 0, sequence, kind: Kind::Apart, body_len }
}
