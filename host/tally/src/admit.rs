//! Stage 2, admission: everything that can be said of a record from outside its seal.

mod admitted;
mod earlier;
mod judge;

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_record::ByteFault;
use tamga_record::admission::{Place, Reason};
use tamga_record::ledger::Entry;

pub use admitted::Admitted;
pub use earlier::Earlier;

use crate::import::{Imported, ImportedBundle};
use crate::progress::{Counter, Judged, Progress};
use crate::record::{Record, turnout};
use crate::source::{BundlePlace, BundleSource, RereadError, reread};
use crate::statuses::{compare, compare_trackers};
use judge::{Judge, examine};

/// Why no records were admitted.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    /// A bundle could not be read again.
    #[error(transparent)]
    Reread(#[from] RereadError),
    /// An item of an imported bundle is no item. The import refuses such bundles.
    #[error("item {item} of bundle {} of region {} and collector {} is no record: {fault}", place.number, place.region, place.collector)]
    Item {
        /// The bundle.
        place: BundlePlace,
        /// Place in the bundle, from 0.
        item: u32,
        /// What is wrong.
        fault: ByteFault,
    },
    /// The verdicts of a region's earlier box are not about the records of its bundles.
    #[error("the verdicts given of the earlier box of region {region} are not those of its records")]
    Earlier {
        /// The region.
        region: u16,
    },
}

/// The records of one region of a box.
#[derive(Debug, Default)]
pub(crate) struct RegionRecords {
    /// Those of the region's box before, with their last reasons; none but for the supplement.
    pub(crate) earlier: Vec<Record>,
    /// Those of this box, in list order.
    pub(crate) records: Vec<Record>,
}

/// Reads all bundles of the box again and judges every record from outside its seal: all reasons of the README's table
/// but those of the ballot itself and `superseded`. Gives the ledger entry.
///
/// `progress` is told of records, `judged` of every region that is done, with its provisional counts.
/// `earlier` has the verdicts of the earlier boxes of the supplement's regions, whose bundles are read again too. Parallel;
/// in memory are a block of items, 120 bytes per record and, of the region in work, some 50 more. Bad records are findings
/// and stop nothing. Refuses bundles that are not those of the import.
pub fn admit<'a, S: BundleSource>(
    imported: Imported<'a>,
    source: &S,
    earlier: &Earlier,
    progress: Progress<'_>,
    judged: Judged<'_>,
) -> Result<(Admitted<'a>, Entry), AdmitError> {
    let counter = Counter::new(imported.items(), progress);
    let mut regions = BTreeMap::new();
    for &region in imported.regions() {
        let records = admit_region(&imported, region, source, earlier, &counter)?;
        judged(region, &turnout(imported.election().definition(), &records.records));
        regions.insert(region, records);
    }
    let admitted = Admitted::new(imported, regions);
    let entry = admitted.entry();
    Ok((admitted, entry))
}

fn admit_region<S: BundleSource>(
    imported: &Imported<'_>,
    region: u16,
    source: &S,
    earlier: &Earlier,
    counter: &Counter<'_>,
) -> Result<RegionRecords, AdmitError> {
    let mut seen = HashSet::new();
    let earlier = earlier.read(imported, region, source, &mut seen)?;
    let judge = Judge::new(imported, region);
    let mut records = Vec::new();
    for bundle in imported.bundles_of(region) {
        admit_bundle(&judge, source, &bundle, counter, &mut seen, &mut records)?;
    }
    records.shrink_to_fit();
    let counted: HashSet<_> = earlier.iter().filter(|record| record.counted).map(|record| record.tag).collect();
    for record in records.iter_mut().filter(|record| counted.contains(&record.tag)) {
        record.reasons.insert(Reason::AlreadyCounted);
    }
    compare_trackers(&earlier, &mut records);
    compare(&earlier, &mut records);
    Ok(RegionRecords { earlier, records })
}

fn admit_bundle<S: BundleSource>(
    judge: &Judge<'_>,
    source: &S,
    bundle: &ImportedBundle,
    counter: &Counter<'_>,
    seen: &mut HashSet<Digest>,
    records: &mut Vec<Record>,
) -> Result<(), AdmitError> {
    let mut fault = None;
    reread(judge.election(), source, bundle, |first, block| {
        let examined: Vec<Result<(Record, Digest), ByteFault>> = (first..first.saturating_add(block.len() as u32))
            .into_par_iter()
            .zip(&block)
            .map(|(item, untrusted_item)| {
                let record = examine(judge, place_of(bundle, item), untrusted_item);
                counter.add_one();
                record
            })
            .collect();
        for (item, examined) in (first..).zip(examined) {
            match examined {
                Ok((mut record, digest)) => {
                    if !seen.insert(digest) {
                        record.reasons.insert(Reason::Duplicate);
                    }
                    records.push(record);
                }
                Err(found) => fault = fault.or(Some((item, found))),
            }
        }
    })?;
    match fault {
        None => Ok(()),
        Some((item, fault)) => Err(AdmitError::Item { place: bundle.place, item, fault }),
    }
}

fn place_of(bundle: &ImportedBundle, item: u32) -> Place {
    let BundlePlace { collector, number, variant, .. } = bundle.place;
    Place { collector, bundle: number, variant, item }
}
