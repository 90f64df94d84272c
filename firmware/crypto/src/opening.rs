//! Opening sums with the shares of the tokens: README (14) to (17).

use alloc::vec::Vec;

use curve25519_dalek::traits::{Identity, MultiscalarMul, VartimeMultiscalarMul};
use rand_core::CryptoRng;

use crate::elgamal::{CIPHERTEXT_LEN, halves};
use crate::group::{
    DecodeError, POINT_LEN, RistrettoPoint, SCALAR_LEN, Scalar, challenge, decode_point_or_identity, decode_scalar,
    encode_point, hedged_nonce,
};
use crate::hash::{Digest, hash};

/// Sums in a chunk; the last chunk of an opening may hold fewer.
pub const CHUNK_SUMS: usize = 64;

/// Bytes of the proof of a chunk: `c ‖ z`.
pub const CHUNK_PROOF_LEN: usize = 2 * SCALAR_LEN;

/// The highest index of a token, and the most shares combined.
pub const TOKENS_MAX: u8 = 15;

const CHUNK_LABEL: &str = "tamga/open-chunk/v1";
const STEP_LABEL: &str = "tamga/open-step/v1";
const PROOF_LABEL: &str = "tamga/open-proof/v1";

/// Why a chunk of partial decryptions or a combination is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// No sum, more than [`CHUNK_SUMS`], or another number of partial decryptions than of sums.
    #[error("a chunk with a wrong number of sums")]
    ChunkLength,
    /// A sum that does not belong at its place in the chunk, README (15).
    #[error("sum {sum} is not at its place in the chunk")]
    SumIndex {
        /// The number of the sum.
        sum: u32,
    },
    /// A scalar of the proof is not below the group order.
    #[error("a bad scalar in the chunk proof of token {token}")]
    Scalar {
        /// The token that gave it.
        token: u8,
    },
    /// The proof does not hold for these partial decryptions, README (16).
    #[error("the chunk proof of token {token} does not hold")]
    Proof {
        /// The token that gave it.
        token: u8,
    },
    /// No share at all.
    #[error("no share to combine")]
    NoShares,
    /// A token index of zero or above [`TOKENS_MAX`].
    #[error("no token has the index {token}")]
    TokenIndex {
        /// The index.
        token: u8,
    },
    /// One token's share given twice.
    #[error("two shares of token {token}")]
    Twice {
        /// The token.
        token: u8,
    },
}

impl OpeningError {
    /// The token whose share or proof is bad, where it is a token's fault.
    pub fn culprit(&self) -> Option<u8> {
        match self {
            OpeningError::Scalar { token } | OpeningError::Proof { token } => Some(*token),
            _ => None,
        }
    }
}

/// What a token's answer is bound to, README (15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningContext {
    /// The election id `E`.
    pub election: Digest,
    /// The opening's number.
    pub opening: u32,
    /// The tally root.
    pub root: Digest,
    /// The token's index `i`, from 1.
    pub token: u8,
}

/// The running hash `t` of README (15), from which each sum draws its coefficient.
struct Transcript(Digest);

impl Transcript {
    /// `t_0`.
    fn new(context: &OpeningContext, chunk: u32) -> Self {
        Transcript(hash(
            CHUNK_LABEL,
            &[&context.election, &context.opening.to_be_bytes(), &context.root, &[context.token], &chunk.to_be_bytes()],
        ))
    }

    /// Takes the next sum and its partial decryption, and returns the coefficient `w_j`, 128 bits.
    fn step(&mut self, sum_index: u32, a: &[u8; POINT_LEN], d: &[u8; POINT_LEN]) -> Scalar {
        self.0 = hash(STEP_LABEL, &[&self.0, &sum_index.to_be_bytes(), a, d]);
        let (low, _) = self.0.as_chunks::<16>();
        Scalar::from(low.first().map_or(0, |bytes| u128::from_le_bytes(*bytes)))
    }

    /// The challenge `c` of README (16).
    fn challenge(&self, y: &RistrettoPoint, points: [&RistrettoPoint; 4]) -> Scalar {
        let [a_hat, d_hat, t1, t2] = points.map(encode_point);
        challenge(PROOF_LABEL, &[&self.0, &encode_point(y), &a_hat, &d_hat, &t1, &t2])
    }
}

/// A sum as a token takes it: the point `A_j`, and the 32 bytes it was decoded from, which the running hash takes as they
/// are.
#[derive(Debug, Clone, Copy)]
pub struct SumPoint {
    point: RistrettoPoint,
    bytes: [u8; POINT_LEN],
}

