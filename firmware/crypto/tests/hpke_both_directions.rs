//! What we seal, the crate `hpke` opens; what it seals, we open: for all three KEMs, from empty plaintexts to whole ballots.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use hpke::aead::AesGcm256;
use hpke::kdf::{HkdfSha256, HkdfSha384};
use hpke::kem::{MlKem1024, MlKem1024P384, X25519HkdfSha256};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use p384::elliptic_curve::sec1::ToSec1Point;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use shake::Shake256;
use shake::digest::{ExtendableOutput, Update, XofReader};
use tamga_crypto::hpke::{hybrid, mlkem, x25519};

const PLAINTEXT_LENS: [usize; 6] = [0, 1, 15, 16, 17, 2600];
/// The same `info` in parts and as one.
const INFO_PARTS: [&[u8]; 3] = [b"tamga/", b"", b"test/v1"];
const INFO: &[u8] = b"tamga/test/v1";

fn plaintexts(rng: &mut ChaCha20Rng) -> Vec<Vec<u8>> {
    let lens = PLAINTEXT_LENS.into_iter();
    lens.map(|len| {
        let mut plaintext = vec![0; len];
        rng.fill_bytes(&mut plaintext);
        plaintext
    })
    .collect()
}

/// Sealed by the witness, as `enc ‖ ciphertext`.
fn witness_seals<D: hpke::kdf::Kdf, K: Kem>(public: &[u8], plaintext: &[u8], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let public = K::PublicKey::from_bytes(public).unwrap();
    let mode = OpModeS::<K>::Base;
    let sealed = hpke::single_shot_seal_with_rng::<AesGcm256, D, K>(&mode, &public, INFO, plaintext, b"", rng);
    let (enc, ciphertext) = sealed.unwrap();
    [enc.to_bytes().as_slice(), &ciphertext].concat()
}

/// Opened by the witness.
fn witness_opens<D: hpke::kdf::Kdf, K: Kem>(private: &[u8], sealed: &[u8]) -> Vec<u8> {
    let private = K::PrivateKey::from_bytes(private).unwrap();
    let (enc, ciphertext) = sealed.split_at(K::EncappedKey::size());
    let enc = K::EncappedKey::from_bytes(enc).unwrap();
    let mode = OpModeR::<K>::Base;
    hpke::single_shot_open::<AesGcm256, D, K>(&mode, &private, &enc, INFO, ciphertext, b"").unwrap()
}

#[test]
fn x25519_messages_open_in_both_directions() {
    type Witness = X25519HkdfSha256;
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let key = x25519::SecretKey::generate(&mut rng);
    for plaintext in plaintexts(&mut rng) {
        let ours = x25519::seal(&key.public(), &INFO_PARTS, &plaintext, &mut rng).unwrap();
        let opened = witness_opens::<HkdfSha256, Witness>(key.expose_bytes().as_slice(), &ours);
        assert_eq!(opened, plaintext);
        let theirs = witness_seals::<HkdfSha256, Witness>(&key.public(), &plaintext, &mut rng);
        let opened = x25519::open(&key, &INFO_PARTS, &theirs).unwrap();
        assert_eq!(*opened, plaintext);
    }
}

#[test]
fn ml_kem_messages_open_in_both_directions() {
    type Witness = MlKem1024;
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let mut seed = [0; 64];
    rng.fill_bytes(&mut seed);
    let key = mlkem::SecretKey::from_seed(&seed);
    let public = mlkem::PublicKey::from_bytes(&key.public()).unwrap();
    for plaintext in plaintexts(&mut rng) {
        let ours = mlkem::seal(&public, &INFO_PARTS, &plaintext, &mut rng).unwrap();
        assert_eq!(witness_opens::<HkdfSha384, Witness>(&seed, &ours), plaintext);
        let theirs = witness_seals::<HkdfSha384, Witness>(&public.to_bytes(), &plaintext, &mut rng);
        let opened = mlkem::open(&key, &INFO_PARTS, &theirs).unwrap();
        assert_eq!(*opened, plaintext);
    }
}

#[test]
fn anyone_with_the_standard_can_seal_to_the_two_halves() {
    // Halves of independent origin, as with an HSM: no 32-byte seed exists that the draft could expand.
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let mut seed = [0; 64];
    rng.fill_bytes(&mut seed);
    let (own, hsm_key) = halves(&seed, &mut rng);
    for plaintext in plaintexts(&mut rng) {
        let theirs = witness_seals::<HkdfSha384, MlKem1024P384>(&own.to_bytes(), &plaintext, &mut rng);
        let parts = hybrid::split(&theirs).unwrap();
        let x = hsm(&hsm_key, &parts.peer_point());
        let opened = hybrid::open(&parts, &x, &seed, &own, &INFO_PARTS).unwrap();
        assert_eq!(*opened, plaintext);
    }
}

#[test]
fn what_we_seal_opens_by_the_standard_and_by_halves() {
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let (private, public) = MlKem1024P384::gen_keypair_with_rng(&mut rng);
    let (seed, hsm_key) = expand_private_key(&private.to_bytes());
    let own = hybrid::PublicKey::from_bytes(&public.to_bytes()).unwrap();
    assert_eq!(own.to_bytes().as_slice(), public.to_bytes().as_slice());
    let mlkem_key = mlkem::SecretKey::from_seed(&seed);
    for plaintext in plaintexts(&mut rng) {
        let ours = hybrid::seal(&own, &INFO_PARTS, &plaintext, &mut rng).unwrap();
        let opened = witness_opens::<HkdfSha384, MlKem1024P384>(&private.to_bytes(), &ours);
        assert_eq!(opened, plaintext);
        let parts = hybrid::split(&ours).unwrap();
        let x = hsm(&hsm_key, &parts.peer_point());
        let opened = hybrid::open(&parts, &x, &seed, &own, &INFO_PARTS).unwrap();
        assert_eq!(*opened, plaintext);
        let opened = hybrid::open_expanded(&parts, &x, &mlkem_key, &own, &INFO_PARTS).unwrap();
        assert_eq!(*opened, plaintext);
    }
}

/// A public key of an ML-KEM seed and a P-384 key that have nothing to do with each other.
fn halves(seed: &[u8; 64], rng: &mut ChaCha20Rng) -> (hybrid::PublicKey, p384::SecretKey) {
    let mut scalar = [0; 48];
    rng.fill_bytes(&mut scalar);
    let hsm_key = p384::SecretKey::from_slice(&scalar).unwrap();
    let point = hsm_key.public_key().to_sec1_point(false);
    let ek = mlkem::SecretKey::from_seed(seed).public();
    let own = hybrid::PublicKey::from_halves(&ek, point.as_bytes().try_into().unwrap());
    (own.unwrap(), hsm_key)
}

/// What an HSM answers to a peer's point: the bare x-coordinate.
fn hsm(key: &p384::SecretKey, peer: &[u8; 97]) -> [u8; 48] {
    let peer = p384::PublicKey::from_sec1_bytes(peer).unwrap();
    (*key.diffie_hellman(&peer).raw_secret_bytes()).into()
}

/// `expandDecapsKeyG` of draft-irtf-cfrg-hybrid-kems, 5.1.2: both halves from the 32-byte private key of the draft.
fn expand_private_key(private: &[u8]) -> ([u8; 64], p384::SecretKey) {
    let (mut seed, mut scalar) = ([0; 64], [0; 48]);
    let mut xof = Shake256::default().chain(private).finalize_xof();
    xof.read(&mut seed);
    xof.read(&mut scalar);
    (seed, p384::SecretKey::from_slice(&scalar).unwrap())
}
