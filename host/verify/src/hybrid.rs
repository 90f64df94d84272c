//! Opening the outer part of a record: HPKE, mode base, ML-KEM-1024, HKDF-SHA384, AES-256-GCM.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha384;
use hpke::kem::{MlKem1024, MlKem1024P384};
use hpke::{Deserializable, Kem, OpModeR, Serializable};

use crate::reason::Reason;

/// Bytes of an ML-KEM-1024 encapsulation key.
pub(crate) const ENCAPSULATION_KEY_LEN: usize = 1568;
/// Bytes of an ML-KEM-1024 ciphertext, the `enc` of HPKE.
const ENC_LEN: usize = 1568;
/// Bytes of an uncompressed P-384 point.
pub(crate) const P384_POINT_LEN: usize = 97;

/// A region's decapsulation key.
pub(crate) struct RegionKey(<MlKem1024 as Kem>::PrivateKey);

impl RegionKey {
    /// From the FIPS 203 seed `d ‖ z`.
    pub(crate) fn from_seed(seed: &[u8; 64]) -> Result<Self, Reason> {
        <MlKem1024 as Kem>::PrivateKey::from_bytes(seed).map(Self).map_err(|_| Reason::BadSeed)
    }

    /// The 1568 bytes of the encapsulation key that belongs to it.
    pub(crate) fn encapsulation_key(&self) -> Vec<u8> {
        MlKem1024::sk_to_pk(&self.0).to_bytes().to_vec()
    }

    /// Opens `enc ‖ ct` with this `info` and empty `aad`; none when it does not open.
    pub(crate) fn open(&self, info: &[u8], untrusted_outer: &[u8]) -> Option<Vec<u8>> {
        let (enc, ct) = untrusted_outer.split_at_checked(ENC_LEN)?;
        let enc = <MlKem1024 as Kem>::EncappedKey::from_bytes(enc).ok()?;
        hpke::single_shot_open::<AesGcm256, HkdfSha384, MlKem1024>(&OpModeR::Base, &self.0, &enc, info, ct, b"").ok()
    }
}

/// Refuses bytes that are no ML-KEM-1024 encapsulation key (FIPS 203, 7.2).
pub(crate) fn check_encapsulation_key(untrusted: &[u8]) -> Result<(), Reason> {
    <MlKem1024 as Kem>::PublicKey::from_bytes(untrusted).map(|_| ()).map_err(|_| Reason::BadEncapsulationKey)
}

/// Refuses bytes that are no ML-KEM-1024 key followed by an uncompressed P-384 point.
pub(crate) fn check_hybrid_key(untrusted: &[u8]) -> Result<(), Reason> {
    <MlKem1024P384 as Kem>::PublicKey::from_bytes(untrusted).map(|_| ()).map_err(|_| Reason::BadEncapsulationKey)
}
