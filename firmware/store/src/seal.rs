//! The key, and the sealing of records under it.

use aes_gcm_siv::aead::AeadInOut;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit};
use tamga_crypto::hash::hash;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::record::{Header, NONCE_LEN, TAG_LEN, Tag};

/// The 32 bytes that the board derives from its device key for the store and for nothing else. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct StorageKey([u8; 32]);

impl StorageKey {
    /// Takes the key's bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl core::fmt::Debug for StorageKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("StorageKey")
    }
}

/// AES-256-GCM-SIV under `hash("tamga/store/v1", key)`.
pub(crate) struct Seal(Aes256GcmSiv);

impl Seal {
    pub(crate) fn new(key: &StorageKey) -> Self {
        let derived = Zeroizing::new(hash("tamga/store/v1", &[&key.0]));
        Self(Aes256GcmSiv::new((&*derived).into()))
    }

    /// Encrypts a record's body in place; the tag binds the header and the record before it. `None` for a body beyond any
    /// limit of the cipher, which no record reaches.
    pub(crate) fn seal(&self, header: &Header, previous: &Tag, body: &mut [u8]) -> Option<Tag> {
        let (nonce, associated) = associated(header, previous);
        self.0.encrypt_inout_detached(&nonce.into(), &associated, body.into()).ok().map(Into::into)
    }

    /// Decrypts a record's body in place, or says that it is not this record.
    #[must_use]
    pub(crate) fn open(&self, header: &Header, previous: &Tag, body: &mut [u8], tag: &Tag) -> bool {
        let (nonce, associated) = associated(header, previous);
        self.0.decrypt_inout_detached(&nonce.into(), &associated, body.into(), &(*tag).into()).is_ok()
    }
}

/// Nonce and associated data: epoch, generation and sequence number; header and tag of the record before.
fn associated(header: &Header, previous: &Tag) -> ([u8; NONCE_LEN], [u8; Header::LEN + TAG_LEN]) {
    let mut associated = [0; Header::LEN + TAG_LEN];
    for (to, from) in associated.iter_mut().zip(header.to_bytes().iter().chain(previous)) {
        *to = *from;
    }
    (header.nonce(), associated)
}
