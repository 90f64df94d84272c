//! What collectors bring: chains of bundles, forks, late ones.

use std::collections::BTreeMap;

use crate::casting::{Head, bundle};
use crate::election::{CastRecord, Election, Files, Opening};
use crate::encode::Digest;
use crate::publishing::entry;

/// A chain in a box.
pub struct Chain {
    pub collector: u16,
    /// By number and variant.
    pub digests: Vec<Digest>,
    pub items: u64,
}

pub struct Bundles {
    pub files: Files,
    /// Per region.
    pub chains: BTreeMap<usize, Vec<Chain>>,
    /// Entries 7 and 36.
    pub entries: Vec<String>,
}

/// Number, digest and total of the last bundle of each chain, by region and collector.
type Ends = BTreeMap<(usize, usize), (u32, Digest, u64)>;

pub fn write(election: &Election, opening: &Opening, ends: &mut Ends) -> Bundles {
    let mut bundles = Bundles { files: Files::new(), chains: BTreeMap::new(), entries: Vec::new() };
    for region in election.script.regions_of(opening.number) {
        let mut chains = Vec::new();
        for collector in 0..election.set_up.commission.collectors.len() {
            let end = ends.entry((region, collector)).or_default();
            chains.extend(chain(election, opening.number, (region, collector), end, &mut bundles));
        }
        bundles.chains.insert(region, chains);
    }
    bundles
}

fn chain(
    election: &Election,
    opening: u32,
    (region, collector): (usize, usize),
    end: &mut (u32, Digest, u64),
    bundles: &mut Bundles,
) -> Option<Chain> {
    let (script, set_up) = (&election.script, &election.set_up);
    let is_mine = |record: &&CastRecord| {
        record.brought == opening && (record.cast.place.0, record.cast.place.1) == (region, collector)
    };
    let mine: Vec<&CastRecord> = election.records.iter().filter(is_mine).collect();
    let last = mine.iter().map(|record| record.cast.place.2).max()?;
    let late = opening == script.supplement();
    let closes = !late && !script.open.contains(&(region, collector));
    let mut chain = Chain { collector: collector as u16, digests: Vec::new(), items: 0 };
    for number in end.0 + 1..=last + u32::from(closes) {
        let of = |variant: u8| -> Vec<Vec<u8>> {
            let of_bundle = |record: &&&CastRecord| record.cast.place.2 == number && record.cast.variant == variant;
            mine.iter().filter(of_bundle).map(|record| record.item.bytes.clone()).collect()
        };
        let kind = if late { 2 } else { u8::from(number > last) };
        let (previous, total) = (end.1, end.2);
        let mut first = None;
        for variant in (1..=2).filter(|variant| *variant == 1 || !of(*variant).is_empty()) {
            let items = of(variant);
            let total = total + items.len() as u64;
            let place = (region as u16, collector as u16);
            let (file, digest) = bundle(set_up, place, Head { number, previous, kind, total }, &items);
            if variant == 1 {
                *end = (number, digest, total);
            }
            if script.dropped == Some((region, collector, number)) {
                continue;
            }
            let name = (script.regions[region].code.clone(), format!("collector-{}", collector + 1));
            bundles.entries.extend(first.map(|first| fork(&name, number, first, digest)));
            bundles.entries.push(import(&name, (number, variant), items.len(), digest));
            let ending = if variant == 1 { String::new() } else { format!(".{variant}") };
            bundles.files.insert(format!("bundles/{}/{}-{number:06}{ending}.tamga", name.0, name.1), file);
            chain.digests.push(digest);
            chain.items += items.len() as u64;
            first = Some(digest);
        }
    }
    Some(chain)
}

fn import(
    (region, collector): &(String, String),
    (number, variant): (u32, u8),
    items: usize,
    digest: Digest,
) -> String {
    let values = [
        ("region", region.clone()),
        ("collector", collector.clone()),
        ("bundle", number.to_string()),
        ("variant", variant.to_string()),
        ("items", items.to_string()),
        ("digest", hex::encode(digest)),
    ];
    entry("7 import", &values)
}

fn fork((region, collector): &(String, String), number: u32, first: Digest, second: Digest) -> String {
    let values = [
        ("region", region.clone()),
        ("collector", collector.clone()),
        ("bundle", number.to_string()),
        ("first", hex::encode(first)),
        ("second", hex::encode(second)),
    ];
    entry("36 fork", &values)
}
