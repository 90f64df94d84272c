//! What the supplement has to know of the boxes before it.

use std::collections::{BTreeMap, HashSet};

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::ByteFault;
use tamga_record::admission::VerdictLine;
use tamga_record::cast::Item;

use super::judge::record_of;
use super::{AdmitError, place_of};
use crate::import::Imported;
use crate::record::Record;
use crate::source::{BundleSource, reread};

/// The verdicts of earlier boxes, by region: what became of their records does not change any more.
#[derive(Debug, Clone, Default)]
pub struct Earlier(BTreeMap<u16, Vec<VerdictLine>>);

impl Earlier {
    /// Nothing: for every box but the supplement.
    pub fn none() -> Self {
        Self::default()
    }

    /// The lines of `audit/verdicts/REGION.csv` of the supplement's regions.
    pub fn new(verdicts: BTreeMap<u16, Vec<VerdictLine>>) -> Self {
        Self(verdicts)
    }

    /// Reads the bundles of the region's earlier box once more, for tags, attestations and counters, and adds the digests
    /// of their items to `seen`. Refuses verdicts that are not about these records, one by one.
    pub(super) fn read<S: BundleSource>(
        &self,
        imported: &Imported<'_>,
        region: u16,
        source: &S,
        seen: &mut HashSet<Digest>,
    ) -> Result<Vec<Record>, AdmitError> {
        let mut lines = self.0.get(&region).into_iter().flatten();
        let mut records = Vec::new();
        if !imported.is_supplement() {
            return Ok(records);
        }
        for bundle in imported.earlier_bundles_of(region) {
            let mut fits = true;
            reread(imported.election(), source, &bundle, |first, block| {
                for (item, untrusted_item) in (first..).zip(&block) {
                    seen.insert(sha3_256(&[untrusted_item]));
                    let record = Item::parse(untrusted_item).map(|parsed| record_of(place_of(&bundle, item), &parsed));
                    match judged(record, lines.next()) {
                        Some(record) => records.push(record),
                        None => fits = false,
                    }
                }
            })?;
            if !fits {
                return Err(AdmitError::Earlier { region });
            }
        }
        if lines.next().is_some() {
            return Err(AdmitError::Earlier { region });
        }
        Ok(records)
    }
}

/// A record with what its verdict says; `None` when there is none, or it is another record's.
fn judged(record: Result<Record, ByteFault>, line: Option<&VerdictLine>) -> Option<Record> {
    let (mut record, line) = (record.ok()?, line?);
    if record.place != line.place || record.tracker != line.tracker {
        return None;
    }
    record.reasons = line.reasons;
    record.counted = line.counted;
    Some(record)
}
