//! ristretto255 as the files write it: canonical points and scalars only.

use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::traits::Identity;
use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::reason::Reason;

/// A point, the identity included. Refuses encodings that are not canonical (RFC 9496, 4.3.1).
pub(crate) fn point(untrusted: &[u8; 32]) -> Result<RistrettoPoint, Reason> {
    CompressedRistretto(*untrusted).decompress().ok_or(Reason::BadPoint)
}

/// A point where the identity is refused: keys, commitments, ciphertext halves `A`.
pub(crate) fn key_point(untrusted: &[u8; 32]) -> Result<RistrettoPoint, Reason> {
    let point = point(untrusted)?;
    if point == RistrettoPoint::identity() { Err(Reason::Identity) } else { Ok(point) }
}

/// A scalar below ℓ, little-endian.
pub(crate) fn scalar(untrusted: &[u8; 32]) -> Result<Scalar, Reason> {
    Option::from(Scalar::from_canonical_bytes(*untrusted)).ok_or(Reason::BadScalar)
}

/// The 32 bytes of a point.
pub(crate) fn bytes(point: &RistrettoPoint) -> [u8; 32] {
    point.compress().to_bytes()
}

/// `Σ_k x^k · coefficients_k`, the polynomial in the exponent at a token's index.
pub(crate) fn evaluate(coefficients: &[RistrettoPoint], x: u8) -> RistrettoPoint {
    let x = Scalar::from(x);
    coefficients.iter().rev().fold(RistrettoPoint::identity(), |value, coefficient| value * x + coefficient)
}
