//! A host that would have something opened which it may not.

use tamga_crypto::sign::SigningKey;
use tamga_wire::{Approval, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::ready_token;
use crate::definition::OPTIONS;
use crate::tally::{BALLOTS, Leaf, Tally};

fn ready() -> (Bench, Tally) {
    let (token, keys) = ready_token();
    (token, Tally::new(&keys.e, &keys.election))
}

fn assert_refused(token: &mut Bench, request: &Request, refusal: Refusal) {
    assert_eq!(token.ask(request), Response::Refused(refusal), "{request:?}");
}

#[test]
fn approvals_that_are_missing_are_missed() {
    let (mut token, tally) = ready();
    assert_refused(&mut token, &tally.begin_with(vec![]), Refusal::ApprovalsMissing);
    assert_refused(&mut token, &tally.begin_with(vec![tally.approval(2)]), Refusal::ApprovalsMissing);
    let all = (0..3).map(|checker| tally.approval(checker)).collect();
    assert_eq!(token.ask(&tally.begin_with(all)), Response::Done);
}

#[test]
fn an_approval_given_twice_counts_for_nothing() {
    let (mut token, tally) = ready();
    let twice = vec![tally.approval(1), tally.approval(1)];
    assert_refused(&mut token, &tally.begin_with(twice), Refusal::BadApproval(2));
    let descending = vec![tally.approval(1), tally.approval(0)];
    assert_refused(&mut token, &tally.begin_with(descending), Refusal::BadApproval(1));
}

#[test]
fn a_forged_approval_names_its_checker() {
    let (mut token, tally) = ready();
    let stranger = SigningKey::from_seed([1; 32]).sign(b"approved").to_bytes();
    let forged = vec![tally.approval(0), Approval { checker: 2, signature: stranger }];
    assert_refused(&mut token, &tally.begin_with(forged), Refusal::BadApproval(3));
    let under_another_name = Approval { checker: 1, ..tally.approval(2) };
    assert_refused(&mut token, &tally.begin_with(vec![tally.approval(0), under_another_name]), Refusal::BadApproval(2));
    let of_nobody = Approval { checker: 3, ..tally.approval(2) };
    assert_refused(&mut token, &tally.begin_with(vec![tally.approval(0), of_nobody]), Refusal::BadApproval(4));
}

#[test]
fn approvals_of_another_root_opening_election_or_box_do_not_count() {
    let (mut token, tally) = ready();
    let mut other_root = tally.clone();
    other_root.leaves.pop();
    let other_opening = Tally { opening: 2, ..tally.clone() };
    let other_previous = Tally { previous: [1; 32], ..tally.clone() };
    let other_election = Tally { election: [1; 32], ..tally.clone() };
    for other in [other_root, other_opening, other_previous, other_election] {
        let approvals = vec![other.approval(0), other.approval(1)];
        assert_refused(&mut token, &tally.begin_with(approvals), Refusal::BadApproval(1));
    }
    let mut request = tally.begin();
    if let Request::OpenBegin { close, .. } = &mut request {
        *close = [0; 32];
    }
    assert_refused(&mut token, &request, Refusal::BadApproval(1));
}

#[test]
fn an_opening_beyond_the_definition_is_refused() {
    let (mut token, tally) = ready();
    for opening in [0, 5, u32::MAX] {
        let beyond = Tally { opening, ..tally.clone() };
        assert_refused(&mut token, &beyond.begin(), Refusal::OpeningBeyondDefinition);
    }
    let not_from_nothing = Tally { previous: [1; 32], ..tally };
    assert_refused(&mut token, &not_from_nothing.begin(), Refusal::WrongPreviousRoot);
}

#[test]
fn a_leaf_that_is_not_under_the_root_is_refused() {
    let (mut token, tally) = ready();
    let mut stuffed = tally.clone();
    stuffed.leaves[0].sums[0] = stuffed.leaves[0].sums[1];
    let mut fewer_ballots = tally.clone();
    fewer_ballots.leaves[0].group.ballots -= 1;
    let mut other_region = tally.clone();
    other_region.leaves[0].group.regions = vec![1];
    for other in [stuffed, fewer_ballots, other_region] {
        assert_eq!(token.ask(&tally.begin()), Response::Done);
        assert_refused(&mut token, &other.leaf(0), Refusal::BadPath);
    }
    let of = |number, change: fn(&mut Vec<[u8; 32]>)| {
        let mut request = tally.leaf(number);
        if let Request::OpenLeaf { path, .. } = &mut request {
            change(path);
        }
        request
    };
    for request in [of(0, |path| path.truncate(2)), of(0, |path| path.push([0; 32])), of(0, |path| path[1][9] ^= 1)] {
        assert_eq!(token.ask(&tally.begin()), Response::Done);
        assert_refused(&mut token, &request, Refusal::BadPath);
    }
    assert!(!token.desk.borrow().blobs.contains_key(&tamga_token::Blob::Root(1)), "no slot is taken");
}

#[test]
fn leaves_out_of_order_twice_or_after_the_last_are_refused() {
    let (mut token, tally) = ready();
    assert_refused(&mut token, &tally.leaf(0), Refusal::OutOfOrder);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert_refused(&mut token, &tally.leaf(1), Refusal::OutOfOrder);
    tally.open(&mut token);
    assert_refused(&mut token, &tally.leaf(7), Refusal::OutOfOrder);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    assert_refused(&mut token, &tally.leaf(0), Refusal::OutOfOrder);
}

type Change = fn(&mut Leaf);

/// A tally whose leaf number `number` is changed, with a root and approvals to match: checkers and officers were deceived.
fn deceived(tally: &Tally, number: usize, change: Change) -> Tally {
    let mut tally = tally.clone();
    change(&mut tally.leaves[number]);
    tally
}

/// The refusal that opening leaf after leaf ends with.
fn refusal_of(tally: &Tally) -> (usize, Response) {
    let (mut token, _) = ready_token();
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    for number in 0..tally.leaves.len() {
        let answer = token.ask(&tally.leaf(number));
        if !matches!(answer, Response::Opened { .. }) {
            return (number, answer);
        }
    }
    panic!("all was opened");
}

#[test]
fn a_leaf_that_the_definition_does_not_allow_is_refused_even_when_approved() {
    let (_, tally) = ready();
    let bad_leaf = Response::Refused(Refusal::BadLeaf);
    let faults: [(&str, usize, Change); 9] = [
        ("no such region", 0, |leaf| leaf.group.regions = vec![4]),
        ("no region", 0, |leaf| leaf.group.regions = vec![]),
        ("no such contest", 7, |leaf| leaf.group.contest = 2),
        ("fewer ballots than may be opened", 0, |leaf| leaf.group.ballots = 4),
        ("a region twice in a leaf", 3, |leaf| leaf.group.regions = vec![3, 3]),
        ("joined regions that do not ascend", 0, |leaf| leaf.group.regions = vec![0, 3, 2]),
        ("a region of a leaf before", 3, |leaf| leaf.group.regions = vec![3, 0]),
        ("a leaf's region again, alone", 1, |leaf| leaf.group.regions = vec![0]),
        ("a contest again after another", 5, |leaf| leaf.group.contest = 0),
    ];
    for (fault, number, change) in faults {
        assert_eq!(refusal_of(&deceived(&tally, number, change)), (number, bad_leaf.clone()), "{fault}");
    }
}

#[test]
fn more_ballots_than_the_officer_was_shown_are_refused() {
    let (_, tally) = ready();
    let more = deceived(&tally, 3, |leaf| leaf.group.ballots = BALLOTS + 1);
    assert_eq!(refusal_of(&more), (3, Response::Refused(Refusal::BadLeaf)));
}

#[test]
fn sums_that_do_not_decode_or_are_too_many_or_too_few_are_refused() {
    let (_, tally) = ready();
    let bad_sum = Response::Refused(Refusal::BadSum);
    let not_a_point = deceived(&tally, 0, |leaf| leaf.sums[3] = [0xff; 64]);
    assert_eq!(refusal_of(&not_a_point), (0, bad_sum.clone()));
    let one_less = deceived(&tally, 1, |leaf| leaf.sums.truncate(OPTIONS[0] - 1));
    assert_eq!(refusal_of(&one_less), (1, bad_sum.clone()));
    let one_more = deceived(&tally, 1, |leaf| leaf.sums.push([0; 64]));
    assert_eq!(refusal_of(&one_more), (1, bad_sum.clone()));
    for difference in [-1i64, 1] {
        let (mut token, _) = ready();
        let mut request = tally.begin();
        if let Request::OpenBegin { sums, .. } = &mut request {
            *sums = u32::try_from(i64::from(*sums) + difference).unwrap();
        }
        assert_eq!(token.ask(&request), Response::Done);
        for number in 0..7 {
            assert!(matches!(token.ask(&tally.leaf(number)), Response::Opened { .. }));
        }
        assert_eq!(token.ask(&tally.leaf(7)), bad_sum, "{difference}");
    }
}
