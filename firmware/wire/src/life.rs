//! How far a token is in its life, and the parts of its board that it can check.

use serde::{Deserialize, Serialize};

/// How far a token is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[repr(u8)]
pub enum Life {
    /// As it came, or wiped: no identity, no PIN.
    Factory = 0,
    /// It has an identity and a PIN.
    Initialised = 1,
    /// It is bound to a definition.
    Enrolled = 2,
    /// Its share of the election key is erased by the END act.
    Ended = 3,
    /// Taken out of service for good: it takes no identity again.
    Retired = 4,
}

impl From<Life> for u8 {
    fn from(life: Life) -> u8 {
        life as u8
    }
}

impl TryFrom<u8> for Life {
    type Error = &'static str;

    fn try_from(untrusted_byte: u8) -> Result<Self, Self::Error> {
        match untrusted_byte {
            0 => Ok(Self::Factory),
            1 => Ok(Self::Initialised),
            2 => Ok(Self::Enrolled),
            3 => Ok(Self::Ended),
            4 => Ok(Self::Retired),
            _ => Err("a life that there is not"),
        }
    }
}

/// A part of the board that a token checks on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[repr(u8)]
pub enum BoardPart {
    /// The officer says whether patterns and letters look right.
    Screen = 1,
    /// The officer presses each key once.
    Keys = 2,
    /// The random number generator passes its health tests.
    Randomness = 3,
    /// What is stored reads back.
    Flash = 4,
}

impl BoardPart {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Screen, Self::Keys, Self::Randomness, Self::Flash];
}

impl From<BoardPart> for u8 {
    fn from(part: BoardPart) -> u8 {
        part as u8
    }
}

impl TryFrom<u8> for BoardPart {
    type Error = &'static str;

    fn try_from(untrusted_byte: u8) -> Result<Self, Self::Error> {
        Self::ALL.into_iter().find(|part| *part as u8 == untrusted_byte).ok_or("a part that there is not")
    }
}
