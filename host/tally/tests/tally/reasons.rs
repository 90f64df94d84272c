//! Each reason of the record's table, by a record that deserves it and nothing else.

use Reason::*;
use Status::{Blue, Green, Red, Yellow};
use tamga_casting::identity::{Findings, IdentityService};
use tamga_casting::streams::Streams;
use tamga_casting::voter::Voter;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::mlkem;
use tamga_crypto::marks::{BallotContext, encrypt_marks};
use tamga_record::admission::{Reason, Status};
use tamga_record::cast::{BIOMETRIC_FAIL, FLAG_PHONE_SHARED, FLAGS_ALL, Item, ballot_info, cast_message};
use tamga_record::definition::{ContestSet, HeldStatus};
use tamga_record::roll::Roll;
use tamga_tally::verified::Verified;

use crate::world::{OPENS, Setup, World, key};

/// All flags as they should be.
pub const FINE: u8 = FLAGS_ALL & !FLAG_PHONE_SHARED;

pub fn resign(voter: &Voter, item: &mut Item) {
    item.signature = voter.sign(&cast_message(&item.header));
}

/// Puts another plaintext into the seal of a region's key, with digests and signature that fit.
pub fn reseal(world: &World, voter: &Voter, item: &mut Item, plaintext: &[u8], region: u16) {
    let info = ballot_info(world.election.id(), voter.region());
    let mut rng = world.streams.stream("reseal", voter.index());
    item.outer = mlkem::seal(world.params.region_key(region).unwrap(), &[&info], plaintext, &mut rng).unwrap();
    item.header.inner_digest = sha3_256(&[plaintext]);
    item.header.outer_digest = sha3_256(&[&item.outer]);
    resign(voter, item);
}

/// The inner part of a ballot of both contests, proved for this tag.
fn inner_for(world: &World, voter: &Voter, tag: [u8; 16]) -> Vec<u8> {
    let context = BallotContext {
        election: *world.election.id(),
        region: voter.region(),
        tag,
        credential_key: voter.credential_key(),
    };
    let mut rng = world.streams.stream("inner", voter.index());
    let president = encrypt_marks(world.params.key(), &context, 0, &[true, false, false], 1, &mut rng).unwrap();
    let council = encrypt_marks(world.params.key(), &context, 1, &[true, false, false, true], 2, &mut rng).unwrap();
    [president, council].concat()
}

pub fn of_region(verified: &Verified<'_>, region: u16) -> Vec<(Status, Vec<Reason>)> {
    let definition = verified.election().definition();
    let records = verified.records(region).iter();
    records.map(|record| (record.status(definition), record.reasons().iter().collect())).collect()
}

/// What becomes of these records when they are all that north received; every count is conserved on the way.
pub fn judge(world: &World, items: Vec<Item>) -> Vec<(Status, Vec<Reason>)> {
    let verified = world.verify(&world.store(&[items, Vec::new(), Vec::new()]));
    assert!(verified.turnout().iter().all(|(_, region)| region.is_conserved()));
    of_region(&verified, 0)
}

/// Judges one changed record of the first voter of north.
fn judge_changed(change: impl FnOnce(&World, &Voter, &mut Item)) -> (Status, Vec<Reason>) {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let mut item = world.cast(voter, 1);
    change(&world, voter, &mut item);
    judge(&world, vec![item]).remove(0)
}

#[test]
fn a_good_record_is_green_without_reasons() {
    assert_eq!(judge_changed(|_, _, _| {}), (Green, vec![]));
}

#[test]
fn a_record_of_another_election_is_red() {
    let verdict = judge_changed(|world, voter, item| {
        let elsewhere = IdentityService::new(key(&world.streams, "identity", 0), [1; 32], 3);
        item.attestation = elsewhere.issue(voter, 1, OPENS, &world.findings());
        item.header.election = [1; 32];
        item.header.attestation_digest = item.attestation.digest();
        resign(voter, item);
    });
    assert_eq!(verdict, (Red, vec![WrongElection]));
}

#[test]
fn a_record_in_the_bundle_of_another_region_is_red() {
    let world = World::new(&Setup::default());
    let item = world.cast(world.voter(0, 0), 1);
    let verified = world.verify(&world.store(&[vec![], vec![item], vec![]]));
    assert_eq!(of_region(&verified, 1), [(Red, vec![WrongRegion])]);
}

#[test]
fn a_record_of_nobody_on_the_roll_is_red() {
    let world = World::new(&Setup::default());
    let stranger = Voter::new(999, [7; 16], 0, *world.voter(0, 0).contests(), &world.streams);
    assert_eq!(judge(&world, vec![world.cast(&stranger, 1)]), [(Red, vec![NotOnRoll])]);
}

