//! Stage 5, verification: every ballot's proofs, then the final status of every record.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use rayon::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_record::admission::{Reason, Status};
use tamga_record::roll::Tag;
use tamga_record::tally_file::{Seed, Seeds};

use crate::ballot::{VerifiedBallot, open_and_verify};
use crate::close::ClosedBox;
use crate::election::Election;
use crate::import::Imported;
use crate::progress::{Counter, Progress};
use crate::record::{Record, Records};
use crate::source::{BundlePlace, BundleSource, RereadError, reread};
use crate::statuses::settle;
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
    close: Digest,
    records: Records,
    /// Tags of more than one record that may count: such ballots are added up only when all is known.
    contested: HashSet<Tag>,
    regions: BTreeMap<u16, VerifiedRegion>,
}

/// A region that is done, and its seed.
struct VerifiedRegion {
    seed: Seed,
    ballots: Ballots,
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

impl<'a> Verification<'a> {
    /// A verification of a closed box, with all regions still to come.
    pub fn begin(closed: ClosedBox<'a>) -> Self {
        let close = *closed.digest();
        let (imported, records) = closed.into_admitted().into_parts();
        let contested = contested_tags(&records);
        Self { imported, close, records, contested, regions: BTreeMap::new() }
    }

    /// The election.
    pub fn election(&self) -> &'a Election {
        self.imported.election()
    }

    /// Opens and verifies the ballots of a region, one by one on all cores. `seed` is the FIPS 203 seed `d ‖ z` of the
    /// region's key, as an HSM opened it. A bad ballot is a finding and stops nothing.
    ///
    /// In memory are a block of items and 64 bytes per option of the ballots of voters with more than one record. Regions
    /// may come in any order, each once. Refuses a seed that does not grow the region's public key, and bundles that are
    /// not those of the import; then the region may be tried again.
    pub fn region<S: BundleSource>(
        &mut self,
        region: u16,
        seed: Seed,
        source: &S,
        progress: Progress<'_>,
    ) -> Result<(), VerifyError> {
        if self.regions.contains_key(&region) {
            return Err(VerifyError::Twice { region });
        }
        let key = RegionKey::new(self.election(), region, seed)?;
        let verified = self.verify_region(key, source, progress)?;
        self.regions.insert(region, verified);
        Ok(())
    }

    fn verify_region<S: BundleSource>(
        &self,
        key: RegionKey,
        source: &S,
        progress: Progress<'_>,
    ) -> Result<VerifiedRegion, VerifyError> {
        let (election, region) = (self.election(), key.region());
        let defined = election.definition().region(region).ok_or(VerifyError::Missing { region })?;
        let records = self.records.of(region);
        let counter = Counter::new(records.len() as u64, progress);
        let mut ballots =
            Ballots { sums: RegionSums::new(election.definition(), defined), waiting: Vec::new(), red: Vec::new() };
        // Records stand in the order in which bundles are read.
        let mut rest = records;
        for (collector, chain) in self.imported.chains_of(region) {
            for (number, (digest, _)) in (1u32..).zip(&chain.bundles) {
                let place = BundlePlace { region, collector, number };
                reread(election, source, place, digest, |_, block| {
                    let done = records.len() - rest.len();
                    let (own, after) = rest.split_at(block.len().min(rest.len()));
                    rest = after;
                    let verified = verify_block(election, &key, own, &block, &counter);
                    self.take_block(done, own, verified, &mut ballots);
                })?;
            }
        }
        Ok(VerifiedRegion { seed: key.into_seed(), ballots })
    }

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
                // Nobody else has this tag, so nothing changes its status any more.
                Some(Ok(ballot)) if record.status(self.election().definition()) == Status::Green => {
                    ballots.sums.add(&record.contests, &ballot);
                }
                // Held: good, and not counted.
                Some(Ok(_)) => {}
            }
        }
    }

    /// Settles the status of every record, once all regions are there, and adds up the ballots that waited. Refuses while
    /// a region is missing.
    pub fn finish(mut self) -> Result<Verified<'a>, VerifyError> {
        let election = self.election();
        let (mut seeds, mut ballots) = (Vec::new(), Vec::new());
        for (region, _) in (0u16..).zip(&election.definition().regions) {
            let verified = self.regions.remove(&region).ok_or(VerifyError::Missing { region })?;
            seeds.push(verified.seed);
            ballots.push(verified.ballots);
        }
        for (region, ballots) in (0u16..).zip(&ballots) {
            let records = self.records.of_mut(region);
            for &(place, reason) in &ballots.red {
                if let Some(record) = records.get_mut(place) {
                    record.reasons.insert(reason);
                }
            }
        }
        settle(election.definition(), self.records.all_mut());
        let counts = |record: &&Record| record.status(election.definition()) == Status::Green;
        let mut sums = Vec::with_capacity(ballots.len());
        for (region, mut ballots) in (0u16..).zip(ballots) {
            let records = self.records.of(region);
            for (place, ballot) in &ballots.waiting {
                if let Some(record) = records.get(*place).filter(counts) {
                    ballots.sums.add_waiting(&record.contests, ballot);
                }
            }
            sums.push(ballots.sums);
        }
        let seeds = Seeds { election: *election.id(), seeds };
        Ok(Verified::new(election, self.close, self.records, sums, seeds))
    }
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

/// Tags of two and more records that are not red from outside. Records on one attestation have one tag, so every record
/// that another one may push out of the green ones is under such a tag.
fn contested_tags(records: &Records) -> HashSet<Tag> {
    let mut seen = HashSet::new();
    let good = records.all().iter().filter(|record| !record.is_red());
    good.map(|record| record.tag).filter(|tag| !seen.insert(*tag)).collect()
}
