//! Held records, and what officers decide about them.

use tamga_casting::identity::Findings;
use tamga_record::admission::{HeldCounts, Place, Reason, Status};
use tamga_record::cast::{FLAG_CODE_VERIFIED, FLAG_PHONE_EQUALS, FLAG_PHONE_SHARED, Item};
use tamga_record::decisions::{Decisions, Vote};
use tamga_tally::verified::Verified;

use crate::opening::ballots_opened;
use crate::reasons::FINE;
use crate::store::Store;
use crate::world::{Setup, Subject, World};

const ALL_HELD: Subject = Subject::Class(1, None, Reason::PhoneShared);
const FOR: [Vote; 2] = [Vote::For; 2];
const AGAINST: [Vote; 2] = [Vote::Against; 2];
const TIED: [Vote; 2] = [Vote::For, Vote::Against];

/// A record of a voter whose attestation has these flags.
pub fn flagged(world: &World, region: u16, place: usize, counter: u32, flags: u8) -> Item {
    let findings = Findings { flags, ..world.findings() };
    world.cast_with(world.voter(region, place), counter, &findings)
}

/// A good record of north's last voter and so many, of others of north, from shared phones.
pub fn held(world: &World, records: usize) -> Store {
    let mut items = vec![world.cast(world.voter(0, 8), 1)];
    items.extend((0..records).map(|place| flagged(world, 0, place, 1, FINE | FLAG_PHONE_SHARED)));
    world.store(&[items, vec![], vec![]])
}

/// Which records of north count.
fn counted(verified: &Verified<'_>) -> Vec<bool> {
    verified.records(0).iter().map(|record| record.is_counted()).collect()
}

/// Which of the good record and three held ones count after these decisions.
fn counted_after(decide: impl FnOnce(&World, &mut Decisions)) -> Vec<bool> {
    let world = World::new(&Setup::default());
    let mut decisions = world.undecided();
    decide(&world, &mut decisions);
    counted(&world.verify_decided(&held(&world, 3), &decisions))
}

/// The first bundle has four items: the good record and the held ones.
fn place(item: u32) -> Place {
    Place { collector: 0, bundle: 1, variant: 1, item }
}

/// One of the records that [`held`] makes three of.
pub fn record(world: &World, item: u32) -> Subject {
    let tracker = *world.admit(&held(world, 3)).record_at(0, place(item)).unwrap().tracker();
    Subject::Record(1, 0, place(item), tracker)
}

#[test]
fn what_is_held_counts_when_a_quorum_is_for_it_and_keeps_its_status() {
    let world = World::new(&Setup::default());
    let mut decisions = world.undecided();
    world.decide(&mut decisions, ALL_HELD, 3, &FOR);
    let verified = world.verify_decided(&held(&world, 3), &decisions);
    assert_eq!(counted(&verified), [true; 4]);
    let turnout = verified.turnout()[0].1;
    assert_eq!((turnout.green, turnout.yellow, turnout.counted), (1, 3, 4));
    let table = HeldCounts { records: 3, for_: 3, against: 0, undecided: 0, counted: 3 };
    assert_eq!(verified.tables().held[&Reason::PhoneShared], table);
}

#[test]
fn what_is_undecided_or_decided_against_does_not_count() {
    assert_eq!(counted_after(|_, _| {}), [true, false, false, false]);
    let against = counted_after(|world, decisions| world.decide(decisions, ALL_HELD, 3, &AGAINST));
    assert_eq!(against, [true, false, false, false]);
    let tied = counted_after(|world, decisions| world.decide(decisions, ALL_HELD, 3, &TIED));
    assert_eq!(tied, [true, false, false, false]);
    let nobody = counted_after(|world, decisions| world.decide(decisions, ALL_HELD, 3, &[]));
    assert_eq!(nobody, [true, false, false, false]);
}

#[test]
fn the_table_says_what_was_decided_about_what() {
    let world = World::new(&Setup::default());
    let store = held(&world, 3);
    let table = |votes: &[Vote]| {
        let mut decisions = world.undecided();
        world.decide(&mut decisions, ALL_HELD, 3, votes);
        world.verify_decided(&store, &decisions).tables().held[&Reason::PhoneShared]
    };
    let none = HeldCounts { records: 3, for_: 0, against: 0, undecided: 0, counted: 0 };
    assert_eq!(table(&AGAINST), HeldCounts { against: 3, ..none });
    assert_eq!(table(&TIED), HeldCounts { undecided: 3, ..none });
}

#[test]
fn a_later_decision_about_one_record_overrides_the_one_about_its_class() {
    let counted = counted_after(|world, decisions| {
        world.decide(decisions, ALL_HELD, 3, &AGAINST);
        world.decide(decisions, record(world, 2), 1, &FOR);
    });
    assert_eq!(counted, [true, false, true, false]);
}

#[test]
fn the_last_decision_of_a_quorum_that_covers_a_record_holds() {
    let changed_mind = counted_after(|world, decisions| {
        world.decide(decisions, ALL_HELD, 3, &FOR);
        world.decide(decisions, ALL_HELD, 3, &AGAINST);
    });
    assert_eq!(changed_mind, [true, false, false, false]);
    let class_after_record = counted_after(|world, decisions| {
        world.decide(decisions, record(world, 2), 1, &AGAINST);
        world.decide(decisions, ALL_HELD, 3, &FOR);
    });
    assert_eq!(class_after_record, [true; 4]);
    let tied_later = counted_after(|world, decisions| {
        world.decide(decisions, ALL_HELD, 3, &FOR);
        world.decide(decisions, ALL_HELD, 3, &TIED);
        world.decide(decisions, record(world, 2), 1, &[]);
    });
    assert_eq!(tied_later, [true; 4], "without a quorum nothing is undone");
}

