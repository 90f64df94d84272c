//! `votes.csv`: one row per ballot.

use tamga_record::definition::ContestSet;
use tamga_record::election_toml::Draft;
use tamga_record::votes::{InputError, InputProblem, Marks, Plan, PlannedBallot, PlannedVotes, read_votes};

use crate::votes::ELECTION;

/// The election of `votes.rs`, where every ballot may be opened.
fn draft() -> Draft {
    Draft::parse(&ELECTION.replace("min_open = 5", "min_open = 1")).unwrap()
}

/// The north has both contests, the south the mayor alone; the council may have two marks.
const VOTES: &str = "region,mayor,council
north,yes,a|c
south,no,-
north,,
north,-,b
north,no,-
south,,
north,yes,a|b|c
";

fn read(votes: &str, scale: u32) -> Result<Plan, InputError> {
    read_votes(&draft(), votes, scale)
}

/// A ballot with these contests, each with the options that are marked.
fn ballot(contests: &[(u16, &[usize])]) -> PlannedBallot {
    let marks = |options: &[usize]| {
        let mut marks = Marks::default();
        options.iter().for_each(|option| marks.insert(*option));
        marks
    };
    PlannedBallot {
        contests: ContestSet::from_indices(contests.iter().map(|(contest, _)| *contest)).unwrap(),
        marks: contests.iter().map(|(_, options)| marks(options)).collect(),
    }
}

fn rows(plan: &Plan, region: usize) -> &[PlannedBallot] {
    match &plan.regions[region].votes {
        PlannedVotes::Rows(rows) => rows,
        PlannedVotes::Totals(_) => panic!("ballots were read"),
    }
}

#[test]
fn every_row_is_the_ballot_that_it_says() {
    let plan = read(VOTES, 1).unwrap();
    let blank = &[][..];
    assert_eq!(
        rows(&plan, 0),
        [
            ballot(&[(0, &[0]), (1, &[0, 2])]),
            ballot(&[(0, blank), (1, blank)]),
            ballot(&[(1, &[1])]),
            ballot(&[(0, &[1])]),
            ballot(&[(0, &[0]), (1, blank)]),
        ]
    );
    assert_eq!(rows(&plan, 1), [ballot(&[(0, &[1])]), ballot(&[(0, blank)])]);
    assert_eq!(plan.overvotes, 1, "three marks where two are allowed");
    let sizes: Vec<(u32, u32)> = plan.regions.iter().map(|region| (region.registered, region.ballots)).collect();
    assert_eq!(sizes, [(1000, 5), (99, 2)]);
    assert_eq!(plan.regions[0].ballots_by_contest(2), [4, 4]);
}

#[test]
fn one_mark_too_many_is_a_blank_vote_in_a_one_of_contest_too() {
    let plan = read(&VOTES.replace("north,no,-", "north,yes|no,-"), 1).unwrap();
    assert_eq!(rows(&plan, 0)[3], ballot(&[(0, &[])]));
    assert_eq!(plan.overvotes, 2);
}

#[test]
fn a_scale_takes_every_so_manieth_row_of_a_region() {
    let plan = read(VOTES, 2).unwrap();
    // Rows 2 and 4 of the five of the north, and row 2 of the south; the overvote of row 5 is not cast.
    assert_eq!(rows(&plan, 0), [ballot(&[(0, &[]), (1, &[])]), ballot(&[(0, &[1])])]);
    assert_eq!((rows(&plan, 1), plan.overvotes), (&[ballot(&[(0, &[])])][..], 0));
    let sizes: Vec<(u32, u32)> = plan.regions.iter().map(|region| (region.registered, region.ballots)).collect();
    assert_eq!(sizes, [(500, 2), (49, 1)]);
}

#[test]
fn a_draft_that_is_scaled_already_takes_the_same_ballots() {
    let mut scaled = draft();
    scaled.scale(2);
    assert_eq!(read_votes(&scaled, VOTES, 2), read(VOTES, 2));
}

#[test]
fn the_contests_may_stand_in_any_order_and_lines_may_end_with_crlf() {
    let swapped = VOTES.lines().map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        format!("{},{},{}\r\n", fields[0], fields[2], fields[1])
    });
    assert_eq!(read(&swapped.collect::<String>(), 1), read(VOTES, 1));
}

#[test]
fn a_contest_may_be_called_region() {
    let election = ELECTION.replace("id = \"mayor\"", "id = \"region\"").replace("[\"mayor\"]", "[\"region\"]");
    let draft = Draft::parse(&election.replace("min_open = 5", "min_open = 1")).unwrap();
    assert_eq!(read_votes(&draft, &VOTES.replace("region,mayor", "region,region"), 1), read(VOTES, 1));
}

#[test]
fn a_cell_of_a_contest_that_the_region_does_not_have_may_be_empty() {
    assert_eq!(read(&VOTES.replace("south,no,-", "south,no,"), 1), read(VOTES, 1));
}

