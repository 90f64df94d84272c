//! A board's start, on flash that is as it was left and on flash that is not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use embedded_storage::nor_flash::NorFlash;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_board::{Board, Chip, Parts};
use tamga_panel::{Key, Keys, Page, Press, Surface, SurfaceError};
use tamga_parts::fault::Fault;
use tamga_parts::led::is_signal_lit;
use tamga_parts::start;
use tamga_store::model::{ModelCounter, ModelFlash, PAGE_LEN, Power};
use tamga_store::{StorageKey, Store};
use tamga_token::{Env, Token};

struct TestChip(Cell<u64>);

/// Presses that come at these looks.
#[derive(Clone, Default)]
struct Scripted(Rc<RefCell<Vec<(u16, Press)>>>);

/// The lines of the pages shown.
#[derive(Clone, Default)]
struct Seen(Rc<RefCell<Vec<String>>>);

impl Keys for Scripted {
    fn press(&mut self, _: u64, hold_ms: u16) -> Option<Press> {
        let (wanted_ms, press) = self.0.borrow_mut().pop().expect("nobody looks at the keys without end");
        (wanted_ms == hold_ms).then_some(press)
    }

    fn forget(&mut self) {}
}

impl Surface for Seen {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        self.0.borrow_mut().push(page.lines().collect::<Vec<_>>().join("|"));
        Ok(())
    }
}

impl Chip for TestChip {
    type Rng = ChaCha20Rng;
    type Flash = ModelFlash<4>;
    type Counter = ModelCounter;
    type Keys = Scripted;
    type Surface = Seen;

    const NAME: &'static str = "test";
    const IS_SIMULATOR: bool = true;
    const IS_REHEARSAL_ONLY: bool = true;

    fn uptime_ms(&mut self) -> u64 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }

    fn randomness_works(&mut self) -> bool {
        true
    }
}

struct Bench {
    flash: ModelFlash<4>,
    counter: ModelCounter,
    keys: Scripted,
    seen: Seen,
}

impl Bench {
    fn new() -> Self {
        let power = Power::new(1);
        Self {
            flash: ModelFlash::new(8, power.clone()),
            counter: ModelCounter::new(1_000, power),
            keys: Scripted::default(),
            seen: Seen::default(),
        }
    }

    fn start(self) -> Result<Token<Board<TestChip>>, Fault> {
        start::token(Parts {
            chip: TestChip(Cell::new(0)),
            rng: ChaCha20Rng::from_seed([1; 32]),
            flash: self.flash,
            range: 0..8 * PAGE_LEN as u32,
            storage_key: StorageKey::from_bytes([2; 32]),
            counter: self.counter,
            keys: self.keys,
            surface: self.seen,
        })
    }
}

#[test]
fn a_blank_flash_starts_at_once_and_shows_no_fault() {
    let bench = Bench::new();
    let seen = bench.seen.clone();
    let mut token = bench.start().unwrap();
    assert!(token.env_mut().is_rehearsal_only());
    assert!(seen.0.borrow().is_empty());
}

#[test]
fn a_flash_that_is_not_as_it_was_left_waits_until_no_is_held_for_five_seconds() {
    let mut bench = Bench::new();
    tamga_store::Counter::advance(&mut bench.counter).unwrap();
    let held = |key| (5_000, Press { key, held: true });
    let short = (5_000, Press { key: Key::No, held: false });
    // The last one is looked at first.
    *bench.keys.0.borrow_mut() = vec![held(Key::No), short, held(Key::Yes)];
    let (keys, seen) = (bench.keys.clone(), bench.seen.clone());
    bench.start().unwrap();
    assert!(keys.0.borrow().is_empty());
    assert_eq!(*seen.0.borrow(), ["TAMGA|! 6"]);
}

#[test]
fn a_flash_that_fails_is_a_fault_and_not_erased() {
    let mut bench = Bench::new();
    bench.flash.write(0, &[0; 4]).unwrap();
    let power = Power::new(1);
    bench.counter = ModelCounter::new(1_000, power.clone());
    power.fail_after(0);
    let _ = tamga_store::Counter::advance(&mut bench.counter);
    assert_eq!(bench.start().err(), Some(Fault::Flash));
}

#[test]
fn the_light_blinks_as_often_as_the_number_of_the_fault_and_pauses() {
    let faults = [
        Fault::Chip,
        Fault::Noise,
        Fault::Unlocked,
        Fault::DeviceKey,
        Fault::Counter,
        Fault::Storage,
        Fault::Flash,
        Fault::KeyDamaged,
    ];
    for (number, fault) in (1..).zip(faults) {
        assert_eq!(fault.number(), number);
        let period_ms = u64::from(number) * 500 + 2_000;
        let lit: Vec<_> = (0..period_ms).step_by(250).map(|ms| is_signal_lit(number, ms)).collect();
        let blinks = lit.windows(2).filter(|pair| pair[0] && !pair[1]).count();
        assert_eq!(blinks, usize::from(number));
        assert!(lit[lit.len() - 8..].iter().all(|is_lit| !is_lit));
        assert_eq!(is_signal_lit(number, 0), is_signal_lit(number, period_ms));
    }
}

#[test]
fn a_retired_token_whose_flash_was_damaged_and_erased_is_retired_still() {
    let mut bench = Bench::new();
    let (range, key) = (0..8 * PAGE_LEN as u32, StorageKey::from_bytes([2; 32]));
    let mut store = Store::new(&mut bench.flash, range, &key, &mut bench.counter).unwrap();
    store.store(3, b"identity").unwrap();
    // As the token stores that it is retired: the version of its blobs, and nothing.
    store.keep_apart(&[3]).unwrap();
    bench.flash.image()[..6 * PAGE_LEN].iter_mut().for_each(|byte| *byte ^= 0x10);
    bench.keys.0.borrow_mut().push((5_000, Press { key: Key::No, held: true }));
    let seen = bench.seen.clone();
    let token = bench.start().unwrap();
    assert_eq!(*seen.0.borrow(), ["TAMGA|! 6"]);
    assert!(token.standing().retired);
}
