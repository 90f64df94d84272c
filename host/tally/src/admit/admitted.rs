//! What admission hands on: all records with provisional reasons, and what officers are told of them.

use std::collections::{BTreeMap, HashSet};

use tamga_crypto::hash::Digest;
use tamga_record::admission::{Place, Reason, RegionTurnout, VerdictLine, trackers_txt, verdicts_csv};
use tamga_record::ledger::Entry;

use super::RegionRecords;
use crate::election::Election;
use crate::import::Imported;
use crate::record::{Record, turnout};

/// Every record with the reasons that apply as far as can be read from outside its seal; statuses are provisional. Made
/// by [`admit`](super::admit) alone.
#[derive(Debug)]
pub struct Admitted<'a> {
    imported: Imported<'a>,
    regions: BTreeMap<u16, RegionRecords>,
}

impl<'a> Admitted<'a> {
    pub(super) fn new(imported: Imported<'a>, regions: BTreeMap<u16, RegionRecords>) -> Self {
        Self { imported, regions }
    }

    /// The election.
    pub fn election(&self) -> &'a Election {
        self.imported.election()
    }

    /// The bundles.
    pub fn imported(&self) -> &Imported<'a> {
        &self.imported
    }

    /// The records of a region in list order; none for a region that is not in the box.
    pub fn records(&self, region: u16) -> &[Record] {
        self.regions.get(&region).map_or(&[], |region| region.records.as_slice())
    }

    /// The record at a place, if one was received there that is no further copy.
    pub fn record_at(&self, region: u16, place: Place) -> Option<&Record> {
        let records = self.records(region);
        let found = records.binary_search_by_key(&place, |record| record.place).ok()?;
        records.get(found).filter(|record| !record.is_copy())
    }

    fn all_received(&self) -> impl Iterator<Item = (u16, &Record)> {
        let all = self.regions.iter().flat_map(|(&region, of)| of.records.iter().map(move |record| (region, record)));
        all.filter(|(_, record)| !record.is_copy())
    }

    /// The counts of every region by what is known now. Nothing is counted yet, and nothing superseded.
    pub fn provisional(&self) -> Vec<(u16, RegionTurnout)> {
        let definition = self.election().definition();
        self.regions.iter().map(|(&region, of)| (region, turnout(definition, &of.records))).collect()
    }

    /// The received records, not red by what is known, that a reason holds, with their regions in list order.
    pub fn held_records(&self) -> impl Iterator<Item = (u16, &Record)> {
        let definition = self.election().definition();
        self.all_received().filter(|(_, record)| !record.is_red() && !record.holding(definition).is_empty())
    }

    /// How many of [`Admitted::held_records`] this reason holds, in one region or in all of the box: `records` of a
    /// decision about it.
    pub fn held(&self, region: Option<u16>, reason: Reason) -> u32 {
        let definition = self.election().definition();
        let asked = self.held_records().filter(|(of, _)| region.is_none_or(|region| region == *of));
        let held = asked.filter(|(_, record)| record.holding(definition).contains(reason));
        u32::try_from(held.count()).unwrap_or(u32::MAX)
    }

    /// Every reason that holds records of the box, and how many.
    pub fn held_classes(&self) -> Vec<(Reason, u32)> {
        let definition = self.election().definition();
        let mut classes = BTreeMap::new();
        for reason in self.held_records().flat_map(|(_, record)| record.holding(definition).iter()) {
            *classes.entry(reason).or_insert(0u32) += 1;
        }
        classes.into_iter().collect()
    }

    /// The trackers of every record received in a region, ascending; further copies of a record are left out.
    pub fn trackers(&self, region: u16) -> Vec<Digest> {
        let received = self.records(region).iter().filter(|record| !record.is_copy());
        let mut trackers: Vec<Digest> = received.map(|record| record.tracker).collect();
        trackers.sort_unstable();
        trackers
    }

    /// The file of received trackers of a region, `record/trackers/REGION.txt` or `record/trackers-late/REGION.txt`.
    pub fn trackers_txt(&self, region: u16) -> String {
        let code = self.election().definition().region(region).map_or("", |region| region.code.as_str());
        trackers_txt(code, &self.trackers(region))
    }

    /// What can be said of the records of a region from outside their seals, in the form of the file of verdicts. Nothing is
    /// counted yet, and nothing superseded.
    pub fn verdicts_csv(&self, region: u16) -> String {
        let definition = self.election().definition();
        let lines: Vec<VerdictLine> = self.records(region).iter().map(|record| record.verdict(definition)).collect();
        verdicts_csv(definition, &lines)
    }

    /// Regions where more attestations were used, by records that are not red by what is known, than the identity service
    /// says it issued: its key was used behind its back, or its counts are wrong. To be said aloud; it stops nothing.
    pub fn overdrawn(&self) -> Vec<(u16, u64, u64)> {
        let is_overdrawn = |(region, of): (&u16, &RegionRecords)| {
            let good = of.earlier.iter().chain(&of.records).filter(|record| !record.is_red());
            let used = good.map(|record| record.attestation).collect::<HashSet<Digest>>().len();
            let issued = self.imported.issued().get(usize::from(*region)).copied().unwrap_or(0);
            (used as u64 > u64::from(issued)).then_some((*region, used as u64, u64::from(issued)))
        };
        self.regions.iter().filter_map(is_overdrawn).collect()
    }

    /// `red` and `held` count each record by its own reasons, without those that compare records.
    pub(super) fn entry(&self) -> Entry {
        let definition = self.election().definition();
        let compared = [Reason::AttestationReused, Reason::CounterClash];
        let (mut received, mut red, mut held) = (0, 0, 0);
        for (_, record) in self.all_received() {
            received += 1;
            let holding = record.holding(definition);
            if record.is_red() {
                red += 1;
            } else if holding.iter().any(|reason| !compared.contains(&reason)) {
                held += 1;
            }
        }
        let (opening, regions) = (self.imported.opening(), self.regions.len() as u32);
        Entry::Admission { opening, regions, received, red, held }
    }

    pub(crate) fn into_parts(self) -> (Imported<'a>, BTreeMap<u16, RegionRecords>) {
        (self.imported, self.regions)
    }
}
