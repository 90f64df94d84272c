//! Bundles that are not what they should be, each by itself.

use proptest::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{Sha3Tree, root};
use tamga_record::ByteFault;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleError, BundleHeader, BundleKind, write_bundle};
use tamga_tally::import::{Import, ImportError, Taken};
use tamga_tally::source::BundlePlace;

use crate::store::Store;
use crate::world::{Setup, World, key};

pub const FIRST: BundlePlace = BundlePlace { region: 0, collector: 0, number: 1, variant: 1 };
pub const SECOND: BundlePlace = BundlePlace { region: 0, collector: 0, number: 2, variant: 1 };

/// Six records of north in two bundles and the closing one; south and east are empty.
pub fn six(world: &World) -> Store {
    let items = (0..6).map(|place| world.cast(world.voter(0, place), 1)).collect();
    world.store(&[items, vec![], vec![]])
}

/// Imports bundles in this order; the first refusal.
fn refusal<'b>(world: &World, bundles: impl IntoIterator<Item = &'b Vec<u8>>) -> Option<ImportError> {
    let mut import = Import::begin(&world.election, &world.acts);
    bundles.into_iter().find_map(|bundle| import.bundle(bundle.as_slice()).err())
}

/// Header of a bundle of no records: number 1 of north's chain of the first collector, unless a test says otherwise.
pub fn header(world: &World) -> BundleHeader {
    BundleHeader {
        election: *world.election.id(),
        region: 0,
        collector: 0,
        number: 1,
        previous: [0; 32],
        kind: BundleKind::Records,
        items: 0,
        total: 0,
    }
}

/// A bundle of no records, signed by the first collector, and its digest.
pub fn signed(world: &World, header: &BundleHeader) -> (Vec<u8>, Digest) {
    let mut bundle = Vec::new();
    let none: [&[u8]; 0] = [];
    write_bundle(&mut bundle, header, &none, &key(&world.streams, "collector", 0)).unwrap();
    (bundle, header.digest(&root::<Sha3Tree>(&[])))
}

fn changed(world: &World, change: impl FnOnce(&mut BundleHeader)) -> Vec<u8> {
    let mut header = header(world);
    change(&mut header);
    signed(world, &header).0
}

/// Every byte of a bundle is under its digest, its root or its signature.
#[test]
fn a_bundle_with_any_byte_changed_is_refused() {
    let world = World::new(&Setup::default());
    let store = world.store(&[vec![world.cast(world.voter(0, 0), 1)], vec![], vec![]]);
    let bundle = &store.bundles[&FIRST];
    for place in (0..bundle.len()).step_by(7) {
        let mut changed = bundle.clone();
        changed[place] ^= 1;
        assert!(refusal(&world, [&changed]).is_some(), "byte {place}");
    }
}

#[test]
fn a_bundle_cut_short_or_too_long_is_refused() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let bundle = &store.bundles[&FIRST];
    for len in [0, 15, 100, 101, 500, bundle.len() - 97, bundle.len() - 1] {
        let refused = refusal(&world, [&bundle[..len].to_vec()]);
        assert!(matches!(refused, Some(ImportError::Bundle(BundleError::Bytes(_)))), "{len} bytes: {refused:?}");
    }
    let longer = [bundle.as_slice(), &[0]].concat();
    let refused = refusal(&world, [&longer]);
    assert!(matches!(refused, Some(ImportError::Bundle(BundleError::Bytes(ByteFault::TrailingBytes)))));
}

#[test]
fn a_bundle_that_is_not_of_this_election_is_refused() {
    let world = World::new(&Setup::default());
    let other = changed(&world, |header| header.election = [1; 32]);
    assert!(matches!(refusal(&world, [&other]), Some(ImportError::OtherElection)));
    let nowhere = changed(&world, |header| header.region = 3);
    assert!(matches!(refusal(&world, [&nowhere]), Some(ImportError::UnknownRegion { region: 3 })));
    let nobody = changed(&world, |header| header.collector = 2);
    assert!(matches!(refusal(&world, [&nobody]), Some(ImportError::UnknownCollector { collector: 2 })));
    let not_his = changed(&world, |header| header.collector = 1);
    assert!(matches!(refusal(&world, [&not_his]), Some(ImportError::Bundle(BundleError::Signature(_)))));
}

