//! Records of another election, of another region, of people who may not vote.

use tamga_crypto::hash::hash;
use tamga_record::admission::Reason;
use tamga_record::cast::ballot_info;
use tamga_record::definition::ContestSet;

use super::forge::{enclose, resign};
use super::signatures::{NEUTRAL, ORDER_EIGHT, of_nothing};
use super::stage::{Cannot, Kind, Played, Stage};
use crate::voter::Voter;

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "ballot of another election", play: another_election },
    Kind { name: "item copied into another region's bundle", play: another_region },
    Kind { name: "voter of one region votes in another", play: two_regions },
    Kind { name: "tag that nobody has", play: stranger },
    Kind { name: "tag that nobody has, revoked", play: revoked_stranger },
    Kind { name: "voter whom the registrar did not certify", play: uncertified },
    Kind { name: "voter whose credential key is of low order", play: low_order },
    Kind { name: "revoked voter", play: revoked },
    Kind { name: "other contests than the voter's", play: other_contests },
];

/// An election id that is not ours.
pub(super) fn elsewhere(stage: &Stage<'_>) -> [u8; 32] {
    hash("tamga/mischief/v1", &[stage.scene.polling.params.election()])
}

/// Everything in it is good, and for an election that is not ours.
fn another_election(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let election = elsewhere(stage);
    let mut attestation = stage.attest(voter);
    attestation.election = election;
    stage.reattest(&mut attestation);
    let mut context = stage.context(voter);
    context.election = election;
    let inner = stage.inner(voter, &context)?;
    let mut item = stage.pack(voter, attestation, &inner)?;
    item.header.election = election;
    let outer = stage.seal(voter.region(), &ballot_info(&election, voter.region()), &inner)?;
    enclose(voter, &mut item, outer);
    stage.receive(voter.region(), &item, &[Reason::WrongElection]);
    Ok(())
}

/// A collector puts an honest item into the bundle of a region where it does not belong.
fn another_region(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let to = stage.other_region(region)?;
    let seat = stage.parts.named(region).ok_or(Cannot::Lacks("a region with ballots"))?;
    let item = stage.honest(seat)?.item;
    stage.receive(to, &item, &[Reason::WrongRegion]);
    Ok(())
}

/// One tag, two regions: it counts where the roll has it and nowhere else.
fn two_regions(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let to = stage.other_region(voter.region())?;
    let traveller = Voter::new(voter.index(), *voter.tag(), to, *voter.contests(), stage.scene.polling.streams);
    let item = stage.good(&traveller)?;
    stage.receive(to, &item, &[Reason::WrongRegion]);
    Ok(())
}

fn stranger(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let stranger = stage.stranger(region)?;
    let item = stage.good(&stranger)?;
    stage.receive(region, &item, &[Reason::NotOnRoll]);
    Ok(())
}

fn revoked_stranger(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let stranger = stage.stranger(region)?;
    let item = stage.good(&stranger)?;
    stage.mischief.revoked.insert(*stranger.tag());
    stage.receive(region, &item, &[Reason::NotOnRoll, Reason::Revoked]);
    Ok(())
}

fn uncertified(stage: &mut Stage<'_>) -> Played {
    let seat = stage.roll.uncertified.ok_or(Cannot::Lacks("a registered person who does not vote"))?;
    let voter = stage.voter(seat)?;
    let item = stage.good(voter)?;
    stage.receive(seat.region, &item, &[Reason::BadCertificate]);
    Ok(())
}

/// The key is on the roll and certified; ZIP 215 alone would take a signature that anyone can write.
fn low_order(stage: &mut Stage<'_>) -> Played {
    let seat = stage.roll.low_order.ok_or(Cannot::Lacks("a second registered person who does not vote"))?;
    let voter = stage.voter(seat)?;
    let mut context = stage.context(voter);
    context.credential_key = ORDER_EIGHT;
    let inner = stage.inner(voter, &context)?;
    let mut attestation = stage.attest(voter);
    attestation.credential = ORDER_EIGHT;
    stage.reattest(&mut attestation);
    let mut item = stage.pack(voter, attestation, &inner)?;
    item.signature = of_nothing(NEUTRAL);
    stage.receive(seat.region, &item, &[Reason::BadSignature]);
    Ok(())
}

/// A good ballot of somebody whom the registrar revoked later.
fn revoked(stage: &mut Stage<'_>) -> Played {
    let voter = stage.absent()?;
    let item = stage.good(voter)?;
    stage.mischief.revoked.insert(*voter.tag());
    stage.receive(voter.region(), &item, &[Reason::Revoked]);
    Ok(())
}

/// One contest less than the roll says, or, where there is only one, one more.
fn other_contests(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let mut item = stage.good(voter)?;
    let mut contests: Vec<u16> = voter.contests().indices().collect();
    match contests.as_slice() {
        [only] => contests.push((only + 1) % 128),
        _ => contests.truncate(1),
    }
    item.header.contests = ContestSet::from_indices(contests).unwrap_or_default();
    resign(voter, &mut item);
    stage.receive(voter.region(), &item, &[Reason::WrongContests]);
    Ok(())
}
