//! The emulator under the clients that speak to a real device.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod client;
mod faults;
mod keys;
mod log;
mod program;
mod witness;
