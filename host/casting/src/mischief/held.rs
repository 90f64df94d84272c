//! Records that a quorum decides about: honest votes that it lets in, and others that it keeps out or leaves open.

use tamga_record::admission::Reason;
use tamga_record::cast::{
    BIOMETRIC_FAIL, FLAG_CODE_VERIFIED, FLAG_IIN_IN_REGISTRY, FLAG_PHONE_EQUALS, FLAG_PHONE_SHARED,
};
use tamga_record::definition::{HeldStatus, Revote};

use super::expected::{About, Answer};
use super::parts::Seat;
use super::stage::{Cannot, Kind, Played, Stage};
use crate::identity::Findings;

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "honest vote, phone shared, decided for", play: honest_shared },
    Kind { name: "honest vote, phone differs, decided for by itself", play: honest_differs },
    Kind { name: "honest vote, IIN not in the registry", play: |stage| honest_flag(stage, Reason::IinNotInRegistry) },
    Kind { name: "honest vote, code not verified", play: |stage| honest_flag(stage, Reason::CodeNotVerified) },
    Kind { name: "honest vote, doubted by the roll", play: honest_doubted },
    Kind { name: "honest vote, not verified by the roll", play: honest_unverified },
    Kind { name: "re-vote, phone differs, decided against", play: differs },
    Kind { name: "biometric failed, neither side a quorum", play: biometric },
    Kind { name: "re-vote, phone shared, decided against by itself", play: shared_alone },
    Kind { name: "re-vote, phone shared, decided against in its region", play: shared_in_region },
    Kind { name: "re-vote, phone shared and differs, one decided for", play: shared_and_differs },
    Kind { name: "re-vote before voting opened", play: too_early },
    Kind { name: "re-vote after voting closed", play: too_late },
    Kind { name: "only vote of a person, before voting opened", play: absent_too_early },
    Kind { name: "two records on one attestation", play: reused },
    Kind { name: "two attestations with one counter, left undecided", play: clash },
    Kind { name: "re-vote that does not count", play: superseded },
];

/// What holds a flag's records under this definition.
const HOLDS: &str = "a definition that holds such records";

/// Findings that lead to this reason, beside those that `findings` lead to already.
fn with(mut findings: Findings, reason: Reason) -> Findings {
    match reason {
        Reason::PhoneDiffers => findings.flags &= !FLAG_PHONE_EQUALS,
        Reason::PhoneShared => findings.flags |= FLAG_PHONE_SHARED,
        Reason::IinNotInRegistry => findings.flags &= !FLAG_IIN_IN_REGISTRY,
        Reason::CodeNotVerified => findings.flags &= !FLAG_CODE_VERIFIED,
        Reason::BiometricFail => findings.biometric = BIOMETRIC_FAIL,
        _ => {}
    }
    findings
}

/// The identity service finds something against an honest voter, whose vote counts all the same.
fn touch(stage: &mut Stage<'_>, reason: Reason) -> Result<Seat, Cannot> {
    let seat = stage.touched(None)?;
    let findings = with(stage.fine(), reason);
    let index = stage.voter(seat)?.index();
    stage.mischief.findings.insert(index, findings);
    let item = stage.honest(seat)?.item;
    stage.expect_counted(seat.region, &item, &[reason], HeldStatus::Green);
    Ok(seat)
}

fn honest_flag(stage: &mut Stage<'_>, reason: Reason) -> Played {
    touch(stage, reason)?;
    if stage.holds(reason) {
        stage.decide_class(reason, Answer::For, "REHEARSAL: the papers were in order");
    }
    Ok(())
}

fn honest_shared(stage: &mut Stage<'_>) -> Played {
    let seat = touch(stage, Reason::PhoneShared)?;
    stage.let_in = Some(seat.region);
    if stage.holds(Reason::PhoneShared) {
        stage.decide_class(Reason::PhoneShared, Answer::For, "REHEARSAL: families share phones");
    }
    Ok(())
}

/// The class is refused, and this one record let in.
fn honest_differs(stage: &mut Stage<'_>) -> Played {
    let seat = touch(stage, Reason::PhoneDiffers)?;
    if stage.holds(Reason::PhoneDiffers) {
        refuse_differing(stage);
        let tracker = stage.honest(seat)?.item.header.inner_digest;
        let about = About::Record { region: seat.region, tracker };
        stage.decide(about, Answer::For, "REHEARSAL: the voter came with the new contract of the phone");
    }
    Ok(())
}

fn honest_doubted(stage: &mut Stage<'_>) -> Played {
    let seat = stage.roll.yellow.ok_or(Cannot::Lacks("an honest voter more who votes once"))?;
    let item = stage.honest(seat)?.item;
    stage.expect_counted(seat.region, &item, &[Reason::RollDefault], HeldStatus::Yellow);
    let_doubted_in(stage);
    Ok(())
}

fn honest_unverified(stage: &mut Stage<'_>) -> Played {
    let seat = stage.roll.blue.ok_or(Cannot::Lacks("an honest voter more who votes once"))?;
    let item = stage.honest(seat)?.item;
    stage.expect_counted(seat.region, &item, &[Reason::RollDefault], HeldStatus::Blue);
    if Reason::RollDefault.holds(stage.definition(), HeldStatus::Blue) {
        let_doubted_in(stage);
    }
    Ok(())
}

fn let_doubted_in(stage: &mut Stage<'_>) {
    stage.decide_class(Reason::RollDefault, Answer::For, "REHEARSAL: the registrar withdrew the doubt");
}

fn refuse_differing(stage: &mut Stage<'_>) {
    stage.decide_class(Reason::PhoneDiffers, Answer::Against, "REHEARSAL: the phone belongs to somebody else");
}

