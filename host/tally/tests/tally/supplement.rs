//! Late records: what they are beside those of the region's box.

use std::collections::BTreeMap;

use Reason::*;
use Status::{Late, Red};
use tamga_casting::identity::Findings;
use tamga_record::admission::{Reason, Status, VerdictLine};
use tamga_record::cast::{FLAG_PHONE_SHARED, Item};
use tamga_record::decisions::{Decisions, Vote};
use tamga_record::ledger::Entry;
use tamga_tally::acts::Acts;
use tamga_tally::admit::{AdmitError, Admitted, Earlier, admit};
use tamga_tally::close::close;
use tamga_tally::import::{Import, ImportError, Taken};
use tamga_tally::verified::Verified;

use crate::boxes::verified;
use crate::decisions::flagged;
use crate::opening::ballots_opened;
use crate::reasons::{FINE, of_region, reseal, resign};
use crate::store::Store;
use crate::world::{ALL, Setup, Subject, World};

/// An election whose regions are all in the first box.
struct Closed {
    world: World,
    store: Store,
    acts: Acts,
    earlier: Earlier,
}

impl Closed {
    /// North received these items.
    fn new(setup: &Setup, items: impl FnOnce(&World) -> Vec<Item>) -> Self {
        let world = World::new(setup);
        let store = world.store(&[items(&world), vec![], vec![]]);
        let (first, file) = verified(&world, &world.acts, &store, 1, &ALL);
        let verdicts: BTreeMap<_, _> = ALL.iter().map(|region| (*region, first.verdicts(*region))).collect();
        let mut acts = world.acts.clone();
        acts.boxes.push(file);
        Self { world, store, acts, earlier: Earlier::new(verdicts) }
    }

    /// North's late bundle, and with it the supplement's import and all bundles.
    fn import(&self, items: &[Item]) -> (Import<'_>, Store) {
        let late = self.world.late(&self.store, 0, items);
        let mut import = self.world.begin_known(&self.acts, &self.store);
        for bundle in late.bundles.values() {
            let taken = import.bundle(bundle.as_slice()).unwrap();
            assert!(matches!(taken, Taken::New { late: true, .. }));
        }
        (import, self.store.with(&late))
    }

    fn admit(&self, items: &[Item]) -> (Admitted<'_>, Entry, Store) {
        let (import, store) = self.import(items);
        let imported = import.finish(2, &[0]).unwrap();
        let (admitted, entry) = admit(imported, &store, &self.earlier, &|_, _| {}, &|_, _| {}).unwrap();
        (admitted, entry, store)
    }

    fn verify(&self, items: &[Item], decisions: &Decisions) -> Verified<'_> {
        let (admitted, _, store) = self.admit(items);
        self.world.unseal(self.world.sign(close(admitted, decisions)), &store)
    }

    /// What becomes of late items without decisions.
    fn judge(&self, items: &[Item]) -> Vec<(Status, Vec<Reason>)> {
        let verified = self.verify(items, &self.world.undecided());
        assert!(verified.turnout().iter().all(|(_, of)| of.is_conserved()));
        of_region(&verified, 0)
    }
}

/// Voters 0 and 1 of north are in the first box.
fn two_voted() -> Closed {
    Closed::new(&Setup { min_open: 1, ..Setup::default() }, |world| {
        vec![world.cast(world.voter(0, 0), 1), world.cast(world.voter(0, 1), 1)]
    })
}

#[test]
fn a_late_record_of_somebody_new_counts_and_stays_late() {
    let closed = two_voted();
    let item = closed.world.cast(closed.world.voter(0, 2), 1);
    let verified = closed.verify(&[item], &closed.world.undecided());
    assert_eq!(of_region(&verified, 0), [(Late, vec![Reason::Late])]);
    assert!(verified.is_supplement() && verified.opening() == 2);
    let (region, turnout) = verified.turnout()[0];
    assert_eq!((region, turnout.received, turnout.late, turnout.counted), (0, 1, 1, 1));
    assert_eq!(ballots_opened(&verified), [1, 1]);
}

#[test]
fn a_late_record_of_somebody_who_was_counted_does_not_count_however_high_its_counter() {
    let closed = two_voted();
    let again = closed.world.cast(closed.world.voter(0, 0), 9);
    assert_eq!(closed.judge(&[again]), [(Late, vec![Reason::Late, AlreadyCounted])]);
    let verified = closed.verify(&[closed.world.cast(closed.world.voter(0, 0), 9)], &closed.world.undecided());
    assert_eq!(verified.turnout()[0].1.counted, 0);
}

