//! The panel from the outside: pages as they are drawn and printed, and presses as an officer would make them.

mod answers;
mod checks;
mod contents;
mod drawing;
mod form;
mod frame;
mod hands;
mod keys;
mod pins;
mod snapshots;
