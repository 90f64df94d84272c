//! What verification hands on: every record with its status, and the sums of those that count.

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::admission::{RegionTurnout, Status, VerdictLine, turnout_csv, verdicts_csv};
use tamga_record::ledger::Entry;
use tamga_record::tally_file::Seeds;

use crate::election::Election;
use crate::record::{Record, Records};
use crate::sums::RegionSums;

/// Every record with its final status, and per region and contest the sums of the green ones. Made by
/// [`Verification::finish`](crate::verify::Verification::finish) alone.
#[derive(Debug)]
pub struct Verified<'a> {
    election: &'a Election,
    close: Digest,
    records: Records,
    sums: Vec<RegionSums>,
    seeds: Seeds,
}

impl<'a> Verified<'a> {
    pub(crate) fn new(
        election: &'a Election,
        close: Digest,
        records: Records,
        sums: Vec<RegionSums>,
        seeds: Seeds,
    ) -> Self {
        Self { election, close, records, sums, seeds }
    }

    /// The election.
    pub fn election(&self) -> &'a Election {
        self.election
    }

    /// The CLOSE digest `Z` of the box.
    pub fn close(&self) -> &Digest {
        &self.close
    }

    /// The region seeds, `audit/seeds.tamga`.
    pub fn seeds(&self) -> &Seeds {
        &self.seeds
    }

    /// The records of a region in list order, with all their reasons.
    pub fn records(&self, region: u16) -> &[Record] {
        self.records.of(region)
    }

    /// The counts of every region in definition order. `received` is the sum of the statuses: a further copy of a record
    /// is in neither.
    pub fn turnout(&self) -> Vec<RegionTurnout> {
        let regions = (0u16..).zip(&self.election.definition().regions);
        regions.map(|(region, _)| self.region_turnout(region)).collect()
    }

    fn region_turnout(&self, region: u16) -> RegionTurnout {
        let mut turnout = RegionTurnout::default();
        for record in self.records(region).iter().filter(|record| !record.is_copy()) {
            turnout.received += 1;
            match record.status(self.election.definition()) {
                Status::Green => turnout.green += 1,
                Status::Blue => turnout.blue += 1,
                Status::Yellow => turnout.yellow += 1,
                Status::Red => turnout.red += 1,
                Status::Superseded => turnout.superseded += 1,
                Status::Late => turnout.late += 1,
            }
        }
        turnout.counted = turnout.green;
        turnout
    }

    /// The file `record/turnout.csv`.
    pub fn turnout_csv(&self) -> String {
        turnout_csv(self.election.definition(), &self.turnout())
    }

    /// The file `audit/verdicts/REGION.csv` of a region.
    pub fn verdicts_csv(&self, region: u16) -> String {
        let definition = self.election.definition();
        let line = |record: &Record| VerdictLine {
            collector: record.collector,
            bundle: record.bundle,
            item: record.item,
            tracker: record.tracker,
            status: record.status(definition),
            reasons: record.reasons,
        };
        let lines: Vec<VerdictLine> = self.records(region).iter().map(line).collect();
        verdicts_csv(definition, &lines)
    }

    /// The ledger entry: counts over all regions, digests of turnout and, salted, of the verdicts.
    pub fn entry(&self) -> Entry {
        let turnout = self.turnout();
        let total = |count: fn(&RegionTurnout) -> u32| turnout.iter().map(|of| u64::from(count(of))).sum();
        let regions = (0u16..).zip(&self.election.definition().regions);
        let verdicts: Vec<Digest> =
            regions.map(|(region, _)| sha3_256(&[self.verdicts_csv(region).as_bytes()])).collect();
        Entry::Verified {
            received: total(|of| of.received),
            green: total(|of| of.green),
            blue: total(|of| of.blue),
            yellow: total(|of| of.yellow),
            red: total(|of| of.red),
            superseded: total(|of| of.superseded),
            late: total(|of| of.late),
            turnout: sha3_256(&[self.turnout_csv().as_bytes()]),
            verdicts: Entry::verdicts_digest(&self.seeds.seeds, &verdicts),
        }
    }

    /// Ballots counted, per contest and region.
    pub(crate) fn ballots(&self) -> Vec<Vec<u32>> {
        let contests = (0u16..).zip(&self.election.definition().contests);
        let in_region = |contest| move |sums: &RegionSums| sums.contest(contest).map_or(0, |sums| sums.ballots());
        contests.map(|(contest, _)| self.sums.iter().map(in_region(contest)).collect()).collect()
    }

    /// The sums of a region.
    pub(crate) fn sums(&self, region: u16) -> Option<&RegionSums> {
        self.sums.get(usize::from(region))
    }

    /// The trackers counted in a region for a contest.
    pub(crate) fn counted(&self, region: u16, contest: u16) -> impl Iterator<Item = Digest> {
        let definition = self.election.definition();
        let green = self.records(region).iter().filter(|record| record.status(definition) == Status::Green);
        green.filter(move |record| record.contests.contains(contest)).map(|record| record.tracker)
    }
}
