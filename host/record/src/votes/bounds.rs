//! What holds for both kinds of input, after scaling, before anything is made of it.

use super::{InputError, InputProblem};
use crate::election_toml::Draft;
use crate::limits::REHEARSAL_REGISTERED_MAX;
use crate::tally_file::groups;

/// Ballots that carry each contest, by contest and region.
pub(super) struct Ballots(Vec<Vec<u32>>);

impl Ballots {
    /// From the same by region and contest.
    pub(super) fn new<'a>(draft: &Draft, regions: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut by_contest = vec![Vec::new(); draft.contests().len()];
        for region in regions {
            for (of_contest, ballots) in by_contest.iter_mut().zip(region) {
                of_contest.push(*ballots);
            }
        }
        Self(by_contest)
    }
}

/// One roll entry is made for everyone registered, so their number is bounded before that.
pub(super) fn check_registered(file: &'static str, registered: &[u32], scale: u32) -> Result<(), InputError> {
    let registered: u64 = registered.iter().map(|registered| u64::from(*registered)).sum();
    if registered <= REHEARSAL_REGISTERED_MAX {
        return Ok(());
    }
    let scale = u64::from(scale) * registered.div_ceil(REHEARSAL_REGISTERED_MAX);
    Err(InputError { file, line: 0, problem: InputProblem::TooManyRegistered { registered, scale } })
}

/// Refuses a contest of which there would be nothing to open.
pub(super) fn check_ballots(
    file: &'static str,
    draft: &Draft,
    ballots: &Ballots,
    scale: u32,
) -> Result<(), InputError> {
    let mut contests = draft.contests().iter().zip(&ballots.0);
    let empty = contests.find(|(_, ballots)| ballots.iter().all(|ballots| *ballots == 0));
    let Some((contest, _)) = empty else {
        return Ok(());
    };
    let contest = contest.id.clone();
    Err(InputError { file, line: 0, problem: InputProblem::NoBallot { contest, scale } })
}

/// Refuses ballots that could never be opened: a group under `min_open` whose head has no region to join. `lines` are those
/// that the regions stand in; 0 where a region has no line of its own.
pub(super) fn check_min_open(
    file: &'static str,
    draft: &Draft,
    ballots: &Ballots,
    lines: &[u64],
) -> Result<(), InputError> {
    let definition = draft.without_commission();
    let all: Vec<u16> = (0u16..).take(definition.regions.len()).collect();
    let (_, withheld) = groups(definition, &all, &ballots.0);
    let Some(group) = withheld.into_iter().find(|group| group.ballots > 0) else {
        return Ok(());
    };
    let head = group.regions.first().copied().unwrap_or_default();
    let problem = InputProblem::UnderMinOpen {
        region: definition.region(head).map_or_else(String::new, |region| region.code.clone()),
        contest: definition.contest(group.contest).map_or_else(String::new, |contest| contest.id.clone()),
        ballots: group.ballots,
        min_open: draft.min_open(),
    };
    Err(InputError { file, line: lines.get(usize::from(head)).copied().unwrap_or(0), problem })
}
