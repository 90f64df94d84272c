//! The counter in one-time programmable memory, on a memory that dies when it is told to and has bad cells.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::cell::RefCell;
use std::rc::Rc;

use tamga_parts::thermometer::{Rows, Thermometer};
use tamga_store::{Counter, CounterError};

const FIRST: u16 = 100;

#[derive(Clone, Default)]
struct Otp(Rc<RefCell<State>>);

struct State {
    rows: [u32; 2],
    /// Cells that never take their bit.
    bad: [u32; 2],
    /// Cells that take it when they are programmed for the second time.
    slow: [u32; 2],
    /// Cells that read as set every other time, half programmed; being programmed makes them firm.
    marginal: [u32; 2],
    reads: u32,
    burns_left: u32,
    readable: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            rows: [0; 2],
            bad: [0; 2],
            slow: [0; 2],
            marginal: [0; 2],
            reads: 0,
            burns_left: u32::MAX,
            readable: true,
        }
    }
}

impl Otp {
    fn open(&self) -> Result<Thermometer<Self>, CounterError> {
        Thermometer::open(self.clone(), FIRST..FIRST + 2)
    }

    fn count(&self) -> u32 {
        self.open().and_then(|mut counter| counter.read()).ok().flatten().expect("the memory can be read")
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.borrow_mut())
    }
}

/// As the hardware: programming succeeds where the memory lets itself be programmed, whatever its cells make of it.
impl Rows for Otp {
    fn read(&mut self, row: u16) -> Option<u32> {
        let place = usize::from(row.checked_sub(FIRST)?);
        self.with(|state| {
            state.reads += 1;
            let marginal = if state.reads.is_multiple_of(2) { *state.marginal.get(place)? } else { 0 };
            state.readable.then(|| state.rows[place] | marginal)
        })
    }

    fn burn(&mut self, row: u16, bits: u32) -> Option<()> {
        let place = usize::from(row.checked_sub(FIRST)?);
        self.with(|state| {
            state.burns_left = state.burns_left.checked_sub(1)?;
            *state.rows.get_mut(place)? |= bits & !state.bad[place] & !state.slow[place];
            state.marginal[place] &= !bits;
            state.slow[place] &= !bits;
            Some(())
        })
    }
}

#[test]
fn it_counts_every_bit_and_then_refuses() {
    let otp = Otp::default();
    let mut counter = otp.open().unwrap();
    for count in 1..=48 {
        assert_eq!(counter.left(), Ok(49 - count));
        counter.advance().unwrap();
        assert_eq!(counter.read(), Ok(Some(count)));
        assert_eq!(otp.count(), count);
    }
    assert_eq!(counter.left(), Ok(0));
    assert_eq!(counter.advance(), Err(CounterError));
    assert_eq!(otp.with(|state| state.rows), [0x00ff_ffff; 2]);
}

#[test]
fn an_advance_without_power_leaves_the_count_and_the_next_one_goes_on() {
    for start in [0, 1, 23, 24, 46] {
        let otp = Otp::default();
        let mut counter = otp.open().unwrap();
        for _ in 0..start {
            counter.advance().unwrap();
        }
        otp.with(|state| state.burns_left = 0);
        assert_eq!(counter.advance(), Err(CounterError));
        otp.with(|state| state.burns_left = u32::MAX);
        let mut counter = otp.open().unwrap();
        assert_eq!(counter.read(), Ok(Some(start)));
        counter.advance().unwrap();
        assert_eq!(otp.count(), start + 1);
    }
}

#[test]
fn the_newest_bit_is_programmed_again_at_every_start() {
    let otp = Otp::default();
    otp.with(|state| state.rows = [0b111, 0]);
    otp.with(|state| state.burns_left = 1);
    assert_eq!(otp.count(), 3);
    assert_eq!(otp.with(|state| state.burns_left), 0);
}

#[test]
fn cells_that_take_no_bit_are_passed_over_and_never_count() {
    let otp = Otp::default();
    otp.with(|state| state.bad = [0x00c0_0010, 1]);
    let mut counter = otp.open().unwrap();
    for count in 1..=44 {
        counter.advance().unwrap();
        assert_eq!((counter.read(), otp.count()), (Ok(Some(count)), count));
    }
    assert_eq!(counter.advance(), Err(CounterError));
}

#[test]
fn a_cell_that_takes_its_bit_at_the_second_attempt_is_not_passed_over() {
    let otp = Otp::default();
    otp.with(|state| state.slow = [0b101, 0]);
    let mut counter = otp.open().unwrap();
    for count in 1..=4 {
        counter.advance().unwrap();
        assert_eq!(counter.read(), Ok(Some(count)));
    }
    assert_eq!(otp.with(|state| state.rows[0]), 0b1111);
}

#[test]
fn a_count_whose_newest_bit_no_longer_reads_as_set_is_refused() {
    let otp = Otp::default();
    let mut counter = otp.open().unwrap();
    counter.advance().unwrap();
    counter.advance().unwrap();
    otp.with(|state| state.rows = [0b01, 0]);
    assert_eq!(counter.read(), Err(CounterError));
    otp.with(|state| (state.rows, state.marginal) = ([0b01, 0], [0b10, 0]));
    assert_eq!(counter.read(), Err(CounterError));
}

#[test]
fn a_cell_left_half_programmed_gives_one_answer_in_each_run_and_is_made_firm_by_the_next_advance() {
    // The two rows are read in turn: a cell of the first is seen as unset, one of the second as set.
    for (rows, marginal, count) in [([0b11, 0], [0b100, 0], 2), ([0xff_ffff, 0], [0, 1], 25)] {
        let otp = Otp::default();
        otp.with(|state| (state.rows, state.marginal) = (rows, marginal));
        let mut counter = otp.open().unwrap();
        for _ in 0..3 {
            assert_eq!(counter.read(), Ok(Some(count)));
        }
        counter.advance().unwrap();
        assert_eq!(counter.read(), Ok(Some(count + 1)));
        assert_eq!(otp.with(|state| state.marginal), [0, 0]);
        assert_eq!(otp.count(), count + 1);
    }
}

#[test]
fn a_memory_that_gives_two_answers_at_its_opening_is_refused() {
    let otp = Otp::default();
    otp.with(|state| (state.bad, state.marginal) = ([0, 0b10], [0, 0b10]));
    assert_eq!(otp.open().err(), Some(CounterError));
}

#[test]
fn a_memory_of_bad_cells_is_refused_after_nine_of_them() {
    let otp = Otp::default();
    otp.with(|state| state.bad = [u32::MAX; 2]);
    let mut counter = otp.open().unwrap();
    assert_eq!(counter.advance(), Err(CounterError));
    assert_eq!(counter.left(), Ok(48 - 9));
    assert_eq!(otp.count(), 0);
}

#[test]
fn memory_that_cannot_be_read_or_has_more_than_24_bits_is_refused() {
    let otp = Otp::default();
    otp.with(|state| state.readable = false);
    assert!(otp.open().is_err());
    otp.with(|state| (state.readable, state.rows) = (true, [1 << 24, 0]));
    assert!(otp.open().is_err());
}
