//! Votes that people bring to a rehearsal: `totals.csv` with `turnout.csv`.

mod csv_table;
mod error;

pub use error::{InputError, InputProblem};

use std::collections::HashMap;

use csv_table::{CsvTable, Row};

use crate::election_toml::Draft;
use crate::limits::REHEARSAL_REGISTERED_MAX;
use crate::tally_file::groups;

const TOTALS: &str = "totals.csv";
const TURNOUT: &str = "turnout.csv";
const VOTES: &str = "votes.csv";

/// Votes per region, contest and option, and ballots per region, divided by the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Ballots cast per region, in definition order.
    pub ballots: Vec<u32>,
    /// Registered people per region.
    pub registered: Vec<u32>,
    /// Votes per region, contest and option; a contest that is not on a region's ballots has no options here.
    pub votes: Vec<Vec<Vec<u32>>>,
}

/// Refuses every choice of input files but `totals.csv` with `turnout.csv`; the arguments say which files are there.
pub fn check_kinds(has_votes: bool, has_totals: bool, has_turnout: bool) -> Result<(), InputError> {
    let refuse = |file, problem| Err(InputError { file, line: 0, problem });
    match (has_votes, has_totals, has_turnout) {
        (true, false, false) => refuse(VOTES, InputProblem::NotYetSupported),
        (true, _, _) => refuse(VOTES, InputProblem::BothKinds),
        (false, false, _) => refuse(TOTALS, InputProblem::MissingFile),
        (false, true, false) => refuse(TURNOUT, InputProblem::MissingFile),
        (false, true, true) => Ok(()),
    }
}

/// Reads the two tables and divides ballots, registered and every option by `scale` (0 counts as 1) per region, rounding
/// down. The draft may be scaled already or not. Refuses, with file and line: columns that are missing or too many, rows
/// that are missing or there twice, unknown ids, bad numbers, a file cut off, registered people other than the draft's,
/// more ballots than registered people, more votes than the ballots can carry, regions under `min_open` that cannot be
/// joined to others, a contest without any ballot, and more than [`REHEARSAL_REGISTERED_MAX`] registered people.
pub fn read_totals(
    draft: &Draft,
    untrusted_totals: &str,
    untrusted_turnout: &str,
    scale: u32,
) -> Result<Totals, InputError> {
    let scale = scale.max(1);
    let turnout = read_turnout(draft, untrusted_turnout, scale)?;
    check_registered(&turnout, scale)?;
    check_ballots(draft, &turnout, scale)?;
    let votes = read_votes(draft, untrusted_totals, scale, &turnout)?;
    check_min_open(draft, &turnout)?;
    let registered = turnout.iter().map(|region| region.registered).collect();
    let ballots = turnout.iter().map(|region| region.ballots).collect();
    Ok(Totals { ballots, registered, votes })
}

/// A region's row of `turnout.csv`, divided by the scale.
struct Turnout {
    registered: u32,
    ballots: u32,
    line: u64,
}

/// Indices of regions by their codes.
struct RegionPlaces<'d>(HashMap<&'d str, usize>);

impl<'d> RegionPlaces<'d> {
    fn new(draft: &'d Draft) -> Self {
        let codes = draft.regions().iter().enumerate();
        Self(codes.map(|(index, region)| (region.code.as_str(), index)).collect())
    }

    /// The index of the region that a row names.
    fn of(&self, row: &Row<'_>) -> Result<usize, InputError> {
        let code = row.field("region")?;
        let no_such = || row.fault(InputProblem::NoSuchRegion { region: code.to_owned() });
        self.0.get(code).copied().ok_or_else(no_such)
    }
}

fn read_turnout(draft: &Draft, untrusted: &str, scale: u32) -> Result<Vec<Turnout>, InputError> {
    let mut table = CsvTable::open(TURNOUT, untrusted, &["region", "registered", "ballots"], Some("contest"))?;
    let places = RegionPlaces::new(draft);
    let mut found: Vec<Option<Turnout>> = draft.regions().iter().map(|_| None).collect();
    while let Some(row) = table.next_row()? {
        let region = places.of(&row)?;
        let turnout = read_turnout_row(draft, region, &row, scale)?;
        if let Some(place) = found.get_mut(region)
            && place.replace(turnout).is_some()
        {
            return Err(row.fault(InputProblem::DuplicateRow));
        }
    }
    let rows = found.into_iter().zip(draft.regions());
    let missing = |code: &str| table.fault_at_end(InputProblem::MissingRegion { region: code.to_owned() });
    rows.map(|(turnout, region)| turnout.ok_or_else(|| missing(&region.code))).collect()
}

