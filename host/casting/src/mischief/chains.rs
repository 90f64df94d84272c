//! Collectors whose chains are broken, and counts of attestations that are too low.

use tamga_record::admission::Reason;
use tamga_record::bundle::{BundleHeader, BundleKind, ChainState};
use tamga_record::cast::Item;

use super::expected::{Fate, FileKind};
use super::raw::Raw;
use super::stage::{Cannot, Kind, Played, Stage};

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "fork: two bundles of one number", play: fork },
    Kind { name: "the same bundle twice", play: twice },
    Kind { name: "total that contradicts the bundle before", play: contradiction },
    Kind { name: "gap: a bundle is lost", play: gap },
    Kind { name: "closing bundle is lost", play: open },
    Kind { name: "fewer attestations counted than used", play: undercount },
];

/// The collector whose chains are broken: the one of honest polling.
pub(super) const COLLECTOR: u16 = 0;

/// A header of the broken collector.
pub(super) fn header(stage: &Stage<'_>, region: u16, number: u32, items: u32) -> BundleHeader {
    BundleHeader {
        election: *stage.scene.polling.params.election(),
        region,
        collector: COLLECTOR,
        number,
        previous: [0; 32],
        kind: BundleKind::Records,
        items,
        total: u64::from(items),
    }
}

/// Receives a bundle from the stick.
fn bring(stage: &mut Stage<'_>, bytes: Vec<u8>, fate: Fate) {
    stage.bring(FileKind::Bundle, bytes, fate);
}

fn note(stage: &mut Stage<'_>, region: u16, state: ChainState) {
    stage.mischief.chains.entry(region).or_default().insert(state);
}

fn stranger_item(stage: &mut Stage<'_>, region: u16) -> Result<Item, Cannot> {
    let stranger = stage.stranger(region)?;
    stage.good(&stranger)
}

/// A second bundle number 1, with an item of the first and one that only it has. Both bundles are admitted.
fn fork(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let seat = stage.parts.named(region).ok_or(Cannot::Lacks("a region with ballots"))?;
    let copy = stage.honest(seat)?.item;
    let own = stranger_item(stage, region)?;
    let bundle = Raw::new(header(stage, region, 1, 2), &[copy.to_bytes(), own.to_bytes()]);
    let bytes = bundle.sign(stage.collector_key()?);
    bring(stage, bytes, Fate::Taken);
    stage.expect_uncounted(region, &copy, &[Reason::Duplicate, Reason::AttestationReused]);
    stage.expect_uncounted(region, &own, &[Reason::NotOnRoll]);
    note(stage, region, ChainState::FORK);
    Ok(())
}

fn twice(stage: &mut Stage<'_>) -> Played {
    let forked = stage.mischief.files.iter().find(|file| file.fate == Fate::Taken).map(|file| file.bytes.clone());
    bring(stage, forked.ok_or(Cannot::Lacks("a forked chain"))?, Fate::Again);
    Ok(())
}

/// Two bundles beside the chain; the second says that there are more items than there are.
fn contradiction(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let (first, second) = (stranger_item(stage, region)?, stranger_item(stage, region)?);
    let one = Raw::new(header(stage, region, 1, 1), &[first.to_bytes()]);
    let follows = BundleHeader { previous: one.digest(), total: 9, ..header(stage, region, 2, 1) };
    let two = Raw::new(follows, &[second.to_bytes()]);
    for (bundle, item) in [(one, first), (two, second)] {
        let bytes = bundle.sign(stage.collector_key()?);
        bring(stage, bytes, Fate::Taken);
        stage.expect_uncounted(region, &item, &[Reason::NotOnRoll]);
    }
    note(stage, region, ChainState::FORK);
    note(stage, region, ChainState::CONTRADICTION);
    Ok(())
}

/// Nothing in the lost bundle was honest, so no honest vote is lost; nobody can know that.
fn gap(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let lost = stranger_item(stage, region)?;
    stage.mischief.regions.entry(region).or_default().lost.push(lost.to_bytes());
    note(stage, region, ChainState::GAP);
    Ok(())
}

/// Without it nobody knows whether more bundles were to come.
fn open(stage: &mut Stage<'_>) -> Played {
    let region = stage.parts.without_late().ok_or(Cannot::Lacks("a second region with ballots"))?;
    stage.mischief.regions.entry(region).or_default().closing_is_lost = true;
    note(stage, region, ChainState::OPEN);
    Ok(())
}

/// The service counts one attestation less than there are honest voters in the box.
fn undercount(stage: &mut Stage<'_>) -> Played {
    let region = stage.named()?.region();
    let held_back = stage.mischief.held_back.filter(|(late, _)| *late == region).map_or(0, |(_, ballots)| ballots);
    let used = stage.parts.ballots(region).saturating_sub(held_back);
    stage.mischief.undercounted = Some((region, used.saturating_sub(1)));
    Ok(())
}

/// The other bits of a state.
pub(super) fn without_gap(state: ChainState) -> ChainState {
    let mut rest = ChainState::complete();
    for bit in [ChainState::OPEN, ChainState::FORK, ChainState::CONTRADICTION] {
        if state.contains(bit) {
            rest.insert(bit);
        }
    }
    rest
}
