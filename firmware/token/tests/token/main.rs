//! A commission of tokens in memory, and a host that is honest, careless or hostile.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod board;
mod closing;
mod commission;
mod definition;
mod replacing;
mod slice;
mod statement;
mod tally;

mod acts;
mod back_off;
mod consent;
mod election;
mod ending;
mod endorsing;
mod enrolling;
mod key_generation;
mod opening;
mod opening_refusals;
mod operations;
mod pins;
mod power;
mod purposes;
mod replacement;
mod rogue_dealer;
mod slots;
mod statements;
mod unlocking;
mod upkeep;
mod wiping;
mod wire;
