//! Check 16: what the ledger says of imports, forks, admission, close and unsealing, against the boxes.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{self, Ledger};
use super::setup::Setup;
use super::{boxes, need, unsealing};
use crate::digest::{Digest, Tree, hash};
use crate::ledger::order::{self, Run};
use crate::parse::ballot_box::{BallotBox, FORK};
use crate::parse::definition::Definition;
use crate::parse::entry::{Entry, Kind};
use crate::parse::{acts, decisions as voting};
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Checked, Fault, Outcome};

/// Region, collector, number and variant of a bundle: the order of the bundles of a region.
pub(crate) type BundleName = (usize, usize, u32, u8);

/// A bundle as the ledger has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Import {
    /// Its items.
    pub(crate) items: u32,
    /// Its digest.
    pub(crate) digest: Digest,
    /// The opening in whose box it is; none while it waits for one.
    pub(crate) opening: Option<u32>,
    /// Its first entry.
    at: usize,
}

/// The bundles of a chain in a box, by opening, region and collector, each with its variant.
type Expected<'a> = BTreeMap<(u32, usize, usize), Vec<(u8, &'a Import)>>;

/// All bundles that were imported.
pub(crate) type Imports = BTreeMap<BundleName, Import>;

/// Compares the ledger with the boxes. Returns the imports.
pub(crate) fn check(setup: &Setup, ledger: &Ledger, ballot_boxes: &Checked<Vec<BallotBox>>) -> Outcome<Imports> {
    let (definition, ballot_boxes) = (need(&setup.definition)?, need(ballot_boxes)?);
    let (entries, runs) = (need(&ledger.entries)?, ledger.runs()?);
    let openings = |run: &Run| run.opening;
    if !runs.iter().map(openings).eq(ballot_boxes.iter().map(|ballot_box| ballot_box.opening)) {
        return Err(Reason::Disagrees("the openings that were closed in the ledger")).at("record");
    }
    let mut imports = read(entries, definition)?;
    forks(entries, definition, &imports)?;
    assign(&mut imports, runs, definition, ballot_boxes)?;
    chains(&imports, definition, ballot_boxes)?;
    for (run, ballot_box) in runs.iter().zip(ballot_boxes) {
        closing(entries, run, definition, ballot_box)?;
    }
    revocations(entries, ballot_boxes)?;
    decisions(ledger.until_newest()?, ballot_boxes)?;
    let unlocks = unsealing::check(entries, runs, definition, ballot_boxes)?;
    let waiting = imports.values().filter(|import| import.opening.is_none()).count();
    let figures = format!(
        "{} imports make up the chains of {} boxes, {waiting} more wait for one; admissions, closes, decisions, revocations; \
         {} unlocks for the tally, {} for escrow and {} by the administrator, every region unsealed",
        imports.len() - waiting,
        ballot_boxes.len(),
        unlocks.tally,
        unlocks.escrow,
        unlocks.admin,
    );
    Ok((imports, figures))
}

/// The imports in the ledger: variants in the order in which they came, the same bundle again without effect.
fn read(entries: &[Entry], definition: &Definition) -> Result<Imports, Fault> {
    let mut imports = Imports::new();
    for (at, entry) in entries.iter().enumerate() {
        let Kind::Import { region, collector, bundle, variant, items, digest } = &entry.kind else {
            continue;
        };
        let place = || format!("{}, entry {at}", ledger::PLACE);
        let (region, collector) = named(definition, region, collector).at_with(place)?;
        // Their limits were held when the entry was read.
        let number = u32::try_from(*bundle).unwrap_or(u32::MAX);
        let variant = u8::try_from(*variant).unwrap_or(u8::MAX);
        let items = u32::try_from(*items).unwrap_or(u32::MAX);
        let import = Import { items, digest: *digest, opening: None, at };
        let same_number = imports.range((region, collector, number, 0)..=(region, collector, number, u8::MAX));
        let again = same_number
            .clone()
            .any(|(name, known)| known.digest == *digest && known.items == items && name.3 == variant);
        if again {
            continue;
        }
        let known = same_number.clone().any(|(_, known)| known.digest == *digest);
        if known || usize::from(variant) != same_number.count() + 1 {
            return Err(Reason::Disagrees("the imports of this number before it")).at_with(place);
        }
        imports.insert((region, collector, number, variant), import);
    }
    Ok(imports)
}

