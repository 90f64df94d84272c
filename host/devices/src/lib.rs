#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod config;
pub mod hsm;
pub mod link;
pub mod opening;
pub mod rehearsal;

pub use config::Config;
pub use hsm::{Hsm, HsmError, KeyHalves, Pins, Role, require_real};
pub use link::{LinkError, TokenLink};
pub use opening::open_hybrid;
pub use rehearsal::RehearsalHsm;
