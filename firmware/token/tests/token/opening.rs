//! Openings as they should go, and what stays of them.

use tamga_crypto::group::RistrettoPoint;
use tamga_crypto::group::encode_point;
use tamga_token::Consent;
use tamga_wire::{Refusal, Request, Response};

use crate::commission::ready_token;
use crate::definition::OPTIONS;
use crate::tally::Tally;

#[test]
fn the_officer_sees_opening_ballots_regions_and_root() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    token.ask(&tally.begin());
    let number = tamga_crypto::control_number::control_number(&tally.root());
    let expected = "REHEARSAL\nOPEN colorado-2024-president\nopening 1, ballots 4000, regions 4\n";
    assert_eq!(token.screen(), format!("{expected}{number}"));
}

#[test]
fn the_same_root_may_be_asked_again_and_the_officer_is_asked_once() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    let (first, _) = tally.open(&mut token);
    let asked = token.desk.borrow().screens.len();
    let (again, _) = tally.open(&mut token);
    assert_eq!(first, again);
    assert_eq!(token.desk.borrow().screens.len(), asked);
}

#[test]
fn a_root_with_other_figures_than_the_officer_agreed_to_is_asked_about_again() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    assert_eq!(token.ask(&tally.begin_of(|ballots, _, _| *ballots = 1_000)), Response::Done);
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    // The slot is this root's, and the officer has agreed to 1,000 ballots: more are a question, after a loss of power too.
    let mut token = token.restart();
    let more = tally.begin_of(|ballots, _, _| *ballots = 1_000_000);
    token.answers(Consent::No);
    assert_eq!(token.ask(&more), Response::Refused(Refusal::RefusedByOfficer));
    assert!(token.screen().contains("ballots 1000000,"));
    for other in [tally.begin_of(|_, leaves, _| *leaves += 1), tally.begin_of(|_, _, sums| *sums += 1)] {
        assert_eq!(token.ask(&other), Response::Refused(Refusal::RefusedByOfficer));
    }
    let shown = token.shown();
    assert_eq!(token.ask(&tally.begin_of(|ballots, _, _| *ballots = 1_000)), Response::Done);
    assert_eq!(token.shown(), shown, "these were agreed to");
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    // A host that began with wrong figures has not made the token useless: the officer agrees to the right ones.
    token.answers(Consent::Yes);
    tally.open(&mut token);
    assert_eq!(token.shown(), shown + 1);
    tally.open(&mut token.restart());
}

#[test]
fn a_root_of_which_nothing_was_answered_takes_no_slot() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    let mut other = tally.clone();
    other.leaves.truncate(4);
    assert_eq!(token.ask(&other.begin()), Response::Done);
    assert_eq!(token.ask(&Request::Cancel), Response::Done);
    tally.open(&mut token);
}

#[test]
fn a_sum_of_nothing_is_opened_to_nothing() {
    let (mut token, keys) = ready_token();
    let mut tally = Tally::new(&keys.e, &keys.election);
    tally.leaves.truncate(1);
    // Nobody's ballots add up to the identity in both halves only if there are none; the encoding is valid.
    tally.leaves[0].sums = vec![[0; 64]; OPTIONS[0]];
    let (decryptions, proofs) = tally.open(&mut token);
    assert_eq!(decryptions[0], encode_point(&RistrettoPoint::default()));
    assert_eq!(proofs.len(), 1);
}

#[test]
fn a_restart_in_the_middle_of_an_opening_keeps_the_slots_and_the_shares() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    let (whole, _) = tally.open(&mut ready_token().0);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    for number in 0..3 {
        assert!(matches!(token.ask(&tally.leaf(number)), Response::Opened { .. }));
    }
    let asked = token.desk.borrow().screens.len();
    let mut token = token.restart();
    assert_eq!(token.ask(&tally.leaf(3)), Response::Refused(Refusal::OutOfOrder), "begin again");
    let (again, proofs) = tally.open(&mut token);
    assert_eq!(again, whole);
    assert_eq!(proofs.len(), 3);
    assert_eq!(token.desk.borrow().screens.len(), asked, "the officer had agreed to this root");
}

#[test]
fn the_board_is_told_after_each_leaf_how_many_sums_are_done() {
    let (mut token, keys) = ready_token();
    Tally::new(&keys.e, &keys.election).open(&mut token);
    let told = token.desk.borrow().progress.clone();
    let done: Vec<u32> = told.iter().map(|(done, _)| *done).collect();
    assert_eq!(done, [30, 60, 90, 120, 125, 130, 135, 140]);
    assert!(told.iter().all(|(_, of)| *of == 140));
}
