//! A region on polling day: its voters vote, some vote again, a collector writes it all down.

use std::io::{self, Write};

use rand_core::Rng;
use rayon::prelude::*;
use tamga_record::box_file;
use tamga_record::bundle::BundleError;
use tamga_record::definition::{Definition, Revote};
use tamga_record::votes::Totals;

use crate::ballots::{BallotsError, Marks, distribute};
use crate::collector::Collector;
use crate::identity::{Findings, IdentityService};
use crate::params::ElectionParams;
use crate::progress::{Counter, Progress};
use crate::streams::Streams;
use crate::voter::{CastError, Voter, cast};

/// Why the records of a region were not written.
#[derive(Debug, thiserror::Error)]
pub enum PollingError {
    /// There are no items in a bundle, or more than [`tamga_record::limits::BUNDLE_RECORDS_MAX`].
    #[error("{0} items in a bundle are too few or too many")]
    BundleItems(u32),
    /// A contest has marks for another number of ballots than the region has.
    #[error("marks for another number of ballots than the region has")]
    Ballots,
    /// More ballots than voters.
    #[error("{ballots} ballots of {voters} voters")]
    Voters {
        /// Ballots to cast.
        ballots: usize,
        /// Voters of the region.
        voters: usize,
    },
    /// There are no totals for the region.
    #[error("there are no totals for region {0}")]
    Region(u16),
    /// The totals do not fit the ballots.
    #[error(transparent)]
    Totals(#[from] BallotsError),
    /// A record was not made.
    #[error(transparent)]
    Cast(#[from] CastError),
    /// A bundle was not written.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A place for a bundle was not opened.
    #[error("a bundle has nowhere to go: {0}")]
    Open(#[from] io::Error),
}

/// What the ballots of a region say: for every contest on them, in definition order, the marks of every ballot.
#[derive(Debug, Clone, Default)]
pub struct RegionVotes {
    /// Number of ballots.
    pub ballots: u32,
    /// Per contest of the region, in definition order, the marks of each ballot.
    pub contests: Vec<Vec<Marks>>,
}

impl RegionVotes {
    /// Ballots of a region that add up to its totals exactly, by [`distribute`]; each contest is laid out on its own.
    /// Refuses totals that ballots cannot carry, and a region that is not there.
    pub fn from_totals(
        definition: &Definition,
        totals: &Totals,
        region: u16,
        streams: &Streams,
    ) -> Result<Self, PollingError> {
        let place = usize::from(region);
        let described = definition.region(region).ok_or(PollingError::Region(region))?;
        let ballots = totals.ballots.get(place).copied().ok_or(PollingError::Region(region))?;
        let votes = totals.votes.get(place).ok_or(PollingError::Region(region))?;
        let mut contests = Vec::new();
        for number in described.contests.indices() {
            let contest = definition.contest(number).ok_or(CastError::NotInDefinition)?;
            let votes = votes.get(usize::from(number)).ok_or(PollingError::Region(region))?;
            let votes: Vec<u64> = votes.iter().copied().map(u64::from).collect();
            let mut rng = streams.stream("polling/marks", u64::from(region) << 16 | u64::from(number));
            contests.push(distribute(ballots, contest.max, &votes, &mut rng)?);
        }
        Ok(Self { ballots, contests })
    }
}

/// Everybody that a record passes through on its way, and how much goes into a bundle.
#[derive(Debug)]
pub struct Polling<'a> {
    /// Definition and keys.
    pub params: &'a ElectionParams,
    /// The identity service.
    pub identity: &'a IdentityService,
    /// What it finds.
    pub findings: Findings,
    /// Randomness of all voters' devices.
    pub streams: &'a Streams,
    /// Records in a bundle at most.
    pub bundle_items: u32,
    /// One voter of so many votes twice; 0 is nobody. Where the definition refuses re-votes nobody does.
    pub revote_one_in: u32,
}

/// One record to be made: whose, with the marks of which ballot, and the number of the attestation.
#[derive(Clone, Copy)]
struct Task {
    place: usize,
    ballot: usize,
    counter: u32,
}

impl Polling<'_> {
    /// The first `votes.ballots` of a region's voters cast one ballot each, and the chain of bundles is written, the
    /// closing one included: `open` gives the place for a bundle by its number, from 1.
    ///
    /// A voter who votes twice casts the marks of another ballot in the record that will not count, so the counts are
    /// those of `votes`. Parallel, one bundle in memory at a time; the same streams give the same bytes on any number of
    /// threads.
    pub fn cast_region<W: Write>(
        &self,
        collector: &Collector,
        region: u16,
        voters: &[Voter],
        votes: &RegionVotes,
        mut open: impl FnMut(u32) -> io::Result<W>,
        progress: Progress<'_>,
    ) -> Result<box_file::Chain, PollingError> {
        let tasks = self.tasks(voters, votes)?;
        let counter = Counter::new(tasks.len() as u64, progress);
        let mut chain = collector.begin_chain(*self.params.election(), region);
        for bundle in tasks.chunks(self.bundle_items as usize) {
            let items: Result<Vec<Vec<u8>>, PollingError> = bundle
                .par_iter()
                .map(|task| {
                    let item = self.cast_one(voters, votes, *task);
                    counter.add_one();
                    item
                })
                .collect();
            let mut out = open(chain.next_number())?;
            chain.write_records(&mut out, &items?)?;
            out.flush()?;
        }
        let mut out = open(chain.next_number())?;
        let end = chain.close(&mut out)?;
        out.flush()?;
        Ok(end)
    }

    /// The records of a region, in the order in which they are written.
    fn tasks(&self, voters: &[Voter], votes: &RegionVotes) -> Result<Vec<Task>, PollingError> {
        if !(1..=tamga_record::limits::BUNDLE_RECORDS_MAX).contains(&self.bundle_items) {
            return Err(PollingError::BundleItems(self.bundle_items));
        }
        let ballots = votes.ballots as usize;
        if votes.contests.iter().any(|marks| marks.len() != ballots) {
            return Err(PollingError::Ballots);
        }
        if ballots > voters.len() {
            return Err(PollingError::Voters { ballots, voters: voters.len() });
        }
        let mut tasks = Vec::with_capacity(ballots);
        for place in 0..ballots {
            let votes_again = self.revote_one_in != 0 && place % self.revote_one_in as usize == 0;
            let (own, other) = (place, (place + 1) % ballots);
            match self.params.definition().revote {
                Revote::Last if votes_again => {
                    tasks.push(Task { place, ballot: other, counter: 1 });
                    tasks.push(Task { place, ballot: own, counter: 2 });
                }
                Revote::First if votes_again => {
                    tasks.push(Task { place, ballot: own, counter: 1 });
                    tasks.push(Task { place, ballot: other, counter: 2 });
                }
                _ => tasks.push(Task { place, ballot: own, counter: 1 }),
            }
        }
        Ok(tasks)
    }

    fn cast_one(&self, voters: &[Voter], votes: &RegionVotes, task: Task) -> Result<Vec<u8>, PollingError> {
        let voter = voters.get(task.place).ok_or(PollingError::Ballots)?;
        let definition = self.params.definition();
        let mut marks = Vec::with_capacity(votes.contests.len());
        for (number, ballots) in voter.contests().indices().zip(&votes.contests) {
            let contest = definition.contest(number).ok_or(CastError::NotInDefinition)?;
            let ballot = ballots.get(task.ballot).ok_or(PollingError::Ballots)?;
            marks.push(ballot.to_bools(contest.options.len()));
        }
        let label = if task.counter == 1 { "voter/record-1" } else { "voter/record-2" };
        let mut rng = self.streams.stream(label, voter.index());
        let issued_at = self.issued_at(task.counter, rng.next_u64());
        let attestation = self.identity.issue(voter, task.counter, issued_at, &self.findings);
        Ok(cast(self.params, voter, &attestation, &marks, &mut rng)?.to_bytes())
    }

    /// A time within the period: the first records of voters in its first half, the second ones in its second half.
    fn issued_at(&self, counter: u32, draw: u64) -> u64 {
        let definition = self.params.definition();
        let half = (definition.closes.saturating_sub(definition.opens) / 2).max(1);
        let offset = if counter == 1 { 0 } else { half };
        definition.opens + offset + draw % half
    }
}
