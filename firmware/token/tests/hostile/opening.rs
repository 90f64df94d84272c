//! Sums that should not be opened.

use tamga_crypto::sign::SigningKey;
use tamga_token::Blob;
use tamga_wire::{ActKind, Approval, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::{Keys, ready_token};
use crate::tally::{BALLOTS, Tally, slice};
use crate::{assert_refused, assert_refused_unseen};

fn ready() -> (Bench, &'static Keys, Tally) {
    let (token, keys) = ready_token();
    (token, keys, Tally::new(&keys.e, &keys.election))
}

/// The opening begins with the officer's yes, and the attempt at a leaf of it is refused; then the honest opening goes through.
fn assert_leaf_refused(tally: &Tally, attempt: &Request, refusal: Refusal, code: u8) {
    let (mut token, _, honest) = ready();
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert_refused(&mut token, attempt, refusal, code);
    assert!(!token.desk.borrow().blobs.contains_key(&Blob::Root(1)), "no slot is taken");
    honest.open(&mut token);
}

#[test]
fn a_ballot_slipped_into_a_sum_after_the_approval() {
    let (_, _, tally) = ready();
    let mut stuffed = tally.clone();
    stuffed.leaves[0].sums[0] = stuffed.leaves[0].sums[1];
    let mut attempt = stuffed.leaf(0);
    assert_leaf_refused(&tally, &attempt, Refusal::BadPath, 22);
    // Under the path of the honest leaf it fares no better.
    if let (Request::OpenLeaf { path, .. }, Request::OpenLeaf { path: honest, .. }) = (&mut attempt, tally.leaf(0)) {
        *path = honest;
    }
    assert_leaf_refused(&tally, &attempt, Refusal::BadPath, 22);
}

#[test]
fn a_root_that_nobody_or_too_few_approved() {
    let (mut token, _, tally) = ready();
    assert_refused_unseen(&mut token, &tally.begin_with(vec![]), Refusal::ApprovalsMissing, 16);
    assert_refused_unseen(&mut token, &tally.begin_with(vec![tally.approval(1)]), Refusal::ApprovalsMissing, 16);
    tally.open(&mut token);
}

#[test]
fn a_root_with_the_approvals_of_another_one() {
    let (mut token, _, tally) = ready();
    let mut other = tally.clone();
    other.leaves.pop();
    let stolen = vec![other.approval(0), other.approval(1)];
    assert_refused_unseen(&mut token, &tally.begin_with(stolen), Refusal::BadApproval(1), 17);
    tally.open(&mut token);
}

#[test]
fn an_approval_forged_by_the_host_or_counted_twice() {
    let (mut token, _, tally) = ready();
    let forged = SigningKey::from_seed([1; 32]).sign(&tally.root()).to_bytes();
    let one_forged = vec![tally.approval(0), Approval { checker: 1, signature: forged }];
    assert_refused_unseen(&mut token, &tally.begin_with(one_forged), Refusal::BadApproval(2), 17);
    let twice = vec![tally.approval(0), tally.approval(0)];
    assert_refused_unseen(&mut token, &tally.begin_with(twice), Refusal::BadApproval(1), 17);
    tally.open(&mut token);
}

#[test]
fn a_second_root_after_the_first_even_with_good_approvals() {
    let (mut token, _, tally) = ready();
    tally.open(&mut token);
    let mut second = tally.clone();
    second.leaves[0].group.ballots += 1;
    assert_refused_unseen(&mut token, &second.begin(), Refusal::SlotTaken, 18);
    let mut token = token.restart();
    assert_refused_unseen(&mut token, &second.begin(), Refusal::SlotTaken, 18);
    tally.open(&mut token);
}

#[test]
fn one_region_in_two_openings_whose_difference_would_be_a_few_ballots() {
    let (mut token, keys, _) = ready();
    let first = slice(keys, 1, [0; 32], &[0, 1]);
    first.open(&mut token);
    let mut second = slice(keys, 2, first.root(), &[1]);
    second.leaves[0].group.ballots += 1;
    assert_eq!(token.ask(&second.begin()), Response::Done);
    assert_refused(&mut token, &second.leaf(0), Refusal::SlotTaken, 18);
    slice(keys, 2, first.root(), &[2]).open(&mut token);
}

#[test]
fn an_opening_that_there_is_not_or_that_skips_its_previous_root() {
    let (mut token, keys, tally) = ready();
    let beyond = Tally { opening: 5, ..tally.clone() };
    assert_refused_unseen(&mut token, &beyond.begin(), Refusal::OpeningBeyondDefinition, 19);
    let from_nothing = slice(keys, 2, [0; 32], &[0]);
    assert_refused_unseen(&mut token, &from_nothing.begin(), Refusal::WrongPreviousRoot, 27);
    tally.open(&mut token);
}

#[test]
fn fewer_ballots_than_may_be_opened_down_to_a_single_one_even_when_approved() {
    let (_, _, tally) = ready();
    for ballots in [0, 1, crate::definition::MIN_OPEN - 1] {
        let mut small = tally.clone();
        small.leaves[0].group.ballots = ballots;
        assert_leaf_refused(&small, &small.leaf(0), Refusal::BadLeaf, 21);
    }
}

#[test]
fn a_single_ballot_in_the_place_of_a_sum() {
    let (_, _, tally) = ready();
    // The first option's sum is one voter's ciphertext: checkers approved no such leaf.
    let ballot = tally.leaves[7].sums[0];
    let mut single = tally.clone();
    single.leaves[0].sums[0] = ballot;
    assert_leaf_refused(&tally, &single.leaf(0), Refusal::BadPath, 22);
    let mut path_of_another = single.leaf(0);
    if let Request::OpenLeaf { leaf, .. } = &mut path_of_another {
        *leaf = 7;
    }
    assert_leaf_refused(&tally, &path_of_another, Refusal::OutOfOrder, 2);
}

#[test]
fn more_ballots_than_the_officer_was_shown() {
    let (_, _, tally) = ready();
    let mut more = tally.clone();
    more.leaves[0].group.ballots = 4 * BALLOTS + 1;
    assert_leaf_refused(&more, &more.leaf(0), Refusal::BadLeaf, 21);
}

#[test]
fn sums_of_another_shape_than_the_contest() {
    let (_, _, tally) = ready();
    let mut short = tally.clone();
    short.leaves[0].sums.pop();
    assert_leaf_refused(&short, &short.leaf(0), Refusal::BadSum, 23);
    let mut no_points = tally.clone();
    no_points.leaves[0].sums[2] = [0xff; 64];
    assert_leaf_refused(&no_points, &no_points.leaf(0), Refusal::BadSum, 23);
}

#[test]
fn a_leaf_that_was_not_begun_or_comes_again() {
    let (mut token, _, tally) = ready();
    assert_refused_unseen(&mut token, &tally.leaf(0), Refusal::OutOfOrder, 2);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    assert_refused_unseen(&mut token, &tally.leaf(0), Refusal::OutOfOrder, 2);
    tally.open(&mut token);
}

#[test]
fn another_box_than_the_one_that_the_officer_closed() {
    let (mut token, _, tally) = ready();
    let close = |digest| Request::Act { kind: ActKind::Close, digest, figures: [1, 4_000, 4, 0] };
    assert!(matches!(token.ask(&close([0x0b; 32])), Response::Signed { .. }));
    assert_refused_unseen(&mut token, &tally.begin(), Refusal::OtherBox, 32);
    assert!(matches!(token.ask(&close(crate::tally::CLOSE)), Response::Signed { .. }));
    tally.open(&mut token);
    assert_refused_unseen(&mut token, &close([0x0b; 32]), Refusal::OtherBox, 32);
}

#[test]
fn another_box_closed_between_the_officers_yes_and_the_first_leaf() {
    let (mut token, _, tally) = ready();
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    let close = Request::Act { kind: ActKind::Close, digest: [0x0b; 32], figures: [1, 4_000, 4, 0] };
    assert!(matches!(token.ask(&close), Response::Signed { .. }));
    assert_refused_unseen(&mut token, &tally.leaf(0), Refusal::OutOfOrder, 2);
    assert_refused_unseen(&mut token, &tally.begin(), Refusal::OtherBox, 32);
}
