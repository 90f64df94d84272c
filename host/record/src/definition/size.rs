//! How long the files can become that follow from a definition, and what it asks of tokens.

use tamga_wire::Demand;

use super::{Contest, Definition, Late};
use crate::limits::TOTALS_LEN_MAX;
use crate::results::{BLANK, TOTALS_HEADER};

/// A `totals.csv` that may become longer than [`TOTALS_LEN_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LongTotals {
    /// The first contest whose rows may not fit behind those before it.
    pub(crate) contest: u16,
    /// Bytes that the whole table may have.
    pub(crate) bytes: u64,
}

/// Whether `totals.csv` may become too long.
pub(crate) fn long_totals(definition: &Definition) -> Option<LongTotals> {
    let mut bytes = TOTALS_HEADER.len() as u64 + 1;
    let mut first_over = None;
    for (index, contest) in (0u16..).zip(&definition.contests) {
        let with_contest = definition.regions.iter().filter(|region| region.contests.contains(index));
        bytes += rows_len_max(contest, with_contest.map(|region| u64::from(region.registered)).sum());
        if bytes > TOTALS_LEN_MAX as u64 {
            first_over = first_over.or(Some(index));
        }
    }
    first_over.map(|contest| LongTotals { contest, bytes })
}

/// What tokens need to have for this definition.
pub(crate) fn demand(definition: &Definition) -> Demand {
    let on_ballots = definition.regions.iter().map(|region| region.contests.len() as u32).sum();
    let supplement = definition.late == Late::Supplement;
    Demand::new(definition.contests.len(), definition.regions.len(), on_ballots, definition.openings, supplement)
}

/// Bytes of a contest's rows `contest,option,votes` at most. An option has at most a vote of everyone on the roll, and
/// `max` of everyone may stay blank.
fn rows_len_max(contest: &Contest, registered: u64) -> u64 {
    let row = |option: &str, votes_max: u64| (contest.id.len() + option.len()) as u64 + digits(votes_max) + 3;
    let options = contest.options.iter().map(|option| row(&option.id, registered));
    options.sum::<u64>() + row(BLANK, registered * u64::from(contest.max))
}

/// Decimal digits of a number.
fn digits(number: u64) -> u64 {
    u64::from(number.checked_ilog10().unwrap_or(0)) + 1
}
