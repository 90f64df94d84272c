//! What a board brings: its parts behind traits, and what it says of itself.

use core::ops::Range;

use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;
use tamga_panel::{Keys, Surface};
use tamga_store::{ADVANCES_KEPT, Counter, StorageKey};
use tamga_wire::demand::STORES_MAX;

/// Bytes of flash that a store has at least: two banks of 128 KiB, so that all fits that the largest definition asks for, and two
/// pages of 4 KiB apart.
pub const STORE_LEN_MIN: u32 = 264 << 10;

/// Advances that a new token's counter has at least: for the largest definition, and for wiping.
pub const ADVANCES_MIN: u32 = STORES_MAX + ADVANCES_KEPT;

/// What only the board knows how to do, and what it is made of.
pub trait Chip {
    /// The random number generator: seeded, or there is no token.
    type Rng: CryptoRng;
    /// The flash that the store is on.
    type Flash: NorFlash;
    /// The counter that nobody can set back; [`tamga_store::NoCounter`] on boards for rehearsals.
    type Counter: Counter;
    /// The four keys.
    type Keys: Keys;
    /// The display.
    type Surface: Surface;

    /// The board's name in `Info` and on the idle screen, at most 16 bytes of `a`–`z`, `0`–`9` and `-`.
    const NAME: &'static str;
    /// Whether this is a program on a computer, an emulated board included.
    const IS_SIMULATOR: bool;
    /// Whether real elections are refused.
    const IS_REHEARSAL_ONLY: bool;

    /// Milliseconds since power came; never goes back.
    fn uptime_ms(&mut self) -> u64;

    /// Whether the source of randomness passes its tests now; takes less than a second.
    fn randomness_works(&mut self) -> bool;
}

/// The parts of a board, before they are a token's [`crate::Board`].
pub struct Parts<C: Chip> {
    /// The chip itself.
    pub chip: C,
    /// Its generator.
    pub rng: C::Rng,
    /// Its flash.
    pub flash: C::Flash,
    /// Which bytes of the flash are the store's: whole pages, nothing else on them.
    pub range: Range<u32>,
    /// The key of the store, derived from the device key.
    pub storage_key: StorageKey,
    /// Its counter.
    pub counter: C::Counter,
    /// Its keys.
    pub keys: C::Keys,
    /// Its display.
    pub surface: C::Surface,
}
