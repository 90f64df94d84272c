//! One box per opening: what an officer closed is what is opened.

use tamga_token::{Blob, Consent};
use tamga_wire::{ActKind, Digest, Refusal, Request, Response};

use crate::board::{Bench, login};
use crate::commission::ready_token;
use crate::tally::{CLOSE, Tally};

const OTHER: Digest = [0x0b; 32];

fn close(opening: u64, digest: Digest) -> Request {
    Request::Act { kind: ActKind::Close, digest, figures: [opening, 4_000, 4, 0] }
}

fn assert_refused(token: &mut Bench, request: &Request, refusal: Refusal) {
    let shown = token.desk.borrow().screens.len();
    assert_eq!(token.ask(request), Response::Refused(refusal), "{request:?}");
    assert_eq!(token.desk.borrow().screens.len(), shown, "nothing was shown");
}

fn assert_signed(token: &mut Bench, request: &Request) {
    assert!(matches!(token.ask(request), Response::Signed { .. }), "{request:?}");
}

fn last_screen(token: &Bench) -> String {
    token.desk.borrow().screens.last().unwrap().to_string()
}

#[test]
fn the_same_box_is_signed_again_and_another_one_says_that_it_replaces_it() {
    let (mut token, _) = ready_token();
    let signature = token.ask(&close(1, CLOSE));
    assert!(matches!(signature, Response::Signed { .. }));
    assert_eq!(token.ask(&close(1, CLOSE)), signature);
    assert!(!last_screen(&token).contains("REPLACES"));
    let mut token = token.restart();
    token.answers(Consent::No);
    assert_eq!(token.ask(&close(1, OTHER)), Response::Refused(Refusal::RefusedByOfficer));
    assert!(last_screen(&token).contains("REPLACES the box that you closed before"), "{}", last_screen(&token));
    token.answers(Consent::Yes);
    assert_eq!(token.ask(&close(1, CLOSE)), signature);
    assert!(!last_screen(&token).contains("REPLACES"), "a no replaces nothing");
    assert_signed(&mut token, &close(2, OTHER));
    assert!(!last_screen(&token).contains("REPLACES"), "another opening has its own box");
    assert_signed(&mut token, &close(1, OTHER));
    assert_signed(&mut token, &close(1, CLOSE));
    assert!(last_screen(&token).contains("REPLACES"));
}

#[test]
fn no_box_is_replaced_once_its_sums_are_opened() {
    let (mut token, keys) = ready_token();
    assert_signed(&mut token, &close(1, CLOSE));
    Tally::new(&keys.e, &keys.election).open(&mut token);
    assert_refused(&mut token, &close(1, OTHER), Refusal::OtherBox);
    assert_signed(&mut token, &close(1, CLOSE));
}

#[test]
fn an_act_that_closes_nothing_takes_no_box() {
    let (mut token, _) = ready_token();
    assert_signed(&mut token, &close(1, CLOSE));
    // All but the count of operations.
    let stored = |token: &Bench| {
        let mut blobs = token.desk.borrow().blobs.clone();
        blobs.remove(&Blob::Operations).map(|_| blobs)
    };
    let before = stored(&token);
    // Each with a first figure of 1 and a digest that is not the box's.
    let acts = [
        (ActKind::For, [1, 20, 0, 12]),
        (ActKind::Amendment, [1, 1, 1, 1_730_836_800]),
        (ActKind::Recount, [1, 9, 9, 1]),
    ];
    for (kind, figures) in acts {
        assert_signed(&mut token, &Request::Act { kind, digest: OTHER, figures });
    }
    assert_eq!(stored(&token), before);
}

#[test]
fn a_box_that_the_officer_did_not_close_is_not_remembered() {
    let (mut token, _) = ready_token();
    token.answers(Consent::No);
    assert_eq!(token.ask(&close(1, OTHER)), Response::Refused(Refusal::RefusedByOfficer));
    token.answers(Consent::Yes);
    assert_signed(&mut token, &close(1, CLOSE));
}

#[test]
fn a_close_is_signed_only_when_it_is_stored() {
    let (mut token, _) = ready_token();
    token.desk.borrow_mut().stores_left = 0;
    assert_eq!(token.ask(&close(1, OTHER)), Response::Refused(Refusal::Storage));
    token.desk.borrow_mut().stores_left = usize::MAX;
    assert!(!token.desk.borrow().blobs.contains_key(&Blob::Close(1)));
    assert_signed(&mut token, &close(1, CLOSE));
}

#[test]
fn a_box_other_than_the_closed_one_is_not_opened_whatever_checkers_say() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    assert_signed(&mut token, &close(1, OTHER));
    // Good approvals, over another CLOSE digest than the officer's.
    assert_refused(&mut token, &tally.begin(), Refusal::OtherBox);
    let mut token = token.restart();
    assert_refused(&mut token, &tally.begin(), Refusal::OtherBox);

    let (mut token, keys) = ready_token();
    assert_signed(&mut token, &close(1, CLOSE));
    assert_signed(&mut token, &close(2, OTHER));
    Tally::new(&keys.e, &keys.election).open(&mut token);
}

#[test]
fn a_damaged_box_stops_closing_and_opening() {
    let (mut token, keys) = ready_token();
    assert_signed(&mut token, &close(1, CLOSE));
    token.desk.borrow_mut().blobs.get_mut(&Blob::Close(1)).unwrap().push(0);
    assert_refused(&mut token, &close(1, CLOSE), Refusal::Storage);
    assert_refused(&mut token, &Tally::new(&keys.e, &keys.election).begin(), Refusal::Storage);
}

#[test]
fn a_wiped_token_has_forgotten_its_boxes() {
    let (mut token, _) = ready_token();
    assert_signed(&mut token, &close(1, CLOSE));
    assert!(token.desk.borrow().blobs.contains_key(&Blob::Close(1)));
    token.desk.borrow_mut().pins = vec!["314159"];
    let answers: Vec<Response> = (0..15).map(|_| token.ask(&login())).collect();
    assert_eq!(answers[14], Response::Refused(Refusal::Wiped));
    assert!(!token.desk.borrow().blobs.contains_key(&Blob::Close(1)));
}
