//! Contest sets: which contests are on a ballot.

/// 16 bytes; contest `c` is on the ballot when bit `c mod 8` of byte `c / 8` is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct ContestSet(pub(crate) [u8; 16]);

impl ContestSet {
    /// Whether the contest is on the ballot.
    pub(crate) fn has(&self, contest: usize) -> bool {
        self.0.get(contest / 8).is_some_and(|byte| byte >> (contest % 8) & 1 == 1)
    }

    /// Puts a contest on the ballot.
    pub(crate) fn insert(&mut self, contest: usize) {
        if let Some(byte) = self.0.get_mut(contest / 8) {
            *byte |= 1 << (contest % 8);
        }
    }

    /// Whether every contest of this ballot is also in `all`.
    pub(crate) fn is_subset(&self, all: &Self) -> bool {
        self.0.iter().zip(&all.0).all(|(mine, theirs)| mine & !theirs == 0)
    }
}
