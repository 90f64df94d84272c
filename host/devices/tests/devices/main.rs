//! HSMs and tokens on their cables.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod config;
mod file_by_hand;
mod hostile_pipe;
mod hpke_witness;
mod link;
mod rehearsal;
mod secrets;
#[path = "../suite/mod.rs"]
mod suite;
