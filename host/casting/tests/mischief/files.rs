//! Chains and files: what is wrong with them, and with which word they stay outside.

use std::collections::BTreeMap;

use tamga_casting::mischief::{Fate, FileKind};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::ByteFault;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleError, BundleKind, BundleReader, ChainState};
use tamga_record::revocations::Revocations;

use crate::day::{imported, lines, read, records_of};
use crate::world::{ELECTION, Setup, World, key};

/// Why a bundle stays outside while no box is closed, in the order in which a reader notices it.
fn refusal(world: &World, untrusted_bundle: &[u8]) -> Option<&'static str> {
    let mut reader = match BundleReader::open(untrusted_bundle) {
        Ok(reader) => reader,
        Err(error) => return Some(word(&error)),
    };
    let (header, definition) = (reader.header().clone(), world.params.definition());
    if header.election != ELECTION {
        return Some("other-election");
    }
    if definition.region(header.region).is_none() {
        return Some("unknown-region");
    }
    if usize::from(header.collector) >= definition.collectors.len() {
        return Some("unknown-collector");
    }
    if header.kind == BundleKind::Late {
        return Some("not-late-yet");
    }
    loop {
        match reader.next_item() {
            Ok(Some(_)) => {}
            Ok(None) => break reader.finish(&key("collector").verifying_key()).err().as_ref().map(word),
            Err(error) => break Some(word(&error)),
        }
    }
}

fn word(error: &BundleError) -> &'static str {
    match error {
        BundleError::Bytes(ByteFault::EndsEarly) => "truncated",
        BundleError::Bytes(ByteFault::TrailingBytes) => "trailing-bytes",
        BundleError::Bytes(_) => "malformed",
        BundleError::Header => "bad-header",
        BundleError::Item { .. } => "bad-item",
        BundleError::Root => "bad-root",
        BundleError::Signature(_) => "bad-signature",
        _ => "another",
    }
}

#[test]
fn every_bundle_is_taken_or_refused_as_it_must_be() {
    let world = World::new(&Setup::default());
    for file in world.mischief.files().iter().filter(|file| file.file == FileKind::Bundle) {
        let expected = match file.fate {
            Fate::Refused(word) => Some(word),
            Fate::Taken | Fate::Again => None,
        };
        assert_eq!(refusal(&world, &file.bytes), expected, "{}", file.kind);
    }
    let again: Vec<_> = world.mischief.files().iter().filter(|file| file.fate == Fate::Again).collect();
    assert_eq!(again.len(), 1);
    assert!(world.mischief.files().iter().any(|file| file.fate == Fate::Taken && file.bytes == again[0].bytes));
}

#[test]
fn names_of_files_ascend_and_are_behind_those_of_bundles() {
    let world = World::new(&Setup::default());
    let names: Vec<&str> = world.mischief.files().iter().map(|file| file.name.as_str()).collect();
    assert!(names.is_sorted_by(|one, next| one < next));
    assert!(names.iter().all(|name| *name > "bundles/z"));
}

#[test]
fn counts_and_revocations_that_must_stay_outside_are_forged_and_the_others_signed() {
    let world = World::new(&Setup::default());
    let signed = |key: [u8; 32], message: [u8; 32], signature: [u8; 64]| {
        VerifyingKey::from_bytes(&key).unwrap().verify(&message, &Signature::from_bytes(signature)).is_ok()
    };
    let definition = world.params.definition();
    let of = |kind| world.mischief.files().iter().filter(move |file| file.file == kind);
    for file in of(FileKind::Counts) {
        let counts = AttestationCounts::parse(&file.bytes).unwrap();
        let is_ours = counts.election == ELECTION;
        assert_eq!(file.fate, Fate::Refused(if is_ours { "counts-signature" } else { "other-counts" }));
        assert_eq!(signed(definition.identity, counts.message(), counts.signature), !is_ours);
    }
    assert_eq!((of(FileKind::Counts).count(), of(FileKind::Revocations).count()), (2, 1));
    let forged = Revocations::parse(&of(FileKind::Revocations).next().unwrap().bytes).unwrap();
    assert!(!signed(definition.registrar, forged.message(), forged.signature));
    let revocations = world.mischief.revocations(ELECTION, &key("registrar")).unwrap();
    assert_eq!(Revocations::parse(&revocations.to_bytes()).unwrap(), revocations);
    assert!(signed(definition.registrar, revocations.message(), revocations.signature));
    assert!(revocations.tags.iter().all(|tag| !forged.tags.contains(tag)));
    assert!(signed(definition.identity, world.counts.message(), world.counts.signature));
}

