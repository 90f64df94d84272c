#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod ballots;
pub mod collector;
pub mod identity;
pub mod layout;
pub mod link;
pub mod mischief;
pub mod params;
pub mod polling;
pub mod progress;
pub mod registrar;
pub mod streams;
pub mod voter;
