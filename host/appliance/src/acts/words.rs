//! Regions, collectors and chains as people read them.

use tamga_record::bundle::ChainState;
use tamga_tally::election::Election;
use tamga_tally::import::ChainReport;

/// A region's code.
pub fn region(election: &Election, region: u16) -> &str {
    election.definition().region(region).map_or("?", |described| described.code.as_str())
}

/// An incomplete chain, or one that a collector did not bring.
pub fn chain(election: &Election, of: u16, collector: u16, state: Option<ChainState>) -> String {
    let code = region(election, of);
    let named = election.definition().collectors.get(usize::from(collector));
    let collector = named.map_or("?", |named| named.id.as_str());
    let words = state.map_or("no bundle".to_owned(), |state| state.words().join(", "));
    format!("{code} from {collector}: {words}")
}

/// A chain with the numbers of the bundles that it lacks.
pub fn report(election: &Election, of: &ChainReport) -> String {
    let mut text = chain(election, of.region, of.collector, Some(of.state));
    if !of.missing.is_empty() {
        let numbers: Vec<String> = of.missing.iter().map(u32::to_string).collect();
        text.push_str(&format!("; missing bundle {}", numbers.join(", ")));
    }
    text
}
