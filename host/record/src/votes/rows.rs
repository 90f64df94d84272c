//! `votes.csv`: one row per ballot.

use super::bounds::{Ballots, check_ballots, check_min_open, check_registered};
use super::csv_table::{CsvTable, Row, shown};
use super::{
    ELECTION, InputError, InputProblem, Marks, Plan, PlannedBallot, PlannedVotes, RegionPlaces, RegionPlan, VOTES,
    scaled_registered,
};
use crate::definition::{Contest, ContestSet, Region};
use crate::election_toml::Draft;

const REGION: &str = "region";
/// The cell of a contest that is not on the ballot.
const NOT_ON_BALLOT: &str = "-";
/// What stands between the options of a cell.
const AND: char = '|';

/// Reads `votes.csv`. Of a region's rows, every `scale`-th is cast (0 counts as 1), beginning with row number `scale`, so that
/// there are as many as all rows divided by it, rounding down; registered people are divided as well. The draft may be scaled
/// by the same number already, or not at all. A cell with more options than `max` is a blank vote, and counted as overvote
/// where its ballot is cast.
///
/// Refuses, with file and line, whether or not the row is cast: columns that are missing or too many, unknown ids, an option
/// twice in a cell, a vote in a contest that the region does not have, a ballot without contest, a file cut off; and after
/// scaling more ballots than registered people, regions under `min_open` that cannot be joined to others, a contest without
/// any ballot, and more than [`REHEARSAL_REGISTERED_MAX`](crate::limits::REHEARSAL_REGISTERED_MAX) registered people.
pub fn read_votes(draft: &Draft, untrusted_votes: &str, scale: u32) -> Result<Plan, InputError> {
    let scale = scale.max(1);
    let registered = scaled_registered(draft, scale);
    check_registered(ELECTION, &registered, scale)?;
    let mut table = CsvTable::open(VOTES, untrusted_votes, |columns| check_columns(draft, columns))?;
    let cells = Cells::new(draft, table.columns());
    let places = RegionPlaces::new(draft);
    let mut regions: Vec<RegionRows> = registered.iter().map(|registered| RegionRows::new(*registered)).collect();
    let mut overvotes = 0;
    while let Some(row) = table.next_row()? {
        let place = places.of(&row, row.at(0))?;
        let (Some(region), Some(rows)) = (draft.regions().get(place), regions.get_mut(place)) else { continue };
        let (ballot, overvoted) = cells.ballot(region, &row)?;
        if rows.take(ballot, scale, row.line()) {
            overvotes += overvoted;
        }
    }
    let regions = regions.into_iter().zip(draft.regions()).map(|(rows, region)| rows.finish(region));
    let plan = Plan { regions: regions.collect::<Result<_, _>>()?, overvotes };
    let by_region: Vec<Vec<u32>> =
        plan.regions.iter().map(|region| region.ballots_by_contest(draft.contests().len())).collect();
    let ballots = Ballots::new(draft, by_region.iter().map(Vec::as_slice));
    check_ballots(VOTES, draft, &ballots, scale)?;
    check_min_open(VOTES, draft, &ballots, &[])?;
    Ok(plan)
}

/// `region` stands first, as a contest may have that id too; then every contest once, in any order.
fn check_columns(draft: &Draft, columns: &[String]) -> Result<(), InputProblem> {
    let (first, rest) = columns.split_first().ok_or(InputProblem::RegionNotFirst)?;
    if first != REGION {
        return Err(InputProblem::RegionNotFirst);
    }
    let contests = || draft.contests().iter().map(|contest| &contest.id);
    if let Some(missing) = contests().find(|id| !rest.contains(id)) {
        return Err(InputProblem::MissingColumn { column: missing.clone() });
    }
    let is_new = |place: usize, column: &String| !rest.iter().take(place).any(|before| before == column);
    let mut columns = rest.iter().enumerate();
    let odd = columns.find(|(place, column)| !is_new(*place, column) || !contests().any(|id| id == *column));
    odd.map_or(Ok(()), |(_, column)| Err(InputProblem::NoSuchColumn { column: shown(column) }))
}

