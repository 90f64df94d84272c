//! Ed25519 by the ZIP 215 rule, over labelled hashes, and ECDSA of HSMs that lack it.

use curve25519_dalek::edwards::CompressedEdwardsY;
use ed25519_zebra::{Signature, VerificationKey};
use p384::ecdsa::signature::Verifier as _;

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

/// Whether these bytes are an Ed25519 key that nobody but its holder can sign for.
pub(crate) fn is_key(key: &[u8; 32]) -> bool {
    VerificationKey::try_from(*key).is_ok() && !is_low_order(key)
}

/// Whether these bytes are an uncompressed point of P-384 (SEC 1, 2.3.3).
pub(crate) fn is_p384_key(key: &[u8; 97]) -> bool {
    p384::ecdsa::VerifyingKey::from_sec1_bytes(key).is_ok()
}

/// Whether `r ‖ s` by `key` over SHA-384 of these bytes holds (FIPS 186-5, 6.4.2). An s in the upper half counts; r and s of 0
/// and from the order of the group on do not.
pub(crate) fn signed_p384(key: &[u8; 97], message: &[u8], signature: &[u8; 96]) -> bool {
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(key);
    let signature = p384::ecdsa::Signature::from_slice(signature);
    key.is_ok_and(|key| signature.is_ok_and(|signature| key.verify(message, &signature).is_ok()))
}

/// Whether this Ed25519 key is of low order, so that anyone can sign for it.
pub(crate) fn is_low_order(key: &[u8; 32]) -> bool {
    CompressedEdwardsY(*key).decompress().is_some_and(|point| point.is_small_order())
}

#[cfg(test)]
mod tests {
    use super::{is_p384_key, signed_p384};

    /// RFC 6979, A.2.6: P-384, SHA-384, the message "sample".
    const KEY: &str = "04\
        ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13\
        8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720";
    const R: &str = "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46";
    const S: &str = "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8";
    /// The order of the group less S, and the order.
    const LOW_S: &str =
        "6610b514ea0e87315e01bf24d9fcec70ecf18bf5e69dbad9a727ea302393848fb4f04c6cd0423fdc7169525094629eab";
    const ORDER: &str =
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973";

    fn key() -> [u8; 97] {
        hex::decode(KEY).unwrap().try_into().unwrap()
    }

    fn holds(key: &[u8; 97], message: &[u8], r: &str, s: &str) -> bool {
        signed_p384(key, message, &hex::decode([r, s].concat()).unwrap().try_into().unwrap())
    }

    #[test]
    fn the_signature_of_rfc_6979_holds_with_either_s() {
        assert!(is_p384_key(&key()));
        assert!(holds(&key(), b"sample", R, S) && holds(&key(), b"sample", R, LOW_S));
    }

    #[test]
    fn other_messages_keys_and_numbers_out_of_range_do_not_hold() {
        assert!(!holds(&key(), b"simple", R, S));
        let zero = "00".repeat(48);
        for (r, s) in [(&*zero, S), (R, &*zero), (ORDER, S), (R, ORDER), (S, R)] {
            assert!(!holds(&key(), b"sample", r, s), "{r} {s}");
        }
        // The point with the other y is a key too, of nobody here; a changed y is none.
        let mut other = key();
        other[96] ^= 1;
        assert!(!is_p384_key(&other) && !holds(&other, b"sample", R, S));
        other = key();
        other[0] = 3;
        assert!(!is_p384_key(&other), "neither compressed nor uncompressed");
    }
}
