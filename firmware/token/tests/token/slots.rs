//! One root per opening, one opening per region and contest, and late records once.

use tamga_token::Blob;
use tamga_wire::{Refusal, Response};

use crate::board::Bench;
use crate::commission::{Commission, ready_token};
use crate::slice::slice;
use crate::tally::Tally;

/// The number of the supplement under the tests' definition of three openings.
const SUPPLEMENT: u32 = 4;

fn assert_not_begun(token: &mut Bench, tally: &Tally, refusal: Refusal) {
    assert_eq!(token.ask(&tally.begin()), Response::Refused(refusal));
}

/// The officer agrees, but the leaf is refused and leaves no trace.
fn assert_leaf_refused(token: &mut Bench, tally: &Tally, number: usize) {
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    for earlier in 0..number {
        assert!(matches!(token.ask(&tally.leaf(earlier)), Response::Opened { .. }));
    }
    let before = token.desk.borrow().blobs.clone();
    assert_eq!(token.ask(&tally.leaf(number)), Response::Refused(Refusal::SlotTaken));
    assert_eq!(token.desk.borrow().blobs, before);
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
fn a_merged_leaf_takes_the_slots_of_all_its_regions() {
    let (mut token, keys) = ready_token();
    let mut first = slice(keys, 1, [0; 32], &[0]);
    first.leaves[0].group.regions = vec![2, 0, 3];
    first.open(&mut token);
    let stored = token.desk.borrow().blobs[&Blob::Slots { opening: 1, contest: 0 }].clone();
    // The version byte, postcard's length, and one byte of bits: regions 0, 2 and 3.
    assert_eq!(stored, [3, 1, 0b1101]);
    for region in [0, 2, 3] {
        assert_leaf_refused(&mut token, &slice(keys, 2, first.root(), &[region]), 0);
    }
    let mut joined = slice(keys, 2, first.root(), &[1]);
    joined.leaves[0].group.regions = vec![1, 3];
    assert_leaf_refused(&mut token, &joined, 0);
    slice(keys, 2, first.root(), &[1]).open(&mut token);
}

#[test]
fn a_region_is_opened_in_one_regular_opening_only() {
    let (mut token, keys) = ready_token();
    let first = slice(keys, 1, [0; 32], &[0, 1]);
    first.open(&mut token);
    assert_leaf_refused(&mut token, &slice(keys, 2, first.root(), &[1, 2]), 0);
    assert!(!token.desk.borrow().blobs.contains_key(&Blob::Root(2)), "the slot is free for an honest root");
    let second = slice(keys, 2, first.root(), &[2]);
    second.open(&mut token);
    let mut token = token.restart();
    assert_leaf_refused(&mut token, &slice(keys, 3, second.root(), &[0, 3]), 0);
    assert_leaf_refused(&mut token, &slice(keys, 3, second.root(), &[2, 3]), 0);
    slice(keys, 3, second.root(), &[3]).open(&mut token);
}

#[test]
fn a_region_that_comes_again_behind_others_is_refused_too() {
    let (mut token, keys) = ready_token();
    let first = slice(keys, 1, [0; 32], &[2]);
    first.open(&mut token);
    assert_leaf_refused(&mut token, &slice(keys, 2, first.root(), &[0, 1, 2]), 2);
}

#[test]
fn another_contest_of_a_region_may_be_opened_later() {
    let (mut token, keys) = ready_token();
    let first = slice(keys, 1, [0; 32], &[0]);
    first.open(&mut token);
    let mut second = Tally::new(&keys.e, &keys.election);
    second.leaves.retain(|leaf| leaf.group.contest == 1 && leaf.group.regions == [0]);
    Tally { opening: 2, previous: first.root(), ..second }.open(&mut token);
}

#[test]
fn an_opening_names_the_root_before_it() {
    let (mut token, keys) = ready_token();
    let first = slice(keys, 1, [0; 32], &[0]);
    first.open(&mut token);
    for previous in [[0; 32], [1; 32]] {
        assert_not_begun(&mut token, &slice(keys, 2, previous, &[1]), Refusal::WrongPreviousRoot);
    }
    slice(keys, 2, first.root(), &[1]).open(&mut token);
}

#[test]
fn the_supplement_opens_regions_again_after_whichever_opening_was_the_last() {
    let (mut token, keys) = ready_token();
    let first = slice(keys, 1, [0; 32], &[0, 1, 2, 3]);
    first.open(&mut token);
    assert_not_begun(&mut token, &slice(keys, SUPPLEMENT, [0; 32], &[0]), Refusal::WrongPreviousRoot);
    let late = slice(keys, SUPPLEMENT, first.root(), &[0, 3]);
    late.open(&mut token);
    assert_not_begun(&mut token, &slice(keys, 2, first.root(), &[1]), Refusal::SlotTaken);
    assert_not_begun(&mut token, &slice(keys, SUPPLEMENT, first.root(), &[1]), Refusal::SlotTaken);
    late.open(&mut token);
    first.open(&mut token);
}

#[test]
fn a_definition_that_refuses_late_records_has_no_supplement() {
    let refuse = |lines: &mut Vec<String>| {
        let place = lines.iter().position(|line| line == "late supplement").unwrap();
        lines[place] = "late refuse".into();
    };
    let (mut commission, keys) = Commission::ready_with(refuse);
    let token = &mut commission.tokens[0];
    let first = slice(&keys, 1, [0; 32], &[0, 1]);
    first.open(token);
    let late = slice(&keys, SUPPLEMENT, first.root(), &[0]);
    assert_not_begun(token, &late, Refusal::OpeningBeyondDefinition);
}

#[test]
fn a_token_that_missed_the_first_opening_lets_no_other_root_take_its_place() {
    let (mut token, keys) = ready_token();
    slice(keys, 2, [7; 32], &[0, 1]).open(&mut token);
    assert_not_begun(&mut token, &slice(keys, 1, [0; 32], &[2]), Refusal::SlotTaken);
}

#[test]
fn a_token_that_missed_an_opening_takes_no_older_root_for_its_root() {
    let (mut token, keys) = ready_token();
    let first = slice(keys, 1, [0; 32], &[0]);
    first.open(&mut token);
    let third = |previous| slice(keys, 3, previous, &[1]);
    assert_not_begun(&mut token, &third(first.root()), Refusal::WrongPreviousRoot);
    assert_not_begun(&mut token, &third([0; 32]), Refusal::WrongPreviousRoot);
    let third = third([7; 32]);
    third.open(&mut token);
    let late = |previous| slice(keys, SUPPLEMENT, previous, &[0]);
    assert_not_begun(&mut token, &late(first.root()), Refusal::WrongPreviousRoot);
    assert_not_begun(&mut token, &late([7; 32]), Refusal::WrongPreviousRoot);
    late(third.root()).open(&mut token);
}

#[test]
fn a_token_that_missed_the_last_opening_before_the_supplement_still_knows_the_older_roots() {
    let (mut token, keys) = ready_token();
    let first = slice(keys, 1, [0; 32], &[0]);
    first.open(&mut token);
    let second = slice(keys, 2, first.root(), &[1]);
    second.open(&mut token);
    let late = |previous| slice(keys, SUPPLEMENT, previous, &[0]);
    assert_not_begun(&mut token, &late(first.root()), Refusal::WrongPreviousRoot);
    late([7; 32]).open(&mut token);
}

#[test]
fn an_opening_in_which_everything_is_withheld_is_agreed_to_and_leaves_no_trace() {
    let (mut token, keys) = ready_token();
    let nothing = slice(keys, 1, [0; 32], &[]);
    let before = token.desk.borrow().blobs.clone();
    assert_eq!(nothing.open(&mut token), (vec![], vec![]));
    assert!(token.screen().contains("OPEN"));
    assert_eq!(token.desk.borrow().blobs, before);
    slice(keys, 2, nothing.root(), &[0]).open(&mut token);
}
