//! Rolls.

use std::num::NonZeroU32;

use tamga_casting::layout::every_contest;
use tamga_casting::link::LinkError;
use tamga_casting::registrar::{Enrolment, LinkShare, Registrar, RegistrarError};
use tamga_crypto::hpke::{hybrid, mlkem};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::definition::ContestSet;
use tamga_record::roll::{Links, Roll};

use crate::world::{definition, key, streams};

fn enrol(escrow: &[hybrid::PublicKey], share: LinkShare) -> Result<Enrolment, RegistrarError> {
    let definition = definition();
    let everything = every_contest(&definition);
    Registrar::new(key("registrar")).enrol(&definition, &everything, escrow, share, &streams(), &|_, _| {})
}

/// A roll where this function says which contests a voter of a region has.
fn enrol_with(contests_of: &(dyn Fn(u16, u32) -> ContestSet + Sync)) -> Result<Enrolment, RegistrarError> {
    let registrar = Registrar::new(key("registrar"));
    registrar.enrol(&definition(), contests_of, &[], LinkShare::None, &streams(), &|_, _| {})
}

fn set(contests: &[u16]) -> ContestSet {
    ContestSet::from_indices(contests.iter().copied()).unwrap()
}

fn escrow() -> hybrid::PublicKey {
    let point = p384::SecretKey::from_slice(&[6; 48]).unwrap().public_key();
    let uncompressed = p384::elliptic_curve::sec1::ToSec1Point::to_sec1_point(&point, false);
    let ek = mlkem::SecretKey::from_seed(&[6; 64]).public();
    hybrid::PublicKey::from_halves(&ek, uncompressed.as_bytes().try_into().unwrap()).unwrap()
}

#[test]
fn a_roll_has_every_registered_voter_and_reads_back() {
    let enrolment = enrol(&[], LinkShare::None).unwrap();
    let read = Roll::parse(&enrolment.roll.to_bytes()).unwrap();
    read.check(&definition()).unwrap();
    assert_eq!(read, enrolment.roll);
    assert_eq!((enrolment.voters_of(0).len(), enrolment.voters_of(1).len(), enrolment.voters_of(2).len()), (6, 4, 0));
}

#[test]
fn every_entry_is_certified_and_belongs_to_its_voter() {
    let enrolment = enrol(&[], LinkShare::None).unwrap();
    let registrar = VerifyingKey::from_bytes(&definition().registrar).unwrap();
    for voter in &enrolment.voters {
        let entry = enrolment.roll.find(voter.tag()).unwrap();
        assert_eq!((entry.region, entry.credential), (voter.region(), voter.credential_key()));
        let message = entry.certificate_message(&definition().digest());
        registrar.verify(&message, &Signature::from_bytes(entry.certificate)).unwrap();
        assert_eq!(entry.link_digest, [0; 32]);
    }
}

#[test]
fn the_share_says_how_many_voters_of_each_region_have_a_link() {
    let share = LinkShare::OneIn(NonZeroU32::new(4).unwrap());
    let enrolment = enrol(&[escrow()], share).unwrap();
    // Places 0 and 4 of six, and 0 of four.
    let with_link = enrolment.roll.entries.iter().filter(|entry| entry.link_digest != [0; 32]);
    assert_eq!(with_link.count(), 3);
    let links = Links::parse(&enrolment.links.to_bytes()).unwrap();
    assert_eq!(links.entries.len(), 3);
    for entry in &links.entries {
        assert_eq!(entry.link.digest(), enrolment.roll.find(&entry.tag).unwrap().link_digest);
    }
}

#[test]
fn links_without_an_escrow_key_are_refused() {
    let refused = enrol(&[], LinkShare::OneIn(NonZeroU32::MIN)).unwrap_err();
    assert_eq!(refused, RegistrarError::Link(LinkError::Recipients(0)));
}

#[test]
fn every_voter_has_the_contests_that_are_given_by_region_and_place() {
    // North has both contests: its first two voters get the second one alone, the third the first one.
    let contests_of = |region: u16, place: u32| match (region, place) {
        (0, 0 | 1) => set(&[1]),
        (0, 2) => set(&[0]),
        (0, _) => set(&[0, 1]),
        _ => set(&[1]),
    };
    let enrolment = enrol_with(&contests_of).unwrap();
    let of_voters: Vec<ContestSet> = enrolment.voters_of(0).iter().map(|voter| *voter.contests()).collect();
    assert_eq!(of_voters, [set(&[1]), set(&[1]), set(&[0]), set(&[0, 1]), set(&[0, 1]), set(&[0, 1])]);
    Roll::parse(&enrolment.roll.to_bytes()).unwrap().check(&definition()).unwrap();
    for voter in &enrolment.voters {
        assert_eq!(enrolment.roll.find(voter.tag()).unwrap().contests, *voter.contests());
    }
}

#[test]
fn contests_that_the_region_does_not_have_are_refused() {
    let refused = enrol_with(&|_, _| set(&[0, 1])).unwrap_err();
    assert_eq!(refused, RegistrarError::Contests { region: 1, place: 0 });
    let refused = enrol_with(&|_, place| if place == 3 { set(&[]) } else { set(&[1]) }).unwrap_err();
    assert_eq!(refused, RegistrarError::Contests { region: 0, place: 3 });
}
