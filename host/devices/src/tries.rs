//! The host's own count of wrong PINs: it stops before the device would, and where the device never would.

use crate::hsm::{HsmError, Role};

/// Wrong PINs in a row that the host makes at most, whatever the device allows.
pub const TRIES_MAX: u8 = 8;

/// Wrong PINs in a row, by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tries {
    max: u8,
    /// In the order of [`Role::ALL`].
    wrong: [u8; 4],
}

impl Tries {
    /// No wrong PINs yet; at most `max` in a row are made, and never more than [`TRIES_MAX`] nor less than one.
    pub fn up_to(max: u8) -> Self {
        Self { max: max.clamp(1, TRIES_MAX), wrong: [0; 4] }
    }

    /// The counts as they were kept, in the order of [`Role::ALL`].
    pub fn with_counts(mut self, untrusted_counts: [u8; 4]) -> Self {
        self.wrong = untrusted_counts;
        self
    }

    /// The counts, to keep.
    pub fn counts(&self) -> [u8; 4] {
        self.wrong
    }

    /// Counts a try before it is made. Refuses a role that has none left.
    pub fn begin(&mut self, role: Role) -> Result<(), HsmError> {
        if self.left(role) == 0 {
            return Err(HsmError::PinBlocked { role });
        }
        self.set(role, self.wrong_of(role).saturating_add(1));
        Ok(())
    }

    /// The try turned out right: the count is set back.
    pub fn right(&mut self, role: Role) {
        self.set(role, 0);
    }

    /// The try was none: the device was not there, or refused for another reason than the PIN.
    pub fn void(&mut self, role: Role) {
        self.set(role, self.wrong_of(role).saturating_sub(1));
    }

    /// The error of a wrong PIN, after [`Tries::begin`].
    pub fn wrong_pin(&self, role: Role) -> HsmError {
        HsmError::WrongPin { role, tries_left: self.left(role) }
    }

    /// The device says that it is blocked: so does the host from now on.
    pub fn block(&mut self, role: Role) {
        self.set(role, self.max);
    }

    /// Tries left for a role.
    pub fn left(&self, role: Role) -> u8 {
        self.max.saturating_sub(self.wrong_of(role))
    }

    fn wrong_of(&self, role: Role) -> u8 {
        self.wrong.get(usize::from(role.number())).copied().unwrap_or(u8::MAX)
    }

    fn set(&mut self, role: Role, count: u8) {
        if let Some(wrong) = self.wrong.get_mut(usize::from(role.number())) {
            *wrong = count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_counts_before_it_is_made_and_the_right_pin_sets_the_count_back() {
        let mut tries = Tries::up_to(3);
        assert_eq!(tries.begin(Role::Tally), Ok(()));
        assert_eq!(tries.wrong_pin(Role::Tally), HsmError::WrongPin { role: Role::Tally, tries_left: 2 });
        assert_eq!(tries.begin(Role::Tally), Ok(()));
        tries.right(Role::Tally);
        assert_eq!((tries.left(Role::Tally), tries.left(Role::Escrow)), (3, 3));
    }

    #[test]
    fn a_role_without_tries_is_blocked_and_the_others_are_not() {
        let mut tries = Tries::up_to(1);
        assert_eq!(tries.begin(Role::Seal), Ok(()));
        assert_eq!(tries.begin(Role::Seal), Err(HsmError::PinBlocked { role: Role::Seal }));
        assert_eq!(tries.begin(Role::Admin), Ok(()));
        let kept = Tries::up_to(1).with_counts(tries.counts());
        assert_eq!(kept, tries);
        assert_eq!(Tries::up_to(200).left(Role::Seal), TRIES_MAX);
    }

    #[test]
    fn a_try_that_was_none_does_not_count() {
        let mut tries = Tries::up_to(2);
        tries.begin(Role::Escrow).unwrap();
        tries.void(Role::Escrow);
        assert_eq!(tries.left(Role::Escrow), 2);
        tries.block(Role::Escrow);
        assert_eq!(tries.left(Role::Escrow), 0);
    }
}
