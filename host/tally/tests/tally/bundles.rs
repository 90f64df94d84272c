//! Bundles that are not what they should be.

use proptest::prelude::*;
use tamga_record::ByteFault;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleError, BundleHeader, BundleKind, write_bundle};
use tamga_tally::import::{Import, ImportError};
use tamga_tally::source::BundlePlace;

use crate::store::Store;
use crate::world::{Setup, World, key};

pub const FIRST: BundlePlace = BundlePlace { region: 0, collector: 0, number: 1 };
pub const SECOND: BundlePlace = BundlePlace { region: 0, collector: 0, number: 2 };

/// Six records of north in two bundles and the closing one; south and east are empty.
pub fn six(world: &World) -> Store {
    let items = (0..6).map(|place| world.cast(world.voter(0, place), 1)).collect();
    world.store(&[items, vec![], vec![]])
}

/// Imports bundles in this order; the first refusal.
fn refusal<'b>(world: &World, bundles: impl IntoIterator<Item = &'b Vec<u8>>) -> Option<ImportError> {
    let mut import = Import::begin(&world.election);
    bundles.into_iter().find_map(|bundle| import.bundle(bundle.as_slice()).err())
}

/// A signed bundle of no records with a header of the test's making.
fn signed(world: &World, change: impl FnOnce(&mut BundleHeader)) -> Vec<u8> {
    let mut header = BundleHeader {
        election: *world.election.id(),
        region: 0,
        collector: 0,
        number: 1,
        previous: [0; 32],
        kind: BundleKind::Records,
        items: 0,
        total: 0,
    };
    change(&mut header);
    let mut bundle = Vec::new();
    let none: [&[u8]; 0] = [];
    write_bundle(&mut bundle, &header, &none, &key(&world.streams, "collector", 0)).unwrap();
    bundle
}

#[test]
fn whole_chains_are_imported_and_closed() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    assert!(refusal(&world, store.0.values()).is_none());
    let imported = world.import(&store);
    assert_eq!(imported.items(), 6);
    let ends = imported.chain_ends(0);
    assert_eq!((ends.len(), ends[0].bundles, ends[0].total), (1, 3, 6));
}

/// Every byte of a bundle is under its digest, its root or its signature.
#[test]
fn a_bundle_with_any_byte_changed_is_refused() {
    let world = World::new(&Setup::default());
    let store = world.store(&[vec![world.cast(world.voter(0, 0), 1)], vec![], vec![]]);
    let bundle = &store.0[&FIRST];
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
    let bundle = &store.0[&FIRST];
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
    let other = signed(&world, |header| header.election = [1; 32]);
    assert!(matches!(refusal(&world, [&other]), Some(ImportError::OtherElection)));
    let nowhere = signed(&world, |header| header.region = 3);
    assert!(matches!(refusal(&world, [&nowhere]), Some(ImportError::UnknownRegion { region: 3 })));
    let nobody = signed(&world, |header| header.collector = 2);
    assert!(matches!(refusal(&world, [&nobody]), Some(ImportError::UnknownCollector { collector: 2 })));
    let not_his = signed(&world, |header| header.collector = 1);
    assert!(matches!(refusal(&world, [&not_his]), Some(ImportError::Bundle(BundleError::Signature(_)))));
}

#[test]
fn a_bundle_out_of_its_place_is_refused() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let early = refusal(&world, [&store.0[&SECOND]]);
    assert!(matches!(early, Some(ImportError::Number { number: 2, expected: 1, .. })));
    let again = refusal(&world, [&store.0[&FIRST], &store.0[&FIRST]]);
    assert!(matches!(again, Some(ImportError::Number { number: 1, expected: 2, .. })));
}

#[test]
fn a_second_chain_of_one_collector_is_noticed_where_they_part() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let fork = world.store(&[(0..6).rev().map(|place| world.cast(world.voter(0, place), 2)).collect(), vec![], vec![]]);
    let refused = refusal(&world, [&store.0[&FIRST], &fork.0[&SECOND]]);
    assert!(matches!(refused, Some(ImportError::Previous { region: 0, collector: 0, number: 2 })));
}

