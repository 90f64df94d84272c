//! The acts of an election. Each begins from what ledger and disk say, and can be repeated.

pub mod adjudicate;
pub mod admit;
pub mod amend;
mod anchor;
pub mod close;
pub mod counting;
pub mod end;
pub mod gathering;
pub mod hsm;
pub mod hsms;
pub mod import;
pub mod lookup;
pub mod lot;
pub mod opening;
pub mod pause;
mod performing;
pub mod polling;
pub mod protocol;
pub mod reconcile;
pub mod recount;
pub mod replacements;
pub mod setup;
mod signatures;
pub mod statement;
pub mod status;
pub mod tally;
pub mod token;
pub mod unlock;
mod words;

pub use performing::{at_of, perform, verify_published};
