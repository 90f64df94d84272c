//! One role's secrets under its PIN: Argon2id [RFC 9106], then AES-256-GCM.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use argon2::{Algorithm, Argon2, Params, Version};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Memory of one PIN derivation, in KiB: 19 MiB, the smallest setting OWASP lists. The secrets are worth a rehearsal.
pub const ARGON2_MEMORY_KIB: u32 = 19 * 1024;
/// Passes over that memory.
pub const ARGON2_PASSES: u32 = 2;
/// Lanes.
pub const ARGON2_LANES: u32 = 1;
/// Wrong PINs in a row after which a role is blocked.
pub const TRIES_MAX: u8 = 10;

/// Bytes of an Argon2id salt.
pub const SALT_LEN: usize = 16;
/// Bytes of an AES-GCM nonce.
pub const NONCE_LEN: usize = 12;
/// Bytes of an AES-GCM tag.
pub const TAG_LEN: usize = 16;

/// `tries ‖ salt ‖ nonce ‖ ciphertext`, as in the file.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Vault {
    pub tries: u8,
    pub salt: [u8; SALT_LEN],
    pub nonce: [u8; NONCE_LEN],
    pub ciphertext: Vec<u8>,
}

impl Vault {
    /// Encrypts a role's secrets under a PIN; `aad` is the public part of the file and the role. Salt, then nonce, are drawn
    /// from `rng`.
    pub fn close(pin: &[u8], aad: &[u8], secrets: &[u8], rng: &mut impl CryptoRng) -> Self {
        let (mut salt, mut nonce) = ([0u8; SALT_LEN], [0u8; NONCE_LEN]);
        rng.fill_bytes(&mut salt);
        rng.fill_bytes(&mut nonce);
        let key = derive(pin, &salt);
        Self { tries: 0, salt, nonce, ciphertext: seal(&key, &nonce, aad, secrets) }
    }

    /// The role's secrets, or nothing where PIN or file are not right.
    pub fn open(&self, pin: &[u8], aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        unseal(&derive(pin, &self.salt), &self.nonce, aad, &self.ciphertext)
    }
}

/// The AES-256 key of a PIN.
fn derive(pin: &[u8], salt: &[u8; SALT_LEN]) -> Zeroizing<[u8; 32]> {
    let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, None)
        .expect("the three constants are within Argon2's bounds");
    let mut key = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin, salt, key.as_mut_slice())
        .expect("salt and output have lengths that Argon2 takes");
    key
}

/// AES-256-GCM: ciphertext ‖ tag.
pub(super) fn seal(key: &[u8; 32], nonce: &[u8; NONCE_LEN], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(plaintext.len() + TAG_LEN);
    sealed.extend_from_slice(plaintext);
    let tag = Aes256Gcm::new(&(*key).into())
        .encrypt_inout_detached(&(*nonce).into(), aad, sealed.as_mut_slice().into())
        .expect("a role's secrets are far below AES-GCM's limit");
    sealed.extend_from_slice(&tag);
    sealed
}

/// The plaintext, or nothing where key, nonce, `aad` or bytes differ from what was sealed.
pub(super) fn unseal(
    key: &[u8; 32],
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    untrusted_sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (ciphertext, tag) = untrusted_sealed.split_last_chunk::<TAG_LEN>()?;
    let mut plaintext = Zeroizing::new(ciphertext.to_vec());
    Aes256Gcm::new(&(*key).into())
        .decrypt_inout_detached(&(*nonce).into(), aad, plaintext.as_mut_slice().into(), &(*tag).into())
        .ok()?;
    Some(plaintext)
}
