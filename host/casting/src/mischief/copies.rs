//! Items that are received more than once.

use tamga_record::admission::Reason;

use super::stage::{Bundle, Cannot, Kind, Played, Stage};

pub(super) const KINDS: &[Kind] =
    &[Kind { name: "honest item twice", play: honest_twice }, Kind { name: "red item twice", play: red_twice }];

/// The first is received as if there were no other; the other names its attestation too.
fn honest_twice(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let seat = stage.parts.named(region).ok_or(Cannot::Lacks("a region with ballots"))?;
    let item = stage.honest(seat)?.item;
    stage.receive(region, &item, &[Reason::Duplicate, Reason::AttestationReused]);
    Ok(())
}

fn red_twice(stage: &mut Stage<'_>) -> Played {
    let voter = stage.named()?;
    let mut item = stage.good(voter)?;
    item.signature = [0xff; 64];
    stage.add(Bundle::Chain, voter.region(), &item, &[Reason::BadSignature]);
    stage.add(Bundle::Chain, voter.region(), &item, &[Reason::BadSignature, Reason::Duplicate]);
    Ok(())
}
