//! Openings as they should go, and what stays of them.

use tamga_crypto::group::RistrettoPoint;
use tamga_crypto::group::encode_point;
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
fn a_second_root_over_a_taken_slot_is_refused() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    // Checkers and officers agree to another root: the token does not.
    let mut other = tally.clone();
    other.leaves.truncate(1);
    other.leaves[0].group.ballots -= 1;
    assert_eq!(token.ask(&other.begin()), Response::Refused(Refusal::SlotTaken));
    let mut token = token.restart();
    assert_eq!(token.ask(&other.begin()), Response::Refused(Refusal::SlotTaken), "nor after a loss of power");
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
fn a_merged_leaf_takes_the_slots_of_all_its_regions() {
    let (mut token, keys) = ready_token();
    let mut tally = Tally::new(&keys.e, &keys.election);
    tally.leaves.truncate(1);
    tally.leaves[0].group.regions = vec![2, 0, 3];
    tally.open(&mut token);
    let slots = tamga_token::Blob::Slots { opening: 1, contest: 0 };
    let stored = token.desk.borrow().blobs[&slots].clone();
    // A version byte, postcard's length, and one byte of bits: regions 0, 2 and 3.
    assert_eq!(stored, [1, 1, 0b1101]);
}

#[test]
fn a_supplement_names_the_root_before_it() {
    let (mut token, keys) = ready_token();
    let first = Tally::new(&keys.e, &keys.election);
    first.open(&mut token);
    let mut second = Tally::new(&keys.e, &keys.election);
    second.opening = 2;
    second.leaves.truncate(2);
    assert_eq!(token.ask(&second.begin()), Response::Refused(Refusal::WrongPreviousRoot));
    second.previous = [1; 32];
    assert_eq!(token.ask(&second.begin()), Response::Refused(Refusal::WrongPreviousRoot));
    second.previous = first.root();
    second.open(&mut token);
}

#[test]
fn a_token_that_missed_the_first_opening_lets_no_other_root_take_its_place() {
    let (mut token, keys) = ready_token();
    let first = Tally::new(&keys.e, &keys.election);
    let mut second = first.clone();
    second.opening = 2;
    second.previous = [7; 32];
    second.leaves.truncate(2);
    second.open(&mut token);
    assert_eq!(token.ask(&first.begin()), Response::Refused(Refusal::SlotTaken));
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
