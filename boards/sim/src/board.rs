//! The simulated board: what the token's `Env` is on a computer.

use rand_chacha::ChaCha20Rng;
use tamga_token::{Blob, Consent, Env, PinEntry, PinReason, Screen, StorageError};
use zeroize::Zeroizing;

use crate::flash::Flash;
use crate::officer::Officer;

/// Storage, randomness and an officer.
pub(crate) struct Board {
    pub(crate) rng: ChaCha20Rng,
    pub(crate) flash: Flash,
    pub(crate) officer: Officer,
    pub(crate) rehearsal_only: bool,
}

impl Env for Board {
    type Rng = ChaCha20Rng;

    fn rng(&mut self) -> &mut ChaCha20Rng {
        &mut self.rng
    }

    fn load(&mut self, blob: Blob) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        self.flash.load(blob).map_err(|_| StorageError)
    }

    fn store(&mut self, blob: Blob, bytes: &[u8]) -> Result<(), StorageError> {
        self.flash.store(blob, bytes).map_err(|_| StorageError)
    }

    fn erase(&mut self, blob: Blob) -> Result<(), StorageError> {
        self.flash.erase(blob).map_err(|_| StorageError)
    }

    fn wipe(&mut self) -> Result<(), StorageError> {
        self.flash.wipe().map_err(|_| StorageError)
    }

    fn show(&mut self, screen: &Screen) {
        self.officer.see(screen);
    }

    fn ask(&mut self, screen: &Screen) {
        self.officer.decide(screen);
    }

    fn consent(&mut self) -> Consent {
        self.officer.answer()
    }

    fn ask_pin(&mut self, reason: PinReason) -> PinEntry {
        self.officer.type_pin(reason)
    }

    fn is_simulator(&self) -> bool {
        true
    }

    fn is_rehearsal_only(&self) -> bool {
        self.rehearsal_only
    }
}