/// The record of the voter whose roll entry comes first, which the set-up may change.
fn judge_first_on_roll(setup: &Setup) -> (Status, Vec<Reason>) {
    let world = World::new(setup);
    let tag = world.enrolment.roll.entries[0].tag;
    let voter = world.enrolment.voters.iter().find(|voter| *voter.tag() == tag).unwrap();
    let mut regions = [vec![], vec![], vec![]];
    regions[usize::from(voter.region())].push(world.cast(voter, 1));
    of_region(&world.verify(&world.store(&regions)), voter.region()).remove(0)
}

/// What a change to the registrar's key or the roll cannot undo: a key under which anybody can sign, certified and attested.
#[test]
fn a_signature_under_a_key_of_low_order_is_red() {
    // The neutral element of the curve; with R the same and s = 0 every message verifies by the ZIP 215 rule.
    let low_order: [u8; 32] = std::array::from_fn(|place| u8::from(place == 0));
    let spoil_roll: fn(&mut Roll) = |roll| {
        let registrar = key(&Streams::new([42; 32]), "registrar", 0);
        let definition = roll.definition;
        let entry = &mut roll.entries[0];
        entry.credential = std::array::from_fn(|place| u8::from(place == 0));
        entry.certificate = registrar.sign(&entry.certificate_message(&definition)).to_bytes();
    };
    let world = World::new(&Setup { spoil_roll, ..Setup::default() });
    let tag = world.enrolment.roll.entries[0].tag;
    let voter = world.enrolment.voters.iter().find(|voter| *voter.tag() == tag).unwrap();
    let mut item = world.cast(voter, 1);
    item.attestation.credential = low_order;
    let service = key(&world.streams, "identity", 0);
    item.attestation.signature = service.sign(&item.attestation.message()).to_bytes();
    item.header.attestation_digest = item.attestation.digest();
    item.signature = [0; 64];
    item.signature[0] = 1;
    let mut regions = [vec![], vec![], vec![]];
    regions[usize::from(voter.region())].push(item);
    let verdicts = of_region(&world.verify(&world.store(&regions)), voter.region());
    assert_eq!(verdicts, [(Red, vec![BadSignature])]);
}

#[test]
fn a_record_of_a_voter_whom_the_registrar_did_not_certify_is_red() {
    let setup = Setup { spoil_roll: |roll| roll.entries[0].certificate[0] ^= 1, ..Setup::default() };
    assert_eq!(judge_first_on_roll(&setup), (Red, vec![BadCertificate]));
}

#[test]
fn a_default_or_link_that_the_registrar_did_not_certify_is_red() {
    let held = Setup { spoil_roll: |roll| roll.entries[0].default = HeldStatus::Blue, ..Setup::default() };
    assert_eq!(judge_first_on_roll(&held), (Red, vec![BadCertificate, RollDefault]));
    let freed = Setup {
        first_default: HeldStatus::Yellow,
        spoil_roll: |roll| roll.entries[0].default = HeldStatus::Green,
        ..Setup::default()
    };
    assert_eq!(judge_first_on_roll(&freed), (Red, vec![BadCertificate]));
    let linked = Setup { spoil_roll: |roll| roll.entries[0].link_digest[0] ^= 1, ..Setup::default() };
    assert_eq!(judge_first_on_roll(&linked), (Red, vec![BadCertificate]));
}

#[test]
fn the_default_of_the_roll_holds_a_record() {
    let blue = Setup { first_default: HeldStatus::Blue, ..Setup::default() };
    assert_eq!(judge_first_on_roll(&blue), (Blue, vec![RollDefault]));
    let yellow = Setup { first_default: HeldStatus::Yellow, ..Setup::default() };
    assert_eq!(judge_first_on_roll(&yellow), (Yellow, vec![RollDefault]));
}

#[test]
fn a_record_with_other_contests_than_the_roll_is_red() {
    let verdict = judge_changed(|_, voter, item| {
        item.header.contests = ContestSet::from_indices([0]).unwrap();
        resign(voter, item);
    });
    assert_eq!(verdict, (Red, vec![WrongContests]));
}

#[test]
fn a_record_that_its_voter_did_not_sign_is_red() {
    assert_eq!(judge_changed(|_, _, item| item.signature[3] ^= 1), (Red, vec![BadSignature]));
    let by_another = judge_changed(|world, _, item| resign(world.voter(0, 1), item));
    assert_eq!(by_another, (Red, vec![BadSignature]));
}

/// Judges a record whose attestation was changed and signed again by the identity service.
fn judge_attested(change: impl FnOnce(&mut tamga_record::cast::Attestation)) -> (Status, Vec<Reason>) {
    judge_changed(|world, voter, item| {
        change(&mut item.attestation);
        let service = key(&world.streams, "identity", 0);
        item.attestation.signature = service.sign(&item.attestation.message()).to_bytes();
        item.header.attestation_digest = item.attestation.digest();
        resign(voter, item);
    })
}

