//! Seal keys of HSMs and their signatures: Ed25519, or ECDSA on P-384 with SHA-384 where a device lacks Ed25519.

use core::fmt;

use p384::ecdsa::signature::Verifier as _;
use tamga_crypto::sign::{SIGNATURE_LEN, Signature, SignatureError, VERIFYING_KEY_LEN, VerifyingKey};

/// Seal algorithm number of Ed25519.
pub const SEAL_ED25519: u8 = 1;
/// Seal algorithm number of ECDSA on P-384.
pub const SEAL_ECDSA_P384: u8 = 2;
/// Bytes of an uncompressed point of P-384 [SEC 1, 2.3.3]: 4 ‖ x ‖ y.
pub const ECDSA_KEY_LEN: usize = tamga_crypto::hpke::P384_POINT_LEN;
/// Bytes of an ECDSA signature: r ‖ s, 48 bytes each, big-endian.
pub const ECDSA_SIGNATURE_LEN: usize = 96;

/// A seal key, checked.
#[derive(Clone, PartialEq, Eq)]
pub enum SealKey {
    /// Ed25519 by the ZIP 215 rule.
    Ed25519(VerifyingKey),
    /// ECDSA on P-384 over SHA-384 of the message [FIPS 186-5, 6].
    EcdsaP384(Box<p384::ecdsa::VerifyingKey>),
}

impl SealKey {
    /// Reads a key of this algorithm number. Refuses other numbers, other lengths, what is no point of the curve, a
    /// compressed point, and an Ed25519 key of low order, for which anyone could sign.
    pub fn from_bytes(algorithm: u8, untrusted_key: &[u8]) -> Result<Self, SignatureError> {
        match algorithm {
            SEAL_ED25519 => {
                let key: &[u8; VERIFYING_KEY_LEN] = untrusted_key.try_into().map_err(|_| SignatureError::BadKey)?;
                let key = VerifyingKey::from_bytes(key)?;
                if key.is_low_order() { Err(SignatureError::BadKey) } else { Ok(Self::Ed25519(key)) }
            }
            SEAL_ECDSA_P384 if untrusted_key.len() == ECDSA_KEY_LEN => {
                let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(untrusted_key);
                key.map(|key| Self::EcdsaP384(Box::new(key))).map_err(|_| SignatureError::BadKey)
            }
            _ => Err(SignatureError::BadKey),
        }
    }

    /// [`SEAL_ED25519`] or [`SEAL_ECDSA_P384`].
    pub fn algorithm(&self) -> u8 {
        match self {
            Self::Ed25519(_) => SEAL_ED25519,
            Self::EcdsaP384(_) => SEAL_ECDSA_P384,
        }
    }

    /// 32 bytes of Ed25519, 97 of ECDSA.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.to_bytes().to_vec(),
            Self::EcdsaP384(key) => key.to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    /// Checks a signature over a message. Refuses one of the other algorithm, and of ECDSA an r or s that is 0 or not below
    /// the order of the group; s may be in the upper half.
    pub fn verify(&self, message: &[u8], untrusted_signature: &SealSignature) -> Result<(), SignatureError> {
        match (self, untrusted_signature) {
            (Self::Ed25519(key), SealSignature::Ed25519(signature)) => {
                key.verify(message, &Signature::from_bytes(*signature))
            }
            (Self::EcdsaP384(key), SealSignature::EcdsaP384(signature)) => {
                let signature = p384::ecdsa::Signature::from_slice(signature.as_slice());
                let signature = signature.map_err(|_| SignatureError::BadSignature)?;
                key.verify(message, &signature).map_err(|_| SignatureError::BadSignature)
            }
            _ => Err(SignatureError::BadSignature),
        }
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({})", hex::encode(self.to_bytes()))
    }
}

/// A signature of a seal key, or of an officer's in a note. Its length tells the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealSignature {
    /// 64 bytes.
    Ed25519([u8; SIGNATURE_LEN]),
    /// r ‖ s, 96 bytes.
    EcdsaP384([u8; ECDSA_SIGNATURE_LEN]),
}

impl SealSignature {
    /// Reads 64 or 96 bytes; refuses other lengths.
    pub fn from_bytes(untrusted_signature: &[u8]) -> Option<Self> {
        let ed25519 = untrusted_signature.try_into().map(Self::Ed25519);
        ed25519.or_else(|_| untrusted_signature.try_into().map(Self::EcdsaP384)).ok()
    }

    /// The 64 or 96 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Ed25519(signature) => signature,
            Self::EcdsaP384(signature) => signature,
        }
    }

    /// Bytes of a signature by a key with this algorithm number; none for a number that there is not.
    pub fn len_of(algorithm: u8) -> Option<usize> {
        match algorithm {
            SEAL_ED25519 => Some(SIGNATURE_LEN),
            SEAL_ECDSA_P384 => Some(ECDSA_SIGNATURE_LEN),
            _ => None,
        }
    }
}

impl AsRef<[u8]> for SealSignature {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}
