//! The range proof alone, against its second reading.

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::elgamal::{Ciphertext, ElectionKey};
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::marks::BallotContext;
use tamga_crypto::range_proof::{RangeProofError, Statement, proof_len, prove, verify_vartime};

use crate::paper::{self, Place};

const CONTEST: u16 = 3;
const OPTION: u16 = 5;

/// One ciphertext of `m` with its randomness, and both readings' view of it.
struct Case {
    key: ElectionKey,
    context: BallotContext,
    ciphertext: Ciphertext,
    r: Scalar,
    rng: ChaCha20Rng,
}

impl Case {
    fn new(seed: u64, m: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let p = RistrettoPoint::random(&mut rng);
        let r = Scalar::random(&mut rng);
        let (a, b) = paper::encrypt(p, m, r);
        Case {
            key: ElectionKey::from_bytes(&encode_point(&p)).expect("a random point"),
            context: BallotContext { election: [1; 32], region: 2, tag: [3; 16], credential_key: [4; 32] },
            ciphertext: Ciphertext { a, b },
            r,
            rng,
        }
    }

    fn statement(&self) -> Statement<'_> {
        Statement::new(&self.key, &self.context, CONTEST, OPTION, self.ciphertext)
    }

    fn place(&self) -> Place<'_> {
        let Ciphertext { a, b } = self.ciphertext;
        Place { context: &self.context, contest: CONTEST, option: OPTION, p: *self.key.point(), a, b }
    }

    fn prove(&self, n: u64, m: u64, r: &Scalar) -> Vec<u8> {
        prove(&self.statement(), n as usize, m, r, &mut self.rng.clone())
    }

    /// The answer of both readings, which must agree on yes and no.
    fn verify(&self, n: u64, proof: &[u8]) -> Result<(), RangeProofError> {
        let answer = verify_vartime(&self.statement(), n as usize, proof);
        assert_eq!(answer.is_ok(), paper::holds(&self.place(), n as usize, proof), "the two readings differ");
        answer
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn an_honest_proof_of_any_value_in_range_holds(seed: u64, n in 1u64..6, part in 0u64..6) {
        let m = part % n;
        let case = Case::new(seed, m);
        let proof = case.prove(n, m, &case.r);
        prop_assert_eq!(proof.len() as u64, 128 * n - 32);
        prop_assert_eq!(case.verify(n, &proof), Ok(()));
    }

    #[test]
    fn a_proof_made_as_the_paper_writes_it_is_accepted(seed: u64, n in 1u64..6, part in 0u64..6) {
        let m = part % n;
        let mut case = Case::new(seed, m);
        let w = Scalar::random(&mut case.rng);
        let proof = paper::prove(&case.place(), n, m, case.r, w, &mut case.rng.clone());
        prop_assert_eq!(case.verify(n, &proof), Ok(()));
    }

    #[test]
    fn a_value_outside_the_range_has_no_proof(seed: u64, n in 1u64..4, beyond in 0u64..3) {
        let m = n + beyond;
        let mut case = Case::new(seed, m);
        let w = Scalar::random(&mut case.rng);
        for claimed in 0..=m {
            prop_assert!(case.verify(n, &case.prove(n, claimed, &case.r)).is_err());
            let cheated = paper::prove(&case.place(), n, claimed, case.r, w, &mut case.rng.clone());
            prop_assert!(case.verify(n, &cheated).is_err());
        }
    }

    #[test]
    fn a_flipped_bit_anywhere_is_refused_by_both_readings(seed: u64, n in 1u64..4, bit: prop::sample::Index) {
        let case = Case::new(seed, 0);
        let mut proof = case.prove(n, 0, &case.r);
        let bit = bit.index(proof.len() * 8);
        proof[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(case.verify(n, &proof).is_err());
    }
}

#[test]
fn a_proof_with_other_randomness_is_refused() {
    let case = Case::new(1, 1);
    let proof = case.prove(2, 1, &(case.r + Scalar::ONE));
    assert_eq!(case.verify(2, &proof), Err(RangeProofError::Equation { branch: 0 }));
}

#[test]
fn an_identity_commitment_is_refused_although_its_equations_hold() {
    let case = Case::new(2, 1);
    let proof = paper::prove(&case.place(), 2, 1, case.r, Scalar::ZERO, &mut case.rng.clone());
    assert_eq!(proof[64..96], [0; 32], "the commitment of the true branch is the identity");
    assert_eq!(case.verify(2, &proof), Err(RangeProofError::IdentityCommitment));
}

#[test]
fn a_scalar_that_is_not_reduced_is_refused() {
    const ORDER: [u8; 32] =
        *b"\xed\xd3\xf5\x5c\x1a\x63\x12\x58\xd6\x9c\xf7\xa2\xde\xf9\xde\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10";
    let case = Case::new(3, 2);
    let honest = case.prove(3, 2, &case.r);
    for scalar in (6..11).map(|word| word * 32) {
        let mut proof = honest.clone();
        let mut carry = 0;
        for (byte, order) in proof[scalar..scalar + 32].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            (*byte, carry) = (sum as u8, sum >> 8);
        }
        assert_eq!(case.verify(3, &proof), Err(RangeProofError::Scalar));
    }
}

#[test]
fn a_commitment_in_another_encoding_is_refused() {
    let case = Case::new(4, 0);
    let mut proof = case.prove(2, 0, &case.r);
    proof[31] |= 0x80;
    assert!(case.verify(2, &proof).is_err());
}

#[test]
fn a_proof_of_another_length_is_refused() {
    let case = Case::new(5, 0);
    let proof = case.prove(3, 0, &case.r);
    for n in [1, 2, 4] {
        assert_eq!(case.verify(n, &proof), Err(RangeProofError::Length));
    }
    assert_eq!(verify_vartime(&case.statement(), 0, &[]), Err(RangeProofError::Length));
    for len in [0, 1, proof.len() - 1] {
        assert_eq!(case.verify(3, &proof[..len]), Err(RangeProofError::Length));
    }
    assert_eq!([1, 2, 3].map(proof_len), [96, 224, 352]);
}
