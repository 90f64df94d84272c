//! Why a token that is plugged in takes no part in an act, and what to do about it.

use tamga_wire::Refusal;

use super::advice::refusal;
use super::seat::Tries;
use crate::message::Message;

/// Why a token was not logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// Wrong PINs.
    WrongPins(Tries),
    /// It said no to the log-in.
    Refused(Refusal),
    /// It answered something else.
    Nonsense,
}

impl Exclusion {
    /// Why, and in its advice what to do.
    pub fn message(self) -> Message {
        match self {
            Self::WrongPins(tries) => tries.message(),
            Self::Refused(Refusal::RefusedByOfficer) => Message::of("excluded-gave-up"),
            Self::Refused(refused) => Message::of("excluded-refused").with("why", refusal(refused)),
            Self::Nonsense => Message::of("excluded-nonsense"),
        }
    }
}