#[test]
fn the_alarm_about_attestations_is_due_in_one_region_alone() {
    let world = World::new(&Setup::default());
    let overdrawn = (0u16..).zip(&world.counts.counts).filter(|(region, issued)| {
        let (in_box, _) = records_of(&world, *region);
        let good = in_box.iter().filter(|record| !record.reasons.has_red());
        let mut used: Vec<[u8; 32]> = good.map(|record| record.item.header.attestation_digest).collect();
        used.sort_unstable();
        used.dedup();
        used.len() > **issued as usize
    });
    let overdrawn: Vec<u16> = overdrawn.map(|(region, _)| region).collect();
    assert_eq!(overdrawn, [world.mischief.overdrawn().unwrap()]);
}

/// The state of the chain of a region, by the record's table.
fn state(world: &World, region: u16) -> ChainState {
    let bundles = imported(world, region);
    let mut state = ChainState::default();
    if !bundles.iter().any(|(header, _, _)| header.kind == BundleKind::Closing) {
        state.insert(ChainState::OPEN);
    }
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    for (header, _, _) in &bundles {
        *numbers.entry(header.number).or_default() += 1;
        if header.number == 1 {
            continue;
        }
        let mut before = bundles.iter().filter(|(other, _, _)| other.number + 1 == header.number);
        match before.find(|(_, digest, _)| *digest == header.previous) {
            None => state.insert(ChainState::GAP),
            Some((before, _, _)) if before.total + u64::from(header.items) != header.total => {
                state.insert(ChainState::CONTRADICTION);
            }
            Some((before, _, _)) => assert_eq!(before.kind, BundleKind::Records),
        }
    }
    if numbers.values().any(|variants| *variants > 1) {
        state.insert(ChainState::FORK);
    }
    state
}

#[test]
fn chains_are_broken_as_they_must_be_and_no_others() {
    let alone = Setup { regions: vec![Setup::default().regions[0].clone()], ..Setup::default() };
    for setup in [Setup::default(), alone] {
        let world = World::new(&setup);
        let mut expected: BTreeMap<u16, ChainState> = BTreeMap::new();
        expected.extend(world.mischief.chains().map(|chain| (chain.region, chain.state)));
        for region in 0..setup.regions.len() as u16 {
            assert_eq!(state(&world, region), expected.get(&region).copied().unwrap_or_default(), "region {region}");
        }
    }
}

#[test]
fn every_way_to_break_a_chain_is_there() {
    let world = World::new(&Setup::default());
    let mut all = ChainState::default();
    world.mischief.chains().for_each(|chain| all.insert(chain.state));
    assert_eq!(all.bits(), 15);
}

#[test]
fn late_bundles_continue_their_chain() {
    let world = World::new(&Setup::default());
    for (region, bundle) in &world.late {
        let last = read(world.bundles[region].last().unwrap());
        let (header, _, items) = read(bundle);
        assert_eq!((last.0.kind, header.kind), (BundleKind::Closing, BundleKind::Late));
        assert_eq!((header.number, header.previous), (last.0.number + 1, last.1));
        assert_eq!(header.total, last.0.total + items.len() as u64);
        let (_, late) = records_of(&world, *region);
        assert!(lines(&world, &late).iter().any(|line| line.counted));
    }
    assert_eq!(world.late.len(), 1);
}
