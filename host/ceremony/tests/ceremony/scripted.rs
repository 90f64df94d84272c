//! Machines alone, with responses made up on the spot.

use std::collections::VecDeque;

use tamga_ceremony::machine::POLL_ROUNDS_MAX;
use tamga_ceremony::{CeremonyError, Close, Commission, Each, Fault, Machine, RunError, run};
use tamga_crypto::dkg::DkgError;
use tamga_record::box_file::{BoxBody, BoxRegion, Chain};
use tamga_record::bundle::ChainState;
use tamga_record::definition::{Definition, OfficerKeys};
use tamga_record::ledger::Entry;
use tamga_wire::{ActKind, RandomBytes, Refusal, Request, Response};

use crate::table::{definition, key};

const ELECTION: [u8; 32] = [6; 32];

/// The box of its tests is the second of two regular ones.
fn two_openings() -> Definition {
    let officer = |seed| OfficerKeys { identity: key(seed).verifying_key().to_bytes(), share: [seed; 32] };
    Definition { openings: 2, ..definition((1..=5).map(officer).collect()) }
}

fn commission() -> Commission {
    Commission::of(&two_openings()).unwrap()
}

fn body() -> BoxBody {
    let chain = |state| Chain { collector: 0, bundles: 2, root: [1; 32], items: 5, state };
    let region = |region, received, chains| BoxRegion { region, received, root: [2; 32], chains };
    BoxBody {
        election: ELECTION,
        opening: 2,
        previous: [3; 32],
        decisions: [4; 32],
        decided: 0,
        single: 0,
        amendments: [5; 32],
        revocations: [0; 32],
        regions: vec![
            region(1, 5, vec![chain(ChainState::complete())]),
            region(3, 7, vec![chain(ChainState::OPEN)]),
            region(4, 0, vec![]),
        ],
    }
}

fn signed(token: u8) -> Response {
    Response::Signed { signature: key(token).sign(&body().message(&two_openings())).to_bytes() }
}

/// A machine whose tokens have forgotten what was before.
fn cleared<M: Machine>(mut machine: M) -> M {
    for (token, request) in machine.requests() {
        assert_eq!(request, Request::Cancel);
        machine.receive(token, Response::Done).unwrap();
    }
    machine
}

fn close() -> Close {
    cleared(Close::new(&commission(), &two_openings(), &body()))
}

#[test]
fn before_its_first_question_every_token_is_told_to_forget_the_one_of_an_earlier_ceremony() {
    let mut close = Close::new(&commission(), &two_openings(), &body());
    let cancel: Vec<(u8, Request)> = (1..=5).map(|token| (token, Request::Cancel)).collect();
    assert_eq!(close.requests(), cancel);
    assert_eq!(close.requests(), [], "nothing else before the answer");
    assert_eq!(close.finish(), Err(CeremonyError::NotFinished));
    close.receive(1, Response::Done).unwrap();
    close.receive(2, signed(2)).unwrap();
    assert_eq!(close.faults(), [(2, Fault::WrongAnswer)]);
    let asked = close.requests();
    assert!(matches!(asked[..], [(1, Request::Act { .. })]), "{asked:?}");
}

#[test]
fn every_token_is_asked_once_and_sees_opening_received_regions_and_incomplete_chains() {
    let mut close = close();
    let asked = close.requests();
    let request = Request::Act { kind: ActKind::Close, digest: body().digest(), figures: [2, 12, 3, 2] };
    let expected: Vec<(u8, Request)> = (1..=5).map(|token| (token, request.clone())).collect();
    assert_eq!(asked, expected);
    assert_eq!(close.requests(), []);
}

#[test]
fn officers_who_make_up_their_minds_are_polled_and_the_others_are_not() {
    let mut close = close();
    close.requests();
    close.receive(1, signed(1)).unwrap();
    close.receive(2, Response::Waiting).unwrap();
    close.receive(3, Response::Waiting).unwrap();
    assert_eq!(close.requests(), [(2, Request::Poll), (3, Request::Poll)]);
    close.receive(3, signed(3)).unwrap();
    close.receive(2, Response::Waiting).unwrap();
    assert_eq!(close.requests(), [(2, Request::Poll)]);
    assert_eq!(close.finish(), Err(CeremonyError::NotFinished));
    close.receive(2, signed(2)).unwrap();
    close.absent(4).unwrap();
    assert_eq!(close.finish(), Err(CeremonyError::NotFinished));
    close.absent(5).unwrap();
    let officers: Vec<u8> = close.finish().unwrap().iter().map(|(officer, _)| *officer).collect();
    assert_eq!(officers, [1, 2, 3]);
}

