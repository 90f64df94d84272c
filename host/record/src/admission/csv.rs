//! Tables whose cells need no quotes: ids, decimal numbers, hex.

use crate::bytes::ByteFault;
use crate::text::{Lines, decimal};

/// The rows behind the header line, each split at its commas.
pub(super) struct Rows<'a> {
    lines: Lines<'a>,
}

impl<'a> Rows<'a> {
    /// Refuses another header line.
    pub(super) fn after_header(untrusted: &'a [u8], header: &str) -> Result<Self, ByteFault> {
        let mut lines = Lines::new(untrusted)?;
        if lines.next() == Some(header) { Ok(Self { lines }) } else { Err(ByteFault::WrongFirstLine) }
    }

    /// The next row's line number and its `N` cells; `None` for the cells where there are more or fewer.
    pub(super) fn next<const N: usize>(&mut self) -> Option<(usize, Option<[&'a str; N]>)> {
        let line = self.lines.next()?;
        // One cell more than wanted is enough to notice that there are too many.
        let cells: Vec<&str> = line.splitn(N + 1, ',').collect();
        Some((self.lines.number(), cells.try_into().ok()))
    }
}

/// Cells that are all decimal numbers.
pub(super) fn numbers<T: core::str::FromStr + Copy + Default, const N: usize>(cells: [&str; N]) -> Option<[T; N]> {
    let mut numbers = [T::default(); N];
    for (number, cell) in numbers.iter_mut().zip(cells) {
        *number = decimal(cell)?;
    }
    Some(numbers)
}
