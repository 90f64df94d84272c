//! MLKEM1024-P384 [draft-ietf-hpke-pq], sealed as anyone would, opened by halves: equation (21).
//!
//! The draft grows both halves of a private key from one seed; here each has its own origin, the P-384 key inside an HSM
//! and the ML-KEM key from 64 bytes of its own. A sender cannot tell: the public key `ek ‖ point`, the encapsulated key
//! `ciphertext ‖ point` and the combiner are the draft's.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use p384::elliptic_curve::Generate;
use p384::elliptic_curve::sec1::ToSec1Point;
use rand_core::CryptoRng;
use sha3::{Digest as _, Sha3_256};
use zeroize::Zeroizing;

use super::{
    HpkeError, HybridSuite, MLKEM_CT_LEN, MLKEM_EK_LEN, MLKEM_SECRET_LEN, P384_POINT_LEN, P384_X_LEN, SEED_LEN, mlkem,
    open_with, seal_with,
};

/// Bytes of an encapsulated key: ML-KEM ciphertext ‖ P-384 point.
pub const ENC_LEN: usize = MLKEM_CT_LEN + P384_POINT_LEN;
/// Bytes of a public key: ML-KEM encapsulation key ‖ P-384 point.
pub const PUBLIC_KEY_LEN: usize = MLKEM_EK_LEN + P384_POINT_LEN;

const LABEL: &[u8] = b"MLKEM1024-P384";

/// A point of P-384 in the one encoding accepted, uncompressed; on the curve and not the point at infinity.
fn decode_point(untrusted_point: &[u8; P384_POINT_LEN]) -> Option<p384::PublicKey> {
    const UNCOMPRESSED: u8 = 4;
    if untrusted_point.first() != Some(&UNCOMPRESSED) {
        return None;
    }
    p384::PublicKey::from_sec1_bytes(untrusted_point).ok()
}

fn encode_point(point: &p384::PublicKey) -> [u8; P384_POINT_LEN] {
    let mut bytes = [0u8; P384_POINT_LEN];
    bytes.copy_from_slice(point.to_sec1_point(false).as_bytes());
    bytes
}

/// `C2PRICombiner`: SHA3-256(ML-KEM secret ‖ x-coordinate ‖ sender's point ‖ own point ‖ label) [draft-irtf-cfrg-hybrid-kems].
fn combine(
    mlkem_secret: &[u8; MLKEM_SECRET_LEN],
    ecdh_x: &[u8; P384_X_LEN],
    peer_point: &[u8; P384_POINT_LEN],
    own_point: &[u8; P384_POINT_LEN],
) -> Zeroizing<[u8; 32]> {
    let mut state = Sha3_256::new();
    state.update(mlkem_secret);
    state.update(ecdh_x);
    state.update(peer_point);
    state.update(own_point);
    state.update(LABEL);
    Zeroizing::new(state.finalize().into())
}

/// A public key: both halves checked.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    mlkem: Box<mlkem::PublicKey>,
    p384: p384::PublicKey,
}

impl PublicKey {
    /// Joins an ML-KEM-1024 encapsulation key (1568 bytes, modulus check) and a P-384 point (uncompressed, on the curve);
    /// refuses either with [`HpkeError::BadKey`].
    pub fn from_halves(untrusted_mlkem_ek: &[u8], untrusted_point: &[u8; P384_POINT_LEN]) -> Result<Self, HpkeError> {
        Ok(Self {
            mlkem: Box::new(mlkem::PublicKey::from_bytes(untrusted_mlkem_ek)?),
            p384: decode_point(untrusted_point).ok_or(HpkeError::BadKey)?,
        })
    }

    /// Decodes `encapsulation key ‖ point`, 1665 bytes; refuses as [`PublicKey::from_halves`].
    pub fn from_bytes(untrusted_key: &[u8]) -> Result<Self, HpkeError> {
        let (ek, point) = untrusted_key.split_last_chunk::<P384_POINT_LEN>().ok_or(HpkeError::BadKey)?;
        Self::from_halves(ek, point)
    }

    /// The 1665 bytes `encapsulation key ‖ point`.
    pub fn to_bytes(&self) -> [u8; PUBLIC_KEY_LEN] {
        let mut bytes = [0u8; PUBLIC_KEY_LEN];
        let (ek, point) = bytes.split_at_mut(MLKEM_EK_LEN);
        ek.copy_from_slice(&self.mlkem.to_bytes());
        point.copy_from_slice(&self.p384_point());
        bytes
    }

