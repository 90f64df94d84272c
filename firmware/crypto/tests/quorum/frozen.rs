//! Bytes of key generation, opening and PINs, frozen: tokens, host and foreign verifiers must go on agreeing on them, so they never
//! change by accident. Made by this code once from a fixed seed; that they are right is for the other tests to show.

use serde_json::{Value, json};
use tamga_crypto::dkg::{GroupKey, Package, Purpose, Quorum, transcript_message};
use tamga_crypto::group::{RistrettoPoint, decode_point, encode_point};
use tamga_crypto::opening::verify_chunk_vartime;
use tamga_crypto::tdh2::PinCiphertext;

use crate::ceremony::Ceremony;
use crate::opening::{answer, context};

const FILE: &str = include_str!("../vectors/tamga/quorum-v1.json");
const LABEL: &[u8] = b"frozen label";
const SECRET: &[u8] = b"0123 4567";

fn frozen() -> Value {
    serde_json::from_str(FILE).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn points(value: &Value) -> Vec<RistrettoPoint> {
    bytes(value).chunks(32).map(|word| decode_point(word.try_into().unwrap()).unwrap()).collect()
}

fn hex_of(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    parts.into_iter().map(hex::encode).collect()
}

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Custody, 0x0074_616d_6761);
    let x = ceremony.group.public();
    let sums: Vec<(u32, RistrettoPoint)> = (64..67).map(|j| (j, RistrettoPoint::random(&mut ceremony.rng))).collect();
    let opened = answer(&mut ceremony, 2, 1, &sums);
    let pin = PinCiphertext::encrypt(&x, LABEL, SECRET, &mut ceremony.rng).unwrap();
    let shares = [1u8, 3].map(|i| {
        let (y, share) = (ceremony.verification_share(i), *ceremony.share(i));
        pin.share(i, &share, &y, &x, LABEL, &mut ceremony.rng).unwrap()
    });
    let made = json!({
        "about": frozen()["about"],
        "context": hex_of([ceremony.context.digest()]),
        "commitments": hex_of(&ceremony.commitments),
        "packages": hex_of(ceremony.packages.iter().map(Package::to_bytes)),
        "envelopes": hex_of(&ceremony.envelopes),
        "group_key": hex_of([ceremony.group.to_bytes()]),
        "transcript": hex_of([ceremony.transcript()]),
        "transcript_message": hex_of([transcript_message(&ceremony.transcript())]),
        "sums": hex_of(sums.iter().map(|(_, a)| encode_point(a))),
        "partial_decryptions": hex_of(opened.ds.iter().map(encode_point)),
        "chunk_proof": hex_of([opened.proof]),
        "pin": hex_of([pin.to_bytes()]),
        "pin_shares": hex_of(shares),
    });
    assert_eq!(made, frozen());
}

#[test]
fn frozen_packages_make_the_frozen_group_key() {
    let file = frozen();
    let quorum = Quorum::new(3, 2).unwrap();
    let packages: Vec<Package> =
        bytes(&file["packages"]).chunks(128).map(|bytes| Package::parse(bytes, quorum).unwrap()).collect();
    assert_eq!(GroupKey::from_packages(&packages).unwrap().to_bytes(), bytes(&file["group_key"]));
}

#[test]
fn a_frozen_answer_and_frozen_pin_shares_are_accepted() {
    let file = frozen();
    let group = GroupKey::from_bytes(&bytes(&file["group_key"]), Quorum::new(3, 2).unwrap()).unwrap();
    let sums: Vec<(u32, RistrettoPoint)> = (64..).zip(points(&file["sums"])).collect();
    let (ds, proof) = (points(&file["partial_decryptions"]), bytes(&file["chunk_proof"]));
    let y = group.verification_share(2);
    assert_eq!(verify_chunk_vartime(&context(2), 1, &y, &sums, &ds, &proof.try_into().unwrap()), Ok(()));

    let pin = PinCiphertext::from_bytes(bytes(&file["pin"]).try_into().unwrap());
    let shares = bytes(&file["pin_shares"]);
    let shares = [(1, shares[..96].try_into().unwrap()), (3, shares[96..].try_into().unwrap())];
    assert_eq!(&*pin.combine(&group.public(), LABEL, &shares, &group).unwrap(), SECRET);
}