/// The rows of one region.
struct RegionRows {
    registered: u32,
    /// Rows read, cast or not.
    rows: u64,
    /// Rows that are cast.
    ballots: u32,
    /// The row that is a ballot too many; no ballot is kept from there on.
    line_over: u64,
    kept: Vec<PlannedBallot>,
}

impl RegionRows {
    fn new(registered: u32) -> Self {
        Self { registered, rows: 0, ballots: 0, line_over: 0, kept: Vec::new() }
    }

    /// Whether this row is cast.
    fn take(&mut self, ballot: PlannedBallot, scale: u32, line: u64) -> bool {
        self.rows += 1;
        if !self.rows.is_multiple_of(u64::from(scale)) {
            return false;
        }
        if self.ballots < self.registered {
            self.kept.push(ballot);
        } else if self.ballots == self.registered {
            self.line_over = line;
        }
        self.ballots = self.ballots.saturating_add(1);
        true
    }

    fn finish(self, region: &Region) -> Result<RegionPlan, InputError> {
        let Self { registered, ballots, .. } = self;
        if ballots > registered {
            let region = region.code.clone();
            let problem = InputProblem::MoreBallotsThanRegistered { region, ballots, registered };
            return Err(InputError { file: VOTES, line: self.line_over, problem });
        }
        Ok(RegionPlan { registered, ballots, votes: PlannedVotes::Rows(self.kept) })
    }
}

/// The contests of the election, in definition order, each with the column that it stands in.
struct Cells<'d>(Vec<(u16, &'d Contest, usize)>);

impl<'d> Cells<'d> {
    fn new(draft: &'d Draft, columns: &[String]) -> Self {
        let column_of = |contest: &Contest| {
            let rest = columns.iter().enumerate().skip(1);
            rest.filter(|(_, column)| **column == contest.id).map(|(place, _)| place).next()
        };
        let contests = (0u16..).zip(draft.contests());
        Self(contests.filter_map(|(index, contest)| Some((index, contest, column_of(contest)?))).collect())
    }

    /// The ballot of a row, and in how many contests it has more marks than allowed.
    fn ballot(&self, region: &Region, row: &Row<'_>) -> Result<(PlannedBallot, u64), InputError> {
        let (mut contests, mut marks, mut overvoted) = (Vec::new(), Vec::new(), 0);
        for (index, contest, column) in &self.0 {
            let cell = row.at(*column);
            if cell == NOT_ON_BALLOT {
                continue;
            }
            if !region.contests.contains(*index) {
                if cell.is_empty() {
                    continue;
                }
                let (region, contest) = (region.code.clone(), contest.id.clone());
                return Err(row.fault(InputProblem::NotOnBallots { region, contest }));
            }
            let all = marks_of(contest, cell).map_err(|problem| row.fault(problem))?;
            let fits = all.len() <= u32::from(contest.max);
            overvoted += u64::from(!fits);
            contests.push(*index);
            marks.push(if fits { all } else { Marks::default() });
        }
        let set = ContestSet::from_indices(contests).filter(|set| !set.is_empty());
        let contests = set.ok_or_else(|| row.fault(InputProblem::NoContest))?;
        Ok((PlannedBallot { contests, marks }, overvoted))
    }
}

/// The options of a cell; nothing in it is a blank vote.
fn marks_of(contest: &Contest, cell: &str) -> Result<Marks, InputProblem> {
    let mut marks = Marks::default();
    if cell.is_empty() {
        return Ok(marks);
    }
    for id in cell.split(AND) {
        let place = contest.options.iter().position(|option| option.id == id);
        let (of, option) = (|| contest.id.clone(), || shown(id));
        let place = place.ok_or_else(|| InputProblem::NoSuchMark { contest: of(), option: option() })?;
        if marks.contains(place) {
            return Err(InputProblem::MarkTwice { contest: of(), option: option() });
        }
        marks.insert(place);
    }
    Ok(marks)
}
