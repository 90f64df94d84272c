//! A key generation in which something is wrong.

use tamga_wire::{Purpose, Refusal, Request, Response};

use crate::commission::{Commission, TOKENS, deliver_envelopes, deliver_packages};

pub const BAD_TRANSCRIPT: Response = Response::Refused(Refusal::BadTranscript);

pub fn culprit(token: u8) -> Response {
    Response::Refused(Refusal::DkgCulprit(token))
}

/// Where the envelope from `dealer` to `receiver` stands in the order of (13).
fn place(dealer: u8, receiver: u8) -> usize {
    let others = usize::from(TOKENS) - 1;
    let skipped = usize::from(receiver > dealer);
    (usize::from(dealer) - 1) * others + usize::from(receiver) - 1 - skipped
}

#[test]
fn an_envelope_damaged_on_the_way_accuses_nobody() {
    let mut commission = Commission::enrolled();
    let mut round = commission.deal(Purpose::Election);
    round.envelopes[place(4, 1)].1[50] ^= 1;
    assert_eq!(deliver_envelopes(&mut commission.tokens[0], &round.envelopes), BAD_TRANSCRIPT);
}

#[test]
fn a_token_notices_that_its_own_messages_were_changed() {
    let mut commission = Commission::enrolled();
    let mut round = commission.deal(Purpose::Election);
    let place = place(1, 3);
    round.envelopes[place].1[0] ^= 1;
    assert_eq!(deliver_envelopes(&mut commission.tokens[0], &round.envelopes), BAD_TRANSCRIPT);

    let token = &mut commission.tokens[0];
    let Response::DkgNonce { nonce } = token.ask(&Request::DkgBegin { purpose: Purpose::Custody }) else { panic!() };
    let mut nonces = vec![nonce; usize::from(TOKENS)];
    nonces[0] = [0; 32];
    assert_eq!(token.ask(&Request::DkgNonces { nonces }), BAD_TRANSCRIPT);

    let Response::DkgNonce { nonce } = token.ask(&Request::DkgBegin { purpose: Purpose::Custody }) else { panic!() };
    let nonces = vec![nonce; usize::from(TOKENS)];
    let answer = token.ask(&Request::DkgNonces { nonces });
    let Response::DkgCommitment { commitment } = answer else { panic!("{answer:?}") };
    let mut commitments = vec![commitment; usize::from(TOKENS)];
    commitments[0][5] ^= 1;
    assert_eq!(token.ask(&Request::DkgCommitments { commitments }), BAD_TRANSCRIPT);
}

#[test]
fn an_envelope_between_others_that_was_changed_changes_the_transcript() {
    let mut commission = Commission::enrolled();
    let round = commission.deal(Purpose::Election);
    let mut changed = round.envelopes.clone();
    changed[place(2, 3)].1[0] ^= 1;
    let transcript_of = |answer| match answer {
        Response::DkgTranscript { transcript, signature } => (transcript, signature),
        other => panic!("{other:?}"),
    };
    let (first, mut signature) = transcript_of(deliver_envelopes(&mut commission.tokens[0], &changed));
    let mut signatures = vec![];
    for token in &mut commission.tokens[3..] {
        let (other, signed) = transcript_of(deliver_envelopes(token, &round.envelopes));
        assert_ne!(first, other);
        signature = signed;
    }
    signatures.resize(usize::from(TOKENS), signature);
    // Token 1 saw other bytes: the first signature that is not over its own transcript ends the run.
    let answer = commission.tokens[0].ask(&Request::DkgSignatures { signatures });
    assert_eq!(answer, culprit(1));
}

#[test]
fn a_package_other_than_committed_to_names_its_dealer() {
    let mut commission = Commission::enrolled();
    let purpose = Purpose::Custody;
    let nonces: Vec<[u8; 32]> = commission.each(|token| match token.ask(&Request::DkgBegin { purpose }) {
        Response::DkgNonce { nonce } => nonce,
        other => panic!("{other:?}"),
    });
    let commitments: Vec<[u8; 32]> =
        commission.each(|token| match token.ask(&Request::DkgNonces { nonces: nonces.clone() }) {
            Response::DkgCommitment { commitment } => commitment,
            other => panic!("{other:?}"),
        });
    let packages: Vec<Vec<u8>> =
        commission.each(|token| match token.ask(&Request::DkgCommitments { commitments: commitments.clone() }) {
            Response::DkgPackage { package } => package,
            other => panic!("{other:?}"),
        });
    // Token 5 shows token 1 what token 4 showed.
    let mut changed = packages.clone();
    changed[4] = packages[3].clone();
    assert_eq!(deliver_packages(&mut commission.tokens[0], &changed), culprit(5));
    // To token 2, token 3 shows something that is no package at all.
    changed = packages.clone();
    changed[2] = vec![0xff; packages[2].len()];
    assert_eq!(deliver_packages(&mut commission.tokens[1], &changed), culprit(3));
    // To token 3, its own package comes back changed.
    changed = packages;
    changed[2][0] ^= 1;
    assert_eq!(deliver_packages(&mut commission.tokens[2], &changed), BAD_TRANSCRIPT);
}

#[test]
fn packages_and_envelopes_out_of_order_are_refused() {
    let mut commission = Commission::enrolled();
    let round = commission.deal(Purpose::Custody);
    let mut swapped = round.envelopes.clone();
    swapped.swap(place(1, 5), place(2, 1));
    let out_of_order = Response::Refused(Refusal::OutOfOrder);
    assert_eq!(deliver_envelopes(&mut commission.tokens[0], &swapped), out_of_order);
    let package = Request::DkgPackage { dealer: 1, package: round.packages[0].clone() };
    assert_eq!(commission.tokens[1].ask(&package), out_of_order, "it waits for envelopes");
    assert_eq!(deliver_envelopes(&mut commission.tokens[1], &round.envelopes), out_of_order, "and has given up since");
}

#[test]
fn a_missing_or_foreign_signature_keeps_the_share_from_being_kept() {
    let mut commission = Commission::enrolled();
    let round = commission.deal(Purpose::Custody);
    let mut signatures: Vec<[u8; 64]> = commission.each(|token| match deliver_envelopes(token, &round.envelopes) {
        Response::DkgTranscript { signature, .. } => signature,
        other => panic!("{other:?}"),
    });
    let mut missing = signatures.clone();
    missing.pop();
    assert_eq!(commission.tokens[0].ask(&Request::DkgSignatures { signatures: missing }), BAD_TRANSCRIPT);
    signatures[2] = signatures[1];
    assert_eq!(commission.tokens[1].ask(&Request::DkgSignatures { signatures }), culprit(3));
    for token in &mut commission.tokens[..2] {
        let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
        assert!(!info.custody_key);
    }
}
