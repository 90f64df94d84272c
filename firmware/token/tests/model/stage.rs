//! The board under the explored token: as in the other tests, or with a fault that the explorer has to find.

use rand_chacha::ChaCha20Rng;
use tamga_token::{Blob, Consent, Env, PartCheck, PinEntry, PinPrompt, Screen, StorageError};
use tamga_wire::BoardPart;
use zeroize::Zeroizing;

use crate::board::Board;

/// A board that does not do what `Env` asks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Says that a root was stored, and did not.
    ForgetsRoots,
    /// Says that bits of regions were stored, and did not.
    ForgetsSlots,
    /// Says that a signed box was stored, and did not.
    ForgetsBoxes,
    /// Draws nothing and takes any press for a yes.
    ShowsNothing,
    /// Takes every question for answered with yes.
    AgreesToAll,
}

/// A board with or without a fault.
pub struct Stage {
    pub board: Board,
    pub fault: Option<Fault>,
}

impl Env for Stage {
    type Rng = ChaCha20Rng;

    fn rng(&mut self) -> &mut ChaCha20Rng {
        self.board.rng()
    }

    fn load(&mut self, blob: Blob) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        self.board.load(blob)
    }

    fn store(&mut self, blob: Blob, bytes: &[u8]) -> Result<(), StorageError> {
        match (self.fault, blob) {
            (Some(Fault::ForgetsRoots), Blob::Root(_)) => Ok(()),
            (Some(Fault::ForgetsSlots), Blob::Slots { .. }) => Ok(()),
            (Some(Fault::ForgetsBoxes), Blob::Close(_)) => Ok(()),
            _ => self.board.store(blob, bytes),
        }
    }

    fn erase(&mut self, blob: Blob) -> Result<(), StorageError> {
        self.board.erase(blob)
    }

    fn wipe(&mut self) -> Result<(), StorageError> {
        self.board.wipe()
    }

    fn show(&mut self, screen: &Screen) {
        self.board.show(screen);
    }

    fn ask(&mut self, screen: &Screen) {
        if self.fault != Some(Fault::ShowsNothing) {
            self.board.ask(screen);
        }
    }

    fn consent(&mut self) -> Consent {
        if self.fault == Some(Fault::AgreesToAll) { Consent::Yes } else { self.board.consent() }
    }

    fn ask_pin(&mut self, prompt: &PinPrompt) -> PinEntry {
        self.board.ask_pin(prompt)
    }

    fn cancel(&mut self) {
        self.board.cancel();
    }

    fn check(&mut self, part: BoardPart) -> PartCheck {
        self.board.check(part)
    }

    fn uptime_ms(&mut self) -> u64 {
        self.board.uptime_ms()
    }

    fn board(&self) -> &'static str {
        self.board.board()
    }

    fn is_simulator(&self) -> bool {
        self.board.is_simulator()
    }

    fn is_rehearsal_only(&self) -> bool {
        self.board.is_rehearsal_only()
    }
}
