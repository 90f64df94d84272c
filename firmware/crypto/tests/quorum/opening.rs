//! Opening sums: any quorum gives the counts, bad tokens are named.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::discrete_log::DiscreteLog;
use tamga_crypto::dkg::Purpose;
use tamga_crypto::elgamal::{Ciphertext, ElectionKey};
use tamga_crypto::group::{DecodeError, RistrettoPoint, Scalar, decode_point_or_identity, encode_point};
use tamga_crypto::opening::{
    CHUNK_SUMS, ChunkProver, OpeningContext, OpeningError, SumPoint, combine, lagrange_at_zero, verify_chunk_vartime,
};

use crate::ceremony::{Ceremony, choices};

pub fn context(token: u8) -> OpeningContext {
    OpeningContext { election: [7; 32], opening: 1, root: [8; 32], token }
}

/// A token's answer to one chunk.
#[derive(Clone)]
pub struct Answer {
    pub ds: Vec<RistrettoPoint>,
    pub proof: [u8; 64],
}

/// Token `token`'s honest answer to the sums of chunk `chunk`.
pub fn answer(ceremony: &mut Ceremony, token: u8, chunk: u32, sums: &[(u32, RistrettoPoint)]) -> Answer {
    let share = *ceremony.share(token);
    let y = ceremony.verification_share(token);
    let mut prover = ChunkProver::new(&context(token), chunk);
    let ds = sums.iter().map(|(index, a)| {
        let a = SumPoint::from_bytes(&encode_point(a)).unwrap();
        decode_point_or_identity(&prover.step(&share, *index, &a)).unwrap()
    });
    let ds = ds.collect();
    Answer { ds, proof: prover.finish(&share, &y, &mut ceremony.rng) }
}

#[test]
fn any_quorum_opens_every_sum_of_two_chunks() {
    let mut ceremony = Ceremony::run(5, 3, Purpose::Election, 1);
    let key = ElectionKey::from_bytes(&encode_point(&ceremony.group.public())).unwrap();
    let counts: Vec<u64> = (0..70).map(|j| j * j).collect();
    let sums: Vec<Ciphertext> = counts
        .iter()
        .map(|m| Ciphertext::encrypt(&key, &Scalar::from(*m), &Scalar::random(&mut ceremony.rng)))
        .collect();
    let numbered: Vec<(u32, RistrettoPoint)> = (0u32..).zip(sums.iter().map(|sum| sum.a)).collect();

    let mut opened: Vec<Vec<RistrettoPoint>> = Vec::new();
    for token in 1..=5 {
        let mut ds = Vec::new();
        for (q, chunk) in (0..).zip(numbered.chunks(CHUNK_SUMS)) {
            let Answer { ds: part, proof } = answer(&mut ceremony, token, q, chunk);
            let y = ceremony.verification_share(token);
            assert_eq!(verify_chunk_vartime(&context(token), q, &y, chunk, &part, &proof), Ok(()));
            ds.extend(part);
        }
        opened.push(ds);
    }
    let table = DiscreteLog::new(5_000);
    for indices in choices(5, 3) {
        for (j, (sum, m)) in sums.iter().zip(&counts).enumerate() {
            let shares: Vec<(u8, RistrettoPoint)> =
                indices.iter().map(|i| (*i, opened[usize::from(*i) - 1][j])).collect();
            assert_eq!(table.find_vartime(&combine(&sum.b, &shares).unwrap(), 5_000), Some(*m));
        }
    }
}

#[test]
fn fewer_than_a_quorum_open_nothing() {
    let mut ceremony = Ceremony::run(5, 3, Purpose::Election, 2);
    let key = ElectionKey::from_bytes(&encode_point(&ceremony.group.public())).unwrap();
    let sum = Ciphertext::encrypt(&key, &Scalar::from(9u64), &Scalar::random(&mut ceremony.rng));
    let shares = [1, 2].map(|i| (i, ceremony.share(i) * sum.a));
    assert_eq!(DiscreteLog::new(1_000).find_vartime(&combine(&sum.b, &shares).unwrap(), 1_000), None);
}

