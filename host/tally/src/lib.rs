#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod acts;
pub mod admit;
pub mod aggregate;
mod ballot;
pub mod close;
pub mod combine;
pub mod election;
pub mod import;
pub mod progress;
pub mod record;
pub mod result;
pub mod root;
pub mod seats;
pub mod source;
mod statuses;
mod sums;
pub mod unseal;
pub mod verified;
pub mod verify;