#[test]
fn responses_that_nobody_asked_for_put_a_token_out() {
    let mut close = close();
    assert_eq!(close.receive(1, signed(1)), Ok(()));
    close.requests();
    close.receive(2, signed(2)).unwrap();
    close.receive(2, signed(2)).unwrap();
    close.receive(3, Response::Done).unwrap();
    close.receive(4, signed(5)).unwrap();
    let faults = [(1, Fault::WrongAnswer), (2, Fault::WrongAnswer), (3, Fault::WrongAnswer), (4, Fault::BadSignature)];
    assert_eq!(close.faults(), faults);
    close.receive(1, signed(1)).unwrap();
    close.receive(5, signed(5)).unwrap();
    let error = close.finish().unwrap_err();
    assert!(matches!(error, CeremonyError::TooFew { needed: 3, .. }));
    assert_eq!(error.culprits(), [1, 2, 3, 4]);
}

#[test]
fn a_token_that_the_commission_does_not_have_is_refused() {
    let mut close = close();
    close.requests();
    for token in [0, 6, 255] {
        assert_eq!(close.receive(token, signed(1)), Err(CeremonyError::NoSuchToken { token }));
        assert_eq!(close.absent(token), Err(CeremonyError::NoSuchToken { token }));
    }
}

#[test]
fn a_refusal_is_an_entry_at_once_even_though_the_ceremony_is_not_over() {
    let mut close = close();
    close.requests();
    close.receive(3, Response::Refused(Refusal::NotLoggedIn)).unwrap();
    let entries = close.take_entries();
    assert!(matches!(entries[..], [Entry::Refusal { token: 3, code: 5, .. }]), "{entries:?}");
    assert_eq!(close.take_entries(), []);
}

#[test]
fn an_officer_who_never_answers_counts_as_absent_in_the_end() {
    let mut close = close();
    let mut polls = 0;
    let signed = run(&mut close, |token, _| {
        polls += u32::from(token == 2);
        Ok::<_, ()>(if token == 2 { Response::Waiting } else { signed(token) })
    });
    assert_eq!(signed.unwrap().len(), 4);
    assert_eq!(close.faults(), [(2, Fault::Absent)]);
    assert_eq!(polls, POLL_ROUNDS_MAX + 1);
}

#[test]
fn where_every_token_is_needed_an_exchange_that_fails_says_why() {
    let mut each = cleared(Each::randomness(3).unwrap());
    let result = run(&mut each, |token, _| match token {
        2 => Err("no cable"),
        _ => Ok(Response::Random { bytes: RandomBytes([token; 32]) }),
    });
    assert_eq!(result, Err(RunError::Exchange { token: 2, error: "no cable" }));
}

#[test]
fn answers_of_each_token_come_in_token_order_whatever_order_they_came_in() {
    let mut each = cleared(Each::randomness(3).unwrap());
    let mut owed: VecDeque<u8> = each.requests().iter().map(|(token, _)| *token).collect();
    assert_eq!(each.finish(), Err(CeremonyError::NotFinished));
    while let Some(token) = owed.pop_back() {
        each.receive(token, Response::Random { bytes: RandomBytes([token; 32]) }).unwrap();
    }
    assert_eq!(each.finish().unwrap(), [[1; 32], [2; 32], [3; 32]]);
    let quorum = CeremonyError::Quorum(DkgError::Quorum);
    assert_eq!(Each::randomness(0).err(), Some(quorum.clone()));
    assert_eq!(Each::logins(16, None, tamga_wire::Purposes::SETUP).err(), Some(quorum));
}

#[test]
fn a_commission_without_a_majority_or_with_a_bad_key_is_refused() {
    let officer = |seed| OfficerKeys { identity: key(seed).verifying_key().to_bytes(), share: [seed; 32] };
    let mut definition = definition((1..=5).map(officer).collect());
    definition.quorum = 2;
    assert_eq!(Commission::of(&definition), Err(CeremonyError::Quorum(DkgError::Quorum)));
    definition.quorum = 3;
    // y = 2 is on no point of the curve.
    definition.officers[3].identity = std::array::from_fn(|place| if place == 0 { 2 } else { 0 });
    assert!(matches!(Commission::of(&definition), Err(CeremonyError::OfficerKey { officer: 4, .. })));
}