/// Keeps out what was attested outside the period.
pub(super) fn refuse_outside_period(stage: &mut Stage<'_>) {
    stage.decide_class(Reason::OutsidePeriod, Answer::Against, "REHEARSAL: the polls were not open");
}

/// A second before voting opens.
pub(super) fn before_opening(stage: &Stage<'_>) -> Result<u64, Cannot> {
    stage.definition().opens.checked_sub(1).ok_or(Cannot::Lacks("a time before voting opens"))
}

/// An honest voter votes again with these reasons against the record, which is not counted and supersedes nothing.
fn again(stage: &mut Stage<'_>, region: Option<u16>, reasons: &[Reason]) -> Result<About, Cannot> {
    if !reasons.iter().all(|reason| stage.holds(*reason)) {
        return Err(Cannot::Lacks(HOLDS));
    }
    let voter = match region {
        Some(region) => stage.named_in(region)?,
        None => stage.named()?,
    };
    let findings = reasons.iter().fold(stage.fine(), |findings, reason| with(findings, *reason));
    let item = stage.good_with(voter, &findings, stage.midway())?;
    stage.receive(voter.region(), &item, reasons);
    Ok(About::Record { region: voter.region(), tracker: item.header.inner_digest })
}

fn differs(stage: &mut Stage<'_>) -> Played {
    again(stage, None, &[Reason::PhoneDiffers])?;
    refuse_differing(stage);
    Ok(())
}

/// Where the definition does not hold such records, it happens to an honest voter.
fn biometric(stage: &mut Stage<'_>) -> Played {
    if !stage.holds(Reason::BiometricFail) {
        return touch(stage, Reason::BiometricFail).map(|_| ());
    }
    again(stage, None, &[Reason::BiometricFail])?;
    // A quorum of one cannot disagree: then nobody puts it to the vote, and it is undecided too.
    if stage.definition().quorum > 1 {
        leave_open(stage);
    }
    Ok(())
}

fn leave_open(stage: &mut Stage<'_>) {
    stage.decide_class(Reason::BiometricFail, Answer::Split, "REHEARSAL: the officers do not agree about the pictures");
}

fn shared_alone(stage: &mut Stage<'_>) -> Played {
    let about = again(stage, None, &[Reason::PhoneShared])?;
    stage.decide(about, Answer::Against, "REHEARSAL: this phone was found with a stranger");
    Ok(())
}

/// The class is let in everywhere, and by a later decision not in this region.
fn shared_in_region(stage: &mut Stage<'_>) -> Played {
    let let_in = stage.let_in;
    let elsewhere = stage.parts.regions().into_iter().find(|region| Some(*region) != let_in);
    let region = elsewhere.ok_or(Cannot::Lacks("a second region with ballots"))?;
    let reason = Reason::PhoneShared;
    again(stage, Some(region), &[reason])?;
    let about = About::Class { region: Some(region), reason };
    stage.decide(about, Answer::Against, "REHEARSAL: one phone voted for a whole street here");
    Ok(())
}

fn shared_and_differs(stage: &mut Stage<'_>) -> Played {
    again(stage, None, &[Reason::PhoneDiffers, Reason::PhoneShared])?;
    refuse_differing(stage);
    Ok(())
}

fn outside(stage: &mut Stage<'_>, issued_at: u64) -> Played {
    let voter = stage.named()?;
    let item = stage.good_with(voter, &stage.fine(), issued_at)?;
    stage.receive(voter.region(), &item, &[Reason::OutsidePeriod]);
    refuse_outside_period(stage);
    Ok(())
}

fn too_early(stage: &mut Stage<'_>) -> Played {
    let before = before_opening(stage)?;
    outside(stage, before)
}

fn too_late(stage: &mut Stage<'_>) -> Played {
    outside(stage, stage.definition().closes + 1)
}

/// Nothing else of this person is there: the vote is lost by the decision.
fn absent_too_early(stage: &mut Stage<'_>) -> Played {
    let before = before_opening(stage)?;
    let voter = stage.absent()?;
    let item = stage.good_with(voter, &stage.fine(), before)?;
    stage.receive(voter.region(), &item, &[Reason::OutsidePeriod]);
    refuse_outside_period(stage);
    Ok(())
}

/// Both are held, however good each is. The attestation is of the last second of the period, which is inside it.
fn reused(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let first = stage.good_with(voter, &stage.fine(), stage.definition().closes)?;
    let second = stage.good_on(voter, first.attestation.clone())?;
    for item in [first, second] {
        stage.receive(voter.region(), &item, &[Reason::AttestationReused]);
    }
    stage.decide_class(
        Reason::AttestationReused,
        Answer::Against,
        "REHEARSAL: nobody knows which of the two was meant",
    );
    Ok(())
}

/// Both are held, and nobody puts it to the vote. The attestations are of the first second of the period.
fn clash(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let (counter, opens, fine) = (stage.counter(), stage.definition().opens, stage.fine());
    for base_date in [fine.base_date, fine.base_date ^ 1] {
        let findings = Findings { base_date, ..fine };
        let attestation = stage.scene.polling.identity.issue(voter, counter, opens, &findings);
        let item = stage.good_on(voter, attestation)?;
        stage.receive(voter.region(), &item, &[Reason::CounterClash]);
    }
    Ok(())
}

/// A further record that loses by the rule of the definition: an older one, or a newer one.
fn superseded(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let counter = match stage.definition().revote {
        Revote::Last => 0,
        Revote::First | Revote::Refuse => stage.counter(),
    };
    let attestation = stage.scene.polling.identity.issue(voter, counter, stage.midway(), &stage.fine());
    let item = stage.good_on(voter, attestation)?;
    stage.receive(voter.region(), &item, &[Reason::Superseded]);
    Ok(())
}
