//! Tests of the program as auditors and checkers use it, on a small election that is written down from the byte specification
//! by encoders of its own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the encoders are test code too: a test stops where it fails"
)]

mod a_record;
mod approval;
mod bundles;
mod casting;
mod ceremony;
mod closing;
mod command_line;
mod election;
mod encode;
mod folder;
mod openings;
mod pauses;
mod publishing;
mod replacements;
mod replacing;
mod script;
mod tables;
mod tallying;
