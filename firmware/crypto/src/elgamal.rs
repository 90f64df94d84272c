//! Exponential ElGamal on ristretto255: README (1) and (2).

#[cfg(feature = "tables")]
use alloc::boxed::Box;
use core::fmt;
use core::iter::Sum;
use core::ops::{Add, AddAssign};

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
#[cfg(feature = "tables")]
use curve25519_dalek::ristretto::RistrettoBasepointTable;
use curve25519_dalek::ristretto::VartimeRistrettoPrecomputation;
use curve25519_dalek::traits::{Identity, VartimePrecomputedMultiscalarMul};

use crate::group::{
    DecodeError, POINT_LEN, RistrettoPoint, Scalar, decode_point, decode_point_or_identity, encode_point,
};

/// Bytes of a ciphertext: `A ‖ B`.
pub const CIPHERTEXT_LEN: usize = 2 * POINT_LEN;

/// A ciphertext `(A, B) = (r·G, r·P + m·G)`, README (1), or a sum of ciphertexts, README (2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ciphertext {
    /// `A = r·G`.
    pub a: RistrettoPoint,
    /// `B = r·P + m·G`.
    pub b: RistrettoPoint,
}

impl Ciphertext {
    /// The encryption of `message` under `key` with randomness `r`, README (1). Constant time in message and randomness.
    pub fn encrypt(key: &ElectionKey, message: &Scalar, r: &Scalar) -> Self {
        Ciphertext { a: RistrettoPoint::mul_base(r), b: key.mul(r) + RistrettoPoint::mul_base(message) }
    }

    /// The sum of no ciphertexts: both halves the identity.
    pub fn zero() -> Self {
        Ciphertext { a: RistrettoPoint::identity(), b: RistrettoPoint::identity() }
    }

    /// `A ‖ B`, 64 bytes.
    pub fn to_bytes(&self) -> [u8; CIPHERTEXT_LEN] {
        let mut bytes = [0; CIPHERTEXT_LEN];
        let (a, b) = bytes.split_at_mut(POINT_LEN);
        a.copy_from_slice(&encode_point(&self.a));
        b.copy_from_slice(&encode_point(&self.b));
        bytes
    }

    /// A voter's ciphertext; refuses non-canonical points and `A` = identity, which would show the message.
    pub fn from_bytes(untrusted: &[u8; CIPHERTEXT_LEN]) -> Result<Self, DecodeError> {
        let (a, b) = halves(untrusted);
        Ok(Ciphertext { a: decode_point(&a)?, b: decode_point_or_identity(&b)? })
    }

    /// A sum of ciphertexts; refuses non-canonical points. Both halves may be the identity, as in the sum of none.
    pub fn from_sum_bytes(untrusted: &[u8; CIPHERTEXT_LEN]) -> Result<Self, DecodeError> {
        let (a, b) = halves(untrusted);
        Ok(Ciphertext { a: decode_point_or_identity(&a)?, b: decode_point_or_identity(&b)? })
    }
}

/// `A` and `B` of a ciphertext's bytes, not decoded.
pub(crate) fn halves(bytes: &[u8; CIPHERTEXT_LEN]) -> ([u8; POINT_LEN], [u8; POINT_LEN]) {
    let (mut a, mut b) = ([0; POINT_LEN], [0; POINT_LEN]);
    let (left, right) = bytes.split_at(POINT_LEN);
    a.copy_from_slice(left);
    b.copy_from_slice(right);
    (a, b)
}

impl Add for Ciphertext {
    type Output = Ciphertext;

    /// The encryption of the sum of the messages, README (2).
    fn add(self, other: Ciphertext) -> Ciphertext {
        Ciphertext { a: self.a + other.a, b: self.b + other.b }
    }
}

impl AddAssign for Ciphertext {
    fn add_assign(&mut self, other: Ciphertext) {
        *self = *self + other;
    }
}

impl Sum for Ciphertext {
    fn sum<I: Iterator<Item = Ciphertext>>(ciphertexts: I) -> Ciphertext {
        ciphertexts.fold(Ciphertext::zero(), Add::add)
    }
}

impl<'a> Sum<&'a Ciphertext> for Ciphertext {
    fn sum<I: Iterator<Item = &'a Ciphertext>>(ciphertexts: I) -> Ciphertext {
        ciphertexts.copied().sum()
    }
}

/// The election key `P` with tables of its multiples (about 45 KB): fast encryption in constant time, fast checks in
/// variable time.
pub struct ElectionKey {
    point: RistrettoPoint,
    bytes: [u8; POINT_LEN],
    #[cfg(feature = "tables")]
    table: Box<RistrettoBasepointTable>,
    checks: VartimeRistrettoPrecomputation,
}

impl ElectionKey {
    /// The key with this encoding; refuses non-canonical points and the identity.
    pub fn from_bytes(untrusted: &[u8; POINT_LEN]) -> Result<Self, DecodeError> {
        let point = decode_point(untrusted)?;
        Ok(ElectionKey {
            point,
            bytes: *untrusted,
            #[cfg(feature = "tables")]
            table: Box::new(RistrettoBasepointTable::create(&point)),
            checks: VartimeRistrettoPrecomputation::new([point, RISTRETTO_BASEPOINT_POINT]),
        })
    }

    /// The encoding of `P`, 32 bytes.
    pub fn to_bytes(&self) -> [u8; POINT_LEN] {
        self.bytes
    }

    /// `P` itself.
    pub fn point(&self) -> &RistrettoPoint {
        &self.point
    }

    /// `r·P` in constant time, from the table.
    #[cfg(feature = "tables")]
    pub(crate) fn mul(&self, r: &Scalar) -> RistrettoPoint {
        r * &*self.table
    }

    /// `r·P` in constant time.
    #[cfg(not(feature = "tables"))]
    pub(crate) fn mul(&self, r: &Scalar) -> RistrettoPoint {
        r * self.point
    }

    /// `p·P + g·G + Σ scalars·points` in variable time.
    pub(crate) fn sum_vartime(
        &self,
        p: &Scalar,
        g: &Scalar,
        scalars: &[Scalar],
        points: &[RistrettoPoint],
    ) -> RistrettoPoint {
        self.checks.vartime_mixed_multiscalar_mul([p, g], scalars, points)
    }
}

impl fmt::Debug for ElectionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ElectionKey").field(&self.point.compress()).finish()
    }
}
