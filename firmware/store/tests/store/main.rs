//! The store on a model flash: what it keeps, what it survives, what it shows.

mod board;
mod cuts;
mod keeping;
mod life;
mod rollback;