impl SumPoint {
    /// `A_j` of the sum `A ‖ B`. Refuses what [`crate::elgamal::Ciphertext::from_sum_bytes`] refuses, in `B` too, so that no token opens a
    /// sum that nobody can read.
    pub fn from_sum_bytes(untrusted: &[u8; CIPHERTEXT_LEN]) -> Result<Self, DecodeError> {
        let (a, b) = halves(untrusted);
        decode_point_or_identity(&b)?;
        Self::from_bytes(&a)
    }

    /// The point with this canonical encoding, the identity among them; refuses every other encoding.
    pub fn from_bytes(untrusted: &[u8; POINT_LEN]) -> Result<Self, DecodeError> {
        Ok(SumPoint { point: decode_point_or_identity(untrusted)?, bytes: *untrusted })
    }
}

/// Sums whose `w_j·A_j` are added to `Â` at once: doublings are shared between them, and their tables take 12 KB.
const SUMS_AT_ONCE: usize = 8;

/// A token at work on one chunk: partial decryptions first, README (14), one proof at the end, README (16).
///
/// Takes constant memory whatever the number of sums: the running hash, `Â` and up to eight sums that are not in it yet.
/// It holds no secret.
pub struct ChunkProver {
    transcript: Transcript,
    a_hat: RistrettoPoint,
    waiting: Vec<(Scalar, RistrettoPoint)>,
}

impl ChunkProver {
    /// A prover for chunk number `chunk` of an opening, before its first sum.
    pub fn new(context: &OpeningContext, chunk: u32) -> Self {
        let (transcript, a_hat) = (Transcript::new(context, chunk), RistrettoPoint::identity());
        ChunkProver { transcript, a_hat, waiting: Vec::with_capacity(SUMS_AT_ONCE) }
    }

    /// The partial decryption `D_j = s_i·A_j` of the sum with number `sum_index`, 32 bytes: README (14).
    ///
    /// Constant time in the share. Sums come in order, `64·q` first and at most [`CHUNK_SUMS`] of them; a proof over any
    /// others is refused by [`verify_chunk_vartime`].
    pub fn step(&mut self, share: &Scalar, sum_index: u32, a: &SumPoint) -> [u8; POINT_LEN] {
        let d = encode_point(&(share * a.point));
        let w = self.transcript.step(sum_index, &a.bytes, &d);
        self.waiting.push((w, a.point));
        if self.waiting.len() == SUMS_AT_ONCE {
            self.add_waiting_vartime();
        }
        d
    }

    /// Adds the waiting `w_j·A_j` to `Â`. Coefficients and sums are public.
    fn add_waiting_vartime(&mut self) {
        // The library doubles 256 times for no sum too.
        if self.waiting.is_empty() {
            return;
        }
        let (weights, points) = (self.waiting.iter().map(|(w, _)| w), self.waiting.iter().map(|(_, a)| a));
        self.a_hat += RistrettoPoint::vartime_multiscalar_mul(weights, points);
        self.waiting.clear();
    }

    /// The proof `c ‖ z` that every partial decryption since [`ChunkProver::new`] used the share behind the verification
    /// share `y`: README (16). Constant time in the share.
    ///
    /// `D̂ = Σ w_j·D_j` is `s_i·Â`. The nonce is hedged: even a generator that repeats itself shows no share.
    pub fn finish(mut self, share: &Scalar, y: &RistrettoPoint, rng: &mut impl CryptoRng) -> [u8; CHUNK_PROOF_LEN] {
        self.add_waiting_vartime();
        let v = hedged_nonce(share, &self.transcript.0, rng);
        let d_hat = share * self.a_hat;
        let t1 = RistrettoPoint::mul_base(&v);
        let t2 = *v * self.a_hat;
        let c = self.transcript.challenge(y, [&self.a_hat, &d_hat, &t1, &t2]);
        let z = *v + c * share;
        join(c.as_bytes(), z.as_bytes())
    }
}

fn join(left: &[u8; SCALAR_LEN], right: &[u8; SCALAR_LEN]) -> [u8; CHUNK_PROOF_LEN] {
    let mut bytes = [0; CHUNK_PROOF_LEN];
    let (head, tail) = bytes.split_at_mut(SCALAR_LEN);
    head.copy_from_slice(left);
    tail.copy_from_slice(right);
    bytes
}

