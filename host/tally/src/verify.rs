//! Stage 5, verification: every ballot's proofs, then the final status of every record, region by region.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use rayon::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_record::admission::Reason;
use tamga_record::decisions::Decisions;
use tamga_record::roll::Tag;
use tamga_record::tally_file::Seed;

use crate::admit::RegionRecords;
use crate::ballot::{VerifiedBallot, open_and_verify};
use crate::close::ClosedBox;
use crate::election::Election;
use crate::import::Imported;
use crate::progress::{Counter, Progress};
use crate::record::Record;
use crate::source::{BundleSource, RereadError, reread};
use crate::statuses::{Rules, compare, count};
use crate::sums::{RegionSums, WaitingBallot};
use crate::unseal::{RegionKey, UnsealError};
use crate::verified::Verified;

/// Why a region, or the whole, is not verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The seed is not that of the region.
    #[error(transparent)]
    Unseal(#[from] UnsealError),
    /// The region was verified before.
    #[error("region {region} was verified before")]
    Twice {
        /// The region.
        region: u16,
    },
    /// The region is not in the box.
    #[error("region {region} is not in the box")]
    NotBoxed {
        /// The region.
        region: u16,
    },
    /// A region was not verified.
    #[error("region {region} was not verified")]
    Missing {
        /// The region.
        region: u16,
    },
    /// A bundle could not be read again.
    #[error(transparent)]
    Reread(#[from] RereadError),
}

/// The verification while regions are still to come.
#[derive(Debug)]
pub struct Verification<'a> {
    imported: Imported<'a>,
    decisions: Decisions,
    close: Digest,
    waiting: BTreeMap<u16, RegionRecords>,
    done: BTreeMap<u16, VerifiedRegion>,
}

/// A region with the final reasons of its records, the sums of those that count, and its seed.
pub(crate) struct VerifiedRegion {
    pub(crate) seed: Seed,
    pub(crate) region: RegionRecords,
    pub(crate) sums: RegionSums,
}

impl fmt::Debug for VerifiedRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifiedRegion")
    }
}

/// What became of the ballots of one region.
struct Ballots {
    sums: RegionSums,
    /// Good ballots under contested tags, by their place in the region's list, ascending.
    waiting: Vec<(usize, WaitingBallot)>,
    /// What was found, by place.
    red: Vec<(usize, Reason)>,
}

/// A region in work.
struct Task<'r> {
    rules: Rules<'r>,
    key: &'r RegionKey,
    records: &'r [Record],
    /// Tags of more than one record that is not red from outside: such ballots are added up only when all is known.
    contested: HashSet<Tag>,
}

impl<'a> Verification<'a> {
    /// A verification of a closed box, with all its regions still to come.
    pub fn begin(closed: ClosedBox<'a>) -> Self {
        let close = *closed.digest();
        let (admitted, decisions) = closed.into_parts();
        let (imported, waiting) = admitted.into_parts();
        Self { imported, decisions, close, waiting, done: BTreeMap::new() }
    }

