//! Outer parts that are not what was signed, or that nobody can open.

use rand_core::Rng as _;
use tamga_record::admission::Reason;
use tamga_record::cast::ballot_info;
use tamga_record::definition::HeldStatus;

use super::forge::{enclose, resign};
use super::outsiders::elsewhere;
use super::stage::{Cannot, Kind, Played, Stage};

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "sealed ballot changed on its way", play: changed },
    Kind { name: "ballot sealed again by somebody else", play: sealed_again },
    Kind { name: "seal of random bytes", play: random_bytes },
    Kind { name: "seal to another region's key", play: another_key },
    Kind { name: "seal for another election", play: another_info },
    Kind { name: "seal cut short", play: cut_short },
    Kind { name: "seal of nothing at all", play: nothing },
    Kind { name: "tracker of no ballot", play: made_up_tracker },
    Kind { name: "tracker of another voter's ballot", play: anothers_tracker },
];

fn changed(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let mut item = stage.good(voter)?;
    if let Some(last) = item.outer.last_mut() {
        *last ^= 1;
    }
    stage.receive(voter.region(), &item, &[Reason::BadOuterDigest]);
    Ok(())
}

/// Whoever saw the ballot before it was sealed can seal it again; the voter did not sign that.
fn sealed_again(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let inner = stage.inner(voter, &stage.context(voter))?;
    let attestation = stage.attest(voter);
    let mut item = stage.pack(voter, attestation, &inner)?;
    let info = ballot_info(stage.scene.polling.params.election(), voter.region());
    item.outer = stage.seal(voter.region(), &info, &inner)?;
    stage.receive(voter.region(), &item, &[Reason::BadOuterDigest]);
    Ok(())
}

/// A record whose voter signed this outer part in place of the right one.
fn with_outer(
    stage: &mut Stage<'_>,
    outer: impl FnOnce(&mut Stage<'_>, u16, &[u8]) -> Result<Vec<u8>, Cannot>,
) -> Played {
    let voter = stage.named()?;
    let inner = stage.inner(voter, &stage.context(voter))?;
    let attestation = stage.attest(voter);
    let mut item = stage.pack(voter, attestation, &inner)?;
    let outer = outer(stage, voter.region(), &inner)?;
    enclose(voter, &mut item, outer);
    stage.receive(voter.region(), &item, &[Reason::Seal]);
    Ok(())
}

fn random_bytes(stage: &mut Stage<'_>) -> Played {
    with_outer(stage, |stage, region, inner| {
        let mut outer = stage.seal(region, &[], inner)?;
        stage.rng().fill_bytes(&mut outer);
        Ok(outer)
    })
}

fn another_key(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    stage.other_region(region)?;
    with_outer(stage, |stage, region, inner| {
        let info = ballot_info(stage.scene.polling.params.election(), region);
        stage.seal(stage.other_region(region)?, &info, inner)
    })
}

fn another_info(stage: &mut Stage<'_>) -> Played {
    with_outer(stage, |stage, region, inner| {
        let info = ballot_info(&elsewhere(stage), region);
        stage.seal(region, &info, inner)
    })
}

fn cut_short(stage: &mut Stage<'_>) -> Played {
    with_outer(stage, |stage, region, inner| {
        let info = ballot_info(stage.scene.polling.params.election(), region);
        let mut outer = stage.seal(region, &info, inner)?;
        outer.pop();
        Ok(outer)
    })
}

fn nothing(stage: &mut Stage<'_>) -> Played {
    with_outer(stage, |_, _, _| Ok(Vec::new()))
}

fn made_up_tracker(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let mut item = stage.good(voter)?;
    stage.rng().fill_bytes(&mut item.header.inner_digest);
    resign(voter, &mut item);
    stage.receive(voter.region(), &item, &[Reason::BadInnerDigest]);
    Ok(())
}

/// A voter claims the tracker of an honest ballot, over a ballot of their own.
fn anothers_tracker(stage: &mut Stage<'_>) -> Played {
    let seat = stage.touched(None)?;
    let honest = stage.honest(seat)?.item;
    let voter = stage.named_in(seat.region)?;
    let mut item = stage.good(voter)?;
    item.header.inner_digest = honest.header.inner_digest;
    resign(voter, &mut item);
    stage.receive(seat.region, &item, &[Reason::BadInnerDigest, Reason::TrackerClash]);
    stage.expect_counted(seat.region, &honest, &[Reason::TrackerClash], HeldStatus::Green);
    Ok(())
}
