//! The Statement of Votes of Boulder County's election of 2025: a row per precinct, contest and choice. What the statement
//! calls a precinct is a region here, known by code and number, as two codes may share a number.

use std::collections::{BTreeMap, BTreeSet};

use super::election::{Choice, Contest, Election, Region, english, in_languages};
use super::figures::{ContestFigures, RegionFigures, totals_csv, turnout_csv};
use super::merging::{Carrying, merge_into};
use super::{Folder, published_number, published_rows, slug};

/// Published title, contest id, votes that a voter has, in the order of the official summary.
pub const CONTESTS: [(&str, &str, u64); 32] = [
    ("City of Boulder Council Candidates", "boulder-council", 4),
    ("City of Lafayette City Council", "lafayette-council", 4),
    ("City of Longmont Mayor", "longmont-mayor", 1),
    ("City of Longmont City Council At Large", "longmont-at-large", 2),
    ("City of Longmont City Council Ward 2", "longmont-ward-2", 1),
    ("City of Louisville City Council Ward 1 (4-year term)", "louisville-ward-1", 1),
    ("City of Louisville City Council Ward 2 (4-year term)", "louisville-ward-2", 1),
    ("City of Louisville City Council Ward 3 (4-year term)", "louisville-ward-3", 1),
    ("Boulder Valley School District RE-2 Director District B (4 Years)", "boulder-valley-b", 1),
    ("Boulder Valley School District RE-2 Director District E (4 Years)", "boulder-valley-e", 1),
    ("Boulder Valley School District RE-2 Director District F (4 Years)", "boulder-valley-f", 1),
    (
        "St. Vrain Valley School District RE-1J Board of Education Director in Director District B",
        "st-vrain-valley-b",
        1,
    ),
    (
        "St. Vrain Valley School District RE-1J Board of Education Director in Director District D",
        "st-vrain-valley-d",
        1,
    ),
    (
        "St. Vrain Valley School District RE-1J Board of Education Director in Director District E",
        "st-vrain-valley-e",
        1,
    ),
    (
        "St. Vrain Valley School District RE-1J Board of Education Director in Director District F",
        "st-vrain-valley-f",
        1,
    ),
    ("Thompson School District R2-J Board of Education Director District B", "thompson-b", 1),
    ("Thompson School District R2-J Board of Education Director District E", "thompson-e", 1),
    ("Thompson School District R2-J Board of Education Director District F", "thompson-f", 1),
    ("City of Longmont Municipal Court Judge - Frick", "longmont-judge-frick", 1),
    ("Proposition LL (Statutory)", "proposition-ll", 1),
    ("Proposition MM (Statutory)", "proposition-mm", 1),
    ("Boulder County Ballot Issue 1A", "county-issue-1a", 1),
    ("Boulder County Ballot Issue 1B", "county-issue-1b", 1),
    ("City of Boulder Ballot Issue 2A", "boulder-issue-2a", 1),
    ("City of Boulder Ballot Issue 2B", "boulder-issue-2b", 1),
    ("City of Lafayette Ballot Issue 2C", "lafayette-issue-2c", 1),
    ("City of Louisville Ballot Question 300", "louisville-question-300", 1),
    ("City of Louisville Ballot Question 301", "louisville-question-301", 1),
    ("Thompson School District R2-J Ballot Issue 5A", "thompson-issue-5a", 1),
    ("Hygiene Fire Protection District Ballot Issue 6A", "hygiene-fire-issue-6a", 1),
    ("Sunshine Fire Protection District Ballot Issue 6B", "sunshine-fire-issue-6b", 1),
    ("Coal Creek Canyon Fire Protection District Ballot Issue 7B", "coal-creek-fire-issue-7b", 1),
];

/// The cut: twenty precincts, among them nine split ones, one without any ballot and four of property owners, in which all
/// contests appear.
pub const CUT: [&str; 20] = [
    "002",
    "206",
    "211",
    "311",
    "407",
    "408",
    "503",
    "614",
    "626, 610",
    "702",
    "703",
    "704",
    "801",
    "831",
    "901",
    "906",
    "908",
    "Property Owner",
    "Property Owner, 627",
    "Property Owner, 910",
];

const MIN_OPEN: u64 = 20;
/// A rehearsal may take a fourth of the ballots before a region that has no other to merge into comes under `MIN_OPEN`.
const SCALE_MAX: u64 = 4;

/// What the statement says of a contest in a precinct.
struct Line {
    contest: usize,
    ballots: u64,
    votes: Vec<u64>,
    undervotes: u64,
    overvotes: u64,
}

/// What the statement says of a precinct.
struct Precinct {
    code: String,
    number: String,
    active: u64,
    lines: Vec<Line>,
}

impl Precinct {
    /// Some contest is on all ballots of every precinct: a state-wide one, or that of the property owners' district.
    fn ballots(&self) -> u64 {
        self.lines.iter().map(|line| line.ballots).max().unwrap_or(0)
    }

    fn contests(&self) -> Vec<usize> {
        let contests: BTreeSet<usize> = self.lines.iter().map(|line| line.contest).collect();
        contests.into_iter().collect()
    }

    fn name(&self) -> String {
        let precinct =
            if self.code.starts_with("Property") { self.code.clone() } else { format!("Precinct {}", self.code) };
        if self.number.is_empty() { precinct } else { format!("{precinct} ({})", self.number) }
    }
}

/// A choice's names by contest.
type Choices = Vec<Vec<String>>;

