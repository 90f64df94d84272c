//! The copied folders against the converters.

use std::fs;

use super::copied;
use crate::converters::{Folder, boulder, dillon, elections, published, russia_deg};

pub const STATEMENT_OF_VOTES: &str = "boulder2025_sov/2025C-Boulder-County-Official-Statement-of-Votes.csv";
pub const DILLON_BALLOTS: &str = "dillon2016_cvr/dillon2016_cvr_derived.csv";
pub const DEG_TABLE: &str = "russia_deg2024_regions/2024-electronic-voting.csv";

/// The name of a folder under `elections/`, and what the converter makes of the published data.
type Converted = (&'static str, Folder);

fn boulder_folders() -> Option<Vec<Converted>> {
    let statement = published(STATEMENT_OF_VOTES)?;
    Some(vec![
        ("boulder-2025", boulder::convert(&statement, None)),
        ("boulder-2025-cut", boulder::convert(&statement, Some(&boulder::CUT))),
    ])
}

fn dillon_folder() -> Option<Vec<Converted>> {
    Some(vec![("dillon-2016", dillon::convert(&published(DILLON_BALLOTS)?))])
}

fn deg_folder() -> Option<Vec<Converted>> {
    Some(vec![("russia-deg-2024", russia_deg::convert(&published(DEG_TABLE)?))])
}

/// Every file is what the converter makes, and nothing else is there but the word on where it comes from.
fn is_copied(converted: Option<Vec<Converted>>) {
    for (name, files) in converted.into_iter().flatten() {
        for (file, text) in &files {
            assert!(copied(name, file) == *text, "{name}/{file} is not what the converter makes");
        }
        let mut there: Vec<String> = fs::read_dir(elections().join(name))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|file| file != "PROVENANCE.md")
            .collect();
        there.sort();
        assert_eq!(there, files.into_keys().collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn the_folders_of_boulder_are_what_the_converter_makes_of_the_statement_of_votes() {
    is_copied(boulder_folders());
}

#[test]
fn the_folder_of_dillon_is_what_the_converter_makes_of_the_ballots() {
    is_copied(dillon_folder());
}

#[test]
fn the_folder_of_russia_is_what_the_converter_makes_of_the_table() {
    is_copied(deg_folder());
}

#[test]
#[ignore = "writes the folders under elections/ anew; for a change of a converter"]
fn the_copied_folders_are_written_anew() {
    let all = [boulder_folders(), dillon_folder(), deg_folder()];
    for (name, files) in all.into_iter().flatten().flatten() {
        let folder = elections().join(name);
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in files {
            fs::write(folder.join(file), text).unwrap();
        }
    }
}
