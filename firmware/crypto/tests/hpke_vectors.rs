//! The KEMs against shared secrets that others published. Our API never shows a shared secret: a message sealed under the
//! published one, by a key schedule of the test's own, opens exactly if our KEM arrives at the same.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod reading;
mod witness;

use p384::elliptic_curve::sec1::ToSec1Point;
use reading::{bytes, has_flag, wycheproof};
use serde_json::Value;
use sha2::{Sha256, Sha384};
use sha3::{Digest, Sha3_256};
use tamga_crypto::hpke::{HpkeError, hybrid, mlkem, x25519};
use witness::Prescribed;

const INFO: &[u8] = b"tamga/test/v1";
const PLAINTEXT: &[u8] = b"plaintext";

fn unhex<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

#[test]
fn the_witness_s_key_schedule_is_that_of_rfc_9180_a_1_1() {
    let shared: [u8; 32] = unhex("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc");
    let info = hex::decode("4f6465206f6e2061204772656369616e2055726e").unwrap();
    let (key, nonce) = witness::schedule::<Sha256>((0x20, 1, 1), 16, &shared, &info);
    assert_eq!(hex::encode(key), "4531685d41d65f03dc48f6b8302c05b0");
    assert_eq!(hex::encode(nonce), "56d890e5accaaf011cff4b7d");
}

