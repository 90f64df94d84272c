//! The marks of a contest: what is accepted, and what a cheating voter cannot do.

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::elgamal::{CIPHERTEXT_LEN, Ciphertext, ElectionKey};
use tamga_crypto::group::{DecodeError, RistrettoPoint, Scalar, encode_point};
use tamga_crypto::marks::{
    BallotContext, MarksError, encrypt_marks, encrypt_marks_with, marks_len, verify_marks_vartime,
};
use tamga_crypto::range_proof::SUM_OPTION;

use crate::paper::{self, Place};

const CONTEST: u16 = 9;

struct Election {
    secret: Scalar,
    key: ElectionKey,
    context: BallotContext,
    rng: ChaCha20Rng,
}

impl Election {
    fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let secret = Scalar::random(&mut rng);
        Election {
            secret,
            key: ElectionKey::from_bytes(&encode_point(&RistrettoPoint::mul_base(&secret))).unwrap(),
            context: BallotContext { election: [1; 32], region: 2, tag: [3; 16], credential_key: [4; 32] },
            rng,
        }
    }

    fn decrypts_to(&self, ciphertext: &Ciphertext, m: u64) -> bool {
        ciphertext.b - self.secret * ciphertext.a == RistrettoPoint::mul_base(&Scalar::from(m))
    }

    fn verify(&self, options: usize, max: u16, bytes: &[u8]) -> Result<Vec<Ciphertext>, MarksError> {
        verify_marks_vartime(&self.key, &self.context, CONTEST, options, max, bytes)
    }

    fn place(&self, option: u16, (a, b): (RistrettoPoint, RistrettoPoint)) -> Place<'_> {
        Place { context: &self.context, contest: CONTEST, option, p: *self.key.point(), a, b }
    }

    /// Marks of any values with any randomness, proved as well as it goes.
    fn cheat(&mut self, votes: &[(u64, Scalar)], max: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut rng = self.rng.clone();
        let mut sum = (RistrettoPoint::default(), RistrettoPoint::default());
        for (option, (m, r)) in (0u16..).zip(votes) {
            let (a, b) = paper::encrypt(*self.key.point(), *m, *r);
            let w = Scalar::random(&mut rng);
            bytes.extend(encode_point(&a));
            bytes.extend(encode_point(&b));
            bytes.extend(paper::prove(&self.place(option, (a, b)), 2, *m, *r, w, &mut rng));
            sum = (sum.0 + a, sum.1 + b);
        }
        let marked = votes.iter().map(|(m, _)| m).sum();
        let r = votes.iter().map(|(_, r)| r).sum();
        let w = Scalar::random(&mut rng);
        bytes.extend(paper::prove(&self.place(SUM_OPTION, sum), max + 1, marked, r, w, &mut rng));
        bytes
    }

    fn scalars<const N: usize>(&mut self) -> [Scalar; N] {
        std::array::from_fn(|_| Scalar::random(&mut self.rng))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn honest_marks_are_accepted_and_decrypt_to_what_was_marked(seed: u64, marks: [bool; 5], options in 1usize..6, spare in 0u16..3) {
        let mut election = Election::new(seed);
        let marks = &marks[..options];
        let max = marks.iter().filter(|mark| **mark).count() as u16 + spare;
        let bytes = encrypt_marks(&election.key, &election.context, CONTEST, marks, max, &mut election.rng).unwrap();
        prop_assert_eq!(bytes.len(), 288 * options + 128 * usize::from(max) + 96);
        let ciphertexts = election.verify(options, max, &bytes).unwrap();
        prop_assert_eq!(ciphertexts.len(), options);
        for (ciphertext, mark) in ciphertexts.iter().zip(marks) {
            prop_assert!(election.decrypts_to(ciphertext, u64::from(*mark)));
        }
        let sum: Ciphertext = ciphertexts.iter().sum();
        prop_assert!(election.decrypts_to(&sum, u64::from(max - spare)));
    }
}

#[test]
fn the_length_is_that_of_the_readme() {
    for (options, max, len) in [(1, 1, 512), (2, 1, 800), (8, 1, 2528), (5, 3, 1920), (64, 64, 26_720)] {
        assert_eq!(marks_len(options, max), len);
    }
}

