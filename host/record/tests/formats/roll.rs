//! `tamga/roll/v1` and `tamga/links/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::definition::{ContestSet, HeldStatus};
use tamga_record::roll::{Link, LinkEntry, Links, Roll, RollEntry, RollError};

use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::{large_definition, readme_block};

fn entry(tag: u8, region: u16, contests: &[u16], default: HeldStatus) -> RollEntry {
    RollEntry {
        tag: [tag; 16],
        region,
        contests: ContestSet::from_indices(contests.iter().copied()).unwrap(),
        default,
        credential: digest(0x51),
        certificate: [0x52; 64],
        link_digest: digest(0),
    }
}

fn roll() -> Roll {
    let entries = vec![entry(1, 0, &[0, 1], HeldStatus::Green), entry(2, 3, &[1], HeldStatus::Yellow)];
    Roll { definition: digest(0xdd), entries }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let bytes = layout(&[
        "'tamga/roll/v1\n",
        "DDx32",
        "00000002",
        "01x16",
        "0000",
        "03",
        "00x15",
        "00",
        "51x32",
        "52x64",
        "00x32",
        "02x16",
        "0003",
        "02",
        "00x15",
        "02",
        "51x32",
        "52x64",
        "00x32",
    ]);
    assert_eq!(bytes.len(), 14 + 32 + 4 + 2 * 163);
    assert_eq!(roll().to_bytes(), bytes);
    assert_eq!(Roll::parse(&bytes), Ok(roll()));
    assert_eq!(roll().digest(), sha3_256(&[&bytes]));
    refuses_spoilt(&bytes, Roll::parse);
}

#[test]
fn a_voter_is_found_by_tag() {
    assert_eq!(roll().find(&[2; 16]).unwrap().region, 3);
    assert_eq!(roll().find(&[3; 16]), None);
}

#[test]
fn the_certificate_covers_the_bytes_that_the_readme_names() {
    let (entry, definition) = (entry(7, 3, &[9], HeldStatus::Blue), digest(0xdd));
    let framed =
        layout(&["13", "'tamga/credential/v1", "DDx32", "07x16", "0003", "00 02", "00x14", "01", "51x32", "00x32"]);
    assert_eq!(entry.certificate_message(&definition), sha3_256(&[&framed]));
}

#[test]
fn tags_that_do_not_ascend_are_refused() {
    let mut descending = roll();
    descending.entries.reverse();
    assert_eq!(Roll::parse(&descending.to_bytes()), Err(RollError::Order));
    let mut twice = roll();
    twice.entries[1].tag = twice.entries[0].tag;
    assert_eq!(Roll::parse(&twice.to_bytes()), Err(RollError::Order));
}

#[test]
fn an_unknown_default_and_a_false_count_are_refused() {
    let mut bytes = roll().to_bytes();
    let default_at = 14 + 32 + 4 + 16 + 2 + 16;
    bytes[default_at] = 3;
    assert_eq!(Roll::parse(&bytes), Err(RollError::Default));
    let mut bytes = roll().to_bytes();
    bytes[14 + 32..14 + 36].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(Roll::parse(&bytes), Err(ByteFault::EndsEarly.into()));
    bytes[14 + 32..14 + 36].copy_from_slice(&1u32.to_be_bytes());
    assert_eq!(Roll::parse(&bytes), Err(ByteFault::TrailingBytes.into()));
}

#[test]
fn a_roll_that_does_not_fit_its_definition_is_refused() {
    let mut definition = large_definition();
    for (region, registered) in definition.regions.iter_mut().zip([1, 0, 0, 1]) {
        region.registered = registered;
    }
    let mut fitting = roll();
    fitting.definition = definition.digest();
    assert_eq!(fitting.check(&definition), Ok(()));
    assert_eq!(roll().check(&definition), Err(RollError::OtherDefinition));
    let spoil = |tweak: fn(&mut RollEntry)| {
        let mut spoilt = fitting.clone();
        tweak(&mut spoilt.entries[1]);
        spoilt.check(&definition)
    };
    assert_eq!(spoil(|entry| entry.region = 4), Err(RollError::Entry { entry: 1 }), "a region that is not");
    let island_has_no_council = spoil(|entry| entry.region = 2);
    assert_eq!(island_has_no_council, Err(RollError::Entry { entry: 1 }));
    assert_eq!(spoil(|entry| entry.contests = ContestSet::default()), Err(RollError::Entry { entry: 1 }));
    let moved = spoil(|entry| entry.region = 1);
    assert_eq!(moved, Err(RollError::Registered { region: 1, entries: 1, registered: 0 }));
}

fn links() -> Links {
    let link = Link { keys: vec![vec![0xaa; 3], vec![0xbb; 2]], sealed: vec![0xcc; 4] };
    Links { definition: digest(0xdd), entries: vec![LinkEntry { tag: [1; 16], link }] }
}

#[test]
fn links_have_the_bytes_of_the_readme() {
    let link = layout(&["02", "0003", "AAx3", "0002", "BBx2", "0004", "CCx4"]);
    let bytes = [layout(&["'tamga/links/v1\n", "DDx32", "00000001", "01x16", "0010"]), link.clone()].concat();
    assert_eq!(links().to_bytes(), bytes);
    assert_eq!(Links::parse(&bytes), Ok(links()));
    assert_eq!(Link::parse(&link), Ok(links().entries[0].link.clone()));
    let framed = [layout(&["14", "'tamga/link-digest/v1"]), link].concat();
    assert_eq!(links().entries[0].link.digest(), sha3_256(&[&framed]));
    refuses_spoilt(&bytes, Links::parse);
}

#[test]
fn links_out_of_order_or_with_too_many_keys_are_refused() {
    let mut twice = links();
    twice.entries.push(twice.entries[0].clone());
    assert_eq!(Links::parse(&twice.to_bytes()), Err(RollError::Order));
    let mut many = links();
    many.entries[0].link.keys = vec![vec![1]; 9];
    assert_eq!(Links::parse(&many.to_bytes()), Err(ByteFault::OverLimit.into()));
}

#[test]
fn contexts_of_links_are_label_definition_and_tag() {
    assert_eq!(Link::info(&digest(0xdd), &[1; 16]), layout(&["'tamga/identity-link/v1", "DDx32", "01x16"]));
    assert_eq!(Link::aad(&digest(0xdd), &[1; 16]), layout(&["DDx32", "01x16"]));
}

#[test]
fn the_empty_roll_of_the_readme_is_read() {
    let line = readme_block("74616d67612f726f6c6c").lines().next().unwrap();
    let roll = Roll::parse(&layout(&[line])).unwrap();
    assert_eq!(roll.entries, []);
    assert_eq!(roll.definition, crate::examples::definition().digest());
}
