//! Milliseconds from counters that wrap.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use tamga_parts::clock::Uptime;

#[test]
fn a_turn_of_the_counter_does_not_take_the_time_back() {
    let mut uptime = Uptime::new(31_250);
    assert_eq!(uptime.ms(0), 0);
    assert_eq!(uptime.ms(31_250), 1_000);
    let before = uptime.ms(u32::MAX);
    assert_eq!(before, u64::from(u32::MAX) * 1_000 / 31_250);
    assert_eq!(uptime.ms(31_249), (u64::from(u32::MAX) + 31_250) * 1_000 / 31_250);
}

#[test]
fn years_do_not_overflow() {
    let mut uptime = Uptime::new(1_000_000);
    let mut before = 0;
    for _ in 0..100_000 {
        uptime.ms(u32::MAX);
        let now = uptime.ms(0);
        assert!(now > before);
        before = now;
    }
    assert_eq!(before, (100_000_u64 << 32) / 1_000);
}

#[test]
fn a_rate_of_zero_does_not_divide_by_it() {
    assert_eq!(Uptime::new(0).ms(3), 3_000);
}
