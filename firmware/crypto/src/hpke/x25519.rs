//! DHKEM(X25519, HKDF-SHA256) [RFC 9180, 4.1; RFC 7748]: shares from token to token, answers to the host.

use alloc::vec::Vec;
use core::fmt;

use rand_core::CryptoRng;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, Zeroizing};

use super::{HpkeError, Suite, X25519Suite, labeled_expand, labeled_extract, open_with, seal_with};

/// Bytes of an encapsulated key, as of a public and of a secret key.
pub const ENC_LEN: usize = 32;

/// An X25519 secret key, wiped when dropped.
pub struct SecretKey(StaticSecret);

impl SecretKey {
    /// A fresh key: 32 bytes are drawn from `rng`.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(StaticSecret::random_from_rng(rng))
    }

    /// The key of 32 bytes; they are clamped when used [RFC 7748, 5]. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; ENC_LEN]) -> Self {
        Self(StaticSecret::from(bytes))
    }

    /// The 32 bytes, for the one place that stores them.
    pub fn expose_bytes(&self) -> Zeroizing<[u8; ENC_LEN]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    pub fn public(&self) -> [u8; ENC_LEN] {
        PublicKey::from(&self.0).to_bytes()
    }
}

impl zeroize::ZeroizeOnDrop for SecretKey {}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("x25519::SecretKey")
    }
}

/// X25519, or nothing where the shared secret is zero because the peer's point has small order [RFC 7748, 6.1].
fn agree(secret: &StaticSecret, untrusted_peer: &[u8; ENC_LEN]) -> Option<Zeroizing<[u8; 32]>> {
    let shared = secret.diffie_hellman(&PublicKey::from(*untrusted_peer));
    shared.was_contributory().then(|| Zeroizing::new(shared.to_bytes()))
}

/// `ExtractAndExpand(dh, enc ‖ pk)` [RFC 9180, 4.1].
fn extract_and_expand(dh: &[u8; 32], enc: &[u8; 32], pk: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let [k0, k1] = X25519Suite::KEM.to_be_bytes();
    let id = [b'K', b'E', b'M', k0, k1];
    let (mut prk_bytes, prk) = labeled_extract::<<X25519Suite as Suite>::Hash>(&id, b"", "eae_prk", &[dh]);
    prk_bytes.as_mut_slice().zeroize();
    labeled_expand(&id, &prk, "shared_secret", &[*enc, *pk].concat())
}

/// Seals a plaintext to `pk`: `enc ‖ ciphertext ‖ tag`, 48 bytes longer than the plaintext. `info` is given in parts.
///
/// Refuses a key of small order and a plaintext over [`super::PLAINTEXT_LEN_MAX`]. Draws 32 bytes from `rng`.
pub fn seal(
    pk: &[u8; ENC_LEN],
    info: &[&[u8]],
    plaintext: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, HpkeError> {
    let ephemeral = SecretKey::generate(rng);
    let enc = ephemeral.public();
    let dh = agree(&ephemeral.0, pk).ok_or(HpkeError::BadKey)?;
    let shared_secret = extract_and_expand(&dh, &enc, pk);
    seal_with::<X25519Suite>(&shared_secret, &[&enc], info, plaintext)
}

/// Opens `enc ‖ ciphertext ‖ tag`. Refuses an encapsulated key that is missing or of small order, and all that was not
/// sealed to this key under this `info`.
pub fn open(sk: &SecretKey, info: &[&[u8]], untrusted_sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let (enc, body) = untrusted_sealed.split_first_chunk::<ENC_LEN>().ok_or(HpkeError::BadEncapsulation)?;
    let dh = agree(&sk.0, enc).ok_or(HpkeError::BadEncapsulation)?;
    let shared_secret = extract_and_expand(&dh, enc, &sk.public());
    open_with::<X25519Suite>(&shared_secret, info, body)
}
