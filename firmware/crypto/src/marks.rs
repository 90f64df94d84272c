//! The marks of one contest on one ballot: README (6).

use alloc::vec::Vec;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::elgamal::{CIPHERTEXT_LEN, Ciphertext, ElectionKey};
use crate::group::{DecodeError, Scalar};
use crate::range_proof::{self, Batch, SUM_OPTION, Statement, proof_len};

pub use crate::range_proof::{BallotContext, RangeProofError};

/// The most options of a contest: option numbers stay below [`SUM_OPTION`].
pub const OPTIONS_MAX: usize = SUM_OPTION as usize;

/// Branches of the proof that an option is marked or not.
const MARK_BRANCHES: usize = 2;

/// Bytes of one option: ciphertext and proof.
const OPTION_LEN: usize = CIPHERTEXT_LEN + proof_len(MARK_BRANCHES);

/// Why marks are not encrypted, or encrypted marks refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarksError {
    /// No option, or more than [`OPTIONS_MAX`].
    #[error("a contest with no option or too many")]
    Options,
    /// More marks than the contest allows; nothing was encrypted.
    #[error("more marks than the contest allows")]
    TooManyMarks,
    /// The bytes have another length than [`marks_len`] of the contest.
    #[error("marks of another length than the contest needs")]
    Length,
    /// A ciphertext half that is no canonical point, or `A` = identity.
    #[error("a bad point in the ciphertext of option {option}")]
    Point {
        /// The option's index.
        option: u16,
    },
    /// A scalar in the option's proof is not below the group order.
    #[error("a bad scalar in the proof of option {option}")]
    Scalar {
        /// The option's index.
        option: u16,
    },
    /// The proof that the option is marked or not does not hold.
    #[error("the proof of option {option} does not hold")]
    OptionProof {
        /// The option's index.
        option: u16,
    },
    /// The sum of the `A` is the identity, which would show the number of marks.
    #[error("the sum of the ciphertexts shows the number of marks")]
    IdentitySum,
    /// A scalar in the proof of the sum is not below the group order.
    #[error("a bad scalar in the proof of the sum")]
    SumScalar,
    /// The proof that the number of marks is allowed does not hold.
    #[error("the proof of the sum does not hold")]
    SumProof,
}

/// Bytes of the marks of a contest with `options` options and at most `max` marks: `288·k + 128·max + 96`, README (6).
pub const fn marks_len(options: usize, max: usize) -> usize {
    options * OPTION_LEN + proof_len(max + 1)
}