fn named(definition: &Definition, region: &str, collector: &str) -> Result<(usize, usize), Reason> {
    let region = definition.region(region).ok_or_else(|| Reason::UnknownRegion(region.to_owned()))?;
    Ok((region, definition.collector(collector).ok_or(Reason::Disagrees("the collectors of the definition"))?))
}

/// Every variant from the second on is announced as a fork by the entry before its import, and nothing else is.
fn forks(entries: &[Entry], definition: &Definition, imports: &Imports) -> Result<(), Fault> {
    let mut announced = BTreeSet::new();
    for (at, entry) in entries.iter().enumerate() {
        let Kind::Fork { region, collector, bundle, first, second } = &entry.kind else {
            continue;
        };
        let place = || format!("{}, entry {at}", ledger::PLACE);
        let (region, collector) = named(definition, region, collector).at_with(place)?;
        let number = u32::try_from(*bundle).unwrap_or(u32::MAX);
        let known = imports.get(&(region, collector, number, 1)).is_some_and(|import| import.digest == *first);
        let next = (at + 1..).zip(entries.iter().skip(at + 1)).find(|(_, next)| !order::is_anywhere(next));
        let mut variants = imports.range((region, collector, number, 2)..=(region, collector, number, u8::MAX));
        let announces = |(_, import): &(&BundleName, &Import)| {
            import.digest == *second && Some(import.at) == next.map(|(at, _)| at)
        };
        match variants.find(announces) {
            Some((name, _)) if known => announced.insert(*name),
            _ => return Err(Reason::Disagrees("the imports around it")).at_with(place),
        };
    }
    let unannounced = imports.keys().find(|name| name.3 > 1 && !announced.contains(*name));
    if unannounced.is_some() { Err(Reason::NoEntry(36)).at(ledger::PLACE) } else { Ok(()) }
}

/// Says in which box every bundle is: that of its region, or the supplement when it came after that one was closed.
fn assign(
    imports: &mut Imports,
    runs: &[Run],
    definition: &Definition,
    ballot_boxes: &[BallotBox],
) -> Result<(), Fault> {
    let run_of = |opening: u32| runs.iter().find(|run| run.opening == opening);
    let supplement = run_of(definition.supplement_number());
    for ((region, _, _, _), import) in imports.iter_mut() {
        let Some(run) = boxes::box_of(definition, ballot_boxes, *region).and_then(|own| run_of(own.opening)) else {
            continue;
        };
        if import.at < run.close {
            import.opening = Some(run.opening);
            continue;
        }
        if !definition.supplement {
            return Err(Reason::NoSupplement).at(format!("{}, entry {}", ledger::PLACE, import.at));
        }
        import.opening = supplement.filter(|run| import.at < run.close).map(|run| run.opening);
    }
    Ok(())
}

/// Every chain of a box is made of exactly these imports; the fork bit is in the ledger too.
fn chains(imports: &Imports, definition: &Definition, ballot_boxes: &[BallotBox]) -> Result<(), Fault> {
    let mut expected = Expected::new();
    for ((region, collector, _, variant), import) in imports {
        if let Some(opening) = import.opening {
            expected.entry((opening, *region, *collector)).or_default().push((*variant, import));
        }
    }
    for ballot_box in ballot_boxes {
        let regular = ballot_box.opening != definition.supplement_number();
        for region in &ballot_box.regions {
            for chain in &region.chains {
                let collector = usize::from(chain.collector);
                let id = definition.collector_id(collector);
                let place = || {
                    format!(
                        "{}, imports of {} from {id}",
                        boxes::place(ballot_box.opening),
                        definition.code(region.region)
                    )
                };
                let found = expected.remove(&(ballot_box.opening, region.region, collector)).unwrap_or_default();
                same_number("bundles", found.len(), chain.bundles).at_with(place)?;
                let items: u64 = found.iter().map(|(_, import)| u64::from(import.items)).sum();
                same_number("items", items, chain.items).at_with(place)?;
                let root = Tree::Election.root_of(found.iter().map(|(_, import)| import.digest));
                same_digest("root over the bundles", &root, &chain.root).at_with(place)?;
                let forked = regular && found.iter().any(|(variant, _)| *variant > 1);
                if forked != (chain.state & FORK != 0) {
                    return Err(Reason::Disagrees("the forks in the ledger")).at_with(place);
                }
            }
        }
    }
    match expected.keys().next() {
        None => Ok(()),
        Some((opening, region, collector)) => Err(Reason::NotInBox).at(format!(
            "{}, imports of {} from {}",
            boxes::place(*opening),
            definition.code(*region),
            definition.collector_id(*collector)
        )),
    }
}