#[test]
fn a_decision_about_a_region_is_about_no_other() {
    let world = World::new(&Setup::default());
    let shared = |region| flagged(&world, region, 0, 1, FINE | FLAG_PHONE_SHARED);
    let store = world.store(&[vec![shared(0)], vec![shared(1)], vec![]]);
    let admitted = world.admit(&store);
    assert_eq!(admitted.held(Some(1), Reason::PhoneShared), 1);
    assert_eq!(admitted.held(None, Reason::PhoneShared), 2);
    let mut decisions = world.undecided();
    world.decide(&mut decisions, Subject::Class(1, Some(1), Reason::PhoneShared), 1, &FOR);
    let verified = world.verify_decided(&store, &decisions);
    let counted: Vec<u32> = verified.turnout().iter().map(|(_, of)| of.counted).collect();
    assert_eq!(counted, [0, 1, 0]);
}

#[test]
fn a_record_held_by_two_reasons_counts_when_both_are_decided_for() {
    let world = World::new(&Setup::default());
    let item = flagged(&world, 0, 0, 1, (FINE | FLAG_PHONE_SHARED) & !FLAG_PHONE_EQUALS);
    let store = world.store(&[vec![item], vec![], vec![]]);
    let mut decisions = world.undecided();
    world.decide(&mut decisions, ALL_HELD, 1, &FOR);
    assert_eq!(counted(&world.verify_decided(&store, &decisions)), [false]);
    world.decide(&mut decisions, Subject::Class(1, None, Reason::PhoneDiffers), 1, &FOR);
    assert_eq!(counted(&world.verify_decided(&store, &decisions)), [true]);
}

#[test]
fn blue_records_count_where_the_definition_says_so_and_stay_blue() {
    for (blue_counts, held) in [(false, 1), (true, 0)] {
        let world = World::new(&Setup { blue_counts, ..Setup::default() });
        let store = world.store(&[vec![flagged(&world, 0, 0, 1, FINE & !FLAG_CODE_VERIFIED)], vec![], vec![]]);
        let admitted = world.admit(&store);
        assert_eq!(admitted.held(None, Reason::CodeNotVerified), held);
        assert_eq!(admitted.held_records().count() as u32, held);
        let verified = world.verify(&store);
        assert_eq!(counted(&verified), [blue_counts]);
        assert_eq!(verified.turnout()[0].1.blue, 1);
    }
}

#[test]
fn a_held_record_that_is_decided_for_takes_its_place_among_those_of_its_voter() {
    let world = World::new(&Setup { min_open: 1, ..Setup::default() });
    let records = vec![world.cast(world.voter(0, 0), 1), flagged(&world, 0, 0, 2, FINE | FLAG_PHONE_SHARED)];
    let store = world.store(&[records, vec![], vec![]]);
    assert_eq!(counted(&world.verify(&store)), [true, false]);
    let mut decisions = world.undecided();
    world.decide(&mut decisions, ALL_HELD, 1, &FOR);
    let verified = world.verify_decided(&store, &decisions);
    assert_eq!(counted(&verified), [false, true]);
    assert_eq!(verified.records(0)[0].status(world.election.definition()), Status::Superseded);
    assert_eq!(ballots_opened(&verified), [1, 1]);
}

#[test]
fn of_equal_counters_that_were_let_in_the_first_in_list_order_counts() {
    let world = World::new(&Setup { min_open: 1, ..Setup::default() });
    let later = Findings { base_date: 1, ..world.findings() };
    let clashing = [world.cast(world.voter(0, 0), 1), world.cast_with(world.voter(0, 0), 1, &later)];
    let store = world.store(&[clashing.to_vec(), vec![], vec![]]);
    let mut decisions = world.undecided();
    assert_eq!(world.admit(&store).held(None, Reason::CounterClash), 2);
    world.decide(&mut decisions, Subject::Class(1, None, Reason::CounterClash), 2, &FOR);
    let verified = world.verify_decided(&store, &decisions);
    assert_eq!(counted(&verified), [true, false]);
    assert!(verified.records(0)[1].reasons().contains(Reason::Superseded));
    assert_eq!(ballots_opened(&verified), [1, 1]);
}

#[test]
fn a_red_record_does_not_count_whatever_was_decided() {
    let world = World::new(&Setup::default());
    let mut item = flagged(&world, 0, 0, 1, FINE | FLAG_PHONE_SHARED);
    crate::reasons::reseal(&world, world.voter(0, 0), &mut item, b"nothing", 0);
    let store = world.store(&[vec![item], vec![], vec![]]);
    // From outside the seal it can be read to be held, not to be bad.
    assert_eq!(world.admit(&store).held_classes(), [(Reason::PhoneShared, 1)]);
    let mut decisions = world.undecided();
    world.decide(&mut decisions, ALL_HELD, 1, &FOR);
    let verified = world.verify_decided(&store, &decisions);
    assert_eq!(counted(&verified), [false]);
    assert!(!verified.tables().held.contains_key(&Reason::PhoneShared));
}
