//! The panel from the outside: pages as they are drawn and printed, and presses as an officer would make them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod answers;
mod any_order;
mod checks;
mod contents;
mod drawing;
mod form;
mod frame;
mod hands;
mod keys;
mod pins;
mod snapshots;
