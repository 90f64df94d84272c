use p384::elliptic_curve::sec1::ToSec1Point;
use tamga_crypto::hpke::mlkem;

use super::*;
use crate::streams::Streams;

/// An escrow key in software: what an HSM holds, both halves.
struct Escrow {
    p384: p384::SecretKey,
    mlkem_seed: [u8; 64],
    public: PublicKey,
}

fn escrow(byte: u8) -> Escrow {
    let p384 = p384::SecretKey::from_slice(&[byte; 48]).unwrap();
    let mlkem_seed = [byte; 64];
    let mut point = [0u8; 97];
    point.copy_from_slice(p384.public_key().to_sec1_point(false).as_bytes());
    let ek = mlkem::SecretKey::from_seed(&mlkem_seed).public();
    let public = PublicKey::from_halves(&ek, &point).unwrap();
    Escrow { p384, mlkem_seed, public }
}

fn take<'a>(rest: &mut &'a [u8], len: usize) -> &'a [u8] {
    let (head, tail) = rest.split_at(len);
    *rest = tail;
    head
}

fn take_blob16<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let len = take(rest, 2);
    take(rest, usize::from(u16::from_be_bytes([len[0], len[1]])))
}

/// Opens a link as the README of the record says, with the escrow key of HSM number `hsm`.
fn open(link: &Link, definition: &Digest, tag: &[u8; 16], hsm: usize, key: &Escrow) -> Option<Vec<u8>> {
    let bytes = link.to_bytes();
    let mut rest = bytes.as_slice();
    let hsms = usize::from(take(&mut rest, 1)[0]);
    let wrapped: Vec<&[u8]> = (0..hsms).map(|_| take_blob16(&mut rest)).collect();
    let (nonce, body) = take_blob16(&mut rest).split_first_chunk::<12>().unwrap();
    assert!(rest.is_empty());
    let halves = hybrid::split(wrapped[hsm]).unwrap();
    let peer = p384::PublicKey::from_sec1_bytes(&halves.peer_point()).unwrap();
    let shared = p384::ecdh::diffie_hellman(key.p384.to_nonzero_scalar(), peer.as_affine());
    let x: [u8; 48] = (*shared.raw_secret_bytes()).into();
    let info: [&[u8]; 3] = [b"tamga/identity-link/v1", definition, tag];
    let aes: [u8; 32] = hybrid::open(&halves, &x, &key.mlkem_seed, &key.public, &info).ok()?[..].try_into().ok()?;
    let aad = [definition.as_slice(), tag].concat();
    Aes256Gcm::new(&aes.into()).decrypt(&Nonce::from(*nonce), Payload { msg: body, aad: &aad }).ok()
}

const DEFINITION: Digest = [3; 32];
const TAG: [u8; 16] = [4; 16];

fn sealed(keys: &[PublicKey]) -> Link {
    let person = Person::new(*b"850101300123", String::from("+77010000000")).unwrap();
    let mut rng = Streams::new([9; 32]).stream("link", 0);
    seal_identity_link(&DEFINITION, &TAG, &person, keys, &mut rng).unwrap()
}

#[test]
fn each_escrow_key_alone_opens_a_link() {
    let (first, second) = (escrow(1), escrow(2));
    let link = sealed(&[first.public.clone(), second.public.clone()]);
    let clear = b"850101300123\x0c+77010000000".to_vec();
    assert_eq!(open(&link, &DEFINITION, &TAG, 0, &first), Some(clear.clone()));
    assert_eq!(open(&link, &DEFINITION, &TAG, 1, &second), Some(clear));
}

#[test]
fn a_link_opens_for_no_other_tag_definition_or_key() {
    let (first, second) = (escrow(1), escrow(2));
    let link = sealed(std::slice::from_ref(&first.public));
    assert_eq!(open(&link, &DEFINITION, &[5; 16], 0, &first), None);
    assert_eq!(open(&link, &[4; 32], &TAG, 0, &first), None);
    assert_eq!(open(&link, &DEFINITION, &TAG, 0, &second), None);
}

#[test]
fn a_link_to_nobody_is_refused() {
    let person = Person::synthetic(&mut Streams::new([9; 32]).stream("person", 0));
    let mut rng = Streams::new([9; 32]).stream("link", 0);
    let refused = seal_identity_link(&DEFINITION, &TAG, &person, &[], &mut rng);
    assert_eq!(refused, Err(LinkError::Recipients(0)));
}

#[test]
fn a_person_without_digits_or_with_a_strange_phone_is_refused() {
    let iin = Person::new(*b"85010130012x", String::from("+77010000000"));
    assert!(matches!(iin, Err(LinkError::Iin)));
    for phone in ["", "+7 701", "+77010000000000000"] {
        let refused = Person::new(*b"850101300123", String::from(phone));
        assert!(matches!(refused, Err(LinkError::Phone)), "{phone}");
    }
}

#[test]
fn a_synthetic_person_has_a_date_of_birth_that_nobody_has() {
    let person = Person::synthetic(&mut Streams::new([9; 32]).stream("person", 0));
    let bytes = person.to_bytes();
    assert_eq!(&bytes[..6], b"000000");
    assert_eq!(&bytes[12..15], b"\x0c+0");
    assert!(Person::new(bytes[..12].try_into().unwrap(), String::from_utf8(bytes[13..].to_vec()).unwrap()).is_ok());
}

#[test]
fn the_debug_form_of_a_person_shows_nothing() {
    let person = Person::synthetic(&mut Streams::new([9; 32]).stream("person", 0));
    assert_eq!(format!("{person:?}"), "Person");
}
