//! Making an identity, and the PIN that guards it.

use rand_core::Rng;
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::SigningKey;
use tamga_wire::{Digest, Purposes, RandomBytes, Refusal, Response};

use crate::env::{Blob, Env, PinEntry, PinPrompt, PinReason};
use crate::pin::{PIN_TRIES, Pin, PinCheck};
use crate::question::Question;
use crate::screen::Content;
use crate::stored::{self, Identity, State};
use crate::token::{Task, Token};

/// Which PIN is being typed.
pub(crate) enum PinQuestion {
    Choose(NewPin),
    Repeat(
        NewPin,
        /// The one that was chosen.
        Pin,
    ),
    /// The one that the token has.
    Own {
        what_for: OwnPin,
        /// Whether the officer was told to wait.
        is_told: bool,
    },
}

/// What the PIN that the token has is typed for.
#[derive(Clone, Copy)]
pub(crate) enum OwnPin {
    /// To log in for these purposes.
    LogIn(Purposes),
    /// To choose another one.
    Change,
}

/// What a PIN is chosen for.
#[derive(Clone, Copy)]
pub(crate) enum NewPin {
    /// An identity that is made with it.
    Identity { rehearsal: bool },
    /// To take the place of the one before.
    Change,
}

/// Wrong PINs in a row after which the token waits before it takes the next.
const BACK_OFF_FROM: u8 = 5;

/// The first wait, in milliseconds; each further wrong PIN doubles it: 43 minutes after the fourteenth.
const BACK_OFF_FIRST_MS: u64 = 5_000;

impl<E: Env> Token<E> {
    /// Begins to make an identity. Refuses a token that has one, and real elections on a board for rehearsals.
    pub(crate) fn init(&mut self, rehearsal: bool) -> Result<Response, Refusal> {
        if self.state.identity.is_some() {
            return Err(Refusal::OutOfOrder);
        }
        if !rehearsal && self.env.is_rehearsal_only() {
            return Err(Refusal::RehearsalMismatch);
        }
        self.poll_pin(PinQuestion::Choose(NewPin::Identity { rehearsal }))
    }

    /// Begins to choose another PIN, with the one before: who finds a token that is logged in does not know it. It stays until the
    /// new one was typed twice and is stored.
    pub(crate) fn change_pin(&mut self) -> Result<Response, Refusal> {
        self.poll_pin(PinQuestion::Own { what_for: OwnPin::Change, is_told: false })
    }

    /// Begins to log in. Refuses another definition than the token's own before the officer types anything. Where the host
    /// names none, or the token has none to show, a log-in is for set-up and upkeep alone. What the officer logged in for before is over, and what was under way.
    pub(crate) fn login(&mut self, definition: Option<Digest>, purposes: Purposes) -> Result<Response, Refusal> {
        self.identity()?;
        let own = self.state.enrolment.as_ref().map(|enrolment| enrolment.definition);
        let fits = match (own, definition) {
            (Some(own), Some(definition)) => own == definition,
            (None, _) | (_, None) => (Purposes::SETUP | Purposes::UPKEEP).include(purposes),
        };
        if !fits {
            return Err(Refusal::OtherElection);
        }
        self.session = None;
        self.task = Task::Idle;
        self.poll_pin(PinQuestion::Own { what_for: OwnPin::LogIn(purposes), is_told: false })
    }

    /// Milliseconds until the next PIN is taken. The wait begins anew when power comes, so that pulling the token out does
    /// not shorten it.
    pub(crate) fn back_off_ms(&mut self) -> u64 {
        let wrong = PIN_TRIES.saturating_sub(self.state.tries_left);
        let Some(doublings) = wrong.checked_sub(BACK_OFF_FROM) else {
            return 0;
        };
        let until_ms = self.tried_at_ms.saturating_add(BACK_OFF_FIRST_MS << doublings);
        until_ms.saturating_sub(self.env.uptime_ms())
    }

