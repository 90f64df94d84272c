//! Nothing leaves a token before its officer said yes.

use tamga_crypto::tdh2::PinCiphertext;
use tamga_token::Consent;
use tamga_wire::{ActKind, PinLabel, Purpose, Refusal, Request, Response, Role};

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::board::{Bench, login};
use crate::commission::{BODY, Commission, ROLL, deliver_envelopes, enrol, head, ready_token};
use crate::tally::Tally;

/// The officer hesitates, then says no: the token waits, then refuses, and stores nothing.
fn assert_needs_consent(token: &mut Bench, request: &Request) {
    let before = token.desk.borrow().blobs.clone();
    token.answers(Consent::Pending);
    assert_eq!(token.exchange(request), Response::Waiting, "{request:?}");
    for _ in 0..3 {
        assert_eq!(token.exchange(&Request::Poll), Response::Waiting, "{request:?}");
    }
    token.answers(Consent::No);
    assert_eq!(token.exchange(&Request::Poll), Response::Refused(Refusal::RefusedByOfficer));
    assert_eq!(token.exchange(&Request::Poll), Response::Refused(Refusal::OutOfOrder), "the question is gone");
    token.answers(Consent::Dissent);
    assert_eq!(token.ask(request), Response::Refused(Refusal::RefusedByOfficer), "dissent is for statements");
    token.answers(Consent::Yes);
    assert_eq!(token.desk.borrow().blobs, before);
}

#[test]
fn an_act_is_not_signed_without_consent() {
    let (mut token, _) = ready_token();
    let act = Request::Act { kind: ActKind::Close, digest: [1; 32], figures: [1, 0, 4, 0] };
    assert_needs_consent(&mut token, &act);
}

#[test]
fn an_endorsement_is_not_signed_without_consent() {
    let mut commission = Commission::enrolled();
    let custody = commission.make_key(Purpose::Custody);
    let election = commission.make_key(Purpose::Election);
    let head = head(&commission.d, &custody, &election);
    let endorse = Request::Endorse { head, body_digest: BODY, roll_digest: ROLL };
    assert_needs_consent(&mut commission.tokens[3], &endorse);
}

#[test]
fn a_pin_is_not_unlocked_without_consent() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let definition = info.definition.unwrap();
    let label = PinLabel { definition: &definition, serial: "rehearsal-2", role: Role::Tally, generation: 1 };
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &label.to_bytes(), b"1234", &mut rng).unwrap();
    let unlock = Request::Unlock {
        role: Role::Tally,
        serial: "rehearsal-2".into(),
        generation: 1,
        ciphertext: ciphertext.to_bytes(),
        host_key: [9; 32],
    };
    assert_needs_consent(&mut token, &unlock);
}

#[test]
fn an_opening_does_not_begin_without_consent() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    assert_needs_consent(&mut token, &tally.begin());
    assert_eq!(token.ask(&tally.leaf(0)), Response::Refused(Refusal::OutOfOrder));
}

#[test]
fn a_definition_and_a_share_are_not_kept_without_consent() {
    let mut commission = Commission::initialised();
    commission.tokens[0].answers(Consent::No);
    let answer = enrol(&mut commission.tokens[0], &commission.definition, 1);
    assert_eq!(answer, Response::Refused(Refusal::RefusedByOfficer));
    let Response::Info(info) = commission.tokens[0].ask(&Request::Hello) else { panic!() };
    assert_eq!(info.definition, None);

    let mut commission = Commission::enrolled();
    let round = commission.deal(Purpose::Custody);
    let signatures: Vec<[u8; 64]> = commission.each(|token| match deliver_envelopes(token, &round.envelopes) {
        Response::DkgTranscript { signature, .. } => signature,
        other => panic!("{other:?}"),
    });
    let token = &mut commission.tokens[0];
    token.answers(Consent::No);
    let answer = token.ask(&Request::DkgSignatures { signatures });
    assert_eq!(answer, Response::Refused(Refusal::RefusedByOfficer));
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(!info.custody_key);
}

#[test]
fn while_an_officer_is_asked_nothing_else_goes_on() {
    let (mut token, _) = ready_token();
    let act = Request::Act { kind: ActKind::Close, digest: [1; 32], figures: [1, 0, 4, 0] };
    let other = Request::Act { kind: ActKind::Close, digest: [2; 32], figures: [1, 0, 4, 0] };
    token.answers(Consent::Pending);
    assert_eq!(token.exchange(&act), Response::Waiting);
    assert_eq!(token.exchange(&other), Response::Refused(Refusal::OutOfOrder));
    assert_eq!(token.exchange(&login()), Response::Refused(Refusal::OutOfOrder));
    assert!(matches!(token.exchange(&Request::Hello), Response::Info(_)));
    assert_eq!(token.exchange(&Request::Poll), Response::Waiting, "the first question still stands");
    assert_eq!(token.exchange(&Request::Cancel), Response::Done);
    token.answers(Consent::Yes);
    assert_eq!(token.exchange(&Request::Poll), Response::Refused(Refusal::OutOfOrder));
}
