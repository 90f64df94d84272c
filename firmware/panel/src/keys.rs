//! Four keys, and what counts as a press.

use embedded_hal::digital::InputPin;

/// A key of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// ▲
    Up,
    /// ▼
    Down,
    /// ✓
    Yes,
    /// ✗
    No,
}

impl Key {
    /// All four, in the order of [`KeySet`].
    pub const ALL: [Self; 4] = [Self::Up, Self::Down, Self::Yes, Self::No];
}

/// One press of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press {
    /// Which key.
    pub key: Key,
    /// Whether it was held for the hold time.
    pub held: bool,
}

/// Where presses come from.
pub trait Keys {
    /// The next press, if one is complete: a short one when its key is let go, a held one as soon as `hold_ms` are over.
    /// Called again and again, with a clock in milliseconds that never goes back.
    fn press(&mut self, now_ms: u64, hold_ms: u16) -> Option<Press>;

    /// From now on only what is pressed after this call counts: a key that is down must be let go first.
    fn forget(&mut self);
}

/// The keys that are down at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    down: [bool; 4],
}

impl KeySet {
    /// No key.
    pub const NONE: Self = Self { down: [false; 4] };

    /// Keys as sampled: up, down, yes, no.
    pub fn new(down: [bool; 4]) -> Self {
        Self { down }
    }

    fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// The key, if exactly one is down.
    fn only(self) -> Option<Key> {
        let mut down = Key::ALL.into_iter().zip(self.down).filter_map(|(key, down)| down.then_some(key));
        down.next().filter(|_| down.next().is_none())
    }
}

/// How long the keys must be still before they are believed, in milliseconds.
const DEBOUNCE_MS: u64 = 20;

/// Two samples further apart than this say nothing about what was in between.
const GAP_MS_MAX: u64 = 250;

/// Turns samples into presses: keys are believed once they are still for 20 ms; two at once count as none until all are
/// let go, and so does a key over whose time nobody looked for more than 250 ms.
#[derive(Debug)]
pub struct Keypad {
    /// The last sample and since when it is the same.
    sample: (KeySet, u64),
    sampled_ms: u64,
    state: KeypadState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeypadState {
    Released,
    Down {
        key: Key,
        since_ms: u64,
    },
    /// Nothing counts until all keys are let go.
    Blocked,
}

impl Default for Keypad {
    fn default() -> Self {
        Self { sample: (KeySet::default(), 0), sampled_ms: 0, state: KeypadState::Blocked }
    }
}

impl Keypad {
    /// Takes a sample; the press that it completes.
    pub fn sample(&mut self, now_ms: u64, keys: KeySet, hold_ms: u16) -> Option<Press> {
        if now_ms.saturating_sub(self.sampled_ms) > GAP_MS_MAX {
            self.forget();
            self.sample = (keys, now_ms);
        }
        self.sampled_ms = now_ms;
        if self.sample.0 != keys {
            self.sample = (keys, now_ms);
        }
        if now_ms.saturating_sub(self.sample.1) < DEBOUNCE_MS {
            return None;
        }
        let (state, press) = self.state.next(keys, self.sample.1, now_ms, hold_ms);
        self.state = state;
        press
    }

    /// A key that is down must be let go before anything counts again.
    pub fn forget(&mut self) {
        self.state = KeypadState::Blocked;
    }
}

impl KeypadState {
    fn next(self, keys: KeySet, since_ms: u64, now_ms: u64, hold_ms: u16) -> (Self, Option<Press>) {
        match (self, keys.only()) {
            (Self::Blocked, _) if !keys.is_empty() => (Self::Blocked, None),
            (Self::Blocked, _) => (Self::Released, None),
            (Self::Released, Some(key)) => (Self::Down { key, since_ms }, None),
            (Self::Down { key, since_ms }, Some(down)) if key == down => {
                if now_ms.saturating_sub(since_ms) < u64::from(hold_ms) {
                    return (self, None);
                }
                (Self::Blocked, Some(Press { key, held: true }))
            }
            (Self::Down { key, .. }, None) if keys.is_empty() => (Self::Released, Some(Press { key, held: false })),
            (Self::Released, None) if keys.is_empty() => (Self::Released, None),
            (Self::Released | Self::Down { .. }, _) => (Self::Blocked, None),
        }
    }
}

/// Four pins, low while their keys are down (a key between pin and ground, with the chip's pull-up).
#[derive(Debug)]
pub struct PinKeys<U, D, Y, N> {
    up: U,
    down: D,
    yes: Y,
    no: N,
    keypad: Keypad,
}

impl<U: InputPin, D: InputPin, Y: InputPin, N: InputPin> PinKeys<U, D, Y, N> {
    /// The keys on these pins, already set up as inputs with pull-ups.
    pub fn new(up: U, down: D, yes: Y, no: N) -> Self {
        Self { up, down, yes, no, keypad: Keypad::default() }
    }

    /// The keys that are down now; `None` if a pin cannot be read.
    fn sample(&mut self) -> Option<KeySet> {
        let down = [self.up.is_low().ok()?, self.down.is_low().ok()?, self.yes.is_low().ok()?, self.no.is_low().ok()?];
        Some(KeySet::new(down))
    }
}

impl<U: InputPin, D: InputPin, Y: InputPin, N: InputPin> Keys for PinKeys<U, D, Y, N> {
    fn press(&mut self, now_ms: u64, hold_ms: u16) -> Option<Press> {
        let Some(keys) = self.sample() else {
            self.keypad.forget();
            return None;
        };
        self.keypad.sample(now_ms, keys, hold_ms)
    }

    fn forget(&mut self) {
        self.keypad.forget();
    }
}
