//! What one voter marked in one contest.

use crate::limits::OPTIONS_MAX;

/// The marks of one voter in one contest: a set of options, as bits of a `u64`, as a contest has at most 64 options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u64);

impl Marks {
    /// Adds an option; one from [`OPTIONS_MAX`] upwards is not added.
    pub fn insert(&mut self, option: usize) {
        if option < OPTIONS_MAX {
            self.0 |= 1 << option;
        }
    }

    /// Whether the option is marked; none from [`OPTIONS_MAX`] upwards is.
    pub fn contains(self, option: usize) -> bool {
        option < OPTIONS_MAX && self.0 >> option & 1 == 1
    }

    /// Number of marks.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether this is a blank vote.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// One entry per option of a contest with so many.
    pub fn to_bools(self, options: usize) -> Vec<bool> {
        (0..options).map(|option| self.contains(option)).collect()
    }
}
