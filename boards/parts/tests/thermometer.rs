//! The counter in one-time programmable memory, on a memory that dies when it is told to.

use std::cell::RefCell;
use std::rc::Rc;

use tamga_parts::thermometer::{CounterError, Rows, Thermometer};

const FIRST: u16 = 100;
const GROUPS: u16 = 2;

/// Three rows of a group after another; what is outside of them cannot be read.
#[derive(Clone)]
struct Otp(Rc<RefCell<State>>);

struct State {
    rows: [u32; 6],
    burns_left: u32,
    readable: bool,
}

impl Otp {
    fn blank() -> Self {
        Self(Rc::new(RefCell::new(State { rows: [0; 6], burns_left: u32::MAX, readable: true })))
    }

    fn die_after(&self, burns: u32) {
        self.0.borrow_mut().burns_left = burns;
    }

    fn open(&self) -> Result<Thermometer<Self>, CounterError> {
        Thermometer::open(self.clone(), FIRST, GROUPS)
    }
}

impl Rows for Otp {
    fn read(&mut self, row: u16) -> Option<u32> {
        let state = self.0.borrow();
        let place = usize::from(row.checked_sub(FIRST)?);
        if state.readable { state.rows.get(place).copied() } else { None }
    }

    fn burn(&mut self, row: u16, bits: u32) -> Option<()> {
        let mut state = self.0.borrow_mut();
        state.burns_left = state.burns_left.checked_sub(1)?;
        let place = usize::from(row.checked_sub(FIRST)?);
        *state.rows.get_mut(place)? |= bits;
        Some(())
    }
}

#[test]
fn it_counts_to_its_end_and_says_so() {
    let otp = Otp::blank();
    let mut counter = otp.open().unwrap();
    assert_eq!((counter.count(), counter.count_max()), (0, 48));
    for count in 1..=48 {
        assert_eq!(counter.advance(), Ok(count));
        assert_eq!(otp.open().unwrap().count(), count);
    }
    assert_eq!(counter.advance(), Err(CounterError::UsedUp));
    assert!(otp.0.borrow().rows.iter().all(|row| *row == 0x00ff_ffff));
}

#[test]
fn power_cut_at_any_burn_leaves_the_old_count_or_the_next_and_then_it_goes_on() {
    for start in [0, 1, 23, 24, 46] {
        for burns in 0..3 {
            let otp = Otp::blank();
            let mut counter = otp.open().unwrap();
            for _ in 0..start {
                counter.advance().unwrap();
            }
            otp.die_after(burns);
            assert_eq!(counter.advance(), Err(CounterError::Memory));
            otp.die_after(u32::MAX);
            let mut counter = otp.open().unwrap();
            assert_eq!(counter.count(), if burns == 0 { start } else { start + 1 });
            let count = counter.advance().unwrap();
            assert_eq!(otp.open().unwrap().count(), count);
        }
    }
}

#[test]
fn after_opening_no_bit_at_the_count_is_in_some_copies_only() {
    let otp = Otp::blank();
    otp.0.borrow_mut().rows = [0b111, 0b011, 0b111, 0, 0, 0];
    assert_eq!(otp.open().unwrap().count(), 3);
    assert_eq!(otp.0.borrow().rows, [0b111, 0b111, 0b111, 0, 0, 0]);
}

#[test]
fn one_bad_cell_changes_no_count() {
    let otp = Otp::blank();
    otp.0.borrow_mut().rows = [0b1_0000_0111, 0b101, 0b111, 0, 0, 0];
    assert_eq!(otp.open().unwrap().count(), 3);
}

#[test]
fn bits_above_unset_bits_are_refused() {
    for rows in [[0b101; 6], [0, 0, 0, 1, 1, 1], [1 << 24; 6]] {
        let otp = Otp::blank();
        otp.0.borrow_mut().rows = rows;
        assert_eq!(otp.open().err(), Some(CounterError::Damaged), "{rows:?}");
    }
}

#[test]
fn memory_that_cannot_be_read_is_refused() {
    let otp = Otp::blank();
    otp.0.borrow_mut().readable = false;
    assert_eq!(otp.open().err(), Some(CounterError::Memory));
}
