//! Ballots that are none: each fails in the check that it is made for.

use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::mlkem;
use tamga_crypto::marks::{BallotContext, MarksError, marks_len, verify_marks_vartime};
use tamga_record::admission::Reason;
use tamga_record::cast::{Item, ballot_info};

use crate::day::imported;
use crate::world::{ELECTION, Setup, World, region_secret};

const BROKEN_OPTION: MarksError = MarksError::OptionProof { option: 0 };
const BAD_POINT: MarksError = MarksError::Point { option: 0 };

/// The first check of README (6) of the crypto crate that each kind fails in.
const FAILS_IN: &[(&str, MarksError)] = &[
    ("proof that an option is marked or not: broken", BROKEN_OPTION),
    ("proof of the sum: broken", MarksError::SumProof),
    ("point with a bit that no encoding has", BAD_POINT),
    ("scalar not below the group order", MarksError::Scalar { option: 0 }),
    ("two options in each other's place", BROKEN_OPTION),
    ("mark of 2", BROKEN_OPTION),
    ("mark of 2, hidden behind a mark of -1", BROKEN_OPTION),
    ("mark of -1, a negative sum", BROKEN_OPTION),
    ("mark of 1000", BROKEN_OPTION),
    ("more marks than the contest allows", MarksError::SumProof),
    ("ciphertext without randomness", BAD_POINT),
    ("randomness that cancels in the sum", MarksError::IdentitySum),
    ("proofs whose commitments are the identity", BROKEN_OPTION),
    ("proofs for another voter's tag", BROKEN_OPTION),
    ("proofs for another credential", BROKEN_OPTION),
    ("proofs for another region", BROKEN_OPTION),
    ("proofs for another election", BROKEN_OPTION),
    ("proofs for another contest", BROKEN_OPTION),
    ("marks encrypted to another key", BROKEN_OPTION),
    ("inner part without its last byte", MarksError::Length),
    ("inner part with a byte more", MarksError::Length),
    ("inner part of nothing", MarksError::Length),
    ("inner part of another voter", BROKEN_OPTION),
];

/// The first fault of the ballot that is sealed in an item.
fn fault(world: &World, region: u16, item: &Item) -> Option<MarksError> {
    let inner = mlkem::open(&region_secret(region), &[&ballot_info(&ELECTION, region)], &item.outer).unwrap();
    assert_eq!(sha3_256(&[&inner]), item.header.inner_digest);
    let (definition, header) = (world.params.definition(), &item.header);
    let entry = world.enrolment.roll.entries.iter().find(|entry| entry.tag == header.tag).unwrap();
    let context = BallotContext { election: ELECTION, region, tag: header.tag, credential_key: entry.credential };
    if inner.len() != definition.inner_len(&header.contests) {
        return Some(MarksError::Length);
    }
    let mut rest = inner.as_slice();
    header.contests.indices().find_map(|number| {
        let contest = definition.contest(number).unwrap();
        let (marks, after) = rest.split_at(marks_len(contest.options.len(), usize::from(contest.max)));
        rest = after;
        verify_marks_vartime(world.params.key(), &context, number, contest.options.len(), contest.max, marks).err()
    })
}

#[test]
fn every_bad_ballot_fails_in_the_check_it_is_made_for() {
    let world = World::new(&Setup::default());
    for (kind, error) in FAILS_IN {
        let records = world.mischief.expected().iter();
        let record = records.clone().find(|record| record.kind == *kind && record.reasons.contains(Reason::BadBallot));
        let record = record.unwrap_or_else(|| panic!("{kind}"));
        let items = imported(&world, record.region).into_iter().flat_map(|(_, _, items)| items);
        let item = items.into_iter().find(|item| sha3_256(&[item]) == record.item).unwrap();
        let found = fault(&world, record.region, &Item::parse(&item).unwrap());
        assert_eq!(found, Some(*error), "{kind}");
    }
    let bad =
        world.mischief.expected().iter().filter(|record| record.reasons.contains(Reason::BadBallot) && !record.late);
    assert_eq!(bad.count(), FAILS_IN.len());
}
