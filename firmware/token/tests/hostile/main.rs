//! A hostile host tries everything. Each attempt ends in the refusal that is for it, and leaves the token usable: an honest act right
//! after it succeeds. What no token can see is in `unseen.rs`, with where it is seen.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "../token/board.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod board;
#[path = "../token/commission.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod commission;
#[path = "../token/definition.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod definition;
#[path = "../token/replacing.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod replacing;
#[path = "../token/slice.rs"]
mod slice;
#[path = "../token/tally.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod tally;

mod asking;
mod cable;
mod dealing;
mod defining;
mod ending;
mod lost_tokens;
mod opening;
mod unlocking;
mod unseen;

use tamga_wire::{ActKind, Refusal, Request, Response};

use board::Bench;

/// The attempt is refused so, by the number that README of firmware/wire gives; then the token serves an honest host.
fn assert_refused(token: &mut Bench, attempt: &Request, refusal: Refusal, code: u8) {
    assert_eq!(refusal.code(), code);
    assert_eq!(token.ask(attempt), Response::Refused(refusal), "{attempt:?}");
    assert_serves(token);
}

/// As [`assert_refused`], and the officer was not troubled with it.
fn assert_refused_unseen(token: &mut Bench, attempt: &Request, refusal: Refusal, code: u8) {
    let shown = token.desk.borrow().screens.len();
    assert_eq!(token.ask(attempt), Response::Refused(refusal), "{attempt:?}");
    assert_eq!(refusal.code(), code);
    assert_eq!(token.desk.borrow().screens.len(), shown, "nothing was shown");
    assert_serves(token);
}

/// An honest act, from question to signature, in a token that endorsed an election; its report in one that did not yet.
fn assert_serves(token: &mut Bench) {
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!("Hello is always answered") };
    if info.election.is_some() {
        let act = Request::Act { kind: ActKind::Recount, digest: [9; 32], figures: [1, 9, 9, 1] };
        assert!(matches!(token.ask(&act), Response::Signed { .. }));
    } else {
        assert!(matches!(token.ask(&Request::Random), Response::Random { .. }));
    }
}
