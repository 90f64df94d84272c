//! Checks 2 and 3: each edition has the files that it must have, and no others.

use std::collections::BTreeSet;

use super::imports::BundleName;
use super::regions::parse_path;
use super::{admission, amendments, boxes, decisions, lists, need, trackers};
use crate::ledger::order::Stage;
use crate::parse::ballot_box::BallotBox;
use crate::parse::definition::Definition;
use crate::parse::replacement;
use crate::read::Edition;
use crate::reason::Reason;
use crate::report::{At, Checked, Outcome};

/// Files of `record/` that exist from the first aggregation on, beside those of the openings.
const RECORD: [&str; 4] = ["election.tamga", "turnout.csv", "held.csv", "attestations.csv"];
/// Files of `record/` that exist once the newest opening is published.
pub(crate) const PUBLISHED: [&str; 5] = ["totals.csv", "results.csv", "seats.csv", "statement.note", "statement.txt"];
/// Files of `audit/`, beside those of the openings.
const AUDIT: [&str; 2] = ["roll.tamga", "attestation-counts.tamga"];

/// The files of `record/`; those under `ledger/` are compared with the log's size by the check of its tree, and recounts
/// and replacements with the ledger by theirs.
pub(crate) fn record(edition: &Edition, definition: &Checked<Definition>, stage: Stage) -> Outcome<()> {
    let definition = need(definition)?;
    let ballot_boxes = boxes::list(edition, definition)?;
    let mut expected: BTreeSet<String> = RECORD.iter().map(|path| (*path).to_owned()).collect();
    for (place, ballot_box) in (1..).zip(&ballot_boxes) {
        let opening = ballot_box.opening;
        let is_open = stage == Stage::Complete || place < ballot_boxes.len();
        let files: &[&str] = if is_open {
            &["box.tamga", "tally.tamga", "approvals.tamga", "shares.tamga"]
        } else {
            &["box.tamga", "tally.tamga"]
        };
        expected.extend(files.iter().map(|file| boxes::path(opening, file)));
        let regions = ballot_box.regions.iter();
        expected.extend(regions.map(|region| trackers::path(definition, opening, region.region)));
    }
    if stage == Stage::Complete {
        expected.extend(PUBLISHED.map(str::to_owned));
    }
    // A recount is about a statement, so there is an opening before it that was published.
    let recounts = stage == Stage::Complete || ballot_boxes.len() > 1;
    complete(edition, &expected, |path| {
        path.starts_with("ledger/")
            || path == amendments::FILE
            || replacement::number_of(path).is_some()
            || recounts && recount_number(path).is_some()
    })
}

/// The files of `audit/`; bundles have their place by region, collector, number and variant.
pub(crate) fn audit(edition: &Edition, record: &Edition, definition: &Checked<Definition>) -> Outcome<()> {
    let definition = need(definition)?;
    let ballot_boxes = boxes::list(record, definition)?;
    let mut expected: BTreeSet<String> = AUDIT.iter().map(|path| (*path).to_owned()).collect();
    for ballot_box in &ballot_boxes {
        let opening = ballot_box.opening;
        expected.insert(boxes::path(opening, "salts.tamga"));
        if opening != definition.supplement_number() {
            expected.insert(boxes::path(opening, "seeds.tamga"));
        }
        let regions = ballot_box.regions.iter();
        expected.extend(regions.map(|region| lists::verdicts_path(definition, opening, region.region)));
    }
    let optional = [admission::REVOCATIONS_FILE, decisions::FILE];
    complete(edition, &expected, |path| optional.contains(&path) || is_bundle(path, definition, &ballot_boxes))
}

/// Whether this is the place of a bundle of a region in a box.
fn is_bundle(path: &str, definition: &Definition, ballot_boxes: &[BallotBox]) -> bool {
    let name: Option<BundleName> = parse_path(path, definition);
    name.is_some_and(|(region, ..)| boxes::box_of(definition, ballot_boxes, region).is_some())
}

/// The number of a recount by its path.
pub(crate) fn recount_number(path: &str) -> Option<u32> {
    let digits = path.strip_prefix("recounts/")?.strip_suffix(".tamga")?;
    let number: u32 = digits.parse().ok()?;
    (number > 0 && digits == number.to_string()).then_some(number)
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