    /// Asks the board for the PIN that is being typed, and goes on where it is there.
    pub(crate) fn poll_pin(&mut self, mut question: PinQuestion) -> Result<Response, Refusal> {
        if let PinQuestion::Own { is_told, .. } = &mut question {
            let wait_ms = self.back_off_ms();
            if wait_ms > 0 {
                if !core::mem::replace(is_told, true) {
                    self.tell_to_wait(wait_ms);
                }
                self.question = Some(Question::Pin(question));
                return Ok(Response::Waiting);
            }
        }
        let prompt = self.prompt(&question);
        let pin = match self.env.ask_pin(&prompt) {
            PinEntry::Pending => {
                self.question = Some(Question::Pin(question));
                return Ok(Response::Waiting);
            }
            PinEntry::Cancelled => return Err(Refusal::RefusedByOfficer),
            PinEntry::Typed(pin) => pin,
        };
        match question {
            PinQuestion::Choose(_) if pin.is_weak() => Err(Refusal::WeakPin),
            PinQuestion::Choose(what_for) => self.poll_pin(PinQuestion::Repeat(what_for, pin)),
            PinQuestion::Repeat(what_for, chosen) if chosen.equals(&pin) => self.take_new_pin(what_for, &pin),
            PinQuestion::Repeat(..) => Err(Refusal::WrongPin),
            PinQuestion::Own { what_for, .. } => self.check_pin(&pin, what_for),
        }
    }

    fn take_new_pin(&mut self, what_for: NewPin, pin: &Pin) -> Result<Response, Refusal> {
        match what_for {
            NewPin::Identity { rehearsal } => self.make_identity(rehearsal, pin),
            NewPin::Change => {
                let check = PinCheck::new(pin, self.env.rng());
                stored::save(&mut self.env, Blob::Pin, &check)?;
                Ok(Response::Done)
            }
        }
    }

    fn tell_to_wait(&mut self, wait_ms: u64) {
        let seconds = u32::try_from(wait_ms.div_ceil(1000)).unwrap_or(u32::MAX);
        let screen = self.screen(Content::Wait { seconds });
        self.env.show(&screen);
    }

    fn prompt(&self, question: &PinQuestion) -> PinPrompt {
        let (reason, purposes) = match question {
            PinQuestion::Choose(_) => (PinReason::Choose, Purposes::UPKEEP),
            PinQuestion::Repeat(..) => (PinReason::Repeat, Purposes::UPKEEP),
            PinQuestion::Own { what_for, .. } => {
                let purposes = match what_for {
                    OwnPin::LogIn(purposes) => *purposes,
                    OwnPin::Change => Purposes::UPKEEP,
                };
                (PinReason::LogIn { tries_left: self.state.tries_left }, purposes)
            }
        };
        let rehearsal = match (question, &self.state.identity) {
            (
                PinQuestion::Choose(NewPin::Identity { rehearsal })
                | PinQuestion::Repeat(NewPin::Identity { rehearsal }, _),
                _,
            ) => *rehearsal,
            (_, identity) => identity.as_ref().is_some_and(|identity| identity.rehearsal),
        };
        let enrolment = self.state.enrolment.as_ref();
        PinPrompt {
            rehearsal,
            reason,
            election: enrolment.map(|enrolment| (enrolment.id.clone(), enrolment.definition)),
            purposes,
            label: self.state.label.clone(),
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
        self.session = Some(Purposes::SETUP | Purposes::UPKEEP);
        Ok(response)
    }

    /// Checks a PIN. The counter goes down before the check and up after it, so that cutting the power after a wrong PIN
    /// gives no further try. A wrong one ends the log-in.
    fn check_pin(&mut self, pin: &Pin, what_for: OwnPin) -> Result<Response, Refusal> {
        let check: PinCheck = stored::load(&mut self.env, Blob::Pin)?.ok_or(Refusal::Storage)?;
        let tries_left = self.state.tries_left.saturating_sub(1);
        stored::save(&mut self.env, Blob::Tries, &tries_left)?;
        self.state.tries_left = tries_left;
        if check.is_right(pin) {
            stored::save(&mut self.env, Blob::Tries, &PIN_TRIES)?;
            self.state.tries_left = PIN_TRIES;
            return match what_for {
                OwnPin::LogIn(purposes) => {
                    self.session = Some(purposes);
                    Ok(Response::Done)
                }
                OwnPin::Change => self.poll_pin(PinQuestion::Choose(NewPin::Change)),
            };
        }
        self.session = None;
        self.tried_at_ms = self.env.uptime_ms();
        if tries_left > 0 {
            return Err(Refusal::WrongPin);
        }
        let screen = self.screen(Content::Wiped);
        self.wipe()?;
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
