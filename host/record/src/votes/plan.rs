//! What people are to cast in a rehearsal, region by region: what both kinds of input become.

use super::Marks;
use crate::definition::ContestSet;

/// What is cast in a rehearsal, after scaling; ballots of both kinds of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// One per region, in definition order.
    pub regions: Vec<RegionPlan>,
    /// Cells of `votes.csv`, among the ballots that are cast, with more options than the contest allows: they are cast as
    /// blank votes. 0 with `totals.csv`.
    pub overvotes: u64,
}

/// What is cast in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionPlan {
    /// Registered people.
    pub registered: u32,
    /// Ballots, at most as many as people are registered. Each carries at least one contest.
    pub ballots: u32,
    /// What the ballots say.
    pub votes: PlannedVotes,
}

/// What the ballots of a region say: sums, or the ballots themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlannedVotes {
    /// One per contest of the region, in definition order.
    Totals(Vec<ContestTotals>),
    /// One per ballot.
    Rows(Vec<PlannedBallot>),
}

/// The sums of one contest in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestTotals {
    /// Index of the contest.
    pub contest: u16,
    /// Ballots that carry the contest.
    pub ballots: u32,
    /// Votes per option of the contest: each at most `ballots`, together at most `max` × `ballots`.
    pub votes: Vec<u32>,
}

/// One ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedBallot {
    /// The contests on it, at least one.
    pub contests: ContestSet,
    /// The marks of each of them, in definition order; at most `max` of its contest.
    pub marks: Vec<Marks>,
}

impl Plan {
    /// Ballots of all regions.
    pub fn ballots(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.ballots)).sum()
    }

    /// Registered people of all regions.
    pub fn registered(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.registered)).sum()
    }
}

impl RegionPlan {
    /// Ballots that carry each of so many contests, by index.
    pub fn ballots_by_contest(&self, contests: usize) -> Vec<u32> {
        let mut ballots = vec![0u32; contests];
        let mut add = |contest: u16, more: u32| {
            if let Some(sum) = ballots.get_mut(usize::from(contest)) {
                *sum = sum.saturating_add(more);
            }
        };
        match &self.votes {
            PlannedVotes::Totals(totals) => totals.iter().for_each(|totals| add(totals.contest, totals.ballots)),
            PlannedVotes::Rows(rows) => {
                rows.iter().flat_map(|row| row.contests.indices()).for_each(|contest| add(contest, 1))
            }
        }
        ballots
    }
}
