//! The YubiHSM 2 backend, against the emulator; the conformance suite on a real device too.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod attest;
mod bench;
mod conformance;
mod faults;
mod garbage;
mod log;
mod provision;
mod roles;
mod rsa_device;
#[path = "../suite/mod.rs"]
mod suite;
