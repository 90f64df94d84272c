//! The parsers, one per format, written from the byte specification alone.
//!
//! Every parser is strict enough that a file it takes has no second encoding of the same content.

pub(crate) mod acts;
pub(crate) mod amendments;
pub(crate) mod anchor;
pub(crate) mod approvals;
pub(crate) mod ballot_box;
mod ballot_lines;
pub(crate) mod bundle;
pub(crate) mod contest_set;
pub(crate) mod decisions;
pub(crate) mod definition;
pub(crate) mod definition_rules;
pub(crate) mod election;
pub(crate) mod entry;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod finding;
pub(crate) mod keys;
pub(crate) mod note;
pub(crate) mod per_region;
pub(crate) mod record;
pub(crate) mod recount;
pub(crate) mod replacement;
pub(crate) mod revocations;
pub(crate) mod roll;
pub(crate) mod shares;
pub(crate) mod statement;
pub(crate) mod tables;
pub(crate) mod tally;
pub(crate) mod trackers;
pub(crate) mod turnout;

#[cfg(test)]
mod example_tests;
#[cfg(test)]
mod finding_tests;
#[cfg(test)]
mod tests;

use crate::reason::Reason;

/// Where a record stands in its region. The order of places is the order of all lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    /// The collector's index.
    pub(crate) collector: u16,
    /// The bundle's number.
    pub(crate) bundle: u32,
    /// Which of several bundles of that number, from 1.
    pub(crate) variant: u8,
    /// The item, from 0.
    pub(crate) item: u32,
}

/// Refuses an index that is not below `count`.
fn index(what: &'static str, index: u16, count: usize) -> Result<usize, Reason> {
    let place = usize::from(index);
    if place < count { Ok(place) } else { Err(Reason::IndexOutOfRange { what, index: u64::from(index) }) }
}
