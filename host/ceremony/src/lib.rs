#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod act;
pub mod amend;
pub mod close;
pub mod commission;
pub mod desk;
pub mod dkg;
pub mod each;
pub mod end;
pub mod endorse;
pub mod enrol;
pub mod fault;
pub mod machine;
pub mod opening;
pub mod operations;
pub mod pause;
pub mod pin;
pub mod pin_file;
pub mod recount;
pub mod replacement;
mod round;
pub mod seeds;
pub mod signing;
pub mod unlock;
pub mod vote;

pub use amend::Amend;
pub use close::Close;
pub use commission::Commission;
pub use dkg::{Dkg, DkgOutcome};
pub use each::Each;
pub use end::{End, EndAct};
pub use endorse::Endorse;
pub use enrol::Enrol;
pub use fault::{CeremonyError, Fault, culprits};
pub use machine::{Machine, RunError, run};
pub use opening::Opening;
pub use operations::Operations;
pub use pause::PauseSigning;
pub use pin::Pin;
pub use pin_file::{PinFile, PinGeneration};
pub use recount::RecountSigning;
pub use replacement::{ReplacementAct, ReplacementCommit, Replacing};
pub use signing::{Answered, Signing};
pub use unlock::{Unlock, UnlockLabel, Unlocked};
pub use vote::Vote;
