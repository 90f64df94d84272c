//! The crate `yubihsm` as client: keys and wrapping.

use ed25519_zebra::VerificationKey;
use p384::elliptic_curve::Generate;
use p384::elliptic_curve::sec1::ToSec1Point;
use tamga_yubihsm_emulator::Emulator;
use x509_cert::certificate::Certificate;
use x509_cert::der::Decode;
use yubihsm::device::ErrorKind as Refusal;
use yubihsm::ecdh::UncompressedPoint;
use yubihsm::{Capability, Client, Domain, asymmetric, object, wrap};

use crate::client::{fresh, refusal};

fn generate(client: &Client, id: u16, capabilities: Capability, algorithm: asymmetric::Algorithm) {
    client.generate_asymmetric_key(id, object::Label::from("key"), Domain::DOM2, capabilities, algorithm).unwrap();
}

#[test]
fn p384_derives_the_same_secret_on_both_sides() {
    let (_emulator, client) = fresh();
    generate(&client, 0x21, Capability::DERIVE_ECDH, asymmetric::Algorithm::EcP384);
    let public = [&[4], client.get_public_key(0x21).unwrap().as_slice()].concat();
    let public = p384::PublicKey::from_sec1_bytes(&public).unwrap();
    let ours = p384::SecretKey::generate();
    let point = ours.public_key().to_sec1_point(false).as_bytes().to_vec();
    let theirs = client.derive_ecdh(0x21, UncompressedPoint::from_bytes(point.clone()).unwrap()).unwrap();
    let shared = p384::ecdh::diffie_hellman(ours.to_nonzero_scalar(), public.as_affine());
    assert_eq!(theirs.as_slice(), shared.raw_secret_bytes().as_slice());

    let mut off_curve = point;
    *off_curve.last_mut().unwrap() ^= 1;
    let refused = client.derive_ecdh(0x21, UncompressedPoint::from_bytes(off_curve).unwrap());
    assert_eq!(refusal(refused), Refusal::InvalidData);
}

#[test]
fn ed25519_signatures_verify() {
    let (_emulator, client) = fresh();
    generate(&client, 0x11, Capability::SIGN_EDDSA, asymmetric::Algorithm::Ed25519);
    let key: [u8; 32] = client.get_public_key(0x11).unwrap().as_slice().try_into().unwrap();
    let signature = client.sign_ed25519(0x11, b"statement".as_slice()).unwrap();
    let key = VerificationKey::try_from(key).unwrap();
    key.verify(&signature.to_bytes().into(), b"statement").unwrap();
    assert!(key.verify(&signature.to_bytes().into(), b"Statement").is_err());
    assert_eq!(refusal(client.sign_ecdsa_prehash_raw(0x11, [7; 32])), Refusal::InsufficientPermissions);
}

#[test]
fn a_key_without_the_capability_is_of_no_use_even_to_the_administrator() {
    let (_emulator, client) = fresh();
    generate(&client, 0x11, Capability::empty(), asymmetric::Algorithm::Ed25519);
    assert_eq!(refusal(client.sign_ed25519(0x11, b"x".as_slice())), Refusal::InsufficientPermissions);
}

#[test]
fn a_wrapped_seed_opens_under_its_key_only() {
    let (_emulator, client) = fresh();
    for id in [0x22, 0x32] {
        let capabilities = Capability::WRAP_DATA | Capability::UNWRAP_DATA;
        let label = object::Label::from("wrap");
        let none = Capability::empty();
        client.generate_wrap_key(id, label, Domain::DOM2, capabilities, none, wrap::Algorithm::Aes256Ccm).unwrap();
    }
    let seed = [0x5e; 64];
    let wrapped = client.wrap_data(0x22, seed.to_vec()).unwrap();
    assert_eq!(wrapped.ciphertext.len(), 1 + seed.len() + 16);
    assert_eq!(client.unwrap_data(0x22, wrapped.clone()).unwrap(), seed);
    assert_eq!(refusal(client.unwrap_data(0x32, wrapped.clone())), Refusal::InvalidData);
    let mut forged = wrapped;
    *forged.ciphertext.last_mut().unwrap() ^= 1;
    assert_eq!(refusal(client.unwrap_data(0x22, forged)), Refusal::InvalidData);
}

#[test]
fn the_attestation_chain_ends_at_a_root_that_says_emulator() {
    let (_emulator, client) = fresh();
    generate(&client, 0x21, Capability::DERIVE_ECDH, asymmetric::Algorithm::EcP384);
    let attested = client.sign_attestation_certificate(0x21, None).unwrap().into_vec();
    let [root, device, key] = [Emulator::root_certificate(), client.get_opaque(0).unwrap(), attested]
        .map(|der| Certificate::from_der(&der).unwrap());
    assert!(root.tbs_certificate().subject().to_string().contains("EMULATOR"));
    assert_eq!(device.tbs_certificate().issuer(), root.tbs_certificate().subject());
    assert_eq!(key.tbs_certificate().issuer(), device.tbs_certificate().subject());
    let public = client.get_public_key(0x21).unwrap();
    let named = key.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes().to_vec();
    assert_eq!(named, [&[4], public.as_slice()].concat());
}