#[test]
fn a_late_bundle_of_an_open_region_is_refused() {
    let world = World::new(&Setup::default());
    let late = changed(&world, |header| header.kind = BundleKind::Late);
    let refused = refusal(&world, [&late]);
    assert!(matches!(refused, Some(ImportError::NotLateYet { region: 0, collector: 0, number: 1 })));
}

#[test]
fn the_same_bundle_again_changes_nothing() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let mut import = Import::begin(&world.election, &world.acts);
    for bundle in store.bundles.values() {
        assert!(matches!(import.bundle(bundle.as_slice()), Ok(Taken::New { variant: 1, late: false, .. })));
    }
    let before = import.chains();
    for bundle in store.bundles.values() {
        assert!(matches!(import.bundle(bundle.as_slice()), Ok(Taken::Again { variant: 1, .. })));
    }
    assert_eq!(import.chains(), before);
}

#[test]
fn a_refused_bundle_changes_nothing() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let mut import = Import::begin(&world.election, &world.acts);
    let mut changed = store.bundles[&FIRST].clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(import.bundle(changed.as_slice()).is_err());
    assert!(import.chains().is_empty());
    for bundle in store.bundles.values() {
        assert!(matches!(import.bundle(bundle.as_slice()), Ok(Taken::New { variant: 1, .. })));
    }
}

#[test]
fn a_refused_bundle_has_a_word_for_the_ledger() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let good = &store.bundles[&FIRST];
    let spoiled = |place: usize| {
        let mut bundle = good.clone();
        bundle[place] ^= 1;
        bundle
    };
    let cases = [
        (good[..good.len() - 1].to_vec(), "truncated"),
        ([good.as_slice(), &[0]].concat(), "trailing-bytes"),
        (spoiled(0), "malformed"),
        (spoiled(16), "other-election"),
        (spoiled(105), "bad-item"),
        (spoiled(good.len() - 97), "bad-root"),
        (spoiled(good.len() - 1), "bad-signature"),
        (changed(&world, |header| header.collector = 9), "unknown-collector"),
        (changed(&world, |header| header.region = 9), "unknown-region"),
        (changed(&world, |header| header.kind = BundleKind::Late), "not-late-yet"),
    ];
    for (bundle, word) in cases {
        assert_eq!(refusal(&world, [&bundle]).unwrap().word(), word);
    }
}

#[test]
fn counts_of_others_are_refused_and_newer_ones_replace_older_ones() {
    let world = World::new(&Setup::default());
    let mut import = world.begin(&world.acts, &six(&world));
    let good = world.identity.counts();
    let elsewhere = AttestationCounts { election: [1; 32], ..good.clone() };
    assert!(matches!(import.counts(&elsewhere), Err(ImportError::OtherCounts)));
    let fewer = AttestationCounts { counts: vec![0; 2], ..good.clone() };
    assert!(matches!(import.counts(&fewer), Err(ImportError::OtherCounts)));
    let changed = AttestationCounts { counts: vec![9; 3], ..good };
    assert!(matches!(import.counts(&changed), Err(ImportError::CountsSignature)));
    let mut newer = changed;
    newer.signature = key(&world.streams, "identity", 0).sign(&newer.message()).to_bytes();
    import.counts(&newer).unwrap();
    assert_eq!(import.finish(1, &crate::world::ALL).unwrap().issued(), [9; 3]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_from_anywhere_are_refused_without_a_panic(bytes: Vec<u8>, keep in 0usize..6000) {
        let world = World::new(&Setup::default());
        let store = six(&world);
        let bundle = &store.bundles[&FIRST];
        let spliced = [&bundle[..keep.min(bundle.len() - 1)], &bytes].concat();
        prop_assert!(refusal(&world, [&bytes]).is_some());
        prop_assert!(refusal(&world, [&spliced]).is_some());
    }
}
