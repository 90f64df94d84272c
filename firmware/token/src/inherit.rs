//! What a new token takes over of the others: the roots that they opened, and the regions. What one of them refuses to open, it
//! refuses too.

use alloc::vec::Vec;

use tamga_crypto::dkg::Resharing;
use tamga_crypto::sign::{SIGNATURE_LEN, Signature};
use tamga_wire::replacement::PassingSlots;
use tamga_wire::{Digest, Refusal, Response};

use crate::dkg::DkgRun;
use crate::env::Env;
use crate::replace::Replacement;
use crate::slots;
use crate::token::{Task, Token};

/// Parts that passed from one token that stays to a new one.
#[derive(Default)]
pub(crate) struct Passing {
    parts: u32,
    hash: PassingSlots,
    /// How many tokens all parts were taken over of; asked for its own, a token has no use for it.
    done: usize,
    /// The openings with a root, by the first part.
    openings: Vec<u32>,
}

impl Passing {
    /// Whether everything is taken over of everyone who stays.
    pub(crate) fn is_of_all(&self, resharing: &Resharing) -> bool {
        self.done == resharing.dealers().len()
    }

    fn take(&mut self, part: &[u8]) {
        self.hash.take(part);
        self.parts += 1;
    }
}

impl<E: Env> Token<E> {
    /// The next part of what this token has opened, or its signature over all of them.
    pub(crate) fn give_slots(&mut self, part: u32) -> Result<Response, Refusal> {
        let (mut replacement, transcript) = self.take_between()?;
        let enrolment = self.state.enrolment.as_ref().ok_or(Refusal::OutOfOrder)?;
        let index = enrolment.index;
        if part == 0 {
            replacement.passing = Passing::default();
        }
        if part != replacement.passing.parts || !replacement.resharing.dealers().contains(&index) {
            return Err(Refusal::OutOfOrder);
        }
        let response = match slots::part(&mut self.env, enrolment, part)? {
            Some(bytes) => {
                replacement.passing.take(&bytes);
                Response::Slots { bytes }
            }
            None => {
                let passing = core::mem::take(&mut replacement.passing);
                self.sign_digest(&passing.hash.message(&transcript, index))?
            }
        };
        self.task = Task::Dkg(DkgRun::between(replacement));
        Ok(response)
    }

    /// The next part of what token `token` has opened. It counts at once: a host that changes it makes this token refuse more, and does
    /// not come to a share by it.
    pub(crate) fn take_slots(&mut self, token: u8, untrusted_part: &[u8]) -> Result<Response, Refusal> {
        let (mut replacement, _) = self.take_between()?;
        replacement.check_giver(token, self.enrolment()?.index)?;
        let enrolment = self.state.enrolment.as_ref().ok_or(Refusal::OutOfOrder)?;
        let passing = &mut replacement.passing;
        match passing.parts {
            0 => passing.openings = slots::take_over_roots(&mut self.env, enrolment.openings, untrusted_part)?,
            part => {
                let (place, contest) = enrolment.bits_of_part(part);
                let opening = *passing.openings.get(place).ok_or(Refusal::OutOfOrder)?;
                slots::take_over_bits(&mut self.env, opening, contest, enrolment.regions, untrusted_part)?;
            }
        }
        passing.take(untrusted_part);
        self.task = Task::Dkg(DkgRun::between(replacement));
        Ok(Response::Done)
    }

    /// Token `token`'s signature over all of its parts.
    pub(crate) fn take_slots_signature(
        &mut self,
        token: u8,
        signature: &[u8; SIGNATURE_LEN],
    ) -> Result<Response, Refusal> {
        let (mut replacement, transcript) = self.take_between()?;
        let enrolment = self.enrolment()?;
        replacement.check_giver(token, enrolment.index)?;
        let passing = core::mem::take(&mut replacement.passing);
        if passing.parts == 0 || enrolment.bits_of_part(passing.parts).0 != passing.openings.len() {
            return Err(Refusal::OutOfOrder);
        }
        let giver = enrolment.officer(token).ok_or(Refusal::OutOfOrder)?;
        let message = passing.hash.message(&transcript, token);
        giver.key()?.verify(&message, &Signature::from_bytes(*signature)).map_err(|_| Refusal::BadTranscript)?;
        replacement.passing.done = passing.done + 1;
        self.task = Task::Dkg(DkgRun::between(replacement));
        Ok(Response::Done)
    }

    /// The replacement under way, between its two resharings, and the transcript of the first.
    fn take_between(&mut self) -> Result<(alloc::boxed::Box<Replacement>, Digest), Refusal> {
        let Task::Dkg(run) = self.take_task() else {
            return Err(Refusal::OutOfOrder);
        };
        let replacement = run.into_between().ok_or(Refusal::OutOfOrder)?;
        let (transcript, _) = replacement.custody.as_ref().ok_or(Refusal::OutOfOrder)?;
        let transcript = *transcript;
        Ok((replacement, transcript))
    }
}

impl Replacement {
    /// Whether it is this token's turn, and the own one is new.
    fn check_giver(&self, token: u8, own: u8) -> Result<(), Refusal> {
        let dealers = self.resharing.dealers();
        let is_next = dealers.get(self.passing.done) == Some(&token) && !dealers.contains(&own);
        is_next.then_some(()).ok_or(Refusal::OutOfOrder)
    }
}
