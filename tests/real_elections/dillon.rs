use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use tempfile::TempDir;

use super::expected::Expected;
use super::{copied, long_forms, rehearsed_exactly};
use crate::converters::{dillon, elections, published, published_number, published_rows, slug};

const FOLDER: &str = "dillon-2016";
const TOTALS: &str = "dillon2016_cvr/dillon2016_totals_derived.csv";

/// Precincts that have all contests and the smallest styles among them.
const CUT: [&str; 8] = ["absentee", "bermuda", "failsafe", "gaddys-mill", "hamer", "kemper", "latta", "pleasant-hill"];

/// A folder with the precincts of the cut alone.
fn cut() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut definition: toml::Table = copied(FOLDER, "election.toml").parse().unwrap();
    let regions = definition["region"].as_array_mut().unwrap();
    regions.retain(|region| CUT.contains(&region["part_of"].as_str().unwrap()));
    let codes: Vec<String> = regions.iter().map(|region| region["code"].as_str().unwrap().to_owned()).collect();
    let votes = copied(FOLDER, "votes.csv");
    let is_kept = |row: &&str| row.split(',').next().is_some_and(|code| codes.iter().any(|kept| kept == code));
    let header = votes.lines().take(1);
    let rows: Vec<&str> = header.chain(votes.lines().skip(1).filter(is_kept)).collect();
    fs::write(folder.path().join("election.toml"), definition.to_string()).unwrap();
    fs::write(folder.path().join("votes.csv"), rows.join("\n") + "\n").unwrap();
    folder
}

fn expected(scale: u32) -> Expected {
    Expected::read(&elections().join(FOLDER), scale)
}

/// Votes by contest and option id.
type Totals = BTreeMap<(String, String), u64>;

fn totals(expected: &Expected) -> Totals {
    let all = expected.totals();
    let rows = all.iter().flat_map(|(contest, options, count)| {
        let of_contest = options.iter().zip(&count.votes);
        of_contest.map(|(option, votes)| (((*contest).to_owned(), option.clone()), *votes))
    });
    rows.collect()
}

#[test]
fn dillon_equals_the_sums_of_the_published_log() {
    let ours = totals(&expected(1));
    let of = |contest: &str, option: &str| ours[&(contest.to_owned(), option.to_owned())];
    // As the log's publisher sums it up: president and sheriff.
    let president = ["clinton", "trump", "johnson", "stein", "mcmullin", "skewes", "castle"];
    assert_eq!(president.map(|option| of("president", option)), [5_311, 5_256, 67, 53, 41, 26, 19]);
    assert_eq!((of("sheriff", "hulon"), of("sheriff", "moore")), (6_830, 3_367));
    let Some(table) = published(TOTALS) else {
        return;
    };
    let mut official = Totals::new();
    for row in published_rows(&table).iter().filter(|row| &row[0] != "STRAIGHT PARTY") {
        let (_, contest, _) = dillon::CONTESTS.iter().find(|(column, ..)| *column == &row[0]).unwrap();
        let surname = row[1].split_whitespace().next_back().unwrap();
        let option = if row[1].starts_with("W/I") { "write-in".to_owned() } else { slug(surname) };
        *official.entry(((*contest).to_owned(), option)).or_default() += published_number(&row[2]);
    }
    assert_eq!(ours, official);
}

#[test]
fn every_ballot_of_dillon_is_there_and_carries_what_its_style_has() {
    let ours = expected(1);
    assert_eq!(ours.ballots().len(), 44);
    assert_eq!(ours.ballots().iter().map(|(_, ballots)| ballots).sum::<u64>(), 10_858);
    let votes = published_rows(&copied(FOLDER, "votes.csv"));
    assert_eq!(votes.iter().filter(|row| row.iter().skip(1).all(|cell| cell.is_empty() || cell == "-")).count(), 8);
    // The styles as a map of the county would have them: eight contests everywhere, one seat of each house of the state's
    // assembly, and at most one of the county council, which was half renewed.
    let everywhere = ["president", "us-senate", "us-house-7", "solicitor", "sheriff", "clerk-of-court", "coroner"];
    let mut styles: BTreeMap<String, BTreeSet<BTreeSet<String>>> = BTreeMap::new();
    let header = csv::Reader::from_reader(copied(FOLDER, "votes.csv").as_bytes()).headers().unwrap().clone();
    for row in &votes {
        let on_ballot = header.iter().zip(row).skip(1).filter(|(_, cell)| *cell != "-");
        styles.entry(row[0].to_owned()).or_default().insert(on_ballot.map(|(id, _)| id.to_owned()).collect());
    }
    for (region, sets) in styles {
        let contests = sets.first().unwrap();
        assert_eq!(sets.len(), 1, "{region}: all ballots of a style carry the same");
        assert!(
            everywhere.iter().chain(&["soil-and-water"]).all(|id| contests.contains(*id)),
            "{region}: {contests:?}"
        );
        let of = |kind: &str| contests.iter().filter(|id| id.starts_with(kind)).count();
        assert_eq!((of("state-senate"), of("state-house")), (1, 1), "{region}: {contests:?}");
        assert!(of("council") <= 1, "{region}: {contests:?}");
    }
}

#[test]
fn small_styles_of_dillon_merge_and_none_is_withheld() {
    for scale in [1, 6] {
        let expected = expected(scale);
        let gone = expected.merged_and_withheld();
        assert!(!gone.is_empty() && gone.iter().all(|line| line.starts_with("merged")), "{scale}: {gone:?}");
    }
    let gone = expected(1).merged_and_withheld();
    let regions: BTreeSet<&str> = gone.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(regions, BTreeSet::from(["failsafe-4", "gaddys-mill-3"]));
}

#[test]
fn every_sixth_ballot_of_some_precincts_of_dillon_is_counted_exactly() {
    rehearsed_exactly(cut().path(), 6, &[]);
}

#[test]
fn mischief_changes_no_count_of_some_precincts_of_dillon() {
    rehearsed_exactly(cut().path(), 6, &["--mischief"]);
}

#[test]
fn the_whole_of_dillon_is_counted_exactly() {
    if long_forms() {
        rehearsed_exactly(&elections().join(FOLDER), 1, &[]);
    }
}

#[test]
fn mischief_changes_no_count_of_the_whole_of_dillon() {
    if long_forms() {
        rehearsed_exactly(&elections().join(FOLDER), 1, &["--mischief"]);
    }
}