/// The last admission before the close is about this box, and the close is this one.
fn closing(entries: &[Entry], run: &Run, definition: &Definition, ballot_box: &BallotBox) -> Result<(), Fault> {
    let place = || format!("{}, opening {}", ledger::PLACE, run.opening);
    let [opening, received, regions, incomplete] = ballot_box.figures(definition);
    let admission = ledger::admission(entries, run).ok_or(Reason::NoEntry(8)).at_with(place)?;
    let of_box = (admission.opening, admission.regions, admission.received) == (opening, regions, received);
    if !of_box || admission.red.saturating_add(admission.held) > received {
        return Err(Reason::EntryDiffers(8)).at_with(place);
    }
    let officers = acts::officers(&ballot_box.signatures);
    let close = Kind::Close { opening, digest: ballot_box.close, incomplete, officers };
    let found = entries.get(run.close).is_some_and(|entry| entry.kind == close);
    if found { Ok(()) } else { Err(Reason::EntryDiffers(9)).at_with(place) }
}

/// All boxes name the revocations that the ledger names before the first close.
fn revocations(entries: &[Entry], ballot_boxes: &[BallotBox]) -> Result<(), Fault> {
    let mut expected = None;
    for entry in entries {
        if let Kind::Revocations { digest, .. } = &entry.kind {
            if expected.is_some_and(|known| known != *digest) {
                return Err(Reason::Twice { what: "file of", which: "revocations".to_owned() }).at(ledger::PLACE);
            }
            expected = Some(*digest);
        }
    }
    for ballot_box in ballot_boxes {
        same_digest("revocations", &expected.unwrap_or_default(), &ballot_box.revocations)
            .at_with(|| boxes::place(ballot_box.opening))?;
    }
    Ok(())
}

/// The decisions in the ledger by number: their opening, and what stands of them under the digest in a box.
pub(crate) fn decided(entries: &[Entry]) -> BTreeMap<u64, (u64, Vec<u8>)> {
    let decisions = entries.iter().filter_map(|entry| match &entry.kind {
        Kind::Decision { number, opening, digest, votes_for, votes_against } => {
            Some((*number, (*opening, voting::decided(digest, votes_for, votes_against))))
        }
        _ => None,
    });
    decisions.collect()
}

/// Every box names the decisions that the ledger has so far.
fn decisions(entries: &[Entry], ballot_boxes: &[BallotBox]) -> Result<(), Fault> {
    let decided = decided(entries);
    if !decided.keys().copied().eq(1..=decided.len() as u64) {
        return Err(Reason::OutOfOrder("numbers of decisions")).at(ledger::PLACE);
    }
    for ballot_box in ballot_boxes {
        let opening = u64::from(ballot_box.opening);
        let so_far = decided.values().filter(|(of, _)| *of <= opening);
        let so_far: Vec<&[u8]> = so_far.map(|(_, decided)| decided.as_slice()).collect();
        let place = || boxes::place(ballot_box.opening);
        let digest = hash("tamga/decisions/v1", &[&so_far.concat()]);
        same_digest("decisions", &digest, &ballot_box.decisions).at_with(place)?;
        let own = decided.values().filter(|(of, _)| *of == opening).count();
        same_number("decisions of this opening", own, ballot_box.decided).at_with(place)?;
    }
    Ok(())
}
