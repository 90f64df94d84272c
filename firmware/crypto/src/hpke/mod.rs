//! Hybrid public-key encryption [RFC 9180]: mode base, single shot, empty `aad`, sequence number 0.
//!
//! The key schedule is our own because one of the KEMs is opened by two machines; the KEMs are in the submodules, one
//! for each row of the README's table. A sealed message is always `enc ‖ ciphertext ‖ tag`.

use alloc::vec::Vec;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use hkdf::hmac::digest::Output;
use hkdf::hmac::{EagerHash, Hmac};
use hkdf::{Hkdf, HkdfExtract};
use sha2::Sha256;
#[cfg(feature = "ml-kem")]
use sha2::Sha384;
use zeroize::{Zeroize, Zeroizing};

#[cfg(feature = "ml-kem")]
pub mod hybrid;
#[cfg(feature = "ml-kem")]
pub mod mlkem;
pub mod x25519;

/// Bytes of an ML-KEM seed, `d ‖ z` [FIPS 203].
pub const SEED_LEN: usize = 64;
/// Bytes of an ML-KEM-1024 encapsulation key.
pub const MLKEM_EK_LEN: usize = 1568;
/// Bytes of an ML-KEM-1024 ciphertext.
pub const MLKEM_CT_LEN: usize = 1568;
/// Bytes of an ML-KEM shared secret.
pub const MLKEM_SECRET_LEN: usize = 32;
/// Bytes of an uncompressed point of P-384: `0x04 ‖ x ‖ y` [SEC 1, 2.3.3].
pub const P384_POINT_LEN: usize = 97;
/// Bytes of an x-coordinate of P-384.
pub const P384_X_LEN: usize = 48;
/// Bytes of the AES-GCM tag.
pub const TAG_LEN: usize = 16;
/// The longest plaintext sealed or opened here: 16 MiB.
pub const PLAINTEXT_LEN_MAX: usize = 1 << 24;

const KEY_LEN: usize = 32;
const NONCE_LEN: usize = 12;
const AEAD_AES_256_GCM: u16 = 0x0002;

/// Why a message was not sealed or not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HpkeError {
    /// The public key is not one: wrong length, an unreduced coefficient, a point off the curve or of small order.
    #[error("the public key is not valid")]
    BadKey,
    /// The encapsulated key is too short, off the curve or of small order.
    #[error("the encapsulated key is not valid")]
    BadEncapsulation,
    /// The plaintext is longer than [`PLAINTEXT_LEN_MAX`].
    #[error("the plaintext is too long")]
    TooLong,
    /// The message is not from this key, under this `info`, or was changed.
    #[error("the message does not open")]
    OpenFailed,
}

/// One row of the README's table: what the key schedule has to know of it.
trait Suite {
    /// Code point of the KEM.
    const KEM: u16;
    /// Code point of the KDF.
    const KDF: u16;
    /// The hash of the KDF.
    type Hash: EagerHash;

    /// `suite_id` of the key schedule [RFC 9180, 5.1].
    fn id() -> [u8; 10] {
        let [k0, k1] = Self::KEM.to_be_bytes();
        let [f0, f1] = Self::KDF.to_be_bytes();
        let [a0, a1] = AEAD_AES_256_GCM.to_be_bytes();
        [b'H', b'P', b'K', b'E', k0, k1, f0, f1, a0, a1]
    }
}

/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
struct X25519Suite;

impl Suite for X25519Suite {
    const KEM: u16 = 0x0020;
    const KDF: u16 = 0x0001;
    type Hash = Sha256;
}

/// ML-KEM-1024, HKDF-SHA384, AES-256-GCM.
#[cfg(feature = "ml-kem")]
struct MlKemSuite;

#[cfg(feature = "ml-kem")]
impl Suite for MlKemSuite {
    const KEM: u16 = 0x0042;
    const KDF: u16 = 0x0002;
    type Hash = Sha384;
}

/// MLKEM1024-P384, HKDF-SHA384, AES-256-GCM.
#[cfg(feature = "ml-kem")]
struct HybridSuite;

#[cfg(feature = "ml-kem")]
impl Suite for HybridSuite {
    const KEM: u16 = 0x0051;
    const KDF: u16 = 0x0002;
    type Hash = Sha384;
}

