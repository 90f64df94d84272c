//! Ceremonies end to end: simulated tokens behind their cables, and tokens that lie, stay away or refuse.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod acts;
mod again;
mod ending;
mod fake_dealer;
mod opening;
mod operations;
mod pins;
mod replacement;
mod restart;
mod scripted;
mod seeds;
mod set_up;
mod signing;
mod table;
mod unlock;
