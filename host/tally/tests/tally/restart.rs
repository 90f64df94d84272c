//! Everything is taken up again after an interruption, and comes out the same.

use tamga_record::admission::Reason;
use tamga_record::amendments::{AmendmentBody, AmendmentKind};
use tamga_record::bundle::BundleHeader;
use tamga_record::cast::FLAG_PHONE_SHARED;
use tamga_record::decisions::{Decisions, Vote};
use tamga_tally::acts::Acts;
use tamga_tally::admit::{Admitted, Earlier, admit};
use tamga_tally::close::{CloseError, ClosedBox, close};
use tamga_tally::import::ImportError;

use crate::boxes::boxed;
use crate::bundles::{FIRST, six};
use crate::decisions::{flagged, held};
use crate::reasons::FINE;
use crate::round_trip::vote;
use crate::store::Store;
use crate::world::{ALL, CLOSES, NEEDED, Setup, Subject, World};

fn admit_again<'a>(world: &'a World, acts: &'a Acts, store: &Store, opening: u32) -> Admitted<'a> {
    let imported = world.begin_known(acts, store).resume(opening).unwrap();
    admit(imported, store, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap().0
}

#[test]
fn known_bundles_make_the_same_chains_without_being_read() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let read = world.begin(&world.acts, &store);
    let known = world.begin_known(&world.acts, &store);
    assert_eq!(known.chains(), read.chains());
    let (known, read) = (known.finish(1, &ALL).unwrap(), read.finish(1, &ALL).unwrap());
    assert_eq!((known.chain_ends(0), known.items()), (read.chain_ends(0), 6));
}

/// Also when its region is in a box by now: the first time says whether it was late.
#[test]
fn a_bundle_that_is_known_twice_is_known_once() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let acts = boxed(&world, &world.acts, &store, 1, &ALL);
    let mut import = world.begin_known(&acts, &store);
    let before = import.chains();
    let header = BundleHeader::parse(&store.bundles[&FIRST][..101]).unwrap();
    let root: [u8; 32] = store.bundles[&FIRST][store.bundles[&FIRST].len() - 96..][..32].try_into().unwrap();
    import.known(&header, 1, header.digest(&root)).unwrap();
    assert_eq!(import.chains(), before);
    assert!(matches!(import.known(&header, 1, [1; 32]), Err(ImportError::Variants { number: 1, .. })));
    assert!(matches!(import.known(&header, 2, header.digest(&root)), Err(ImportError::Variants { number: 1, .. })));
}

#[test]
fn a_known_bundle_of_nowhere_is_refused() {
    let world = World::new(&Setup::default());
    let elsewhere = World::new(&Setup { min_open: 3, ..Setup::default() });
    let bundle = &six(&elsewhere).bundles[&FIRST];
    let header = BundleHeader::parse(&bundle[..101]).unwrap();
    let mut import = world.begin(&world.acts, &six(&world));
    assert!(matches!(import.known(&header, 1, [1; 32]), Err(ImportError::OtherElection)));
}

#[test]
fn a_closed_box_is_taken_up_again_with_its_decisions() {
    let world = World::new(&Setup::default());
    let store = held(&world, 3);
    let mut decisions = world.undecided();
    world.decide(&mut decisions, Subject::Class(1, None, Reason::PhoneShared), 3, &[Vote::For; 2]);
    let closed = world.sign(close(world.admit(&store), &decisions));
    let (file, before) = (closed.file().clone(), world.unseal(closed, &store));
    let acts = Acts { boxes: vec![file.clone()], ..world.acts.clone() };
    // What is decided about later openings does not change this one.
    world.decide(&mut decisions, Subject::Class(2, None, Reason::PhoneShared), 1, &[Vote::Against; 2]);
    let again = ClosedBox::restore(admit_again(&world, &acts, &store, 1), &decisions, file).unwrap();
    let after = world.unseal(again, &store);
    assert_eq!((after.tables(), after.close()), (before.tables(), before.close()));
    assert_eq!(after.verdicts_csv(0), before.verdicts_csv(0));
}

/// Late bundles that were imported meanwhile, and an amendment for a region that is still open, change nothing either.
#[test]
fn a_closed_box_is_taken_up_again_as_it_was_when_it_was_closed() {
    let world = World::new(&Setup { openings: 2, merge: false, ..Setup::default() });
    let store = vote(&world);
    let mut acts = boxed(&world, &world.acts, &store, 1, &[0]);
    let file = acts.boxes[0].clone();
    let body = AmendmentBody {
        previous: *world.election.definition_digest(),
        kind: AmendmentKind::ClosingTime { region: 1, closes: CLOSES + 60 },
    };
    let message = body.message(world.election.id(), 1);
    let signed = (1..=NEEDED).zip(&world.officers);
    let signatures = signed.map(|(officer, key)| (officer, key.sign(&message).to_bytes())).collect();
    acts.amendments.amendments.push((body, signatures));
    let late = world.late(&store, 0, &[flagged(&world, 0, 8, 1, FINE | FLAG_PHONE_SHARED)]);
    let mut import = world.begin_known(&acts, &store);
    import.bundle(late.bundles.values().next().unwrap().as_slice()).unwrap();
    let imported = import.resume(1).unwrap();
    let admitted = admit(imported, &store, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap().0;
    let again = ClosedBox::restore(admitted, &world.undecided(), file.clone()).unwrap();
    assert_eq!(again.file(), &file);
}

#[test]
fn a_box_of_other_decisions_records_or_signatures_is_not_taken_up() {
    let world = World::new(&Setup::default());
    let store = held(&world, 3);
    let acts = boxed(&world, &world.acts, &store, 1, &ALL);
    let file = acts.boxes[0].clone();
    let restore =
        |decisions: &Decisions, file| ClosedBox::restore(admit_again(&world, &acts, &store, 1), decisions, file);
    let mut decided = world.undecided();
    world.decide(&mut decided, Subject::Class(1, None, Reason::PhoneShared), 3, &[Vote::For; 2]);
    assert_eq!(restore(&decided, file.clone()).unwrap_err(), CloseError::OtherBox);
    let mut fewer = file.clone();
    fewer.body.regions[0].received -= 1;
    assert_eq!(restore(&world.undecided(), fewer).unwrap_err(), CloseError::OtherBox);
    let mut unsigned = file.clone();
    unsigned.signatures[0].1[0] ^= 1;
    assert!(matches!(restore(&world.undecided(), unsigned), Err(CloseError::Acts(_))));
    restore(&world.undecided(), file).unwrap();
}

#[test]
fn bundles_that_are_not_those_of_the_box_are_noticed() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let acts = boxed(&world, &world.acts, &store, 1, &ALL);
    let mut fewer = store.clone();
    fewer.bundles.remove(&FIRST);
    assert!(matches!(world.begin_known(&acts, &fewer).resume(1), Err(ImportError::OtherBox { region: 0 })));
    assert!(matches!(world.begin_known(&acts, &store).resume(2), Err(ImportError::NoBox { opening: 2 })));
}
