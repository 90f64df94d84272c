//! What a token counts, and how it says so.

use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_token::{Blob, Consent};
use tamga_wire::operations::operations_message;
use tamga_wire::{ActKind, Operation, Operations, Refusal, Request, Response};

use crate::board::{Bench, login};
use crate::commission::{Commission, ready_token};
use crate::tally::{CLOSE, Tally};

const NONCE: [u8; 32] = [0x4e; 32];

/// The counts, whose signature is checked.
pub fn counts(token: &mut Bench) -> Operations {
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let answer = token.exchange(&Request::Operations { nonce: NONCE });
    let Response::Operations { counts, signature } = answer else { panic!("{answer:?}") };
    let message = operations_message(&counts.report(&info.definition.unwrap(), info.index, &NONCE));
    let key = VerifyingKey::from_bytes(&info.identity.unwrap()).unwrap();
    key.verify(&message, &Signature::from_bytes(signature)).unwrap();
    counts
}

/// What changed since some counts.
pub fn since(token: &mut Bench, before: &Operations) -> Vec<(Operation, u32)> {
    let after = counts(token);
    let changes = Operation::ALL.map(|kind| (kind, after.get(kind) - before.get(kind)));
    changes.into_iter().filter(|(_, more)| *more > 0).collect()
}

fn act(kind: ActKind) -> Request {
    let figures = match kind {
        ActKind::Close => [1, 4_000, 4, 0],
        ActKind::Amendment => [1, 1, 4, 1_730_836_800],
        ActKind::For | ActKind::Against => [3, 20, 0, 12],
        ActKind::Recount => [1, 90, 80, 1],
        ActKind::End => [1, 80, 5, 0],
        ActKind::Replacement => [1, 0b10, 0, 0],
        ActKind::Pause => [1, 3, 57, 0],
        ActKind::Resume => [1, 3, 58, 1],
    };
    Request::Act { kind, digest: CLOSE, figures }
}

#[test]
fn a_fresh_token_has_counted_two_keys_and_one_endorsement() {
    let (mut token, _) = ready_token();
    let expected = Operations::default().with(Operation::Endorse, 1).with(Operation::Dkg, 2);
    assert_eq!(counts(&mut token), expected);
}

#[test]
fn every_signed_act_counts_each_time_and_survives_a_loss_of_power() {
    let (mut token, _) = ready_token();
    let before = counts(&mut token);
    let kinds = [ActKind::Close, ActKind::Close, ActKind::Amendment, ActKind::For, ActKind::Against, ActKind::Recount];
    for kind in kinds {
        assert!(matches!(token.ask(&act(kind)), Response::Signed { .. }), "{kind:?}");
    }
    let mut token = token.restart();
    let expected = [(Operation::Close, 2), (Operation::Vote, 2), (Operation::Amend, 1), (Operation::Recount, 1)];
    assert_eq!(since(&mut token, &before), expected);
}

#[test]
fn a_no_and_a_refusal_do_not_count() {
    let (mut token, _) = ready_token();
    let before = counts(&mut token);
    token.answers(Consent::No);
    assert_eq!(token.ask(&act(ActKind::Close)), Response::Refused(Refusal::RefusedByOfficer));
    let bad = Request::Act { kind: ActKind::Close, digest: CLOSE, figures: [99, 0, 0, 0] };
    assert_eq!(token.ask(&bad), Response::Refused(Refusal::BadFigures));
    assert_eq!(since(&mut token, &before), []);
}

#[test]
fn a_root_counts_once_with_its_first_leaf_however_often_it_is_opened() {
    let (mut token, keys) = ready_token();
    let before = counts(&mut token);
    let tally = Tally::new(&keys.e, &keys.election);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert_eq!(since(&mut token, &before), [], "nothing was answered");
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    assert_eq!(since(&mut token, &before), [(Operation::Open, 1)]);
    let mut token = token.restart();
    tally.open(&mut token);
    assert_eq!(since(&mut token, &before), [(Operation::Open, 1)]);
}

#[test]
fn nothing_leaves_that_could_not_be_counted() {
    let (mut token, _) = ready_token();
    let before = counts(&mut token);
    // A box is stored before the count; where the count cannot be, the signature stays.
    token.desk.borrow_mut().stores_left = 1;
    assert_eq!(token.ask(&act(ActKind::Close)), Response::Refused(Refusal::Storage));
    token.desk.borrow_mut().stores_left = usize::MAX;
    assert_eq!(since(&mut token, &before), []);
    let full = Operations::default().with(Operation::Close, u32::MAX);
    let mut blob = vec![3];
    blob.extend(postcard::to_allocvec(&full).unwrap());
    token.desk.borrow_mut().blobs.insert(Blob::Operations, blob);
    assert_eq!(token.ask(&act(ActKind::Close)), Response::Refused(Refusal::Storage), "2^32 of them");
}

#[test]
fn a_report_needs_a_log_in_and_a_definition_and_no_consent() {
    let mut token = Bench::new(5);
    let request = Request::Operations { nonce: NONCE };
    assert_eq!(token.exchange(&request), Response::Refused(Refusal::NotInitialised));
    token.ask(&Request::Init { rehearsal: true });
    assert_eq!(token.exchange(&request), Response::Refused(Refusal::OutOfOrder));
    let mut commission = Commission::enrolled();
    let token = &mut commission.tokens[0];
    token.answers(Consent::Pending);
    assert_eq!(counts(token), Operations::default());
    assert!(matches!(token.exchange(&login()), Response::Done | Response::Waiting));
    let (token, _) = ready_token();
    let desk = token.desk.clone();
    let mut switched_on = tamga_token::Token::new(token.token.into_env()).unwrap();
    assert_eq!(switched_on.handle(request), Response::Refused(Refusal::NotLoggedIn));
    assert!(desk.borrow().blobs.contains_key(&Blob::Operations));
}

#[test]
fn an_opening_under_way_goes_on_after_a_report() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    counts(&mut token);
    assert!(matches!(token.ask(&tally.leaf(1)), Response::Opened { .. }));
}
