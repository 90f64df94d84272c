#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod acts;
pub mod admission;
pub mod amendments;
pub mod anchor;
pub mod approvals;
pub mod box_file;
pub mod bundle;
mod bytes;
pub mod cast;
pub mod commission;
pub mod decision_plan;
pub mod decisions;
pub mod definition;
pub mod election;
pub mod election_toml;
pub mod end;
pub mod evidence;
pub mod keys;
pub mod ledger;
pub mod limits;
pub mod note;
pub mod pause;
pub mod receipt;
pub mod recount;
pub mod replacement;
pub mod results;
pub mod revocations;
pub mod roll;
pub mod seal;
pub mod shares;
pub mod statement;
pub mod tally_file;
mod text;
pub mod time;
pub mod votes;

pub use bytes::ByteFault;
pub use text::hides_or_reorders;
