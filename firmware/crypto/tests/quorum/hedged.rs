//! Nonces of proofs, README (9), (16) and (20), under a generator that is stuck: each is its equation's own, so two
//! statements never share one.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{SeedableRng, TryCryptoRng, TryRng};
use tamga_crypto::dkg::{Context, Dealer, Purpose, Quorum};
use tamga_crypto::group::{RistrettoPoint, Scalar, challenge, decode_scalar, encode_point};
use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::opening::{ChunkProver, SumPoint};
use tamga_crypto::tdh2::PinCiphertext;
use zeroize::Zeroizing;

use crate::opening::context;

/// A generator that gives nothing but zeros.
struct Stuck;

impl TryRng for Stuck {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(0);
        Ok(())
    }
}

impl TryCryptoRng for Stuck {}

/// The nonce as the README has it, with 32 zeros for the random bytes.
fn expected(secret: &Scalar, proved: &Digest) -> Scalar {
    challenge("tamga/nonce/v1", &[secret.as_bytes(), &[0; 32], proved])
}

fn secret() -> Scalar {
    Scalar::random(&mut ChaCha20Rng::seed_from_u64(5))
}

fn scalar(bytes: &[u8]) -> Scalar {
    decode_scalar(bytes.try_into().unwrap()).unwrap()
}

#[test]
fn a_stuck_generator_does_not_repeat_the_nonce_of_a_chunk() {
    let share = secret();
    let (a, y) = (RISTRETTO_BASEPOINT_POINT, RistrettoPoint::mul_base(&share));
    for chunk in [0u32, 1] {
        let mut prover = ChunkProver::new(&context(1), chunk);
        let d = prover.step(&share, chunk * 64, &SumPoint::from_bytes(&encode_point(&a)).unwrap());
        let proof = prover.finish(&share, &y, &mut Stuck);
        let t = hash("tamga/open-chunk/v1", &[&[7; 32], &1u32.to_be_bytes(), &[8; 32], &[1], &chunk.to_be_bytes()]);
        let t = hash("tamga/open-step/v1", &[&t, &(chunk * 64).to_be_bytes(), &encode_point(&a), &d]);
        let (c, z) = (scalar(&proof[..32]), scalar(&proof[32..]));
        assert_eq!(z - c * share, expected(&share, &t), "chunk {chunk}");
    }
}

#[test]
fn a_stuck_generator_does_not_repeat_the_nonce_of_a_proof_of_knowledge() {
    let a0 = secret();
    let public = encode_point(&RistrettoPoint::mul_base(&a0));
    let quorum = Quorum::new(3, 2).unwrap();
    for definition in [1, 2] {
        let context = Context::new(&[definition; 32], Purpose::Election, quorum, &[[0; 32]; 3]).unwrap();
        let coefficients = Zeroizing::new(vec![a0, Scalar::ONE]);
        let package = Dealer::from_coefficients(&context, 2, quorum, coefficients, &mut Stuck).unwrap().package();
        let c = challenge("tamga/dkg-proof/v1", &[context.digest(), &[2], &public, &package[64..96]]);
        let proved = hash("tamga/dkg-proof/v1", &[context.digest(), &[2], &public]);
        assert_eq!(scalar(&package[96..]) - c * a0, expected(&a0, &proved));
    }
}

#[test]
fn a_stuck_generator_does_not_repeat_the_nonce_of_a_pin_share() {
    let share = secret();
    let y = RistrettoPoint::mul_base(&share);
    // One token of one: its share is the custody key's secret.
    for label in [b"first", b"other"] {
        let pin = PinCiphertext::encrypt(&y, label, b"1234", &mut ChaCha20Rng::seed_from_u64(6)).unwrap();
        let answer = pin.share(1, &share, &y, &y, label, &mut Stuck).unwrap();
        let (u, u_i) = (&pin.to_bytes()[33..65], &answer[..32]);
        let label = hash("tamga/tdh2-label/v1", &[label]);
        let proved = hash("tamga/tdh2-share/v1", &[&label, &[1], &encode_point(&y), u, u_i]);
        let (e, f) = (scalar(&answer[32..64]), scalar(&answer[64..]));
        assert_eq!(f - e * share, expected(&share, &proved));
    }
}
