//! The proof that a ciphertext encrypts a number from 0 to `n − 1`: README (3), (4) and (5).
//!
//! One code path serves the marks of single options (`n = 2`) and the sum of a contest (`n = max + 1`).

mod batch;

pub(crate) use batch::Batch;

use alloc::vec::Vec;

use rand_core::CryptoRng;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::elgamal::{CIPHERTEXT_LEN, Ciphertext, ElectionKey};
use crate::group::{DecodeError, POINT_LEN, RistrettoPoint, SCALAR_LEN, Scalar, challenge, decode_scalar, next_32};

/// The option number under which the sum of a contest is proved, README (6).
pub const SUM_OPTION: u16 = 0xFFFF;

const LABEL: &str = "tamga/range/v1";

/// What ties every proof of a ballot to that ballot, so that a copied ciphertext is worth nothing: README (4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotContext {
    /// The election id `E`.
    pub election: [u8; 32],
    /// The region's place in the definition.
    pub region: u16,
    /// The voter's tag.
    pub tag: [u8; 16],
    /// The voter's credential key, Ed25519.
    pub credential_key: [u8; 32],
}

/// Why a range proof is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RangeProofError {
    /// The proof has another length than [`proof_len`] of its branches.
    #[error("a range proof of another length than its branches need")]
    Length,
    /// A commitment is the identity.
    #[error("a commitment of the range proof is the identity")]
    IdentityCommitment,
    /// A challenge or response is not below the group order.
    #[error("a scalar of the range proof is not below the group order")]
    Scalar,
    /// An equation of README (5) does not hold. Also the answer to a commitment that is no canonical point.
    #[error("the range proof does not hold in branch {branch}")]
    Equation {
        /// The first branch that fails, from 0.
        branch: usize,
    },
}

/// Bytes of a range proof with `branches` branches: `128·n − 32`, README (6). At least one branch.
pub const fn proof_len(branches: usize) -> usize {
    (branches * 4 * POINT_LEN).saturating_sub(SCALAR_LEN)
}

/// What is proved, and where: one ciphertext at its place on one ballot.
#[derive(Debug, Clone)]
pub struct Statement<'a> {
    key: &'a ElectionKey,
    context: &'a BallotContext,
    contest: u16,
    option: u16,
    ciphertext: Ciphertext,
    encoded: [u8; CIPHERTEXT_LEN],
}

impl<'a> Statement<'a> {
    /// The statement about a ciphertext at (`contest`, `option`); [`SUM_OPTION`] for the sum of a contest.
    pub fn new(
        key: &'a ElectionKey,
        context: &'a BallotContext,
        contest: u16,
        option: u16,
        ciphertext: Ciphertext,
    ) -> Self {
        let encoded = ciphertext.to_bytes();
        Statement { key, context, contest, option, ciphertext, encoded }
    }

    /// The statement about the ciphertext in these bytes; refuses what [`Ciphertext::from_bytes`] refuses.
    pub fn from_untrusted(
        key: &'a ElectionKey,
        context: &'a BallotContext,
        contest: u16,
        option: u16,
        untrusted_ciphertext: &[u8; CIPHERTEXT_LEN],
    ) -> Result<Self, DecodeError> {
        let ciphertext = Ciphertext::from_bytes(untrusted_ciphertext)?;
        let encoded = *untrusted_ciphertext;
        Ok(Statement { key, context, contest, option, ciphertext, encoded })
    }

    /// The ciphertext that the statement is about.
    pub fn ciphertext(&self) -> &Ciphertext {
        &self.ciphertext
    }

    /// `A ‖ B`, 64 bytes.
    pub fn encoded_ciphertext(&self) -> &[u8; CIPHERTEXT_LEN] {
        &self.encoded
    }

    /// The challenge `c` of README (4) over `a_0 ‖ b_0 ‖ … ‖ a_{n−1} ‖ b_{n−1}`.
    fn challenge(&self, commitments: &[u8]) -> Scalar {
        challenge(
            LABEL,
            &[
                &self.context.election,
                &self.context.region.to_be_bytes(),
                &self.context.tag,
                &self.context.credential_key,
                &self.contest.to_be_bytes(),
                &self.option.to_be_bytes(),
                &self.key.to_bytes(),
                &self.encoded,
                commitments,
            ],
        )
    }
}

/// The proof that the statement's ciphertext encrypts `value` with randomness `r`, and `value < branches`: README (3)
/// and (4), [`proof_len`] bytes.
///
/// Constant time in `value` and `r`. As the prover knows `r`, every branch is computed alike: with `u_j = z_j − c_j·r`,
/// `a_j = z_j·G − c_j·A = u_j·G` and `b_j = z_j·P − c_j·(B − j·G) = u_j·P + c_j·(j − m)·G`, whose last term vanishes in
/// the true branch, where `u_m` is the `w` of README (3). So `u_j` and `c_j` are drawn for every branch, and only `c_m`
/// is replaced. What does not hold (`value` too large, another `r`) gives bytes that every check refuses.
pub fn prove(statement: &Statement<'_>, branches: usize, value: u64, r: &Scalar, rng: &mut impl CryptoRng) -> Vec<u8> {
    let mut nonces = Zeroizing::new(Vec::with_capacity(branches));
    let mut challenges = Zeroizing::new(Vec::with_capacity(branches));
    for _ in 0..branches {
        nonces.push(Scalar::random(rng));
        challenges.push(Scalar::random(rng));
    }
    let commitments = commit(statement.key, value, &nonces, &challenges);
    close_true_branch(value, statement.challenge(&commitments), &mut challenges);

    let mut proof = commitments;
    for c in challenges.iter().take(branches.saturating_sub(1)) {
        proof.extend_from_slice(c.as_bytes());
    }
    for (u, c) in nonces.iter().zip(challenges.iter()) {
        proof.extend_from_slice((u + c * r).as_bytes());
    }
    proof
}

