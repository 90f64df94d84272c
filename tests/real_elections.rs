//! The real elections under `elections/`: that the copied folders are what the converters make of the published data, that
//! they say what was officially counted, and that a rehearsal counts exactly that.

mod boulder;
mod colorado;
mod dillon;
/// What a rehearsal of a folder must come to, worked out from the folder alone.
mod expected;
mod folders;
mod russia_deg;

use std::fs;
use std::path::Path;

use crate::converters::elections;
use crate::stage::{rehearse, text_of};
use expected::Expected;

/// Rehearses the election of a folder, in which everything must be counted exactly.
fn rehearsed_exactly(folder: &Path, scale: u32, more: &[&str]) {
    let out = tempfile::tempdir().unwrap();
    let output = rehearse(folder, out.path(), &[&["--scale", &scale.to_string()], more].concat());
    assert!(output.status.success(), "{}", text_of(&output));
    assert!(text_of(&output).contains("checks passed, 0 failed"), "{}", text_of(&output));
    is_counted_as_the_folder_says(out.path(), folder, scale);
}

/// As [`is_counted_exactly`], for an election folder at a scale.
pub fn is_counted_as_the_folder_says(out: &Path, folder: &Path, scale: u32) {
    is_counted_exactly(out, &Expected::read(folder, scale));
}

/// Compares what came out of a rehearsal with what must: `results.csv` byte for byte, so that mischief changes nothing in
/// it, what the statement says of merged and withheld regions, and the ballots counted.
fn is_counted_exactly(out: &Path, expected: &Expected) {
    let file = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    same_lines(&file("results.csv"), &expected.results());
    let statement = file("statement.txt");
    let gone = statement.lines().filter_map(|line| line.strip_prefix("opening 1: "));
    let gone: Vec<&str> = gone.filter(|line| !line.starts_with("incomplete ")).collect();
    assert_eq!(gone, expected.merged_and_withheld());
    assert_eq!(counted(&file("turnout.csv")), expected.ballots());
}

/// Region codes and ballots counted, as `turnout.csv` has them.
fn counted(turnout: &str) -> Vec<(String, u64)> {
    let mut reader = csv::Reader::from_reader(turnout.as_bytes());
    let column = reader.headers().unwrap().iter().position(|name| name == "counted").unwrap();
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| (row[0].to_owned(), row[column].parse().unwrap())).filter(|(region, _)| region != "*").collect()
}

/// Two tables are the same; says the first line in which they are not.
fn same_lines(table: &str, expected: &str) {
    let first = table.lines().zip(expected.lines()).find(|(line, expected)| line != expected);
    assert_eq!(first, None, "the first line that differs, and what it must be");
    assert_eq!(table.len(), expected.len(), "one of the tables is longer");
}

/// Whether the long forms were asked for; says so where they were not.
fn long_forms() -> bool {
    let asked = std::env::var_os("TAMGA_LONG").is_some();
    if !asked {
        eprintln!("skipped: long form, run it with TAMGA_LONG=1");
    }
    asked
}

/// A file of a copied folder.
fn copied(folder: &str, file: &str) -> String {
    let path = elections().join(folder).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
