//! Why a board does not start, as its officer sees it.

use alloc::vec;

use tamga_panel::{Page, PageKind, Surface};

/// What keeps a board from starting. The display shows `!` and the number, the light blinks as often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The chip itself: its USB.
    Chip = 1,
    /// The noise source fails or is refused by a test.
    Noise = 2,
    /// A real token's chip that is not locked down, so that its keys would be no secret.
    Unlocked = 3,
    /// The device key cannot be read or made.
    DeviceKey = 4,
    /// The counter cannot be read.
    Counter = 5,
    /// The flash is not as this token left it: rolled back, changed, or another token's. ✗ held for five seconds erases it.
    Storage = 6,
    /// The flash fails, or holds what this firmware does not read.
    Flash = 7,
    /// The device key that this token was in use with is no longer whole. No other is made in its place.
    KeyDamaged = 8,
}

impl Fault {
    /// Its number, from 1.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Shows the number, in no language.
    pub fn show(self, surface: &mut impl Surface, rehearsal: bool) {
        let lines = vec!["TAMGA".into(), alloc::format!("! {}", self.number())];
        if let Some(page) = Page::new(PageKind::Show, (1, 1), rehearsal, lines) {
            // Where there is no display, the light says it.
            let _ = surface.put(&page);
        }
    }
}
