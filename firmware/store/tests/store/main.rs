//! The store on a model flash: what it keeps, what it survives, what it shows.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod apart;
mod board;
mod cuts;
mod hostile;
mod keeping;
mod layout;
mod life;
mod rollback;
mod sequences;
mod wear;
mod wiping;