#[test]
fn a_record_whose_attestation_is_not_its_own_is_red() {
    let red = (Red, vec![BadAttestation]);
    assert_eq!(judge_attested(|attestation| attestation.election = [1; 32]), red);
    assert_eq!(judge_attested(|attestation| attestation.region = 1), red);
    assert_eq!(judge_attested(|attestation| attestation.tag[0] ^= 1), red);
    assert_eq!(judge_attested(|attestation| attestation.credential[0] ^= 1), red);
    assert_eq!(judge_attested(|attestation| attestation.flags |= 16), red);
    assert_eq!(judge_attested(|attestation| attestation.biometric = 3), red);
    let another = judge_changed(|_, _, item| item.attestation.counter += 1);
    assert_eq!(another, red);
}

#[test]
fn a_record_whose_attestation_is_not_signed_is_red() {
    let verdict = judge_changed(|_, voter, item| {
        item.attestation.signature[0] ^= 1;
        item.header.attestation_digest = item.attestation.digest();
        resign(voter, item);
    });
    assert_eq!(verdict, (Red, vec![BadAttestation]));
}

#[test]
fn a_record_with_another_outer_part_than_was_signed_is_red() {
    let verdict = judge_changed(|_, _, item| *item.outer.last_mut().unwrap() ^= 1);
    assert_eq!(verdict, (Red, vec![BadOuterDigest]));
}

#[test]
fn a_record_without_an_outer_part_does_not_open() {
    let verdict = judge_changed(|_, voter, item| {
        item.outer.clear();
        item.header.outer_digest = sha3_256(&[]);
        resign(voter, item);
    });
    assert_eq!(verdict, (Red, vec![Seal]));
}

#[test]
fn a_record_sealed_to_another_region_does_not_open() {
    let verdict = judge_changed(|world, voter, item| {
        let inner = inner_for(world, voter, *voter.tag());
        reseal(world, voter, item, &inner, 1);
    });
    assert_eq!(verdict, (Red, vec![Seal]));
}

#[test]
fn a_record_with_another_inner_part_than_was_signed_is_red() {
    let verdict = judge_changed(|_, voter, item| {
        item.header.inner_digest[0] ^= 1;
        resign(voter, item);
    });
    assert_eq!(verdict, (Red, vec![BadInnerDigest]));
}

#[test]
fn a_ballot_sealed_as_it_should_be_is_good() {
    let verdict = judge_changed(|world, voter, item| {
        let inner = inner_for(world, voter, *voter.tag());
        reseal(world, voter, item, &inner, 0);
    });
    assert_eq!(verdict, (Green, vec![]));
}

#[test]
fn a_ballot_copied_from_another_voter_is_red() {
    let verdict = judge_changed(|world, voter, item| {
        let inner = inner_for(world, voter, [0; 16]);
        reseal(world, voter, item, &inner, 0);
    });
    assert_eq!(verdict, (Red, vec![BadBallot]));
}

#[test]
fn a_ballot_of_another_length_or_with_a_changed_byte_is_red() {
    let changes: [fn(&mut Vec<u8>); 4] =
        [|inner| inner.truncate(100), |inner| inner.push(0), Vec::clear, |inner| inner[70] ^= 1];
    for change in changes {
        let verdict = judge_changed(|world, voter, item| {
            let mut inner = inner_for(world, voter, *voter.tag());
            change(&mut inner);
            reseal(world, voter, item, &inner, 0);
        });
        assert_eq!(verdict, (Red, vec![BadBallot]));
    }
}

#[test]
fn flags_of_the_attestation_hold_a_record_as_the_definition_says() {
    let cases = [
        (FINE & !2, 0, Yellow, PhoneDiffers),
        (FINE | 4, 0, Yellow, PhoneShared),
        // The definition of these tests lets a failed comparison pass: the reason is kept, the ballot counts.
        (FINE, BIOMETRIC_FAIL, Green, BiometricFail),
        (FINE & !1, 0, Blue, IinNotInRegistry),
        (FINE & !8, 0, Blue, CodeNotVerified),
    ];
    for (flags, biometric, status, reason) in cases {
        let world = World::new(&Setup::default());
        let findings = Findings { flags, biometric, ..world.findings() };
        let item = world.cast_with(world.voter(0, 0), 1, &findings);
        assert_eq!(judge(&world, vec![item]), [(status, vec![reason])]);
    }
}

#[test]
fn a_held_record_with_a_bad_ballot_is_red_and_keeps_both_reasons() {
    let world = World::new(&Setup::default());
    let voter = world.voter(0, 0);
    let mut item = world.cast_with(voter, 1, &Findings { flags: FINE & !8, ..world.findings() });
    reseal(&world, voter, &mut item, b"nothing", 0);
    assert_eq!(judge(&world, vec![item]), [(Red, vec![BadBallot, CodeNotVerified])]);
}
