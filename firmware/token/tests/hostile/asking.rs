//! An officer who is not asked, asked for something else, or did not log in for it.

use tamga_token::Consent;
use tamga_wire::{ActKind, Purposes, Refusal, Request, Response};

use crate::commission::{BODY, ROLL, ready_token};
use crate::tally::Tally;
use crate::{assert_refused_unseen, assert_serves};

const CLOSE: Request = Request::Act { kind: ActKind::Close, digest: [1; 32], figures: [1, 0, 4, 0] };

#[test]
fn a_poll_for_a_yes_to_nothing() {
    let (mut token, _) = ready_token();
    assert_refused_unseen(&mut token, &Request::Poll, Refusal::OutOfOrder, 2);
}

#[test]
fn an_answer_without_the_officers_yes() {
    let (mut token, _) = ready_token();
    token.answers(Consent::Pending);
    assert_eq!(token.exchange(&CLOSE), Response::Waiting);
    for _ in 0..100 {
        assert_eq!(token.exchange(&Request::Poll), Response::Waiting);
    }
    token.answers(Consent::No);
    assert_eq!(token.exchange(&Request::Poll), Response::Refused(Refusal::RefusedByOfficer));
    assert_eq!(Refusal::RefusedByOfficer.code(), 20);
    token.answers(Consent::Yes);
    assert_serves(&mut token);
}

#[test]
fn a_key_that_was_held_before_the_question_was_shown() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    // The officer's key is down all the time: the token looks at it only when it is asked to, after it has shown its question.
    for request in [CLOSE, tally.begin()] {
        let (shown, agreed) = (token.desk.borrow().screens.len(), token.desk.borrow().agreed);
        assert_eq!(token.exchange(&request), Response::Waiting);
        assert_eq!(token.desk.borrow().screens.len(), shown + 1);
        assert_eq!(token.desk.borrow().agreed, agreed, "a press from before is no answer");
        assert_eq!(token.exchange(&Request::Cancel), Response::Done);
    }
    assert_serves(&mut token);
}

#[test]
fn another_request_behind_the_question_that_is_shown() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    token.answers(Consent::Pending);
    assert_eq!(token.exchange(&CLOSE), Response::Waiting);
    let shown = token.screen();
    for attempt in [tally.begin(), tally.leaf(0), Request::Random, Request::Init { rehearsal: true }] {
        assert_eq!(token.exchange(&attempt), Response::Refused(Refusal::OutOfOrder));
    }
    assert_eq!(token.screen(), shown, "the question stands");
    token.answers(Consent::Yes);
    assert!(matches!(token.exchange(&Request::Poll), Response::Signed { .. }), "and its answer is to it");
    assert_refused_unseen(&mut token, &tally.leaf(0), Refusal::OutOfOrder, 2);
}

#[test]
fn the_yes_to_one_question_for_another() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    let mut other = tally.clone();
    other.leaves.truncate(4);
    // Shown and agreed to is one root, opened should be another.
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert_refused_unseen(&mut token, &other.leaf(0), Refusal::BadPath, 22);
    // The question was taken back before the yes.
    token.answers(Consent::Pending);
    assert_eq!(token.exchange(&tally.begin()), Response::Waiting);
    assert_eq!(token.exchange(&Request::Cancel), Response::Done);
    token.answers(Consent::Yes);
    assert_refused_unseen(&mut token, &Request::Poll, Refusal::OutOfOrder, 2);
    assert_refused_unseen(&mut token, &tally.leaf(0), Refusal::OutOfOrder, 2);
    tally.open(&mut token);
}

#[test]
fn a_yes_from_before_power_went() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    let mut token = token.restart();
    assert_refused_unseen(&mut token, &tally.leaf(0), Refusal::OutOfOrder, 2);
    tally.open(&mut token);
}

#[test]
fn dissent_taken_for_a_yes() {
    let (mut token, keys) = ready_token();
    token.answers(Consent::Dissent);
    let tally = Tally::new(&keys.e, &keys.election);
    for attempt in [CLOSE, tally.begin()] {
        assert_eq!(token.ask(&attempt), Response::Refused(Refusal::RefusedByOfficer));
    }
    token.answers(Consent::Yes);
    assert_serves(&mut token);
}

#[test]
fn a_log_in_for_one_thing_used_for_another() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    let attempts = [
        (Purposes::SETUP, Request::Random),
        (Purposes::SETUP, Request::Endorse { head: vec![], body_digest: BODY, roll_digest: ROLL }),
        (Purposes::ACT, CLOSE),
        (Purposes::OPEN, tally.begin()),
        (Purposes::OPEN, tally.leaf(0)),
        (Purposes::SIGN, Request::StatementBegin { text: vec![], totals_length: 0 }),
        (Purposes::UPKEEP, Request::Bench { sums: 1 }),
    ];
    for (needed, attempt) in attempts {
        for purpose in Purposes::EACH.into_iter().filter(|purpose| *purpose != needed) {
            token.log_in(purpose);
            assert_eq!(token.ask(&attempt), Response::Refused(Refusal::OtherPurpose), "{attempt:?}");
        }
    }
    assert_eq!(Refusal::OtherPurpose.code(), 33);
    token.log_in(Purposes::ALL);
    tally.open(&mut token);
}

#[test]
fn an_officer_who_is_not_there() {
    let (token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    let mut fresh = crate::board::Bench::new(99);
    fresh.token = tamga_token::Token::new(token.token.into_env()).unwrap();
    for attempt in [CLOSE, tally.begin(), tally.leaf(0), Request::Operations { nonce: [0; 32] }] {
        assert_eq!(fresh.exchange(&attempt), Response::Refused(Refusal::NotLoggedIn), "{attempt:?}");
    }
    assert_eq!(Refusal::NotLoggedIn.code(), 5);
    fresh.log_in(Purposes::ALL);
    tally.open(&mut fresh);
}
