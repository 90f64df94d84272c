#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod board;
mod cable;
mod chip;

pub use board::Board;
pub use cable::{Cable, Port, Turn};
pub use chip::{ADVANCES_MIN, Chip, Parts, STORE_LEN_MIN};
