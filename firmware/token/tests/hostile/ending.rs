//! An end that nobody decided, and a token given a false name.

use tamga_crypto::sign::SigningKey;
use tamga_token::{Blob, Consent};
use tamga_wire::request::OfficerSignature;
use tamga_wire::signed::act_message;
use tamga_wire::{ActKind, Digest, Figures, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::ready_tokens;
use crate::{assert_refused_unseen, assert_serves};

const DIGEST: Digest = [0xed; 32];
const FIGURES: Figures = [1, 32_379, 5, 0];

fn signatures(tokens: &mut [Bench], digest: Digest, figures: Figures) -> Vec<OfficerSignature> {
    let sign = |(token, bench): (u8, &mut Bench)| match bench.ask(&Request::Act { kind: ActKind::End, digest, figures })
    {
        Response::Signed { signature } => OfficerSignature { token, signature },
        other => panic!("{other:?}"),
    };
    (1..).zip(tokens).map(sign).collect()
}

fn end(signatures: &[OfficerSignature]) -> Request {
    Request::End { digest: DIGEST, figures: FIGURES, signatures: signatures.to_vec() }
}

#[test]
fn an_end_without_a_quorum_or_with_forged_doubled_or_strange_signatures() {
    let (mut tokens, keys) = ready_tokens();
    let good = signatures(&mut tokens, DIGEST, FIGURES);
    let message = act_message(&keys.e, ActKind::End, &FIGURES, &DIGEST);
    let forged = OfficerSignature { token: 3, signature: SigningKey::from_seed([1; 32]).sign(&message).to_bytes() };
    let token = |place: usize| good[place].clone();
    let of_nobody = OfficerSignature { token: 6, ..token(2) };
    let attempts = [
        vec![],
        vec![token(0), token(1)],
        vec![token(0), token(1), forged],
        vec![token(0), token(1), token(1)],
        vec![token(2), token(1), token(0)],
        vec![token(0), token(1), of_nobody],
    ];
    for attempt in attempts {
        assert_refused_unseen(&mut tokens[0], &end(&attempt), Refusal::QuorumMissing, 36);
        assert!(tokens[0].desk.borrow().blobs.contains_key(&Blob::ElectionShare));
    }
    assert!(matches!(tokens[0].ask(&end(&good[1..4])), Response::Ended { .. }));
}

#[test]
fn an_end_with_signatures_under_another_act() {
    let (mut tokens, _) = ready_tokens();
    let of_other_figures = signatures(&mut tokens, DIGEST, [1, 32_378, 5, 0]);
    assert_refused_unseen(&mut tokens[0], &end(&of_other_figures), Refusal::QuorumMissing, 36);
    let of_another_digest = signatures(&mut tokens, [0xee; 32], FIGURES);
    assert_refused_unseen(&mut tokens[0], &end(&of_another_digest), Refusal::QuorumMissing, 36);
    let impossible = Request::End { digest: DIGEST, figures: [9, 1, 5, 0], signatures: of_another_digest };
    assert_refused_unseen(&mut tokens[0], &impossible, Refusal::BadFigures, 31);
}

#[test]
fn an_end_or_a_wipe_that_the_officer_does_not_agree_to() {
    let (mut tokens, _) = ready_tokens();
    let good = signatures(&mut tokens, DIGEST, FIGURES);
    let token = &mut tokens[0];
    let stored = token.desk.borrow().blobs.clone();
    for attempt in [end(&good[..3]), Request::Wipe { retire: false }, Request::Wipe { retire: true }] {
        token.answers(Consent::No);
        assert_eq!(token.ask(&attempt), Response::Refused(Refusal::RefusedByOfficer));
        assert_eq!(token.desk.borrow().blobs, stored);
        token.answers(Consent::Yes);
    }
    assert_serves(token);
}

#[test]
fn an_opening_after_the_end() {
    let (mut tokens, keys) = ready_tokens();
    let tally = crate::tally::Tally::new(&keys.e, &keys.election);
    let good = signatures(&mut tokens, DIGEST, FIGURES);
    let token = &mut tokens[0];
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert!(matches!(token.ask(&end(&good[..3])), Response::Ended { .. }));
    for attempt in [tally.begin(), tally.leaf(0)] {
        assert_refused_unseen(token, &attempt, Refusal::Ended, 34);
    }
}

#[test]
fn a_name_that_hides_letters_or_fills_the_screen() {
    let (mut tokens, _) = ready_tokens();
    for text in ["\u{202e}1", "a\nUNLOCK", "seventeen letters", "\u{301}"] {
        let attempt = Request::Label { text: text.into() };
        assert_refused_unseen(&mut tokens[0], &attempt, Refusal::BadLabel, 37);
    }
}