/// The input folder: of the whole county, or of the precincts with these codes and the contests that appear in them.
pub fn convert(statement: &str, only: Option<&[&str]>) -> Folder {
    let (mut precincts, choices) = read(statement);
    if let Some(only) = only {
        precincts.retain(|precinct| only.contains(&precinct.code.as_str()));
        assert_eq!(precincts.len(), only.len(), "a precinct of the cut is missing, or is there twice");
    }
    precincts.iter().flat_map(|precinct| &precinct.lines).for_each(check);
    let used: BTreeSet<usize> = precincts.iter().flat_map(Precinct::contests).collect();
    let place = |contest: &usize| used.iter().position(|other| other == contest).expect("used");
    let figures: Vec<RegionFigures> = precincts.iter().map(|precinct| figures(precinct, place)).collect();
    let election = Election {
        about: &[
            "Boulder County, Colorado, coordinated election of 4 November 2025, by precinct.",
            "Figures: Statement of Votes of the county clerk (PROVENANCE.md).",
        ],
        id: if only.is_some() { "boulder-2025-cut" } else { "boulder-2025" },
        title: in_languages(&[
            ("kk", "Боулдер округіндегі сайлау, 2025"),
            ("ru", "Выборы в округе Боулдер, 2025"),
            ("en", "Boulder County coordinated election 2025"),
        ]),
        period: ("2025-10-10T00:00:00Z", "2025-11-05T02:00:00Z"),
        min_open: MIN_OPEN,
        contests: used.iter().map(|contest| self::contest(*contest, &choices[*contest])).collect(),
        regions: regions(&precincts, &figures),
    };
    Folder::from([
        ("election.toml", election.to_toml()),
        ("totals.csv", totals_csv(&election, &figures)),
        ("turnout.csv", turnout_csv(&election, &figures)),
    ])
}

/// The precincts in the statement's order, and the choices of each contest in the order of their first appearance.
fn read(statement: &str) -> (Vec<Precinct>, Choices) {
    let mut precincts: Vec<Precinct> = Vec::new();
    let mut choices: Choices = vec![Vec::new(); CONTESTS.len()];
    for row in published_rows(statement).iter().filter(|row| !row[3].is_empty()) {
        let is_that = |precinct: &Precinct| precinct.code == row[0] && precinct.number == row[1];
        let known = precincts.iter().position(is_that).unwrap_or_else(|| {
            let active = published_number(&row[4]);
            let (code, number) = (row[0].to_owned(), row[1].to_owned());
            precincts.push(Precinct { code, number, active, lines: Vec::new() });
            precincts.len() - 1
        });
        let title = &row[2];
        let contest = CONTESTS.iter().position(|(known, ..)| known == &title);
        let contest = contest.unwrap_or_else(|| panic!("{title} is not in the list of contests"));
        if !choices[contest].iter().any(|choice| choice == &row[3]) {
            choices[contest].push(row[3].to_owned());
        }
        read_votes(row, contest, &mut precincts[known]);
    }
    (precincts, choices)
}

/// Every row of a contest repeats its ballots, undervotes and overvotes.
fn read_votes(row: &csv::StringRecord, contest: usize, precinct: &mut Precinct) {
    let number = |column: usize| published_number(&row[column]);
    let (ballots, undervotes, overvotes) = (number(5), number(7), number(8));
    assert_eq!(number(4), precinct.active, "{}: active voters", precinct.code);
    match precinct.lines.iter_mut().find(|line| line.contest == contest) {
        Some(line) => {
            assert_eq!((line.ballots, line.undervotes, line.overvotes), (ballots, undervotes, overvotes));
            line.votes.push(number(6));
        }
        None => precinct.lines.push(Line { contest, ballots, votes: vec![number(6)], undervotes, overvotes }),
    }
}

/// What stays blank is undervotes and, for each overvoted ballot, all votes that its voter had.
fn check(line: &Line) {
    let (title, _, max) = CONTESTS[line.contest];
    let blank = line.undervotes + max * line.overvotes;
    assert_eq!(line.votes.iter().sum::<u64>() + blank, max * line.ballots, "{title}");
}

fn contest(place: usize, choices: &[String]) -> Contest {
    let (title, id, max) = CONTESTS[place];
    let option = |name: &String| Choice { id: slug(name), name: english(name), is_write_in: false };
    Contest { id: id.to_owned(), title: english(title), max, options: choices.iter().map(option).collect() }
}

fn figures(precinct: &Precinct, place: impl Fn(&usize) -> usize) -> RegionFigures {
    let contests = precinct.lines.iter().map(|line| {
        let figures = ContestFigures { ballots: line.ballots, votes: line.votes.clone() };
        (place(&line.contest), figures)
    });
    RegionFigures { ballots: precinct.ballots(), contests: contests.collect() }
}

fn regions(precincts: &[Precinct], figures: &[RegionFigures]) -> Vec<Region> {
    let carrying = |figures: &RegionFigures| -> Carrying {
        figures.contests.iter().map(|(contest, figures)| (*contest, figures.ballots)).collect()
    };
    let carrying: Vec<Carrying> = figures.iter().map(carrying).collect();
    let links = merge_into(&carrying, MIN_OPEN * SCALE_MAX);
    let all = precincts.iter().zip(&carrying).zip(links);
    all.map(|((precinct, carrying), merge_into)| Region {
        code: slug(&format!("{} {}", precinct.code, precinct.number)),
        name: english(&precinct.name()),
        registered: precinct.active,
        contests: carrying.keys().copied().collect(),
        merge_into,
        part_of: None,
    })
    .collect()
}

#[test]
fn the_contests_are_known_by_different_ids_and_titles() {
    let ids: BTreeMap<_, _> = CONTESTS.iter().map(|(title, id, _)| (id, title)).collect();
    let titles: BTreeSet<_> = CONTESTS.iter().map(|(title, ..)| title).collect();
    assert_eq!((ids.len(), titles.len()), (CONTESTS.len(), CONTESTS.len()));
}
