//! What is wrong between the bundles of a chain.

use core::fmt;

/// The state of the chain of a region and collector: a set of bits, none of them where everything fits together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainState(u8);

impl ChainState {
    /// There is no closing bundle.
    pub const OPEN: Self = Self(1);
    /// A bundle's `previous` is no imported bundle of the number before.
    pub const GAP: Self = Self(2);
    /// Two bundles have the same number.
    pub const FORK: Self = Self(4);
    /// A `total`, or a kind, does not follow from the bundle before.
    pub const CONTRADICTION: Self = Self(8);

    const WORDS: [(Self, &str); 4] =
        [(Self::OPEN, "open"), (Self::GAP, "gap"), (Self::FORK, "fork"), (Self::CONTRADICTION, "contradiction")];

    /// Nothing is wrong.
    pub const fn complete() -> Self {
        Self(0)
    }

    /// The byte that the box writes.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The state of a byte; `None` where an undefined bit is set.
    pub const fn from_bits(untrusted_bits: u8) -> Option<Self> {
        if untrusted_bits < 16 { Some(Self(untrusted_bits)) } else { None }
    }

    /// Sets the bits of `other` too.
    pub const fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether all bits of `other` are set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing is wrong.
    pub const fn is_complete(self) -> bool {
        self.0 == 0
    }

    /// The words of its bits, in their order; none where nothing is wrong.
    pub fn words(self) -> Vec<&'static str> {
        Self::WORDS.iter().filter(|(bit, _)| self.contains(*bit)).map(|(_, word)| *word).collect()
    }
}

/// The words joined by commas.
impl fmt::Display for ChainState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().join(","))
    }
}
