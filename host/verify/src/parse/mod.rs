//! The parsers, one per format, written from the byte specification alone.
//!
//! Every parser is strict enough that a file it takes has no second encoding of the same content.

pub(crate) mod anchor;
pub(crate) mod approvals;
pub(crate) mod ballot_box;
mod ballot_lines;
pub(crate) mod bundle;
pub(crate) mod contest_set;
pub(crate) mod definition;
pub(crate) mod definition_rules;
pub(crate) mod election;
pub(crate) mod entry;
pub(crate) mod facts;
pub(crate) mod keys;
pub(crate) mod note;
pub(crate) mod per_region;
pub(crate) mod record;
pub(crate) mod roll;
pub(crate) mod shares;
pub(crate) mod statement;
pub(crate) mod tally;
pub(crate) mod trackers;
pub(crate) mod turnout;

#[cfg(test)]
mod tests;
