//! A key generation in which the host plays more than its part.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::dkg::{Context, Dealer};
use tamga_crypto::hash::hash;
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::SigningKey;
use tamga_token::Blob;
use tamga_wire::{Digest, Purpose, Refusal, Request, Response};

use crate::assert_refused_unseen;
use crate::board::Bench;
use crate::commission::{
    BODY, Commission, NEEDED, ROLL, Round, TOKENS, deliver_envelopes, deliver_packages, head, ready_token,
};

const PURPOSE: Purpose = Purpose::Election;

/// An honest run with all tokens goes through after what was tried.
fn assert_makes_a_key(commission: &mut Commission) {
    commission.make_key(PURPOSE);
}

fn nonce(token: &mut Bench) -> [u8; 32] {
    match token.ask(&Request::DkgBegin { purpose: PURPOSE }) {
        Response::DkgNonce { nonce } => nonce,
        other => panic!("{other:?}"),
    }
}

fn commitment(token: &mut Bench, nonces: &[[u8; 32]]) -> Digest {
    match token.ask(&Request::DkgNonces { nonces: nonces.to_vec() }) {
        Response::DkgCommitment { commitment } => commitment,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nonces_commitments_and_packages_of_an_earlier_run() {
    let mut commission = Commission::enrolled();
    let earlier: Round = commission.deal(PURPOSE);
    let token = &mut commission.tokens[0];
    // Its own nonce is a fresh one: the nonces of the run before are not its.
    nonce(token);
    let old = Request::DkgNonces { nonces: vec![[7; 32]; usize::from(TOKENS)] };
    assert_refused_unseen(token, &old, Refusal::BadTranscript, 12);
    // The other dealers' messages are of the run before: their proofs are over its nonces.
    let mut nonces = vec![[7; 32]; usize::from(TOKENS)];
    nonces[0] = nonce(token);
    let own = commitment(token, &nonces);
    let context = Context::new(&commission.d, PURPOSE, Commission::quorum(), &nonces).unwrap();
    let mut commitments = vec![own; usize::from(TOKENS)];
    for (place, package) in earlier.packages.iter().enumerate().skip(1) {
        commitments[place] = hash("tamga/dkg-commit/v1", &[context.digest(), &[place as u8 + 1], package]);
    }
    let Response::DkgPackage { package } = token.ask(&Request::DkgCommitments { commitments }) else { panic!() };
    let mut packages = earlier.packages.clone();
    packages[0] = package;
    assert_eq!(deliver_packages(token, &packages), Response::Refused(Refusal::DkgCulprit(2)));
    assert_eq!(Refusal::DkgCulprit(2).code(), 11);
    assert_refused_unseen(
        token,
        &Request::DkgPackage { dealer: 3, package: packages[2].clone() },
        Refusal::OutOfOrder,
        2,
    );
    assert_makes_a_key(&mut commission);
}

#[test]
fn envelopes_of_an_earlier_run() {
    let mut commission = Commission::enrolled();
    let earlier = commission.deal(PURPOSE);
    let mut round = commission.deal(PURPOSE);
    // Token 1 gets, among today's envelopes, the one that token 2 signed for it yesterday.
    let place = usize::from(TOKENS) - 1;
    assert_eq!(round.envelopes[place].0, 2);
    round.envelopes[place] = earlier.envelopes[place];
    let answer = deliver_envelopes(&mut commission.tokens[0], &round.envelopes);
    assert_eq!(answer, Response::Refused(Refusal::BadTranscript), "signed over another context");
    assert_makes_a_key(&mut commission);
}

#[test]
fn a_host_that_plays_a_quorum_of_officers_itself() {
    let mut commission = Commission::enrolled();
    let Response::Info(info) = commission.tokens[0].ask(&Request::Hello) else { panic!() };
    let mut rng = ChaCha20Rng::seed_from_u64(44);
    let token = &mut commission.tokens[0];
    let mut nonces = vec![[7; 32]; usize::from(TOKENS)];
    nonces[0] = nonce(token);
    let context = Context::new(&commission.d, PURPOSE, Commission::quorum(), &nonces).unwrap();
    // Everybody but token 1 is the host: it knows all their secrets, and the key would be its own.
    let played: Vec<Dealer> =
        (2..=TOKENS).map(|index| Dealer::new(&context, index, Commission::quorum(), &mut rng).unwrap()).collect();
    let mut commitments = vec![commitment(token, &nonces)];
    commitments.extend(played.iter().map(Dealer::commitment));
    let Response::DkgPackage { package } = token.ask(&Request::DkgCommitments { commitments }) else { panic!() };
    let mut packages = vec![package];
    packages.extend(played.iter().map(Dealer::package));
    let Response::DkgEnvelopes { envelopes } = deliver_packages(token, &packages) else { panic!() };
    for envelope in envelopes {
        assert_eq!(token.ask(&Request::DkgEnvelope { dealer: 1, envelope }), Response::Done);
    }
    // The identities are those that the officers agreed to: what the host signs is signed by none of them.
    let host = SigningKey::from_seed([1; 32]);
    let envelope = played[0].seal_share(1, &info.share_key.unwrap(), &host, &mut rng).unwrap();
    assert_refused_unseen(token, &Request::DkgEnvelope { dealer: 2, envelope }, Refusal::BadTranscript, 12);
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(!info.election_key);
    assert_makes_a_key(&mut commission);
}

#[test]
fn a_transcript_that_fewer_than_all_tokens_signed() {
    let mut commission = Commission::enrolled();
    let round = commission.deal(PURPOSE);
    let mut signatures: Vec<[u8; 64]> = commission.each(|token| match deliver_envelopes(token, &round.envelopes) {
        Response::DkgTranscript { signature, .. } => signature,
        other => panic!("{other:?}"),
    });
    let host = SigningKey::from_seed([1; 32]);
    signatures[4] = host.sign(b"a transcript").to_bytes();
    let forged = Request::DkgSignatures { signatures: signatures.clone() };
    assert_refused_unseen(&mut commission.tokens[0], &forged, Refusal::DkgCulprit(5), 11);
    signatures.truncate(usize::from(NEEDED));
    let quorum_only = Request::DkgSignatures { signatures };
    assert_refused_unseen(&mut commission.tokens[1], &quorum_only, Refusal::BadTranscript, 12);
    assert_makes_a_key(&mut commission);
}

#[test]
fn keys_that_the_tokens_did_not_make() {
    let mut commission = Commission::enrolled();
    let custody = commission.make_key(Purpose::Custody);
    let election = commission.make_key(Purpose::Election);
    let d = commission.d;
    let token = &mut commission.tokens[0];
    let endorse = |head| Request::Endorse { head, body_digest: BODY, roll_digest: ROLL };
    for wrong in [head(&d, &election, &custody), head(&d, &custody, &custody), head(&[1; 32], &custody, &election)] {
        assert_refused_unseen(token, &endorse(wrong), Refusal::WrongKeys, 13);
    }
    assert!(matches!(token.ask(&endorse(head(&d, &custody, &election))), Response::Signed { .. }));
}

#[test]
fn a_new_key_or_another_election_under_an_endorsed_one() {
    let (mut token, keys) = ready_token();
    assert_refused_unseen(&mut token, &Request::DkgBegin { purpose: PURPOSE }, Refusal::OutOfOrder, 2);
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let head = head(&info.definition.unwrap(), &keys.custody, &keys.election);
    let other_roll = Request::Endorse { head, body_digest: BODY, roll_digest: [0x71; 32] };
    assert_refused_unseen(&mut token, &other_roll, Refusal::OtherElection, 29);
}

#[test]
fn a_share_sealed_to_a_token_by_itself() {
    // What a token sealed for another is none of its own, whoever passes it on.
    let mut commission = Commission::enrolled();
    let mut round = commission.deal(PURPOSE);
    let others = usize::from(TOKENS) - 1;
    // From token 2 to token 1 comes what token 2 sealed for token 3.
    round.envelopes[others] = round.envelopes[others + 1];
    let answer = deliver_envelopes(&mut commission.tokens[0], &round.envelopes);
    assert_eq!(answer, Response::Refused(Refusal::BadTranscript));
    let stored = commission.tokens[0].desk.borrow().blobs[&Blob::Identity].clone();
    let secret = x25519::SecretKey::from_bytes(stored[34..66].try_into().unwrap());
    let Response::Info(info) = commission.tokens[0].ask(&Request::Hello) else { panic!() };
    assert_eq!(info.share_key, Some(secret.public()), "the key it would have been for");
    assert_makes_a_key(&mut commission);
}
