//! Votes that people bring to a rehearsal: `votes.csv`, or `totals.csv` with `turnout.csv`.

mod bounds;
mod csv_table;
mod error;
mod marks;
mod plan;
mod rows;
mod totals;
mod turnout;

pub use error::{InputError, InputProblem};
pub use marks::Marks;
pub use plan::{ContestTotals, Plan, PlannedBallot, PlannedVotes, RegionPlan};
pub use rows::read_votes;
pub use totals::read_totals;

use std::collections::HashMap;

use csv_table::{Row, shown};

use crate::election_toml::Draft;

const TOTALS: &str = "totals.csv";
const TURNOUT: &str = "turnout.csv";
const VOTES: &str = "votes.csv";
const ELECTION: &str = "election.toml";

/// Refuses every choice of input files but `votes.csv` alone and `totals.csv` with `turnout.csv`; the arguments say which
/// files are there.
pub fn check_kinds(has_votes: bool, has_totals: bool, has_turnout: bool) -> Result<(), InputError> {
    let refuse = |file, problem| Err(InputError { file, line: 0, problem });
    match (has_votes, has_totals, has_turnout) {
        (true, false, false) | (false, true, true) => Ok(()),
        (true, _, _) => refuse(VOTES, InputProblem::BothKinds),
        (false, false, true) => refuse(TOTALS, InputProblem::MissingFile),
        (false, true, false) => refuse(TURNOUT, InputProblem::MissingFile),
        (false, false, false) => refuse(VOTES, InputProblem::NoVotes),
    }
}

/// Registered people per region, divided by `scale`, whether or not the draft is scaled already.
fn scaled_registered(draft: &Draft, scale: u32) -> Vec<u32> {
    let left = (scale / draft.scaled_by()).max(1);
    draft.regions().iter().map(|region| region.registered / left).collect()
}

/// Indices of regions by their codes.
struct RegionPlaces<'d>(HashMap<&'d str, usize>);

impl<'d> RegionPlaces<'d> {
    fn new(draft: &'d Draft) -> Self {
        let codes = draft.regions().iter().enumerate();
        Self(codes.map(|(index, region)| (region.code.as_str(), index)).collect())
    }

    /// The index of the region with this code, which a row names.
    fn of(&self, row: &Row<'_>, code: &str) -> Result<usize, InputError> {
        let no_such = || row.fault(InputProblem::NoSuchRegion { region: shown(code) });
        self.0.get(code).copied().ok_or_else(no_such)
    }
}

/// The index of the contest with this id, which a row of a region names and the region's ballots have.
fn contest_of(draft: &Draft, region: usize, row: &Row<'_>, id: &str) -> Result<u16, InputError> {
    let place = draft.contests().iter().position(|contest| contest.id == id);
    let index = place.and_then(|place| u16::try_from(place).ok());
    let region = draft.regions().get(region);
    let on_ballot = index.filter(|contest| region.is_some_and(|region| region.contests.contains(*contest)));
    on_ballot.ok_or_else(|| row.fault(InputProblem::NoSuchContest { contest: shown(id) }))
}
