//! Bytes of a ballot, frozen: they are what voters' devices and foreign verifiers make and read, so they never change by
//! accident. Made by this code once from a fixed seed; that they are right is for the other tests to show.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;
use tamga_crypto::elgamal::ElectionKey;
use tamga_crypto::group::{RistrettoPoint, encode_point};
use tamga_crypto::marks::{BallotContext, encrypt_marks, verify_marks_vartime};

const FILE: &str = include_str!("../vectors/tamga/marks-v1.json");

fn context() -> BallotContext {
    BallotContext { election: [0x11; 32], region: 0x2233, tag: [0x44; 16], credential_key: [0x55; 32] }
}

fn frozen(name: &str) -> Vec<u8> {
    let file: Value = serde_json::from_str(FILE).unwrap();
    hex::decode(file[name].as_str().unwrap()).unwrap()
}

#[test]
fn the_same_seed_makes_the_same_marks() {
    let mut rng = ChaCha20Rng::from_seed([0x66; 32]);
    let p = encode_point(&RistrettoPoint::random(&mut rng));
    let key = ElectionKey::from_bytes(&p).unwrap();
    let marks = encrypt_marks(&key, &context(), 0x7788, &[false, true], 1, &mut rng).unwrap();
    assert_eq!(hex::encode(p), hex::encode(frozen("key")));
    assert_eq!(hex::encode(marks), hex::encode(frozen("marks")));
}

#[test]
fn frozen_marks_are_accepted() {
    let key = ElectionKey::from_bytes(&frozen("key").try_into().unwrap()).unwrap();
    let ciphertexts = verify_marks_vartime(&key, &context(), 0x7788, 2, 1, &frozen("marks")).unwrap();
    let given: Vec<u8> = ciphertexts.iter().flat_map(|ciphertext| ciphertext.to_bytes()).collect();
    assert_eq!(given, frozen("ciphertexts"));
}