/// Checks a token's partial decryptions `ds` of the chunk's sums `(j, A_j)`: README (15) and (16).
///
/// `sums` are those of chunk `chunk`, numbered `64·q` onwards without a gap; `y` is the verification share of the token
/// in `context`. Variable time; all inputs are public.
pub fn verify_chunk_vartime(
    context: &OpeningContext,
    chunk: u32,
    y: &RistrettoPoint,
    sums: &[(u32, RistrettoPoint)],
    ds: &[RistrettoPoint],
    untrusted_proof: &[u8; CHUNK_PROOF_LEN],
) -> Result<(), OpeningError> {
    if sums.is_empty() || sums.len() > CHUNK_SUMS || sums.len() != ds.len() {
        return Err(OpeningError::ChunkLength);
    }
    let first = u64::from(chunk) * CHUNK_SUMS as u64;
    let mut transcript = Transcript::new(context, chunk);
    let mut weights = Vec::with_capacity(sums.len());
    for (expected, ((sum, a), d)) in (first..).zip(sums.iter().zip(ds)) {
        if u64::from(*sum) != expected {
            return Err(OpeningError::SumIndex { sum: *sum });
        }
        weights.push(transcript.step(*sum, &encode_point(a), &encode_point(d)));
    }
    let a_hat = RistrettoPoint::vartime_multiscalar_mul(&weights, sums.iter().map(|(_, a)| a));
    let d_hat = RistrettoPoint::vartime_multiscalar_mul(&weights, ds);

    let token = context.token;
    let (c, z) = read_proof(untrusted_proof).ok_or(OpeningError::Scalar { token })?;
    let t1 = RistrettoPoint::vartime_double_scalar_mul_basepoint(&-c, y, &z);
    let t2 = RistrettoPoint::vartime_multiscalar_mul([z, -c], [a_hat, d_hat]);
    if transcript.challenge(y, [&a_hat, &d_hat, &t1, &t2]) != c {
        return Err(OpeningError::Proof { token });
    }
    Ok(())
}

fn read_proof(untrusted: &[u8; CHUNK_PROOF_LEN]) -> Option<(Scalar, Scalar)> {
    let (c, rest) = untrusted.split_first_chunk()?;
    let (z, _) = rest.split_first_chunk()?;
    Some((decode_scalar(c).ok()?, decode_scalar(z).ok()?))
}

/// The Lagrange coefficients `λ_i = Π_{k≠i} k/(k − i)` of these token indices, in their order: README (17).
///
/// Refuses no index, an index outside `1 … `[`TOKENS_MAX`], and an index given twice.
pub fn lagrange_at_zero(indices: &[u8]) -> Result<Vec<Scalar>, OpeningError> {
    if indices.is_empty() {
        return Err(OpeningError::NoShares);
    }
    let mut coefficients = Vec::with_capacity(indices.len().min(usize::from(TOKENS_MAX)));
    for (place, &i) in indices.iter().enumerate() {
        if i == 0 || i > TOKENS_MAX {
            return Err(OpeningError::TokenIndex { token: i });
        }
        if indices.iter().skip(place + 1).any(|&k| k == i) {
            return Err(OpeningError::Twice { token: i });
        }
        let (mut numerator, mut denominator) = (Scalar::ONE, Scalar::ONE);
        for &k in indices.iter().filter(|&&k| k != i) {
            numerator *= Scalar::from(k);
            denominator *= Scalar::from(k) - Scalar::from(i);
        }
        coefficients.push(numerator * denominator.invert());
    }
    Ok(coefficients)
}

/// `Σ λ_i·Q_i` over shares `(i, Q_i)`: the point that all of them are shares of. Constant time in the points.
pub(crate) fn interpolate(shares: &[(u8, RistrettoPoint)]) -> Result<RistrettoPoint, OpeningError> {
    let indices: Vec<u8> = shares.iter().map(|(index, _)| *index).collect();
    let coefficients = lagrange_at_zero(&indices)?;
    Ok(RistrettoPoint::multiscalar_mul(&coefficients, shares.iter().map(|(_, point)| point)))
}

/// `m·G = B − Σ λ_i·D_i` from shares `(i, D_i)` whose chunk proofs were checked: README (17).
///
/// The caller gives at least `M` of them, of which any `M` have the same answer; fewer give a wrong point. Refuses what
/// [`lagrange_at_zero`] refuses.
pub fn combine(b: &RistrettoPoint, shares: &[(u8, RistrettoPoint)]) -> Result<RistrettoPoint, OpeningError> {
    Ok(b - interpolate(shares)?)
}
