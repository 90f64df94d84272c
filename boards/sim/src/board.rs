//! The simulated board: what the token's `Env` is on a computer.

use std::time::Instant;

use rand_chacha::ChaCha20Rng;
use tamga_token::{Blob, Consent, Env, PartCheck, PinEntry, PinPrompt, Screen, StorageError};
use tamga_wire::BoardPart;
use zeroize::Zeroizing;

use crate::flash::Flash;
use crate::officer::Officer;

/// Storage, randomness and an officer.
pub(crate) struct Board {
    pub(crate) rng: ChaCha20Rng,
    pub(crate) flash: Flash,
    pub(crate) officer: Officer,
    pub(crate) rehearsal_only: bool,
    /// When power came.
    pub(crate) started: Instant,
}

impl Board {
    /// The board after power came back.
    pub(crate) fn restarted(self) -> Self {
        Self { started: Instant::now(), ..self }
    }
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

    fn ask_pin(&mut self, prompt: &PinPrompt) -> PinEntry {
        self.officer.type_pin(prompt)
    }

    fn cancel(&mut self) {
        self.officer.forget();
    }

    /// What there is of a board in a program: the storage can be read.
    fn check(&mut self, part: BoardPart) -> PartCheck {
        let works = part != BoardPart::Flash || self.flash.load(Blob::Tries).is_ok();
        if works { PartCheck::Passed } else { PartCheck::Failed }
    }

    fn uptime_ms(&mut self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn board(&self) -> &'static str {
        "sim"
    }

    fn is_simulator(&self) -> bool {
        true
    }

    fn is_rehearsal_only(&self) -> bool {
        self.rehearsal_only
    }
}
