//! Another definition, other officers, another version.

use tamga_token::{Blob, Consent, Token};
use tamga_wire::{Purpose, Purposes, Refusal, Request, Response};

use crate::board::{Bench, login};
use crate::commission::{Commission, enrol, ready_token};
use crate::definition::hex;
use crate::{assert_refused_unseen, assert_serves};

fn assert_not_enrolled(token: &mut Bench, definition: &[u8], own: u8, refusal: Refusal, code: u8) {
    let shown = token.desk.borrow().screens.len();
    assert_eq!(enrol(token, definition, own), Response::Refused(refusal));
    assert_eq!(refusal.code(), code);
    assert_eq!(token.desk.borrow().screens.len(), shown, "nothing was shown");
    assert_serves(token);
}

/// The definition with some bytes replaced, wherever they stand.
fn with(commission: &Commission, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(commission.definition.clone()).unwrap();
    assert!(text.contains(from), "{from}");
    text.replace(from, to).into_bytes()
}

#[test]
fn a_definition_changed_by_one_byte_after_the_election_was_endorsed() {
    let (mut commission, _) = Commission::ready();
    let changed = with(&commission, "name en Option 7\n", "name en Option 8\n");
    let token = &mut commission.tokens[1];
    assert_not_enrolled(token, &changed, 2, Refusal::AlreadyEnrolledElsewhere, 8);
    assert_eq!(enrol(token, &commission.definition, 2), Response::Enrolled { definition: commission.d });
}

#[test]
fn a_definition_changed_by_one_byte_before_shows_another_number_and_takes_the_old_shares() {
    let mut commission = Commission::enrolled();
    let honest = commission.tokens[0].screen();
    commission.make_key(Purpose::Custody);
    let changed = with(&commission, "name en Option 7\n", "name en Option 8\n");
    let token = &mut commission.tokens[0];
    // The officer compares the number with the one that is read aloud, and says no.
    token.answers(Consent::No);
    assert_eq!(enrol(token, &changed, 1), Response::Refused(Refusal::RefusedByOfficer));
    assert_ne!(token.screen(), honest);
    token.answers(Consent::Yes);
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(info.custody_key && info.definition == Some(commission.d));
    // Where one does agree, no share that was made under the other definition serves this one.
    assert!(matches!(enrol(token, &changed, 1), Response::Enrolled { .. }));
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(!info.custody_key && !info.election_key);
}

#[test]
fn a_definition_that_arrives_other_than_announced() {
    let mut commission = Commission::enrolled();
    let cut = &commission.definition[..commission.definition.len() - 1];
    assert_not_enrolled(&mut commission.tokens[0], cut, 1, Refusal::BadDefinition, 9);
    let length = cut.len() as u32;
    let token = &mut commission.tokens[0];
    assert_eq!(token.ask(&Request::EnrolBegin { length, own: 1 }), Response::Done);
    let answers = commission.definition.chunks(4_096).map(|part| token.ask(&Request::EnrolPart { bytes: part.into() }));
    assert_eq!(answers.last(), Some(Response::Refused(Refusal::TooLong)));
    assert_refused_unseen(token, &Request::EnrolPart { bytes: vec![] }, Refusal::OutOfOrder, 2);
}

#[test]
fn a_definition_under_which_one_ballot_could_be_opened_or_one_checker_suffices() {
    let mut commission = Commission::enrolled();
    for (from, to) in [
        ("min-open 5", "min-open 0"),
        ("approvals 2", "approvals 1"),
        ("approvals 2", "approvals 0"),
        ("quorum 3", "quorum 2"),
        ("tamga/definition/v1", "tamga/definition/v0"),
        ("tamga/definition/v1", "tamga/definition/v2"),
    ] {
        let weak = with(&commission, from, to);
        assert_not_enrolled(&mut commission.tokens[0], &weak, 1, Refusal::BadDefinition, 9);
    }
}

