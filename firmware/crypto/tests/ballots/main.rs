//! Encrypted marks and their proofs: README (1) to (6).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod frozen;
mod marks;
mod paper;
mod range_proof;
mod tweaks;
