//! What those who stay have opened, carried to the new tokens: what one of them refuses, a new one refuses too.

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::definition::Definition;
use tamga_wire::replacement::PassingSlots;
use tamga_wire::{Request, Response};

use super::reshare::Bound;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::round::Round;

/// The slots of every token that stays, on their way to every new one.
#[derive(Debug)]
pub(super) struct Passing {
    bound: Bound,
    /// Parts that a token of this election has at most.
    parts_max: usize,
    /// The parts of each token that stays so far.
    parts: Vec<(u8, Vec<Vec<u8>>)>,
    /// The signature of each over all its parts.
    signatures: Round<[u8; SIGNATURE_LEN]>,
    /// The new tokens that have taken over everything.
    taken: Round<()>,
}

impl Passing {
    /// Nothing is asked yet.
    pub(super) fn new(bound: &Bound, definition: &Definition) -> Self {
        let openings = usize::try_from(definition.openings).unwrap_or(usize::MAX).saturating_add(1);
        let dealers = bound.resharing.dealers().iter();
        let tokens = bound.commission.quorum().tokens;
        Self {
            parts_max: openings.saturating_mul(definition.contests.len()).saturating_add(1),
            parts: dealers.map(|dealer| (*dealer, Vec::new())).collect(),
            signatures: Round::new(tokens),
            taken: Round::new(tokens),
            bound: bound.clone(),
        }
    }

    /// Asks every token that stays for its first part.
    pub(super) fn begin(&self, desk: &mut Desk) {
        for dealer in self.bound.resharing.dealers() {
            desk.push(*dealer, Request::SlotsAsk { part: 0 });
        }
    }

    /// Takes an answer. `custody` is the transcript of the custody key's resharing, which makes signatures fresh.
    pub(super) fn answered(
        &mut self,
        desk: &mut Desk,
        custody: &Digest,
        token: u8,
        response: Response,
    ) -> Result<(), Fault> {
        match (desk.is_done(token), response) {
            (false, Response::Done) => Ok(()),
            (true, Response::Done) if !self.bound.resharing.dealers().contains(&token) => {
                self.taken.put(token, ()).ok_or(Fault::WrongAnswer)
            }
            (true, Response::Slots { bytes }) => self.part(desk, token, bytes),
            (true, Response::Signed { signature }) => self.signed(desk, custody, token, signature),
            _ => Err(Fault::WrongAnswer),
        }
    }

    fn part(&mut self, desk: &mut Desk, token: u8, bytes: Vec<u8>) -> Result<(), Fault> {
        let place = self.parts.iter_mut().find(|(of, _)| *of == token);
        let (_, parts) = place.ok_or(Fault::WrongAnswer)?;
        if parts.len() >= self.parts_max {
            return Err(Fault::WrongAnswer);
        }
        parts.push(bytes);
        let part = u32::try_from(parts.len()).map_err(|_| Fault::WrongAnswer)?;
        desk.push(token, Request::SlotsAsk { part });
        Ok(())
    }

    /// Checks a token's signature over its parts; with the last, all of them go to every new token.
    fn signed(
        &mut self,
        desk: &mut Desk,
        custody: &Digest,
        token: u8,
        signature: [u8; SIGNATURE_LEN],
    ) -> Result<(), Fault> {
        let (_, parts) = self.parts.iter().find(|(of, _)| *of == token).ok_or(Fault::WrongAnswer)?;
        let mut passing = PassingSlots::new();
        parts.iter().for_each(|part| passing.take(part));
        self.bound.commission.verify(token, &passing.message(custody, token), &signature)?;
        self.signatures.put(token, signature).ok_or(Fault::WrongAnswer)?;
        if self.signatures.given().count() == self.parts.len() {
            self.give(desk);
        }
        Ok(())
    }

    fn give(&self, desk: &mut Desk) {
        for newcomer in self.newcomers() {
            for (token, parts) in &self.parts {
                let Some(signature) = self.signatures.get(*token) else { return };
                for bytes in parts {
                    desk.push(newcomer, Request::SlotsTake { token: *token, bytes: bytes.clone() });
                }
                desk.push(newcomer, Request::SlotsSigned { token: *token, signature: *signature });
            }
        }
    }

    fn newcomers(&self) -> impl Iterator<Item = u8> + use<'_> {
        let is_new = |token: &u8| !self.bound.resharing.dealers().contains(token);
        self.bound.commission.quorum().indices().filter(is_new)
    }

    /// Whether every new token has taken over everything.
    pub(super) fn is_over(&self) -> bool {
        self.newcomers().all(|newcomer| self.taken.get(newcomer).is_some())
    }
}