/// `a_0 ‖ b_0 ‖ …` of README (3), in the form of [`prove`].
///
/// Halves are multiplied, because only doubles can be encoded with one inversion for all of them.
fn commit(key: &ElectionKey, value: u64, nonces: &[Scalar], challenges: &[Scalar]) -> Vec<u8> {
    let message = Zeroizing::new(Scalar::from(value));
    let mut halves = Zeroizing::new(Vec::with_capacity(2 * nonces.len()));
    for (j, (u, c)) in (0u64..).zip(nonces.iter().zip(challenges)) {
        let half_u = Zeroizing::new(u.div_by_2());
        let offset = Zeroizing::new(c.div_by_2() * (Scalar::from(j) - *message));
        halves.push(RistrettoPoint::mul_base(&half_u));
        halves.push(key.mul(&half_u) + RistrettoPoint::mul_base(&offset));
    }
    encode_doubled(&halves).concat()
}

/// Replaces the challenge of the true branch by `c_m = c − Σ_{j≠m} c_j`, README (4), without branching on which it is.
fn close_true_branch(value: u64, total: Scalar, challenges: &mut [Scalar]) {
    let is_true = |j: u64| -> Choice { j.ct_eq(&value) };
    let mut closing = Zeroizing::new(total);
    for (j, c) in (0u64..).zip(challenges.iter()) {
        *closing -= Scalar::conditional_select(c, &Scalar::ZERO, is_true(j));
    }
    for (j, c) in (0u64..).zip(challenges.iter_mut()) {
        c.conditional_assign(&closing, is_true(j));
    }
}

/// Checks a range proof with `branches` branches, README (5), in variable time; all inputs are public.
///
/// The right-hand sides of `a_j = z_j·G − c_j·A` and `b_j = z_j·P + c_j·j·G − c_j·B` are computed and encoded, and the
/// encodings compared with the bytes of the proof: a commitment that equals a canonical encoding is canonical itself.
pub fn verify_vartime(
    statement: &Statement<'_>,
    branches: usize,
    untrusted_proof: &[u8],
) -> Result<(), RangeProofError> {
    let proof = Proof::read(statement, branches, untrusted_proof)?;
    let Ciphertext { a, b } = &statement.ciphertext;
    let mut halves = Vec::with_capacity(2 * branches);
    for (j, (z, c)) in (0u64..).zip(proof.branches()) {
        let (z, c) = (z.div_by_2(), c.div_by_2());
        halves.push(RistrettoPoint::vartime_double_scalar_mul_basepoint(&-c, a, &z));
        halves.push(statement.key.sum_vartime(&z, &(c * Scalar::from(j)), &[-c], &[*b]));
    }
    compare(proof.commitments, &encode_doubled(&halves))
}

/// A proof with its scalars read and its challenge computed; the commitments are still bytes.
struct Proof<'a> {
    commitments: &'a [u8],
    /// `c`.
    total: Scalar,
    /// `c_0 … c_{n−1}`.
    challenges: Vec<Scalar>,
    /// `z_0 … z_{n−1}`.
    responses: Vec<Scalar>,
}

impl<'a> Proof<'a> {
    fn read(statement: &Statement<'_>, branches: usize, untrusted_proof: &'a [u8]) -> Result<Self, RangeProofError> {
        if branches == 0 || untrusted_proof.len() != proof_len(branches) {
            return Err(RangeProofError::Length);
        }
        let (commitments, mut scalars) =
            untrusted_proof.split_at_checked(branches * 2 * POINT_LEN).ok_or(RangeProofError::Length)?;
        let mut challenges = read_scalars(&mut scalars, branches - 1)?;
        let responses = read_scalars(&mut scalars, branches)?;
        let total = statement.challenge(commitments);
        challenges.push(total - challenges.iter().sum::<Scalar>());
        Ok(Proof { commitments, total, challenges, responses })
    }

    /// `(z_j, c_j)` in order.
    fn branches(&self) -> impl Iterator<Item = (&Scalar, &Scalar)> {
        self.responses.iter().zip(&self.challenges)
    }
}

fn read_scalars(untrusted: &mut &[u8], count: usize) -> Result<Vec<Scalar>, RangeProofError> {
    (0..count)
        .map(|_| {
            let bytes = next_32(untrusted).ok_or(RangeProofError::Length)?;
            decode_scalar(bytes).map_err(|_| RangeProofError::Scalar)
        })
        .collect()
}

fn compare(commitments: &[u8], computed: &[[u8; POINT_LEN]]) -> Result<(), RangeProofError> {
    let (commitments, _) = commitments.as_chunks::<POINT_LEN>();
    for (index, (given, computed)) in commitments.iter().zip(computed).enumerate() {
        // The canonical encoding of the identity is all zeros [RFC 9496].
        if *given == [0; POINT_LEN] {
            return Err(RangeProofError::IdentityCommitment);
        }
        if given != computed {
            return Err(RangeProofError::Equation { branch: index / 2 });
        }
    }
    Ok(())
}

/// The canonical encodings of `2·Q` for every `Q`.
fn encode_doubled(halves: &[RistrettoPoint]) -> Vec<[u8; POINT_LEN]> {
    RistrettoPoint::double_and_compress_batch(halves).iter().map(|encoded| encoded.to_bytes()).collect()
}
