//! Ed25519 by the ZIP 215 rule, over labelled hashes.

use curve25519_dalek::edwards::CompressedEdwardsY;
use ed25519_zebra::{Signature, VerificationKey};

use crate::digest::{Digest, hash};

/// Whether `signature` is `sign(key, label, x)`: Ed25519 over the 32 bytes `hash(label, x)`.
pub(crate) fn signed(key: &[u8; 32], label: &str, parts: &[&[u8]], signature: &[u8; 64]) -> bool {
    let digest: Digest = hash(label, parts);
    signed_bytes(key, &digest, signature)
}

/// Whether `signature` by `key` over these very bytes holds.
pub(crate) fn signed_bytes(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerificationKey::try_from(*key).is_ok_and(|key| key.verify(&Signature::from_bytes(signature), message).is_ok())
}

/// Whether this Ed25519 key is of low order, so that anyone can sign for it.
pub(crate) fn is_low_order(key: &[u8; 32]) -> bool {
    CompressedEdwardsY(*key).decompress().is_some_and(|point| point.is_small_order())
}
