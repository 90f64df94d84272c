//! The key generation: outcome, culprits and limits.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use proptest::prelude::*;
use tamga_crypto::dkg::{
    Context, Dealer, DkgError, GroupKey, Package, Purpose, Quorum, final_share, package_len, recorded_transcript,
    transcript, transcript_message,
};
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::hash::hash;
use tamga_crypto::hpke::x25519;
use tamga_crypto::opening::lagrange_at_zero;
use zeroize::Zeroizing;

use crate::ceremony::{Ceremony, DEFINITION, choices};

fn interpolate(ceremony: &Ceremony, indices: &[u8]) -> Scalar {
    lagrange_at_zero(indices).unwrap().iter().zip(indices).map(|(lambda, i)| lambda * ceremony.share(*i)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_quorum_holds_the_key_and_no_fewer_do(seed: u64, tokens in 1u8..6, spare in 0u8..3) {
        let needed = (tokens / 2 + 1 + spare).min(tokens);
        let ceremony = Ceremony::run(tokens, needed, Purpose::Election, seed);
        let p = ceremony.group.public();
        for size in 1..=tokens {
            for indices in choices(tokens, usize::from(size)) {
                let holds = RistrettoPoint::mul_base(&interpolate(&ceremony, &indices)) == p;
                prop_assert_eq!(holds, size >= needed, "{:?} of {} of {}", indices, needed, tokens);
            }
        }
        for i in 1..=tokens {
            prop_assert_eq!(RistrettoPoint::mul_base(ceremony.share(i)), ceremony.verification_share(i));
        }
    }
}

#[test]
fn the_largest_commission_works() {
    let ceremony = Ceremony::run(15, 8, Purpose::Custody, 1);
    let indices: Vec<u8> = (8..=15).collect();
    assert_eq!(RistrettoPoint::mul_base(&interpolate(&ceremony, &indices)), ceremony.group.public());
}

#[test]
fn a_quorum_is_a_majority_of_at_most_fifteen() {
    for tokens in 0..=255u8 {
        for needed in 0..=255u8 {
            let fine = (1..=15).contains(&tokens)
                && (1..=tokens).contains(&needed)
                && 2 * u16::from(needed) > u16::from(tokens);
            assert_eq!(Quorum::new(tokens, needed).is_ok(), fine, "{needed} of {tokens}");
        }
    }
}

#[test]
fn the_share_at_zero_is_never_given_out() {
    let ceremony = Ceremony::run(3, 2, Purpose::Election, 2);
    for index in [0, 4, 255] {
        assert_eq!(ceremony.dealer(1).share_for(index).unwrap_err(), DkgError::Index { index });
    }
}

#[test]
fn a_dealer_outside_the_commission_is_refused() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 3);
    for index in [0, 4] {
        let dealer = Dealer::new(&ceremony.context, index, ceremony.quorum, &mut ceremony.rng);
        assert_eq!(dealer.unwrap_err(), DkgError::Index { index });
        let committed = ceremony.commitments[0];
        assert_eq!(ceremony.package(1).check(&ceremony.context, index, &committed), Err(DkgError::Index { index }));
    }
}

#[test]
fn a_context_needs_one_nonce_of_every_token() {
    let quorum = Quorum::new(3, 2).unwrap();
    for count in [0, 2, 4] {
        let nonces = vec![[1; 32]; count];
        assert_eq!(Context::new(&DEFINITION, Purpose::Election, quorum, &nonces), Err(DkgError::Count));
    }
}

/// Seals `plaintext` from dealer `i` to token `j` as a dealer who holds its own identity key can.
fn signed_envelope(ceremony: &mut Ceremony, i: u8, j: u8, plaintext: &[u8]) -> Vec<u8> {
    let way = [i, j];
    let info: [&[u8]; 3] = [b"tamga/dkg-share/v1", ceremony.context.digest(), &way];
    let to = ceremony.token(j).share_key.public();
    let sealed = x25519::seal(&to, &info, plaintext, &mut ceremony.rng).unwrap();
    let message = hash("tamga/dkg-envelope/v1", &[ceremony.context.digest(), &way, &sealed]);
    [sealed.as_slice(), &ceremony.token(i).identity.sign(&message).to_bytes()].concat()
}

