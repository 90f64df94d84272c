//! `totals.csv` with `turnout.csv`.

use tamga_record::election_toml::Draft;
use tamga_record::votes::{
    ContestTotals, InputError, InputProblem, Plan, PlannedVotes, RegionPlan, check_kinds, read_totals,
};

pub const ELECTION: &str = r#"format = "tamga/election/v1"
id = "e"
title = { en = "E" }
period = { opens = 2024-10-20T00:00:00Z, closes = 2024-11-05T20:00:00Z }
policy = { min_open = 5 }
contest = [
  { id = "mayor", title = { en = "M" }, kind = "one-of", option = [ { id = "yes", name = { en = "Y" } }, { id = "no", name = { en = "N" } } ] },
  { id = "council", title = { en = "C" }, kind = "approval", max = 2, option = [ { id = "a", name = { en = "A" } }, { id = "b", name = { en = "B" } }, { id = "c", name = { en = "C" } } ] },
]
[[region]]
code = "north"
name = { en = "North" }
registered = 1000
[[region]]
code = "south"
name = { en = "South" }
registered = 99
contests = ["mayor"]
"#;
pub const TURNOUT: &str = "region,registered,ballots\nnorth,1000,500\nsouth,99,59\n";
pub const TOTALS: &str = "region,contest,option,votes
north,mayor,yes,200
north,mayor,no,300
north,council,a,500
north,council,b,500
north,council,c,0
south,mayor,yes,9
south,mayor,no,40
";

fn read(totals: &str, turnout: &str, scale: u32) -> Result<Plan, InputError> {
    read_totals(&Draft::parse(ELECTION).unwrap(), totals, turnout, scale)
}

/// The votes of a contest in a region.
fn votes_of(plan: &Plan, region: usize, contest: usize) -> Vec<u32> {
    match &plan.regions[region].votes {
        PlannedVotes::Totals(totals) => totals[contest].votes.clone(),
        PlannedVotes::Rows(_) => panic!("totals were read"),
    }
}

#[test]
fn votes_that_fill_every_ballot_are_read() {
    let of_contest = |contest, ballots, votes: &[u32]| ContestTotals { contest, ballots, votes: votes.to_vec() };
    let north = vec![of_contest(0, 500, &[200, 300]), of_contest(1, 500, &[500, 500, 0])];
    let south = vec![of_contest(0, 59, &[9, 40])];
    let regions = vec![
        RegionPlan { registered: 1000, ballots: 500, votes: PlannedVotes::Totals(north) },
        RegionPlan { registered: 99, ballots: 59, votes: PlannedVotes::Totals(south) },
    ];
    let plan = read(TOTALS, TURNOUT, 1).unwrap();
    assert_eq!(plan, Plan { regions, overvotes: 0 });
    assert_eq!((plan.ballots(), plan.registered()), (559, 1099));
}

#[test]
fn a_scale_divides_every_number_rounding_down() {
    let plan = read(TOTALS, TURNOUT, 10).unwrap();
    let sizes: Vec<(u32, u32)> = plan.regions.iter().map(|region| (region.registered, region.ballots)).collect();
    assert_eq!(sizes, [(100, 50), (9, 5)]);
    assert_eq!(votes_of(&plan, 1, 0), [0, 4]);
}

#[test]
fn a_draft_that_is_scaled_already_takes_the_same_files() {
    let mut draft = Draft::parse(ELECTION).unwrap();
    draft.scale(10);
    assert_eq!(read_totals(&draft, TOTALS, TURNOUT, 10), read(TOTALS, TURNOUT, 10));
}

#[test]
fn columns_may_stand_in_any_order_and_lines_may_end_with_crlf() {
    let turnout = "ballots,region,registered\r\n500,north,1000\r\n59,south,99\r\n";
    assert_eq!(read(TOTALS, turnout, 1), read(TOTALS, TURNOUT, 1));
}

