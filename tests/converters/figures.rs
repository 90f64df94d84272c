use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::election::Election;

/// What was counted in a region.
pub struct RegionFigures {
    pub ballots: u64,
    /// By the contest's place.
    pub contests: BTreeMap<usize, ContestFigures>,
}

/// What was counted of a contest in a region.
pub struct ContestFigures {
    /// Ballots that carry the contest.
    pub ballots: u64,
    /// Votes per option.
    pub votes: Vec<u64>,
}

/// `totals.csv`.
pub fn totals_csv(election: &Election, figures: &[RegionFigures]) -> String {
    let mut table = String::from("region,contest,option,votes\n");
    for (region, figures) in election.regions.iter().zip(figures) {
        for (contest, figures) in &figures.contests {
            let contest = &election.contests[*contest];
            for (option, votes) in contest.options.iter().zip(&figures.votes) {
                let _ = writeln!(table, "{},{},{},{votes}", region.code, contest.id, option.id);
            }
        }
    }
    table
}

/// `turnout.csv`: a row for the region, then one for each contest that is not on all its ballots. The column `contest` is
/// there only where some contest needs it.
pub fn turnout_csv(election: &Election, figures: &[RegionFigures]) -> String {
    let partial = |figures: &RegionFigures| figures.contests.values().any(|contest| contest.ballots < figures.ballots);
    let with_contests = figures.iter().any(partial);
    let mut table =
        String::from(if with_contests { "region,registered,ballots,contest\n" } else { "region,registered,ballots\n" });
    for (region, figures) in election.regions.iter().zip(figures) {
        let last = if with_contests { "," } else { "" };
        let _ = writeln!(table, "{},{},{}{last}", region.code, region.registered, figures.ballots);
        for (contest, of_contest) in &figures.contests {
            if of_contest.ballots < figures.ballots {
                let id = &election.contests[*contest].id;
                let _ = writeln!(table, "{},{},{},{id}", region.code, region.registered, of_contest.ballots);
            }
        }
    }
    table
}

/// A ballot: its region, and per contest the option chosen, `None` for none; a contest that is not here is not on it.
pub struct Ballot {
    pub region: usize,
    pub choices: BTreeMap<usize, Option<usize>>,
}

/// `votes.csv`.
pub fn votes_csv(election: &Election, ballots: &[Ballot]) -> String {
    let mut table = String::from("region");
    for contest in &election.contests {
        let _ = write!(table, ",{}", contest.id);
    }
    table.push('\n');
    for ballot in ballots {
        table.push_str(&election.regions[ballot.region].code);
        for (place, contest) in election.contests.iter().enumerate() {
            let cell = match ballot.choices.get(&place) {
                None => "-",
                Some(None) => "",
                Some(Some(option)) => &contest.options[*option].id,
            };
            let _ = write!(table, ",{cell}");
        }
        table.push('\n');
    }
    table
}
