//! `tamga/bundle/v1` and `tamga/attestation-counts/v1`.

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::ByteFault;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{
    BundleError, BundleHeader, BundleKind, BundleReader, ChainState, bundle_path, write_bundle,
};
use tamga_record::cast::ITEM_LEN_MAX;

use crate::bytes::{digest, layout, other_version, refuses_spoilt, replaced};
use crate::cast::item;
use crate::examples::{README, readme_block, signing_key};

const COLLECTOR: u8 = 0x77;

fn header() -> BundleHeader {
    BundleHeader {
        election: digest(0x11),
        region: 3,
        collector: 1,
        number: 2,
        previous: digest(0x22),
        kind: BundleKind::Records,
        items: 2,
        total: 7,
    }
}

fn items() -> [Vec<u8>; 2] {
    [item(0x31, 3).to_bytes(), item(0x32, 4).to_bytes()]
}

fn bundle() -> (Vec<u8>, Digest) {
    let mut file = Vec::new();
    let digest = write_bundle(&mut file, &header(), &items(), &signing_key(COLLECTOR)).unwrap();
    (file, digest)
}

fn read(untrusted: &[u8]) -> Result<(BundleHeader, Vec<Vec<u8>>, Digest), BundleError> {
    let mut reader = BundleReader::open(untrusted)?;
    let mut items = Vec::new();
    while let Some(item) = reader.next_item()? {
        items.push(item);
    }
    let header = reader.header().clone();
    Ok((header, items, reader.finish(&signing_key(COLLECTOR).verifying_key())?))
}

fn header_bytes() -> Vec<u8> {
    layout(&["'tamga/bundle/v1\n", "11x32", "0003", "0001", "00000002", "22x32", "00", "00000002", "0000000000000007"])
}

/// The root of a tree of two leaves, as RFC 6962 writes it.
fn root_of_two(items: &[Vec<u8>; 2]) -> Digest {
    let [left, right] = items.each_ref().map(|item| sha3_256(&[&[0], item]));
    sha3_256(&[&[1], &left, &right])
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let ([first, second], root) = (items(), root_of_two(&items()));
    let framed = [layout(&["0f", "'tamga/bundle/v1"]), header_bytes(), root.to_vec()].concat();
    let signature = signing_key(COLLECTOR).sign(&sha3_256(&[&framed])).to_bytes();
    let lengths = [layout(&["000001b5"]), layout(&["000001b6"])];
    let parts = [&header_bytes(), &lengths[0], &first, &lengths[1], &second, root.as_slice(), &signature];
    let (file, bundle_digest) = bundle();
    assert_eq!(file, parts.concat());
    let framed = [layout(&["16", "'tamga/bundle-digest/v1"]), header_bytes(), root.to_vec()].concat();
    assert_eq!(bundle_digest, sha3_256(&[&framed]));
}

#[test]
fn a_bundle_is_read_back_item_by_item() {
    let (file, bundle_digest) = bundle();
    assert_eq!(read(&file).unwrap(), (header(), items().to_vec(), bundle_digest));
}

#[test]
fn a_bundle_that_ends_early_or_late_or_is_of_another_version_is_refused() {
    let (file, _) = bundle();
    for len in 0..file.len() {
        assert!(matches!(read(&file[..len]), Err(BundleError::Bytes(ByteFault::EndsEarly))), "cut to {len}");
    }
    let longer = [file.as_slice(), &[0]].concat();
    assert!(matches!(read(&longer), Err(BundleError::Bytes(ByteFault::TrailingBytes))));
    assert!(matches!(read(&other_version(&file)), Err(BundleError::Bytes(ByteFault::WrongFirstLine))));
}

#[test]
fn every_flipped_byte_of_a_bundle_is_noticed() {
    let (file, _) = bundle();
    for at in 0..file.len() {
        let mut spoilt = file.clone();
        spoilt[at] ^= 1;
        assert!(read(&spoilt).is_err(), "byte {at}");
    }
}