#[test]
fn ballots_alone_or_totals_with_turnout_are_taken() {
    assert_eq!(check_kinds(false, true, true), Ok(()));
    assert_eq!(check_kinds(true, false, false), Ok(()));
    let problem =
        |votes, totals, turnout| check_kinds(votes, totals, turnout).map_err(|error| (error.file, error.problem));
    assert_eq!(problem(true, true, true), Err(("votes.csv", InputProblem::BothKinds)));
    assert_eq!(problem(true, false, true), Err(("votes.csv", InputProblem::BothKinds)));
    assert_eq!(problem(false, true, false), Err(("turnout.csv", InputProblem::MissingFile)));
    assert_eq!(problem(false, false, true), Err(("totals.csv", InputProblem::MissingFile)));
    assert_eq!(problem(false, false, false), Err(("votes.csv", InputProblem::NoVotes)));
    assert_eq!(problem(true, true, false), Err(("votes.csv", InputProblem::BothKinds)));
}

/// A replacement in `totals.csv`, and the line and problem that it leads to.
fn totals_refused(old: &str, new: &str) -> (&'static str, u64, InputProblem) {
    assert!(TOTALS.contains(old));
    let error = read(&TOTALS.replacen(old, new, 1), TURNOUT, 1).unwrap_err();
    (error.file, error.line, error.problem)
}

#[test]
fn bad_totals_are_refused_with_file_and_line() {
    let bad = |field: &str| InputProblem::BadNumber { column: "votes", field: field.into() };
    let no_option = |option: &str| InputProblem::NoSuchOption { contest: "mayor".into(), option: option.into() };
    let many = |contest: &str, votes, most| InputProblem::TooManyVotes {
        region: "north".into(),
        contest: contest.into(),
        votes,
        most,
    };
    let missing = |option: &str| InputProblem::MissingVotes {
        region: "south".into(),
        contest: "mayor".into(),
        option: option.into(),
    };
    #[rustfmt::skip] // A table, one case a line.
    let cases = [
        ("option,votes", "option", 1, InputProblem::MissingColumn { column: "votes".into() }),
        ("option,votes", "option,votes,share", 1, InputProblem::OtherColumns { columns: "region,contest,option,votes".into() }),
        ("north,mayor,yes,200", "nord,mayor,yes,200", 2, InputProblem::NoSuchRegion { region: "nord".into() }),
        ("north,mayor,yes", "north,major,yes", 2, InputProblem::NoSuchContest { contest: "major".into() }),
        ("south,mayor,yes", "south,council,a", 7, InputProblem::NoSuchContest { contest: "council".into() }),
        ("south,mayor,yes", "south,mayor,maybe", 7, no_option("maybe")),
        ("south,mayor,yes", "south,mayor,blank", 7, no_option("blank")),
        ("yes,200", "yes,2OO", 2, bad("2OO")),
        ("yes,200", "yes,-200", 2, bad("-200")),
        ("yes,200", "yes, 200", 2, bad(" 200")),
        ("yes,200", "yes,", 2, bad("")),
        ("yes,200", "yes,99999999999", 2, bad("99999999999")),
        ("north,mayor,yes,200", "north,mayor,yes,200,", 2, InputProblem::FieldCount { found: 5, expected: 4 }),
        ("north,mayor,no,300", "north,mayor,yes,300", 3, InputProblem::DuplicateRow),
        ("north,mayor,no,300", "north,mayor,no,301", 3, many("mayor", 501, 500)),
        ("north,council,c,0", "north,council,c,1", 6, many("council", 1001, 1000)),
        ("north,council,a,500\nnorth,council,b,500", "north,council,a,501\nnorth,council,b,0", 6, many("council", 501, 500)),
        ("south,mayor,no,40\n", "", 7, missing("no")),
        ("south,mayor,no,40\n", "south,ma", 8, InputProblem::EndsEarly),
        ("south,mayor,no,40\n", "south,mayor,no,4", 8, InputProblem::EndsEarly),
        ("south,mayor,no,40\n", "south,ma\n", 8, InputProblem::FieldCount { found: 2, expected: 4 }),
    ];
    for (old, new, line, problem) in cases {
        assert_eq!(totals_refused(old, new), ("totals.csv", line, problem), "{old:?} → {new:?}");
    }
}

