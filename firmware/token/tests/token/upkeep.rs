//! The token itself: PIN, label, checks, and how fast it is.

use tamga_token::{Consent, PIN_TRIES, PartCheck, PinReason};
use tamga_wire::{BoardPart, Purposes, Refusal, Request, Response};

use crate::board::{Bench, PIN, login};
use crate::commission::ready_token;

const NEW_PIN: &str = "161803";

fn initialised() -> Bench {
    let mut token = Bench::new(1);
    assert!(matches!(token.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
    token
}

fn logs_in_with(token: &mut Bench, pin: &'static str) -> Response {
    token.types(&[pin]);
    token.ask(&login())
}

#[test]
fn a_new_pin_is_typed_twice_and_takes_the_place_of_the_old_one() {
    let mut token = initialised();
    token.types(&[PIN, NEW_PIN]);
    assert_eq!(token.ask(&Request::ChangePin), Response::Done);
    let reasons: Vec<PinReason> = token.desk.borrow().prompts.iter().rev().take(3).map(|p| p.reason).collect();
    assert_eq!(reasons, [PinReason::Repeat, PinReason::Choose, PinReason::LogIn { tries_left: PIN_TRIES }]);
    assert!(token.desk.borrow().prompts.iter().all(|prompt| prompt.rehearsal && prompt.purposes == Purposes::UPKEEP));
    let mut token = token.cut_power();
    assert_eq!(logs_in_with(&mut token, PIN), Response::Refused(Refusal::WrongPin));
    assert_eq!(logs_in_with(&mut token, NEW_PIN), Response::Done);
}

#[test]
fn a_new_pin_that_is_weak_or_typed_differently_leaves_the_old_one_and_costs_no_try() {
    let mut token = initialised();
    for (typed, refusal) in [(&[PIN, "121212"][..], Refusal::WeakPin), (&[PIN, NEW_PIN, PIN][..], Refusal::WrongPin)] {
        token.types(typed);
        assert_eq!(token.ask(&Request::ChangePin), Response::Refused(refusal));
        assert_eq!(token.info().tries_left, PIN_TRIES);
        assert!(token.info().logged_in);
        assert_eq!(logs_in_with(&mut token, PIN), Response::Done);
    }
}

#[test]
fn the_old_pin_stays_until_the_new_one_is_stored() {
    let mut token = initialised();
    token.types(&[PIN, NEW_PIN, NEW_PIN]);
    // The two of the counter of tries.
    token.desk.borrow_mut().stores_left = 2;
    assert_eq!(token.ask(&Request::ChangePin), Response::Refused(Refusal::Storage));
    let mut token = token.cut_power();
    assert_eq!(logs_in_with(&mut token, PIN), Response::Done);
}

#[test]
fn a_change_of_the_pin_that_is_given_up_changes_nothing() {
    let mut token = initialised();
    token.types(&[PIN, NEW_PIN, ""]);
    assert_eq!(token.exchange(&Request::ChangePin), Response::Waiting);
    assert_eq!(token.exchange(&Request::Cancel), Response::Done);
    assert_eq!(token.desk.borrow().cancelled, 1);
    assert_eq!(logs_in_with(&mut token, PIN), Response::Done);
}

#[test]
fn who_does_not_know_the_pin_does_not_change_it_and_uses_up_its_tries() {
    let mut token = initialised();
    token.types(&[NEW_PIN]);
    assert_eq!(token.ask(&Request::ChangePin), Response::Refused(Refusal::WrongPin));
    assert_eq!(token.info().tries_left, PIN_TRIES - 1);
    assert!(!token.info().logged_in, "a wrong PIN logs out");
    assert_eq!(token.ask(&Request::ChangePin), Response::Refused(Refusal::NotLoggedIn));
    assert_eq!(logs_in_with(&mut token, PIN), Response::Done);
    assert_eq!(token.info().tries_left, PIN_TRIES);
}

#[test]
fn a_label_is_agreed_to_kept_and_shown() {
    let mut token = initialised();
    for text in ["Айгүл 2", "ӘҒҚҢӨҰҮҺІәғқңөұү", "token 1 - No. 2", ""] {
        assert_eq!(token.ask(&Request::Label { text: text.into() }), Response::Done, "{text}");
        let shown = if text.is_empty() { "LABEL: none".into() } else { format!("LABEL {text}") };
        assert_eq!(token.screen(), format!("REHEARSAL\n{shown}"));
        token = token.restart();
        assert_eq!(token.info().label, text);
        assert_eq!(token.desk.borrow().prompts.last().unwrap().label, text);
    }
}

#[test]
fn a_label_that_is_too_long_or_not_of_letters_is_refused_and_not_shown() {
    let mut token = initialised();
    // Of Latin letters 17; a line feed, DEL; an override of the direction of writing; an accent without its letter; another script;
    // letters of other languages in Cyrillic; spaces at an end; signs.
    for text in [
        "abcdefghijklmnopq",
        "a\nb",
        "\u{7f}",
        "a\u{202e}b",
        "\u{301}",
        "\u{483}",
        "名前",
        "ѐ",
        "ў",
        "ѯ",
        " a",
        "a ",
        " ",
        "a,b",
        "~",
    ] {
        let answer = token.exchange(&Request::Label { text: text.into() });
        assert_eq!(answer, Response::Refused(Refusal::BadLabel), "{text:?}");
    }
    assert_eq!(token.shown(), 0);
    assert_eq!(token.info().label, "");
}

#[test]
fn a_label_that_the_officer_refuses_or_that_is_not_stored_is_none() {
    let mut token = initialised();
    let request = Request::Label { text: "a".into() };
    token.answers(Consent::No);
    assert_eq!(token.ask(&request), Response::Refused(Refusal::RefusedByOfficer));
    token.answers(Consent::Yes);
    token.desk.borrow_mut().stores_left = 0;
    assert_eq!(token.ask(&request), Response::Refused(Refusal::Storage));
    assert_eq!(token.info().label, "");
    assert_eq!(token.cut_power().info().label, "");
}

#[test]
fn every_part_is_checked_and_the_outcome_said() {
    let mut token = initialised();
    for part in BoardPart::ALL {
        for (check, passed) in [(PartCheck::Passed, true), (PartCheck::Failed, false)] {
            token.desk.borrow_mut().check = check;
            assert_eq!(token.exchange(&Request::Check { part }), Response::Checked { passed });
            assert_eq!(token.desk.borrow().checked.last(), Some(&part));
        }
    }
}

#[test]
fn a_check_waits_for_the_officer_who_looks_or_presses() {
    let mut token = initialised();
    token.desk.borrow_mut().check = PartCheck::Pending;
    assert_eq!(token.exchange(&Request::Check { part: BoardPart::Keys }), Response::Waiting);
    assert_eq!(token.exchange(&Request::Poll), Response::Waiting);
    assert_eq!(token.exchange(&Request::Random), Response::Refused(Refusal::OutOfOrder), "one thing at a time");
    token.desk.borrow_mut().check = PartCheck::Passed;
    assert_eq!(token.exchange(&Request::Poll), Response::Checked { passed: true });
    assert_eq!(token.desk.borrow().checked, [BoardPart::Keys; 3]);
}

#[test]
fn a_question_a_pin_and_a_check_that_the_host_gives_up_are_taken_back() {
    let mut token = initialised();
    token.answers(Consent::Pending);
    token.types(&[""]);
    token.desk.borrow_mut().check = PartCheck::Pending;
    let waiting =
        [Request::Label { text: "a".into() }, Request::ChangePin, Request::Check { part: BoardPart::Screen }, login()];
    for (before, request) in waiting.iter().enumerate() {
        assert_eq!(token.exchange(request), Response::Waiting, "{request:?}");
        assert_eq!(token.exchange(&Request::Cancel), Response::Done);
        assert_eq!(token.desk.borrow().cancelled, before + 1, "{request:?}");
    }
    assert_eq!(token.exchange(&Request::Cancel), Response::Done);
    assert_eq!(token.desk.borrow().cancelled, waiting.len(), "nothing was shown any more");
}

#[test]
fn made_up_sums_are_opened_1_to_64_and_leave_no_trace() {
    let (mut token, _) = ready_token();
    let (before, shown) = (token.desk.borrow().blobs.clone(), token.shown());
    for sums in [1, 2, 64] {
        assert_eq!(token.exchange(&Request::Bench { sums }), Response::Done);
    }
    for sums in [0, 65, 255] {
        assert_eq!(token.exchange(&Request::Bench { sums }), Response::Refused(Refusal::BadSum));
    }
    assert_eq!((&token.desk.borrow().blobs, token.shown()), (&before, shown));
}
