//! After several wrong PINs the token itself makes the officer, or whoever holds it, wait.

use tamga_token::{PIN_TRIES, PinReason};
use tamga_wire::{Refusal, Request, Response};

use crate::board::{Bench, PIN, login};

const WRONG: &str = "314159";

/// Seconds of waiting after so many wrong PINs.
const WAITS: [(u8, u32); 10] =
    [(5, 5), (6, 10), (7, 20), (8, 40), (9, 80), (10, 160), (11, 320), (12, 640), (13, 1_280), (14, 2_560)];

/// A token whose clock goes only when the test lets it.
fn token() -> Bench {
    let mut token = Bench::new(1);
    assert!(matches!(token.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
    token.desk.borrow_mut().tick_ms = 0;
    token.types(&[WRONG]);
    token
}

fn passes(token: &Bench, seconds: u32) {
    token.desk.borrow_mut().uptime_ms += u64::from(seconds) * 1_000;
}

/// A token after five wrong PINs.
fn token_that_waits() -> Bench {
    let mut token = token();
    for _ in 0..5 {
        assert_eq!(token.ask(&login()), Response::Refused(Refusal::WrongPin));
    }
    token
}

#[test]
fn there_is_no_wait_before_the_fifth_wrong_pin() {
    let mut token = token();
    for _ in 0..5 {
        assert_eq!(token.info().wait_s, 0);
        assert_eq!(token.exchange(&login()), Response::Refused(Refusal::WrongPin), "at once");
    }
    assert_eq!(token.info().wait_s, 5);
}

#[test]
fn the_wait_doubles_with_every_wrong_pin_from_the_fifth_and_the_fifteenth_wipes() {
    let mut token = token_that_waits();
    for (wrong, seconds) in WAITS {
        let info = token.info();
        assert_eq!((info.tries_left, info.wait_s), (PIN_TRIES - wrong, seconds), "after {wrong}");
        assert_eq!(token.exchange(&login()), Response::Waiting);
        passes(&token, seconds);
        let refusal = if wrong == 14 { Refusal::Wiped } else { Refusal::WrongPin };
        assert_eq!(token.exchange(&Request::Poll), Response::Refused(refusal), "after {wrong}");
    }
    assert!(token.desk.borrow().blobs.is_empty());
    assert_eq!(token.info().wait_s, 0);
}

#[test]
fn the_officer_is_told_once_how_long_and_is_asked_for_nothing_before_it_is_over() {
    let mut token = token_that_waits();
    let (prompts, shown) = (token.desk.borrow().prompts.len(), token.shown());
    passes(&token, 2);
    assert_eq!(token.exchange(&login()), Response::Waiting);
    assert_eq!(token.screen(), "REHEARSAL\nWAIT 3 s: several wrong PINs");
    for _ in 0..3 {
        assert_eq!(token.exchange(&Request::Poll), Response::Waiting);
    }
    token.desk.borrow_mut().uptime_ms += 2_999;
    assert_eq!(token.exchange(&Request::Poll), Response::Waiting);
    assert_eq!((token.desk.borrow().prompts.len(), token.shown()), (prompts, shown + 1));
    token.desk.borrow_mut().uptime_ms += 1;
    token.types(&[PIN]);
    assert_eq!(token.exchange(&Request::Poll), Response::Done);
    assert_eq!(token.desk.borrow().prompts.last().unwrap().reason, PinReason::LogIn { tries_left: PIN_TRIES - 5 });
}

#[test]
fn pulling_the_token_out_begins_the_wait_anew() {
    let token = token_that_waits();
    passes(&token, 4);
    token.desk.borrow_mut().uptime_ms = 0;
    let mut token = token.cut_power();
    assert_eq!(token.info().wait_s, 5);
    passes(&token, 4);
    assert_eq!(token.exchange(&login()), Response::Waiting);
    token.desk.borrow_mut().uptime_ms = 0;
    let mut token = token.cut_power();
    passes(&token, 4);
    assert_eq!((token.info().wait_s, token.exchange(&login())), (1, Response::Waiting));
}

#[test]
fn a_wait_that_the_host_gives_up_is_no_try_and_no_log_in_and_goes_on() {
    let mut token = token_that_waits();
    token.types(&[PIN]);
    assert_eq!(token.exchange(&login()), Response::Waiting);
    let cancelled = token.desk.borrow().cancelled;
    assert_eq!(token.exchange(&Request::Cancel), Response::Done);
    assert_eq!(token.desk.borrow().cancelled, cancelled + 1);
    let info = token.info();
    assert_eq!((info.tries_left, info.wait_s, info.logged_in), (PIN_TRIES - 5, 5, false));
    assert_eq!(token.exchange(&login()), Response::Waiting);
    passes(&token, 5);
    assert_eq!(token.exchange(&Request::Poll), Response::Done);
}

#[test]
fn a_right_pin_ends_the_waiting_and_the_next_four_wrong_ones_wait_for_nothing() {
    let mut token = token_that_waits();
    passes(&token, 5);
    token.types(&[PIN]);
    assert_eq!(token.exchange(&login()), Response::Done);
    let info = token.info();
    assert_eq!((info.tries_left, info.wait_s), (PIN_TRIES, 0));
    token.types(&[WRONG]);
    for _ in 0..5 {
        assert_eq!(token.exchange(&login()), Response::Refused(Refusal::WrongPin));
    }
    assert_eq!(token.info().wait_s, 5);
}
