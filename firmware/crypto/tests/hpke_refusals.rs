//! What does not open: one fault at a time, each with its own error.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use p384::elliptic_curve::sec1::ToSec1Point;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tamga_crypto::hpke::{HpkeError, MLKEM_CT_LEN, P384_POINT_LEN, PLAINTEXT_LEN_MAX, TAG_LEN, hybrid, mlkem, x25519};

const INFO: [&[u8]; 1] = [b"tamga/test/v1"];

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(9)
}

struct Officer {
    seed: [u8; 64],
    hsm: p384::SecretKey,
    own: hybrid::PublicKey,
}

impl Officer {
    fn new(rng: &mut ChaCha20Rng) -> Self {
        let (mut seed, mut scalar) = ([0; 64], [0; 48]);
        rng.fill_bytes(&mut seed);
        rng.fill_bytes(&mut scalar);
        let hsm = p384::SecretKey::from_slice(&scalar).unwrap();
        let point = hsm.public_key().to_sec1_point(false);
        let ek = mlkem::SecretKey::from_seed(&seed).public();
        let own = hybrid::PublicKey::from_halves(&ek, point.as_bytes().try_into().unwrap());
        Self { seed, hsm, own: own.unwrap() }
    }

    fn x(&self, peer: &[u8; P384_POINT_LEN]) -> [u8; 48] {
        let peer = p384::PublicKey::from_sec1_bytes(peer).unwrap();
        (*self.hsm.diffie_hellman(&peer).raw_secret_bytes()).into()
    }

    fn open(&self, sealed: &[u8], info: &[&[u8]]) -> Result<Vec<u8>, HpkeError> {
        let halves = hybrid::split(sealed)?;
        let x = self.x(&halves.peer_point());
        let opened = hybrid::open(&halves, &x, &self.seed, &self.own, info);
        opened.map(|plaintext| plaintext.to_vec())
    }
}

/// Every flipped bit of a sealed message, one per byte, with its place.
fn tweaks(sealed: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
    (0..sealed.len()).map(|place| {
        let mut tweaked = sealed.to_vec();
        tweaked[place] ^= 1 << (place % 7);
        (place, tweaked)
    })
}

#[test]
fn a_changed_byte_anywhere_in_an_x25519_message_is_refused() {
    let key = x25519::SecretKey::generate(&mut rng());
    let sealed = x25519::seal(&key.public(), &INFO, b"plaintext", &mut rng()).unwrap();
    for (place, tweaked) in tweaks(&sealed) {
        let refused = x25519::open(&key, &INFO, &tweaked).unwrap_err();
        assert_eq!(refused, HpkeError::OpenFailed, "byte {place}");
    }
}

#[test]
fn a_changed_byte_anywhere_in_an_ml_kem_message_is_refused() {
    let key = mlkem::SecretKey::from_seed(&[3; 64]);
    let public = mlkem::PublicKey::from_bytes(&key.public()).unwrap();
    let sealed = mlkem::seal(&public, &INFO, b"plaintext", &mut rng()).unwrap();
    for (place, tweaked) in tweaks(&sealed) {
        let refused = mlkem::open(&key, &INFO, &tweaked).unwrap_err();
        assert_eq!(refused, HpkeError::OpenFailed, "byte {place}");
    }
}

#[test]
fn a_changed_byte_anywhere_in_a_hybrid_message_is_refused() {
    let officer = Officer::new(&mut rng());
    let sealed = hybrid::seal(&officer.own, &INFO, b"plaintext", &mut rng()).unwrap();
    let point = MLKEM_CT_LEN..MLKEM_CT_LEN + P384_POINT_LEN;
    for (place, tweaked) in tweaks(&sealed) {
        let refused = officer.open(&tweaked, &INFO).unwrap_err();
        let expected = match point.contains(&place) {
            true => HpkeError::BadEncapsulation,
            false => HpkeError::OpenFailed,
        };
        assert_eq!(refused, expected, "byte {place}");
    }
}