/// `LabeledExtract(salt, label, ikm)` [RFC 9180, 4], as bytes and as the key of an expansion; `ikm` in parts.
fn labeled_extract<H: EagerHash>(
    suite_id: &[u8],
    salt: &[u8],
    label: &str,
    ikm: &[&[u8]],
) -> (Output<Hmac<H>>, Hkdf<H>) {
    let mut extract = HkdfExtract::<H>::new(Some(salt));
    for part in [b"HPKE-v1", suite_id, label.as_bytes()] {
        extract.input_ikm(part);
    }
    for part in ikm {
        extract.input_ikm(part);
    }
    extract.finalize()
}

/// `LabeledExpand(prk, label, info, N)` [RFC 9180, 4].
fn labeled_expand<H: EagerHash, const N: usize>(
    suite_id: &[u8],
    prk: &Hkdf<H>,
    label: &str,
    info: &[u8],
) -> Zeroizing<[u8; N]> {
    let len = (N as u16).to_be_bytes();
    let labeled_info: [&[u8]; 5] = [&len, b"HPKE-v1", suite_id, label.as_bytes(), info];
    let mut out = Zeroizing::new([0u8; N]);
    prk.expand_multi_info(&labeled_info, out.as_mut_slice()).expect("N is at most 48 bytes, far below 255 digests");
    out
}

/// `KeySchedule` of mode base [RFC 9180, 5.1], without the exporter secret: the AEAD under its key, and the base nonce,
/// which is the nonce of sequence number 0.
fn key_schedule<S: Suite>(shared_secret: &[u8; 32], info: &[&[u8]]) -> (Aes256Gcm, Zeroizing<[u8; NONCE_LEN]>) {
    const MODE_BASE: u8 = 0;
    let id = S::id();
    let (psk_id_hash, _) = labeled_extract::<S::Hash>(&id, b"", "psk_id_hash", &[]);
    let (info_hash, _) = labeled_extract::<S::Hash>(&id, b"", "info_hash", info);
    let context = [&[MODE_BASE], psk_id_hash.as_slice(), info_hash.as_slice()].concat();
    let (mut secret_bytes, secret) = labeled_extract::<S::Hash>(&id, shared_secret, "secret", &[]);
    secret_bytes.as_mut_slice().zeroize();
    let key: Zeroizing<[u8; KEY_LEN]> = labeled_expand(&id, &secret, "key", &context);
    let nonce = labeled_expand(&id, &secret, "base_nonce", &context);
    (Aes256Gcm::new(&(*key).into()), nonce)
}

/// `enc ‖ ciphertext ‖ tag` of a plaintext under a shared secret. Refuses more than [`PLAINTEXT_LEN_MAX`] bytes.
fn seal_with<S: Suite>(
    shared_secret: &[u8; 32],
    enc: &[&[u8]],
    info: &[&[u8]],
    plaintext: &[u8],
) -> Result<Vec<u8>, HpkeError> {
    if plaintext.len() > PLAINTEXT_LEN_MAX {
        return Err(HpkeError::TooLong);
    }
    let enc_len: usize = enc.iter().map(|part| part.len()).sum();
    let mut sealed = Vec::with_capacity(enc_len + plaintext.len() + TAG_LEN);
    for part in enc {
        sealed.extend_from_slice(part);
    }
    sealed.extend_from_slice(plaintext);
    let (_, body) = sealed.split_at_mut(enc_len);
    let (aead, nonce) = key_schedule::<S>(shared_secret, info);
    let tag = aead.encrypt_inout_detached(&(*nonce).into(), b"", body.into()).map_err(|_| HpkeError::TooLong)?;
    sealed.extend_from_slice(&tag);
    Ok(sealed)
}

/// The plaintext of `ciphertext ‖ tag` under a shared secret. Refuses a message too short for a tag, longer than
/// [`PLAINTEXT_LEN_MAX`], or not authentic.
fn open_with<S: Suite>(
    shared_secret: &[u8; 32],
    info: &[&[u8]],
    untrusted_body: &[u8],
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let (ciphertext, tag) = untrusted_body.split_last_chunk::<TAG_LEN>().ok_or(HpkeError::OpenFailed)?;
    if ciphertext.len() > PLAINTEXT_LEN_MAX {
        return Err(HpkeError::TooLong);
    }
    let mut plaintext = Zeroizing::new(ciphertext.to_vec());
    let (aead, nonce) = key_schedule::<S>(shared_secret, info);
    aead.decrypt_inout_detached(&(*nonce).into(), b"", plaintext.as_mut_slice().into(), &(*tag).into())
        .map_err(|_| HpkeError::OpenFailed)?;
    Ok(plaintext)
}
