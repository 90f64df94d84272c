//! Making an identity, and the PIN that guards it.

use rand_core::Rng;
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::SigningKey;
use tamga_wire::{RandomBytes, Refusal, Response};

use crate::env::{Blob, Env, PinEntry, PinReason};
use crate::pin::{PIN_TRIES, Pin, PinCheck};
use crate::question::Question;
use crate::screen::Content;
use crate::stored::{self, Identity, State};
use crate::token::{Task, Token};

/// Which PIN is being typed.
pub(crate) enum PinQuestion {
    Choose { rehearsal: bool },
    Repeat { rehearsal: bool, chosen: Pin },
    LogIn,
}

impl<E: Env> Token<E> {
    /// Begins to make an identity. Refuses a token that has one, and real elections on a board for rehearsals.
    pub(crate) fn init(&mut self, rehearsal: bool) -> Result<Response, Refusal> {
        if self.state.identity.is_some() {
            return Err(Refusal::OutOfOrder);
        }
        if !rehearsal && self.env.is_rehearsal_only() {
            return Err(Refusal::RehearsalMismatch);
        }
        self.poll_pin(PinQuestion::Choose { rehearsal })
    }

    /// Begins to log in.
    pub(crate) fn login(&mut self) -> Result<Response, Refusal> {
        self.identity()?;
        self.logged_in = false;
        self.poll_pin(PinQuestion::LogIn)
    }

    /// Asks the board for the PIN that is being typed, and goes on where it is there.
    pub(crate) fn poll_pin(&mut self, question: PinQuestion) -> Result<Response, Refusal> {
        let reason = match &question {
            PinQuestion::Choose { .. } => PinReason::Choose,
            PinQuestion::Repeat { .. } => PinReason::Repeat,
            PinQuestion::LogIn => PinReason::LogIn { tries_left: self.state.tries_left },
        };
        let pin = match self.env.ask_pin(reason) {
            PinEntry::Pending => {
                self.question = Some(Question::Pin(question));
                return Ok(Response::Waiting);
            }
            PinEntry::Cancelled => return Err(Refusal::RefusedByOfficer),
            PinEntry::Typed(pin) => pin,
        };
        match question {
            PinQuestion::Choose { .. } if pin.is_weak() => Err(Refusal::WeakPin),
            PinQuestion::Choose { rehearsal } => self.poll_pin(PinQuestion::Repeat { rehearsal, chosen: pin }),
            PinQuestion::Repeat { rehearsal, chosen } if chosen.equals(&pin) => self.make_identity(rehearsal, &pin),
            PinQuestion::Repeat { .. } => Err(Refusal::WrongPin),
            PinQuestion::LogIn => self.check_pin(&pin),
        }
    }

    /// Draws both keys, on storage that is erased first: what a token held before is nothing to its next officer. The
    /// identity is stored last: it is what makes the token an initialised one.
    fn make_identity(&mut self, rehearsal: bool, pin: &Pin) -> Result<Response, Refusal> {
        let check = PinCheck::new(pin, self.env.rng());
        let identity = Identity {
            rehearsal,
            key: SigningKey::generate(self.env.rng()),
            share_key: x25519::SecretKey::generate(self.env.rng()),
        };
        self.env.wipe()?;
        self.state = State::fresh();
        stored::save(&mut self.env, Blob::Tries, &PIN_TRIES)?;
        stored::save(&mut self.env, Blob::Pin, &check)?;
        stored::save(&mut self.env, Blob::Identity, &identity.to_stored())?;
        let response = Response::Identity {
            identity: identity.key.verifying_key().to_bytes(),
            share_key: identity.share_key.public(),
        };
        self.state.identity = Some(identity);
        self.logged_in = true;
        Ok(response)
    }

    /// Checks a PIN. The counter goes down before the check and up after it, so that cutting the power after a wrong PIN
    /// gives no further try.
    fn check_pin(&mut self, pin: &Pin) -> Result<Response, Refusal> {
        let check: PinCheck = stored::load(&mut self.env, Blob::Pin)?.ok_or(Refusal::Storage)?;
        let tries_left = self.state.tries_left.saturating_sub(1);
        stored::save(&mut self.env, Blob::Tries, &tries_left)?;
        self.state.tries_left = tries_left;
        if check.is_right(pin) {
            stored::save(&mut self.env, Blob::Tries, &PIN_TRIES)?;
            self.state.tries_left = PIN_TRIES;
            self.logged_in = true;
            return Ok(Response::Done);
        }
        if tries_left > 0 {
            return Err(Refusal::WrongPin);
        }
        let screen = self.screen(Content::Wiped);
        self.task = Task::Idle;
        self.state = State::wiping();
        self.env.wipe()?;
        self.state = State::fresh();
        self.env.show(&screen);
        Err(Refusal::Wiped)
    }

    /// 32 bytes for the host to mix into its seeds.
    pub(crate) fn random(&mut self) -> Result<Response, Refusal> {
        let mut bytes = [0; 32];
        self.env.rng().fill_bytes(&mut bytes);
        Ok(Response::Random { bytes: RandomBytes(bytes) })
    }
}
