//! Checks 2 and 3: each edition has the files that it must have, and no others.

use std::collections::BTreeSet;

use super::need;
use super::regions::parse_path;
use crate::ledger::order::Stage;
use crate::parse::definition::Definition;
use crate::read::Edition;
use crate::reason::Reason;
use crate::report::{At, Checked, Outcome};

/// Files of `record/` that exist from aggregation on.
const RECORD: [&str; 4] = ["election.tamga", "box.tamga", "turnout.csv", "opening-1/tally.tamga"];
/// Files of `record/` that come later.
const RECORD_LATER: [&str; 6] = [
    "opening-1/approvals.tamga",
    "opening-1/shares.tamga",
    "totals.csv",
    "results.csv",
    "statement.note",
    "statement.txt",
];
/// Files of `audit/`.
const AUDIT: [&str; 4] = ["roll.tamga", "attestation-counts.tamga", "seeds.tamga", "opening-1/salts.tamga"];

/// The files of `record/`; those under `ledger/` are compared with the log's size by the check of its tree.
pub(crate) fn record(edition: &Edition, definition: &Checked<Definition>, stage: Stage) -> Outcome<()> {
    let mut expected = with_regions(&RECORD, need(definition)?, "trackers", "txt");
    if stage == Stage::Complete {
        expected.extend(RECORD_LATER.map(str::to_owned));
    }
    complete(edition, &expected, |path| path.starts_with("ledger/"))
}

/// The files of `audit/`; bundles have their place by region, collector and number.
pub(crate) fn audit(edition: &Edition, definition: &Checked<Definition>) -> Outcome<()> {
    let definition = need(definition)?;
    let expected = with_regions(&AUDIT, definition, "verdicts", "csv");
    complete(edition, &expected, |path| parse_path(path, definition).is_some())
}

fn with_regions(fixed: &[&str], definition: &Definition, folder: &str, ending: &str) -> BTreeSet<String> {
    let per_region = definition.regions.iter().map(|region| format!("{folder}/{}.{ending}", region.code));
    fixed.iter().map(|path| (*path).to_owned()).chain(per_region).collect()
}

fn complete(edition: &Edition, expected: &BTreeSet<String>, also: impl Fn(&str) -> bool) -> Outcome<()> {
    let (count, bytes) = edition.check_listing()?;
    if let Some(path) = expected.iter().find(|path| edition.len(path).is_none()) {
        return Err(Reason::Missing).at(edition.place(path));
    }
    if let Some(path) = edition.paths().find(|path| !expected.contains(*path) && !also(path)) {
        return Err(Reason::UnknownFile).at(edition.place(path));
    }
    Ok(((), format!("{count} files, {bytes} bytes, none missing, none unknown")))
}