#[test]
fn every_shorter_message_is_refused() {
    let key = x25519::SecretKey::generate(&mut rng());
    let sealed = x25519::seal(&key.public(), &INFO, b"", &mut rng()).unwrap();
    for len in 0..sealed.len() {
        let refused = x25519::open(&key, &INFO, &sealed[..len]).unwrap_err();
        let enc_is_whole = len >= x25519::ENC_LEN;
        let expected = [HpkeError::BadEncapsulation, HpkeError::OpenFailed];
        assert_eq!(refused, expected[usize::from(enc_is_whole)]);
    }
    let officer = Officer::new(&mut rng());
    let sealed = hybrid::seal(&officer.own, &INFO, b"", &mut rng()).unwrap();
    assert_eq!(sealed.len(), hybrid::ENC_LEN + TAG_LEN);
    for len in [0, 1, MLKEM_CT_LEN - 1, MLKEM_CT_LEN, hybrid::ENC_LEN - 1] {
        let refused = hybrid::split(&sealed[..len]).unwrap_err();
        assert_eq!(refused, HpkeError::BadEncapsulation);
    }
    for len in [hybrid::ENC_LEN, hybrid::ENC_LEN + TAG_LEN - 1] {
        let refused = officer.open(&sealed[..len], &INFO).unwrap_err();
        assert_eq!(refused, HpkeError::OpenFailed);
    }
}

#[test]
fn another_info_is_refused_and_its_division_does_not_matter() {
    let key = mlkem::SecretKey::from_seed(&[3; 64]);
    let public = mlkem::PublicKey::from_bytes(&key.public()).unwrap();
    let sealed = mlkem::seal(&public, &[b"ab", b"c"], b"plaintext", &mut rng()).unwrap();
    assert_eq!(mlkem::open(&key, &[b"abc"], &sealed).unwrap().as_slice(), b"plaintext");
    for other in [&b"ab"[..], b"abcd", b""] {
        let refused = mlkem::open(&key, &[other], &sealed).unwrap_err();
        assert_eq!(refused, HpkeError::OpenFailed);
    }
}

#[test]
fn either_half_of_another_officer_is_refused() {
    let mut rng = rng();
    let (ours, other) = (Officer::new(&mut rng), Officer::new(&mut rng));
    let sealed = hybrid::seal(&ours.own, &INFO, b"plaintext", &mut rng).unwrap();
    let halves = hybrid::split(&sealed).unwrap();
    let (x, other_x) = (ours.x(&halves.peer_point()), other.x(&halves.peer_point()));
    let open = |x, seed, own| hybrid::open(&halves, x, seed, own, &INFO).map(|_| ());
    assert_eq!(open(&x, &ours.seed, &ours.own), Ok(()));
    let refused = Err(HpkeError::OpenFailed);
    assert_eq!(open(&other_x, &ours.seed, &ours.own), refused, "another HSM");
    assert_eq!(open(&x, &other.seed, &ours.own), refused, "another seed");
    assert_eq!(open(&x, &ours.seed, &other.own), refused, "another public key");
}

#[test]
fn keys_that_are_none_are_refused() {
    let mut rng = rng();
    let officer = Officer::new(&mut rng);
    let bytes = officer.own.to_bytes();
    assert_eq!(hybrid::PublicKey::from_bytes(&bytes), Ok(officer.own.clone()));
    let refused = |bytes: &[u8]| hybrid::PublicKey::from_bytes(bytes) == Err(HpkeError::BadKey);
    assert!(refused(&[]));
    assert!(refused(&bytes[1..]));
    assert!(refused(&[&bytes[..], &[0]].concat()));

    let mut unreduced = bytes;
    unreduced[..2].copy_from_slice(&[0xff, 0xff]);
    assert!(refused(&unreduced), "a coefficient of 4095");

    let mut off_curve = bytes;
    off_curve[bytes.len() - 1] ^= 1;
    assert!(refused(&off_curve));

    for tag in [0, 2, 3, 5, 6, 7] {
        let mut other_tag = bytes;
        other_tag[MLKEM_CT_LEN] = tag;
        assert!(refused(&other_tag), "point tag {tag}");
    }

    let small_order = x25519::seal(&[0; 32], &INFO, b"plaintext", &mut rng);
    assert_eq!(small_order, Err(HpkeError::BadKey));
}

#[test]
fn a_plaintext_over_the_limit_is_refused() {
    let key = x25519::SecretKey::generate(&mut rng());
    let too_long = vec![0; PLAINTEXT_LEN_MAX + 1];
    let sealed = x25519::seal(&key.public(), &INFO, &too_long, &mut rng());
    assert_eq!(sealed, Err(HpkeError::TooLong));
    let message = [&key.public()[..], &too_long, &[0; TAG_LEN]].concat();
    let opened = x25519::open(&key, &INFO, &message);
    assert_eq!(opened.unwrap_err(), HpkeError::TooLong);
}

#[test]
fn debug_output_of_keys_is_their_name_alone() {
    let key = mlkem::SecretKey::from_seed(&[3; 64]);
    assert_eq!(format!("{key:?}"), "mlkem::SecretKey");
    let key = x25519::SecretKey::from_bytes([3; 32]);
    assert_eq!(format!("{key:?}"), "x25519::SecretKey");
}