#[test]
fn a_dealer_who_signs_a_wrong_share_is_named() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 4);
    let wrong = *ceremony.dealer(2).share_for(1).unwrap() + Scalar::ONE;
    let envelope = signed_envelope(&mut ceremony, 2, 1, wrong.as_bytes());
    let error = ceremony.open(2, 1, &envelope).unwrap_err();
    assert_eq!((error, error.culprit()), (DkgError::Share { dealer: 2 }, Some(2)));
}

#[test]
fn a_dealer_who_signs_the_right_share_by_hand_is_believed() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 5);
    let right = ceremony.dealer(2).share_for(1).unwrap();
    let envelope = signed_envelope(&mut ceremony, 2, 1, right.as_bytes());
    assert_eq!(*ceremony.open(2, 1, &envelope).unwrap(), *right);
}

#[test]
fn a_dealer_who_signs_what_does_not_open_is_named() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 6);
    let mut envelope = signed_envelope(&mut ceremony, 3, 1, &[0xff; 32]);
    let unreduced = ceremony.open(3, 1, &envelope).unwrap_err();
    assert_eq!(unreduced, DkgError::EnvelopeOpening { dealer: 3 });

    envelope[40] ^= 1;
    let message = hash("tamga/dkg-envelope/v1", &[ceremony.context.digest(), &[3, 1], &envelope[..80]]);
    let signature = ceremony.token(3).identity.sign(&message).to_bytes();
    envelope[80..].copy_from_slice(&signature);
    let closed = ceremony.open(3, 1, &envelope).unwrap_err();
    assert_eq!((closed, closed.culprit()), (DkgError::EnvelopeOpening { dealer: 3 }, Some(3)));
}

#[test]
fn an_envelope_changed_on_the_way_names_nobody() {
    let ceremony = Ceremony::run(3, 2, Purpose::Election, 7);
    let mut envelope = ceremony.envelopes[0];
    envelope[0] ^= 1;
    let error = ceremony.open(1, 2, &envelope).unwrap_err();
    assert_eq!((error, error.culprit()), (DkgError::EnvelopeSignature { dealer: 1 }, None));
}

#[test]
fn a_share_key_of_low_order_is_refused() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 8);
    let mut rng = ceremony.rng.clone();
    let refused = ceremony.dealer(1).seal_share(2, &[0; 32], &ceremony.token(1).identity, &mut rng);
    assert_eq!(refused, Err(DkgError::ShareKey { token: 2 }));
    ceremony.rng = rng;
}

#[test]
fn a_package_of_another_key_generation_is_refused() {
    let ceremony = Ceremony::run(3, 2, Purpose::Election, 9);
    let replayed = Ceremony::run(3, 2, Purpose::Election, 10);
    let committed = replayed.commitments[0];
    let error = replayed.package(1).check(&ceremony.context, 1, &committed).unwrap_err();
    assert_eq!((error, error.culprit()), (DkgError::Commitment { dealer: 1 }, Some(1)));
}

#[test]
fn a_package_without_knowledge_of_its_secret_is_refused() {
    let ceremony = Ceremony::run(3, 2, Purpose::Election, 11);
    // The last dealer shows a first commitment that would make the group key one of its own choosing.
    let mut bytes = ceremony.dealer(3).package();
    let rest = ceremony.package(1).commitments()[0] + ceremony.package(2).commitments()[0];
    bytes[..32].copy_from_slice(&encode_point(&(RISTRETTO_BASEPOINT_POINT - rest)));
    let package = Package::parse(&bytes, ceremony.quorum).unwrap();
    let committed = hash("tamga/dkg-commit/v1", &[ceremony.context.digest(), &[3], &bytes]);
    let error = package.check(&ceremony.context, 3, &committed).unwrap_err();
    assert_eq!((error, error.culprit()), (DkgError::Proof { dealer: 3 }, Some(3)));
    assert_eq!(package.check_proof(&ceremony.context, 3), Err(error), "without its commitment too");
    assert_eq!(ceremony.package(1).check_proof(&ceremony.context, 1), Ok(()));
    assert_eq!(ceremony.package(1).check_proof(&ceremony.context, 4), Err(DkgError::Index { index: 4 }));
}

