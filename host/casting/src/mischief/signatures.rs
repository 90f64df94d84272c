//! Signatures that are none, and signatures that only ZIP 215 takes.

use sha2::{Digest as _, Sha512};
use tamga_crypto::group::Scalar;
use tamga_crypto::sign::SigningKey;
use zeroize::Zeroizing;

/// The order `ℓ` of both groups, ristretto255 and the prime-order part of Ed25519, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The neutral element of the curve, `y = 1`, canonically encoded: a point of order 1.
pub(super) const NEUTRAL: [u8; 32] = {
    let mut bytes = [0; 32];
    bytes[0] = 1;
    bytes
};

/// The same point with `y = p + 1`: an encoding that RFC 8032 refuses and ZIP 215 takes.
pub(super) const NEUTRAL_WRITTEN_OTHERWISE: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xee;
    bytes[31] = 0x7f;
    bytes
};

/// A point of order 8, canonically encoded.
pub(super) const ORDER_EIGHT: [u8; 32] = [
    0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53,
    0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
];

/// `R` of small order and `s = 0`: it would hold for a key of small order, and does for no other.
pub(super) fn of_nothing(r: [u8; 32]) -> [u8; 64] {
    joined(r, [0; 32])
}

/// A signature by the key with an `R` of small order: `s = k·a`, so that `8·s·B = 8·R + 8·k·A`, as the cofactor takes `R`
/// away. ZIP 215 says that it is good, and so it must be in every program.
pub(super) fn with_small_order(key: &SigningKey, r: [u8; 32], message: &[u8]) -> [u8; 64] {
    let k = Sha512::new().chain_update(r).chain_update(key.verifying_key().to_bytes()).chain_update(message).finalize();
    let k = Scalar::from_bytes_mod_order_wide(&k.into());
    joined(r, (k * *secret_scalar(key)).to_bytes())
}

/// The secret scalar of a key [RFC 8032, 5.1.5].
fn secret_scalar(key: &SigningKey) -> Zeroizing<Scalar> {
    let wide = Zeroizing::new(<[u8; 64]>::from(Sha512::digest(*key.expose_seed())));
    let mut bytes = Zeroizing::new([0; 32]);
    for (byte, hashed) in bytes.iter_mut().zip(wide.iter()) {
        *byte = *hashed;
    }
    let [first, .., last] = &mut *bytes;
    *first &= 0b1111_1000;
    *last = *last & 0b0111_1111 | 0b0100_0000;
    Zeroizing::new(Scalar::from_bytes_mod_order(*bytes))
}

/// The same signature with `s + ℓ` in place of `s`.
pub(super) fn beyond_the_order(signature: &[u8; 64]) -> [u8; 64] {
    let (mut r, mut s) = ([0; 32], [0; 32]);
    r.copy_from_slice(&signature[..32]);
    s.copy_from_slice(&signature[32..]);
    add_order(&mut s);
    joined(r, s)
}

/// Adds `ℓ` to a scalar: the same number modulo `ℓ`, in 32 bytes that are not canonical.
pub(super) fn add_order(scalar: &mut [u8; 32]) {
    let mut carry = 0u16;
    for (byte, order) in scalar.iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
}

fn joined(r: [u8; 32], s: [u8; 32]) -> [u8; 64] {
    let mut signature = [0; 64];
    let (front, back) = signature.split_at_mut(32);
    front.copy_from_slice(&r);
    back.copy_from_slice(&s);
    signature
}

#[cfg(test)]
mod tests {
    use tamga_crypto::sign::{Signature, VerifyingKey};

    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed([3; 32])
    }

    fn verifies(signature: [u8; 64]) -> bool {
        key().verifying_key().verify(b"message", &Signature::from_bytes(signature)).is_ok()
    }

    #[test]
    fn the_points_are_of_small_order_and_one_is_written_in_two_ways() {
        for bytes in [NEUTRAL, NEUTRAL_WRITTEN_OTHERWISE, ORDER_EIGHT] {
            assert!(VerifyingKey::from_bytes(&bytes).unwrap().is_low_order());
        }
    }

    #[test]
    fn a_signature_with_small_order_made_by_the_key_holds_and_one_made_of_nothing_does_not() {
        for r in [NEUTRAL, NEUTRAL_WRITTEN_OTHERWISE, ORDER_EIGHT] {
            assert!(verifies(with_small_order(&key(), r, b"message")));
            assert!(!verifies(with_small_order(&key(), r, b"another message")));
            assert!(!verifies(of_nothing(r)));
        }
    }

    #[test]
    fn a_signature_of_nothing_holds_under_a_key_of_small_order() {
        let key = VerifyingKey::from_bytes(&ORDER_EIGHT).unwrap();
        key.verify(b"anything", &Signature::from_bytes(of_nothing(NEUTRAL))).unwrap();
    }

    #[test]
    fn a_scalar_beyond_the_order_is_the_same_number_and_not_canonical() {
        let good = key().sign(b"message").to_bytes();
        let beyond = beyond_the_order(&good);
        assert!(verifies(good) && !verifies(beyond));
        let scalar = |bytes: &[u8; 64]| Scalar::from_bytes_mod_order(bytes[32..].try_into().unwrap());
        assert_eq!(scalar(&good), scalar(&beyond));
        assert_eq!(good[..32], beyond[..32]);
    }
}
