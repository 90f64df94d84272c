//! PINs that are typed in the middle of a ceremony: chosen, wrong, awaited.

use anyhow::Result;
use tamga_ceremony::Machine;
use tamga_ceremony::desk::Lack;
use tamga_wire::{Refusal, Request, Response};

use super::super::advice;
use super::super::exclusion::Exclusion;
use super::super::seat::LoggedIn;
use super::{Errand, GRACE};
use crate::message::Message;

/// How often an officer may choose a PIN anew who slipped in the second one, or chose a weak one.
const CHOICES_MAX: u8 = 5;

impl<M: Machine> Errand<'_, M> {
    /// Whether an officer whose choice of a PIN came to nothing is asked for another one.
    pub(super) fn chooses_again(&mut self, token: u8, request: &Request, refusal: Refusal) -> bool {
        let key = match refusal {
            Refusal::WrongPin => "token-pins-differ",
            Refusal::WeakPin => "token-weak-pin",
            _ => return false,
        };
        let choices = self.choices.entry(token).or_default();
        *choices += 1;
        if *choices >= CHOICES_MAX {
            return false;
        }
        self.tokens.progress.say("tokens", Message::of(key).with("token", token));
        self.owed.insert(token, request.clone());
        true
    }

    /// Takes the answer to a log-in. Says whether anything came of it.
    pub(super) fn take_log_in(&mut self, token: u8, response: Response) -> Result<bool> {
        let log_in = self.tokens.log_in_of(token);
        let is_played = !self.tokens.ports.is_by_hand();
        let Some(seat) = self.tokens.seats.get_mut(&token) else { return Ok(false) };
        let taken = seat.take_log_in(log_in.as_ref(), response, is_played);
        if !matches!(taken, LoggedIn::NotYet) {
            self.asking.ends(token);
        }
        let why = match taken {
            LoggedIn::NotYet => {
                if let Some(log_in) = log_in.filter(|_| !self.asking.is_asked(token)) {
                    self.asking.waits(token, &log_in.request());
                }
                return Ok(false);
            }
            LoggedIn::Yes => {
                self.barred.remove(&token);
                return Ok(true);
            }
            LoggedIn::WrongPin(tries) => {
                if u64::from(tries.wait_s) > GRACE.as_secs() {
                    self.barred.insert(token, tries);
                }
                self.tokens
                    .progress
                    .say("tokens", Message::of("token-asked-again").with("token", token).with("why", tries.message()));
                return Ok(true);
            }
            LoggedIn::Gone(error) => {
                self.tokens
                    .progress
                    .say("tokens", Message::of("token-at").with("token", token).with("why", advice::link(error)));
                self.gone(token)?;
                return Ok(true);
            }
            LoggedIn::WrongPins(tries) => Exclusion::WrongPins(tries),
            LoggedIn::No(refusal) => Exclusion::Refused(refusal),
            LoggedIn::Nonsense => Exclusion::Nonsense,
        };
        self.tokens.put_aside(token, why);
        self.absent(token)?;
        Ok(true)
    }

    /// Where the others are enough, they do not wait for a token that makes its officer wait for long.
    pub(super) fn leave_the_barred(&mut self) -> Result<()> {
        if self.barred.is_empty() || self.machine.lacks() != Lack::Nothing {
            return Ok(());
        }
        for (token, tries) in std::mem::take(&mut self.barred) {
            self.asking.ends(token);
            self.tokens.put_aside(token, Exclusion::WrongPins(tries));
            self.absent(token)?;
        }
        Ok(())
    }
}
