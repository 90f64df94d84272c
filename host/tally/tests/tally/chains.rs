//! What is wrong between the bundles of a chain: every state, one by one.

use tamga_crypto::hash::Digest;
use tamga_record::bundle::{BundleHeader, BundleKind, ChainState};
use tamga_record::ledger::Entry;
use tamga_record::limits::VARIANTS_MAX;
use tamga_tally::close::close;
use tamga_tally::import::{ChainReport, Import, ImportError, MISSING_MAX, Taken};

use crate::bundles::{FIRST, SECOND, header, signed, six};
use crate::world::{ALL, Setup, World};

/// Imports bundles in this order and gives the one chain that they make.
fn chain(world: &World, bundles: &[&Vec<u8>]) -> ChainReport {
    let mut import = Import::begin(&world.election, &world.acts);
    for bundle in bundles {
        import.bundle(bundle.as_slice()).unwrap();
    }
    import.chains().into_iter().find(|chain| (chain.region, chain.collector) == (0, 0)).unwrap()
}

fn state_of(states: &[ChainState]) -> ChainState {
    let mut state = ChainState::complete();
    states.iter().for_each(|one| state.insert(*one));
    state
}

/// The header of the bundle behind one with this header and digest.
fn behind(before: &BundleHeader, digest: Digest) -> BundleHeader {
    BundleHeader { number: before.number + 1, previous: digest, ..before.clone() }
}

#[test]
fn bundles_in_any_order_make_a_whole_chain() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let bundles: Vec<&Vec<u8>> = store.bundles.range(FIRST..).take(3).map(|(_, bundle)| bundle).collect();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let whole = chain(&world, &order.map(|place| bundles[place]));
        assert_eq!((whole.bundles, whole.items, whole.late), (3, 6, 0), "{order:?}");
        assert_eq!((whole.state, whole.missing), (ChainState::complete(), vec![]), "{order:?}");
    }
}

#[test]
fn a_chain_without_its_closing_bundle_is_open() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let cut = chain(&world, &[&store.bundles[&FIRST], &store.bundles[&SECOND]]);
    assert_eq!((cut.state, cut.items, cut.missing), (ChainState::OPEN, 6, vec![]));
}

#[test]
fn a_chain_without_a_bundle_in_the_middle_has_a_gap_that_is_named() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let last = store.bundles.keys().filter(|place| place.region == 0).max().unwrap();
    let gap = chain(&world, &[&store.bundles[&FIRST], &store.bundles[last]]);
    assert_eq!((gap.state, gap.missing), (ChainState::GAP, vec![2]));
    let beheaded = chain(&world, &[&store.bundles[&SECOND], &store.bundles[last]]);
    assert_eq!((beheaded.state, beheaded.missing), (ChainState::GAP, vec![1]));
}

#[test]
fn a_bundle_that_follows_another_than_the_imported_one_makes_a_gap_without_a_missing_number() {
    let world = World::new(&Setup::default());
    let (first, _) = signed(&world, &header(&world));
    let stranger = BundleHeader { kind: BundleKind::Closing, ..behind(&header(&world), [9; 32]) };
    let gap = chain(&world, &[&first, &signed(&world, &stranger).0]);
    assert_eq!((gap.state, gap.missing), (ChainState::GAP, vec![]));
}

#[test]
fn a_bundle_of_any_number_makes_no_long_list() {
    let world = World::new(&Setup::default());
    let far = BundleHeader { number: u32::MAX, previous: [1; 32], ..header(&world) };
    let gap = chain(&world, &[&signed(&world, &far).0]);
    assert_eq!(gap.state, state_of(&[ChainState::OPEN, ChainState::GAP]));
    assert_eq!(gap.missing.len(), MISSING_MAX);
    assert_eq!(gap.missing[..3], [1, 2, 3]);
}

#[test]
fn two_bundles_of_one_number_are_a_fork_and_both_are_in() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let other =
        world.store(&[(0..6).rev().map(|place| world.cast(world.voter(0, place), 2)).collect(), vec![], vec![]]);
    let mut import = world.begin(&world.acts, &store);
    let taken = import.bundle(other.bundles[&FIRST].as_slice()).unwrap();
    let Taken::New { variant: 2, digest, entries, .. } = &taken else { panic!("{taken:?}") };
    let [Entry::Fork { first, second, bundle: 1, .. }, Entry::Import { variant: 2, bundle: 1, .. }] = &entries[..]
    else {
        panic!("{entries:?}")
    };
    assert_ne!(first, second);
    assert_eq!(second, digest);
    let again = import.bundle(other.bundles[&FIRST].as_slice()).unwrap();
    assert!(matches!(again, Taken::Again { variant: 2, .. }));
    let forked = &import.chains()[0];
    assert_eq!((forked.state, forked.bundles, forked.items), (ChainState::FORK, 4, 10));
    assert_eq!(import.finish(1, &ALL).unwrap().items(), 10);
}

