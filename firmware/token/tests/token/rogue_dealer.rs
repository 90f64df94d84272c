//! A dealer that does not follow the protocol, and whom the others find out.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::dkg::{Context, Dealer};
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::SigningKey;
use tamga_token::Blob;
use tamga_wire::{Purpose, Request, Response};

use crate::commission::{Commission, TOKENS, deliver_envelopes, deliver_packages};
use crate::key_generation::{BAD_TRANSCRIPT, culprit};

/// A token that does not follow the protocol: it has the keys of token 4, and a program of its own.
struct Rogue {
    identity: SigningKey,
    share_key_of_1: [u8; 32],
    context: Context,
    honest: Dealer,
    rng: ChaCha20Rng,
}

const ROGUE: u8 = 4;

/// Runs a key generation up to the envelopes in which token 4 is a rogue; `forge` makes its envelope to token 1. What
/// token 1 answers to it.
fn answer_to_forged_share(forge: impl FnOnce(&mut Rogue) -> [u8; 144]) -> Response {
    let mut commission = Commission::enrolled();
    let purpose = Purpose::Election;
    let mut nonces: Vec<[u8; 32]> = commission.each(|token| match token.ask(&Request::DkgBegin { purpose }) {
        Response::DkgNonce { nonce } => nonce,
        other => panic!("{other:?}"),
    });
    nonces[usize::from(ROGUE) - 1] = [4; 32];
    let mut rogue = rogue(&commission, &nonces);
    let place_of_rogue = usize::from(ROGUE) - 1;
    let mut commitments = vec![rogue.honest.commitment(); usize::from(TOKENS)];
    let honest = |place: &usize| *place != place_of_rogue;
    for place in (0..commission.tokens.len()).filter(honest) {
        let answer = commission.tokens[place].ask(&Request::DkgNonces { nonces: nonces.clone() });
        let Response::DkgCommitment { commitment } = answer else { panic!("{answer:?}") };
        commitments[place] = commitment;
    }
    let mut packages = vec![rogue.honest.package(); usize::from(TOKENS)];
    for place in (0..commission.tokens.len()).filter(honest) {
        let answer = commission.tokens[place].ask(&Request::DkgCommitments { commitments: commitments.clone() });
        let Response::DkgPackage { package } = answer else { panic!("{answer:?}") };
        packages[place] = package;
    }
    let mut envelopes = Vec::new();
    for (dealer, place) in (1..=TOKENS).zip(0..) {
        if place == place_of_rogue {
            envelopes.push((dealer, forge(&mut rogue)));
            break;
        }
        let answer = deliver_packages(&mut commission.tokens[place], &packages);
        let Response::DkgEnvelopes { envelopes: dealt } = answer else { panic!("{answer:?}") };
        envelopes.extend(dealt.into_iter().map(|envelope| (dealer, envelope)));
    }
    deliver_envelopes(&mut commission.tokens[0], &envelopes)
}

fn rogue(commission: &Commission, nonces: &[[u8; 32]]) -> Rogue {
    let stored = |place: usize| commission.tokens[place].desk.borrow().blobs[&Blob::Identity].clone();
    // A stored identity: version, rehearsal, seed, share secret.
    let secret = |place: usize, range: std::ops::Range<usize>| <[u8; 32]>::try_from(&stored(place)[range]).unwrap();
    let context = Context::new(&commission.d, Purpose::Election, Commission::quorum(), nonces).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(44);
    Rogue {
        identity: SigningKey::from_seed(secret(usize::from(ROGUE) - 1, 2..34)),
        share_key_of_1: x25519::SecretKey::from_bytes(secret(0, 34..66)).public(),
        honest: Dealer::new(&context, ROGUE, Commission::quorum(), &mut rng).unwrap(),
        context,
        rng,
    }
}

#[test]
fn an_honest_share_of_that_program_is_taken() {
    // The control of the tests below: with an honest envelope the same run goes on.
    let answer = answer_to_forged_share(|rogue| {
        let Rogue { identity, share_key_of_1, honest, rng, .. } = rogue;
        honest.seal_share(1, share_key_of_1, identity, rng).unwrap()
    });
    assert_eq!(answer, Response::Done);
}

#[test]
fn a_share_that_does_not_fit_its_package_names_the_dealer() {
    let answer = answer_to_forged_share(|rogue| {
        let Rogue { identity, share_key_of_1, context, rng, .. } = rogue;
        let other = Dealer::new(context, ROGUE, Commission::quorum(), rng).unwrap();
        other.seal_share(1, share_key_of_1, identity, rng).unwrap()
    });
    assert_eq!(answer, culprit(ROGUE));
}

#[test]
fn a_signed_envelope_that_does_not_open_names_the_dealer() {
    let answer = answer_to_forged_share(|rogue| {
        let Rogue { identity, honest, rng, .. } = rogue;
        let key_of_nobody = x25519::SecretKey::generate(rng).public();
        honest.seal_share(1, &key_of_nobody, identity, rng).unwrap()
    });
    assert_eq!(answer, culprit(ROGUE));
}

#[test]
fn an_envelope_for_another_token_or_of_another_signer_accuses_nobody() {
    let for_another = answer_to_forged_share(|rogue| {
        let Rogue { identity, share_key_of_1, honest, rng, .. } = rogue;
        honest.seal_share(2, share_key_of_1, identity, rng).unwrap()
    });
    assert_eq!(for_another, BAD_TRANSCRIPT);
    let of_another = answer_to_forged_share(|rogue| {
        let Rogue { share_key_of_1, honest, rng, .. } = rogue;
        honest.seal_share(1, share_key_of_1, &SigningKey::from_seed([1; 32]), rng).unwrap()
    });
    assert_eq!(of_another, BAD_TRANSCRIPT);
}
