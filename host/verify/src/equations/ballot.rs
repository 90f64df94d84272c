//! Equations (1) to (6): encrypted marks and their range proofs.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
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

/// The election key `P`, with a table for `z·P`.
pub(crate) struct ElectionKey {
    bytes: [u8; 32],
    table: VartimeRistrettoPrecomputation,
}

impl ElectionKey {
    /// Prepares the key.
    pub(crate) fn new(key: &RistrettoPoint) -> Self {
        Self { bytes: group::bytes(key), table: VartimeRistrettoPrecomputation::new([*key]) }
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
    /// The bytes of canonical points are their only ones.
    fn read(untrusted: [u8; CIPHERTEXT_LEN]) -> Result<Self, Reason> {
        let (halves, _) = untrusted.as_chunks::<32>();
        let [a, b] = halves else { return Err(Reason::BadPoint) };
        let (a, b) = (group::key_point(a)?, group::point(b)?);
        Ok(Self { a, b, bytes: untrusted })
    }

    /// (2) A sum.
    fn sum(a: RistrettoPoint, b: RistrettoPoint) -> Self {
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
        let ciphertext = Ciphertext::read(cursor.array()?)?;
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
    check_range(key, voter, (contest, SUM_OPTION), &Ciphertext::sum(sum_a, sum_b), max + 1, proof)?;
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

    // Half of every point, as the batch encoding doubles: it shares one inversion among the points of a proof.
    let mut halves = Vec::with_capacity(2 * n);
    let mut shifted = ciphertext.b;
    for (c_j, z_j) in challenges.iter().zip(&responses) {
        let (c_half, z_half) = (c_j.div_by_2(), z_j.div_by_2());
        // a_j = z_j·G − c_j·A
        halves.push(RistrettoPoint::vartime_double_scalar_mul_basepoint(&-c_half, &ciphertext.a, &z_half));
        // b_j = z_j·P − c_j·(B − j·G)
        halves.push(key.table.vartime_mixed_multiscalar_mul([z_half], [-c_half], [shifted]));
        shifted -= RISTRETTO_BASEPOINT_POINT;
    }
    let (commitments, _) = commitments.as_chunks::<32>();
    for (derived, commitment) in RistrettoPoint::double_and_compress_batch(&halves).iter().zip(commitments) {
        if is_identity(commitment) {
            return Err(Reason::IdentityCommitment { contest, option });
        }
        // Comparing bytes also refuses commitments that are not canonical points.
        if derived.as_bytes() != commitment {
            return Err(Reason::RangeProof { contest, option });
        }
    }
    Ok(())
}

/// The identity's canonical encoding is 32 zero bytes (RFC 9496, 4.3.2).
fn is_identity(bytes: &[u8; 32]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

fn scalars(cursor: &mut crate::bytes::Cursor<'_>, count: usize) -> Result<Vec<Scalar>, Reason> {
    (0..count).map(|_| group::scalar(&cursor.array()?)).collect()
}