    /// The P-384 half, uncompressed, 97 bytes: what the HSM shows as its public key.
    pub fn p384_point(&self) -> [u8; P384_POINT_LEN] {
        encode_point(&self.p384)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hybrid::PublicKey")
    }
}

/// Seals a plaintext to `pk`: `enc ‖ ciphertext ‖ tag`, 1681 bytes longer than the plaintext. `info` is given in parts.
///
/// Refuses a plaintext over [`super::PLAINTEXT_LEN_MAX`]. Draws 32 bytes from `rng` for ML-KEM, then a P-384 scalar.
pub fn seal(pk: &PublicKey, info: &[&[u8]], plaintext: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, HpkeError> {
    let (mlkem_ct, mlkem_secret) = pk.mlkem.encapsulate(rng);
    let ephemeral = p384::ecdh::EphemeralSecret::generate_from_rng(rng);
    let point = encode_point(&ephemeral.public_key());
    let ecdh = ephemeral.diffie_hellman(&pk.p384);
    let ecdh_x = Zeroizing::new((*ecdh.raw_secret_bytes()).into());
    let shared_secret = combine(&mlkem_secret, &ecdh_x, &point, &pk.p384_point());
    seal_with::<HybridSuite>(&shared_secret, &[&mlkem_ct, &point], info, plaintext)
}

/// A sealed message taken apart, its point checked, waiting for the HSM.
#[derive(Clone, Copy)]
pub struct Halves<'a> {
    mlkem_ct: &'a [u8; MLKEM_CT_LEN],
    point: &'a [u8; P384_POINT_LEN],
    untrusted_body: &'a [u8],
}

impl Halves<'_> {
    /// The sender's point, uncompressed and on the curve: what the HSM is asked to multiply.
    pub fn peer_point(&self) -> [u8; P384_POINT_LEN] {
        *self.point
    }

    /// The ML-KEM-1024 ciphertext, 1568 bytes: what a device with ML-KEM inside is asked to decapsulate.
    pub fn mlkem_ct(&self) -> &[u8; MLKEM_CT_LEN] {
        self.mlkem_ct
    }
}

impl fmt::Debug for Halves<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Halves")
    }
}

/// Takes a sealed message apart. Refuses one too short for an encapsulated key and a point that is compressed, off the
/// curve or at infinity: no HSM ever multiplies such a point.
pub fn split(untrusted_sealed: &[u8]) -> Result<Halves<'_>, HpkeError> {
    let (mlkem_ct, rest) = untrusted_sealed.split_first_chunk::<MLKEM_CT_LEN>().ok_or(HpkeError::BadEncapsulation)?;
    let (point, untrusted_body) = rest.split_first_chunk::<P384_POINT_LEN>().ok_or(HpkeError::BadEncapsulation)?;
    decode_point(point).ok_or(HpkeError::BadEncapsulation)?;
    Ok(Halves { mlkem_ct, point, untrusted_body })
}

/// Opens a message from the HSM's x-coordinate and the ML-KEM seed; `own` is the public key it was sealed to.
///
/// Refuses a wrong half, key or `info` alike with [`HpkeError::OpenFailed`]. For many messages to one key, expand the
/// seed once and use [`open_expanded`].
pub fn open(
    halves: &Halves<'_>,
    ecdh_x: &[u8; P384_X_LEN],
    mlkem_seed: &[u8; SEED_LEN],
    own: &PublicKey,
    info: &[&[u8]],
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let mlkem_key = mlkem::SecretKey::from_seed(mlkem_seed);
    open_expanded(halves, ecdh_x, &mlkem_key, own, info)
}

/// Opens as [`open`], with a decapsulation key already expanded from its seed.
pub fn open_expanded(
    halves: &Halves<'_>,
    ecdh_x: &[u8; P384_X_LEN],
    mlkem_key: &mlkem::SecretKey,
    own: &PublicKey,
    info: &[&[u8]],
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    open_decapsulated(halves, ecdh_x, &mlkem_key.decapsulate(halves.mlkem_ct), own, info)
}

/// Opens as [`open`], from the 32-byte ML-KEM secret that whoever holds the decapsulation key made of
/// [`Halves::mlkem_ct`].
pub fn open_decapsulated(
    halves: &Halves<'_>,
    ecdh_x: &[u8; P384_X_LEN],
    mlkem_secret: &[u8; MLKEM_SECRET_LEN],
    own: &PublicKey,
    info: &[&[u8]],
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let shared_secret = combine(mlkem_secret, ecdh_x, halves.point, &own.p384_point());
    open_with::<HybridSuite>(&shared_secret, info, halves.untrusted_body)
}
