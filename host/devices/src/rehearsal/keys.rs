//! The key of a tally or escrow role: a P-384 scalar, and an AES-256 key that wraps the ML-KEM seed.

use p384::SecretKey;
use p384::elliptic_curve::Generate;
use rand_core::CryptoRng;
use tamga_crypto::hpke::{SEED_LEN, mlkem};
use zeroize::{Zeroize, Zeroizing};

use super::file::{self, OpeningPublic, WRAPPED_LEN};
use super::vault::{NONCE_LEN, seal, unseal};
use crate::hsm::Role;

/// Binds a wrapped seed to its use.
const WRAP_LABEL: &[u8] = b"tamga/mlkem-seed/v1";

/// The secrets of an unlocked tally or escrow role.
pub(super) struct OpeningSecrets {
    pub p384: SecretKey,
    wrapping_key: Zeroizing<[u8; 32]>,
}

impl OpeningSecrets {
    /// Scalar ‖ wrapping key, as in the vault.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut scalar = self.p384.to_bytes();
        let bytes = [scalar.as_slice(), self.wrapping_key.as_slice()].concat();
        scalar.as_mut_slice().zeroize();
        Zeroizing::new(bytes)
    }

    /// Takes what [`OpeningSecrets::to_bytes`] gave; refuses a scalar that is zero or not below the group order.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (scalar, wrapping_key) = bytes.split_last_chunk::<32>()?;
        Some(Self { p384: SecretKey::from_slice(scalar).ok()?, wrapping_key: Zeroizing::new(*wrapping_key) })
    }
}

/// What a wrapped seed is bound to.
fn wrap_aad(serial: &str, role: Role) -> Vec<u8> {
    let len = [serial.len() as u8];
    [WRAP_LABEL, &len, serial.as_bytes(), &[role.number()]].concat()
}

/// Draws the key of a tally or escrow role: P-384 scalar, wrapping key, ML-KEM seed, nonce of its wrapping.
pub(super) fn draw_opening_key(serial: &str, role: Role, rng: &mut impl CryptoRng) -> (OpeningPublic, OpeningSecrets) {
    let p384 = SecretKey::generate_from_rng(rng);
    let mut wrapping_key = Zeroizing::new([0u8; 32]);
    rng.fill_bytes(wrapping_key.as_mut_slice());
    let mut seed = Zeroizing::new([0u8; SEED_LEN]);
    rng.fill_bytes(seed.as_mut_slice());
    let mut wrapped = [0u8; WRAPPED_LEN];
    let (nonce, sealed) = wrapped.split_at_mut(NONCE_LEN);
    rng.fill_bytes(nonce);
    let nonce: &[u8; NONCE_LEN] = (&*nonce).try_into().expect("split at NONCE_LEN");
    let ciphertext = seal(&wrapping_key, nonce, &wrap_aad(serial, role), &*seed);
    sealed.copy_from_slice(&ciphertext);
    let public = OpeningPublic {
        mlkem: Box::new(mlkem::SecretKey::from_seed(&seed).public()),
        p384: file::encode_point(&p384.public_key()),
        wrapped,
    };
    (public, OpeningSecrets { p384, wrapping_key })
}

/// The seed wrapped in `wrapped`, or nothing where it was wrapped by another key, for another role, or changed.
pub(super) fn unwrap_seed(
    secrets: &OpeningSecrets,
    serial: &str,
    role: Role,
    wrapped: &[u8; WRAPPED_LEN],
) -> Option<Zeroizing<[u8; SEED_LEN]>> {
    let (nonce, sealed) = wrapped.split_first_chunk()?;
    let aad = wrap_aad(serial, role);
    let seed = unseal(&secrets.wrapping_key, nonce, &aad, sealed)?;
    let seed: &[u8; SEED_LEN] = seed.as_slice().try_into().ok()?;
    Some(Zeroizing::new(*seed))
}
