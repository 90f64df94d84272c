#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod board;
pub mod emulated;
mod flash;
mod officer;
mod person;
mod pipe;
pub mod process;
mod token;

pub use officer::{Asked, OfficerScript, is_pin};
pub use pipe::SimPipe;
pub use tamga_wire::{ActKind, Answer};
pub use token::{SimConfig, SimError, SimToken};
