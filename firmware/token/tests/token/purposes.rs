//! A log-in is for one election and for what the officer was told.

use tamga_wire::{
    ActKind, Approval, BoardPart, Group, PROTOCOL_VERSION, Purpose, Purposes, Refusal, Request, Response, Role,
    decode_frame, encode_frame,
};

use crate::board::Bench;
use crate::commission::{Commission, enrol, ready_token};
use crate::definition;

/// A request of every kind, in the order of their numbers, with what the officer has to have logged in for.
pub fn every_request() -> Vec<(Request, Option<Purposes>)> {
    let set_up = Some(Purposes::SETUP);
    let group = Group { contest: 0, regions: vec![0], ballots: 9 };
    let (leaf, counted_digest, path, sums) = (0, [0; 32], vec![], vec![[0; 64]]);
    let approvals: Vec<Approval> = Vec::new();
    let (opening, leaves, ballots, zeros) = (1, 1, 1, [0; 32]);
    let mut all = vec![
        (Request::Hello, None),
        (Request::Init { rehearsal: true }, None),
        (Request::Login { definition: None, purposes: Purposes::OPEN }, None),
        (Request::Random, set_up),
        (Request::EnrolBegin { length: 1, own: 1 }, set_up),
        (Request::EnrolPart { bytes: vec![1] }, set_up),
        (Request::DkgBegin { purpose: Purpose::Election }, set_up),
        (Request::DkgNonces { nonces: vec![] }, set_up),
        (Request::DkgCommitments { commitments: vec![] }, set_up),
        (Request::DkgPackage { dealer: 1, package: vec![] }, set_up),
        (Request::DkgEnvelope { dealer: 1, envelope: [0; 144] }, set_up),
        (Request::DkgSignatures { signatures: vec![] }, set_up),
        (Request::Endorse { head: vec![], body_digest: zeros, roll_digest: zeros }, set_up),
        (
            Request::Unlock {
                role: Role::Tally,
                serial: "rehearsal-1".into(),
                generation: 1,
                ciphertext: [0; 161],
                host_key: [9; 32],
            },
            Some(Purposes::UNLOCK),
        ),
        (Request::Act { kind: ActKind::Recount, digest: zeros, figures: [1, 1, 1, 1] }, Some(Purposes::ACT)),
        (
            Request::OpenBegin {
                opening,
                previous: zeros,
                close: zeros,
                root: zeros,
                leaves,
                sums: 1,
                ballots,
                approvals,
            },
            Some(Purposes::OPEN),
        ),
        (Request::OpenLeaf { leaf, group, counted_digest, path, sums }, Some(Purposes::OPEN)),
        (Request::StatementBegin { text: vec![], totals_length: 1 }, Some(Purposes::SIGN)),
        (Request::StatementTotals { bytes: vec![] }, Some(Purposes::SIGN)),
        (Request::Poll, None),
        (Request::Cancel, None),
        (Request::Operations { nonce: zeros }, None),
        (Request::ChangePin, Some(Purposes::UPKEEP)),
        (Request::Label { text: "a".into() }, Some(Purposes::UPKEEP)),
        (Request::Check { part: BoardPart::Keys }, Some(Purposes::UPKEEP)),
        (Request::End { digest: zeros, figures: [1, 1, 5, 0], signatures: vec![] }, Some(Purposes::ACT)),
        (Request::Wipe { retire: true }, None),
        (Request::Bench { sums: 1 }, Some(Purposes::UPKEEP)),
    ];
    all.extend(replacing());
    all
}

fn replacing() -> [(Request, Option<Purposes>); 5] {
    let election = [0; 32];
    [
        (Request::Replace { election, number: 1, replaced: vec![], signatures: vec![] }, Some(Purposes::SETUP)),
        (Request::SlotsAsk { part: 0 }, Some(Purposes::SETUP)),
        (Request::SlotsTake { token: 1, bytes: vec![] }, Some(Purposes::SETUP)),
        (Request::SlotsSigned { token: 1, signature: [0; 64] }, Some(Purposes::SETUP)),
        (Request::ReplaceCommit { number: 1, signatures: vec![] }, Some(Purposes::SETUP)),
    ]
}

#[test]
fn the_table_has_every_request() {
    let numbers: Vec<u8> = every_request()
        .iter()
        .map(|(request, _)| {
            let frame = encode_frame(1, request).unwrap();
            decode_frame(&frame[..frame.len() - 1]).unwrap().untrusted_message[0]
        })
        .collect();
    assert_eq!(numbers, (0..=32).collect::<Vec<u8>>());
    assert_eq!(PROTOCOL_VERSION, 1);
}

#[test]
fn every_request_outside_the_purposes_of_the_log_in_is_refused_and_nothing_is_shown() {
    let (mut token, _) = ready_token();
    for logged_in_for in Purposes::EACH {
        for (request, purpose) in every_request() {
            let definition = token.info().definition;
            assert_eq!(token.ask(&Request::Login { definition, purposes: logged_in_for }), Response::Done);
            let (before, shown) = (token.desk.borrow().blobs.clone(), token.shown());
            token.desk.borrow_mut().prompts.clear();
            let answer = token.exchange(&request);
            token.exchange(&Request::Cancel);
            let is_refused = answer == Response::Refused(Refusal::OtherPurpose);
            let is_outside = purpose.is_some_and(|purpose| purpose != logged_in_for);
            assert_eq!(is_refused, is_outside, "{request:?} with {logged_in_for:?}: {answer:?}");
            if is_outside {
                assert_eq!(token.shown(), shown);
                assert!(token.desk.borrow().prompts.is_empty());
                assert_eq!(token.desk.borrow().blobs, before);
            }
        }
    }
}

