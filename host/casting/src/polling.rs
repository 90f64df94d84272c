//! A region on polling day: its voters vote, some vote again, a collector writes it all down.

mod alike;
mod region_votes;

pub use region_votes::RegionVotes;

use std::io::{self, Write};

use rand_core::Rng;
use rayon::prelude::*;
use tamga_record::bundle::BundleError;
use tamga_record::cast::Item;
use tamga_record::definition::Revote;

use alike::Alike;

use crate::ballots::{BallotsError, Marks};
use crate::collector::{ChainEnd, Collector};
use crate::identity::{Findings, IdentityService};
use crate::layout::LayoutError;
use crate::mischief::Mischief;
use crate::params::ElectionParams;
use crate::progress::{Counter, Progress};
use crate::streams::Streams;
use crate::voter::{CastError, Voter, cast_with_inner};

/// Why the records of a region were not written.
#[derive(Debug, thiserror::Error)]
pub enum PollingError {
    /// There are no items in a bundle, or more than [`tamga_record::limits::BUNDLE_RECORDS_MAX`].
    #[error("{0} items in a bundle are too few or too many")]
    BundleItems(u32),
    /// There are other ballots than the plan says, or marks for other contests than are on a ballot.
    #[error("other ballots than planned, or marks for other contests than are on a ballot")]
    Ballots,
    /// The roll gives a voter other contests than are on the ballot that the voter would cast.
    #[error("voter {place} has other contests on the roll than on the ballot")]
    Contests {
        /// The voter's place in the region.
        place: usize,
    },
    /// More ballots than voters.
    #[error("{ballots} ballots of {voters} voters")]
    Voters {
        /// Ballots to cast.
        ballots: usize,
        /// Voters of the region.
        voters: usize,
    },
    /// The region is not in the definition.
    #[error("there is no region {0}")]
    Region(u16),
    /// The contests do not fit the ballots.
    #[error(transparent)]
    Layout(#[from] LayoutError),
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
    /// What is played beside the honest votes, if anything is.
    pub mischief: Option<&'a Mischief>,
}

/// One record to be made: whose, with the marks of which ballot, and the number of the attestation.
#[derive(Clone, Copy)]
struct Task {
    place: usize,
    /// The ballot whose marks it has; none is a blank one.
    ballot: Option<usize>,
    counter: u32,
}

impl Polling<'_> {
    /// The first voters of a region cast one ballot each, as many as there are ballots, and the chain of bundles is
    /// written, the closing one included: `open` gives the place for a bundle by its number, from 1.
    ///
    /// A voter who votes twice casts, in the record that will not count, the marks of another ballot with the same
    /// contests, or blank ones where no other has them; so the counts are those of `votes`. Parallel, one bundle in memory
    /// at a time; the same streams give the same bytes on any number of threads.
    pub fn cast_region<W: Write>(
        &self,
        collector: &Collector,
        region: u16,
        voters: &[Voter],
        votes: &RegionVotes,
        mut open: impl FnMut(u32) -> io::Result<W>,
        progress: Progress<'_>,
    ) -> Result<ChainEnd, PollingError> {
        let all = self.tasks(voters, votes)?;
        let additions = self.mischief.map(|mischief| mischief.additions(region)).unwrap_or_default();
        let tasks = in_time(&all, votes, additions.held_back);
        let counter = Counter::new(tasks.len() as u64, progress);
        let mut chain = collector.begin_chain(*self.params.election(), region);
        for bundle in tasks.chunks(self.bundle_items as usize) {
            let items = self.cast_all(voters, votes, bundle, &counter)?;
            let mut out = open(chain.next_number())?;
            chain.write_records(&mut out, &items)?;
            out.flush()?;
        }
        for bundle in &additions.bundles {
            if bundle.is_lost {
                chain.write_records(&mut io::sink(), &bundle.items)?;
                continue;
            }
            let mut out = open(chain.next_number())?;
            chain.write_records(&mut out, &bundle.items)?;
            out.flush()?;
        }
        if additions.closing_is_lost {
            return Ok(chain.close(&mut io::sink())?);
        }
        let mut out = open(chain.next_number())?;
        let end = chain.close(&mut out)?;
        out.flush()?;
        Ok(end)
    }

