//! A counter in one-time programmable memory that can only go up: a thermometer of bits.

use core::ops::Range;

use tamga_store::{Counter, CounterError};

/// Bits of a raw row of the memory.
const ROW_BITS: u32 = 24;

/// Cells in a row that may refuse to be programmed before the memory counts as failed.
const BAD_CELLS_MAX: u32 = 8;

/// How often a cell is programmed before it is passed over.
const ATTEMPTS: u32 = 3;

/// Rows of one-time programmable memory, 24 bits each, whose bits go from 0 to 1 and never back. Each call is one of the
/// hardware's own.
pub trait Rows {
    /// The 24 bits of a row; `None` where the memory does not let it be read.
    fn read(&mut self, row: u16) -> Option<u32>;

    /// Programs the bits set in `bits`, beside those that are set; `None` where the memory refuses. Whether a cell has taken
    /// its bit is for the caller to read.
    fn burn(&mut self, row: u16, bits: u32) -> Option<()>;
}

/// The counter: the number of bits set in the rows `range`, filled row by row from bit 0 on. A cell that does not take its bit
/// in three attempts is passed over.
///
/// Of an advance that power interrupts, the bit reads as set or not. One that is found set is programmed again when the counter
/// is opened, so that it does not read as unset another day; one that is not is the next to be programmed, and no look at
/// the counter takes it in before.
pub struct Thermometer<R> {
    rows: R,
    range: Range<u16>,
    count: u32,
    /// The place of the newest bit that is set.
    newest: Option<u32>,
    /// The place of the next bit, counted from bit 0 of the first row.
    next: u32,
}

impl<R: Rows> Thermometer<R> {
    /// Reads the counter, twice, and makes its newest bit firm. Refuses memory that fails or gives two answers.
    pub fn open(rows: R, range: Range<u16>) -> Result<Self, CounterError> {
        let mut counter = Self { rows, range, count: 0, newest: None, next: 0 };
        (counter.count, counter.newest) = counter.measure()?;
        if let Some(newest) = counter.newest {
            let (row, bit) = counter.place(newest);
            counter.rows.burn(row, bit).ok_or(CounterError)?;
            counter.next = newest + 1;
        }
        if counter.measure()? == (counter.count, counter.newest) { Ok(counter) } else { Err(CounterError) }
    }

    /// Places for bits.
    fn places(&self) -> u32 {
        u32::from(self.range.end.saturating_sub(self.range.start)) * ROW_BITS
    }

    /// Row and bit of a place.
    fn place(&self, place: u32) -> (u16, u32) {
        (self.range.start + (place / ROW_BITS) as u16, 1 << (place % ROW_BITS))
    }

    /// How many bits are set, and the place of the highest one.
    fn measure(&mut self) -> Result<(u32, Option<u32>), CounterError> {
        let (mut count, mut newest) = (0, None);
        for (row, start) in self.range.clone().zip((0..).step_by(ROW_BITS as usize)) {
            let bits = self.rows.read(row).filter(|bits| bits >> ROW_BITS == 0).ok_or(CounterError)?;
            if let Some(highest) = bits.checked_ilog2() {
                count += bits.count_ones();
                newest = Some(start + highest);
            }
        }
        Ok((count, newest))
    }

    /// Whether the bit at this place reads as set, twice.
    fn is_set(&mut self, place: u32) -> Result<bool, CounterError> {
        let (row, bit) = self.place(place);
        let first = self.rows.read(row).ok_or(CounterError)?;
        let second = self.rows.read(row).ok_or(CounterError)?;
        Ok(first & second & bit != 0)
    }

    /// Programs the next cell; whether it took its bit.
    fn set_next(&mut self) -> Result<bool, CounterError> {
        let place = self.next;
        let (row, bit) = self.place(place);
        for _ in 0..ATTEMPTS {
            self.rows.burn(row, bit).ok_or(CounterError)?;
            if self.is_set(place)? {
                self.newest = Some(place);
                self.next = place + 1;
                return Ok(true);
            }
        }
        self.next = place + 1;
        Ok(false)
    }
}

impl<R: Rows> Counter for Thermometer<R> {
    /// The number found at the opening and taken up since; refuses where the memory no longer shows the newest bit of it.
    fn read(&mut self) -> Result<Option<u32>, CounterError> {
        if let Some(newest) = self.newest
            && !self.is_set(newest)?
        {
            return Err(CounterError);
        }
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
