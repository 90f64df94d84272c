//! `turnout.csv` with rows for contests that are not on every ballot of a region.

use tamga_record::election_toml::Draft;
use tamga_record::votes::{InputError, InputProblem, Plan, PlannedVotes, read_totals};

use crate::votes::{ELECTION, TOTALS};

/// The example of `votes.rs`; in the north the mayor is on 400 ballots, in the south on all.
const TURNOUT: &str = "region,registered,ballots,contest
north,1000,500,
north,1000,400,mayor
south,99,59,
";

fn totals() -> String {
    TOTALS.replace("yes,200", "yes,150").replace("no,300", "no,250")
}

fn read(totals: &str, turnout: &str, scale: u32) -> Result<Plan, InputError> {
    read_totals(&Draft::parse(ELECTION).unwrap(), totals, turnout, scale)
}

/// Ballots of a region's contests, by the plan.
fn ballots(plan: &Plan, region: usize) -> Vec<(u16, u32)> {
    match &plan.regions[region].votes {
        PlannedVotes::Totals(totals) => totals.iter().map(|totals| (totals.contest, totals.ballots)).collect(),
        PlannedVotes::Rows(_) => panic!("totals were read"),
    }
}

#[test]
fn a_contest_is_on_as_many_ballots_as_its_row_says_and_without_one_on_all() {
    let plan = read(&totals(), TURNOUT, 1).unwrap();
    assert_eq!((ballots(&plan, 0), ballots(&plan, 1)), (vec![(0, 400), (1, 500)], vec![(0, 59)]));
    assert_eq!(plan.regions[0].ballots_by_contest(2), [400, 500]);
    assert_eq!((plan.regions[0].ballots, plan.ballots()), (500, 559));
}

#[test]
fn rows_of_contests_may_stand_before_their_region_and_leave_registered_out() {
    let turnout = "contest,region,registered,ballots\nmayor,north,,400\n,south,99,59\n,north,1000,500\n";
    assert_eq!(read(&totals(), turnout, 1), read(&totals(), TURNOUT, 1));
}

#[test]
fn a_scale_divides_the_ballots_of_contests_too() {
    let turnout = TURNOUT.replace("400,mayor", "409,mayor");
    assert_eq!(ballots(&read(&totals(), &turnout, 10).unwrap(), 0), [(0, 40), (1, 50)]);
}

/// Line and problem after a replacement in the turnout.
fn refused(old: &str, new: &str) -> (&'static str, u64, InputProblem) {
    assert!(TURNOUT.contains(old));
    let error = read(&totals(), &TURNOUT.replacen(old, new, 1), 1).unwrap_err();
    (error.file, error.line, error.problem)
}

#[test]
fn bad_rows_of_contests_are_refused_with_file_and_line() {
    let no_contest = |contest: &str| InputProblem::NoSuchContest { contest: contest.into() };
    let north = || "north".to_owned();
    #[rustfmt::skip] // A table, one case a line.
    let cases = [
        ("400,mayor", "400,major", 3, no_contest("major")),
        ("59,\n", "59,\nsouth,99,59,council\n", 5, no_contest("council")),
        ("400,mayor\n", "400,mayor\nnorth,1000,400,mayor\n", 4, InputProblem::DuplicateRow),
        ("north,1000,500,\n", "north,1000,500,\nnorth,1000,500,\n", 3, InputProblem::DuplicateRow),
        ("north,1000,500,\n", "", 3, InputProblem::MissingRegion { region: north() }),
        ("1000,400", "999,400", 3, InputProblem::OtherRegistered { registered: 999, defined: 1000 }),
        ("400,mayor", "501,mayor", 3, InputProblem::MoreBallotsThanRegion { region: north(), ballots: 501, most: 500 }),
        ("400,mayor", "four,mayor", 3, InputProblem::BadNumber { column: "ballots", field: "four".into() }),
        ("99,59,\n", ",59,\n", 4, InputProblem::BadNumber { column: "registered", field: "".into() }),
    ];
    for (old, new, line, problem) in cases {
        assert_eq!(refused(old, new), ("turnout.csv", line, problem), "{old:?} → {new:?}");
    }
}

#[test]
fn ballots_without_any_contest_are_refused_with_the_numbers() {
    let turnout = TURNOUT.replace("400,mayor\n", "300,mayor\nnorth,1000,200,council\n");
    let totals = totals().replace("yes,150", "yes,50").replace("a,500", "a,200").replace("b,500", "b,200");
    assert!(read(&totals, &turnout, 1).is_ok(), "300 and 200 of 500");
    let error = read(&totals, &turnout.replace("200,council", "199,council"), 1).unwrap_err();
    let problem = InputProblem::BallotsWithoutContest { region: "north".into(), ballots: 500, sum: 499 };
    assert_eq!((error.file, error.line, error.problem.clone()), ("turnout.csv", 2, problem));
    assert_eq!(
        error.to_string(),
        "turnout.csv, line 2: the contests of region `north` are on 499 ballots together, and it has 500, each of which carries a contest; correct the rows of its contests, or its ballots"
    );
}

#[test]
fn votes_are_held_against_the_ballots_that_carry_their_contest() {
    let many =
        |votes, most| InputProblem::TooManyVotes { region: "north".into(), contest: "mayor".into(), votes, most };
    // 401 votes on the 400 ballots with the contest, of the 500 of the region.
    let error = read(&totals().replace("no,250", "no,251"), TURNOUT, 1).unwrap_err();
    assert_eq!((error.file, error.line, error.problem), ("totals.csv", 3, many(401, 400)));
    let error = read(&totals().replace("yes,150", "yes,401").replace("no,250", "no,0"), TURNOUT, 1).unwrap_err();
    assert_eq!(error.problem, many(401, 400));
}

#[test]
fn a_contest_under_min_open_is_refused_though_its_region_is_not() {
    let turnout = TURNOUT.replace("400,mayor", "4,mayor");
    let totals = totals().replace("yes,150", "yes,0").replace("north,mayor,no,250", "north,mayor,no,4");
    let error = read(&totals, &turnout, 1).unwrap_err();
    let (region, contest) = ("north".into(), "mayor".into());
    assert_eq!(error.problem, InputProblem::UnderMinOpen { region, contest, ballots: 4, min_open: 5 });
    let merging = ELECTION.replace("registered = 1000", "registered = 1000\nmerge_into = \"south\"");
    assert!(read_totals(&Draft::parse(&merging).unwrap(), &totals, &turnout, 1).is_ok());
}

#[test]
fn a_contest_that_no_ballot_carries_is_refused() {
    let turnout =
        TURNOUT.replace("400,mayor\n", "400,mayor\nnorth,1000,0,council\n").replace("north,1000,400,mayor\n", "");
    let totals = TOTALS.replace("a,500", "a,0").replace("b,500", "b,0");
    let error = read(&totals, &turnout, 1).unwrap_err();
    assert_eq!(error.problem, InputProblem::NoBallot { contest: "council".into(), scale: 1 });
}
