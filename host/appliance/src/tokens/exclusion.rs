//! Why a token that is plugged in takes no part in an act, and what to do about it.

use std::fmt;

use tamga_wire::Refusal;

use super::advice::what_to_do;
use super::seat::Tries;

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

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongPins(tries) => write!(f, "{tries}"),
            Self::Refused(Refusal::RefusedByOfficer) => f.write_str("its officer gave up typing the PIN"),
            Self::Refused(refusal) => write!(f, "it cannot be logged in: {refusal}"),
            Self::Nonsense => f.write_str("its answer to the log-in is none"),
        }
    }
}

impl Exclusion {
    /// One sentence of what to do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::WrongPins(_) => {
                "Find the right PIN first: with no try left the token erases itself. Then repeat the command."
            }
            Self::Refused(Refusal::RefusedByOfficer) => "Repeat the command when the officer is ready to type the PIN.",
            Self::Refused(refusal) => what_to_do(*refusal),
            Self::Nonsense => "Do not use this token: tell its maker.",
        }
    }
}
