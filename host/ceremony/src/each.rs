//! The same question to every token: identities, log-ins, randomness.

use std::fmt;

use tamga_crypto::dkg::{DkgError, Quorum, TOKENS_MAX};
use tamga_record::definition::OfficerKeys;
use tamga_wire::{Digest, Purposes, Request, Response};

use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// One question to each of `N` tokens, all of which have to answer; the outcome are the answers in token order.
pub struct Each<T> {
    desk: Desk,
    read: fn(Response) -> Option<T>,
    answers: Round<T>,
}

impl Each<OfficerKeys> {
    /// Makes the identities of `tokens` fresh tokens: the officers' keys of the definition. Refuses none and more than 15.
    pub fn identities(tokens: u8, rehearsal: bool) -> Result<Self, CeremonyError> {
        Self::new(tokens, &Request::Init { rehearsal }, |response| match response {
            Response::Identity { identity, share_key } => Some(OfficerKeys { identity, share: share_key }),
            _ => None,
        })
    }
}

impl Each<()> {
    /// Has the officers of `tokens` tokens log in for these purposes, under the definition with this digest if there is one.
    /// Refuses none and more than 15.
    pub fn logins(tokens: u8, definition: Option<Digest>, purposes: Purposes) -> Result<Self, CeremonyError> {
        Self::new(tokens, &Request::Login { definition, purposes }, |response| {
            (response == Response::Done).then_some(())
        })
    }
}

impl Each<[u8; 32]> {
    /// Draws 32 random bytes from each of `tokens` tokens, for [`crate::seeds::mix_seed`]. Refuses none and more than 15.
    pub fn randomness(tokens: u8) -> Result<Self, CeremonyError> {
        Self::new(tokens, &Request::Random, |response| match response {
            Response::Random { bytes } => Some(bytes.0),
            _ => None,
        })
    }
}

impl<T> Each<T> {
    fn new(tokens: u8, request: &Request, read: fn(Response) -> Option<T>) -> Result<Self, CeremonyError> {
        if !(1..=TOKENS_MAX).contains(&tokens) {
            return Err(CeremonyError::Quorum(DkgError::Quorum));
        }
        let all = Quorum::new(tokens, tokens).map_err(CeremonyError::Quorum)?;
        let mut desk = Desk::new(None, all, Needed::All);
        desk.push_all(request);
        Ok(Self { desk, read, answers: Round::new(tokens) })
    }
}

impl<T: Clone> Machine for Each<T> {
    type Outcome = Vec<T>;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let answer = (self.read)(response).ok_or(Fault::WrongAnswer)?;
        self.answers.put(token, answer).ok_or(Fault::WrongAnswer)
    }

    fn finish(&mut self) -> Result<Vec<T>, CeremonyError> {
        self.desk.check_finished(self.answers.given().count())?;
        self.answers.all().ok_or(CeremonyError::NotFinished)
    }
}

impl<T> fmt::Debug for Each<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Each")
    }
}
