//! A counter in one-time programmable memory that can only go up: a thermometer of bits, each kept three times.

/// Bits of a raw row of the memory.
const ROW_BITS: u32 = 24;
/// Copies of each row.
const COPIES: u16 = 3;

/// Rows of one-time programmable memory, 24 bits each, whose bits go from 0 to 1 and never back.
pub trait Rows {
    /// The 24 bits of a row; `None` where the memory does not let it be read.
    fn read(&mut self, row: u16) -> Option<u32>;

    /// Programs the bits set in `bits`, beside those that are set; `None` where the memory refuses.
    fn burn(&mut self, row: u16, bits: u32) -> Option<()>;
}

/// Why a counter cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CounterError {
    /// A row cannot be read or programmed, or did not keep what was programmed.
    #[error("the counter's memory fails")]
    Memory,
    /// Bits are set above ones that are not: nothing that this counter did.
    #[error("the counter's memory is damaged")]
    Damaged,
    /// Every bit is set.
    #[error("the counter is used up")]
    UsedUp,
}

/// The counter: `groups` groups of three rows from `first` on, 24 counts each. A bit counts where two of its three copies
/// are set, so that no single bad cell changes the count.
///
/// An advance that power interrupts has either happened or not, and [`Thermometer::open`] settles which: a bit at or right
/// above the count that is set in some copy is then set in all, so that no half-programmed cell is left to read one way
/// today and another way tomorrow.
pub struct Thermometer<R> {
    rows: R,
    first: u16,
    groups: u16,
    count: u32,
}

impl<R: Rows> Thermometer<R> {
    /// Reads the counter, twice, and finishes an advance that was interrupted. Refuses memory that fails, gives two
    /// answers, or has bits set above ones that are not.
    pub fn open(rows: R, first: u16, groups: u16) -> Result<Self, CounterError> {
        let mut counter = Self { rows, first, groups, count: 0 };
        counter.count = counter.measure()?;
        if counter.measure()? != counter.count {
            return Err(CounterError::Memory);
        }
        counter.settle()?;
        Ok(counter)
    }

    /// The count.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// How far it can go.
    pub fn count_max(&self) -> u32 {
        u32::from(self.groups) * ROW_BITS
    }

    /// Counts one up, and gives the new count once it can be read back. Refuses when all bits are used.
    pub fn advance(&mut self) -> Result<u32, CounterError> {
        if self.count >= self.count_max() {
            return Err(CounterError::UsedUp);
        }
        self.set(self.count)?;
        self.count += 1;
        Ok(self.count)
    }

    /// Sets a bit in all copies, and reads it back.
    fn set(&mut self, place: u32) -> Result<(), CounterError> {
        let (group, bit) = split(place);
        for row in self.copies(group) {
            let before = self.rows.read(row).ok_or(CounterError::Memory)?;
            if before & bit == 0 {
                self.rows.burn(row, bit).ok_or(CounterError::Memory)?;
            }
        }
        if self.group(group)? & bit == 0 { Err(CounterError::Memory) } else { Ok(()) }
    }

    fn copies(&self, group: u16) -> core::ops::Range<u16> {
        let first = self.first + group * COPIES;
        first..first + COPIES
    }

    /// Finishes what an interrupted advance left.
    fn settle(&mut self) -> Result<(), CounterError> {
        if let Some(top) = self.count.checked_sub(1) {
            self.set(top)?;
        }
        if self.count < self.count_max() {
            let (group, bit) = split(self.count);
            let mut any = 0;
            for row in self.copies(group) {
                any |= self.rows.read(row).ok_or(CounterError::Memory)?;
            }
            if any & bit != 0 {
                self.advance()?;
            }
        }
        Ok(())
    }

    /// The bits of a group, two of three.
    fn group(&mut self, group: u16) -> Result<u32, CounterError> {
        let mut copies = [0; COPIES as usize];
        for (copy, row) in copies.iter_mut().zip(self.copies(group)) {
            *copy = self.rows.read(row).ok_or(CounterError::Memory)?;
        }
        let [a, b, c] = copies;
        Ok((a & b) | (a & c) | (b & c))
    }

    fn measure(&mut self) -> Result<u32, CounterError> {
        let mut count = 0;
        for group in 0..self.groups {
            let bits = self.group(group)?;
            let ones = bits.trailing_ones();
            let is_thermometer = ones <= ROW_BITS && bits >> ones == 0;
            let is_next = count == u32::from(group) * ROW_BITS;
            if !is_thermometer || (ones > 0 && !is_next) {
                return Err(CounterError::Damaged);
            }
            count += ones;
        }
        Ok(count)
    }
}

/// Group and bit of a place in the thermometer.
fn split(place: u32) -> (u16, u32) {
    ((place / ROW_BITS) as u16, 1 << (place % ROW_BITS))
}
