//! `totals.csv`: votes per region, contest and option.

use super::bounds::{Ballots, check_ballots, check_min_open, check_registered};
use super::csv_table::{Columns, CsvTable, Row};
use super::turnout::{Turnout, read_turnout};
use super::{
    ContestTotals, InputError, InputProblem, Plan, PlannedVotes, RegionPlaces, RegionPlan, TOTALS, TURNOUT, contest_of,
    scaled_registered, shown,
};
use crate::definition::{Contest, Region};
use crate::election_toml::Draft;

const COLUMNS: Columns = Columns { needed: &["region", "contest", "option", "votes"], optional: None };

/// Reads the two tables and divides ballots (of contests too), registered and every option by `scale` (0 counts as 1) per
/// region, rounding down. The draft may be scaled by the same number already, or not at all.
///
/// Refuses, with file and line: columns that are missing or too many, rows that are missing or there twice, unknown ids, bad
/// numbers, a file cut off, and registered people other than the draft's; and after scaling more ballots than registered
/// people, a contest on more ballots than there are, a ballot left without contest, more votes than the ballots can carry,
/// regions under `min_open` that cannot be joined to others, a contest without any ballot, and more than
/// [`REHEARSAL_REGISTERED_MAX`](crate::limits::REHEARSAL_REGISTERED_MAX) registered people.
pub fn read_totals(
    draft: &Draft,
    untrusted_totals: &str,
    untrusted_turnout: &str,
    scale: u32,
) -> Result<Plan, InputError> {
    let scale = scale.max(1);
    let registered = scaled_registered(draft, scale);
    let turnout = read_turnout(draft, untrusted_turnout, scale, &registered)?;
    check_registered(TURNOUT, &registered, scale)?;
    let ballots = Ballots::new(draft, turnout.iter().map(|region| region.contests.as_slice()));
    check_ballots(TURNOUT, draft, &ballots, scale)?;
    let found = read_rows(draft, untrusted_totals, scale)?;
    let mut regions = Vec::with_capacity(turnout.len());
    for ((region, turnout), found) in draft.regions().iter().zip(&turnout).zip(found) {
        let votes = PlannedVotes::Totals(region_totals(draft, region, turnout, found)?);
        regions.push(RegionPlan { registered: turnout.registered, ballots: turnout.ballots, votes });
    }
    let lines: Vec<u64> = turnout.iter().map(|region| region.line).collect();
    check_min_open(TURNOUT, draft, &ballots, &lines)?;
    Ok(Plan { regions, overvotes: 0 })
}

/// The votes of a contest in a region, per option, and the last line that says one.
#[derive(Clone)]
struct Found {
    votes: Vec<u32>,
    line: u64,
}

/// Votes found so far, per region, contest and option; a contest that is not on a region's ballots has no options here.
type Votes = Vec<Vec<(Vec<Option<u32>>, u64)>>;

fn read_rows(draft: &Draft, untrusted: &str, scale: u32) -> Result<Vec<Vec<Found>>, InputError> {
    let mut table = CsvTable::open(TOTALS, untrusted, |columns| COLUMNS.check(columns))?;
    let places = RegionPlaces::new(draft);
    let mut found = empty_votes(draft);
    while let Some(row) = table.next_row()? {
        let region = places.of(&row, row.field("region"))?;
        let contest = usize::from(contest_of(draft, region, &row, row.field("contest"))?);
        let option = option_of(draft, contest, &row)?;
        let votes = row.number("votes")? / scale;
        let Some((options, line)) = found.get_mut(region).and_then(|contests| contests.get_mut(contest)) else {
            continue;
        };
        *line = row.line();
        if options.get_mut(option).is_some_and(|place| place.replace(votes).is_some()) {
            return Err(row.fault(InputProblem::DuplicateRow));
        }
    }
    all_found(draft, &table, found)
}

fn empty_votes(draft: &Draft) -> Votes {
    let of_region = |region: &Region| {
        let options = |(contest, index): (&Contest, u16)| {
            let count = if region.contests.contains(index) { contest.options.len() } else { 0 };
            (vec![None; count], 0)
        };
        draft.contests().iter().zip(0u16..).map(options).collect()
    };
    draft.regions().iter().map(of_region).collect()
}

/// The index of the option that a row of `totals.csv` names.
fn option_of(draft: &Draft, contest: usize, row: &Row<'_>) -> Result<usize, InputError> {
    let id = row.field("option");
    let described = draft.contests().get(contest);
    let place = described.and_then(|contest| contest.options.iter().position(|option| option.id == id));
    let contest = described.map_or_else(String::new, |contest| contest.id.clone());
    place.ok_or_else(|| row.fault(InputProblem::NoSuchOption { contest, option: shown(id) }))
}

fn all_found(draft: &Draft, table: &CsvTable<'_>, found: Votes) -> Result<Vec<Vec<Found>>, InputError> {
    for (contests, region) in found.iter().zip(draft.regions()) {
        for ((options, _), contest) in contests.iter().zip(draft.contests()) {
            if let Some((_, option)) = options.iter().zip(&contest.options).find(|(votes, _)| votes.is_none()) {
                return Err(table.fault_at_end(InputProblem::MissingVotes {
                    region: region.code.clone(),
                    contest: contest.id.clone(),
                    option: option.id.clone(),
                }));
            }
        }
    }
    let whole =
        |(options, line): (Vec<Option<u32>>, u64)| Found { votes: options.into_iter().flatten().collect(), line };
    Ok(found.into_iter().map(|contests| contests.into_iter().map(whole).collect()).collect())
}

/// The totals of a region's contests. Every option must fit the ballots, and all of a contest `max` times the ballots;
/// after scaling, as they will be cast.
fn region_totals(
    draft: &Draft,
    region: &Region,
    turnout: &Turnout,
    found: Vec<Found>,
) -> Result<Vec<ContestTotals>, InputError> {
    let mut totals = Vec::new();
    let contests = (0u16..).zip(draft.contests()).zip(found).zip(&turnout.contests);
    for (((index, contest), Found { votes, line }), ballots) in contests {
        if !region.contests.contains(index) {
            continue;
        }
        let sum: u64 = votes.iter().map(|votes| u64::from(*votes)).sum();
        let room = u64::from(contest.max) * u64::from(*ballots);
        let largest = votes.iter().copied().max().unwrap_or(0);
        let fits = largest <= *ballots;
        if sum > room || !fits {
            let (votes, most) = if fits { (sum, room) } else { (largest.into(), (*ballots).into()) };
            let (region, contest) = (region.code.clone(), contest.id.clone());
            let problem = InputProblem::TooManyVotes { region, contest, votes, most };
            return Err(InputError { file: TOTALS, line, problem });
        }
        totals.push(ContestTotals { contest: index, ballots: *ballots, votes });
    }
    Ok(totals)
}
