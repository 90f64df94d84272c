//! The ballots of Dillon County's election of 2016: a row per ballot, a column per contest. An empty cell is a blank vote
//! or a contest that is not on the ballot: that depends on precinct and ballot style, which are a region here together.

use std::collections::{BTreeMap, BTreeSet};

use super::election::{Choice, Contest, Election, Region, english, in_languages};
use super::figures::{Ballot, votes_csv};
use super::merging::{Carrying, merge_into};
use super::{Folder, published_rows, slug};

/// Column of the source, contest id, title; the column of the straight-party shortcut is no contest and is left out, as its
/// effect stands in the other columns.
pub const CONTESTS: [(&str, &str, &str); 16] = [
    ("PRESIDENT AND VICE PRESIDENT", "president", "President and Vice President"),
    ("U.S. Senate", "us-senate", "U.S. Senate"),
    ("CONG007 U.S. House of Representatives Di", "us-house-7", "U.S. House of Representatives, District 7"),
    ("SEN028 State Senate District 28", "state-senate-28", "State Senate, District 28"),
    ("SEN030 State Senate District 30", "state-senate-30", "State Senate, District 30"),
    ("HOUS055 State House of Representatives D", "state-house-55", "State House of Representatives, District 55"),
    ("HOUS057 State House of Representatives D", "state-house-57", "State House of Representatives, District 57"),
    ("Solicitor Circuit 4", "solicitor", "Solicitor, Circuit 4"),
    ("Sheriff", "sheriff", "Sheriff"),
    ("Clerk of Court", "clerk-of-court", "Clerk of Court"),
    ("Coroner", "coroner", "Coroner"),
    ("CNCL001 County Council District 1", "council-1", "County Council, District 1"),
    ("CNCL002 County Council District 2", "council-2", "County Council, District 2"),
    ("CNCL003 County Council District 3", "council-3", "County Council, District 3"),
    ("CNCL004 County Council District 4", "council-4", "County Council, District 4"),
    ("Soil and Water District Commission", "soil-and-water", "Soil and Water District Commission"),
];

/// The columns of a row before its contests.
const PRECINCT_NUMBER: usize = 1;
const PRECINCT: usize = 2;
const STYLE: usize = 4;
/// How every written-in name begins.
const WRITE_IN: &str = "W/I";

const MIN_OPEN: u64 = 5;
/// A rehearsal may take every sixth ballot before a style that shares its contests with no other comes under `MIN_OPEN`.
const SCALE_MAX: u64 = 6;
/// The source has no roll: registered people are taken to be twice the ballots.
const REGISTERED_PER_BALLOT: u64 = 2;

/// Precinct number, precinct and ballot style of a row.
type Style = (u32, String, u32);

/// The input folder.
pub fn convert(ballots: &str) -> Folder {
    let header = csv::Reader::from_reader(ballots.as_bytes()).headers().expect("a header").clone();
    let columns: Vec<usize> = CONTESTS
        .iter()
        .map(|(column, ..)| header.iter().position(|name| name == *column).unwrap_or_else(|| panic!("no {column}")))
        .collect();
    let rows = published_rows(ballots);
    let contests: Vec<Contest> =
        CONTESTS.iter().zip(&columns).map(|(names, column)| contest(names, *column, &rows)).collect();
    let styles = styles(&rows, &columns);
    let election = Election {
        about: &[
            "Dillon County, South Carolina, general election of 8 November 2016, by precinct and ballot style.",
            "Ballots: vote image log of the county's voting machines (PROVENANCE.md).",
        ],
        id: "dillon-2016",
        title: in_languages(&[
            ("kk", "Диллон округіндегі жалпы сайлау, 2016"),
            ("ru", "Всеобщие выборы в округе Диллон, 2016"),
            ("en", "Dillon County general election 2016"),
        ]),
        period: ("2016-10-09T00:00:00Z", "2016-11-09T00:00:00Z"),
        min_open: MIN_OPEN,
        regions: regions(&rows, &styles),
        contests,
    };
    let places: BTreeMap<&Style, usize> = styles.keys().zip(0..).collect();
    let ballot = |row| ballot(row, &election, &columns, places[&style(row)]);
    let ballots: Vec<Ballot> = rows.iter().map(ballot).collect();
    Folder::from([("election.toml", election.to_toml()), ("votes.csv", votes_csv(&election, &ballots))])
}

fn style(row: &csv::StringRecord) -> Style {
    let number = |column: usize| row[column].parse().expect("a number");
    (number(PRECINCT_NUMBER), row[PRECINCT].to_owned(), number(STYLE))
}

