//! The light: on while there is power, blinking while the token waits for its officer.

use embedded_hal::digital::{OutputPin, PinState};
use tamga_panel::PageKind;

use crate::fault::Fault;

/// Milliseconds for which it is on, and then off, while it blinks.
const HALF_PERIOD_MS: u64 = 250;

/// A light on a pin.
pub struct Led<P> {
    pin: P,
    lit_when: PinState,
}

impl<P: OutputPin> Led<P> {
    /// A light that is lit when its pin is at this level; it is lit at once.
    pub fn new(pin: P, lit_when: PinState) -> Self {
        let mut led = Self { pin, lit_when };
        led.light(true);
        led
    }

    /// Lights it as it should be while a page of this kind is up.
    pub fn tick(&mut self, now_ms: u64, page: PageKind) {
        let is_waiting = matches!(page, PageKind::Ask | PageKind::Pin);
        self.light(!is_waiting || (now_ms / HALF_PERIOD_MS).is_multiple_of(2));
    }

    /// Blinks as often as the number of this fault says, then pauses, again and again, by a clock in milliseconds.
    pub fn signal(mut self, fault: Fault, mut now_ms: impl FnMut() -> u64) -> ! {
        loop {
            self.light(is_signal_lit(fault.number(), now_ms()));
        }
    }

    fn light(&mut self, is_lit: bool) {
        let level = if is_lit { self.lit_when } else { !self.lit_when };
        // A light that cannot be switched is no reason to stop.
        let _ = self.pin.set_state(level);
    }
}

/// Whether the light is on at this time, of a signal of so many blinks and a pause of four more.
pub fn is_signal_lit(blinks: u8, now_ms: u64) -> bool {
    let half_period = now_ms / HALF_PERIOD_MS % (2 * u64::from(blinks) + 8);
    half_period < 2 * u64::from(blinks) && half_period.is_multiple_of(2)
}