/// The marks of a contest, encrypted and proved, [`marks_len`] bytes: README (6). Constant time in the marks.
///
/// One entry of `marks` per option in definition order; none true is a blank vote. Refuses more than `max` marks.
pub fn encrypt_marks(
    key: &ElectionKey,
    context: &BallotContext,
    contest: u16,
    marks: &[bool],
    max: u16,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, MarksError> {
    let (bytes, _) = encrypt_marks_with(key, context, contest, marks, max, rng)?;
    Ok(bytes)
}

/// As [`encrypt_marks`], and exposes the randomness `r` of each option: who holds it can open the ballot. For the
/// Benaloh challenge, after which the ballot is burnt.
pub fn encrypt_marks_with(
    key: &ElectionKey,
    context: &BallotContext,
    contest: u16,
    marks: &[bool],
    max: u16,
    rng: &mut impl CryptoRng,
) -> Result<(Vec<u8>, Zeroizing<Vec<Scalar>>), MarksError> {
    if marks.is_empty() || marks.len() > OPTIONS_MAX {
        return Err(MarksError::Options);
    }
    let marked: u64 = marks.iter().map(|&mark| u64::from(mark)).sum();
    if marked > u64::from(max) {
        return Err(MarksError::TooManyMarks);
    }
    let branches = usize::from(max) + 1;
    let mut bytes = Vec::with_capacity(marks_len(marks.len(), usize::from(max)));
    let mut randomness = Zeroizing::new(Vec::with_capacity(marks.len()));
    let mut sum = Ciphertext::zero();
    for (option, &mark) in (0u16..).zip(marks) {
        let r = Zeroizing::new(Scalar::random(rng));
        let ciphertext = Ciphertext::encrypt(key, &Scalar::from(u64::from(mark)), &r);
        let statement = Statement::new(key, context, contest, option, ciphertext);
        bytes.extend_from_slice(statement.encoded_ciphertext());
        bytes.extend_from_slice(&range_proof::prove(&statement, MARK_BRANCHES, u64::from(mark), &r, rng));
        sum += ciphertext;
        randomness.push(*r);
    }
    let r_sum = Zeroizing::new(randomness.iter().sum::<Scalar>());
    let statement = Statement::new(key, context, contest, SUM_OPTION, sum);
    bytes.extend_from_slice(&range_proof::prove(&statement, branches, marked, &r_sum, rng));
    Ok((bytes, randomness))
}

/// The ciphertexts of a contest, one per option, after every proof of README (6) was checked.
///
/// `options` and `max` come from the definition, never from the bytes. All equations are first checked in one sum; if that
/// is not so, README (5) is checked proof by proof to name the first that fails: length, then option by option, then the
/// sum. Variable time; all inputs are public.
pub fn verify_marks_vartime(
    key: &ElectionKey,
    context: &BallotContext,
    contest: u16,
    options: usize,
    max: u16,
    untrusted_marks: &[u8],
) -> Result<Vec<Ciphertext>, MarksError> {
    let place = Place { key, context, contest };
    let mut batch = Batch::new(key);
    let added =
        place.read(options, max, untrusted_marks, |statement, branches, proof| batch.add(statement, branches, proof));
    match added {
        Ok(ciphertexts) if batch.holds_vartime() => Ok(ciphertexts),
        _ => place.read(options, max, untrusted_marks, range_proof::verify_vartime),
    }
}

/// A contest on a ballot.
struct Place<'a> {
    key: &'a ElectionKey,
    context: &'a BallotContext,
    contest: u16,
}

impl Place<'_> {
    /// Reads the marks and gives every statement with its proof to `check`.
    fn read(
        &self,
        options: usize,
        max: u16,
        untrusted_marks: &[u8],
        mut check: impl FnMut(&Statement<'_>, usize, &[u8]) -> Result<(), RangeProofError>,
    ) -> Result<Vec<Ciphertext>, MarksError> {
        if options == 0 || options > OPTIONS_MAX {
            return Err(MarksError::Options);
        }
        if untrusted_marks.len() != marks_len(options, usize::from(max)) {
            return Err(MarksError::Length);
        }
        let (per_option, sum_proof) =
            untrusted_marks.split_at_checked(options * OPTION_LEN).ok_or(MarksError::Length)?;
        let (per_option, _) = per_option.as_chunks::<OPTION_LEN>();
        let mut ciphertexts = Vec::with_capacity(options);
        for (option, untrusted_option) in (0u16..).zip(per_option) {
            let (ciphertext, proof) = untrusted_option.split_first_chunk().ok_or(MarksError::Length)?;
            let statement = Statement::from_untrusted(self.key, self.context, self.contest, option, ciphertext)
                .map_err(|_: DecodeError| MarksError::Point { option })?;
            check(&statement, MARK_BRANCHES, proof).map_err(|error| match error {
                RangeProofError::Scalar => MarksError::Scalar { option },
                _ => MarksError::OptionProof { option },
            })?;
            ciphertexts.push(*statement.ciphertext());
        }
        let sum: Ciphertext = ciphertexts.iter().sum();
        if sum.a == Ciphertext::zero().a {
            return Err(MarksError::IdentitySum);
        }
        let statement = Statement::new(self.key, self.context, self.contest, SUM_OPTION, sum);
        check(&statement, usize::from(max) + 1, sum_proof).map_err(|error| match error {
            RangeProofError::Scalar => MarksError::SumScalar,
            _ => MarksError::SumProof,
        })?;
        Ok(ciphertexts)
    }
}