/// The contests on the ballots of each style: those in which at least one of its ballots has a vote.
fn styles(rows: &[csv::StringRecord], columns: &[usize]) -> BTreeMap<Style, BTreeSet<usize>> {
    let mut styles: BTreeMap<Style, BTreeSet<usize>> = BTreeMap::new();
    for row in rows {
        let voted = (0..columns.len()).filter(|contest| !row[columns[*contest]].is_empty());
        styles.entry(style(row)).or_default().extend(voted);
    }
    styles
}

/// A contest with its candidates by their number of votes, and one option for all that was written in, where anything was.
fn contest((_, id, title): &(&str, &str, &str), column: usize, rows: &[csv::StringRecord]) -> Contest {
    let mut votes: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row[column].is_empty()) {
        *votes.entry(candidate(&row[column]).unwrap_or(WRITE_IN)).or_default() += 1;
    }
    let has_write_ins = votes.remove(WRITE_IN).is_some();
    let mut names: Vec<(&str, u64)> = votes.into_iter().collect();
    names.sort_by_key(|(name, votes)| (std::cmp::Reverse(*votes), *name));
    let mut options: Vec<Choice> = names.into_iter().map(|(name, _)| choice(name)).collect();
    if has_write_ins {
        options.push(Choice { id: "write-in".to_owned(), name: english("Write-in"), is_write_in: true });
    }
    Contest { id: (*id).to_owned(), title: english(title), max: 1, options }
}

/// The candidate that a cell names; `None` where a name was written in.
fn candidate(cell: &str) -> Option<&str> {
    (!cell.starts_with(WRITE_IN)).then_some(cell)
}

/// A candidate, known by the surname.
fn choice(name: &str) -> Choice {
    // The log lost the quotation marks of a nickname and left two spaces.
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let surname = name.rsplit(' ').next().unwrap_or(&name);
    Choice { id: slug(surname), name: english(&name), is_write_in: false }
}

fn regions(rows: &[csv::StringRecord], styles: &BTreeMap<Style, BTreeSet<usize>>) -> Vec<Region> {
    let mut ballots: BTreeMap<Style, u64> = BTreeMap::new();
    for row in rows {
        *ballots.entry(style(row)).or_default() += 1;
    }
    let carrying =
        styles.iter().map(|(style, contests)| contests.iter().map(|place| (*place, ballots[style])).collect());
    let links = merge_into(&carrying.collect::<Vec<Carrying>>(), MIN_OPEN * SCALE_MAX);
    let all = styles.iter().zip(links);
    all.map(|((style, contests), merge_into)| {
        let (_, precinct, number) = style;
        Region {
            code: format!("{}-{number}", slug(precinct)),
            name: english(&format!("{precinct}, ballot style {number}")),
            registered: ballots[style] * REGISTERED_PER_BALLOT,
            contests: contests.iter().copied().collect(),
            merge_into,
            part_of: Some(slug(precinct)),
        }
    })
    .collect()
}

fn ballot(row: &csv::StringRecord, election: &Election, columns: &[usize], region: usize) -> Ballot {
    let choice = |contest: &usize| {
        let cell = &row[columns[*contest]];
        let id = candidate(cell).map_or_else(|| "write-in".to_owned(), |name| choice(name).id);
        let option = election.contests[*contest].options.iter().position(|option| option.id == id);
        assert!(option.is_some() || cell.is_empty(), "{cell} is no option");
        (*contest, option)
    };
    Ballot { region, choices: election.regions[region].contests.iter().map(choice).collect() }
}

#[test]
fn written_in_names_become_one_option_and_empty_cells_follow_the_style() {
    let header: Vec<&str> = CONTESTS.iter().map(|(column, ..)| *column).collect();
    let cells = |cells: &[&str]| format!("{}{}\n", cells.join(","), ",".repeat(CONTESTS.len() - cells.len()));
    let table = [
        format!("ballot_no,precinct_no,precinct,machine,ballot_style,{}\n", header.join(",")),
        format!("1,1,Old Mill,7,2,{}", cells(&["Ann B Cole", "W/I MY NEIGHBOUR"])),
        format!("2,1,Old Mill,7,2,{}", cells(&[""])),
        format!("3,1,Old Mill,7,3,{}", cells(&["", "T F  Dole"])),
    ]
    .concat();
    let votes = &convert(&table)["votes.csv"];
    let begins: Vec<String> = votes.lines().map(|line| line.split(',').take(4).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(
        begins,
        [
            "region,president,us-senate,us-house-7",
            "old-mill-2,cole,write-in,-",
            "old-mill-2,,,-",
            "old-mill-3,-,dole,-"
        ]
    );
}