fn read_turnout_row(draft: &Draft, region: usize, row: &Row<'_>, scale: u32) -> Result<Turnout, InputError> {
    let (registered, ballots) = (row.number("registered")?, row.number("ballots")?);
    let defined = draft.regions().get(region).map_or(0, |region| region.registered);
    if registered / draft.scaled_by() != defined {
        return Err(row.fault(InputProblem::OtherRegistered { registered: registered / draft.scaled_by(), defined }));
    }
    let turnout = Turnout { registered: registered / scale, ballots: ballots / scale, line: row.line() };
    if turnout.ballots > turnout.registered {
        let Turnout { registered, ballots, .. } = turnout;
        return Err(row.fault(InputProblem::MoreBallotsThanRegistered { ballots, registered }));
    }
    Ok(turnout)
}

type VotesFound = Vec<Vec<Vec<Option<u32>>>>;

fn read_votes(
    draft: &Draft,
    untrusted: &str,
    scale: u32,
    turnout: &[Turnout],
) -> Result<Vec<Vec<Vec<u32>>>, InputError> {
    let mut table = CsvTable::open(TOTALS, untrusted, &["region", "contest", "option", "votes"], None)?;
    let places = RegionPlaces::new(draft);
    let mut found = empty_votes(draft);
    let mut last_lines = vec![vec![0u64; draft.contests().len()]; draft.regions().len()];
    while let Some(row) = table.next_row()? {
        let (region, contest, option) = place_of(draft, &places, &row)?;
        let place = found.get_mut(region).and_then(|contests| contests.get_mut(contest));
        let votes = row.number("votes")? / scale;
        if let Some(place) = place.and_then(|options| options.get_mut(option))
            && place.replace(votes).is_some()
        {
            return Err(row.fault(InputProblem::DuplicateRow));
        }
        if let Some(line) = last_lines.get_mut(region).and_then(|contests| contests.get_mut(contest)) {
            *line = row.line();
        }
    }
    let votes = all_found(draft, &table, found)?;
    check_votes(draft, &votes, turnout, &last_lines)?;
    Ok(votes)
}

fn empty_votes(draft: &Draft) -> VotesFound {
    let contests = || draft.contests().iter().zip(0u16..);
    let of_region = |region: &crate::definition::Region| {
        let options = |has: bool, count: usize| vec![None; if has { count } else { 0 }];
        let votes = contests().map(|(contest, index)| options(region.contests.contains(index), contest.options.len()));
        votes.collect()
    };
    draft.regions().iter().map(of_region).collect()
}

/// The region, contest and option that a row of `totals.csv` names.
fn place_of(draft: &Draft, places: &RegionPlaces<'_>, row: &Row<'_>) -> Result<(usize, usize, usize), InputError> {
    let region = places.of(row)?;
    let id = row.field("contest")?;
    let contest = draft.contests().iter().position(|contest| contest.id == id);
    let on_ballot = |contest: &usize| {
        let region = draft.regions().get(region);
        u16::try_from(*contest).is_ok_and(|contest| region.is_some_and(|region| region.contests.contains(contest)))
    };
    let no_contest = || row.fault(InputProblem::NoSuchContest { contest: id.to_owned() });
    let contest = contest.filter(on_ballot).ok_or_else(no_contest)?;
    let option = row.field("option")?;
    let options = draft.contests().get(contest).map(|contest| contest.options.iter());
    let place = options.and_then(|mut options| options.position(|known| known.id == option));
    let no_option = || row.fault(InputProblem::NoSuchOption { contest: id.to_owned(), option: option.to_owned() });
    Ok((region, contest, place.ok_or_else(no_option)?))
}

