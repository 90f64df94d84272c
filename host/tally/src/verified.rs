//! What verification hands on: every record with its status, and the sums of those that count.

use std::collections::{BTreeMap, HashSet};

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::admission::{AdmissionTables, AttestationUse, RegionTurnout, VerdictLine, verdicts_csv};
use tamga_record::decisions::{Decisions, Outcome};
use tamga_record::ledger::Entry;
use tamga_record::tally_file::Seeds;

use crate::admit::RegionRecords;
use crate::election::Election;
use crate::import::Imported;
use crate::record::{Record, turnout};
use crate::statuses::Rules;
use crate::sums::RegionSums;
use crate::verify::VerifiedRegion;

/// Every record of one box with its final status, and per region and contest the sums of those that count. Made by
/// [`Verification::finish`](crate::verify::Verification::finish) alone.
#[derive(Debug)]
pub struct Verified<'a> {
    imported: Imported<'a>,
    decisions: Decisions,
    close: Digest,
    regions: BTreeMap<u16, (RegionRecords, RegionSums)>,
    seeds: Seeds,
}

impl<'a> Verified<'a> {
    pub(crate) fn new(
        imported: Imported<'a>,
        decisions: Decisions,
        close: Digest,
        verified: BTreeMap<u16, VerifiedRegion>,
    ) -> Self {
        let (mut regions, mut seeds) = (BTreeMap::new(), Vec::new());
        for (region, VerifiedRegion { seed, region: records, sums }) in verified {
            seeds.push((region, seed));
            regions.insert(region, (records, sums));
        }
        let seeds = Seeds { election: *imported.election().id(), opening: imported.opening(), seeds };
        Self { imported, decisions, close, regions, seeds }
    }

