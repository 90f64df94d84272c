//! The range of flash as two banks of whole pages, and two pages apart behind them.

use core::ops::Range;

use embedded_storage::nor_flash::{NorFlash, NorFlashError};

use crate::Error;

/// The smallest unit in which records are laid out, where the flash has a smaller one.
const UNIT_MIN: usize = 4;

/// Pages that are no bank's.
const PAGES_APART: u32 = 2;

/// The largest unit in which a flash may want to be read or written.
pub(crate) const UNIT_MAX: usize = 256;

/// Which of the two banks, or of the two pages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Low,
    High,
    ApartFirst,
    ApartSecond,
}

impl Side {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Low => Self::High,
            Self::High => Self::Low,
            Self::ApartFirst => Self::ApartSecond,
            Self::ApartSecond => Self::ApartFirst,
        }
    }
}

pub(crate) struct Banks<F> {
    flash: F,
    start: u32,
    /// Bytes of one bank.
    len: u32,
}

impl<F: NorFlash> Banks<F> {
    /// Bytes of one page: what is erased at once.
    pub(crate) const PAGE_LEN: u32 = F::ERASE_SIZE as u32;

    /// What offsets and lengths of reads and writes are multiples of, a power of two.
    pub(crate) const UNIT: usize = max(UNIT_MIN, max(F::READ_SIZE, F::WRITE_SIZE));

    /// Refuses a range that is out of the flash, not made of whole pages, or of fewer than four, and a flash with units that
    /// are no powers of two up to 256 bytes. An odd page at the end stays unused.
    pub(crate) fn new(flash: F, range: Range<u32>) -> Result<Self, Error> {
        let units_fit = Self::UNIT <= UNIT_MAX
            && [F::READ_SIZE, F::WRITE_SIZE].iter().all(|unit| unit.is_power_of_two())
            && F::ERASE_SIZE > 0
            && F::ERASE_SIZE.is_multiple_of(UNIT_MAX)
            && u32::try_from(F::ERASE_SIZE).is_ok();
        let inside = u32::try_from(flash.capacity()).is_ok_and(|capacity| range.end <= capacity);
        if !units_fit || !inside {
            return Err(Error::Range);
        }
        let pages = range.end.saturating_sub(range.start) / Self::PAGE_LEN;
        if pages < PAGES_APART + 2
            || !range.start.is_multiple_of(Self::PAGE_LEN)
            || !range.end.is_multiple_of(Self::PAGE_LEN)
        {
            return Err(Error::Range);
        }
        Ok(Self { flash, start: range.start, len: (pages - PAGES_APART) / 2 * Self::PAGE_LEN })
    }

    pub(crate) fn release(self) -> F {
        self.flash
    }

    /// Bytes of one bank.
    pub(crate) fn bank_len(&self) -> u32 {
        self.len
    }

    /// Reads at an offset of a bank; past its end it refuses.
    pub(crate) fn read(&mut self, side: Side, at: u32, bytes: &mut [u8]) -> Result<(), Error> {
        let address = self.address(side, at, bytes.len())?;
        self.flash.read(address, bytes).map_err(flash_error)
    }

    /// Writes at an offset of a bank that was erased, and holds what is there against what was to be.
    pub(crate) fn write(&mut self, side: Side, at: u32, bytes: &[u8]) -> Result<(), Error> {
        let address = self.address(side, at, bytes.len())?;
        self.flash.write(address, bytes).map_err(flash_error)?;
        let mut kept = [0; UNIT_MAX];
        for (part, address) in bytes.chunks(UNIT_MAX).zip((address..).step_by(UNIT_MAX)) {
            let kept = kept.get_mut(..part.len()).unwrap_or_default();
            self.flash.read(address, kept).map_err(flash_error)?;
            if kept != part {
                return Err(Error::Flash(crate::NorFlashErrorKind::Other));
            }
        }
        Ok(())
    }

    /// Erases the page at this offset of a bank.
    pub(crate) fn erase_page(&mut self, side: Side, at: u32) -> Result<(), Error> {
        let from = self.address(side, at, F::ERASE_SIZE)?;
        self.flash.erase(from, from + Self::PAGE_LEN).map_err(flash_error)
    }

    /// Erases every page of a bank from this offset on that is not erased yet.
    pub(crate) fn clear(&mut self, side: Side, from: u32) -> Result<(), Error> {
        for at in (from..self.len_of(side)).step_by(F::ERASE_SIZE) {
            if !self.is_erased(side, at)? {
                self.erase_page(side, at)?;
            }
        }
        Ok(())
    }

    fn is_erased(&mut self, side: Side, page: u32) -> Result<bool, Error> {
        let mut bytes = [0; UNIT_MAX];
        for at in (page..page + Self::PAGE_LEN).step_by(UNIT_MAX) {
            self.read(side, at, &mut bytes)?;
            if bytes.iter().any(|byte| *byte != 0xff) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn address(&self, side: Side, at: u32, len: usize) -> Result<u32, Error> {
        let end = u32::try_from(len).ok().and_then(|len| at.checked_add(len));
        if end.is_none_or(|end| end > self.len_of(side)) {
            return Err(Error::Flash(crate::NorFlashErrorKind::OutOfBounds));
        }
        Ok(match side {
            Side::Low => self.start + at,
            Side::High => self.start + self.len + at,
            Side::ApartFirst => self.start + 2 * self.len + at,
            Side::ApartSecond => self.start + 2 * self.len + Self::PAGE_LEN + at,
        })
    }

    fn len_of(&self, side: Side) -> u32 {
        match side {
            Side::Low | Side::High => self.len,
            Side::ApartFirst | Side::ApartSecond => Self::PAGE_LEN,
        }
    }
}

fn flash_error(error: impl NorFlashError) -> Error {
    Error::Flash(error.kind())
}

const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}