#[test]
fn dhkem_x25519_gives_the_shared_secret_of_rfc_9180_a_1_1() {
    let shared: [u8; 32] = unhex("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc");
    let enc: [u8; 32] = unhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");
    let key = x25519::SecretKey::from_bytes(unhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"));
    let public = "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d";
    assert_eq!(hex::encode(key.public()), public);
    let body = witness::seal::<Sha256>((0x20, 1), &shared, INFO, PLAINTEXT);
    let opened = x25519::open(&key, &[INFO], &[&enc, &body[..]].concat());
    assert_eq!(opened.unwrap().as_slice(), PLAINTEXT);

    let ephemeral = unhex::<32>("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
    let mut rng = Prescribed(ephemeral.to_vec());
    let sealed = x25519::seal(&key.public(), &[INFO], PLAINTEXT, &mut rng).unwrap();
    assert_eq!(sealed, [&enc, &body[..]].concat());
}

/// `ExtractAndExpand` of RFC 9180, 4.1, from the bare X25519 output.
fn dhkem_secret(dh: &[u8], enc: &[u8], public: &[u8]) -> [u8; 32] {
    let suite_id = b"KEM\0\x20";
    let ikm = [b"HPKE-v1".as_slice(), suite_id, b"eae_prk", dh].concat();
    let (_, prk) = hkdf::Hkdf::<Sha256>::extract(None, &ikm);
    let label = b"shared_secret".as_slice();
    let info = [b"\0\x20HPKE-v1".as_slice(), suite_id, label, enc, public].concat();
    let mut secret = [0; 32];
    prk.expand(&info, &mut secret).unwrap();
    secret
}

#[test]
fn wycheproof_x25519_exchanges_open_and_zero_secrets_are_refused() {
    let mut refused = 0;
    for (_, test) in wycheproof(include_str!("vectors/x25519_test.json")) {
        let key = x25519::SecretKey::from_bytes(bytes(&test, "private").try_into().unwrap());
        let peer: [u8; 32] = bytes(&test, "public").try_into().unwrap();
        let secret = dhkem_secret(&bytes(&test, "shared"), &peer, &key.public());
        let body = witness::seal::<Sha256>((0x20, 1), &secret, INFO, PLAINTEXT);
        let opened = x25519::open(&key, &[INFO], &[&peer, &body[..]].concat());
        if has_flag(&test, "ZeroSharedSecret") {
            assert_eq!(opened.unwrap_err(), HpkeError::BadEncapsulation);
            let mut rng = Prescribed(vec![7; 32]);
            let sealed = x25519::seal(&peer, &[INFO], PLAINTEXT, &mut rng);
            assert_eq!(sealed, Err(HpkeError::BadKey));
            refused += 1;
        } else {
            assert_eq!(opened.unwrap().as_slice(), PLAINTEXT, "{}", test["tcId"]);
        }
    }
    assert_eq!(refused, 31);
}

#[test]
fn wycheproof_ml_kem_ciphertexts_decapsulate_to_their_secrets() {
    let tests = wycheproof(include_str!("vectors/mlkem_1024_test.json"));
    for (_, test) in &tests {
        let key = mlkem::SecretKey::from_seed(&bytes(test, "seed").try_into().unwrap());
        assert_eq!(key.public().as_slice(), bytes(test, "ek"), "{}", test["tcId"]);
        let ciphertext = bytes(test, "c");
        if test["result"] == "valid" {
            let body = witness::seal::<Sha384>((0x42, 2), &bytes(test, "K"), INFO, PLAINTEXT);
            let opened = mlkem::open(&key, &[INFO], &[ciphertext, body].concat());
            assert_eq!(opened.unwrap().as_slice(), PLAINTEXT, "{}", test["tcId"]);
        } else {
            assert_eq!(test["comment"].as_str().unwrap().get(..20), Some("Ciphertext too short"));
            let opened = mlkem::open(&key, &[INFO], &ciphertext);
            assert_eq!(opened.unwrap_err(), HpkeError::BadEncapsulation);
        }
    }
}

#[test]
fn wycheproof_ml_kem_keys_encapsulate_or_are_refused() {
    let tests = wycheproof(include_str!("vectors/mlkem_1024_encaps_test.json"));
    for (_, test) in &tests {
        let key = mlkem::PublicKey::from_bytes(&bytes(test, "ek"));
        if test["result"] == "valid" {
            let mut rng = Prescribed(bytes(test, "m"));
            let sealed = mlkem::seal(&key.unwrap(), &[INFO], PLAINTEXT, &mut rng).unwrap();
            let body = witness::seal::<Sha384>((0x42, 2), &bytes(test, "K"), INFO, PLAINTEXT);
            assert_eq!(sealed, [bytes(test, "c"), body].concat(), "{}", test["tcId"]);
        } else {
            assert_eq!(key.unwrap_err(), HpkeError::BadKey, "{}", test["tcId"]);
        }
    }
}

/// The part of a `SubjectPublicKeyInfo` before an uncompressed, and before a compressed, point of P-384.
const SPKI: &str = "3076301006072a8648ce3d020106052b81040022036200";
const SPKI_COMPRESSED: &str = "3046301006072a8648ce3d020106052b81040022033200";

/// Tests whose key begins so, with the point.
fn p384_tests(prefix: &str) -> Vec<(Value, Vec<u8>)> {
    let tests = wycheproof(include_str!("vectors/ecdh_secp384r1_test.json"));
    let with_points = tests.into_iter().filter_map(|(_, test)| {
        let point = test["public"].as_str()?.strip_prefix(prefix)?;
        let point = hex::decode(point).unwrap();
        Some((test, point))
    });
    with_points.collect()
}

#[test]
fn wycheproof_p_384_points_off_the_curve_never_reach_the_hsm() {
    let ek = mlkem::SecretKey::from_seed(&[9; 64]).public();
    let tests = p384_tests(SPKI);
    let invalid: Vec<_> = tests.iter().filter(|(test, _)| test["result"] == "invalid").collect();
    assert_eq!(invalid.len(), 16);
    for (_, point) in invalid {
        let message = [&[0; 1568], &point[..], &[0; 32]].concat();
        assert_eq!(hybrid::split(&message).unwrap_err(), HpkeError::BadEncapsulation);
        let key = hybrid::PublicKey::from_halves(&ek, point.as_slice().try_into().unwrap());
        assert_eq!(key.unwrap_err(), HpkeError::BadKey);
    }
}

#[test]
fn wycheproof_compressed_p_384_points_are_refused() {
    let tests = p384_tests(SPKI_COMPRESSED);
    assert_eq!(tests.len(), 2);
    for (_, point) in tests {
        let message = [&[0; 1568], &point[..], &[0; 97]].concat();
        assert_eq!(hybrid::split(&message).unwrap_err(), HpkeError::BadEncapsulation);
    }
}

#[test]
fn wycheproof_p_384_exchanges_open_from_the_x_coordinate() {
    let seed = [9; 64];
    let ek = mlkem::SecretKey::from_seed(&seed).public();
    let (ct, mlkem_secret) = libcrux_ml_kem::mlkem1024::encapsulate(&(&ek).into(), [5; 32]);
    let mut opened = 0;
    for (test, point) in p384_tests(SPKI) {
        if test["result"] != "valid" {
            continue;
        }
        let own_point = public_point(&bytes(&test, "private"));
        let own = hybrid::PublicKey::from_halves(&ek, &own_point).unwrap();
        let x: [u8; 48] = bytes(&test, "shared").try_into().unwrap();
        let secret = Sha3_256::new()
            .chain_update(mlkem_secret)
            .chain_update(x)
            .chain_update(&point)
            .chain_update(own_point)
            .chain_update("MLKEM1024-P384")
            .finalize();
        let body = witness::seal::<Sha384>((0x51, 2), &secret, INFO, PLAINTEXT);
        let message = [ct.as_slice(), &point[..], &body].concat();
        let halves = hybrid::split(&message).unwrap();
        assert_eq!(halves.peer_point().as_slice(), point);
        let plaintext = hybrid::open(&halves, &x, &seed, &own, &[INFO]);
        assert_eq!(plaintext.unwrap().as_slice(), PLAINTEXT, "{}", test["tcId"]);
        opened += 1;
    }
    assert_eq!(opened, 77);
}

/// The public key of a private key written as an integer: with a leading zero, or shorter than 48 bytes.
fn public_point(private: &[u8]) -> [u8; 97] {
    let padded = [&[0; 48], private].concat();
    let scalar = &padded[padded.len() - 48..];
    let public = p384::SecretKey::from_slice(scalar).unwrap().public_key();
    public.to_sec1_point(false).as_bytes().try_into().unwrap()
}