#[test]
fn a_late_copy_of_a_record_of_the_box_is_a_duplicate_and_is_in_no_number() {
    let closed = two_voted();
    let copy = closed.world.cast(closed.world.voter(0, 0), 1);
    assert_eq!(
        closed.judge(std::slice::from_ref(&copy)),
        [(Red, vec![Duplicate, Reason::Late, AlreadyCounted, AttestationReused])]
    );
    let (admitted, entry, _) = closed.admit(&[copy]);
    assert!(admitted.trackers(0).is_empty());
    assert_eq!(entry, Entry::Admission { opening: 2, regions: 1, received: 0, red: 0, held: 0 });
}

#[test]
fn what_was_red_or_held_in_the_box_counts_nobody_out_of_the_supplement() {
    let held = |world: &World| flagged(world, 0, 1, 1, FINE | FLAG_PHONE_SHARED);
    let closed = Closed::new(&Setup { min_open: 1, ..Setup::default() }, |world| {
        let mut bad = world.cast(world.voter(0, 0), 1);
        reseal(world, world.voter(0, 0), &mut bad, b"nothing", 0);
        vec![bad, held(world)]
    });
    let items = [closed.world.cast(closed.world.voter(0, 0), 2), closed.world.cast(closed.world.voter(0, 1), 2)];
    let verified = closed.verify(&items, &closed.world.undecided());
    let late = (Late, vec![Reason::Late]);
    assert_eq!(of_region(&verified, 0), [late.clone(), late]);
    assert_eq!(verified.turnout()[0].1.counted, 2);
}

#[test]
fn an_attestation_of_the_box_is_used_again_unless_its_record_was_red() {
    let closed = Closed::new(&Setup::default(), |world| {
        let mut bad = world.cast(world.voter(0, 1), 1);
        reseal(world, world.voter(0, 1), &mut bad, b"nothing", 0);
        vec![world.cast(world.voter(0, 0), 1), bad]
    });
    let on_the_same = |place: usize| {
        let voter = closed.world.voter(0, place);
        let (first, mut item) = (closed.world.cast(voter, 1), closed.world.cast(voter, 2));
        item.attestation = first.attestation;
        item.header.attestation_digest = first.header.attestation_digest;
        resign(voter, &mut item);
        item
    };
    let verdicts = closed.judge(&[on_the_same(0), on_the_same(1)]);
    let reused = (Late, vec![Reason::Late, AlreadyCounted, AttestationReused]);
    assert_eq!(verdicts, [reused, (Late, vec![Reason::Late])]);
}

#[test]
fn a_counter_of_the_box_clashes_and_so_does_a_tracker() {
    let closed = two_voted();
    let world = &closed.world;
    let clash = world.cast_with(world.voter(0, 0), 1, &Findings { base_date: 1, ..world.findings() });
    let mut thief = world.cast(world.voter(0, 2), 1);
    thief.header.inner_digest = world.cast(world.voter(0, 1), 1).header.inner_digest;
    resign(world.voter(0, 2), &mut thief);
    let verdicts = closed.judge(&[clash, thief]);
    assert_eq!(verdicts[0], (Late, vec![Reason::Late, AlreadyCounted, CounterClash]));
    assert_eq!(verdicts[1], (Red, vec![BadInnerDigest, Reason::Late, TrackerClash]));
}

#[test]
fn a_late_record_that_is_held_is_decided_in_its_own_opening() {
    let closed =
        Closed::new(&Setup { min_open: 1, ..Setup::default() }, |world| vec![world.cast(world.voter(0, 0), 1)]);
    let item = flagged(&closed.world, 0, 1, 1, FINE | FLAG_PHONE_SHARED);
    let (admitted, entry, _) = closed.admit(std::slice::from_ref(&item));
    assert_eq!(entry, Entry::Admission { opening: 2, regions: 1, received: 1, red: 0, held: 1 });
    assert_eq!(admitted.held_classes(), [(PhoneShared, 1)]);
    let mut decisions = closed.world.undecided();
    assert_eq!(closed.verify(std::slice::from_ref(&item), &decisions).turnout()[0].1.counted, 0);
    closed.world.decide(&mut decisions, Subject::Class(2, None, PhoneShared), 1, &[Vote::For; 2]);
    let verified = closed.verify(&[item], &decisions);
    assert_eq!(of_region(&verified, 0), [(Late, vec![Reason::Late, PhoneShared])]);
    assert_eq!(verified.tables().held[&PhoneShared].counted, 1);
}

