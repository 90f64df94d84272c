#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod control_number;
pub mod discrete_log;
pub mod dkg;
pub mod elgamal;
pub mod group;
pub mod hash;
pub mod hpke;
pub mod marks;
pub mod merkle;
pub mod opening;
pub mod range_proof;
pub mod sign;
pub mod tdh2;
