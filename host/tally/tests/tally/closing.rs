//! Bundles that change after their import, boxes that are not closed, seals that do not open.

use tamga_tally::admit::{AdmitError, admit};
use tamga_tally::close::{CloseError, close};
use tamga_tally::source::RereadError;
use tamga_tally::unseal::UnsealError;
use tamga_tally::verify::{Verification, VerifyError};

use crate::bundles::{FIRST, SECOND, six};
use crate::world::{Setup, World};

/// The same collector's key signed both: only the digest of the import tells them apart.
#[test]
fn a_bundle_that_was_exchanged_after_its_import_is_refused() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let other = world.store(&[(0..6).map(|place| world.cast(world.voter(0, place), 2)).collect(), vec![], vec![]]);
    let changed = RereadError::Changed { place: FIRST };
    let refused = admit(world.import(&store), &other, &|_, _| {}).unwrap_err();
    assert_eq!(refused.to_string(), AdmitError::Reread(changed).to_string());
    let mut verification = Verification::begin(world.close(&store));
    let refused = verification.region(0, world.seeds[0].clone(), &other, &|_, _| {}).unwrap_err();
    assert!(matches!(refused, VerifyError::Reread(RereadError::Changed { place: FIRST })));
    verification.region(0, world.seeds[0].clone(), &store, &|_, _| {}).unwrap();
}

#[test]
fn a_bundle_that_is_gone_is_named() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let mut gone = store.clone();
    gone.0.remove(&SECOND);
    let refused = admit(world.import(&store), &gone, &|_, _| {}).unwrap_err();
    assert!(matches!(refused, AdmitError::Reread(RereadError::Bundle { place: SECOND, .. })));
}

#[test]
fn a_box_is_closed_by_a_quorum_that_signed_it() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let refused = |signatures: Vec<(u8, [u8; 64])>| close(world.admit(&store)).sign(signatures).unwrap_err();
    let open = close(world.admit(&store));
    let good = world.close_signatures(open.digest(), 3);
    assert_eq!(refused(good[..1].to_vec()), CloseError::Quorum { signed: 1, quorum: 2 });
    assert_eq!(refused(vec![good[1], good[0]]), CloseError::Order);
    assert_eq!(refused(vec![good[0], good[0]]), CloseError::Order);
    assert_eq!(refused(vec![good[0], (4, good[1].1)]), CloseError::UnknownOfficer { officer: 4 });
    assert_eq!(refused(vec![(0, good[0].1), good[1]]), CloseError::UnknownOfficer { officer: 0 });
    assert_eq!(refused(vec![good[0], (2, good[2].1)]), CloseError::Signature { officer: 2 });
    assert_eq!(refused(world.close_signatures(&[0; 32], 2)), CloseError::Signature { officer: 1 });
    let (closed, _) = open.sign(vec![good[0], good[2]]).unwrap();
    assert_eq!(closed.file().body.digest(), *closed.digest());
}

#[test]
fn regions_are_unsealed_by_their_own_seeds_once_each_and_all_of_them() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let mut verification = Verification::begin(world.close(&store));
    let wrong = verification.region(0, world.seeds[1].clone(), &store, &|_, _| {}).unwrap_err();
    assert!(matches!(wrong, VerifyError::Unseal(UnsealError::WrongSeed { region: 0 })));
    let unknown = verification.region(3, world.seeds[0].clone(), &store, &|_, _| {}).unwrap_err();
    assert!(matches!(unknown, VerifyError::Unseal(UnsealError::UnknownRegion { region: 3 })));
    verification.region(2, world.seeds[2].clone(), &store, &|_, _| {}).unwrap();
    verification.region(0, world.seeds[0].clone(), &store, &|_, _| {}).unwrap();
    let twice = verification.region(0, world.seeds[0].clone(), &store, &|_, _| {}).unwrap_err();
    assert!(matches!(twice, VerifyError::Twice { region: 0 }));
    assert!(matches!(verification.finish().unwrap_err(), VerifyError::Missing { region: 1 }));
}
