//! The checks, in the order of the report. Their numbers are those of the README.

use crate::report::{Check, Checked, Fault};

pub(crate) mod admission;
pub(crate) mod close;
pub(crate) mod ending;
pub(crate) mod files;
pub(crate) mod groups;
pub(crate) mod judge;
pub(crate) mod ledger;
pub(crate) mod lists;
pub(crate) mod opening;
pub(crate) mod recount;
pub(crate) mod regions;
pub(crate) mod result;
pub(crate) mod setup;
pub(crate) mod signing;
pub(crate) mod tally;
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
    BOX = 13, "ballot box";
    TRACKERS = 14, "received trackers";
    ACTS = 15, "imports and acts in the ledger";
    ROLL = 16, "roll";
    SEEDS = 17, "region seeds";
    BUNDLES = 18, "bundles";
    CHAINS = 19, "nothing imported was dropped";
    ADMISSION = 20, "admission, openings, proofs";
    COUNTS = 21, "attestation counts";
    VERDICTS = 22, "verdicts";
    RECEIVED = 23, "received and turnout, derived again";
    TURNOUT = 24, "turnout and conservation";
    TALLY = 25, "tally file and root";
    GROUPS = 26, "groups, derived again";
    SUMS = 27, "sums, added again";
    COUNTED = 28, "counted trackers";
    APPROVALS = 29, "approvals";
    SHARES = 30, "shares";
    RESULT = 31, "counts, totals and results";
    STATEMENT = 32, "statement";
    EDITIONS = 33, "digests of the editions";
    SIGNATURES = 34, "signatures of the statement";
    PRINTED = 35, "statement.txt";
    LEDGER_END = 36, "opening and statement in the ledger";
    APPROVAL = 37, "approval";
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