fn all_found(draft: &Draft, table: &CsvTable<'_>, found: VotesFound) -> Result<Vec<Vec<Vec<u32>>>, InputError> {
    for (votes, region) in found.iter().zip(draft.regions()) {
        for (options, contest) in votes.iter().zip(draft.contests()) {
            if let Some(option) = options.iter().zip(&contest.options).find(|(votes, _)| votes.is_none()) {
                return Err(table.fault_at_end(InputProblem::MissingVotes {
                    region: region.code.clone(),
                    contest: contest.id.clone(),
                    option: option.1.id.clone(),
                }));
            }
        }
    }
    let options = |options: Vec<Option<u32>>| options.into_iter().flatten().collect();
    let contests = |contests: Vec<Vec<Option<u32>>>| contests.into_iter().map(options).collect();
    Ok(found.into_iter().map(contests).collect())
}

/// Every option must fit the ballots, and all of a contest `max` times the ballots; after scaling, as they will be cast.
fn check_votes(
    draft: &Draft,
    votes: &[Vec<Vec<u32>>],
    turnout: &[Turnout],
    last_lines: &[Vec<u64>],
) -> Result<(), InputError> {
    for (((contests, region), turnout), lines) in votes.iter().zip(draft.regions()).zip(turnout).zip(last_lines) {
        for ((options, contest), line) in contests.iter().zip(draft.contests()).zip(lines) {
            let sum: u64 = options.iter().map(|votes| u64::from(*votes)).sum();
            let most = u64::from(contest.max) * u64::from(turnout.ballots);
            let fits = options.iter().all(|votes| *votes <= turnout.ballots);
            if sum > most || !fits {
                let problem = InputProblem::TooManyVotes {
                    region: region.code.clone(),
                    contest: contest.id.clone(),
                    votes: if fits { sum } else { options.iter().copied().max().unwrap_or(0).into() },
                    most: if fits { most } else { turnout.ballots.into() },
                };
                return Err(InputError { file: TOTALS, line: *line, problem });
            }
        }
    }
    Ok(())
}

/// One roll entry is made for everyone registered, so their number is bounded before that.
fn check_registered(turnout: &[Turnout], scale: u32) -> Result<(), InputError> {
    let registered: u64 = turnout.iter().map(|region| u64::from(region.registered)).sum();
    if registered <= REHEARSAL_REGISTERED_MAX {
        return Ok(());
    }
    let scale = u64::from(scale) * registered.div_ceil(REHEARSAL_REGISTERED_MAX);
    Err(InputError { file: TURNOUT, line: 0, problem: InputProblem::TooManyRegistered { registered, scale } })
}

/// Refuses a contest of which there would be nothing to open.
fn check_ballots(draft: &Draft, turnout: &[Turnout], scale: u32) -> Result<(), InputError> {
    let regions = || draft.regions().iter().zip(turnout);
    let has_ballots =
        |contest: u16| regions().any(|(region, turnout)| region.contests.contains(contest) && turnout.ballots > 0);
    let empty = (0u16..).zip(draft.contests()).find(|(index, _)| !has_ballots(*index));
    let Some((_, contest)) = empty else {
        return Ok(());
    };
    let contest = contest.id.clone();
    Err(InputError { file: TURNOUT, line: 0, problem: InputProblem::NoBallot { contest, scale } })
}

/// Refuses ballots that could never be opened: a group under `min_open` whose head has no region to join.
fn check_min_open(draft: &Draft, turnout: &[Turnout]) -> Result<(), InputError> {
    let ballots: Vec<u32> = turnout.iter().map(|region| region.ballots).collect();
    let definition = draft.without_commission();
    let per_contest = vec![ballots; definition.contests.len()];
    let (_, withheld) = groups(definition, &per_contest);
    let Some(group) = withheld.into_iter().find(|group| group.ballots > 0) else {
        return Ok(());
    };
    let head = group.regions.first().copied().unwrap_or_default();
    let region = definition.region(head).map_or_else(String::new, |region| region.code.clone());
    let line = turnout.get(usize::from(head)).map_or(0, |region| region.line);
    let problem = InputProblem::UnderMinOpen { region, ballots: group.ballots, min_open: draft.min_open() };
    Err(InputError { file: TURNOUT, line, problem })
}