#[test]
fn a_log_in_for_several_purposes_serves_each_of_them() {
    let (mut token, _) = ready_token();
    let definition = token.info().definition;
    let purposes = Purposes::ACT | Purposes::UPKEEP;
    assert_eq!(token.ask(&Request::Login { definition, purposes }), Response::Done);
    let act = Request::Act { kind: ActKind::Recount, digest: [1; 32], figures: [1, 1, 1, 1] };
    assert!(matches!(token.ask(&act), Response::Signed { .. }));
    assert_eq!(token.ask(&Request::Label { text: "a".into() }), Response::Done);
    assert_eq!(token.ask(&Request::Random), Response::Refused(Refusal::OtherPurpose));
}

fn assert_refused_before_the_pin(token: &mut Bench, request: &Request) {
    let (prompts, shown) = (token.desk.borrow().prompts.len(), token.shown());
    assert_eq!(token.exchange(request), Response::Refused(Refusal::OtherElection), "{request:?}");
    assert_eq!((token.desk.borrow().prompts.len(), token.shown()), (prompts, shown));
    assert_eq!(token.exchange(&Request::Poll), Response::Refused(Refusal::OutOfOrder), "nothing is being typed");
}

#[test]
fn a_log_in_to_another_election_is_refused_before_the_pin() {
    let (mut token, _) = ready_token();
    for purposes in Purposes::EACH {
        assert_refused_before_the_pin(&mut token, &Request::Login { definition: Some([0x0e; 32]), purposes });
    }
}

#[test]
fn a_log_in_that_names_no_election_is_for_set_up_and_upkeep_alone() {
    let (mut token, _) = ready_token();
    for purposes in [Purposes::UNLOCK, Purposes::ACT, Purposes::OPEN, Purposes::SIGN, Purposes::ALL] {
        assert_refused_before_the_pin(&mut token, &Request::Login { definition: None, purposes });
    }
    for purposes in [Purposes::SETUP, Purposes::UPKEEP] {
        assert_eq!(token.ask(&Request::Login { definition: None, purposes }), Response::Done);
    }
}

#[test]
fn a_token_without_an_election_takes_no_log_in_for_one() {
    let mut commission = Commission::initialised();
    let d = commission.d;
    for purposes in [Purposes::UNLOCK, Purposes::ACT, Purposes::OPEN, Purposes::SIGN, Purposes::ALL] {
        let login = Request::Login { definition: Some(d), purposes };
        assert_refused_before_the_pin(&mut commission.tokens[0], &login);
    }
    let login = Request::Login { definition: Some(d), purposes: Purposes::SETUP };
    assert_eq!(commission.tokens[0].ask(&login), Response::Done);
}

#[test]
fn after_an_enrolment_the_log_in_is_for_set_up_and_upkeep() {
    let mut commission = Commission::enrolled();
    let (token, d) = (&mut commission.tokens[0], commission.d);
    assert!(matches!(token.ask(&Request::Random), Response::Random { .. }));
    assert_eq!(enrol(token, &commission.definition, 1), Response::Enrolled { definition: d });
    let act = Request::Act { kind: ActKind::Recount, digest: [1; 32], figures: [1, 1, 1, 1] };
    assert_eq!(token.ask(&act), Response::Refused(Refusal::OtherPurpose));
    assert!(matches!(token.ask(&Request::Random), Response::Random { .. }));
    assert_eq!(token.ask(&Request::Label { text: "a".into() }), Response::Done);
}

#[test]
fn before_the_pin_the_officer_sees_election_purposes_and_label() {
    let (mut token, _) = ready_token();
    assert_eq!(token.ask(&Request::Label { text: "Айгүл".into() }), Response::Done);
    let definition = token.info().definition.unwrap();
    let purposes = Purposes::OPEN | Purposes::SIGN;
    assert_eq!(token.ask(&Request::Login { definition: Some(definition), purposes }), Response::Done);
    let desk = token.desk.borrow();
    let prompt = desk.prompts.last().unwrap();
    assert_eq!(prompt.election, Some((definition::ID.into(), definition)));
    assert_eq!((prompt.purposes, prompt.label.as_str(), prompt.rehearsal), (purposes, "Айгүл", true));
}

#[test]
fn the_prompt_of_a_token_without_a_definition_names_none() {
    let mut token = Bench::new(1);
    assert!(matches!(token.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
    token.log_in(Purposes::ALL);
    let desk = token.desk.borrow();
    let prompt = desk.prompts.last().unwrap();
    assert_eq!((&prompt.election, prompt.label.as_str()), (&None, ""));
    assert_eq!(prompt.purposes, Purposes::SETUP | Purposes::UPKEEP);
}
