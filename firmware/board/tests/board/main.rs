//! Tokens on a board in memory: what stays when power goes, and what gets through cable and keys.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod bench;
mod demand;

use tamga_panel::{Key, Language, Press};
use tamga_store::Error;
use tamga_token::{Env, PartCheck};
use tamga_wire::{BoardPart, Life, Request, Response};

use crate::bench::{Powered, board, desk};

const INIT: Request = Request::Init { rehearsal: true };

#[test]
fn a_token_initialised_with_its_keys_has_its_identity_when_power_comes_back() {
    let desk = desk();
    let mut token = Powered::new(&desk);
    let Response::Identity { identity, .. } = token.ask(&INIT) else { panic!("no identity") };
    drop(token);
    let answer = Powered::new(&desk).ask(&Request::Hello);
    let Response::Info(info) = answer else { panic!("{answer:?}") };
    assert_eq!(info.identity, Some(identity));
    assert_eq!((info.life, info.board.as_str()), (Life::Initialised, "memory"));
}

#[test]
fn language_and_hold_time_stay_when_power_goes_once_the_token_has_stored_something() {
    let desk = desk();
    let mut token = Powered::new(&desk);
    let before = desk.borrow_mut().flash.image().to_vec();
    token.turns(1);
    desk.borrow_mut().presses.push_back(Press { key: Key::Down, held: true });
    token.turns(1);
    desk.borrow_mut().presses.push_back(Press { key: Key::Up, held: true });
    token.turns(1);
    let settings = token.token.env_mut().panel().settings();
    assert_ne!((settings.language(), settings.hold_ms()), (Language::Kazakh, 1_500), "both were changed by hand");
    assert!(*desk.borrow_mut().flash.image() == before, "nobody has typed a PIN: nothing is written");
    assert!(matches!(token.ask(&INIT), Response::Identity { .. }));
    drop(token);
    assert_eq!(Powered::new(&desk).token.env_mut().panel().settings(), settings);
}

#[test]
fn a_flash_that_was_changed_starts_no_token() {
    let desk = desk();
    let mut token = Powered::new(&desk);
    assert!(matches!(token.ask(&INIT), Response::Identity { .. }));
    drop(token);
    // Not in the last record, which power may have cut short.
    let used = desk.borrow_mut().flash.image().iter().position(|byte| *byte != 0xFF).unwrap();
    desk.borrow_mut().flash.image()[used + 100] ^= 1;
    assert!(matches!(board(&desk), Err(Error::Corrupt)));
}

#[test]
fn a_host_that_does_not_read_is_not_heard_until_it_does() {
    let desk = desk();
    let mut token = Powered::new(&desk);
    token.host.borrow_mut().room = 3;
    token.send(&Request::Hello);
    token.turns(1);
    token.send(&Request::Hello);
    token.turns(50);
    assert_eq!(token.host.borrow().received.len(), 3);
    assert!(!token.host.borrow().sent.is_empty(), "the second request is not taken");
    token.host.borrow_mut().room = usize::MAX;
    token.turns(3);
    assert!(matches!(token.answer(), Some(Response::Info(_))));
    assert!(matches!(token.answer(), Some(Response::Info(_))));
}

#[test]
fn a_display_that_fails_lets_no_key_through() {
    let desk = desk();
    let mut token = Powered::new(&desk);
    desk.borrow_mut().display_fails = true;
    token.send(&INIT);
    token.turns(5);
    desk.borrow_mut().presses.push_back(Press { key: Key::Yes, held: true });
    token.turns(5);
    assert_eq!(token.answer(), Some(Response::Waiting));
    assert_eq!(desk.borrow().presses.len(), 1, "the key was not read");
    desk.borrow_mut().presses.clear();
    desk.borrow_mut().display_fails = false;
    assert!(matches!(token.ask(&Request::Poll), Response::Identity { .. }));
}

#[test]
fn flash_and_randomness_are_checked_by_the_board_itself() {
    let desk = desk();
    let mut board = board(&desk).unwrap();
    assert_eq!(board.check(BoardPart::Flash), PartCheck::Passed);
    assert_eq!(board.check(BoardPart::Randomness), PartCheck::Passed);
    desk.borrow_mut().randomness_works = false;
    assert_eq!(board.check(BoardPart::Randomness), PartCheck::Failed);
    assert_eq!(board.check(BoardPart::Screen), PartCheck::Pending, "its officer looks");
}

#[test]
fn an_opening_says_how_far_it_is_once_a_second_at_most_and_at_the_end() {
    let desk = desk();
    let mut board = board(&desk).unwrap();
    board.tick();
    let mut shown = Vec::new();
    for done in 1..=200 {
        board.progress(done, 200);
        board.tick();
        let page = board.panel().page();
        shown.extend(page.lines().nth(2).and_then(|line| line.trim_end_matches(" /").parse::<u32>().ok()));
        shown.dedup();
    }
    // The clock of this chip goes on by 20 ms each time it is read, here twice for each leaf.
    assert_eq!(shown, [1, 26, 51, 76, 101, 126, 151, 176, 200]);
}
