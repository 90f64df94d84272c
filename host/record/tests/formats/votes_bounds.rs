//! `totals.csv` with `turnout.csv`: nothing to open, and more voters than a rehearsal makes.

use tamga_record::election_toml::Draft;
use tamga_record::votes::{InputError, InputProblem, Plan, read_totals};

use crate::votes::{ELECTION, TOTALS, TURNOUT};

/// The example of `votes.rs` with these people registered in the north, and these ballots.
fn read(registered: &str, (north, south): (u32, u32), scale: u32) -> Result<Plan, InputError> {
    let election = ELECTION.replace("registered = 1000", &format!("registered = {registered}"));
    let turnout = TURNOUT.replace("1000,500", &format!("{registered},{north}"));
    let turnout = turnout.replace("99,59", &format!("99,{south}"));
    let no_votes = |line: &str| match line.rsplit_once(',') {
        Some((row, votes)) if votes != "votes" => format!("{row},0\n"),
        _ => format!("{line}\n"),
    };
    let totals: String = TOTALS.lines().map(no_votes).collect();
    read_totals(&Draft::parse(&election).unwrap(), &totals, &turnout, scale)
}

fn no_ballot(contest: &str, scale: u32) -> InputError {
    let problem = InputProblem::NoBallot { contest: contest.into(), scale };
    InputError { file: "turnout.csv", line: 0, problem }
}

#[test]
fn an_election_without_any_ballot_is_refused() {
    assert_eq!(read("1000", (0, 0), 1), Err(no_ballot("mayor", 1)));
    assert_eq!(
        no_ballot("mayor", 1).to_string(),
        "turnout.csv: no ballot of contest `mayor` in any region at scale 1, so there is nothing to open; correct the ballots or lower the scale"
    );
}

#[test]
fn a_contest_without_any_ballot_is_refused() {
    // The south votes for the mayor alone.
    assert_eq!(read("1000", (0, 59), 1), Err(no_ballot("council", 1)));
    assert!(read("1000", (500, 0), 1).is_ok());
}

#[test]
fn ballots_that_a_scale_rounds_away_are_no_ballots() {
    assert_eq!(read("1000", (9, 9), 10), Err(no_ballot("mayor", 10)));
}

#[test]
fn a_contest_on_no_ballots_is_refused() {
    let election = ELECTION.replace("registered = 1000", "registered = 1000\ncontests = [\"mayor\"]");
    let error = read_totals(&Draft::parse(&election).unwrap(), TOTALS, TURNOUT, 1).unwrap_err();
    assert_eq!(error, no_ballot("council", 1));
}

#[test]
fn at_most_twenty_million_people_are_registered_in_a_rehearsal() {
    assert!(read("19999901", (500, 59), 1).is_ok());
    let error = read("19999902", (500, 59), 1).unwrap_err();
    let problem = InputProblem::TooManyRegistered { registered: 20_000_001, scale: 2 };
    assert_eq!((error.file, error.line, error.problem.clone()), ("turnout.csv", 0, problem));
    assert_eq!(
        error.to_string(),
        "turnout.csv: 20000001 registered people, and a rehearsal makes at most 20000000 voters; use --scale 2 or more"
    );
    assert!(read("19999902", (500, 59), 2).is_ok());
}

#[test]
fn the_scale_that_is_named_is_enough() {
    let error = read("4294967295", (500, 59), 10).unwrap_err();
    // 429,496,729 and 9 are left at scale 10, 21.5 times as many as there may be.
    let problem = InputProblem::TooManyRegistered { registered: 429_496_738, scale: 220 };
    assert_eq!(error.problem, problem);
    assert!(read("4294967295", (2_200, 0), 220).is_ok());
}
