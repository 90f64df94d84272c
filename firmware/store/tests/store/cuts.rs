use std::ops::Range;

use tamga_store::Counter;
use tamga_store::model::Power;

use crate::board::{Board, Start};
use crate::life::{LAST, Step, live};

/// Pages of the flash: banks of 12 KiB, which the life below fills several times.
const PAGES: usize = 6;

/// The same where every record takes 256 bytes at least.
const PAGES_OF_LARGE_WORDS: usize = 8;

fn value(len: usize, seed: u8) -> Vec<u8> {
    (0..len).map(|at| (at as u8).wrapping_mul(31) ^ seed).collect()
}

/// A token's life: initialised, enrolled, its shares kept, logged in, used, given to another definition, and wiped.
fn life() -> Vec<Step> {
    let mut steps = vec![Step::Store(LAST, vec![15]), Step::Store(2, value(48, 1)), Step::Store(3, value(65, 2))];
    steps.extend([Step::Store(4, value(4550, 3)), Step::Restart]);
    for log_in in 0..3 {
        steps.extend([Step::Store(LAST, vec![14]), Step::Store(LAST, vec![15])]);
        steps.extend([Step::Store(5, value(512, log_in)), Step::Store(6, value(700, log_in)), Step::Restart]);
    }
    for slots in 0..20 {
        steps.extend([Step::Store(7, value(512, slots)), Step::Store(8, value(16, slots))]);
    }
    steps.extend([Step::Erase(5), Step::Erase(6), Step::Erase(9), Step::Store(4, value(4097, 9))]);
    steps.extend((0..4).map(|tries| Step::Store(LAST, vec![tries])));
    steps.extend([Step::Restart, Step::Wipe, Step::Store(LAST, vec![15]), Step::Store(2, Vec::new()), Step::Wipe]);
    steps
}

/// Lives once without a cut, and once for every operation of that life with power failing in it, and then again and again.
/// Says how often power failed.
fn cut_everywhere<const WORD: usize, C: Counter + Start>(
    make: impl Fn(u64) -> Board<WORD, C>,
    then: &[u64],
) -> (u64, usize) {
    let mut unhurt = make(0);
    assert_eq!(live(&mut unhurt, &life(), std::iter::empty()), 0);
    let operations = unhurt.power.operations();
    let mut failures = 0;
    for first in 0..operations {
        let mut board = make(first);
        failures += live(&mut board, &life(), std::iter::once(first).chain(then.iter().copied()));
        assert!(failures > 0);
    }
    println!("{WORD}: {operations} operations, {failures} failures");
    assert!(failures as u64 >= operations, "every operation was cut once");
    (operations, failures)
}

#[test]
fn with_a_counter_a_cut_at_any_operation_leaves_old_or_new() {
    cut_everywhere(|seed| Board::<1, _>::new(PAGES, seed), &[]);
    cut_everywhere(|seed| Board::<4, _>::new(PAGES, seed), &[]);
    cut_everywhere(|seed| Board::<256, _>::new(PAGES_OF_LARGE_WORDS, seed), &[]);
}

#[test]
fn without_a_counter_a_cut_at_any_operation_leaves_old_or_new() {
    cut_everywhere(|seed| Board::<1, _>::without_counter(PAGES, seed), &[]);
    cut_everywhere(|seed| Board::<4, _>::without_counter(PAGES, seed), &[]);
    cut_everywhere(|seed| Board::<256, _>::without_counter(PAGES_OF_LARGE_WORDS, seed), &[]);
}

#[test]
fn cuts_in_what_follows_a_cut_leave_old_or_new() {
    for then in [0, 2, 5] {
        cut_everywhere(|seed| Board::<4, _>::new(PAGES, seed ^ (then << 32)), &[then, 3, then + 1, 0, 1, then]);
        cut_everywhere(
            |seed| Board::<4, _>::without_counter(PAGES, seed ^ (then << 32)),
            &[then, 3, then + 1, 0, 1, then],
        );
    }
}

/// With `TAMGA_LONG=1` for about an hour.
#[test]
fn power_that_fails_at_short_random_intervals_lets_a_life_go_on() {
    let lives = if std::env::var_os("TAMGA_LONG").is_some() { 7000 } else { 60 };
    assert!(fail_at_random(0..lives) > 1000);
}

fn fail_at_random(seeds: Range<u64>) -> usize {
    let mut failures = 0;
    for seed in seeds {
        let mut board = Board::<4, _>::new(PAGES, seed);
        let intervals = intervals(seed);
        failures += live(&mut board, &life(), intervals);
        let mut board = Board::<4, _>::without_counter(PAGES, seed);
        let intervals = self::intervals(!seed);
        failures += live(&mut board, &life(), intervals);
    }
    failures
}

/// Between 5 and 60 operations, 300 times.
fn intervals(seed: u64) -> impl Iterator<Item = u64> {
    let chance = Power::new(seed);
    (0..300).map(move |_| 5 + chance.chance() % 56)
}
