//! A counter in one-time programmable memory that can only go up: a thermometer of bits.

use core::ops::Range;

use tamga_store::{Counter, CounterError};

/// Bits of a raw row of the memory.
const ROW_BITS: u32 = 24;

/// Cells in a row that may refuse to be programmed before the memory counts as failed.
const BAD_CELLS_MAX: u32 = 8;

/// Rows of one-time programmable memory, 24 bits each, whose bits go from 0 to 1 and never back.
pub trait Rows {
    /// The 24 bits of a row; `None` where the memory does not let it be read.
    fn read(&mut self, row: u16) -> Option<u32>;

    /// Programs the bits set in `bits`, beside those that are set; `None` where the memory refuses. Whether a cell has taken
    /// its bit is for the caller to read.
    fn burn(&mut self, row: u16, bits: u32) -> Option<()>;
}

/// The counter: the number of bits set in the rows `range`, filled row by row from bit 0 on. A cell that does not take its bit
/// is passed over and never counts.
///
/// Of an advance that power interrupts, the bit reads as set or not; one that does is programmed again when the counter is
/// opened, so that it does not read as unset another day.
pub struct Thermometer<R> {
    rows: R,
    range: Range<u16>,
    count: u32,
    /// The place of the next bit, counted from bit 0 of the first row.
    next: u32,
}

impl<R: Rows> Thermometer<R> {
    /// Reads the counter, twice, and makes its newest bit firm. Refuses memory that fails or gives two answers.
    pub fn open(rows: R, range: Range<u16>) -> Result<Self, CounterError> {
        let mut counter = Self { rows, range, count: 0, next: 0 };
        (counter.count, counter.next) = counter.measure()?;
        if let Some(newest) = counter.next.checked_sub(1) {
            let (row, bit) = counter.place(newest);
            counter.rows.burn(row, bit).ok_or(CounterError)?;
        }
        if counter.measure()? == (counter.count, counter.next) { Ok(counter) } else { Err(CounterError) }
    }

    /// Places for bits.
    fn places(&self) -> u32 {
        u32::from(self.range.end.saturating_sub(self.range.start)) * ROW_BITS
    }

    /// Row and bit of a place.
    fn place(&self, place: u32) -> (u16, u32) {
        (self.range.start + (place / ROW_BITS) as u16, 1 << (place % ROW_BITS))
    }

    /// How many bits are set, and the place after the highest one.
    fn measure(&mut self) -> Result<(u32, u32), CounterError> {
        let (mut count, mut next) = (0, 0);
        for (row, start) in self.range.clone().zip((0..).step_by(ROW_BITS as usize)) {
            let bits = self.rows.read(row).filter(|bits| bits >> ROW_BITS == 0).ok_or(CounterError)?;
            if bits != 0 {
                count += bits.count_ones();
                next = start + u32::BITS - bits.leading_zeros();
            }
        }
        Ok((count, next))
    }

    /// Programs the next cell; whether it took its bit.
    fn set_next(&mut self) -> Result<bool, CounterError> {
        let (row, bit) = self.place(self.next);
        self.rows.burn(row, bit).ok_or(CounterError)?;
        let bits = self.rows.read(row).ok_or(CounterError)?;
        self.next += 1;
        Ok(bits & bit != 0)
    }
}

impl<R: Rows> Counter for Thermometer<R> {
    fn read(&mut self) -> Result<Option<u32>, CounterError> {
        Ok(Some(self.count))
    }

    fn advance(&mut self) -> Result<(), CounterError> {
        for _ in 0..=BAD_CELLS_MAX {
            if self.next >= self.places() {
                return Err(CounterError);
            }
            if self.set_next()? {
                self.count += 1;
                return Ok(());
            }
        }
        Err(CounterError)
    }

    fn left(&mut self) -> Result<u32, CounterError> {
        Ok(self.places() - self.next)
    }
}
