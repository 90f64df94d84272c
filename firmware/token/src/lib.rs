#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod acts;
mod bench;
mod definition;
mod dkg;
mod end;
mod enrol;
mod env;
mod figures;
mod inherit;
mod leaf;
mod life;
mod login;
mod open;
mod operations;
mod pin;
mod purpose;
mod question;
mod replace;
mod screen;
mod slots;
mod standing;
mod statement;
mod stored;
mod text;
mod token;
mod totals;
mod unlock;
mod upkeep;

pub use env::{Blob, Consent, Env, PartCheck, PinEntry, PinPrompt, PinReason, StorageError};
pub use figures::tokens_of;
pub use pin::{PIN_TRIES, Pin};
pub use screen::{Content, Screen};
pub use standing::Standing;
pub use statement::StatementFigures;
pub use text::Utc;
pub use token::Token;