#[test]
fn a_malformed_package_is_refused() {
    let ceremony = Ceremony::run(3, 2, Purpose::Election, 12);
    let honest = ceremony.dealer(1).package();
    assert_eq!(honest.len(), package_len(ceremony.quorum));
    assert_eq!(ceremony.package(1).to_bytes(), honest);
    for len in [0, 1, honest.len() - 1] {
        assert_eq!(Package::parse(&honest[..len], ceremony.quorum), Err(DkgError::PackageLength));
    }
    for point in 0..3 {
        let mut bytes = honest.clone();
        bytes[32 * point..32 * (point + 1)].fill(0);
        assert_eq!(Package::parse(&bytes, ceremony.quorum), Err(DkgError::Point), "the identity");
        bytes[32 * point..32 * (point + 1)].fill(0xff);
        assert_eq!(Package::parse(&bytes, ceremony.quorum), Err(DkgError::Point));
    }
    let mut bytes = honest;
    bytes[96..].fill(0xff);
    assert_eq!(Package::parse(&bytes, ceremony.quorum), Err(DkgError::Scalar));
}

#[test]
fn a_group_key_needs_all_packages_and_is_never_the_identity() {
    let ceremony = Ceremony::run(2, 2, Purpose::Election, 13);
    assert_eq!(GroupKey::from_packages(&[]), Err(DkgError::Count));
    assert_eq!(GroupKey::from_packages(&ceremony.packages[..1]), Err(DkgError::Count));
    let mut negated = ceremony.dealer(2).package();
    for (k, point) in ceremony.package(1).commitments().iter().enumerate() {
        negated[32 * k..32 * (k + 1)].copy_from_slice(&encode_point(&-point));
    }
    let negated = Package::parse(&negated, ceremony.quorum).unwrap();
    assert_eq!(GroupKey::from_packages(&[ceremony.package(1).clone(), negated]), Err(DkgError::Point));
}

#[test]
fn a_group_key_survives_its_encoding() {
    let ceremony = Ceremony::run(5, 3, Purpose::Election, 14);
    let bytes = ceremony.group.to_bytes();
    assert_eq!(bytes.len(), 96);
    assert_eq!(GroupKey::from_bytes(&bytes, ceremony.quorum), Ok(ceremony.group));
    assert_eq!(GroupKey::from_bytes(&bytes[..64], ceremony.quorum), Err(DkgError::PackageLength));
    assert_eq!(GroupKey::from_bytes(&[0; 96], ceremony.quorum), Err(DkgError::Point));
}

#[test]
fn shares_that_do_not_add_up_are_refused() {
    let ceremony = Ceremony::run(3, 2, Purpose::Election, 15);
    let shares: Vec<Zeroizing<Scalar>> = (1..=3).map(|i| ceremony.dealer(i).share_for(2).unwrap()).collect();
    assert_eq!(*final_share(&ceremony.group, 2, &shares).unwrap(), *ceremony.share(2));
    assert_eq!(final_share(&ceremony.group, 1, &shares).unwrap_err(), DkgError::FinalShare);
    assert_eq!(final_share(&ceremony.group, 2, &shares[..2]).unwrap_err(), DkgError::FinalShare);
}

#[test]
fn the_transcript_covers_every_package_and_envelope_in_order() {
    let ceremony = Ceremony::run(3, 2, Purpose::Election, 16);
    let packages: Vec<Vec<u8>> = ceremony.packages.iter().map(Package::to_bytes).collect();
    let t = ceremony.transcript();
    let kept = hash("tamga/dkg-envelopes/v1", &[ceremony.envelopes.as_flattened()]);
    assert_eq!(recorded_transcript(&ceremony.context, &packages, &kept), t);
    let mut envelopes = ceremony.envelopes.clone();
    envelopes.swap(0, 1);
    assert_ne!(transcript(&ceremony.context, &packages, &envelopes), t);
    assert_ne!(transcript(&ceremony.context, &packages, &ceremony.envelopes[1..]), t);
    let mut swapped = packages.clone();
    swapped.swap(0, 2);
    assert_ne!(transcript(&ceremony.context, &swapped, &ceremony.envelopes), t);
    let other = Ceremony::run(3, 2, Purpose::Custody, 16);
    assert_ne!(transcript(&other.context, &packages, &ceremony.envelopes), t);
    assert_ne!(transcript_message(&t), t);
}