    /// The election.
    pub fn election(&self) -> &'a Election {
        self.imported.election()
    }

    /// Number of the opening.
    pub fn opening(&self) -> u32 {
        self.imported.opening()
    }

    /// Whether the box is the supplement: its verdicts are those of late records, and its seeds are out already.
    pub fn is_supplement(&self) -> bool {
        self.imported.is_supplement()
    }

    /// The regions of the box, ascending.
    pub fn regions(&self) -> &[u16] {
        self.imported.regions()
    }

    /// The CLOSE digest `Z` of the box.
    pub fn close(&self) -> &Digest {
        &self.close
    }

    /// The region seeds, `audit/opening-N/seeds.tamga`; of the supplement there is no such file.
    pub fn seeds(&self) -> &Seeds {
        &self.seeds
    }

    /// The records of a region in list order, with all their reasons.
    pub fn records(&self, region: u16) -> &[Record] {
        self.regions.get(&region).map_or(&[], |(of, _)| of.records.as_slice())
    }

    /// The counts of every region of the box in this opening.
    pub fn turnout(&self) -> Vec<(u16, RegionTurnout)> {
        let definition = self.election().definition();
        self.regions.iter().map(|(&region, (of, _))| (region, turnout(definition, &of.records))).collect()
    }

    /// The tables of this opening alone. For those over all openings add them to those before, and then let
    /// [`AdmissionTables::set_issued`] take [`Verified::issued`].
    pub fn tables(&self) -> AdmissionTables {
        let mut tables = AdmissionTables { turnout: self.turnout().into_iter().collect(), ..Default::default() };
        for (&region, (of, _)) in &self.regions {
            let received = tables.turnout.get(&region).map_or(0, |turnout| turnout.received);
            let issued = self.issued().get(usize::from(region)).copied().unwrap_or(0);
            tables.attestations.insert(region, AttestationUse { issued, used: used(of), received });
            self.add_held(region, &of.records, &mut tables);
        }
        tables
    }

    fn add_held(&self, region: u16, records: &[Record], tables: &mut AdmissionTables) {
        let definition = self.election().definition();
        let rules = Rules { definition, decisions: &self.decisions, opening: self.opening(), region };
        for record in records.iter().filter(|record| !record.is_red()) {
            for reason in record.holding(definition).iter() {
                let counts = tables.held.entry(reason).or_default();
                counts.records += 1;
                match rules.outcome(record, reason) {
                    Outcome::For => counts.for_ += 1,
                    Outcome::Against => counts.against += 1,
                    Outcome::Undecided => counts.undecided += 1,
                }
                counts.counted += u64::from(record.counted);
            }
        }
    }

    /// Attestations issued per region of the definition, by the identity service's newest counts.
    pub fn issued(&self) -> &[u32] {
        self.imported.issued()
    }

    /// The verdicts on the records of a region, in list order.
    pub fn verdicts(&self, region: u16) -> Vec<VerdictLine> {
        let definition = self.election().definition();
        self.records(region).iter().map(|record| record.verdict(definition)).collect()
    }

    /// The file `audit/verdicts/REGION.csv` or, of the supplement, `audit/verdicts-late/REGION.csv`.
    pub fn verdicts_csv(&self, region: u16) -> String {
        verdicts_csv(self.election().definition(), &self.verdicts(region))
    }

    /// The ledger entry: counts of this opening, and the digests of `turnout.csv` over all openings so far, given as it
    /// will be published, and, salted, of the verdicts.
    pub fn entry(&self, turnout_csv: &str) -> Entry {
        let turnout = self.turnout();
        let total = |count: fn(&RegionTurnout) -> u32| turnout.iter().map(|(_, of)| u64::from(count(of))).sum();
        let verdicts = self.regions().iter().map(|region| sha3_256(&[self.verdicts_csv(*region).as_bytes()]));
        let verdicts: Vec<Digest> = verdicts.collect();
        let seeds = self.seeds.seeds.iter().map(|(_, seed)| seed);
        Entry::Verified {
            opening: self.opening(),
            received: total(|of| of.received),
            counted: total(|of| of.counted),
            green: total(|of| of.green),
            blue: total(|of| of.blue),
            yellow: total(|of| of.yellow),
            red: total(|of| of.red),
            superseded: total(|of| of.superseded),
            late: total(|of| of.late),
            turnout: sha3_256(&[turnout_csv.as_bytes()]),
            verdicts: Entry::verdicts_digest(self.opening(), seeds, &verdicts),
        }
    }

    /// Ballots counted, per contest and region of the definition.
    pub(crate) fn ballots(&self) -> Vec<Vec<u32>> {
        let definition = self.election().definition();
        let counted = |region, contest| {
            let sums = self.sums(region).and_then(|sums: &RegionSums| sums.contest(contest));
            sums.map_or(0, |sums| sums.ballots())
        };
        let regions = || (0u16..).zip(&definition.regions).map(|(region, _)| region);
        let contests = (0u16..).zip(&definition.contests);
        contests.map(|(contest, _)| regions().map(|region| counted(region, contest)).collect()).collect()
    }

    /// The sums of a region.
    pub(crate) fn sums(&self, region: u16) -> Option<&RegionSums> {
        self.regions.get(&region).map(|(_, sums)| sums)
    }

    /// The trackers counted in a region for a contest.
    pub(crate) fn counted(&self, region: u16, contest: u16) -> impl Iterator<Item = Digest> {
        let counted = self.records(region).iter().filter(|record| record.counted);
        counted.filter(move |record| record.contests.contains(contest)).map(|record| record.tracker)
    }
}

/// Distinct attestations of received records that are not red, without those of the region's earlier box.
fn used(region: &RegionRecords) -> u32 {
    let good = |records: &[Record]| -> HashSet<Digest> {
        records.iter().filter(|record| !record.is_red()).map(|record| record.attestation).collect()
    };
    let earlier = good(&region.earlier);
    let used = good(&region.records).into_iter().filter(|attestation| !earlier.contains(attestation));
    u32::try_from(used.count()).unwrap_or(u32::MAX)
}