#[test]
fn more_marks_than_allowed_are_not_encrypted() {
    let mut election = Election::new(1);
    for (marks, max) in [(vec![true, true], 1), (vec![true], 0), (vec![true; 4], 3)] {
        let refused = encrypt_marks(&election.key, &election.context, CONTEST, &marks, max, &mut election.rng);
        assert_eq!(refused, Err(MarksError::TooManyMarks));
    }
}

#[test]
fn a_contest_without_options_or_with_too_many_is_refused() {
    let mut election = Election::new(2);
    for marks in [vec![], vec![false; usize::from(SUM_OPTION) + 1]] {
        let refused = encrypt_marks(&election.key, &election.context, CONTEST, &marks, 1, &mut election.rng);
        assert_eq!(refused, Err(MarksError::Options));
        assert_eq!(election.verify(marks.len(), 1, &[]), Err(MarksError::Options));
    }
}

#[test]
fn a_blank_vote_looks_like_any_other() {
    let mut election = Election::new(3);
    let blank = encrypt_marks(&election.key, &election.context, CONTEST, &[false; 3], 1, &mut election.rng).unwrap();
    assert_eq!(blank.len(), marks_len(3, 1));
    assert!(election.verify(3, 1, &blank).is_ok());
}

#[test]
fn exposed_randomness_opens_the_ballot() {
    let mut election = Election::new(4);
    let marks = [false, true, false];
    let (bytes, randomness) =
        encrypt_marks_with(&election.key, &election.context, CONTEST, &marks, 1, &mut election.rng).unwrap();
    let ciphertexts = election.verify(3, 1, &bytes).unwrap();
    for ((ciphertext, mark), r) in ciphertexts.iter().zip(marks).zip(randomness.iter()) {
        let (a, b) = paper::encrypt(*election.key.point(), u64::from(mark), *r);
        assert_eq!(*ciphertext, Ciphertext { a, b });
    }
}

#[test]
fn the_cheating_prover_is_accepted_when_it_does_not_cheat() {
    let mut election = Election::new(5);
    let [r0, r1] = election.scalars();
    let bytes = election.cheat(&[(1, r0), (0, r1)], 1);
    assert!(election.verify(2, 1, &bytes).is_ok());
}

#[test]
fn two_votes_in_one_option_are_refused() {
    let mut election = Election::new(6);
    let [r0, r1] = election.scalars();
    let bytes = election.cheat(&[(0, r0), (2, r1)], 3);
    assert_eq!(election.verify(2, 3, &bytes), Err(MarksError::OptionProof { option: 1 }));
}

#[test]
fn more_marks_than_allowed_are_refused() {
    let mut election = Election::new(7);
    let [r0, r1, r2] = election.scalars();
    let bytes = election.cheat(&[(1, r0), (1, r1), (0, r2)], 1);
    assert_eq!(election.verify(3, 1, &bytes), Err(MarksError::SumProof));
}

#[test]
fn randomness_that_cancels_in_the_sum_is_refused() {
    let mut election = Election::new(8);
    let [r] = election.scalars();
    let bytes = election.cheat(&[(1, r), (0, -r)], 1);
    assert_eq!(election.verify(2, 1, &bytes), Err(MarksError::IdentitySum));
}

#[test]
fn an_unencrypted_mark_is_refused() {
    let mut election = Election::new(9);
    let [r] = election.scalars();
    let bytes = election.cheat(&[(1, r), (0, Scalar::ZERO)], 1);
    assert_eq!(election.verify(2, 1, &bytes), Err(MarksError::Point { option: 1 }));
}

#[test]
fn an_identity_is_a_sum_but_no_ballot() {
    let zeros = [0; CIPHERTEXT_LEN];
    assert_eq!(Ciphertext::from_bytes(&zeros), Err(DecodeError::Identity));
    assert_eq!(Ciphertext::from_sum_bytes(&zeros), Ok(Ciphertext::zero()));
    assert_eq!(Ciphertext::zero().to_bytes(), zeros);
    assert!(matches!(ElectionKey::from_bytes(&[0; 32]), Err(DecodeError::Identity)));
}
