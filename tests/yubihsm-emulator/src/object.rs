//! Objects: what the device stores.

use serde::{Deserialize, Serialize};

use crate::capability;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::secret::Secret;

/// The bytes of a label.
pub const LABEL_LEN: usize = 40;
/// Made inside.
pub const ORIGIN_GENERATED: u8 = 0x01;
/// Brought in.
pub const ORIGIN_IMPORTED: u8 = 0x02;

/// Algorithm of P-256 keys.
pub const EC_P256: u8 = 12;
/// Algorithm of P-384 keys.
pub const EC_P384: u8 = 13;
/// Algorithm of Ed25519 keys.
pub const EC_ED25519: u8 = 46;
/// Algorithm of opaque bytes.
pub const OPAQUE_DATA: u8 = 30;
/// Algorithm of opaque certificates.
pub const OPAQUE_X509_CERTIFICATE: u8 = 31;
/// Algorithm of authentication keys: two AES-128 keys.
pub const AES128_AUTHENTICATION: u8 = 38;
/// Algorithm of AES-256 wrap keys.
pub const AES256_CCM_WRAP: u8 = 42;

/// The type of an object; objects are named by type and identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind {
    /// Bytes that the device does not look into.
    Opaque = 1,
    /// Two keys that open sessions.
    AuthenticationKey = 2,
    /// A private key.
    AsymmetricKey = 3,
    /// A key that wraps.
    WrapKey = 4,
}

impl Kind {
    /// The type of a byte; refuses the types that are not emulated.
    pub fn from_u8(byte: u8) -> Result<Self, DeviceError> {
        match byte {
            1 => Ok(Self::Opaque),
            2 => Ok(Self::AuthenticationKey),
            3 => Ok(Self::AsymmetricKey),
            4 => Ok(Self::WrapKey),
            5..=9 => Err(DeviceError::ObjectNotFound),
            _ => Err(DeviceError::InvalidData),
        }
    }

    /// The capability that deletes objects of this type.
    pub fn delete_capability(self) -> u64 {
        match self {
            Self::Opaque => capability::DELETE_OPAQUE,
            Self::AuthenticationKey => capability::DELETE_AUTHENTICATION_KEY,
            Self::AsymmetricKey => capability::DELETE_ASYMMETRIC_KEY,
            Self::WrapKey => capability::DELETE_WRAP_KEY,
        }
    }
}

/// What every command that makes an object says of it first.
#[derive(Clone, Debug)]
pub struct Head {
    /// Identifier, 0 to let the device choose.
    pub id: u16,
    /// Forty bytes, padded with zeros.
    pub label: [u8; LABEL_LEN],
    /// One bit for each domain.
    pub domains: u16,
    /// What can be done with it.
    pub capabilities: u64,
    /// Its algorithm.
    pub algorithm: u8,
}

impl Head {
    /// Reads the 53 bytes.
    pub fn parse(fields: &mut Fields<'_>) -> Result<Self, DeviceError> {
        Ok(Self {
            id: fields.u16()?,
            label: fields.array()?,
            domains: fields.u16()?,
            capabilities: fields.u64()?,
            algorithm: fields.u8()?,
        })
    }
}

/// An object and its value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Object {
    /// Identifier.
    pub id: u16,
    /// Type.
    pub kind: Kind,
    /// Algorithm.
    pub algorithm: u8,
    /// One bit for each domain.
    pub domains: u16,
    /// What can be done with it.
    pub capabilities: u64,
    /// What it can pass on: authentication and wrap keys.
    pub delegated: u64,
    /// Forty bytes.
    #[serde(with = "hex::serde")]
    pub label: [u8; LABEL_LEN],
    /// Where it comes from.
    pub origin: u8,
    /// How often there was an object of this type and identifier before.
    pub sequence: u8,
    /// Key or bytes.
    pub value: Secret,
}

impl Object {
    /// The size that the device reports, in bytes: asymmetric keys with their public half,
    /// authentication and wrap keys with their delegated capabilities.
    pub fn size(&self) -> u16 {
        let len = self.value.expose_bytes().len();
        let size = match (self.kind, self.algorithm) {
            (Kind::Opaque, _) => len,
            (Kind::AsymmetricKey, EC_ED25519) => 4 * len,
            (Kind::AsymmetricKey, _) => 3 * len,
            (Kind::AuthenticationKey | Kind::WrapKey, _) => len + 8,
        };
        u16::try_from(size).unwrap_or(u16::MAX)
    }

    /// Refuses with the given error unless the object has the capability.
    pub fn require(&self, capability: u64, error: DeviceError) -> Result<(), DeviceError> {
        if self.capabilities & capability == capability { Ok(()) } else { Err(error) }
    }

    /// The label up to its first zero.
    pub fn label_text(&self) -> String {
        let end = self.label.iter().position(|byte| *byte == 0).unwrap_or(LABEL_LEN);
        String::from_utf8_lossy(self.label.get(..end).unwrap_or_default()).into_owned()
    }
}
