//! Inner parts that open, and are no ballots: every way in which encoding or proofs can fail.

use tamga_crypto::elgamal::ElectionKey;
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::marks::BallotContext;
use tamga_record::admission::Reason;
use tamga_record::definition::HeldStatus;

use super::MischiefError;
use super::forge::Place;
use super::outsiders::elsewhere;
use super::proofs::{self, Forgery, NoRandomness};
use super::stage::{Cannot, Kind, Played, Stage};
use crate::voter::Voter;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "proof that an option is marked or not: broken",
        play: |stage| damaged(stage, 1, proofs::break_first_proof),
    },
    Kind { name: "proof of the sum: broken", play: |stage| damaged(stage, 1, proofs::break_sum_proof) },
    Kind { name: "point with a bit that no encoding has", play: |stage| damaged(stage, 1, proofs::mask_first_point) },
    Kind { name: "scalar not below the group order", play: |stage| damaged(stage, 1, proofs::lift_first_response) },
    Kind { name: "two options in each other's place", play: |stage| damaged(stage, 2, proofs::swap_first_options) },
    Kind { name: "mark of 2", play: |stage| forged(stage, 1, two) },
    Kind { name: "mark of 2, hidden behind a mark of -1", play: |stage| forged(stage, 2, hidden) },
    Kind { name: "mark of -1, a negative sum", play: |stage| forged(stage, 1, negative) },
    Kind { name: "mark of 1000", play: |stage| forged(stage, 1, |marks| marks.set(0, number(1_000), 1)) },
    Kind { name: "more marks than the contest allows", play: above_max },
    Kind { name: "ciphertext without randomness", play: |stage| forged(stage, 1, without_randomness) },
    Kind {
        name: "randomness that cancels in the sum",
        play: |stage| forged(stage, 2, |marks| marks.cancel_randomness()),
    },
    Kind { name: "proofs whose commitments are the identity", play: identity_commitments },
    Kind { name: "proofs for another voter's tag", play: |stage| bound(stage, |_, context| context.tag = [0xfe; 16]) },
    Kind {
        name: "proofs for another credential",
        play: |stage| bound(stage, |_, context| context.credential_key = [0xfd; 32]),
    },
    Kind { name: "proofs for another region", play: |stage| bound(stage, |_, context| context.region ^= 1) },
    Kind {
        name: "proofs for another election",
        play: |stage| bound(stage, |stage, context| context.election = elsewhere(stage)),
    },
    Kind { name: "proofs for another contest", play: another_contest },
    Kind { name: "marks encrypted to another key", play: another_key },
    Kind {
        name: "inner part without its last byte",
        play: |stage| plain(stage, |inner| inner.truncate(inner.len() - 1)),
    },
    Kind { name: "inner part with a byte more", play: |stage| plain(stage, |inner| inner.push(0)) },
    Kind { name: "inner part of nothing", play: |stage| plain(stage, Vec::clear) },
    Kind { name: "inner part of another voter", play: anothers_inner },
];

fn number(value: u64) -> Scalar {
    Scalar::from(value)
}

/// Where two marks are allowed, the sum is as it should be.
fn two(marks: &mut Forgery<'_>) {
    marks.set(0, number(2), 2);
    marks.sum = u64::from(marks.max.min(2));
}

/// The sum is 1, and its proof holds.
fn hidden(marks: &mut Forgery<'_>) {
    marks.set(0, number(2), 1);
    marks.set(1, -Scalar::ONE, 0);
}

fn negative(marks: &mut Forgery<'_>) {
    marks.set(0, -Scalar::ONE, 0);
    marks.sum = 0;
}

/// `A` is the identity: the proofs hold, and everybody sees the mark.
fn without_randomness(marks: &mut Forgery<'_>) {
    if let Some(first) = marks.randomness.first_mut() {
        *first = Scalar::ZERO;
    }
}

/// Receives a record with this inner part, which is no ballot.
fn receive(stage: &mut Stage<'_>, voter: &Voter, inner: &[u8]) -> Played {
    let attestation = stage.attest(voter);
    let item = stage.pack(voter, attestation, inner)?;
    stage.receive(voter.region(), &item, &[Reason::BadBallot]);
    Ok(())
}

/// A voter and the contest of theirs that is forged: the first that will do.
fn choose<'a>(
    stage: &mut Stage<'a>,
    lacks: &'static str,
    will_do: impl Fn(&Place) -> bool,
) -> Result<(&'a Voter, u16), Cannot> {
    for _ in stage.parts.regions() {
        let voter = stage.named()?;
        if let Some(place) = stage.contests(voter)?.iter().find(|place| will_do(place)) {
            return Ok((voter, place.contest));
        }
    }
    Err(Cannot::Lacks(lacks))
}

