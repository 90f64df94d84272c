//! The checks, in the order of the report but for the last. Their numbers are those of the README.

use crate::report::{Check, Checked, Fault};

pub(crate) mod adding;
pub(crate) mod admission;
pub(crate) mod amendments;
pub(crate) mod boxes;
pub(crate) mod chains;
pub(crate) mod close;
pub(crate) mod commission;
pub(crate) mod copies;
pub(crate) mod decisions;
pub(crate) mod devices;
pub(crate) mod end;
pub(crate) mod ending;
pub(crate) mod files;
pub(crate) mod groups;
pub(crate) mod imports;
pub(crate) mod judge;
pub(crate) mod ledger;
pub(crate) mod lists;
pub(crate) mod opening;
pub(crate) mod pauses;
pub(crate) mod printed;
pub(crate) mod recount;
pub(crate) mod recounts;
pub(crate) mod regions;
pub(crate) mod replacements;
pub(crate) mod result;
pub(crate) mod setup;
pub(crate) mod signing;
pub(crate) mod tally;
pub(crate) mod trackers;
pub(crate) mod turnout;
pub(crate) mod unsealing;
pub(crate) mod verdict;

/// Builds the table of checks.
macro_rules! checks {
    ($($constant:ident = $number:literal, $name:literal;)*) => {
        $(pub(crate) const $constant: Check = Check { number: $number, name: $name };)*
        /// All checks, in order.
        #[cfg(test)]
        pub(crate) const ALL: &[Check] = &[$($constant),*];
    };
}

checks! {
    DEFINITION = 1, "definition";
    RECORD_FILES = 2, "files of record";
    AUDIT_FILES = 3, "files of audit";
    KEYS = 4, "public keys";
    ELECTION = 5, "election id";
    CUSTODY = 6, "custody key ceremony";
    ELECTION_KEY = 7, "election key ceremony";
    ENDORSEMENTS = 8, "endorsements";
    TREE = 9, "ledger tree";
    ENTRIES = 10, "ledger entries";
    ANCHOR = 11, "anchor";
    SETUP = 12, "set-up in the ledger";
    BOXES = 13, "ballot boxes";
    AMENDMENTS = 14, "amendments";
    TRACKERS = 15, "received trackers";
    ACTS = 16, "imports and acts in the ledger";
    ROLL = 17, "roll";
    REVOCATIONS = 18, "revocations";
    SEEDS = 19, "region seeds";
    DECISIONS = 20, "decisions";
    BUNDLES = 21, "bundles";
    CHAINS = 22, "nothing imported was dropped";
    TOLD = 23, "what officers were told";
    ADMISSION = 24, "admission, openings, proofs";
    COUNTS = 25, "attestation counts";
    VERDICTS = 26, "verdicts";
    RECEIVED = 27, "received and tables, derived again";
    TURNOUT = 28, "turnout and conservation";
    TALLY = 29, "tally files and roots";
    GROUPS = 30, "groups, derived again";
    SUMS = 31, "sums, added again";
    COUNTED = 32, "counted trackers";
    APPROVALS = 33, "approvals";
    SHARES = 34, "shares";
    RESULT = 35, "counts, totals and results";
    SEATS = 36, "seats";
    STATEMENT = 37, "statement";
    EDITIONS = 38, "digests of the editions";
    SIGNATURES = 39, "signatures of the statement";
    PRINTED = 40, "statement.txt";
    LEDGER_END = 41, "statement in the ledger";
    RECOUNTS = 42, "recounts and end";
    APPROVAL = 43, "approval";
    REPLACEMENTS = 44, "replacements";
    COPIES = 45, "copies of the protocol";
    PAUSES = 46, "pauses";
}

/// The value, or the number of the check on which it depends.
pub(crate) fn need<T>(checked: &Checked<T>) -> Result<&T, Fault> {
    checked.as_ref().map_err(|depends| Fault::NotChecked(*depends))
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn the_readme_has_every_check_under_its_number_and_name() {
        let readme = include_str!("../../README.md");
        for (number, check) in (1..).zip(ALL) {
            assert_eq!(check.number, number);
            let mut rows = readme.lines().filter(|line| line.starts_with(&format!("| {number} |")));
            assert!(rows.any(|row| row.contains(&format!("| {} |", check.name))), "{check:?}");
        }
    }
}
