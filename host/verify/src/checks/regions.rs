//! Check 18: the chains of bundles, region by region, each item judged as it is read.

use std::collections::{BTreeMap, HashSet};

use super::judge::{Judge, Judged};
use super::verdict::Reason as Finding;
use crate::digest::{Digest, Tree};
use crate::parse::ballot_box::Chain;
use crate::parse::bundle::{BundleHeader, BundleReader};
use crate::parse::definition::Definition;
use crate::parse::record::Item;
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Fault};
use crate::threads::in_parallel;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The collector's index.
    pub(crate) collector: u16,
    /// The bundle's number.
    pub(crate) bundle: u32,
    /// The item, from 0.
    pub(crate) item: u32,
}

/// A bundle as the ledger names it.
pub(crate) struct Imported {
    /// The collector's index.
    pub(crate) collector: u16,
    /// Its number.
    pub(crate) bundle: u32,
    /// Its items.
    pub(crate) items: u32,
    /// Its digest.
    pub(crate) digest: Digest,
}

/// The chains of one region.
#[derive(Default)]
pub(crate) struct Region {
    /// The end of each chain, ascending by collector.
    pub(crate) chains: Vec<Chain>,
    /// Every bundle.
    pub(crate) bundles: Vec<Imported>,
    /// Every record in list order, when there was a judge.
    pub(crate) records: Vec<(Place, Judged)>,
}

/// The numbers of the bundles that `audit/` has per (region, collector). Refuses other paths under `bundles/`.
pub(crate) fn paths(audit: &Edition, definition: &Definition) -> Result<BTreeMap<(usize, usize), Vec<u32>>, Fault> {
    let mut chains: BTreeMap<(usize, usize), Vec<u32>> = BTreeMap::new();
    for path in audit.paths().filter(|path| path.starts_with("bundles/")) {
        let (region, collector, number) =
            parse_path(path, definition).ok_or(Reason::UnknownFile).at_with(|| audit.place(path))?;
        chains.entry((region, collector)).or_default().push(number);
    }
    for numbers in chains.values_mut() {
        numbers.sort_unstable();
    }
    Ok(chains)
}

/// `bundles/REGION/COLLECTOR-000001.tamga`.
pub(crate) fn parse_path(path: &str, definition: &Definition) -> Option<(usize, usize, u32)> {
    let (code, name) = path.strip_prefix("bundles/")?.split_once('/')?;
    let (collector, digits) = name.strip_suffix(".tamga")?.rsplit_once('-')?;
    let number = digits.parse().ok()?;
    let region = definition.region(code)?;
    let index = definition.collector(collector)?;
    // Writing the path again refuses a second form of the number.
    (path == bundle_path(code, collector, number)).then_some((region, index, number))
}

fn bundle_path(code: &str, collector: &str, number: u32) -> String {
    format!("bundles/{code}/{collector}-{number:06}.tamga")
}

/// Reads all chains of a region.
pub(crate) fn read(
    audit: &Edition,
    definition: &Definition,
    election: &Digest,
    region: usize,
    chains: &BTreeMap<(usize, usize), Vec<u32>>,
    judge: Option<&Judge<'_>>,
) -> Result<Region, Fault> {
    let mut result = Region::default();
    let mut seen = HashSet::new();
    for ((_, collector), numbers) in chains.range((region, 0)..(region + 1, 0)) {
        let chain = ChainReader { audit, definition, election, region, collector: *collector, judge };
        chain.read(numbers, &mut result, &mut seen)?;
    }
    Ok(result)
}

/// One chain that is being read.
struct ChainReader<'a> {
    audit: &'a Edition,
    definition: &'a Definition,
    election: &'a Digest,
    region: usize,
    collector: usize,
    judge: Option<&'a Judge<'a>>,
}

impl ChainReader<'_> {
    fn read(&self, numbers: &[u32], result: &mut Region, seen: &mut HashSet<Digest>) -> Result<(), Fault> {
        let code = self.definition.code(self.region);
        let index = u16::try_from(self.collector).unwrap_or(u16::MAX);
        let mut end = Chain { collector: index, bundles: 0, head: [0; 32], total: 0 };
        let mut closed = false;
        for (expected, number) in (1..).zip(numbers) {
            let holder = self.definition.collectors.get(self.collector);
            let (id, key) = holder.map_or(("?", [0; 32]), |holder| (holder.id.as_str(), holder.key));
            let path = bundle_path(code, id, *number);
            let place = || self.audit.place(&path);
            same_number("number of the bundle", expected, *number).at_with(place)?;
            if closed {
                return Err(Reason::AfterClosing).at_with(place);
            }
            let (file, len) = self.audit.stream(&path)?;
            let mut reader = BundleReader::new(file, len).at_with(place)?;
            self.check_header(&reader.header, &mut end).at_with(place)?;
            self.read_items(&mut reader, &path, result, seen)?;
            let header = reader.header.clone();
            let read = reader.finish(&key).at_with(place)?;
            self.audit.keep_digest(&path, read.file)?;
            (end.head, end.bundles, closed) = (read.digest, *number, header.closing);
            let imported = Imported { collector: index, bundle: *number, items: header.items, digest: read.digest };
            result.bundles.push(imported);
        }
        if !closed {
            return Err(Reason::NotClosed).at(format!("audit/bundles/{code}, collector {}", self.collector));
        }
        result.chains.push(end);
        Ok(())
    }

    /// The header names this election, region, collector and number, and follows the bundle before.
    fn check_header(&self, header: &BundleHeader, end: &mut Chain) -> Result<(), Reason> {
        same_digest("E", self.election, &header.election)?;
        same_number("region", self.region, header.region)?;
        same_number("collector", self.collector, header.collector)?;
        same_number("number", u64::from(end.bundles) + 1, header.number)?;
        same_digest("digest of the bundle before", &end.head, &header.previous)?;
        end.total += u64::from(header.items);
        same_number("total", end.total, header.total)?;
        if header.closing && header.items != 0 { Err(Reason::ClosingWithItems) } else { Ok(()) }
    }

    fn read_items(
        &self,
        reader: &mut BundleReader<std::fs::File>,
        path: &str,
        result: &mut Region,
        seen: &mut HashSet<Digest>,
    ) -> Result<(), Fault> {
        let mut item: u32 = 0;
        loop {
            let batch = reader.next_batch().at_with(|| self.audit.place(path))?;
            if batch.is_empty() {
                return Ok(());
            }
            let Some(judge) = self.judge else {
                for bytes in &batch {
                    Item::parse(bytes).at_with(|| self.audit.place(path))?;
                }
                reader.add_leaves(in_parallel(&batch, |bytes| Tree::Election.leaf(bytes)).into_iter());
                continue;
            };
            let region = self.region;
            let judged = in_parallel(&batch, |bytes| judge.judge(region, bytes));
            for record in judged {
                let mut record = record.at_with(|| format!("{}, item {item}", self.audit.place(path)))?;
                reader.add_leaves(std::iter::once(record.leaf));
                if !seen.insert(record.leaf) {
                    record.become_duplicate();
                }
                let collector = u16::try_from(self.collector).unwrap_or(u16::MAX);
                let place = Place { collector, bundle: reader.header.number, item };
                result.records.push((place, record));
                item += 1;
            }
        }
    }
}

impl Judged {
    /// A further copy is red, and nobody looks under its seal.
    fn become_duplicate(&mut self) {
        self.reasons = self.reasons.before_unsealing();
        self.reasons.add_if(true, Finding::Duplicate);
        self.marks = Vec::new();
        (self.unsealed, self.proofs) = (false, 0);
    }
}