#[test]
fn the_sum_of_no_ballots_opens_to_zero() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 3);
    let zero = Ciphertext::zero();
    let sums = [(0, zero.a)];
    let Answer { ds, proof } = answer(&mut ceremony, 2, 0, &sums);
    let y = ceremony.verification_share(2);
    assert_eq!(verify_chunk_vartime(&context(2), 0, &y, &sums, &ds, &proof), Ok(()));
    let shares = [(1, ceremony.share(1) * zero.a), (2, ds[0])];
    assert_eq!(DiscreteLog::new(0).find_vartime(&combine(&zero.b, &shares).unwrap(), 0), Some(0));
}

#[test]
fn a_token_with_another_share_is_named() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Election, 4);
    let sums = [(64, RISTRETTO_BASEPOINT_POINT)];
    let Answer { ds, proof } = answer(&mut ceremony, 3, 1, &sums);
    let y = ceremony.verification_share(2);
    let error = verify_chunk_vartime(&context(3), 1, &y, &sums, &ds, &proof).unwrap_err();
    assert_eq!((error, error.culprit()), (OpeningError::Proof { token: 3 }, Some(3)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn lagrange_coefficients_recover_the_constant_of_any_polynomial(
        seed: u64,
        degree in 0usize..8,
        indices in prop::sample::subsequence((1..=15u8).collect::<Vec<_>>(), 8..=15).prop_shuffle(),
    ) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let coefficients: Vec<Scalar> = (0..=degree).map(|_| Scalar::random(&mut rng)).collect();
        let at = |x: u8| coefficients.iter().rev().fold(Scalar::ZERO, |sum, c| sum * Scalar::from(x) + c);
        let lambda = lagrange_at_zero(&indices).unwrap();
        let constant: Scalar = lambda.iter().zip(&indices).map(|(lambda, i)| lambda * at(*i)).sum();
        prop_assert_eq!(constant, coefficients[0]);
    }
}

#[test]
fn indices_that_are_none_are_refused() {
    assert_eq!(lagrange_at_zero(&[]), Err(OpeningError::NoShares));
    assert_eq!(lagrange_at_zero(&[1, 0]), Err(OpeningError::TokenIndex { token: 0 }));
    assert_eq!(lagrange_at_zero(&[16]), Err(OpeningError::TokenIndex { token: 16 }));
    assert_eq!(lagrange_at_zero(&[1, 2, 1]), Err(OpeningError::Twice { token: 1 }));
    let everything: Vec<u8> = (0..=255).rev().collect();
    assert_eq!(lagrange_at_zero(&everything), Err(OpeningError::TokenIndex { token: 255 }));
}

#[test]
fn a_chunk_of_any_length_verifies_however_many_sums_are_taken_at_once() {
    let mut ceremony = Ceremony::run(2, 2, Purpose::Election, 1);
    let y = ceremony.verification_share(1);
    for length in (1..=17).chain([CHUNK_SUMS]) {
        let points = (0..length).map(|_| RistrettoPoint::random(&mut ceremony.rng));
        let sums: Vec<(u32, RistrettoPoint)> = (64..).zip(points.collect::<Vec<_>>()).collect();
        let Answer { ds, proof } = answer(&mut ceremony, 1, 1, &sums);
        assert_eq!(verify_chunk_vartime(&context(1), 1, &y, &sums, &ds, &proof), Ok(()), "{length} sums");
    }
}

#[test]
fn a_sum_that_does_not_decode_in_either_half_is_refused() {
    let good = encode_point(&RISTRETTO_BASEPOINT_POINT);
    let sum = |a: [u8; 32], b: [u8; 32]| SumPoint::from_sum_bytes(&[a, b].concat().try_into().unwrap()).map(|_| ());
    assert_eq!(sum(good, good), Ok(()));
    assert_eq!(sum([0; 32], [0; 32]), Ok(()), "the sum of no ballots");
    assert_eq!(sum([0xFF; 32], good), Err(DecodeError::Point));
    assert_eq!(sum(good, [0xFF; 32]), Err(DecodeError::Point));
}
