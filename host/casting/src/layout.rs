//! Which contests are on which ballot of a region, where not every ballot carries the same ones.

use tamga_record::definition::{ContestSet, Definition};
use tamga_record::votes::{ContestTotals, Plan, PlannedVotes, RegionPlan};

/// Why ballots cannot carry their contests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// A contest on more ballots than the region has.
    #[error("contest {contest} is on {carrying} of {ballots} ballots")]
    TooMany {
        /// The contest's place in the definition.
        contest: u16,
        /// Ballots that are to carry it.
        carrying: u32,
        /// Ballots of the region.
        ballots: u32,
    },
    /// The contests are on fewer ballots, together, than the region has.
    #[error("{carried} contests on {ballots} ballots leave one without any")]
    TooFew {
        /// Ballots of all contests, added up.
        carried: u64,
        /// Ballots of the region.
        ballots: u32,
    },
}

/// The ballots of a region and the contests on each of them, by the place of the ballot, from 0.
#[derive(Debug)]
pub enum Layout<'a> {
    /// The ballots are known one by one.
    Rows(&'a RegionPlan),
    /// Every contest is on ballots that follow each other.
    Spans {
        /// Ballots of the region.
        ballots: u32,
        /// The contests on them.
        spans: Vec<Span>,
    },
}

/// The ballots that carry a contest: so many from one on, the first following the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The contest's place in the definition.
    pub contest: u16,
    /// The place of the first ballot that carries it.
    pub from: u32,
    /// How many carry it.
    pub ballots: u32,
}

impl<'a> Layout<'a> {
    /// The layout of a region's ballots. Where only totals are known and a contest is on all ballots, the others are on the
    /// first ones, as many as there are of each; otherwise the contests follow each other round the ballots like a ring, so
    /// that each ballot carries at least one. Refuses contests that cannot be laid out so.
    pub fn new(plan: &'a RegionPlan) -> Result<Self, LayoutError> {
        let PlannedVotes::Totals(totals) = &plan.votes else {
            return Ok(Self::Rows(plan));
        };
        let ballots = plan.ballots;
        check(totals, ballots)?;
        let is_nested = totals.iter().any(|totals| totals.ballots == ballots);
        let mut next = 0;
        let span = |totals: &ContestTotals| {
            let span = Span { contest: totals.contest, from: next, ballots: totals.ballots };
            if !is_nested {
                next = wrapped(next, totals.ballots, ballots);
            }
            span
        };
        Ok(Self::Spans { ballots, spans: totals.iter().map(span).collect() })
    }

    /// The contests on the ballot at a place; `None` from the number of ballots on.
    pub fn contests_of(&self, place: u32) -> Option<ContestSet> {
        match self {
            Self::Rows(plan) => match &plan.votes {
                PlannedVotes::Rows(rows) => rows.get(place as usize).map(|ballot| ballot.contests),
                PlannedVotes::Totals(_) => None,
            },
            Self::Spans { ballots, spans } if place < *ballots => {
                let here = spans.iter().filter(|span| span.has(place, *ballots));
                ContestSet::from_indices(here.map(|span| span.contest))
            }
            Self::Spans { .. } => None,
        }
    }
}

impl Span {
    /// Whether the ballot at this place, of so many, carries the contest.
    fn has(&self, place: u32, ballots: u32) -> bool {
        let behind = if place >= self.from { place - self.from } else { ballots - self.from + place };
        behind < self.ballots
    }

    /// The places of the ballots that carry the contest, of so many ballots in all, from its first one on.
    pub fn places(self, ballots: u32) -> impl Iterator<Item = u32> {
        (0..self.ballots).map(move |step| wrapped(self.from, step, ballots))
    }
}

/// The place so many steps behind `from`, round the ballots; neither is more than `ballots`.
fn wrapped(from: u32, steps: u32, ballots: u32) -> u32 {
    let left = ballots - from;
    if steps < left { from + steps } else { steps - left }
}

fn check(totals: &[ContestTotals], ballots: u32) -> Result<(), LayoutError> {
    if let Some(totals) = totals.iter().find(|totals| totals.ballots > ballots) {
        return Err(LayoutError::TooMany { contest: totals.contest, carrying: totals.ballots, ballots });
    }
    let carried: u64 = totals.iter().map(|totals| u64::from(totals.ballots)).sum();
    if carried < u64::from(ballots) { Err(LayoutError::TooFew { carried, ballots }) } else { Ok(()) }
}

/// For [`Registrar::enrol`](crate::registrar::Registrar::enrol): voter `place` of a region has the contests of the ballot at
/// that place, and who casts none has all of the region.
pub fn contest_sets<'a>(
    definition: &'a Definition,
    plan: &'a Plan,
) -> Result<impl Fn(u16, u32) -> ContestSet + Sync + 'a, LayoutError> {
    let layouts: Vec<Layout<'a>> = plan.regions.iter().map(Layout::new).collect::<Result<_, _>>()?;
    let whole = every_contest(definition);
    Ok(move |region, place| {
        let layout = layouts.get(usize::from(region));
        layout.and_then(|layout| layout.contests_of(place)).unwrap_or_else(|| whole(region, place))
    })
}

/// For [`Registrar::enrol`](crate::registrar::Registrar::enrol): everybody has all contests of the region.
pub fn every_contest(definition: &Definition) -> impl Fn(u16, u32) -> ContestSet + Sync + '_ {
    |region, _| definition.region(region).map(|region| region.contests).unwrap_or_default()
}
