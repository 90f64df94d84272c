//! Bundles that change after their import, boxes that are not closed, seals that do not open.

use tamga_record::acts::ActError;
use tamga_record::admission::{Place, Reason};
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::decisions::{Decisions, DecisionsError, Vote};
use tamga_tally::acts::ActsError;
use tamga_tally::admit::{AdmitError, Earlier, admit};
use tamga_tally::close::{CloseError, close};
use tamga_tally::import::{Import, ImportError};
use tamga_tally::source::RereadError;
use tamga_tally::unseal::UnsealError;
use tamga_tally::verify::{Verification, VerifyError};

use crate::bundles::{FIRST, SECOND, six};
use crate::decisions::{held, record};
use crate::world::{ALL, NEEDED, Setup, Subject, World};

/// The same collector's key signed both: only the import tells them apart.
#[test]
fn a_bundle_that_was_exchanged_after_its_import_is_refused() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let other = world.store(&[(0..6).map(|place| world.cast(world.voter(0, place), 2)).collect(), vec![], vec![]]);
    let changed = RereadError::Changed { place: FIRST };
    let refused = admit(world.import(&store), &other, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap_err();
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
    gone.bundles.remove(&SECOND);
    let refused = admit(world.import(&store), &gone, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap_err();
    assert!(matches!(refused, AdmitError::Reread(RereadError::Bundle { place: SECOND, .. })));
}

#[test]
fn without_the_counts_of_the_identity_service_nothing_is_closed() {
    let world = World::new(&Setup::default());
    let mut import = Import::begin(&world.election, &world.acts);
    for bundle in six(&world).bundles.values() {
        import.bundle(bundle.as_slice()).unwrap();
    }
    assert!(matches!(import.finish(1, &ALL), Err(ImportError::NoCounts)));
}

#[test]
fn a_box_is_closed_by_a_quorum_that_signed_it() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let refused = |signatures: Vec<(u8, [u8; 64])>| match close(world.admit(&store), &world.undecided())
        .sign(signatures)
        .unwrap_err()
    {
        CloseError::Acts(ActsError::Close { opening: 1, error }) => error,
        other => panic!("{other}"),
    };
    let open = close(world.admit(&store), &world.undecided());
    let good = world.close_signatures(open.body(), 3);
    assert_eq!(refused(good[..1].to_vec()), ActError::Quorum);
    assert_eq!(refused(vec![good[1], good[0]]), ActError::Order);
    assert_eq!(refused(vec![good[0], good[0]]), ActError::Order);
    assert_eq!(refused(vec![good[0], (4, good[1].1)]), ActError::UnknownOfficer { officer: 4 });
    assert_eq!(refused(vec![(0, good[0].1), good[1]]), ActError::UnknownOfficer { officer: 0 });
    assert_eq!(refused(vec![good[0], (2, good[2].1)]), ActError::Signature { officer: 2 });
    let mut other = open.body().clone();
    other.regions[0].received += 1;
    assert_eq!(refused(world.close_signatures(&other, 2)), ActError::Signature { officer: 1 });
    let (closed, _) = open.sign(vec![good[0], good[2]]).unwrap();
    assert_eq!(closed.file().body.digest(), *closed.digest());
}

/// Why a box with these decisions is not closed.
fn refused(world: &World, change: impl FnOnce(&World, &mut Decisions)) -> CloseError {
    let store = held(world, 3);
    let mut decisions = world.undecided();
    world.decide(&mut decisions, Subject::Class(1, None, Reason::PhoneShared), 3, &[Vote::For; 2]);
    change(world, &mut decisions);
    let open = close(world.admit(&store), &decisions);
    let signatures = world.close_signatures(open.body(), NEEDED);
    open.sign(signatures).unwrap_err()
}

#[test]
fn a_decision_is_signed_by_those_who_voted_so() {
    let world = World::new(&Setup::default());
    let signature = |officer| {
        let error = ActError::Signature { officer };
        CloseError::Decisions(DecisionsError::Vote { number: 1, error })
    };
    let turned = refused(&world, |_, decisions| decisions.decisions[0].votes[1].1 = Vote::Against);
    assert_eq!(turned, signature(2));
    let retold = refused(&world, |_, decisions| decisions.decisions[0].body.records = 4);
    assert_eq!(retold, signature(1));
    let elsewhere = refused(&world, |_, decisions| decisions.election = [1; 32]);
    assert_eq!(elsewhere, CloseError::OtherDecisions);
}

#[test]
fn a_decision_is_about_the_records_that_the_officers_were_told_of() {
    let world = World::new(&Setup::default());
    let question = CloseError::Question { number: 2 };
    let class = |region, records| {
        let subject = Subject::Class(1, region, Reason::PhoneShared);
        refused(&world, |world, decisions| world.decide(decisions, subject, records, &[Vote::For]))
    };
    assert_eq!(class(None, 2), question);
    assert_eq!(class(Some(1), 3), question);
    let nobody = Place { collector: 0, bundle: 1, variant: 1, item: 9 };
    let about_nobody = refused(&world, |world, decisions| {
        world.decide(decisions, Subject::Record(1, 0, nobody, [7; 32]), 1, &[Vote::For]);
    });
    assert_eq!(about_nobody, question);
    let (Subject::Record(_, _, place, _), Subject::Record(_, _, _, tracker)) = (record(&world, 1), record(&world, 2))
    else {
        unreachable!("both are records");
    };
    let about_another = refused(&world, |world, decisions| {
        world.decide(decisions, Subject::Record(1, 0, place, tracker), 1, &[Vote::For]);
    });
    assert_eq!(about_another, question, "the tracker of another record");
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

/// The counts may be wrong by accident or on purpose: the alarm is aloud, and the count goes on.
#[test]
fn counts_below_the_attestations_in_use_do_not_stop_the_box() {
    let world = World::new(&Setup::default());
    let store = six(&world);
    let mut import = world.begin(&world.acts, &store);
    let mut none = AttestationCounts { counts: vec![0; 3], ..world.identity.counts() };
    none.signature = crate::world::key(&world.streams, "identity", 0).sign(&none.message()).to_bytes();
    import.counts(&none).unwrap();
    let admitted = admit(import.finish(1, &ALL).unwrap(), &store, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap().0;
    assert_eq!(admitted.overdrawn(), [(0, 6, 0)]);
    let verified = world.unseal(world.sign(close(admitted, &world.undecided())), &store);
    assert_eq!(verified.turnout()[0].1.counted, 6);
}
