//! What an officer logs in for.

use core::ops::BitOr;

use serde::{Deserialize, Serialize};

/// What the officer is told, before the PIN, that the log-in is for: a set of bits, one byte on the wire, never empty. The token
/// takes no request outside them ([`crate::Refusal::OtherPurpose`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Purposes(u8);

impl Purposes {
    /// Definition, keys, endorsement, randomness for seeds, replacement of a lost token.
    pub const SETUP: Self = Self(1);
    /// Shares of HSM PINs.
    pub const UNLOCK: Self = Self(2);
    /// Acts: close, amend, vote, recount, end.
    pub const ACT: Self = Self(4);
    /// Opening sums.
    pub const OPEN: Self = Self(8);
    /// Signing statements.
    pub const SIGN: Self = Self(16);
    /// The token itself: PIN, label, checks.
    pub const UPKEEP: Self = Self(32);
    /// All of them.
    pub const ALL: Self = Self(63);

    /// Each purpose alone, in the order of their bits.
    pub const EACH: [Self; 6] = [Self::SETUP, Self::UNLOCK, Self::ACT, Self::OPEN, Self::SIGN, Self::UPKEEP];

    /// Whether all of `other` are among them.
    pub fn include(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Purposes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl From<Purposes> for u8 {
    fn from(purposes: Purposes) -> u8 {
        purposes.0
    }
}

impl TryFrom<u8> for Purposes {
    type Error = &'static str;

    fn try_from(untrusted_byte: u8) -> Result<Self, Self::Error> {
        let is_set = untrusted_byte != 0 && untrusted_byte & !Self::ALL.0 == 0;
        is_set.then_some(Self(untrusted_byte)).ok_or("purposes that there are not")
    }
}
