//! The store on a model flash: what it keeps, what it survives, what it shows.

mod board;
mod keeping;
