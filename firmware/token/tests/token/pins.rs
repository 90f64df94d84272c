use tamga_token::{Blob, PIN_TRIES, Pin, Token};
use tamga_wire::{Refusal, Request, Response};

use crate::board::{Bench, PIN, login};
use crate::commission::ready_token;

const WRONG: &str = "314159";

fn types(token: &Bench, pins: &[&'static str]) {
    token.desk.borrow_mut().pins = pins.to_vec();
}

fn initialised() -> Bench {
    let mut token = Bench::new(1);
    assert!(matches!(token.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
    token
}

#[test]
fn a_pin_has_6_to_12_digits() {
    for digits in ["", "12345", "1234567890123", "12345a", "12 456", "١٢٣٤٥٦"] {
        assert!(Pin::new(digits).is_none(), "{digits}");
    }
    for digits in ["192837", "192837465019"] {
        assert!(Pin::new(digits).is_some(), "{digits}");
    }
}

#[test]
fn pins_that_everybody_tries_first_are_refused() {
    for weak in ["000000", "111111", "123456", "234567", "890123", "987654", "121212", "123123", "10101010101"] {
        let mut token = Bench::new(1);
        types(&token, &[weak]);
        let answer = token.ask(&Request::Init { rehearsal: true });
        assert_eq!(answer, Response::Refused(Refusal::WeakPin), "{weak}");
        assert!(token.desk.borrow().blobs.is_empty());
    }
}

#[test]
fn two_different_pins_make_no_identity() {
    let mut token = Bench::new(1);
    types(&token, &[PIN, WRONG]);
    assert_eq!(token.ask(&Request::Init { rehearsal: true }), Response::Refused(Refusal::WrongPin));
    assert!(token.desk.borrow().blobs.is_empty());
}

#[test]
fn a_token_waits_for_a_pin_that_is_being_typed() {
    let mut token = initialised().restart();
    // What is no PIN yet stands for an officer who has not finished typing.
    types(&token, &["", "", PIN]);
    assert_eq!(token.exchange(&login()), Response::Waiting);
    assert_eq!(token.exchange(&Request::Poll), Response::Waiting);
    assert_eq!(token.exchange(&Request::Poll), Response::Done);
}

#[test]
fn power_takes_the_login_with_it() {
    let token = initialised();
    let mut bench = Bench::new(2);
    bench.token = Token::new(token.token.into_env()).unwrap();
    assert_eq!(bench.ask(&Request::Random), Response::Refused(Refusal::NotLoggedIn));
    assert_eq!(bench.ask(&login()), Response::Done);
    assert!(matches!(bench.ask(&Request::Random), Response::Random { .. }));
}

#[test]
fn a_wrong_pin_logs_out_and_a_right_one_gives_all_tries_back() {
    let mut token = initialised();
    types(&token, &[WRONG, WRONG, PIN]);
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::WrongPin));
    assert_eq!(token.ask(&Request::Random), Response::Refused(Refusal::NotLoggedIn));
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::WrongPin));
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert_eq!(info.tries_left, PIN_TRIES - 2);
    assert_eq!(token.ask(&login()), Response::Done);
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert_eq!(info.tries_left, PIN_TRIES);
}

#[test]
fn the_fifteenth_wrong_pin_erases_everything() {
    let mut token = initialised();
    let before = token.desk.borrow().wiped;
    types(&token, &[WRONG]);
    for _ in 1..PIN_TRIES {
        assert_eq!(token.ask(&login()), Response::Refused(Refusal::WrongPin));
    }
    assert_eq!(token.desk.borrow().wiped, before);
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::Wiped));
    assert!(token.desk.borrow().blobs.is_empty());
    assert_eq!(token.screen(), "REHEARSAL\nWIPED: too many wrong PINs");
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::NotInitialised));
    types(&token, &[PIN]);
    assert!(matches!(token.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
}

#[test]
fn the_try_is_taken_before_the_check() {
    let mut token = initialised();
    types(&token, &[WRONG]);
    let tries = |token: &Bench| token.desk.borrow().blobs[&Blob::Tries].clone();
    let before = tries(&token);
    // Storage fails at the first write: the PIN is not checked, whatever it is.
    token.desk.borrow_mut().stores_left = 0;
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::Storage));
    types(&token, &[PIN]);
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::Storage));
    assert_eq!(tries(&token), before);
    // Power goes right after that write: the try stays taken.
    token.desk.borrow_mut().stores_left = 1;
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::Storage));
    assert_eq!(tries(&token), [3, PIN_TRIES - 1]);
}

#[test]
fn a_wipe_that_power_interrupted_is_finished_at_the_next_start() {
    let token = initialised();
    token.desk.borrow_mut().blobs.insert(Blob::Tries, vec![3, 0]);
    let before = token.desk.borrow().wiped;
    let token = Token::new(token.token.into_env()).unwrap();
    let board = token.into_env();
    assert_eq!(board.desk.borrow().wiped, before + 1);
    assert!(board.desk.borrow().blobs.is_empty());
}

/// A token with shares whose tries are used up while its storage does not let itself be erased.
fn ready_token_that_cannot_be_wiped() -> Bench {
    let (mut token, _) = ready_token();
    types(&token, &[WRONG]);
    token.desk.borrow_mut().wipe_fails = true;
    for _ in 1..PIN_TRIES {
        assert_eq!(token.ask(&login()), Response::Refused(Refusal::WrongPin));
    }
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::Storage));
    assert!(token.desk.borrow().blobs.contains_key(&Blob::ElectionShare));
    types(&token, &[PIN]);
    token
}

#[test]
fn a_token_that_could_not_be_wiped_takes_no_pin_not_even_the_right_one() {
    let mut token = ready_token_that_cannot_be_wiped();
    assert_eq!(token.ask(&login()), Response::Refused(Refusal::NotInitialised));
    assert_eq!(token.ask(&Request::Random), Response::Refused(Refusal::NotInitialised));
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert_eq!((info.tries_left, info.identity, info.election_key), (0, None, false));
    assert_eq!(Token::new(token.token.into_env()).err(), Some(Refusal::Storage));
}

#[test]
fn a_token_that_could_not_be_wiped_makes_no_identity_before_it_is() {
    let mut token = ready_token_that_cannot_be_wiped();
    let init = Request::Init { rehearsal: true };
    assert_eq!(token.ask(&init), Response::Refused(Refusal::Storage));
    token.desk.borrow_mut().wipe_fails = false;
    assert!(matches!(token.ask(&init), Response::Identity { .. }));
    let Response::Info(info) = token.restart().ask(&Request::Hello) else { panic!() };
    assert_eq!(info.tries_left, PIN_TRIES);
    assert!(info.definition.is_none() && !info.custody_key && !info.election_key && info.election.is_none());
}

#[test]
fn storage_with_the_definition_of_another_identity_is_refused() {
    let board = ready_token().0.token.into_env();
    let other = initialised().desk.borrow().blobs[&Blob::Identity].clone();
    board.desk.borrow_mut().blobs.insert(Blob::Identity, other);
    assert_eq!(Token::new(board.clone()).err(), Some(Refusal::Storage));
    board.desk.borrow_mut().blobs.remove(&Blob::Identity);
    assert_eq!(Token::new(board).err(), Some(Refusal::Storage));
}
