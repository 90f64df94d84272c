//! Every format of the README: its bytes, and one refusal per fault.
//!
//! Expected bytes are laid out by hand from the README ([`bytes::layout`]), and digests were computed with another SHA-3
//! (CPython's hashlib), never with this crate. They are frozen: a change here is a new version of a format.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod acts;
mod admission;
mod admission_tables;
mod amendments;
mod anchor;
mod approvals;
mod box_file;
mod bundle;
mod bytes;
mod cast;
mod commission;
mod decisions;
mod definition;
mod definition_sizes;
mod election;
mod election_toml;
mod election_toml_refusals;
mod election_toml_sizes;
mod evidence;
mod examples;
mod groups;
mod keys;
mod ledger;
mod ledger_entry;
mod note;
mod pause;
mod readme;
mod receipt;
mod recount;
mod replacement;
mod results;
mod revocations;
mod roll;
mod seal;
mod shares;
mod small_regions;
mod statement;
mod statement_txt;
mod tally;
mod time;
mod votes;
mod votes_bounds;
mod votes_by_ballot;
mod votes_by_contest;
