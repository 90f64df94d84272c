//! Ed25519 by the ZIP 215 rule, over labelled hashes.

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
