//! Signatures that do not hold, signatures that only look so, and attestations that are not of the record they come with.

use tamga_crypto::sign::SigningKey;
use tamga_record::admission::Reason;
use tamga_record::cast::{Attestation, FLAGS_ALL, Item, cast_message};

use super::forge::{attach, resign};
use super::outsiders::elsewhere;
use super::signatures::{
    NEUTRAL, NEUTRAL_WRITTEN_OTHERWISE, ORDER_EIGHT, beyond_the_order, of_nothing, with_small_order,
};
use super::stage::{Cannot, Kind, Played, Stage};
use crate::voter::Voter;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "signature with a bit changed",
        play: |stage| bad_signature(stage, |_, item| flip(&mut item.signature)),
    },
    Kind { name: "signature by another voter's key", play: anothers_signature },
    Kind {
        name: "signature with R of order 8 and s = 0",
        play: |stage| bad_signature(stage, |_, item| item.signature = of_nothing(ORDER_EIGHT)),
    },
    Kind {
        name: "signature with s not below the group order",
        play: |stage| bad_signature(stage, |_, item| item.signature = beyond_the_order(&item.signature)),
    },
    Kind { name: "good signature with R of order 8", play: |stage| good_signature(stage, ORDER_EIGHT) },
    Kind {
        name: "good signature with R written otherwise",
        play: |stage| good_signature(stage, NEUTRAL_WRITTEN_OTHERWISE),
    },
    Kind { name: "good signature with R neutral", play: |stage| good_signature(stage, NEUTRAL) },
    Kind { name: "attestation taken from another voter", play: anothers_attestation },
    Kind {
        name: "attestation for another key",
        play: |stage| bad_attestation(stage, |_, attestation| attestation.credential = [7; 32]),
    },
    Kind {
        name: "attestation of another region",
        play: |stage| bad_attestation(stage, |_, attestation| attestation.region ^= 1),
    },
    Kind {
        name: "attestation of another election",
        play: |stage| bad_attestation(stage, |stage, attestation| attestation.election = elsewhere(stage)),
    },
    Kind {
        name: "attestation with an undefined flag",
        play: |stage| bad_attestation(stage, |_, attestation| attestation.flags |= !FLAGS_ALL & 0x10),
    },
    Kind {
        name: "attestation with an undefined biometric verdict",
        play: |stage| bad_attestation(stage, |_, attestation| attestation.biometric = 3),
    },
    Kind { name: "attestation changed after the record was signed", play: swapped_attestation },
    Kind { name: "attestation that the service did not sign", play: forged_attestation },
    Kind { name: "honest record under another voter's tag", play: anothers_record },
];

fn flip(signature: &mut [u8; 64]) {
    let [first, ..] = signature;
    *first ^= 1;
}

/// A record with which nothing is wrong but what `change` does to its signature.
fn bad_signature(stage: &mut Stage<'_>, change: fn(&Voter, &mut Item)) -> Played {
    let voter = stage.named()?;
    let mut item = stage.good(voter)?;
    change(voter, &mut item);
    stage.receive(voter.region(), &item, &[Reason::BadSignature]);
    Ok(())
}

fn anothers_signature(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let stranger = stage.stranger(voter.region())?;
    let mut item = stage.good(voter)?;
    resign(&stranger, &mut item);
    stage.receive(voter.region(), &item, &[Reason::BadSignature]);
    Ok(())
}

/// The signature is good by the rule of the record, and a stricter or a laxer program would see it differently. That the
/// attestation is too old keeps the record from the count.
fn good_signature(stage: &mut Stage<'_>, r: [u8; 32]) -> Played {
    let voter = stage.named()?;
    let before = super::held::before_opening(stage)?;
    let mut item = stage.good_with(voter, &stage.fine(), before)?;
    item.signature = with_small_order(&stage.credential(voter), r, &cast_message(&item.header));
    stage.receive(voter.region(), &item, &[Reason::OutsidePeriod]);
    super::held::refuse_outside_period(stage);
    Ok(())
}

/// A record whose attestation is signed by the service and says something that it must not say.
fn bad_attestation(stage: &mut Stage<'_>, change: fn(&Stage<'_>, &mut Attestation)) -> Played {
    let voter = stage.named()?;
    let mut attestation = stage.attest(voter);
    change(stage, &mut attestation);
    stage.reattest(&mut attestation);
    let item = stage.good_on(voter, attestation)?;
    stage.receive(voter.region(), &item, &[Reason::BadAttestation]);
    Ok(())
}

/// The attestation of an honest record: the other voter has it already, and this one has another with its counter.
fn anothers_attestation(stage: &mut Stage<'_>) -> Played {
    let seat = stage.touched(None)?;
    let stolen = stage.honest(seat)?.item.attestation;
    let voter = stage.named_in(seat.region)?;
    let item = stage.good_on(voter, stolen)?;
    let reasons = [Reason::BadAttestation, Reason::AttestationReused, Reason::CounterClash];
    stage.receive(seat.region, &item, &reasons);
    Ok(())
}

/// The header still names the attestation that was there first.
fn swapped_attestation(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let mut item = stage.good(voter)?;
    item.attestation.base_date ^= 1;
    stage.reattest(&mut item.attestation);
    stage.receive(voter.region(), &item, &[Reason::BadAttestation]);
    Ok(())
}

fn forged_attestation(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let mut item = stage.good(voter)?;
    let mut attestation = item.attestation.clone();
    let forger = SigningKey::generate(&mut stage.rng());
    attestation.signature = forger.sign(&attestation.message()).to_bytes();
    attach(voter, &mut item, attestation);
    stage.receive(voter.region(), &item, &[Reason::BadAttestation]);
    Ok(())
}

/// A collector writes another tag over an honest record: nothing in it fits any more, and the honest one stands.
fn anothers_record(stage: &mut Stage<'_>) -> Played {
    let seat = stage.touched(None)?;
    let honest = stage.honest(seat)?.item;
    let other = stage.named_in(seat.region)?;
    if other.tag() == &honest.header.tag {
        return Err(Cannot::Lacks("a second honest voter in a region"));
    }
    let mut item = honest.clone();
    item.header.tag = *other.tag();
    let mut reasons = vec![
        Reason::BadSignature,
        Reason::BadAttestation,
        Reason::AttestationReused,
        Reason::CounterClash,
        Reason::TrackerClash,
    ];
    if other.contests() != &honest.header.contests {
        reasons.insert(0, Reason::WrongContests);
    }
    stage.receive(seat.region, &item, &reasons);
    stage.expect_counted(seat.region, &honest, &[Reason::TrackerClash], tamga_record::definition::HeldStatus::Green);
    Ok(())
}