/// File, line and problem after a replacement in the ballots.
fn refused(old: &str, new: &str) -> (&'static str, u64, InputProblem) {
    assert!(VOTES.contains(old));
    let error = read(&VOTES.replacen(old, new, 1), 1).unwrap_err();
    (error.file, error.line, error.problem)
}

#[test]
fn bad_ballots_are_refused_with_file_and_line() {
    let no_mark =
        |contest: &str, option: &str| InputProblem::NoSuchMark { contest: contest.into(), option: option.into() };
    let twice =
        |contest: &str, option: &str| InputProblem::MarkTwice { contest: contest.into(), option: option.into() };
    let no_column = |column: &str| InputProblem::NoSuchColumn { column: column.into() };
    #[rustfmt::skip] // A table, one case a line.
    let cases = [
        ("mayor,council", "mayor", 1, InputProblem::MissingColumn { column: "council".into() }),
        ("mayor,council", "mayor,council,judge", 1, no_column("judge")),
        ("mayor,council", "mayor,council,mayor", 1, no_column("mayor")),
        ("region,mayor,council", "mayor,region,council", 1, InputProblem::RegionNotFirst),
        ("north,yes,a|c", "nord,yes,a|c", 2, InputProblem::NoSuchRegion { region: "nord".into() }),
        ("north,yes,a|c", "north,maybe,a|c", 2, no_mark("mayor", "maybe")),
        ("north,yes,a|c", "north,yes,a|d", 2, no_mark("council", "d")),
        ("north,yes,a|c", "north,yes,a|", 2, no_mark("council", "")),
        ("north,yes,a|c", "north,yes,a|-", 2, no_mark("council", "-")),
        ("north,yes,a|c", "north,blank,a|c", 2, no_mark("mayor", "blank")),
        ("north,yes,a|c", "north,yes ,a|c", 2, no_mark("mayor", "yes ")),
        ("north,yes,a|c", "north,yes,a|a", 2, twice("council", "a")),
        ("north,yes,a|b|c", "north,yes,a|b|c|b", 8, twice("council", "b")),
        ("south,no,-", "south,no,a", 3, InputProblem::NotOnBallots { region: "south".into(), contest: "council".into() }),
        ("north,-,b", "north,-,-", 5, InputProblem::NoContest),
        ("south,no,-", "south,-,", 3, InputProblem::NoContest),
        ("north,-,b", "north,-", 5, InputProblem::FieldCount { found: 2, expected: 3 }),
        ("north,-,b", "north,-,b,", 5, InputProblem::FieldCount { found: 4, expected: 3 }),
        ("a|b|c\n", "a|b|c", 8, InputProblem::EndsEarly),
    ];
    for (old, new, line, problem) in cases {
        assert_eq!(refused(old, new), ("votes.csv", line, problem), "{old:?} → {new:?}");
    }
}

#[test]
fn a_bad_row_is_refused_though_the_scale_leaves_it_out() {
    let error = read(&VOTES.replacen("north,yes,a|c", "north,yes,d", 1), 2).unwrap_err();
    assert_eq!((error.line, error.to_string().contains("no option `d`")), (2, true));
}

#[test]
fn more_ballots_than_registered_people_are_refused_with_the_numbers() {
    let election = ELECTION.replace("registered = 1000", "registered = 4").replace("min_open = 5", "min_open = 1");
    let error = read_votes(&Draft::parse(&election).unwrap(), VOTES, 1).unwrap_err();
    let problem = InputProblem::MoreBallotsThanRegistered { region: "north".into(), ballots: 5, registered: 4 };
    assert_eq!((error.file, error.line, error.problem), ("votes.csv", 8, problem), "the fifth ballot of the north");
    assert!(read_votes(&Draft::parse(&election).unwrap(), VOTES, 2).is_ok());
}

#[test]
fn ballots_that_could_never_be_opened_are_refused() {
    let draft = Draft::parse(ELECTION).unwrap();
    let error = read_votes(&draft, VOTES, 1).unwrap_err();
    let (region, contest) = ("north".into(), "mayor".into());
    let problem = InputProblem::UnderMinOpen { region, contest, ballots: 4, min_open: 5 };
    assert_eq!((error.file, error.line, error.problem), ("votes.csv", 0, problem));
    let without_council = VOTES.replace("a|c", "-").replace("north,,\n", "north,,-\n").replace("north,-,b\n", "");
    let error = read(&without_council.replace("a|b|c", "-"), 1).unwrap_err();
    assert_eq!(error.problem, InputProblem::NoBallot { contest: "council".into(), scale: 1 });
}

#[test]
fn too_many_registered_people_are_refused_before_the_ballots_are_read() {
    let election = ELECTION.replace("registered = 1000", "registered = 19999902");
    let error = read_votes(&Draft::parse(&election).unwrap(), "no table", 1).unwrap_err();
    let problem = InputProblem::TooManyRegistered { registered: 20_000_001, scale: 2 };
    assert_eq!((error.file, error.line, error.problem), ("election.toml", 0, problem));
}
