//! The set of contests on a ballot, 16 bytes.

use crate::limits::CONTESTS_MAX;

/// Bytes of a contest set.
pub const CONTEST_SET_LEN: usize = 16;

/// The contests on a ballot: contest `c` is there when bit `c mod 8`, from the least significant, of byte `c / 8` is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ContestSet([u8; CONTEST_SET_LEN]);

impl ContestSet {
    /// The set of these contests; `None` where one is 128 or above.
    pub fn from_indices(contests: impl IntoIterator<Item = u16>) -> Option<Self> {
        let mut set = Self::default();
        for contest in contests {
            *set.0.get_mut(usize::from(contest / 8))? |= 1 << (contest % 8);
        }
        Some(set)
    }

    /// The set that these 16 bytes write; any bytes are a set.
    pub const fn from_bytes(untrusted_set: [u8; CONTEST_SET_LEN]) -> Self {
        Self(untrusted_set)
    }

    /// The 16 bytes.
    pub const fn to_bytes(&self) -> [u8; CONTEST_SET_LEN] {
        self.0
    }

    /// Whether a contest is on the ballot.
    pub fn contains(&self, contest: u16) -> bool {
        let byte = self.0.get(usize::from(contest / 8));
        byte.is_some_and(|byte| byte >> (contest % 8) & 1 == 1)
    }

    /// The contests on the ballot, ascending.
    pub fn indices(&self) -> impl Iterator<Item = u16> + use<> {
        let set = *self;
        (0..CONTESTS_MAX as u16).filter(move |contest| set.contains(*contest))
    }

    /// How many contests are on the ballot.
    pub fn len(&self) -> usize {
        self.indices().count()
    }

    /// Whether no contest is on the ballot.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; CONTEST_SET_LEN]
    }
}