#[test]
fn items_that_are_none_are_refused() {
    let (file, _) = bundle();
    let is_item_1 = |result: Result<_, BundleError>| matches!(result, Err(BundleError::Item { item: 1 }));
    let second = items()[1].clone();
    let spoil = |old: &[u8], new: &[u8]| replaced(&file, &[old, &second[..4]].concat(), new);
    assert!(is_item_1(read(&spoil(&[0, 0, 1, 0xb6], b"\x00\x00\x01\xb6TAT2"))), "another magic");
    assert!(is_item_1(read(&spoil(&[0, 0, 1, 0xb6], b"\x00\x00\x01\xb1TAT1"))), "433 bytes");
    let too_long = u32::try_from(ITEM_LEN_MAX + 1).unwrap().to_be_bytes();
    assert!(is_item_1(read(&spoil(&[0, 0, 1, 0xb6], &[too_long.as_slice(), b"TAT1"].concat()))), "over the limit");
}

#[test]
fn headers_that_contradict_themselves_are_refused() {
    type Tweak = fn(&mut BundleHeader);
    let cases: [(&str, Tweak); 7] = [
        ("number 0", |h| h.number = 0),
        ("number 1 with one before it", |h| h.number = 1),
        ("number 2 without one before it", |h| h.previous = [0; 32]),
        ("total below the items", |h| h.total = 1),
        ("number 1 with a total above its items", |h| {
            h.number = 1;
            h.previous = [0; 32];
        }),
        ("closing with items", |h| h.kind = BundleKind::Closing),
        ("closing number 1 with a total", |h| {
            (h.number, h.previous, h.kind, h.items) = (1, [0; 32], BundleKind::Closing, 0);
        }),
    ];
    for (name, tweak) in cases {
        let mut header = header();
        tweak(&mut header);
        assert!(matches!(BundleHeader::parse(&header.to_bytes()), Err(BundleError::Header)), "{name}");
        let written = write_bundle(&mut Vec::new(), &header, &items(), &signing_key(COLLECTOR));
        assert!(written.is_err(), "{name}");
    }
    let mut too_many = header();
    (too_many.items, too_many.total) = ((1 << 20) + 1, 1 << 30);
    let refused = BundleHeader::parse(&too_many.to_bytes());
    assert!(matches!(refused, Err(BundleError::Bytes(ByteFault::OverLimit))));
    let mut bytes = header_bytes();
    bytes[16 + 32 + 2 + 2 + 4 + 32] = 3;
    assert!(matches!(BundleHeader::parse(&bytes), Err(BundleError::Bytes(ByteFault::NotCanonical))), "an unknown kind");
}

#[test]
fn a_bundle_of_another_collector_is_refused() {
    let (file, _) = bundle();
    let mut reader = BundleReader::open(file.as_slice()).unwrap();
    while reader.next_item().unwrap().is_some() {}
    let refused = reader.finish(&signing_key(0x78).verifying_key());
    assert!(matches!(refused, Err(BundleError::Signature(_))));
}

#[test]
fn a_bundle_is_not_finished_before_all_items_are_read() {
    let (file, _) = bundle();
    let mut reader = BundleReader::open(file.as_slice()).unwrap();
    reader.next_item().unwrap();
    let refused = reader.finish(&signing_key(COLLECTOR).verifying_key());
    assert!(matches!(refused, Err(BundleError::ItemCount)));
}

#[test]
fn swapped_items_are_refused_by_the_root() {
    let (file, _) = bundle();
    let swapped = {
        let [a, b] = items();
        [b, a]
    };
    let mut other = Vec::new();
    write_bundle(&mut other, &header(), &swapped, &signing_key(COLLECTOR)).unwrap();
    let tail = file.len() - 96;
    let mixed = [&other[..tail], &file[tail..]].concat();
    assert!(matches!(read(&mixed), Err(BundleError::Root)));
}