    /// The items of a region's last ballots, so many, which a collector brings late.
    pub(crate) fn cast_last(
        &self,
        voters: &[Voter],
        votes: &RegionVotes,
        held_back: u32,
    ) -> Result<Vec<Vec<u8>>, PollingError> {
        let all = self.tasks(voters, votes)?;
        let late = all.get(in_time(&all, votes, held_back).len()..).unwrap_or_default();
        self.cast_all(voters, votes, late, &Counter::new(late.len() as u64, &|_, _| {}))
    }

    /// The first record of a voter once more, and the inner part that is sealed in it.
    pub(crate) fn cast_again(
        &self,
        voters: &[Voter],
        votes: &RegionVotes,
        place: usize,
    ) -> Result<(Item, Vec<u8>), PollingError> {
        let task = self.tasks(voters, votes)?.into_iter().find(|task| task.place == place);
        self.cast_one(voters, votes, task.ok_or(PollingError::Ballots)?)
    }

    fn cast_all(
        &self,
        voters: &[Voter],
        votes: &RegionVotes,
        tasks: &[Task],
        counter: &Counter<'_>,
    ) -> Result<Vec<Vec<u8>>, PollingError> {
        let cast = |task: &Task| {
            let (item, _) = self.cast_one(voters, votes, *task)?;
            counter.add_one();
            Ok(item.to_bytes())
        };
        tasks.par_iter().map(cast).collect()
    }

    /// The records of a region, in the order in which they are written.
    fn tasks(&self, voters: &[Voter], votes: &RegionVotes) -> Result<Vec<Task>, PollingError> {
        if !(1..=tamga_record::limits::BUNDLE_RECORDS_MAX).contains(&self.bundle_items) {
            return Err(PollingError::BundleItems(self.bundle_items));
        }
        let ballots = votes.ballots.len();
        if ballots > voters.len() {
            return Err(PollingError::Voters { ballots, voters: voters.len() });
        }
        let alike = Alike::new(&votes.ballots);
        let mut tasks = Vec::with_capacity(ballots);
        for ((place, ballot), voter) in votes.ballots.iter().enumerate().zip(voters) {
            if ballot.contests != *voter.contests() {
                return Err(PollingError::Contests { place });
            }
            let votes_again = self.revote_one_in != 0 && place % self.revote_one_in as usize == 0;
            let (own, other) = (Some(place), alike.other(place, &ballot.contests));
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

    /// A record, and the inner part that is sealed in it.
    fn cast_one(&self, voters: &[Voter], votes: &RegionVotes, task: Task) -> Result<(Item, Vec<u8>), PollingError> {
        let voter = voters.get(task.place).ok_or(PollingError::Ballots)?;
        let definition = self.params.definition();
        let ballot = match task.ballot {
            Some(ballot) => Some(votes.ballots.get(ballot).ok_or(PollingError::Ballots)?),
            None => None,
        };
        let mut marks = Vec::with_capacity(voter.contests().len());
        for (place, number) in voter.contests().indices().enumerate() {
            let contest = definition.contest(number).ok_or(CastError::NotInDefinition)?;
            let of_contest = match ballot {
                Some(ballot) => *ballot.marks.get(place).ok_or(PollingError::Ballots)?,
                None => Marks::default(),
            };
            marks.push(of_contest.to_bools(contest.options.len()));
        }
        let label = if task.counter == 1 { "voter/record-1" } else { "voter/record-2" };
        let mut rng = self.streams.stream(label, voter.index());
        let issued_at = self.issued_at(task.counter, rng.next_u64());
        let findings = self.mischief.and_then(|mischief| mischief.findings_of(voter)).unwrap_or(self.findings);
        let attestation = self.identity.issue(voter, task.counter, issued_at, &findings);
        Ok(cast_with_inner(self.params, voter, &attestation, &marks, &mut rng)?)
    }

    /// A time within the period: the first records of voters in its first half, the second ones in its second half.
    fn issued_at(&self, counter: u32, draw: u64) -> u64 {
        let definition = self.params.definition();
        let half = (definition.closes.saturating_sub(definition.opens) / 2).max(1);
        let offset = if counter == 1 { 0 } else { half };
        definition.opens + offset + draw % half
    }
}

/// The records of all but the last ballots, so many.
fn in_time<'t>(tasks: &'t [Task], votes: &RegionVotes, held_back: u32) -> &'t [Task] {
    let ballots = votes.ballots.len().saturating_sub(held_back as usize);
    let end = tasks.partition_point(|task| task.place < ballots);
    tasks.get(..end).unwrap_or_default()
}