#[test]
fn late_records_of_one_voter_leave_one_that_counts() {
    let closed = two_voted();
    let items = [1, 3, 2].map(|counter| closed.world.cast(closed.world.voter(0, 2), counter));
    let verified = closed.verify(&items, &closed.world.undecided());
    let counted: Vec<bool> = verified.records(0).iter().map(|record| record.is_counted()).collect();
    assert_eq!(counted, [false, true, false]);
    assert_eq!(verified.turnout()[0].1.late, 3);
    assert_eq!(ballots_opened(&verified), [1, 1]);
}

#[test]
fn a_supplement_under_min_open_is_withheld() {
    let closed = Closed::new(&Setup::default(), |world| vec![world.cast(world.voter(0, 0), 1)]);
    let item = closed.world.cast(closed.world.voter(0, 2), 1);
    assert_eq!(ballots_opened(&closed.verify(&[item], &closed.world.undecided())), [] as [u32; 0]);
}

#[test]
fn the_tables_of_both_openings_count_an_attestation_once() {
    let closed = two_voted();
    let world = &closed.world;
    let (first, _) = verified(world, &world.acts, &closed.store, 1, &ALL);
    let voter = world.voter(0, 0);
    let (used, mut again) = (world.cast(voter, 1), world.cast(voter, 2));
    again.attestation = used.attestation;
    again.header.attestation_digest = used.header.attestation_digest;
    resign(voter, &mut again);
    let items = [again, world.cast(world.voter(0, 2), 1)];
    let late = closed.verify(&items, &world.undecided());
    let mut tables = first.tables();
    tables.add(&late.tables());
    tables.set_issued(late.issued());
    let attestations = tables.attestations[&0];
    assert_eq!((attestations.used, attestations.received), (3, 4));
    let csv = tables.turnout_csv(world.election.definition());
    assert!(csv.contains("\nnorth,9,4,3,2,0,0,0,0,2\n"), "{csv}");
    assert!(csv.contains("\nsouth,8,0,0,"), "{csv}");
}

#[test]
fn verdicts_that_are_not_those_of_the_box_are_refused() {
    let closed = two_voted();
    let item = closed.world.cast(closed.world.voter(0, 2), 1);
    let (first, _) = verified(&closed.world, &closed.world.acts, &closed.store, 1, &ALL);
    let refused = |change: fn(&mut Vec<VerdictLine>)| {
        let mut lines = first.verdicts(0);
        change(&mut lines);
        let (import, store) = closed.import(std::slice::from_ref(&item));
        let earlier = Earlier::new(BTreeMap::from([(0, lines)]));
        admit(import.finish(2, &[0]).unwrap(), &store, &earlier, &|_, _| {}, &|_, _| {}).unwrap_err()
    };
    let changes: [fn(&mut Vec<VerdictLine>); 4] = [
        |lines| lines.truncate(1),
        |lines| lines.push(lines[0]),
        |lines| lines.swap(0, 1),
        |lines| lines[0].tracker = [0; 32],
    ];
    for change in changes {
        assert!(matches!(refused(change), AdmitError::Earlier { region: 0 }));
    }
}

#[test]
fn after_the_supplement_nothing_is_taken_any_more() {
    let closed = two_voted();
    let item = closed.world.cast(closed.world.voter(0, 2), 1);
    let (admitted, _, store) = closed.admit(&[item]);
    let file = closed.world.sign(close(admitted, &closed.world.undecided())).file().clone();
    let mut acts = closed.acts.clone();
    acts.boxes.push(file);
    let mut import = closed.world.begin_known(&acts, &store);
    assert_eq!(import.chains().iter().map(|chain| chain.late).sum::<u32>(), 1);
    let late = closed.world.late(&closed.store, 1, &[]);
    let refused = import.bundle(late.bundles.values().next().unwrap().as_slice());
    assert!(matches!(refused, Err(ImportError::TooLate { region: 1, .. })));
}
