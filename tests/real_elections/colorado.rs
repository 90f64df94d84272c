use std::collections::BTreeMap;

use super::expected::Expected;
use super::{copied, is_counted_exactly, long_forms, rehearsed_exactly};
use crate::converters::{elections, published, published_number, published_rows, slug};
use crate::stage::{rehearse, tamga, text_of};

const FOLDER: &str = "colorado-2024";

/// Registered, ballots, votes per ticket, by region code.
type Counties = BTreeMap<String, Vec<u64>>;

/// The copied tables.
fn copied_counties() -> Counties {
    let turnout = published_rows(&copied(FOLDER, "turnout.csv"));
    let figures = |row: &csv::StringRecord| vec![published_number(&row[1]), published_number(&row[2])];
    let mut counties: Counties = turnout.iter().map(|row| (row[0].to_owned(), figures(row))).collect();
    for row in published_rows(&copied(FOLDER, "totals.csv")) {
        counties.get_mut(&row[0]).unwrap().push(published_number(&row[3]));
    }
    counties
}

#[test]
fn the_colorado_example_equals_the_official_record() {
    let ours = copied_counties();
    let sum = |column: usize| ours.values().map(|county| county[column]).sum::<u64>();
    // County sums of the Secretary of State's export, as its summary states them.
    assert_eq!((ours.len(), sum(0), sum(1), sum(2), sum(3)), (64, 4_058_938, 3_241_120, 1_728_159, 1_377_441));
    let Some(source) = published("colorado2024_counties/president_by_county_derived.csv") else {
        return;
    };
    let figures = |row: &csv::StringRecord| row.iter().skip(1).map(published_number).collect();
    let official: Counties = published_rows(&source).iter().map(|row| (slug(&row[0]), figures(row))).collect();
    assert_eq!(ours, official);
}

#[test]
fn the_built_in_example_is_colorado_at_scale_100_and_counted_exactly() {
    let out = tempfile::tempdir().unwrap();
    let output = tamga().args(["rehearse", "--plain", "--out"]).arg(out.path()).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    let expected = Expected::read(&elections().join(FOLDER), 100);
    assert_eq!(expected.ballots().iter().map(|(_, ballots)| ballots).sum::<u64>(), 32_379);
    assert_eq!(expected.merged_and_withheld(), Vec::<String>::new());
    is_counted_exactly(out.path(), &expected);
}

#[test]
fn mischief_changes_no_count_of_colorado() {
    if long_forms() {
        rehearsed_exactly(&elections().join(FOLDER), 100, &["--mischief"]);
    }
}

#[test]
fn colorado_at_scale_10_is_counted_exactly() {
    if long_forms() {
        rehearsed_exactly(&elections().join(FOLDER), 10, &[]);
    }
}

#[test]
fn colorado_unscaled_is_refused_with_its_numbers() {
    let out = tempfile::tempdir().unwrap();
    let output = rehearse(&elections().join(FOLDER), out.path(), &["--scale", "1"]);
    let text = text_of(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    for word in ["san-juan", "588", "562"] {
        assert!(text.contains(word), "{word} is not in: {text}");
    }
}
