//! From published data to the input folders of Tamga: one converter per election, over one picture of an election.

/// Boulder County 2025: precincts, 32 contests, vote for several, split precincts.
pub mod boulder;
/// Dillon County 2016: real ballots, whose style says what an empty cell means.
pub mod dillon;
/// What a converter makes: an election, and `election.toml` as its text.
pub mod election;
/// The input tables.
pub mod figures;
/// Which small region is joined to which.
mod merging;
/// Remote electronic voting in Russia 2024.
pub mod russia_deg;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The input files of an election: text by name.
pub type Folder = BTreeMap<&'static str, String>;

/// Where the copied elections lie.
pub fn elections() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("elections")
}

/// A published file, where the folder of published data lies beside the project; `None`, saying so, where it does not.
pub fn published(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("skipped: the published {name} is not at hand");
    }
    text
}

/// The rows of a published table below its header.
pub fn published_rows(table: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    reader.records().map(|row| row.expect("the published table is regular")).collect()
}

/// A published number, which may have commas between its thousands.
pub fn published_number(text: &str) -> u64 {
    text.replace(',', "").parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// An id of a published name: lower case letters and digits, everything else one hyphen, apostrophes none.
pub fn slug(name: &str) -> String {
    let plain = name.to_lowercase().replace('\'', "");
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[test]
fn a_published_name_becomes_an_id() {
    assert_eq!(slug("Gaddy's Mill"), "gaddys-mill");
    assert_eq!(slug("Mt. Calvary"), "mt-calvary");
    assert_eq!(slug("700, 100 2181207100, 2151207700"), "700-100-2181207100-2151207700");
}
