//! Seal keys of both algorithms.

use tamga_crypto::sign::SignatureError;
use tamga_record::note::{Note, NoteError, NoteLine, seal_key_hash};
use tamga_record::seal::{SEAL_ECDSA_P384, SEAL_ED25519, SealKey, SealSignature};

use crate::examples::{README, signing_key};

/// P-384 with SHA-384 and the message "sample" [RFC 6979, A.2.6].
const MESSAGE: &[u8] = b"sample";
const KEY: &str = "04\
    ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13\
    8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720";
const R: &str = "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46";
const S: &str = "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8";
/// The order of the group less s.
const OTHER_S: &str =
    "6610b514ea0e87315e01bf24d9fcec70ecf18bf5e69dbad9a727ea302393848fb4f04c6cd0423fdc7169525094629eab";
/// The order of the group [FIPS 186-5; SEC 2, 2.5.1].
const ORDER: &str = "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973";
/// The line of this signature under the name of an HSM `hsm-1`.
const LINE: &str = "\u{2014} tamga/hsm/hsm-1 5fysBpTtu5Kl7Liq1HNuVsaRkWs/iBQGZs6fpz1kxOqVrRM8gaZIFS5ErPluNt0egPq+\
    RpnvSusV8XjOof5A2yYDE48TDnQKGWJFJiA7Y1HQo6lPoynBRXhuZ557gscaOGKKyA==";

fn key() -> SealKey {
    SealKey::from_bytes(SEAL_ECDSA_P384, &hex::decode(KEY).unwrap()).unwrap()
}

fn signature(r: &str, s: &str) -> SealSignature {
    SealSignature::from_bytes(&hex::decode([r, s].concat()).unwrap()).unwrap()
}

#[test]
fn the_signature_of_rfc_6979_checks_with_either_s() {
    assert_eq!(key().verify(MESSAGE, &signature(R, S)), Ok(()));
    assert_eq!(key().verify(MESSAGE, &signature(R, OTHER_S)), Ok(()));
    assert_eq!((key().algorithm(), hex::encode(key().to_bytes())), (2, KEY.to_owned()));
}

#[test]
fn other_messages_keys_and_numbers_out_of_range_are_refused() {
    let refused = Err(SignatureError::BadSignature);
    assert_eq!(key().verify(b"sample2", &signature(R, S)), refused);
    let zero = "00".repeat(48);
    let beyond = "ff".repeat(48);
    for (r, s) in [(&*zero, S), (R, &*zero), (ORDER, S), (R, ORDER), (&*beyond, S), (R, &*beyond), (S, R)] {
        assert_eq!(key().verify(MESSAGE, &signature(r, s)), refused, "{r} {s}");
    }
    // The generator of P-384 is a key too, but of somebody else.
    let generator = hex::decode(crate::keys::P384_GENERATOR).unwrap();
    let other = SealKey::from_bytes(SEAL_ECDSA_P384, &generator).unwrap();
    assert_eq!(other.verify(MESSAGE, &signature(R, S)), refused);
}

#[test]
fn a_signature_of_the_other_algorithm_is_refused() {
    let signer = signing_key(0x41);
    let ed25519 = SealKey::from_bytes(SEAL_ED25519, &signer.verifying_key().to_bytes()).unwrap();
    let signed = SealSignature::Ed25519(signer.sign(MESSAGE).to_bytes());
    assert_eq!(ed25519.verify(MESSAGE, &signed), Ok(()));
    assert_eq!(key().verify(MESSAGE, &signed), Err(SignatureError::BadSignature));
    assert_eq!(ed25519.verify(MESSAGE, &signature(R, S)), Err(SignatureError::BadSignature));
}

#[test]
fn lengths_that_no_algorithm_has_are_refused() {
    for len in [0, 63, 65, 95, 97] {
        assert_eq!(SealSignature::from_bytes(&vec![1; len]), None, "{len}");
    }
    let bytes = hex::decode(KEY).unwrap();
    let refused = |algorithm, bytes: &[u8]| SealKey::from_bytes(algorithm, bytes) == Err(SignatureError::BadKey);
    for algorithm in [0, 1, 3, 255] {
        assert!(refused(algorithm, &bytes), "{algorithm}");
    }
    assert!(refused(2, &bytes[..96]) && refused(2, &[&bytes[..], &[0]].concat()));
    assert!(refused(2, &[&[2], &bytes[1..49]].concat()), "compressed");
    let mut off_the_curve = bytes.clone();
    off_the_curve[96] ^= 1;
    assert!(refused(2, &off_the_curve));
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert!(refused(1, &neutral), "anyone can sign for the neutral element");
}

#[test]
fn a_note_line_of_ecdsa_is_that_of_the_readme() {
    assert!(README.contains(LINE));
    let line = NoteLine::of_hsm("hsm-1", &key(), signature(R, S));
    assert_eq!(line.to_string(), LINE);
    assert_eq!(seal_key_hash("tamga/hsm/hsm-1", &key()), [0xe5, 0xfc, 0xac, 0x06]);
    assert_eq!(line.verify_seal(&key(), MESSAGE), Ok(()));
    let note = format!("sample\n\n{LINE}\n");
    assert_eq!(Note::parse(note.as_bytes()).unwrap().signatures, std::slice::from_ref(&line));
    let mut renamed = line.clone();
    renamed.name = "tamga/hsm/hsm-2".to_owned();
    assert_eq!(renamed.verify_seal(&key(), MESSAGE), Err(SignatureError::BadKey));
    let ed25519 = signing_key(0x41).verifying_key();
    assert_eq!(line.verify(&ed25519, MESSAGE), Err(SignatureError::BadKey));
    // Three bytes less.
    let short = note.replace("yA==\n", "\n");
    assert_eq!(Note::parse(short.as_bytes()), Err(NoteError::Line { line: 0 }));
}