#[test]
fn a_total_that_is_not_the_items_so_far_is_refused() {
    let world = World::new(&Setup::default());
    let mut import = Import::begin(&world.election);
    let (first, _) = import.bundle(signed(&world, |_| {}).as_slice()).unwrap();
    let root = tamga_crypto::merkle::root::<tamga_crypto::merkle::Sha3Tree>(&[]);
    let bundle = signed(&world, |header| {
        header.number = 2;
        header.previous = first.digest(&root);
        header.total = 5;
    });
    let refused = import.bundle(bundle.as_slice());
    assert!(matches!(refused, Err(ImportError::Total { total: 5, counted: 0, number: 2, .. })));
}

#[test]
fn nothing_follows_a_closing_bundle() {
    let world = World::new(&Setup::default());
    let closing = signed(&world, |header| header.kind = BundleKind::Closing);
    let refused = refusal(&world, [&closing, &closing]);
    assert!(matches!(refused, Some(ImportError::AfterClosing { region: 0, collector: 0 })));
}

#[test]
fn a_refused_bundle_changes_nothing() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let mut import = Import::begin(&world.election);
    let mut changed = store.0[&FIRST].clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(import.bundle(changed.as_slice()).is_err());
    for bundle in store.0.values() {
        import.bundle(bundle.as_slice()).unwrap();
    }
}

/// The refusal to end an import of these bundles.
fn unfinished(world: &World, store: &Store, with_counts: bool) -> ImportError {
    let mut import = Import::begin(&world.election);
    for bundle in store.0.values() {
        import.bundle(bundle.as_slice()).unwrap();
    }
    if with_counts {
        import.counts(&world.identity.counts()).unwrap();
    }
    import.finish().unwrap_err()
}

#[test]
fn without_every_closing_bundle_every_region_and_the_counts_nothing_is_closed() {
    let world = World::new(&Setup::default());
    let whole = six(&world);
    let mut open = whole.clone();
    open.0.remove(&BundlePlace { region: 0, collector: 0, number: 3 });
    assert!(matches!(unfinished(&world, &open, true), ImportError::NotClosed { region: 0, collector: 0 }));
    let mut silent = whole.clone();
    silent.0.retain(|place, _| place.region != 1);
    assert!(matches!(unfinished(&world, &silent, true), ImportError::NoChain { region: 1 }));
    assert!(matches!(unfinished(&world, &whole, false), ImportError::NoCounts));
}

#[test]
fn counts_of_others_are_refused() {
    let world = World::new(&Setup::default());
    let mut import = Import::begin(&world.election);
    let good = world.identity.counts();
    let elsewhere = AttestationCounts { election: [1; 32], ..good.clone() };
    assert!(matches!(import.counts(&elsewhere), Err(ImportError::OtherCounts)));
    let fewer = AttestationCounts { counts: vec![0; 2], ..good.clone() };
    assert!(matches!(import.counts(&fewer), Err(ImportError::OtherCounts)));
    let changed = AttestationCounts { counts: vec![9; 3], ..good };
    assert!(matches!(import.counts(&changed), Err(ImportError::CountsSignature)));
}

#[test]
fn two_collectors_of_a_region_each_have_a_chain() {
    let world = World::new(&Setup::default());
    let mut store = world.store(&[vec![world.cast(world.voter(0, 0), 1)], vec![], vec![]]);
    world.write_chain(&mut store, 1, 0, &[world.cast(world.voter(0, 1), 1)]);
    let closed = world.close(&store);
    let chains: Vec<u16> = closed.file().body.regions[0].chains.iter().map(|chain| chain.collector).collect();
    assert_eq!(chains, [0, 1]);
    assert_eq!(world.verify(&store).turnout()[0].counted, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_from_anywhere_are_refused_without_a_panic(bytes: Vec<u8>, keep in 0usize..6000) {
        let world = World::new(&Setup::default());
        let store = six(&world);
        let bundle = &store.0[&FIRST];
        let spliced = [&bundle[..keep.min(bundle.len() - 1)], &bytes].concat();
        prop_assert!(refusal(&world, [&bytes]).is_some());
        prop_assert!(refusal(&world, [&spliced]).is_some());
    }
}
