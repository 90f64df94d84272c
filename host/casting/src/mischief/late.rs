//! What a collector brings after the box of its region was closed.

use tamga_record::admission::Reason::{self, AlreadyCounted, AttestationReused, CounterClash};
use tamga_record::cast::Item;
use tamga_record::definition::Late;

use super::MischiefError;
use super::parts::Seat;
use super::stage::{Bundle, Cannot, Kind, Played, Stage};
use crate::voter::Voter;

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "honest ballots brought late", play: honest },
    Kind { name: "late re-vote of a counted voter", play: again },
    Kind { name: "late copy of a counted item", play: copy },
    Kind { name: "late record with a bad signature", play: bad_signature },
    Kind { name: "late record with a bad ballot", play: bad_ballot },
    Kind { name: "late record on a counted attestation", play: reused },
    Kind { name: "late record with a counted record's counter", play: clash },
    Kind { name: "late tag that nobody has", play: stranger },
    Kind { name: "late only vote of a person, before voting opened", play: absent },
    Kind { name: TOO_LATE, play: too_late },
];

/// The one kind that no supplement takes in.
pub(super) const TOO_LATE: &str = "bundle after the last box";

/// Ballots that are held back at most: they wait in memory.
const HELD_BACK_MAX: u32 = 4_096;

/// The region with late bundles, and the voter of it in whose name they come.
fn setting<'a>(stage: &Stage<'a>) -> Result<(Seat, &'a Voter), Cannot> {
    if stage.definition().late != Late::Supplement {
        return Err(Cannot::Lacks("a definition with a supplement"));
    }
    let largest = stage.parts.largest().and_then(|region| stage.parts.named(region));
    let seat = largest.ok_or(Cannot::Lacks("a region with ballots"))?;
    Ok((seat, stage.voter(seat)?))
}

/// The last voters of the region vote in time, and the collector brings their ballots late. They are counted in the
/// supplement, and every count over both openings is what it would have been.
fn honest(stage: &mut Stage<'_>) -> Played {
    let (Seat { region, .. }, _) = setting(stage)?;
    let held_back = few_enough(stage, region)?.ok_or(Cannot::Lacks("a region with min-open ballots twice over"))?;
    let votes = (stage.scene.votes)(region)?;
    let voters = stage.scene.enrolment.voters_of(region);
    let items = stage.scene.polling.cast_last(voters, &votes, held_back)?;
    stage.mischief.late.entry(region).or_default().extend(items);
    stage.mischief.held_back = Some((region, held_back));
    Ok(())
}

/// The fewest ballots that can come late so that each of their contests has `min-open` of them, and as many remain.
fn few_enough(stage: &Stage<'_>, region: u16) -> Result<Option<u32>, Cannot> {
    let (definition, ballots) = (stage.definition(), stage.parts.ballots(region));
    let voters = stage.scene.enrolment.voters_of(region);
    let voters = voters.get(..ballots as usize).ok_or(MischiefError::Enrolment)?;
    let mut in_time = vec![0u32; definition.contests.len()];
    let mut late = in_time.clone();
    for contest in voters.iter().flat_map(|voter| voter.contests().indices()) {
        if let Some(count) = in_time.get_mut(usize::from(contest)) {
            *count += 1;
        }
    }
    for (held_back, voter) in (1..=HELD_BACK_MAX.min(ballots / 2)).zip(voters.iter().rev()) {
        for contest in voter.contests().indices().map(usize::from) {
            if let (Some(in_time), Some(late)) = (in_time.get_mut(contest), late.get_mut(contest)) {
                (*in_time, *late) = (*in_time - 1, *late + 1);
            }
        }
        let enough = |(in_time, late): (&u32, &u32)| *late == 0 || *late.min(in_time) >= definition.min_open;
        if in_time.iter().zip(&late).all(enough) {
            return Ok(Some(held_back));
        }
    }
    Ok(None)
}

