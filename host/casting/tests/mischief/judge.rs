//! Admission as the record's README tells it, record by record and pair by pair: slow, plain, and without the tally.

use tamga_casting::mischief::{About, Answer};
use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::mlkem;
use tamga_crypto::marks::{BallotContext, marks_len, verify_marks_vartime};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::admission::{Place, Reason, Reasons, VerdictLine};
use tamga_record::cast::{
    BIOMETRIC_FAIL, FLAG_CODE_VERIFIED, FLAG_IIN_IN_REGISTRY, FLAG_PHONE_EQUALS, FLAG_PHONE_SHARED, FLAGS_ALL, Item,
    ballot_info, cast_message,
};
use tamga_record::definition::{HeldStatus, Revote};
use tamga_record::roll::RollEntry;

use crate::world::{ELECTION, World, region_secret};

/// A record as it was received, and what is known about it.
#[derive(Clone)]
pub struct Received {
    pub place: Place,
    pub bytes: Vec<u8>,
    pub item: Item,
    pub late: bool,
    pub reasons: Reasons,
    pub counted: bool,
    /// Per contest of its set, the ciphertexts of a ballot whose proofs hold.
    pub ballot: Vec<Vec<Ciphertext>>,
}

impl Received {
    pub fn new(place: Place, bytes: Vec<u8>, late: bool) -> Self {
        let item = Item::parse(&bytes).unwrap();
        Self { place, bytes, item, late, reasons: Reasons::new(), counted: false, ballot: Vec::new() }
    }

    fn has(&mut self, reason: Reason, applies: bool) {
        if applies {
            self.reasons.insert(reason);
        }
    }

    pub fn line(&self, world: &World) -> VerdictLine {
        let default = entry(world, self).map_or(HeldStatus::Green, |entry| entry.default);
        VerdictLine {
            place: self.place,
            tracker: self.item.header.inner_digest,
            status: self.reasons.status(world.params.definition(), default),
            counted: self.counted,
            reasons: self.reasons,
        }
    }
}

fn entry<'w>(world: &'w World, record: &Received) -> Option<&'w RollEntry> {
    world.enrolment.roll.entries.iter().find(|entry| entry.tag == record.item.header.tag)
}

fn verifies(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let key = VerifyingKey::from_bytes(key);
    key.is_ok_and(|key| key.verify(message, &Signature::from_bytes(*signature)).is_ok())
}

/// Judges the records of one region and one opening, which stand in list order, after those of the opening before.
pub fn judge(world: &World, region: u16, records: &mut [Received], earlier: &[Received]) {
    for number in 0..records.len() {
        let (before, rest) = records.split_at_mut(number);
        let record = &mut rest[0];
        on_its_own(world, region, record);
        let copied = earlier.iter().chain(before.iter()).any(|other| other.bytes == record.bytes);
        record.has(Reason::Duplicate, copied);
        if !record.reasons.has_red() {
            unseal(world, region, record);
        }
    }
    for number in 0..records.len() {
        let others = || {
            earlier
                .iter()
                .chain(records.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, other)| other))
        };
        let reasons = beside(&records[number], others, earlier);
        reasons.iter().for_each(|reason| records[number].reasons.insert(*reason));
    }
    count(world, region, records);
}

/// Reasons 1 to 9, 14 and 19 to 25.
fn on_its_own(world: &World, region: u16, record: &mut Received) {
    let (definition, item) = (world.params.definition(), record.item.clone());
    let (header, attestation) = (&item.header, &item.attestation);
    let roll = &world.enrolment.roll;
    let entry = entry(world, record).cloned();
    let revocations = world.mischief.revocations(ELECTION, &crate::world::key("registrar"));
    record.has(Reason::WrongElection, header.election != ELECTION);
    record.has(
        Reason::WrongRegion,
        header.region != region || entry.as_ref().is_some_and(|entry| entry.region != header.region),
    );
    record.has(Reason::NotOnRoll, entry.is_none());
    record.has(Reason::Revoked, revocations.is_some_and(|revocations| revocations.contains(&header.tag)));
    if let Some(entry) = &entry {
        let certified =
            verifies(&definition.registrar, &entry.certificate_message(&roll.definition), &entry.certificate);
        record.has(Reason::BadCertificate, !certified);
        record.has(Reason::WrongContests, entry.contests != header.contests);
        let low_order = VerifyingKey::from_bytes(&entry.credential).unwrap().is_low_order();
        let signed = verifies(&entry.credential, &cast_message(header), &item.signature);
        record.has(Reason::BadSignature, low_order || !signed);
        record.has(Reason::RollDefault, entry.default != HeldStatus::Green);
    }
    let attested = attestation.digest() == header.attestation_digest
        && verifies(&definition.identity, &attestation.message(), &attestation.signature)
        && (attestation.election, attestation.region, attestation.tag) == (header.election, header.region, header.tag)
        && entry.as_ref().is_none_or(|entry| entry.credential == attestation.credential)
        && attestation.flags & !FLAGS_ALL == 0
        && attestation.biometric <= BIOMETRIC_FAIL;
    record.has(Reason::BadAttestation, !attested);
    record.has(Reason::BadOuterDigest, sha3_256(&[&item.outer]) != header.outer_digest);
    let late = record.late;
    record.has(Reason::Late, late);
    let period = definition.opens..=definition.closes;
    record.has(Reason::OutsidePeriod, !period.contains(&attestation.issued_at));
    record.has(Reason::PhoneDiffers, attestation.flags & FLAG_PHONE_EQUALS == 0);
    record.has(Reason::PhoneShared, attestation.flags & FLAG_PHONE_SHARED != 0);
    record.has(Reason::BiometricFail, attestation.biometric == BIOMETRIC_FAIL);
    record.has(Reason::IinNotInRegistry, attestation.flags & FLAG_IIN_IN_REGISTRY == 0);
    record.has(Reason::CodeNotVerified, attestation.flags & FLAG_CODE_VERIFIED == 0);
}

