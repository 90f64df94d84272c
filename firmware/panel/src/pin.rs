//! A PIN typed with four keys.

use alloc::format;
use alloc::string::String;

use rand_core::Rng;
use tamga_token::Pin;
use zeroize::Zeroizing;

use crate::keys::{Key, Press};

/// Digits of a PIN, at least.
const DIGITS_MIN: usize = 6;
/// Digits of a PIN, at most.
const DIGITS_MAX: usize = 12;

/// A PIN that is being typed: the digits taken, wiped when dropped, and the digit shown.
pub(crate) struct PinTyping {
    digits: Zeroizing<String>,
    shown: u8,
}

/// What came of a press.
pub(crate) enum Typed {
    /// Go on.
    More,
    /// Back to the page before: there is no digit to take back.
    Back,
    /// The PIN is there.
    Pin(Pin),
    /// The officer gave up.
    GivenUp,
}

impl PinTyping {
    /// Nothing typed; the digit shown is a random one, so that the number of presses tells nothing.
    pub(crate) fn new(rng: &mut impl Rng) -> Self {
        // As long as the longest PIN, so that no digit is left behind where the text was moved from.
        Self { digits: Zeroizing::new(String::with_capacity(DIGITS_MAX)), shown: random_digit(rng) }
    }

    /// Up and down change the digit shown, yes takes it, no takes the last one back; yes held ends, no held gives up.
    pub(crate) fn press(&mut self, press: Press, rng: &mut impl Rng) -> Typed {
        match (press.key, press.held) {
            (Key::Up, _) => self.shown = (self.shown + 1) % 10,
            (Key::Down, _) => self.shown = (self.shown + 9) % 10,
            (Key::Yes, false) if self.digits.len() < DIGITS_MAX => {
                self.digits.push(char::from(b'0' + self.shown));
                self.shown = random_digit(rng);
            }
            (Key::Yes, false) => {}
            (Key::Yes, true) => {
                if let Some(pin) = Pin::new(&self.digits) {
                    return Typed::Pin(pin);
                }
            }
            (Key::No, true) => return Typed::GivenUp,
            (Key::No, false) => {
                if self.digits.pop().is_none() {
                    return Typed::Back;
                }
                self.shown = random_digit(rng);
            }
        }
        Typed::More
    }

    /// A star for each digit taken, and in brackets the digit shown, unless there is no room for it in a PIN.
    pub(crate) fn line(&self) -> String {
        let stars = "*".repeat(self.digits.len());
        if self.digits.len() == DIGITS_MAX { stars } else { format!("{stars}[{}]", self.shown) }
    }

    /// Whether there are enough digits for a PIN.
    pub(crate) fn may_end(&self) -> bool {
        self.digits.len() >= DIGITS_MIN
    }
}

fn random_digit(rng: &mut impl Rng) -> u8 {
    (rng.next_u32() % 10) as u8
}
