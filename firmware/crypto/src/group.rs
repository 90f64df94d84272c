//! The group ristretto255 [RFC 9496]: canonical decoding and challenges.

use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::traits::IsIdentity;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

pub use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};

use crate::hash::{Digest, wide_hash};

/// Bytes of an encoded point.
pub const POINT_LEN: usize = 32;

/// Bytes of an encoded scalar.
pub const SCALAR_LEN: usize = 32;

const NONCE_LABEL: &str = "tamga/nonce/v1";

/// Why 32 bytes are no point or no scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not the canonical encoding of a ristretto255 point [RFC 9496, 4.3.1].
    #[error("not the canonical encoding of a ristretto255 point")]
    Point,
    /// The point is the identity, in a place where the identity is refused.
    #[error("the identity where a point other than the identity is required")]
    Identity,
    /// The number is not below the group order `ℓ`.
    #[error("a scalar that is not below the group order")]
    Scalar,
}

/// The point with this canonical encoding; refuses every other encoding, and the identity.
pub fn decode_point(untrusted: &[u8; POINT_LEN]) -> Result<RistrettoPoint, DecodeError> {
    let point = decode_point_or_identity(untrusted)?;
    if point.is_identity() {
        return Err(DecodeError::Identity);
    }
    Ok(point)
}

/// The point with this canonical encoding; refuses every other encoding. For the few places where the identity is a
/// value like any other: ciphertext halves `B`, sums, and partial decryptions of sums.
pub fn decode_point_or_identity(untrusted: &[u8; POINT_LEN]) -> Result<RistrettoPoint, DecodeError> {
    CompressedRistretto(*untrusted).decompress().ok_or(DecodeError::Point)
}

/// The scalar with these 32 little-endian bytes; refuses numbers from `ℓ` upwards.
pub fn decode_scalar(untrusted: &[u8; SCALAR_LEN]) -> Result<Scalar, DecodeError> {
    Option::from(Scalar::from_canonical_bytes(*untrusted)).ok_or(DecodeError::Scalar)
}

/// The canonical encoding of a point, 32 bytes.
pub fn encode_point(point: &RistrettoPoint) -> [u8; POINT_LEN] {
    point.compress().to_bytes()
}

/// `challenge(label, x)` of the README's notation: SHA3-512(u8 len(label) ‖ label ‖ parts…) as a little-endian number
/// reduced modulo `ℓ`.
pub fn challenge(label: &str, parts: &[&[u8]]) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&wide_hash(label, parts))
}

/// The nonce of a proof about `secret`, hedged as README (16): even a generator that repeats itself gives two statements
/// `proved` two nonces, and so shows no secret.
pub(crate) fn hedged_nonce(secret: &Scalar, proved: &Digest, rng: &mut impl CryptoRng) -> Zeroizing<Scalar> {
    let mut random = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *random);
    let wide = Zeroizing::new(wide_hash(NONCE_LABEL, &[secret.as_bytes(), &*random, proved]));
    Zeroizing::new(Scalar::from_bytes_mod_order_wide(&wide))
}

/// The next 32 bytes of `input`, which moves past them; `None` at its end.
pub(crate) fn next_32<'a>(input: &mut &'a [u8]) -> Option<&'a [u8; 32]> {
    let (head, rest) = input.split_first_chunk()?;
    *input = rest;
    Some(head)
}
