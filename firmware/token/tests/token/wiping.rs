//! Giving a token back: everything is erased, and where it is to be, for good.

use std::collections::BTreeMap;

use tamga_token::{Blob, Consent};
use tamga_wire::{Life, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::ready_token;
use crate::purposes::every_request;

const WIPE: Request = Request::Wipe { retire: false };
const RETIRE: Request = Request::Wipe { retire: true };

#[test]
fn an_officer_who_forgot_the_pin_can_erase_the_token() {
    let mut token = ready_token().0.cut_power();
    assert!(!token.info().logged_in);
    assert_eq!(token.exchange(&WIPE), Response::Waiting);
    assert_eq!(token.screen(), "REHEARSAL\nERASE everything in this token");
    assert_eq!(token.exchange(&Request::Poll), Response::Done);
    assert_eq!(token.screen(), "REHEARSAL\nERASED");
    assert!(token.desk.borrow().blobs.is_empty());
    let info = token.info();
    assert_eq!((info.life, info.identity, info.custody_key, info.election), (Life::Factory, None, false, None));
    assert_eq!(token.exchange(&Request::Random), Response::Refused(Refusal::NotInitialised));
    assert!(matches!(token.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
}

#[test]
fn nothing_is_erased_without_the_officer() {
    for request in [WIPE, RETIRE] {
        let (mut token, _) = ready_token();
        let before = token.desk.borrow().blobs.clone();
        token.answers(Consent::No);
        assert_eq!(token.ask(&request), Response::Refused(Refusal::RefusedByOfficer));
        assert_eq!(token.desk.borrow().blobs, before);
        assert_eq!(token.info().life, Life::Enrolled);
    }
}

#[test]
fn rehearsal_stands_on_no_screen_of_a_real_board_before_there_is_an_identity_or_after() {
    for rehearsal_only in [false, true] {
        let mut token = Bench::new(1);
        token.desk.borrow_mut().rehearsal_only = rehearsal_only;
        let standing = token.token.standing();
        assert_eq!((standing.rehearsal, standing.retired), (rehearsal_only, false));
        assert_eq!(token.ask(&Request::Wipe { retire: true }), Response::Done);
        assert!(token.desk.borrow().screens.iter().all(|screen| screen.rehearsal == rehearsal_only));
        let mut token = token.cut_power();
        let standing = token.token.standing();
        assert_eq!((standing.rehearsal, standing.retired), (rehearsal_only, true));
        assert_eq!(token.info().life, Life::Retired);
    }
}

#[test]
fn a_retired_token_refuses_everything_and_says_what_it_is() {
    let mut token = ready_token().0.cut_power();
    assert_eq!(token.exchange(&RETIRE), Response::Waiting);
    assert_eq!(token.screen(), "REHEARSAL\nERASE everything and RETIRE this token for good");
    assert_eq!(token.exchange(&Request::Poll), Response::Done);
    assert_eq!(token.screen(), "REHEARSAL\nERASED and RETIRED");
    for _ in 0..2 {
        let info = token.info();
        assert_eq!((info.life, info.identity, info.definition), (Life::Retired, None, None));
        for (request, _) in every_request() {
            if request != Request::Hello {
                assert_eq!(token.exchange(&request), Response::Refused(Refusal::Retired), "{request:?}");
            }
        }
        assert_eq!(token.desk.borrow().blobs.keys().collect::<Vec<_>>(), [&Blob::Retired]);
        token = token.cut_power();
    }
}

#[test]
fn a_token_without_an_identity_can_be_retired() {
    let mut token = Bench::new(1);
    assert_eq!(token.ask(&RETIRE), Response::Done);
    let mut token = token.cut_power();
    assert_eq!(token.info().life, Life::Retired);
    assert_eq!(token.exchange(&Request::Init { rehearsal: true }), Response::Refused(Refusal::Retired));
}

/// Cuts the power at every store and erasure of a request, each time in a token that was as `before`, and looks at the token
/// that comes back; the last run is not interrupted.
fn cut_everywhere(request: &Request, check: impl Fn(&mut Bench, &BTreeMap<Blob, Vec<u8>>)) -> usize {
    for stores in 0.. {
        let (mut token, _) = ready_token();
        let before = token.desk.borrow().blobs.clone();
        token.desk.borrow_mut().stores_left = stores;
        let answer = token.ask(request);
        let mut token = token.cut_power();
        check(&mut token, &before);
        if answer == Response::Done {
            return stores;
        }
        assert_eq!(answer, Response::Refused(Refusal::Storage));
    }
    unreachable!("a request has an end")
}

#[test]
fn a_loss_of_power_while_erasing_leaves_all_or_nothing() {
    let stores = cut_everywhere(&WIPE, |token, before| match token.info().life {
        Life::Enrolled => assert_eq!(token.desk.borrow().blobs, *before),
        Life::Factory => assert!(token.desk.borrow().blobs.is_empty()),
        other => panic!("{other:?}"),
    });
    assert!(stores > 8, "a mark, then blob by blob: {stores}");
}

#[test]
fn a_loss_of_power_while_retiring_leaves_a_token_as_before_or_a_retired_one() {
    let stores = cut_everywhere(&RETIRE, |token, before| match token.info().life {
        Life::Enrolled => assert_eq!(token.desk.borrow().blobs, *before),
        Life::Retired => assert_eq!(token.desk.borrow().blobs.keys().collect::<Vec<_>>(), [&Blob::Retired]),
        other => panic!("{other:?}"),
    });
    assert!(stores > 8, "a mark, then blob by blob: {stores}");
}

#[test]
fn a_token_that_could_not_be_erased_has_forgotten_everything_all_the_same() {
    for (request, life) in [(WIPE, Life::Factory), (RETIRE, Life::Retired)] {
        let (mut token, _) = ready_token();
        token.desk.borrow_mut().wipe_fails = true;
        assert_eq!(token.ask(&request), Response::Refused(Refusal::Storage));
        let info = token.info();
        assert_eq!(
            (info.life, info.identity, info.election_key, info.tries_left > 0),
            (life, None, false, life != Life::Factory)
        );
        token.desk.borrow_mut().wipe_fails = false;
        let mut token = token.cut_power();
        assert_eq!(token.info().life, life);
        assert!(!token.desk.borrow().blobs.contains_key(&Blob::ElectionShare));
    }
}
