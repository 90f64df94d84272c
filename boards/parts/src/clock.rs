//! Milliseconds since power came, from a hardware counter that wraps.

/// Extends a 32-bit counter of a chip to milliseconds that never go back.
///
/// It has to be asked at least once in every turn of the counter: a token asks in every round of its loop, and the
/// longest that a round takes are seconds.
pub struct Uptime {
    ticks_per_second: u32,
    last: u32,
    turns: u32,
}

impl Uptime {
    /// From a counter that stands near zero and counts `ticks_per_second`, 1 where 0 is given.
    pub fn new(ticks_per_second: u32) -> Self {
        Self { ticks_per_second: ticks_per_second.max(1), last: 0, turns: 0 }
    }

    /// Milliseconds since the counter was at zero, where it now stands at `counter`.
    pub fn ms(&mut self, counter: u32) -> u64 {
        if counter < self.last {
            self.turns = self.turns.saturating_add(1);
        }
        self.last = counter;
        let ticks = (u64::from(self.turns) << 32) | u64::from(counter);
        // In two steps, so that no product exceeds 64 bits.
        let rate = u64::from(self.ticks_per_second);
        ticks / rate * 1_000 + ticks % rate * 1_000 / rate
    }
}
