//! What is there after power was cut, and what happens when storage fails.

use tamga_token::{Blob, Token};
use tamga_wire::{ActKind, Refusal, Request, Response};

use crate::commission::ready_token;
use crate::tally::Tally;

#[test]
fn identity_shares_and_election_survive_a_loss_of_power() {
    let (mut token, keys) = ready_token();
    let before = token.ask(&Request::Hello);
    let mut token = token.restart();
    assert_eq!(token.ask(&Request::Hello), before);
    let Response::Info(info) = before else { panic!() };
    assert!(info.custody_key && info.election_key);
    assert_eq!(info.election, Some(keys.e));
}

#[test]
fn a_question_does_not_survive_a_loss_of_power() {
    let (mut token, _) = ready_token();
    let act = Request::Act { kind: ActKind::Close, digest: [1; 32], figures: [1, 0, 4, 0] };
    assert_eq!(token.exchange(&act), Response::Waiting);
    let mut token = token.restart();
    assert_eq!(token.exchange(&Request::Poll), Response::Refused(Refusal::OutOfOrder));
}

#[test]
fn nothing_is_opened_while_root_or_slots_cannot_be_stored() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    for stores in [0, 1] {
        assert_eq!(token.ask(&tally.begin()), Response::Done);
        token.desk.borrow_mut().stores_left = stores;
        assert_eq!(token.ask(&tally.leaf(0)), Response::Refused(Refusal::Storage), "{stores} stores");
        token.desk.borrow_mut().stores_left = usize::MAX;
    }
}

#[test]
fn every_blob_that_is_damaged_or_of_another_version_is_refused() {
    let (token, keys) = ready_token();
    Tally::new(&keys.e, &keys.election).open(&mut { token });
    let (token, _) = ready_token();
    let blobs = token.desk.borrow().blobs.clone();
    let board = token.token.into_env();
    let read_at_start =
        [Blob::Tries, Blob::Identity, Blob::Enrolment, Blob::CustodyShare, Blob::ElectionShare, Blob::Election];
    for blob in read_at_start {
        for damage in [0, 1] {
            let mut bytes = blobs[&blob].clone();
            if damage == 0 {
                bytes[0] = 1;
            } else {
                bytes.push(0);
            }
            board.desk.borrow_mut().blobs.insert(blob, bytes);
            assert_eq!(Token::new(board.clone()).err(), Some(Refusal::Storage), "{blob}");
            board.desk.borrow_mut().blobs.insert(blob, blobs[&blob].clone());
        }
    }
    assert!(Token::new(board).is_ok());
}