#[test]
fn a_fork_that_goes_on_has_no_gap() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let other =
        world.store(&[(0..6).rev().map(|place| world.cast(world.voter(0, place), 2)).collect(), vec![], vec![]]);
    let both: Vec<&Vec<u8>> =
        store.bundles.values().chain(other.bundles.range(FIRST..).take(3).map(|(_, b)| b)).collect();
    let forked = chain(&world, &both);
    assert_eq!((forked.state, forked.bundles), (ChainState::FORK, 6));
}

#[test]
fn a_total_that_is_not_the_items_so_far_is_a_contradiction() {
    let world = World::new(&Setup::default());
    let (first, digest) = signed(&world, &header(&world));
    let wrong = BundleHeader { total: 5, ..behind(&header(&world), digest) };
    let contradicted = chain(&world, &[&first, &signed(&world, &wrong).0]);
    assert_eq!(contradicted.state, state_of(&[ChainState::OPEN, ChainState::CONTRADICTION]));
}

#[test]
fn a_bundle_behind_the_closing_one_is_a_contradiction() {
    let world = World::new(&Setup::default());
    let closing = BundleHeader { kind: BundleKind::Closing, ..header(&world) };
    let (first, digest) = signed(&world, &closing);
    let after = BundleHeader { kind: BundleKind::Records, ..behind(&closing, digest) };
    let contradicted = chain(&world, &[&first, &signed(&world, &after).0]);
    assert_eq!(contradicted.state, ChainState::CONTRADICTION);
}

#[test]
fn a_seventeenth_bundle_of_one_number_is_refused() {
    let world = World::new(&Setup::default());
    let mut import = Import::begin(&world.election, &world.acts);
    let variant = |previous| signed(&world, &BundleHeader { number: 2, previous: [previous; 32], ..header(&world) }).0;
    for number in 1..=VARIANTS_MAX {
        let taken = import.bundle(variant(number).as_slice()).unwrap();
        assert!(matches!(taken, Taken::New { variant, .. } if variant == number));
    }
    let refused = import.bundle(variant(VARIANTS_MAX + 1).as_slice());
    assert!(matches!(refused, Err(ImportError::Variants { region: 0, collector: 0, number: 2 })));
    assert_eq!(import.chains()[0].bundles, u32::from(VARIANTS_MAX));
}

#[test]
fn the_officers_are_told_what_is_incomplete() {
    let world = World::new(&Setup::default());
    let mut store = six(&world);
    store.bundles.remove(&SECOND);
    store.bundles.retain(|place, _| place.region != 1);
    let import = world.begin(&world.acts, &store);
    assert_eq!(import.regions_without_chain(), [1]);
    let closed = world.close(&store);
    let body = &closed.file().body;
    let definition = world.election.definition();
    // The second of the two collectors has brought nothing, the first nothing of region 1.
    let expected = [(0, 0, Some(ChainState::GAP)), (0, 1, None), (1, 0, None), (1, 1, None), (2, 1, None)];
    assert_eq!(body.incomplete(definition), expected);
    assert_eq!(body.figures(definition), [1, 4, 3, 5]);
    let (_, entry) = close(world.admit(&store), &world.undecided()).sign(closed.file().signatures.clone()).unwrap();
    assert!(matches!(entry, Entry::Close { incomplete: 5, .. }));
}

#[test]
fn a_collector_that_received_nothing_says_so_by_a_closing_bundle() {
    let world = World::new(&Setup::default());
    let mut store = six(&world);
    for region in ALL {
        world.write_chain(&mut store, 1, region, &[]);
    }
    let open = close(world.admit(&store), &world.undecided());
    assert_eq!(open.incomplete(), []);
    assert_eq!(open.body().figures(world.election.definition())[3], 0);
}

#[test]
fn two_collectors_of_a_region_each_have_a_chain() {
    let world = World::new(&Setup::default());
    let mut store = world.store(&[vec![world.cast(world.voter(0, 0), 1)], vec![], vec![]]);
    world.write_chain(&mut store, 1, 0, &[world.cast(world.voter(0, 1), 1)]);
    let closed = world.close(&store);
    let chains: Vec<u16> = closed.file().body.regions[0].chains.iter().map(|chain| chain.collector).collect();
    assert_eq!(chains, [0, 1]);
    assert_eq!(world.verify(&store).turnout()[0].1.counted, 2);
}
