//! The chip's clock: milliseconds since power came.

use core::cell::RefCell;

use nrf52840_hal::Timer;
use nrf52840_hal::pac::TIMER0;
use nrf52840_hal::timer::Periodic;
use tamga_parts::clock::Uptime;

/// A timer that counts microseconds and turns over every 71 minutes.
pub struct Clock {
    timer: Timer<TIMER0, Periodic>,
    uptime: RefCell<Uptime>,
}

impl Clock {
    /// Starts it, at zero.
    pub fn start(timer: TIMER0) -> Self {
        let mut timer = Timer::periodic(timer);
        timer.start(u32::MAX);
        Self { timer, uptime: RefCell::new(Uptime::new(Timer::<TIMER0, Periodic>::TICKS_PER_SECOND)) }
    }

    /// Milliseconds since it was started. To be asked at least once in 71 minutes.
    pub fn ms(&self) -> u64 {
        self.uptime.borrow_mut().ms(self.timer.read())
    }
}
