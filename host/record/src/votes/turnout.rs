//! `turnout.csv`: ballots per region, and per contest where not every ballot of the region carries it.

use super::csv_table::{Columns, CsvTable, Row};
use super::{InputError, InputProblem, RegionPlaces, TURNOUT, contest_of};
use crate::election_toml::Draft;

const COLUMNS: Columns = Columns { needed: &["region", "registered", "ballots"], optional: Some("contest") };

/// A region's rows of `turnout.csv`, divided by the scale.
pub(super) struct Turnout {
    pub(super) registered: u32,
    pub(super) ballots: u32,
    /// The line of the region's own row.
    pub(super) line: u64,
    /// Per contest of the definition, ballots that carry it; 0 where the region does not have it.
    pub(super) contests: Vec<u32>,
}

/// A number of ballots, divided by the scale, and the line that says it.
#[derive(Clone, Copy)]
struct Ballots {
    ballots: u32,
    line: u64,
}

/// The rows found so far of one region: its own, and one per contest of the definition.
struct Found {
    own: Option<Ballots>,
    contests: Vec<Option<Ballots>>,
}

/// Reads `turnout.csv`; `registered` is of each region, after scaling.
pub(super) fn read_turnout(
    draft: &Draft,
    untrusted: &str,
    scale: u32,
    registered: &[u32],
) -> Result<Vec<Turnout>, InputError> {
    let mut table = CsvTable::open(TURNOUT, untrusted, |columns| COLUMNS.check(columns))?;
    let places = RegionPlaces::new(draft);
    let nothing = || Found { own: None, contests: vec![None; draft.contests().len()] };
    let mut found: Vec<Found> = draft.regions().iter().map(|_| nothing()).collect();
    while let Some(row) = table.next_row()? {
        let region = places.of(&row, row.field("region"))?;
        check_registered(draft, region, &row)?;
        let ballots = Ballots { ballots: row.number("ballots")? / scale, line: row.line() };
        let contest = match row.field("contest") {
            "" => None,
            id => Some(contest_of(draft, region, &row, id)?),
        };
        let Some(found) = found.get_mut(region) else { continue };
        let place = match contest {
            None => Some(&mut found.own),
            Some(contest) => found.contests.get_mut(usize::from(contest)),
        };
        if place.is_some_and(|place| place.replace(ballots).is_some()) {
            return Err(row.fault(InputProblem::DuplicateRow));
        }
    }
    let mut turnout = Vec::with_capacity(found.len());
    for ((index, found), registered) in (0usize..).zip(found).zip(registered) {
        let code = draft.regions().get(index).map_or("", |region| region.code.as_str());
        let missing = || table.fault_at_end(InputProblem::MissingRegion { region: code.to_owned() });
        let own = found.own.ok_or_else(missing)?;
        turnout.push(finish(draft, index, own, &found.contests, *registered)?);
    }
    Ok(turnout)
}

/// Refuses other numbers of registered people than the draft's. The row of a contest may leave them out.
fn check_registered(draft: &Draft, region: usize, row: &Row<'_>) -> Result<(), InputError> {
    if !row.field("contest").is_empty() && row.field("registered").is_empty() {
        return Ok(());
    }
    let registered = row.number("registered")? / draft.scaled_by();
    let defined = draft.regions().get(region).map_or(0, |region| region.registered);
    if registered == defined {
        return Ok(());
    }
    Err(row.fault(InputProblem::OtherRegistered { registered, defined }))
}

/// Puts the rows of one region together, and judges them as scaled.
fn finish(
    draft: &Draft,
    index: usize,
    own: Ballots,
    found: &[Option<Ballots>],
    registered: u32,
) -> Result<Turnout, InputError> {
    let Ballots { ballots, line } = own;
    let fault = |line, problem| Err(InputError { file: TURNOUT, line, problem });
    let Some(region) = draft.regions().get(index) else {
        return Ok(Turnout { registered, ballots, line, contests: Vec::new() });
    };
    if ballots > registered {
        let region = region.code.clone();
        return fault(line, InputProblem::MoreBallotsThanRegistered { region, ballots, registered });
    }
    let mut contests = vec![0u32; found.len()];
    for ((place, of_contest), contest) in contests.iter_mut().zip(found).zip(0u16..) {
        if region.contests.contains(contest) {
            *place = of_contest.map_or(ballots, |of_contest| of_contest.ballots);
        }
        if let Some(of_contest) = of_contest.filter(|of_contest| of_contest.ballots > ballots) {
            let (region, ballots, most) = (region.code.clone(), of_contest.ballots, ballots);
            return fault(of_contest.line, InputProblem::MoreBallotsThanRegion { region, ballots, most });
        }
    }
    let sum: u64 = contests.iter().map(|ballots| u64::from(*ballots)).sum();
    if sum < u64::from(ballots) {
        let region = region.code.clone();
        return fault(line, InputProblem::BallotsWithoutContest { region, ballots, sum });
    }
    Ok(Turnout { registered, ballots, line, contests })
}
