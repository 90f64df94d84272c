//! A second reading of RFC 9180, 5.1: the key schedule over one joined `info`, with every intermediate value in the open.
//! Tests anchor it to the RFC's own numbers, then use it to check KEMs from the shared secrets that others published.

use std::convert::Infallible;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use hkdf::Hkdf;
use hkdf::hmac::EagerHash;
use rand_core::{TryCryptoRng, TryRng};

/// The code points of a suite: KEM, KDF, AEAD.
pub type CodePoints = (u16, u16, u16);

/// Key and base nonce of mode base.
pub fn schedule<H: EagerHash>(
    (kem, kdf, aead): CodePoints,
    key_len: u16,
    shared_secret: &[u8],
    info: &[u8],
) -> (Vec<u8>, Vec<u8>) {
    let mut suite_id = b"HPKE".to_vec();
    for code in [kem, kdf, aead] {
        suite_id.extend(code.to_be_bytes());
    }
    let extract = |salt: &[u8], label: &[u8], ikm: &[u8]| {
        let labeled_ikm = [b"HPKE-v1".as_slice(), &suite_id, label, ikm].concat();
        Hkdf::<H>::extract(Some(salt), &labeled_ikm)
    };
    let mut context = vec![0u8];
    context.extend_from_slice(&extract(b"", b"psk_id_hash", b"").0);
    context.extend_from_slice(&extract(b"", b"info_hash", info).0);
    let (_, secret) = extract(shared_secret, b"secret", b"");
    let expand = |label: &[u8], len: u16| {
        let version = b"HPKE-v1".as_slice();
        let info = [&len.to_be_bytes(), version, &suite_id, label, &context].concat();
        let mut out = vec![0u8; usize::from(len)];
        secret.expand(&info, &mut out).unwrap();
        out
    };
    (expand(b"key", key_len), expand(b"base_nonce", 12))
}

/// AES-256-GCM under the schedule's key and nonce.
pub fn seal<H: EagerHash>((kem, kdf): (u16, u16), shared_secret: &[u8], info: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let (key, nonce) = schedule::<H>((kem, kdf, 2), 32, shared_secret, info);
    let key = Key::<Aes256Gcm>::try_from(key.as_slice()).unwrap();
    let nonce = Nonce::try_from(nonce.as_slice()).unwrap();
    Aes256Gcm::new(&key).encrypt(&nonce, plaintext).unwrap()
}

/// A "random" source that gives out prescribed bytes, and panics after them.
pub struct Prescribed(pub Vec<u8>);

impl TryRng for Prescribed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("keys are drawn as bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("keys are drawn as bytes")
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(out.len());
        out.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl TryCryptoRng for Prescribed {}
