//! What records of one voter, or on one attestation, do to each other.

use Reason::*;
use Status::{Blue, Green, Red, Yellow};
use tamga_casting::identity::{Findings, IdentityService};
use tamga_record::admission::{Reason, Status};
use tamga_record::definition::Revote;

use crate::reasons::{FINE, judge, of_region, reseal, resign};
use crate::world::{OPENS, Setup, World, key};

#[test]
fn a_further_copy_of_a_record_is_a_duplicate_and_counts_nowhere() {
    let world = World::new(&Setup::default());
    let item = world.cast(world.voter(0, 0), 1);
    let store = world.store(&[vec![item.clone(), item], vec![], vec![]]);
    assert_eq!(world.admit(&store).trackers(0).len(), 1);
    let verified = world.verify(&store);
    // The copy is another record on the same attestation as one that is not red; the first is not.
    assert_eq!(of_region(&verified, 0), [(Green, vec![]), (Red, vec![Duplicate, AttestationReused])]);
    let turnout = verified.turnout()[0].1;
    assert_eq!((turnout.received, turnout.green, turnout.red), (1, 1, 0));
}

#[test]
fn a_copy_in_another_region_is_red_there_and_harms_the_original_nowhere() {
    let world = World::new(&Setup::default());
    let copied = (Red, vec![WrongRegion]);
    for (home, other) in [(0u16, 1u16), (1, 0)] {
        let item = world.cast(world.voter(home, 0), 1);
        let mut regions = [vec![], vec![], vec![]];
        regions[usize::from(home)].push(item.clone());
        regions[usize::from(other)].push(item);
        let verified = world.verify(&world.store(&regions));
        assert_eq!(of_region(&verified, home), [(Green, vec![])]);
        assert_eq!(of_region(&verified, other), std::slice::from_ref(&copied));
        assert_eq!(verified.turnout()[usize::from(other)].1.received, 1);
    }
}

#[test]
fn two_records_on_one_attestation_are_both_held() {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let (first, mut second) = (world.cast(voter, 1), world.cast(voter, 2));
    second.attestation = first.attestation.clone();
    second.header.attestation_digest = first.header.attestation_digest;
    resign(voter, &mut second);
    assert_eq!(
        judge(&world, vec![first, second]),
        [(Yellow, vec![AttestationReused]), (Yellow, vec![AttestationReused])]
    );
}

#[test]
fn two_attestations_with_one_counter_hold_both_records() {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let fine = world.cast(voter, 1);
    let clashing = world.cast_with(voter, 1, &Findings { base_date: 1, ..world.findings() });
    assert_eq!(judge(&world, vec![fine, clashing]), [(Yellow, vec![CounterClash]), (Yellow, vec![CounterClash])]);
}

#[test]
fn a_red_record_disturbs_no_other_record_of_its_voter() {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let (good, mut bad) = (world.cast(voter, 1), world.cast(voter, 2));
    reseal(&world, voter, &mut bad, b"nothing", 0);
    assert_eq!(judge(&world, vec![good, bad]), [(Green, vec![]), (Red, vec![BadBallot])]);
}

#[test]
fn a_held_record_supersedes_nothing() {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let held = world.cast_with(voter, 2, &Findings { flags: FINE & !8, ..world.findings() });
    assert_eq!(judge(&world, vec![world.cast(voter, 1), held]), [(Green, vec![]), (Blue, vec![CodeNotVerified])]);
}

#[test]
fn the_policy_says_which_record_of_a_voter_counts() {
    let superseded = (Status::Superseded, vec![Superseded]);
    let green = (Green, vec![]);
    let cases = [
        (Revote::Last, [superseded.clone(), green.clone(), superseded.clone()]),
        (Revote::First, [green.clone(), superseded.clone(), superseded.clone()]),
        (Revote::Refuse, [green, superseded.clone(), superseded]),
    ];
    for (revote, expected) in cases {
        let world = World::new(&Setup { revote, ..Setup::default() });
        let items = [1, 3, 2].map(|counter| world.cast(world.voter(0, 0), counter));
        assert_eq!(judge(&world, items.to_vec()), expected);
    }
}

#[test]
fn more_attestations_in_use_than_issued_are_noticed() {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let honest = world.cast(voter, 1);
    let behind_its_back = IdentityService::new(key(&world.streams, "identity", 0), *world.election.id(), 3);
    let mut forged = honest.clone();
    forged.attestation = behind_its_back.issue(voter, 2, OPENS, &world.findings());
    forged.header.attestation_digest = forged.attestation.digest();
    resign(voter, &mut forged);
    let alone = world.admit(&world.store(&[vec![honest.clone()], vec![], vec![]]));
    assert!(alone.overdrawn().is_empty());
    let both = world.admit(&world.store(&[vec![honest, forged], vec![], vec![]]));
    assert_eq!(both.overdrawn(), [(0, 2, 1)]);
}

/// Only the tracker is copied: what is under the seal is not what was signed.
#[test]
fn a_tracker_of_somebody_else_is_noted_of_both_and_harms_only_the_copy() {
    let world = World::new(&Setup::default());
    let (original, thief) = (world.cast(world.voter(0, 0), 1), world.voter(0, 1));
    let mut copy = world.cast(thief, 1);
    copy.header.inner_digest = original.header.inner_digest;
    resign(thief, &mut copy);
    let verdicts = judge(&world, vec![original, copy]);
    assert_eq!(verdicts, [(Green, vec![TrackerClash]), (Red, vec![BadInnerDigest, TrackerClash])]);
}

#[test]
fn one_voter_may_send_one_ballot_under_two_attestations_without_a_clash_of_trackers() {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let (first, second) = (world.cast(voter, 1), world.cast(voter, 2));
    let mut again = first.clone();
    again.attestation = second.attestation;
    again.header.attestation_digest = again.attestation.digest();
    resign(voter, &mut again);
    let verdicts = judge(&world, vec![first, again]);
    assert_eq!(verdicts, [(Status::Superseded, vec![Superseded]), (Green, vec![])]);
}
