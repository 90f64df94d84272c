//! ML-KEM-1024 [FIPS 203; draft-ietf-hpke-pq]: ballots under region keys, complaints.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::ops::IndexMut;

use libcrux_ml_kem::mlkem1024::{self, MlKem1024Ciphertext, MlKem1024PrivateKey, MlKem1024PublicKey};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use super::{HpkeError, MLKEM_CT_LEN, MLKEM_EK_LEN, MLKEM_SECRET_LEN, MlKemSuite, SEED_LEN, open_with, seal_with};

/// Bytes of an encapsulated key.
pub const ENC_LEN: usize = MLKEM_CT_LEN;

/// An ML-KEM-1024 encapsulation key that passed the modulus check.
#[derive(Clone)]
pub struct PublicKey(MlKem1024PublicKey);

impl PublicKey {
    /// Decodes 1568 bytes. Refuses another length and a coefficient not below the modulus [FIPS 203, 7.2].
    pub fn from_bytes(untrusted_key: &[u8]) -> Result<Self, HpkeError> {
        let key = MlKem1024PublicKey::try_from(untrusted_key).map_err(|_| HpkeError::BadKey)?;
        if !mlkem1024::validate_public_key(&key) {
            return Err(HpkeError::BadKey);
        }
        Ok(Self(key))
    }

    /// The 1568 bytes.
    pub fn to_bytes(&self) -> [u8; MLKEM_EK_LEN] {
        *self.0.as_slice()
    }

    /// ML-KEM.Encaps: ciphertext and shared secret. Draws 32 bytes from `rng`.
    pub(super) fn encapsulate(&self, rng: &mut impl CryptoRng) -> ([u8; MLKEM_CT_LEN], Zeroizing<[u8; 32]>) {
        let mut randomness = Zeroizing::new([0u8; 32]);
        rng.fill_bytes(randomness.as_mut_slice());
        let (ciphertext, shared_secret) = mlkem1024::encapsulate(&self.0, *randomness);
        (*ciphertext.as_slice(), Zeroizing::new(shared_secret))
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice() == other.0.as_slice()
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mlkem::PublicKey")
    }
}

/// An ML-KEM-1024 decapsulation key, expanded once for many openings; on the heap, wiped when dropped.
pub struct SecretKey {
    expanded: Box<MlKem1024PrivateKey>,
    public: Box<[u8; MLKEM_EK_LEN]>,
}

impl SecretKey {
    /// Expands the seed `d ‖ z` [FIPS 203, algorithm 16]. The caller wipes its own copy.
    pub fn from_seed(seed: &[u8; SEED_LEN]) -> Self {
        let (expanded, public) = mlkem1024::generate_key_pair(*seed).into_parts();
        Self { expanded: Box::new(expanded), public: Box::new(public.into()) }
    }

    /// The encapsulation key.
    pub fn public(&self) -> [u8; MLKEM_EK_LEN] {
        *self.public
    }

    /// ML-KEM.Decaps; a foreign ciphertext gives an unrelated secret, never an error [FIPS 203, algorithm 18].
    pub fn decapsulate(&self, untrusted_ciphertext: &[u8; MLKEM_CT_LEN]) -> Zeroizing<[u8; MLKEM_SECRET_LEN]> {
        let ciphertext = MlKem1024Ciphertext::from(untrusted_ciphertext);
        Zeroizing::new(mlkem1024::decapsulate(&self.expanded, &ciphertext))
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        let whole = 0..MlKem1024PrivateKey::len();
        self.expanded.index_mut(whole).zeroize();
    }
}

impl zeroize::ZeroizeOnDrop for SecretKey {}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mlkem::SecretKey")
    }
}

/// Seals a plaintext to `pk`: `enc ‖ ciphertext ‖ tag`, 1584 bytes longer than the plaintext. `info` is given in parts.
///
/// Refuses a plaintext over [`super::PLAINTEXT_LEN_MAX`]. Draws 32 bytes from `rng`.
pub fn seal(pk: &PublicKey, info: &[&[u8]], plaintext: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, HpkeError> {
    let (enc, shared_secret) = pk.encapsulate(rng);
    seal_with::<MlKemSuite>(&shared_secret, &[&enc], info, plaintext)
}

/// Opens `enc ‖ ciphertext ‖ tag`. Refuses a message too short for an encapsulated key, and all that was not sealed to
/// this key under this `info`.
pub fn open(sk: &SecretKey, info: &[&[u8]], untrusted_sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let (enc, body) = untrusted_sealed.split_first_chunk::<ENC_LEN>().ok_or(HpkeError::BadEncapsulation)?;
    let shared_secret = sk.decapsulate(enc);
    open_with::<MlKemSuite>(&shared_secret, info, body)
}