/// Reasons 11 to 13, the first that applies.
fn unseal(world: &World, region: u16, record: &mut Received) {
    let Ok(opened) = mlkem::open(&region_secret(region), &[&ballot_info(&ELECTION, region)], &record.item.outer) else {
        return record.reasons.insert(Reason::Seal);
    };
    if sha3_256(&[&opened]) != record.item.header.inner_digest {
        return record.reasons.insert(Reason::BadInnerDigest);
    }
    match ballot(world, region, record, &opened) {
        Some(ballot) => record.ballot = ballot,
        None => record.reasons.insert(Reason::BadBallot),
    }
}

fn ballot(world: &World, region: u16, record: &Received, mut inner: &[u8]) -> Option<Vec<Vec<Ciphertext>>> {
    let header = &record.item.header;
    let context =
        BallotContext { election: ELECTION, region, tag: header.tag, credential_key: entry(world, record)?.credential };
    let mut ballot = Vec::new();
    for number in header.contests.indices() {
        let contest = world.params.definition().contest(number)?;
        let options = contest.options.len();
        let (marks, rest) = inner.split_at_checked(marks_len(options, usize::from(contest.max)))?;
        inner = rest;
        ballot.push(verify_marks_vartime(world.params.key(), &context, number, options, contest.max, marks).ok()?);
    }
    inner.is_empty().then_some(ballot)
}

/// Reasons 15, 17, 18 and 26: what other records say about this one.
fn beside<'r, I: Iterator<Item = &'r Received>>(
    record: &Received,
    others: impl Fn() -> I,
    earlier: &[Received],
) -> Vec<Reason> {
    let (header, counter) = (&record.item.header, record.item.attestation.counter);
    let mut reasons = Vec::new();
    if earlier.iter().any(|other| other.counted && other.item.header.tag == header.tag) {
        reasons.push(Reason::AlreadyCounted);
    }
    let mut good = others().filter(|other| !other.reasons.has_red());
    if good.any(|other| other.item.header.attestation_digest == header.attestation_digest) {
        reasons.push(Reason::AttestationReused);
    }
    let mut good = others().filter(|other| !other.reasons.has_red());
    if good.any(|other| {
        let same = other.item.header.tag == header.tag && other.item.attestation.counter == counter;
        same && other.item.header.attestation_digest != header.attestation_digest
    }) {
        reasons.push(Reason::CounterClash);
    }
    if others()
        .any(|other| other.item.header.inner_digest == header.inner_digest && other.item.header.tag != header.tag)
    {
        reasons.push(Reason::TrackerClash);
    }
    reasons
}

/// Whether the last decision that covers a reason of a record let it in.
fn is_let_in(world: &World, region: u16, record: &Received, reason: Reason) -> bool {
    let covers = |about: &About| match *about {
        About::Class { region: None, reason: class } => class == reason,
        About::Class { region: Some(of), reason: class } => class == reason && of == region,
        About::Record { region: of, tracker } => of == region && tracker == record.item.header.inner_digest,
    };
    let last = world.mischief.decisions().filter(|decision| covers(&decision.about)).last();
    last.is_some_and(|decision| decision.answer == Answer::For)
}

/// Who counts, and reason 16 for those who would.
fn count(world: &World, region: u16, records: &mut [Received]) {
    let definition = world.params.definition();
    let may_count: Vec<bool> = records
        .iter()
        .map(|record| {
            let default = entry(world, record).map_or(HeldStatus::Green, |entry| entry.default);
            let held = record.reasons.holding(definition, default);
            !record.reasons.has_red()
                && !record.reasons.contains(Reason::AlreadyCounted)
                && held.iter().all(|reason| is_let_in(world, region, record, reason))
        })
        .collect();
    let counters: Vec<u32> = records.iter().map(|record| record.item.attestation.counter).collect();
    let tags: Vec<[u8; 16]> = records.iter().map(|record| record.item.header.tag).collect();
    for number in (0..records.len()).filter(|number| may_count[*number]) {
        let beats = |other: usize| match definition.revote {
            Revote::Last => (counters[other], number) > (counters[number], other),
            Revote::First | Revote::Refuse => (counters[other], other) < (counters[number], number),
        };
        let beaten = (0..tags.len())
            .any(|other| other != number && may_count[other] && tags[other] == tags[number] && beats(other));
        records[number].counted = !beaten;
        records[number].has(Reason::Superseded, beaten);
    }
}
