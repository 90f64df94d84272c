//! Ed25519 [RFC 8032] under the ZIP 215 rule, which gives one and the same answer in every program and in every batch:
//! any encoding of `A` and `R` that decodes counts, `s` must be below the group order, and the equation is checked times the cofactor.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use curve25519_dalek::edwards::CompressedEdwardsY;
use ed25519_zebra as zebra;
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a seed.
pub const SEED_LEN: usize = 32;
/// Bytes of a verifying key.
pub const VERIFYING_KEY_LEN: usize = 32;
/// Bytes of a signature.
pub const SIGNATURE_LEN: usize = 64;

/// Why a key or a signature was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The 32 bytes are not the encoding of a point of the curve.
    #[error("the key is not a point of the curve")]
    BadKey,
    /// The signature does not belong to this message and key.
    #[error("the signature does not check")]
    BadSignature,
}

/// An Ed25519 signing key, wiped when dropped.
pub struct SigningKey(zebra::SigningKey);

impl SigningKey {
    /// The key of a 32-byte seed [RFC 8032, 5.1.5]. The caller wipes its own copy of the seed.
    pub fn from_seed(seed: [u8; SEED_LEN]) -> Self {
        Self(zebra::SigningKey::from(seed))
    }

    /// A fresh key: 32 bytes are drawn from `rng`.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0u8; SEED_LEN]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::from_seed(*seed)
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verification_key())
    }

    /// The signature of a message; deterministic, needs no randomness.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }

    /// The seed, for the one place that stores it.
    pub fn expose_seed(&self) -> Zeroizing<[u8; SEED_LEN]> {
        Zeroizing::new(*self.0.as_bytes())
    }
}

impl Drop for SigningKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl zeroize::ZeroizeOnDrop for SigningKey {}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

/// An Ed25519 verifying key, decoded. Equal and ordered by its 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(zebra::VerificationKey);

impl VerifyingKey {
    /// Decodes a key. Refuses bytes that are not a point of the curve; as ZIP 215 demands, non-canonical encodings and
    /// points of small order are keys.
    pub fn from_bytes(untrusted_key: &[u8; VERIFYING_KEY_LEN]) -> Result<Self, SignatureError> {
        zebra::VerificationKey::try_from(*untrusted_key).map(Self).map_err(|_| SignatureError::BadKey)
    }

    /// The bytes the key was decoded from, unchanged.
    pub fn to_bytes(&self) -> [u8; VERIFYING_KEY_LEN] {
        self.0.into()
    }

    /// Whether the key is a point of small order: ZIP 215 then accepts signatures that anyone can make, so such a key
    /// must not stand for anybody.
    pub fn is_low_order(&self) -> bool {
        CompressedEdwardsY(self.to_bytes()).decompress().is_none_or(|point| point.is_small_order())
    }

    /// Checks a signature over a message by the ZIP 215 rule. Time depends on the inputs, all of which are public.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        self.0.verify(&zebra::Signature::from_bytes(&signature.0), message).map_err(|_| SignatureError::BadSignature)
    }
}

impl Ord for VerifyingKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_bytes().cmp(&other.to_bytes())
    }
}

impl PartialOrd for VerifyingKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for VerifyingKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.to_bytes().hash(state);
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyingKey(")?;
        for byte in self.to_bytes() {
            write!(f, "{byte:02x}")?;
        }
        f.write_str(")")
    }
}

/// An Ed25519 signature, 64 bytes, unchecked until it is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature([u8; SIGNATURE_LEN]);

impl Signature {
    /// Takes any 64 bytes; what is no signature is refused by [`VerifyingKey::verify`].
    pub fn from_bytes(untrusted_signature: [u8; SIGNATURE_LEN]) -> Self {
        Self(untrusted_signature)
    }

    /// The 64 bytes.
    pub fn to_bytes(&self) -> [u8; SIGNATURE_LEN] {
        self.0
    }
}
