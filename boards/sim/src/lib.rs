#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod board;
mod flash;
mod officer;
mod pipe;
mod token;

pub use officer::OfficerScript;
pub use pipe::SimPipe;
pub use tamga_wire::Answer;
pub use token::{SimConfig, SimError, SimToken};
