#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod apart;
mod banks;
mod counter;
mod log;
#[cfg(feature = "model")]
pub mod model;
mod record;
mod rewrite;
mod seal;
mod store;

pub use apart::APART_LEN_MAX;
pub use counter::{Counter, CounterError, NoCounter};
pub use embedded_storage::nor_flash::NorFlashErrorKind;
pub use seal::StorageKey;
pub use store::{ADVANCES_KEPT, KEYS_MAX, Store, VALUE_LEN_MAX};

/// Why the store did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The range is not one that the store can use: see [`Store::new`].
    #[error("the range of flash does not hold two banks")]
    Range,
    /// The flash refused to read, write or erase, or did not keep what was written.
    #[error("the flash failed: {0}")]
    Flash(NorFlashErrorKind),
    /// The counter failed, or did not go up by one.
    #[error("the counter failed")]
    Counter,
    /// What is on the flash is not what the counter was last advanced for: older, mixed of old and new, changed, another
    /// token's, or gone. Only [`Store::wipe`] leads on.
    #[error("the flash does not hold what the counter says")]
    Rollback,
    /// What is on the flash was changed. Only a board without counter finds this at opening, where [`Store::wipe`] alone leads
    /// on; on any board it is what a blob says that was changed after the opening.
    #[error("the flash was changed")]
    Corrupt,
    /// A value of more than [`VALUE_LEN_MAX`] bytes. Nothing was done.
    #[error("the value is too long")]
    TooLong,
    /// No room for this blob beside the others, or more than [`KEYS_MAX`] of them. Nothing was done.
    #[error("the flash is full")]
    Full,
    /// The counter is used up but for a wiping, or generations are. Nothing was done.
    #[error("the counter is used up")]
    Worn,
}

impl Error {
    /// Whether it was found before anything was touched.
    fn is_refusal(self) -> bool {
        matches!(self, Self::TooLong | Self::Full | Self::Worn)
    }
}

impl From<CounterError> for Error {
    fn from(_: CounterError) -> Self {
        Self::Counter
    }
}
