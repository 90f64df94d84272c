//! Presses made of samples.

use std::cell::Cell;
use std::convert::Infallible;
use std::rc::Rc;

use embedded_hal::digital::{ErrorType, InputPin};
use tamga_panel::{Key, KeySet, Keypad, Keys, PinKeys, Press};

const HOLD_MS: u16 = 1_500;
const NONE: KeySet = KeySet::NONE;

fn only(key: Key) -> KeySet {
    KeySet::new(Key::ALL.map(|other| other == key))
}

/// Samples every 10 ms for as long as each step says; the presses with the time at which they were complete.
fn presses(steps: &[(KeySet, u64)]) -> Vec<(Press, u64)> {
    let (mut keypad, mut now_ms, mut presses) = (Keypad::default(), 0, Vec::new());
    for (keys, length_ms) in steps {
        for _ in 0..length_ms / 10 {
            now_ms += 10;
            presses.extend(keypad.sample(now_ms, *keys, HOLD_MS).map(|press| (press, now_ms)));
        }
    }
    presses
}

#[test]
fn a_key_let_go_early_is_a_short_press_and_one_kept_down_is_held_once() {
    let made = presses(&[(NONE, 100), (only(Key::Down), 300), (NONE, 100), (only(Key::Yes), 4_000), (NONE, 100)]);
    let expected = [Press { key: Key::Down, held: false }, Press { key: Key::Yes, held: true }];
    assert_eq!(made.iter().map(|(press, _)| *press).collect::<Vec<_>>(), expected);
    assert!((2_000..=2_030).contains(&made[1].1), "{made:?}");
}

#[test]
fn a_key_held_a_little_less_than_the_hold_time_is_not_held() {
    let made = presses(&[(NONE, 100), (only(Key::Yes), 1_490), (NONE, 100)]);
    assert_eq!(made.iter().map(|(press, _)| press.held).collect::<Vec<_>>(), [false]);
}

#[test]
fn a_key_that_bounces_is_pressed_once() {
    let bounce = [(only(Key::Up), 10), (NONE, 10)].repeat(4);
    let steps = [vec![(NONE, 100)], bounce.clone(), vec![(only(Key::Up), 200)], bounce, vec![(NONE, 100)]].concat();
    assert_eq!(presses(&steps).len(), 1);
    let only_bounces = [vec![(NONE, 100)], [(only(Key::Up), 10), (NONE, 10)].repeat(9), vec![(NONE, 100)]].concat();
    assert_eq!(presses(&only_bounces), []);
}

#[test]
fn two_keys_at_once_count_as_none_until_both_are_let_go() {
    let both = KeySet::new([false, false, true, true]);
    for steps in [
        &[(NONE, 100), (both, 2_000), (NONE, 100)][..],
        &[(NONE, 100), (only(Key::Yes), 500), (both, 100), (only(Key::Yes), 3_000), (NONE, 100)],
        &[(NONE, 100), (only(Key::Yes), 500), (only(Key::No), 3_000), (NONE, 100)],
    ] {
        assert_eq!(presses(steps), []);
    }
}

#[test]
fn a_key_that_is_down_when_power_comes_or_keys_are_forgotten_does_not_count() {
    assert_eq!(presses(&[(only(Key::Yes), 5_000), (NONE, 100)]), []);
    let mut keypad = Keypad::default();
    let mut made = Vec::new();
    for now_ms in (0..5_000).step_by(10) {
        if now_ms == 1_000 {
            keypad.forget();
        }
        let keys = if now_ms < 500 { NONE } else { only(Key::Yes) };
        made.extend(keypad.sample(now_ms, keys, HOLD_MS));
    }
    assert_eq!(made, []);
}

#[test]
fn a_key_over_whose_time_nobody_looked_does_not_count() {
    let mut keypad = Keypad::default();
    let samples = [(0, NONE), (50, NONE), (100, only(Key::Yes)), (150, only(Key::Yes)), (2_000, only(Key::Yes))];
    let made = samples.map(|(now_ms, keys)| keypad.sample(now_ms, keys, HOLD_MS));
    assert_eq!(made, [None; 5]);
    assert_eq!(keypad.sample(2_050, only(Key::Yes), HOLD_MS), None);
    assert_eq!(keypad.sample(2_100, NONE, HOLD_MS), None);
    assert_eq!(keypad.sample(2_150, NONE, HOLD_MS), None);
}

struct Pin(Rc<Cell<bool>>);

impl ErrorType for Pin {
    type Error = Infallible;
}

impl InputPin for Pin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.0.get())
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(!self.0.get())
    }
}

#[test]
fn a_low_pin_is_its_key_pressed() {
    let levels: [Rc<Cell<bool>>; 4] = std::array::from_fn(|_| Rc::new(Cell::new(true)));
    let [up, down, yes, no] = levels.clone().map(Pin);
    let mut keys = PinKeys::new(up, down, yes, no);
    let mut now_ms = 0;
    let mut wait = |keys: &mut PinKeys<Pin, Pin, Pin, Pin>| {
        let made = (0..10).filter_map(|step| keys.press(now_ms + 10 * step, HOLD_MS)).collect::<Vec<_>>();
        now_ms += 100;
        made
    };
    assert_eq!(wait(&mut keys), []);
    for (level, key) in levels.iter().zip(Key::ALL) {
        level.set(false);
        assert_eq!(wait(&mut keys), []);
        level.set(true);
        assert_eq!(wait(&mut keys), [Press { key, held: false }]);
    }
}
