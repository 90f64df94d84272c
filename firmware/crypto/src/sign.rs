//! Ed25519 [RFC 8032] under the ZIP 215 rule, which gives one and the same answer in every program and in every batch:
//! any encoding of `A` and `R` that decodes counts, `s` must be below the group order, and the equation is checked times the cofactor.
//! Written here over the curve, as the libraries that have the rule bring tables of 38 KB along that a chip has no room for; the
//! tests hold it against one of them.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::{Scalar, clamp_integer};
use curve25519_dalek::traits::IsIdentity;
use rand_core::CryptoRng;
use sha2::{Digest, Sha512};
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
pub struct SigningKey {
    seed: [u8; SEED_LEN],
    /// `s` of RFC 8032, 5.1.5, modulo the group order: the same multiple of the base point.
    secret: Scalar,
    /// The second half of the seed's digest.
    prefix: [u8; 32],
    public: VerifyingKey,
}

impl SigningKey {
    /// The key of a 32-byte seed [RFC 8032, 5.1.5]. The caller wipes its own copy of the seed.
    pub fn from_seed(seed: [u8; SEED_LEN]) -> Self {
        let digest: Zeroizing<[u8; 64]> = Zeroizing::new(Sha512::digest(seed).into());
        let (mut half, mut prefix) = (Zeroizing::new([0; 32]), [0; 32]);
        let (low, high) = digest.split_at(32);
        half.copy_from_slice(low);
        prefix.copy_from_slice(high);
        let secret = Scalar::from_bytes_mod_order(clamp_integer(*half));
        let point = EdwardsPoint::mul_base(&secret);
        let public = VerifyingKey { bytes: point.compress().to_bytes(), minus_a: -point };
        Self { seed, secret, prefix, public }
    }

    /// A fresh key: 32 bytes are drawn from `rng`.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0u8; SEED_LEN]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::from_seed(*seed)
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.public
    }

    /// The signature of a message [RFC 8032, 5.1.6]; deterministic, needs no randomness.
    pub fn sign(&self, message: &[u8]) -> Signature {
        let r = Zeroizing::new(wide_scalar(&[&self.prefix, message]));
        let point = EdwardsPoint::mul_base(&r).compress().to_bytes();
        let k = wide_scalar(&[&point, &self.public.bytes, message]);
        let s = *r + k * self.secret;
        let mut signature = [0; SIGNATURE_LEN];
        let (first, second) = signature.split_at_mut(32);
        first.copy_from_slice(&point);
        second.copy_from_slice(s.as_bytes());
        Signature(signature)
    }

    /// The seed, for the one place that stores it.
    pub fn expose_seed(&self) -> Zeroizing<[u8; SEED_LEN]> {
        Zeroizing::new(self.seed)
    }
}

/// SHA-512 over the parts as a number modulo the group order.
fn wide_scalar(parts: &[&[u8]]) -> Scalar {
    let mut hash = Sha512::new();
    parts.iter().for_each(|part| hash.update(part));
    let digest: Zeroizing<[u8; 64]> = Zeroizing::new(hash.finalize().into());
    Scalar::from_bytes_mod_order_wide(&digest)
}

impl Drop for SigningKey {
    fn drop(&mut self) {
        self.seed.zeroize();
        self.secret.zeroize();
        self.prefix.zeroize();
    }
}

impl zeroize::ZeroizeOnDrop for SigningKey {}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

/// An Ed25519 verifying key, decoded. Equal and ordered by its 32 bytes.
#[derive(Clone, Copy)]
pub struct VerifyingKey {
    bytes: [u8; VERIFYING_KEY_LEN],
    minus_a: EdwardsPoint,
}

impl VerifyingKey {
    /// Decodes a key. Refuses bytes that are not a point of the curve; as ZIP 215 demands, non-canonical encodings and
    /// points of small order are keys.
    pub fn from_bytes(untrusted_key: &[u8; VERIFYING_KEY_LEN]) -> Result<Self, SignatureError> {
        let point = CompressedEdwardsY(*untrusted_key).decompress().ok_or(SignatureError::BadKey)?;
        Ok(Self { bytes: *untrusted_key, minus_a: -point })
    }

    /// The bytes the key was decoded from, unchanged.
    pub fn to_bytes(&self) -> [u8; VERIFYING_KEY_LEN] {
        self.bytes
    }

    /// Whether the key is a point of small order: ZIP 215 then accepts signatures that anyone can make, so such a key
    /// must not stand for anybody.
    pub fn is_low_order(&self) -> bool {
        self.minus_a.is_small_order()
    }

    /// Checks a signature over a message by the ZIP 215 rule: `[8](R − ([s]B − [k]A))` is the identity. Time depends on the
    /// inputs, all of which are public.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        self.check(message, &signature.0).ok_or(SignatureError::BadSignature)
    }

    fn check(&self, message: &[u8], untrusted_signature: &[u8; SIGNATURE_LEN]) -> Option<()> {
        let (untrusted_r, untrusted_s) = untrusted_signature.split_first_chunk::<32>()?;
        let s: Option<Scalar> = Scalar::from_canonical_bytes(*untrusted_s.first_chunk()?).into();
        let r = CompressedEdwardsY(*untrusted_r).decompress()?;
        let k = wide_scalar(&[untrusted_r, &self.bytes, message]);
        let expected = EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &self.minus_a, &s?);
        (r - expected).mul_by_cofactor().is_identity().then_some(())
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for VerifyingKey {}

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