/// The inner part of a ballot on which one contest is made by `forge` and the others are as they should be.
fn inner_with(
    stage: &mut Stage<'_>,
    voter: &Voter,
    contest: u16,
    forge: impl FnOnce(&mut Stage<'_>, Place) -> Vec<u8>,
) -> Result<Vec<u8>, Cannot> {
    let (key, context) = (stage.scene.polling.params.key(), stage.context(voter));
    let mut forge = Some(forge);
    let mut inner = Vec::new();
    for place in stage.contests(voter)? {
        match forge.take_if(|_| place.contest == contest) {
            Some(forge) => inner.extend(forge(stage, place)),
            None => inner.extend(stage.marks(key, &context, place).encode(&mut stage.rng())),
        }
    }
    Ok(inner)
}

const OPTIONS: &str = "a contest with two options";

/// One contest with at least so many options is encrypted otherwise than it should be.
fn forged(stage: &mut Stage<'_>, options: usize, change: fn(&mut Forgery<'_>)) -> Played {
    let (voter, contest) = choose(stage, OPTIONS, |place| place.options >= options)?;
    let (key, context) = (stage.scene.polling.params.key(), stage.context(voter));
    let inner = inner_with(stage, voter, contest, |stage, place| {
        let mut marks = stage.marks(key, &context, place);
        change(&mut marks);
        marks.encode(&mut stage.rng())
    })?;
    receive(stage, voter, &inner)
}

/// The bytes of one contest are changed after they were made.
fn damaged(stage: &mut Stage<'_>, options: usize, change: fn(&mut [u8])) -> Played {
    let (voter, contest) = choose(stage, OPTIONS, |place| place.options >= options)?;
    let (key, context) = (stage.scene.polling.params.key(), stage.context(voter));
    let inner = inner_with(stage, voter, contest, |stage, place| {
        let mut marks = stage.marks(key, &context, place).encode(&mut stage.rng());
        change(&mut marks);
        marks
    })?;
    receive(stage, voter, &inner)
}

/// Every mark is 0 or 1 and proved; only together they are too many.
fn above_max(stage: &mut Stage<'_>) -> Played {
    const LACKS: &str = "a contest with more options than marks allowed";
    let (voter, contest) = choose(stage, LACKS, |place| place.options > usize::from(place.max))?;
    let (key, context) = (stage.scene.polling.params.key(), stage.context(voter));
    let inner = inner_with(stage, voter, contest, |stage, place| {
        let mut marks = stage.marks(key, &context, place);
        for option in 0..=usize::from(place.max) {
            marks.set(option, Scalar::ONE, 1);
        }
        marks.sum = u64::from(place.max) + 1;
        marks.encode(&mut stage.rng())
    })?;
    receive(stage, voter, &inner)
}

fn identity_commitments(stage: &mut Stage<'_>) -> Played {
    let (voter, contest) = choose(stage, OPTIONS, |_| true)?;
    let (key, context) = (stage.scene.polling.params.key(), stage.context(voter));
    let inner =
        inner_with(stage, voter, contest, |stage, place| stage.marks(key, &context, place).encode(&mut NoRandomness))?;
    receive(stage, voter, &inner)
}

/// All proofs are good, and bound to something that this record is not.
fn bound(stage: &mut Stage<'_>, change: fn(&Stage<'_>, &mut BallotContext)) -> Played {
    let voter = stage.named()?;
    let mut context = stage.context(voter);
    change(stage, &mut context);
    let inner = stage.inner(voter, &context)?;
    receive(stage, voter, &inner)
}

fn another_contest(stage: &mut Stage<'_>) -> Played {
    let (voter, contest) = choose(stage, OPTIONS, |_| true)?;
    let (key, context) = (stage.scene.polling.params.key(), stage.context(voter));
    let inner = inner_with(stage, voter, contest, |stage, place| {
        let moved = Place { contest: contest ^ 1, ..place };
        stage.marks(key, &context, moved).encode(&mut stage.rng())
    })?;
    receive(stage, voter, &inner)
}

/// An election key of the attacker's own, whose secret they know.
fn another_key(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let secret = Scalar::random(&mut stage.rng());
    let own = encode_point(&RistrettoPoint::mul_base(&secret));
    let own = ElectionKey::from_bytes(&own).map_err(|_| MischiefError::Enrolment)?;
    let context = stage.context(voter);
    let mut inner = Vec::new();
    for place in stage.contests(voter)? {
        inner.extend(stage.marks(&own, &context, place).encode(&mut stage.rng()));
    }
    receive(stage, voter, &inner)
}

/// A good inner part, changed as a whole.
fn plain(stage: &mut Stage<'_>, change: fn(&mut Vec<u8>)) -> Played {
    let voter = stage.named()?;
    let mut inner = stage.inner(voter, &stage.context(voter))?;
    change(&mut inner);
    receive(stage, voter, &inner)
}

/// Somebody votes as an honest voter did, without knowing how: the ciphertexts are copied with their proofs.
fn anothers_inner(stage: &mut Stage<'_>) -> Played {
    let seat = stage.touched(None)?;
    let honest = stage.honest(seat)?;
    let voter = stage.named_in(seat.region)?;
    let attestation = stage.attest(voter);
    let item = stage.pack(voter, attestation, &honest.inner)?;
    stage.receive(seat.region, &item, &[Reason::BadBallot, Reason::TrackerClash]);
    stage.expect_counted(seat.region, &honest.item, &[Reason::TrackerClash], HeldStatus::Green);
    Ok(())
}
