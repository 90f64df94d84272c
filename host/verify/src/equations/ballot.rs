//! Equations (1) to (6): encrypted marks and their range proofs.

use curve25519_dalek::ristretto::VartimeRistrettoPrecomputation;
use curve25519_dalek::traits::{Identity, VartimePrecomputedMultiscalarMul};
use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::digest::challenge;
use crate::group;
use crate::reason::Reason;

/// Bytes of a ciphertext `A ‖ B`.
pub(crate) const CIPHERTEXT_LEN: usize = 64;
/// The option number in the proof about the sum of a contest.
const SUM_OPTION: u16 = 0xFFFF;

/// The election key `P`, with a table for `z·P + k·G`.
pub(crate) struct ElectionKey {
    bytes: [u8; 32],
    table: VartimeRistrettoPrecomputation,
}

impl ElectionKey {
    /// Prepares the key.
    pub(crate) fn new(key: &RistrettoPoint) -> Self {
        let statics = [*key, RistrettoPoint::mul_base(&Scalar::ONE)];
        Self {
            bytes: group::bytes(key),
            table: VartimeRistrettoPrecomputation::new(statics),
        }
    }
}

/// What every challenge of one ballot begins with: `E`, region, tag, credential key.
pub(crate) struct Voter<'a> {
    /// The election id.
    pub(crate) election: &'a [u8; 32],
    /// The region's index.
    pub(crate) region: u16,
    /// The voter's tag.
    pub(crate) tag: &'a [u8; 16],
    /// The voter's credential key.
    pub(crate) credential: &'a [u8; 32],
}

/// `(A, B)` with its bytes.
struct Ciphertext {
    a: RistrettoPoint,
    b: RistrettoPoint,
    bytes: [u8; CIPHERTEXT_LEN],
}

impl Ciphertext {
    fn read(untrusted_a: &[u8; 32], untrusted_b: &[u8; 32]) -> Result<Self, Reason> {
        Ok(Self::of(group::key_point(untrusted_a)?, group::point(untrusted_b)?))
    }

    fn of(a: RistrettoPoint, b: RistrettoPoint) -> Self {
        let mut bytes = [0; CIPHERTEXT_LEN];
        let (left, right) = bytes.split_at_mut(32);
        left.copy_from_slice(&group::bytes(&a));
        right.copy_from_slice(&group::bytes(&b));
        Self { a, b, bytes }
    }
}

/// (3) Bytes of a range proof with `n` branches.
pub(crate) fn range_proof_len(n: usize) -> usize {
    128 * n - 32
}

/// (6) Bytes of the marks of a contest with `options` options and at most `max` marks.
pub(crate) fn marks_len(options: usize, max: usize) -> usize {
    288 * options + 128 * max + 96
}

/// (6) Checks the marks of one contest: every option's 0-or-1 proof, then the proof of their sum.
///
/// Returns `A ‖ B` of every option. Refuses another length, bytes that are not canonical, a half `A` or a sum of them that is the
/// identity, and every proof that does not hold.
pub(crate) fn check_marks(
    key: &ElectionKey,
    voter: &Voter<'_>,
    contest: u16,
    options: u16,
    max: usize,
    untrusted: &[u8],
) -> Result<Vec<[u8; CIPHERTEXT_LEN]>, Reason> {
    let mut cursor = crate::bytes::Cursor::new(untrusted);
    let mut ciphertexts = Vec::with_capacity(usize::from(options));
    let (mut sum_a, mut sum_b) = (RistrettoPoint::identity(), RistrettoPoint::identity());
    for option in 0..options {
        let ciphertext = Ciphertext::read(&cursor.array()?, &cursor.array()?)?;
        let proof = cursor.take(range_proof_len(2))?;
        check_range(key, voter, (contest, option), &ciphertext, 2, proof)?;
        // (2)
        sum_a += ciphertext.a;
        sum_b += ciphertext.b;
        ciphertexts.push(ciphertext.bytes);
    }
    if sum_a == RistrettoPoint::identity() {
        return Err(Reason::Identity);
    }
    let proof = cursor.take(range_proof_len(max + 1))?;
    check_range(
        key,
        voter,
        (contest, SUM_OPTION),
        &Ciphertext::of(sum_a, sum_b),
        max + 1,
        proof,
    )?;
    cursor.finish()?;
    Ok(ciphertexts)
}

/// (5) Checks that `(A, B)` encrypts one of `0 … n − 1`, with the challenge of (4).
fn check_range(
    key: &ElectionKey,
    voter: &Voter<'_>,
    (contest, option): (u16, u16),
    ciphertext: &Ciphertext,
    n: usize,
    untrusted_proof: &[u8],
) -> Result<(), Reason> {
    let mut cursor = crate::bytes::Cursor::new(untrusted_proof);
    let commitments = cursor.take(64 * n)?;
    let mut challenges = scalars(&mut cursor, n - 1)?;
    let responses = scalars(&mut cursor, n)?;
    // (4)
    let c = challenge(
        "tamga/range/v1",
        &[
            voter.election,
            &voter.region.to_be_bytes(),
            voter.tag,
            voter.credential,
            &contest.to_be_bytes(),
            &option.to_be_bytes(),
            &key.bytes,
            &ciphertext.bytes,
            commitments,
        ],
    );
    // c_{n−1} = c − Σ c_j
    challenges.push(c - challenges.iter().sum::<Scalar>());

    let (pairs, _) = commitments.as_chunks::<64>();
    let branches = pairs.iter().zip(challenges.iter().zip(&responses));
    for (j, (pair, (c_j, z_j))) in (0_u64..).zip(branches) {
        let (a_j, b_j) = pair.split_at(32);
        if is_identity(a_j) || is_identity(b_j) {
            return Err(Reason::IdentityCommitment { contest, option });
        }
        // z_j·G = a_j + c_j·A
        let left = RistrettoPoint::vartime_double_scalar_mul_basepoint(&-c_j, &ciphertext.a, z_j);
        // z_j·P = b_j + c_j·(B − j·G)
        let right = key
            .table
            .vartime_mixed_multiscalar_mul([*z_j, c_j * Scalar::from(j)], [-c_j], [ciphertext.b]);
        // Comparing bytes also refuses commitments that are not canonical points.
        if group::bytes(&left) != a_j || group::bytes(&right) != b_j {
            return Err(Reason::RangeProof { contest, option });
        }
    }
    Ok(())
}

/// The identity's canonical encoding is 32 zero bytes (RFC 9496, 4.3.2).
fn is_identity(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

fn scalars(cursor: &mut crate::bytes::Cursor<'_>, count: usize) -> Result<Vec<Scalar>, Reason> {
    (0..count).map(|_| group::scalar(&cursor.array()?)).collect()
}
