//! Regions, collectors and chains as people read them.

use tamga_record::bundle::ChainState;
use tamga_tally::election::Election;
use tamga_tally::import::ChainReport;

use crate::message::{Message, Part};

/// A region's code.
pub fn region(election: &Election, region: u16) -> &str {
    election.definition().region(region).map_or("?", |described| described.code.as_str())
}

/// An incomplete chain, or one that a collector did not bring.
pub fn chain(election: &Election, of: u16, collector: u16, state: Option<ChainState>) -> Message {
    let named = election.definition().collectors.get(usize::from(collector));
    let collector = named.map_or("?", |named| named.id.as_str());
    let state = state.map_or(Message::of("chain-no-bundle").into(), |state| {
        Part::all_of(state.words().into_iter().map(|word| Message::of_kind("chain-is", word)))
    });
    let region = Part::region(election.definition(), of);
    Message::of("chain-of").with("region", region).with("collector", collector).with("state", state)
}

/// A chain with the numbers of the bundles that it lacks.
pub fn report(election: &Election, of: &ChainReport) -> Message {
    let chain = chain(election, of.region, of.collector, Some(of.state));
    if of.missing.is_empty() {
        return chain;
    }
    Message::of("chain-lacks").with("chain", chain).with("bundles", Part::all_of(of.missing.iter().copied()))
}