#[test]
fn bad_turnout_is_refused_with_file_and_line() {
    let columns = || InputProblem::OtherColumns { columns: "region,registered,ballots[,contest]".into() };
    let cases = [
        ("ballots", "cast", 1, InputProblem::MissingColumn { column: "ballots".into() }),
        ("ballots", "ballots,precinct", 1, columns()),
        ("ballots", "ballots,ballots", 1, columns()),
        ("north,1000,500", "north,1000,1e3", 2, InputProblem::BadNumber { column: "ballots", field: "1e3".into() }),
        ("north,1000,500", "north,999,500", 2, InputProblem::OtherRegistered { registered: 999, defined: 1000 }),
        (
            "north,1000,500",
            "north,1000,1001",
            2,
            InputProblem::MoreBallotsThanRegistered { region: "north".into(), ballots: 1001, registered: 1000 },
        ),
        ("south,99,59", "north,1000,500", 3, InputProblem::DuplicateRow),
        ("south,99,59\n", "", 2, InputProblem::MissingRegion { region: "south".into() }),
        ("south,99,59\n", "south,99", 3, InputProblem::EndsEarly),
        ("south,99,59\n", "south,99\n", 3, InputProblem::FieldCount { found: 2, expected: 3 }),
    ];
    for (old, new, line, problem) in cases {
        assert!(TURNOUT.contains(old));
        let error = read(TOTALS, &TURNOUT.replacen(old, new, 1), 1).unwrap_err();
        assert_eq!((error.file, error.line, error.problem), ("turnout.csv", line, problem), "{old:?} → {new:?}");
    }
}

#[test]
fn a_region_that_could_never_be_opened_is_refused_with_its_numbers() {
    let error = read(TOTALS, TURNOUT, 12).unwrap_err();
    let problem =
        InputProblem::UnderMinOpen { region: "south".into(), contest: "mayor".into(), ballots: 4, min_open: 5 };
    assert_eq!((error.file, error.line, error.problem.clone()), ("turnout.csv", 3, problem));
    assert!(
        error.to_string().starts_with(
            "turnout.csv, line 3: region `south` has 4 ballots of contest `mayor`, fewer than min_open (5)"
        )
    );
    let merging = ELECTION.replace("contests = [\"mayor\"]", "contests = [\"mayor\"]\nmerge_into = \"north\"");
    assert!(read_totals(&Draft::parse(&merging).unwrap(), TOTALS, TURNOUT, 12).is_ok());
}

#[test]
fn a_region_without_ballots_has_nothing_to_withhold() {
    let turnout = "region,registered,ballots\nnorth,1000,500\nsouth,99,0\n";
    let totals = TOTALS.replace("yes,9", "yes,0").replace("no,40", "no,0");
    assert_eq!(read(&totals, turnout, 1).unwrap().regions[1].ballots, 0);
}

#[test]
fn what_does_not_fit_is_judged_after_scaling() {
    // 562 ballots and 588 votes, as one real county reported: refused as they are, and fitting at scale 100.
    let turnout = "region,registered,ballots\nnorth,1000,562\nsouth,99,59\n";
    let totals = TOTALS.replace("yes,200", "yes,389").replace("no,300", "no,199");
    let error = read(&totals, turnout, 1).unwrap_err();
    let expected =
        InputProblem::TooManyVotes { region: "north".into(), contest: "mayor".into(), votes: 588, most: 562 };
    assert_eq!(error.problem, expected);
    assert_eq!(votes_of(&read(&totals, turnout, 100).unwrap(), 0, 0), [3, 1]);
}