#[test]
fn writing_refuses_what_reading_would() {
    let write = |items: &[Vec<u8>]| write_bundle(&mut Vec::new(), &header(), items, &signing_key(COLLECTOR));
    assert!(matches!(write(&items()[..1]), Err(BundleError::ItemCount)));
    assert!(matches!(write(&[items()[0].clone(), vec![0; 500]]), Err(BundleError::Item { item: 1 })));
}

#[test]
fn the_closing_header_of_the_readme_is_read() {
    let line = readme_block("74616d67612f726f6c6c").lines().nth(2).unwrap();
    let header = BundleHeader::parse(&layout(&[line])).unwrap();
    assert_eq!((header.kind, header.number, header.items, header.total), (BundleKind::Closing, 2, 0, 1));
    let closing = write_bundle(&mut Vec::new(), &header, &[] as &[Vec<u8>], &signing_key(COLLECTOR));
    assert_eq!(closing.unwrap(), header.digest(&sha3_256(&[])), "the root of nothing is the hash of nothing");
}

#[test]
fn paths_have_six_digits_or_more() {
    assert_eq!(bundle_path("adams", "collector-1", 1, 1), "bundles/adams/collector-1-000001.tamga");
    assert_eq!(bundle_path("adams", "c", 12_345_678, 1), "bundles/adams/c-12345678.tamga");
    assert_eq!(bundle_path("adams", "collector-1", 1, 16), "bundles/adams/collector-1-000001.16.tamga");
}

#[test]
fn a_late_bundle_is_of_kind_two_and_carries_records() {
    let late = BundleHeader { kind: BundleKind::Late, ..header() };
    let bytes = layout(&["'tamga/bundle/v1\n", "11x32", "0003 0001 00000002", "22x32", "02 00000002 0000000000000007"]);
    assert_eq!(late.to_bytes(), bytes);
    assert_eq!(BundleHeader::parse(&bytes).unwrap(), late);
    assert!(write_bundle(&mut Vec::new(), &late, &items(), &signing_key(COLLECTOR)).is_ok());
}

#[test]
fn the_state_of_a_chain_has_the_bits_and_words_of_the_readme() {
    let table = README.split("| bit | word | set when |\n|---|---|---|\n").nth(1).unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let mut all = ChainState::complete();
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let state = ChainState::from_bits(cells[1].parse().unwrap()).unwrap();
        assert_eq!(state.words(), [cells[2].trim_matches('`')]);
        assert!(!all.contains(state) && !state.is_complete());
        all.insert(state);
        count += 1;
    }
    assert_eq!((count, all.bits(), all.to_string().as_str()), (4, 15, "open,gap,fork,contradiction"));
    assert_eq!(ChainState::from_bits(16), None);
    assert!(ChainState::complete().is_complete() && ChainState::complete().words().is_empty());
    assert!(all.contains(ChainState::OPEN) && all.contains(ChainState::CONTRADICTION));
}

#[test]
fn attestation_counts_have_the_bytes_of_the_readme() {
    let counts = AttestationCounts { election: digest(0x11), counts: vec![5, 0x0102_0304], signature: [0x44; 64] };
    let unsigned = layout(&["'tamga/attestation-counts/v1\n", "11x32", "0002", "00000005", "01020304"]);
    let bytes = [unsigned.clone(), vec![0x44; 64]].concat();
    assert_eq!(counts.to_bytes(), bytes);
    assert_eq!(counts.digest(), sha3_256(&[&bytes]));
    let framed = [layout(&["1b", "'tamga/attestation-counts/v1"]), unsigned].concat();
    assert_eq!(counts.message(), sha3_256(&[&framed]));
    assert_eq!(AttestationCounts::parse(&bytes), Ok(counts));
    refuses_spoilt(&bytes, AttestationCounts::parse);
}