    /// The election.
    pub fn election(&self) -> &'a Election {
        self.imported.election()
    }

    /// Opens and verifies the ballots of a region, one by one on all cores, and settles the status of its records. `seed`
    /// is the FIPS 203 seed `d ‖ z` of the region's key, as an HSM opened it. A bad ballot is a finding and stops nothing.
    ///
    /// In memory are a block of items and 64 bytes per option of the ballots of the region's voters with more than one
    /// record. Regions may come in any order, each once. Refuses regions that are not in the box, a seed that does not grow
    /// the region's public key, and bundles that are not those of the import; then the region may be tried again.
    pub fn region<S: BundleSource>(
        &mut self,
        region: u16,
        seed: Seed,
        source: &S,
        progress: Progress<'_>,
    ) -> Result<(), VerifyError> {
        if self.done.contains_key(&region) {
            return Err(VerifyError::Twice { region });
        }
        let key = RegionKey::new(self.election(), region, seed)?;
        let of_region = self.waiting.get(&region).ok_or(VerifyError::NotBoxed { region })?;
        let records = of_region.records.as_slice();
        let rules = self.rules(region);
        let task = Task { rules, key: &key, records, contested: contested_tags(records) };
        let ballots = self.read_ballots(&task, source, &Counter::new(records.len() as u64, progress))?;
        let of_region = self.waiting.remove(&region).ok_or(VerifyError::NotBoxed { region })?;
        let verified = settle(&self.rules(region), key.into_seed(), of_region, ballots);
        self.done.insert(region, verified);
        Ok(())
    }

    fn rules(&self, region: u16) -> Rules<'_> {
        let definition = self.election().definition();
        Rules { definition, decisions: &self.decisions, opening: self.imported.opening(), region }
    }

    fn read_ballots<S: BundleSource>(
        &self,
        task: &Task<'_>,
        source: &S,
        counter: &Counter<'_>,
    ) -> Result<Ballots, VerifyError> {
        let (election, region) = (self.election(), task.key.region());
        let defined = election.definition().region(region).ok_or(VerifyError::NotBoxed { region })?;
        let mut ballots =
            Ballots { sums: RegionSums::new(election.definition(), defined), waiting: Vec::new(), red: Vec::new() };
        // Records stand in the order in which bundles are read.
        let mut done = 0;
        for bundle in self.imported.bundles_of(region) {
            reread(election, source, &bundle, |_, block| {
                let rest = task.records.get(done..).unwrap_or_default();
                let own = rest.get(..block.len()).unwrap_or(rest);
                let verified = verify_block(election, task.key, own, &block, counter);
                task.take_block(done, own, verified, &mut ballots);
                done += own.len();
            })?;
        }
        Ok(ballots)
    }

    /// The whole, once all regions are there. Refuses while a region is missing.
    pub fn finish(self) -> Result<Verified<'a>, VerifyError> {
        if let Some(&region) = self.waiting.keys().next() {
            return Err(VerifyError::Missing { region });
        }
        Ok(Verified::new(self.imported, self.decisions, self.close, self.done))
    }
}

impl Task<'_> {
    fn take_block(
        &self,
        first: usize,
        records: &[Record],
        verified: Vec<Option<Result<VerifiedBallot, Reason>>>,
        ballots: &mut Ballots,
    ) {
        for (place, (record, ballot)) in (first..).zip(records.iter().zip(verified)) {
            match ballot {
                None => {}
                Some(Err(reason)) => ballots.red.push((place, reason)),
                Some(Ok(ballot)) if self.contested.contains(&record.tag) => {
                    ballots.waiting.push((place, WaitingBallot::new(&ballot)));
                }
                // No other record of this box has this tag, so nothing changes any more whether it may count.
                Some(Ok(ballot)) if self.rules.may_count(record) => ballots.sums.add(&record.contests, &ballot),
                // Held and not decided for, or counted before: good, and not counted.
                Some(Ok(_)) => {}
            }
        }
    }
}

/// Final reasons, and the ballots that waited.
fn settle(rules: &Rules<'_>, seed: Seed, mut region: RegionRecords, ballots: Ballots) -> VerifiedRegion {
    let Ballots { mut sums, waiting, red } = ballots;
    for (place, reason) in red {
        if let Some(record) = region.records.get_mut(place) {
            record.reasons.insert(reason);
        }
    }
    compare(&region.earlier, &mut region.records);
    count(rules, &mut region.records);
    for (place, ballot) in &waiting {
        if let Some(record) = region.records.get(*place).filter(|record| record.counted) {
            sums.add_waiting(&record.contests, ballot);
        }
    }
    VerifiedRegion { seed, region, sums }
}

/// The ballots of a block; `None` for records that are red already, which stay sealed.
fn verify_block(
    election: &Election,
    key: &RegionKey,
    records: &[Record],
    block: &[Vec<u8>],
    counter: &Counter<'_>,
) -> Vec<Option<Result<VerifiedBallot, Reason>>> {
    let pairs = records.par_iter().zip(block);
    pairs
        .map(|(record, untrusted_item)| {
            let verdict = (!record.is_red()).then(|| open_and_verify(election, key, record, untrusted_item));
            counter.add_one();
            verdict
        })
        .collect()
}

/// Tags of two and more records that are not red from outside. Records on one attestation that are not red have one tag,
/// so every record whose fate depends on another one of this box is under such a tag.
fn contested_tags(records: &[Record]) -> HashSet<Tag> {
    let mut seen = HashSet::new();
    let good = records.iter().filter(|record| !record.is_red());
    good.map(|record| record.tag).filter(|tag| !seen.insert(*tag)).collect()
}
