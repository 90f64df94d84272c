//! Time in a rehearsal: it follows the election's own period, so that it runs in minutes and repeats to the byte.

/// Seconds before opening at which the ceremony of a rehearsal begins.
const CEREMONY_BEFORE_OPENING_S: u64 = 86_400;

/// A clock that moves one second at every look and jumps forward when the rehearsal's day does. It never goes back.
#[derive(Debug)]
pub struct RehearsalClock {
    now_s: u64,
}

impl RehearsalClock {
    /// A clock that stands one day before the election opens (`opens_s`, Unix seconds).
    pub fn before(opens_s: u64) -> Self {
        Self { now_s: opens_s.saturating_sub(CEREMONY_BEFORE_OPENING_S) }
    }

    /// A clock that goes on from the time of the last entry, Unix seconds.
    pub fn after(last_s: u64) -> Self {
        Self { now_s: last_s }
    }

    /// The time that the next entry will have, Unix seconds.
    pub fn next_s(&self) -> u64 {
        self.now_s + 1
    }

    /// The time of the next entry, Unix seconds.
    pub fn tick(&mut self) -> u64 {
        self.now_s = self.next_s();
        self.now_s
    }

    /// Moves on to `then_s`, unless that is past already.
    pub fn jump_to(&mut self, then_s: u64) {
        self.now_s = self.now_s.max(then_s);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_never_goes_back() {
        let mut clock = RehearsalClock::before(1_000_000);
        let first = clock.tick();
        clock.jump_to(1_000_000);
        clock.jump_to(5);
        assert_eq!(first, 913_601);
        assert_eq!(clock.tick(), 1_000_001);
        assert_eq!(RehearsalClock::after(7).tick(), 8);
    }
}