#[test]
fn officers_in_another_order() {
    let mut commission = Commission::enrolled();
    let mut lines: Vec<String> =
        String::from_utf8(commission.definition.clone()).unwrap().lines().map(String::from).collect();
    let first = lines.iter().position(|line| line.starts_with("officer")).unwrap();
    lines.swap(first, first + 1);
    let swapped = crate::definition::text(&lines);
    assert_not_enrolled(&mut commission.tokens[0], &swapped, 1, Refusal::NotAnOfficer, 10);
    // Nor does it take another's place in the honest one.
    let honest = commission.definition.clone();
    for own in [0, 2, 6, 255] {
        assert_not_enrolled(&mut commission.tokens[0], &honest, own, Refusal::NotAnOfficer, 10);
    }
}

#[test]
fn an_officers_share_key_that_is_the_hosts() {
    let mut commission = Commission::enrolled();
    let Response::Info(info) = commission.tokens[0].ask(&Request::Hello) else { panic!() };
    let own = hex(&info.share_key.unwrap());
    let host = with(&commission, &own, &hex(&[0x42; 32]));
    assert_not_enrolled(&mut commission.tokens[0], &host, 1, Refusal::NotAnOfficer, 10);
}

#[test]
fn a_real_election_on_tokens_for_rehearsals() {
    let mut commission = Commission::enrolled();
    let real = with(&commission, "rehearsal yes", "rehearsal no");
    assert_not_enrolled(&mut commission.tokens[0], &real, 1, Refusal::RehearsalMismatch, 25);
    let mut fresh = Bench::new(7);
    assert_eq!(fresh.ask(&Request::Init { rehearsal: false }), Response::Refused(Refusal::RehearsalMismatch));
    assert!(matches!(fresh.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
}

#[test]
fn a_log_in_under_another_definition_is_refused_before_the_pin() {
    let (mut token, _) = ready_token();
    let prompts = token.desk.borrow().prompts.len();
    let other = Request::Login { definition: Some([1; 32]), purposes: Purposes::OPEN };
    assert_refused_unseen(&mut token, &other, Refusal::OtherElection, 29);
    let none = Request::Login { definition: None, purposes: Purposes::OPEN };
    assert_refused_unseen(&mut token, &none, Refusal::OtherElection, 29);
    assert_eq!(token.desk.borrow().prompts.len(), prompts, "no PIN was asked for");
    token.log_in(Purposes::ALL);
    assert_serves(&mut token);
}

#[test]
fn an_identity_made_anew_over_the_old_one() {
    let (mut token, _) = ready_token();
    assert_refused_unseen(&mut token, &Request::Init { rehearsal: true }, Refusal::OutOfOrder, 2);
}

#[test]
fn storage_of_an_older_version_stops_the_token_and_the_right_one_starts_it() {
    let (token, _) = ready_token();
    let board = token.token.into_env();
    for blob in [Blob::Identity, Blob::Enrolment, Blob::ElectionShare, Blob::Election] {
        let honest = board.desk.borrow().blobs[&blob].clone();
        board.desk.borrow_mut().blobs.get_mut(&blob).unwrap()[0] = 1;
        assert_eq!(Token::new(board.clone()).err(), Some(Refusal::Storage), "{blob}");
        board.desk.borrow_mut().blobs.insert(blob, honest);
    }
    assert_eq!(Refusal::Storage.code(), 26);
    let mut bench = Bench::new(99);
    bench.desk = board.desk.clone();
    bench.token = Token::new(board).unwrap();
    bench.log_in(Purposes::ALL);
    assert_serves(&mut bench);
}

#[test]
fn a_log_in_where_there_is_no_identity() {
    let mut fresh = Bench::new(8);
    assert_eq!(fresh.ask(&login()), Response::Refused(Refusal::NotInitialised));
    assert_eq!(Refusal::NotInitialised.code(), 4);
    assert!(matches!(fresh.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
}