/// Adds a late record of the counted voter: these reasons, and that it is late.
fn add(stage: &mut Stage<'_>, region: u16, item: &Item, reasons: &[Reason]) {
    let reasons: Vec<Reason> = reasons.iter().copied().chain([Reason::Late]).collect();
    stage.add(Bundle::Late, region, item, &reasons);
}

fn again(stage: &mut Stage<'_>) -> Played {
    let (seat, voter) = setting(stage)?;
    let item = stage.good(voter)?;
    add(stage, seat.region, &item, &[AlreadyCounted]);
    Ok(())
}

fn copy(stage: &mut Stage<'_>) -> Played {
    let (seat, _) = setting(stage)?;
    let item = stage.honest(seat)?.item;
    add(stage, seat.region, &item, &[Reason::Duplicate, AlreadyCounted, AttestationReused]);
    Ok(())
}

fn bad_signature(stage: &mut Stage<'_>) -> Played {
    let (seat, voter) = setting(stage)?;
    let mut item = stage.good(voter)?;
    item.signature = [0xff; 64];
    add(stage, seat.region, &item, &[Reason::BadSignature, AlreadyCounted]);
    Ok(())
}

fn bad_ballot(stage: &mut Stage<'_>) -> Played {
    let (seat, voter) = setting(stage)?;
    let mut context = stage.context(voter);
    context.tag = [0xfe; 16];
    let inner = stage.inner(voter, &context)?;
    let attestation = stage.attest(voter);
    let item = stage.pack(voter, attestation, &inner)?;
    add(stage, seat.region, &item, &[Reason::BadBallot, AlreadyCounted]);
    Ok(())
}

/// The verdict about the record that was counted does not change any more.
fn reused(stage: &mut Stage<'_>) -> Played {
    let (seat, voter) = setting(stage)?;
    let attestation = stage.honest(seat)?.item.attestation;
    let item = stage.good_on(voter, attestation)?;
    add(stage, seat.region, &item, &[AlreadyCounted, AttestationReused]);
    Ok(())
}

/// In the name of another voter than the rest, as it would clash with all records that have this counter.
fn clash(stage: &mut Stage<'_>) -> Played {
    let (Seat { region, .. }, _) = setting(stage)?;
    let seat =
        stage.parts.touched_in(region).ok_or(Cannot::Lacks("a second honest voter of that region who votes once"))?;
    let voter = stage.voter(seat)?;
    let counted = stage.honest(seat)?.item.attestation.counter;
    let attestation = stage.scene.polling.identity.issue(voter, counted, stage.midway(), &stage.fine());
    let item = stage.good_on(voter, attestation)?;
    add(stage, seat.region, &item, &[AlreadyCounted, CounterClash]);
    Ok(())
}

fn stranger(stage: &mut Stage<'_>) -> Played {
    let (Seat { region, .. }, _) = setting(stage)?;
    let stranger = stage.stranger(region)?;
    let item = stage.good(&stranger)?;
    add(stage, region, &item, &[Reason::NotOnRoll]);
    Ok(())
}

/// A vote more, if it were not for the officers.
fn absent(stage: &mut Stage<'_>) -> Played {
    let (Seat { region, .. }, _) = setting(stage)?;
    let before = super::held::before_opening(stage)?;
    let seat =
        stage.parts.absent_in(region).ok_or(Cannot::Lacks("a registered person of that region who does not vote"))?;
    let voter = stage.voter(seat)?;
    let item = stage.good_with(voter, &stage.fine(), before)?;
    add(stage, region, &item, &[Reason::OutsidePeriod]);
    super::held::refuse_outside_period(stage);
    Ok(())
}

fn too_late(stage: &mut Stage<'_>) -> Played {
    let region = stage.parts.largest().ok_or(Cannot::Lacks("a region with ballots"))?;
    let stranger = stage.stranger(region)?;
    let item = stage.good(&stranger)?;
    stage.mischief.too_late = Some((region, item.to_bytes()));
    Ok(())
}
