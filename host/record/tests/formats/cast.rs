//! Attestation, header and item.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::cast::{
    ATTESTATION_LEN, Attestation, HEADER_LEN, Header, ITEM_LEN_MAX, Item, ballot_info, cast_message,
};
use tamga_record::definition::ContestSet;

use crate::bytes::{digest, layout};

pub fn attestation() -> Attestation {
    Attestation {
        election: digest(0x11),
        region: 3,
        tag: [0x12; 16],
        credential: digest(0x13),
        counter: 2,
        issued_at: 1_730_836_799,
        flags: 0x0b,
        biometric: 1,
        base_date: 1_729_382_400,
        base_digest: digest(0x14),
        signature: [0x15; 64],
    }
}

pub fn header() -> Header {
    Header {
        election: digest(0x11),
        region: 3,
        contests: ContestSet::from_indices([0, 2]).unwrap(),
        tag: [0x12; 16],
        attestation_digest: attestation().digest(),
        inner_digest: digest(0x16),
        outer_digest: digest(0x17),
    }
}

/// An item whose outer part is one byte repeated.
pub fn item(outer: u8, len: usize) -> Item {
    Item { attestation: attestation(), header: header(), signature: [0x18; 64], outer: vec![outer; len] }
}

const ATTESTATION_UNSIGNED: [&str; 11] = [
    "'TAT1",
    "11x32",
    "0003",
    "12x16",
    "13x32",
    "00000002",
    "00000000672a793f",
    "0b",
    "01",
    "0000000067144800",
    "14x32",
];

fn attestation_bytes() -> Vec<u8> {
    [layout(&ATTESTATION_UNSIGNED), layout(&["15x64"])].concat()
}

fn header_bytes() -> Vec<u8> {
    let attestation_digest = hex::encode(sha3_256(&[&attestation_bytes()]));
    layout(&["'TCR1", "11x32", "0003", "05", "00x15", "12x16", &attestation_digest, "16x32", "17x32"])
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    assert_eq!(attestation().to_bytes(), attestation_bytes());
    assert_eq!(attestation_bytes().len(), ATTESTATION_LEN);
    assert_eq!(header().to_bytes(), header_bytes());
    assert_eq!(header_bytes().len(), HEADER_LEN);
    let bytes = [attestation_bytes(), header_bytes(), vec![0x18; 64], vec![0x19; 5]].concat();
    assert_eq!(item(0x19, 5).to_bytes(), bytes);
    assert_eq!(item(0x19, 5).digest(), sha3_256(&[&bytes]));
}

#[test]
fn what_is_signed_is_label_and_bytes() {
    let framed = [layout(&["14", "'tamga/attestation/v1"]), layout(&ATTESTATION_UNSIGNED)].concat();
    assert_eq!(attestation().message(), sha3_256(&[&framed]));
    let framed = [layout(&["0d", "'tamga/cast/v1"]), header_bytes()].concat();
    assert_eq!(cast_message(&header()), sha3_256(&[&framed]));
    assert_eq!(ballot_info(&digest(0x11), 3), layout(&["'tamga/ballot/v1", "11x32", "0003"]));
}

#[test]
fn all_parts_are_read_back() {
    assert_eq!(Attestation::parse(&attestation_bytes()), Ok(attestation()));
    assert_eq!(Header::parse(&header_bytes()), Ok(header()));
    for len in [0, 1, 3_000] {
        assert_eq!(Item::parse(&item(0x19, len).to_bytes()), Ok(item(0x19, len)));
    }
}

#[test]
fn undefined_verdicts_are_kept_for_admission_to_judge() {
    let mut odd = attestation();
    (odd.flags, odd.biometric) = (0xf0, 7);
    assert_eq!(Attestation::parse(&odd.to_bytes()), Ok(odd));
}

#[test]
fn other_first_bytes_lengths_and_trailing_bytes_are_refused() {
    let good = item(0x19, 0).to_bytes();
    for (at, name) in [(3, "TAT1"), (ATTESTATION_LEN + 3, "TCR1")] {
        let mut spoilt = good.clone();
        spoilt[at] = b'2';
        assert_eq!(Item::parse(&spoilt), Err(ByteFault::WrongFirstLine), "{name}");
        assert!(!Item::is_item(&spoilt), "{name}");
    }
    for len in 0..good.len() {
        assert_eq!(Item::parse(&good[..len]), Err(ByteFault::EndsEarly), "cut to {len}");
        assert!(!Item::is_item(&good[..len]));
    }
    assert!(Item::is_item(&good));
    let longest = item(0, ITEM_LEN_MAX - good.len()).to_bytes();
    assert!(Item::parse(&longest).is_ok());
    assert_eq!(Item::parse(&[longest.as_slice(), &[0]].concat()), Err(ByteFault::OverLimit));
    let long = [attestation_bytes(), vec![0]].concat();
    assert_eq!(Attestation::parse(&long), Err(ByteFault::TrailingBytes));
    assert_eq!(Attestation::parse(&long[..203]), Err(ByteFault::EndsEarly));
    let long = [header_bytes(), vec![0]].concat();
    assert_eq!(Header::parse(&long), Err(ByteFault::TrailingBytes));
    assert_eq!(Header::parse(&long[..165]), Err(ByteFault::EndsEarly));
}
