//! From a region's plan to its ballots.

use tamga_record::definition::Definition;
use tamga_record::votes::{ContestTotals, PlannedBallot, PlannedVotes, RegionPlan};

use super::PollingError;
use crate::ballots::{Marks, distribute};
use crate::layout::Layout;
use crate::streams::Streams;
use crate::voter::CastError;

/// What the ballots of a region say. Voter `place` of the region casts ballot `place`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegionVotes {
    /// The ballots: the contests on each, and the marks in them.
    pub ballots: Vec<PlannedBallot>,
}

impl RegionVotes {
    /// The ballots of a region by its plan: the ballots themselves where the plan has them, otherwise ballots that add up to
    /// its totals exactly, laid out by [`Layout`] and marked by [`distribute`], each contest on its own. Refuses totals that
    /// ballots cannot carry, and a region or contest that is not in the definition.
    pub fn from_plan(
        definition: &Definition,
        plan: &RegionPlan,
        region: u16,
        streams: &Streams,
    ) -> Result<Self, PollingError> {
        let described = definition.region(region).ok_or(PollingError::Region(region))?;
        let ballots = match &plan.votes {
            PlannedVotes::Rows(rows) => rows.clone(),
            PlannedVotes::Totals(totals) => {
                let mark = |totals: &ContestTotals| marks(definition, totals, region, streams);
                lay_out(&Layout::new(plan)?, totals.iter().map(mark))?
            }
        };
        let on_ballots = |ballot: &PlannedBallot| {
            let fits = ballot.contests.indices().all(|contest| described.contests.contains(contest));
            fits && !ballot.contests.is_empty() && ballot.contests.len() == ballot.marks.len()
        };
        if ballots.len() != plan.ballots as usize || !ballots.iter().all(on_ballots) {
            return Err(PollingError::Ballots);
        }
        Ok(Self { ballots })
    }
}

/// The marks of a contest, for each ballot that carries it.
fn marks(
    definition: &Definition,
    totals: &ContestTotals,
    region: u16,
    streams: &Streams,
) -> Result<Vec<Marks>, PollingError> {
    let contest = definition.contest(totals.contest).ok_or(CastError::NotInDefinition)?;
    if totals.votes.len() != contest.options.len() {
        return Err(CastError::Marks.into());
    }
    let votes: Vec<u64> = totals.votes.iter().copied().map(u64::from).collect();
    let mut rng = streams.stream("polling/marks", u64::from(region) << 16 | u64::from(totals.contest));
    Ok(distribute(totals.ballots, contest.max, &votes, &mut rng)?)
}

/// Puts the marks of each contest, in definition order, on the ballots that carry it.
fn lay_out(
    layout: &Layout<'_>,
    marks: impl Iterator<Item = Result<Vec<Marks>, PollingError>>,
) -> Result<Vec<PlannedBallot>, PollingError> {
    let Layout::Spans { ballots, spans } = layout else {
        return Err(PollingError::Ballots);
    };
    let empty = |place| PlannedBallot { contests: layout.contests_of(place).unwrap_or_default(), marks: Vec::new() };
    let mut laid_out: Vec<PlannedBallot> = (0..*ballots).map(empty).collect();
    for (span, marks) in spans.iter().zip(marks) {
        for (place, marks) in span.places(*ballots).zip(marks?) {
            if let Some(ballot) = laid_out.get_mut(place as usize) {
                ballot.marks.push(marks);
            }
        }
    }
    Ok(laid_out)
}
