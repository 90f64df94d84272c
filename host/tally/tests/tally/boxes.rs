//! Which regions come into which box.

use std::collections::BTreeMap;

use tamga_record::box_file::{BoxError, BoxFile};
use tamga_record::definition::Late;
use tamga_tally::acts::Acts;
use tamga_tally::admit::{Earlier, admit};
use tamga_tally::aggregate::aggregate;
use tamga_tally::close::close;
use tamga_tally::combine::combine;
use tamga_tally::import::ImportError;
use tamga_tally::result::result;
use tamga_tally::root::root;
use tamga_tally::verified::Verified;

use crate::round_trip::vote;
use crate::store::Store;
use crate::world::{ALL, Setup, World};

/// The acts with one more box, of these regions.
pub fn boxed(world: &World, acts: &Acts, store: &Store, opening: u32, regions: &[u16]) -> Acts {
    let file = verified(world, acts, store, opening, regions).1;
    let mut acts = acts.clone();
    acts.boxes.push(file);
    acts
}

/// One box closed, unsealed and verified.
pub fn verified<'a>(
    world: &'a World,
    acts: &'a Acts,
    store: &Store,
    opening: u32,
    regions: &[u16],
) -> (Verified<'a>, BoxFile) {
    let imported = world.begin_known(acts, store).finish(opening, regions).unwrap();
    let admitted = admit(imported, store, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap().0;
    let closed = world.sign(close(admitted, &world.undecided()));
    let file = closed.file().clone();
    (world.unseal(closed, store), file)
}

/// Two openings, and east in no hurry to be merged.
fn two(openings: u32) -> World {
    World::new(&Setup { openings, merge: false, ..Setup::default() })
}

fn refused(world: &World, acts: &Acts, store: &Store, opening: u32, regions: &[u16]) -> ImportError {
    world.begin_known(acts, store).finish(opening, regions).unwrap_err()
}

#[test]
fn an_opening_opens_its_regions_alone_and_the_next_the_rest() {
    let world = two(2);
    let store = vote(&world);
    let (first, file) = verified(&world, &world.acts, &store, 1, &[0, 2]);
    assert_eq!(first.regions(), [0, 2]);
    assert!(first.records(1).is_empty());
    let acts = Acts { boxes: vec![file.clone()], ..world.acts.clone() };
    let (second, next) = verified(&world, &acts, &store, 2, &[1]);
    assert_eq!(next.body.previous, file.body.digest());
    let mut tables = first.tables();
    tables.add(&second.tables());
    let counted: Vec<(u16, u32)> = tables.turnout.iter().map(|(region, of)| (*region, of.counted)).collect();
    assert_eq!(counted, [(0, 8), (1, 7), (2, 5)]);
}

#[test]
fn two_openings_add_up_to_what_one_opening_counts() {
    let world = two(2);
    let store = vote(&world);
    let (first, file) = verified(&world, &world.acts, &store, 1, &[0, 2]);
    let acts = Acts { boxes: vec![file], ..world.acts.clone() };
    let second = verified(&world, &acts, &store, 2, &[1]).0;
    let mut roots = Vec::new();
    let mut previous = [0; 32];
    for verified in [&first, &second] {
        let sums = aggregate(verified);
        let salts = vec![[3; 32]; sums.leaf_count()];
        roots.push(root(sums, verified.opening(), previous, salts).unwrap().0);
        previous = *roots.last().unwrap().digest();
    }
    let counts: Vec<_> = roots
        .iter()
        .map(|root| {
            combine(root, root.election().commissions().now(), &world.shares(root, &[1, 3]), &|_, _| {}).unwrap()
        })
        .collect();
    let openings: Vec<_> = roots.iter().zip(&counts).map(|(root, counts)| (root.file(), counts.votes())).collect();
    let lots = BTreeMap::new();
    let live = result(&world.election, &openings[..1], &acts.amendments, &lots).unwrap();
    assert!(live.totals_csv().contains("president,emmy,9\n"));
    let whole = result(&world.election, &openings, &acts.amendments, &lots).unwrap();
    let expected = "contest,option,votes\n\
        president,ada,5\npresident,emmy,11\npresident,sofia,3\npresident,blank,1\n\
        council,river,6\ncouncil,park,4\ncouncil,road,0\ncouncil,bridge,9\ncouncil,blank,7\n";
    assert_eq!(whole.totals_csv(), expected);
    assert!(whole.results_csv().contains("\nsouth,president,sofia,3\n"));
}

#[test]
fn a_box_needs_the_number_after_the_last_one_and_regions_of_the_definition() {
    let world = two(3);
    let store = vote(&world);
    assert!(matches!(refused(&world, &world.acts, &store, 0, &[0]), ImportError::Box(BoxError::Opening)));
    assert!(matches!(refused(&world, &world.acts, &store, 2, &[0]), ImportError::Box(BoxError::Opening)));
    assert!(matches!(refused(&world, &world.acts, &store, 5, &[0]), ImportError::Box(BoxError::Opening)));
    assert!(matches!(refused(&world, &world.acts, &store, 1, &[]), ImportError::Box(BoxError::Empty)));
    assert!(matches!(refused(&world, &world.acts, &store, 1, &[0, 3]), ImportError::Box(BoxError::OtherDefinition)));
    assert!(matches!(refused(&world, &world.acts, &store, 1, &[1, 0]), ImportError::Regions));
    assert!(matches!(refused(&world, &world.acts, &store, 1, &[1, 1]), ImportError::Regions));
}

#[test]
fn a_region_is_in_one_regular_box() {
    let world = two(3);
    let store = vote(&world);
    let acts = boxed(&world, &world.acts, &store, 1, &[0]);
    let refused = refused(&world, &acts, &store, 2, &[0, 1]);
    assert!(matches!(refused, ImportError::Box(BoxError::Coverage { region: 0 })));
}

#[test]
fn the_last_box_leaves_no_region_out() {
    let world = two(2);
    let store = vote(&world);
    let acts = boxed(&world, &world.acts, &store, 1, &[0]);
    let left_out = refused(&world, &acts, &store, 2, &[1]);
    assert!(matches!(left_out, ImportError::Box(BoxError::Coverage { region: 2 })));
    boxed(&world, &acts, &store, 2, &[1, 2]);
}

#[test]
fn a_region_and_the_one_it_may_be_merged_into_are_in_one_box() {
    let world = World::new(&Setup { openings: 2, ..Setup::default() });
    let store = vote(&world);
    for regions in [&[0][..], &[2], &[1, 2]] {
        let refused = refused(&world, &world.acts, &store, 1, regions);
        assert!(matches!(refused, ImportError::Box(BoxError::Split { region: 2 })), "{regions:?}");
    }
    boxed(&world, &world.acts, &store, 1, &[0, 2]);
}

#[test]
fn a_supplement_comes_after_all_regions_with_exactly_the_late_ones() {
    let world = two(2);
    let store = vote(&world);
    let first = boxed(&world, &world.acts, &store, 1, &[0]);
    let late = world.late(&store, 0, &[world.cast(world.voter(0, 8), 1)]);
    let begin = |acts| {
        let mut import = world.begin_known(acts, &store);
        import.bundle(late.bundles.values().next().unwrap().as_slice()).unwrap();
        import
    };
    assert!(begin(&first).has_late());
    let early = begin(&first).finish(3, &[0]).unwrap_err();
    assert!(matches!(early, ImportError::Box(BoxError::Coverage { region: 1 })));
    let both = boxed(&world, &first, &store, 2, &[1, 2]);
    let none_late = begin(&both).finish(3, &[0, 1]).unwrap_err();
    assert!(matches!(none_late, ImportError::Box(BoxError::Supplement { region: 1 })));
    let left_out = begin(&both).finish(3, &[]).unwrap_err();
    assert!(matches!(left_out, ImportError::Box(BoxError::Empty)));
    assert_eq!(begin(&both).late_regions(), [0]);
    begin(&both).finish(3, &[0]).unwrap();
}

#[test]
fn a_region_with_late_bundles_is_not_left_out_of_the_supplement() {
    let world = two(1);
    let store = vote(&world);
    let acts = boxed(&world, &world.acts, &store, 1, &ALL);
    let mut import = world.begin_known(&acts, &store);
    for region in [0, 1] {
        let late = world.late(&store, region, &[]);
        import.bundle(late.bundles.values().next().unwrap().as_slice()).unwrap();
    }
    assert!(matches!(import.finish(2, &[0]), Err(ImportError::LeftOut { region: 1 })));
}

#[test]
fn late_bundles_are_refused_where_the_definition_says_so_but_known_ones_are_known() {
    let world = World::new(&Setup { late: Late::Refuse, ..Setup::default() });
    let store = vote(&world);
    let acts = boxed(&world, &world.acts, &store, 1, &ALL);
    let mut import = world.begin_known(&acts, &store);
    import.bundle(store.bundles.values().next().unwrap().as_slice()).unwrap();
    let late = world.late(&store, 1, &[]);
    let refused = import.bundle(late.bundles.values().next().unwrap().as_slice()).unwrap_err();
    assert!(matches!(refused, ImportError::TooLate { region: 1, collector: 0, .. }));
    assert_eq!(refused.word(), "too-late");
    let supplement = import.finish(2, &[1]).unwrap_err();
    assert!(matches!(supplement, ImportError::Box(BoxError::Opening)));
}
