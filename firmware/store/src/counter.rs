//! The counter outside the flash.

/// A number that only goes up and that nobody can set back, kept elsewhere than on the flash: fuses, a secure element.
///
/// A loss of power inside of [`Counter::advance`] leaves the old number or the new one. A board whose counter can be left in
/// between, as with a fuse burnt by half, settles it before it answers [`Counter::read`] again.
pub trait Counter {
    /// The number, from 0; `None` on a board that has no such counter, always.
    fn read(&mut self) -> Result<Option<u32>, CounterError>;

    /// Takes the number up by one; when this returns, it is up for good.
    fn advance(&mut self) -> Result<(), CounterError>;

    /// How many times it can still be advanced; `u32::MAX` without a counter.
    fn left(&mut self) -> Result<u32, CounterError>;
}

/// The counter did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the counter failed")]
pub struct CounterError;

/// For boards that have no counter: an older image of the whole flash is then taken for the newest. Rehearsals only.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCounter;

impl Counter for NoCounter {
    fn read(&mut self) -> Result<Option<u32>, CounterError> {
        Ok(None)
    }

    fn advance(&mut self) -> Result<(), CounterError> {
        Ok(())
    }

    fn left(&mut self) -> Result<u32, CounterError> {
        Ok(u32::MAX)
    }
}

impl<C: Counter> Counter for &mut C {
    fn read(&mut self) -> Result<Option<u32>, CounterError> {
        C::read(self)
    }

    fn advance(&mut self) -> Result<(), CounterError> {
        C::advance(self)
    }

    fn left(&mut self) -> Result<u32, CounterError> {
        C::left(self)
    }
}
