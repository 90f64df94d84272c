//! Single records.

use tamga_casting::params::{ElectionParams, ParamsError};
use tamga_casting::voter::{CastError, Voter, cast};
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::mlkem;
use tamga_crypto::marks::{BallotContext, MarksError, verify_marks_vartime};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::cast::{Item, ballot_info, cast_message};
use tamga_record::definition::{ContestSet, Definition};

use crate::world::{
    ELECTION, OPENS, definition, findings, identity, params, public_keys, region_secret, streams, voter,
};

fn cast_in(definition: Definition, voter: &Voter, marks: &[Vec<bool>]) -> Result<Item, CastError> {
    let attestation = identity().issue(voter, 1, OPENS, &findings());
    cast(&params(definition), voter, &attestation, marks, &mut streams().stream("record", 0))
}

#[test]
fn a_record_reads_back_and_everything_in_it_verifies() {
    let (voter, definition) = (voter(1), Definition { cell_len: 32, ..definition() });
    let item = cast_in(definition.clone(), &voter, &[vec![true, false, true, false]]).unwrap();
    assert_eq!(Item::parse(&item.to_bytes()).unwrap(), item);
    let credential = VerifyingKey::from_bytes(&voter.credential_key()).unwrap();
    credential.verify(&cast_message(&item.header), &Signature::from_bytes(item.signature)).unwrap();
    let service = VerifyingKey::from_bytes(&definition.identity).unwrap();
    service.verify(&item.attestation.message(), &Signature::from_bytes(item.attestation.signature)).unwrap();
    assert_eq!(item.header.attestation_digest, sha3_256(&[&item.attestation.to_bytes()]));
    assert_eq!(item.header.outer_digest, sha3_256(&[&item.outer]));

    let info = ballot_info(&ELECTION, 1);
    let opened = mlkem::open(&region_secret(1), &[&info], &item.outer).unwrap();
    let (inner, cell) = opened.split_at(opened.len() - 32);
    assert_eq!(cell, [0; 32]);
    assert_eq!(item.header.inner_digest, sha3_256(&[inner]));
    let context =
        BallotContext { election: ELECTION, region: 1, tag: *voter.tag(), credential_key: voter.credential_key() };
    verify_marks_vartime(params(definition).key(), &context, 1, 4, 2, inner).unwrap();
}

#[test]
fn marks_that_do_not_fit_the_ballot_are_refused() {
    let two_contests = [vec![true, false, false], vec![false; 4]];
    assert!(cast_in(definition(), &voter(0), &two_contests).is_ok());
    assert_eq!(cast_in(definition(), &voter(1), &two_contests), Err(CastError::Marks));
    assert_eq!(cast_in(definition(), &voter(1), &[vec![true; 3]]), Err(CastError::Marks));
    let three = cast_in(definition(), &voter(1), &[vec![true, true, true, false]]);
    assert_eq!(three, Err(CastError::Encrypt(MarksError::TooManyMarks)));
}

#[test]
fn a_voter_of_a_region_or_contest_that_is_not_defined_casts_nothing() {
    let both = ContestSet::from_indices([1]).unwrap();
    let elsewhere = Voter::new(7, [5; 16], 2, both, &streams());
    assert_eq!(cast_in(definition(), &elsewhere, &[vec![false; 4]]), Err(CastError::NotInDefinition));
    let unknown = ContestSet::from_indices([2]).unwrap();
    let lost = Voter::new(7, [5; 16], 1, unknown, &streams());
    assert_eq!(cast_in(definition(), &lost, &[vec![false; 4]]), Err(CastError::NotInDefinition));
}

#[test]
fn an_election_without_a_good_key_for_every_region_takes_no_ballots() {
    let mut missing = public_keys();
    missing.regions.pop();
    let refused = ElectionParams::new(definition(), ELECTION, &missing).unwrap_err();
    assert_eq!(refused, ParamsError::MissingRegionKey { region: 1 });
    let mut bad = public_keys();
    bad.regions[0] = vec![255; 1568];
    let refused = ElectionParams::new(definition(), ELECTION, &bad).unwrap_err();
    assert_eq!(refused, ParamsError::RegionKey { region: 0 });
}
