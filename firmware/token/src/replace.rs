//! Replacing lost tokens: what a quorum decided, and the new shares from the officer's yes until all have them. The
//! resharing itself is in `dkg`, what a new token takes over of the slots in `inherit`.

use alloc::boxed::Box;
use alloc::vec::Vec;

use tamga_crypto::dkg::{Resharing, replaced_message, replacement_outcome};
use tamga_crypto::sign::{SIGNATURE_LEN, Signature};
use tamga_wire::replacement::replacement_digest;
use tamga_wire::request::OfficerSignature;
use tamga_wire::signed::act_message;
use tamga_wire::{ActKind, Digest, NewOfficer, Operation, Purpose, Refusal, Response};

use crate::definition::{Enrolment, Officer};
use crate::dkg::DkgRun;
use crate::end::check_quorum;
use crate::env::{Blob, Env};
use crate::inherit::Passing;
use crate::question::Question;
use crate::screen::Content;
use crate::stored::{self, Pending, Share, State};
use crate::token::{Task, Token};

/// A replacement that a quorum decided.
pub(crate) struct Replacement {
    pub(crate) election: Digest,
    number: u16,
    pub(crate) digest: Digest,
    /// Bit `i − 1` for token `i`.
    replaced: u64,
    pub(crate) resharing: Resharing,
    /// The officers after it.
    pub(crate) officers: Vec<Officer>,
    /// The share of the custody key and the transcript that it is of, once there is one.
    pub(crate) custody: Option<(Digest, Share)>,
    pub(crate) passing: Passing,
}

/// A token in the place of a lost one, which is given the replacements up to its own.
pub(crate) struct Newcomer {
    enrolment: Enrolment,
    election: Option<Digest>,
}

impl Replacement {
    /// Whether this may follow upon these officers: the next number; places that are there and leave a quorum; keys that are
    /// keys and none of `known`; signatures of a quorum of those who stay, and of nobody else.
    fn check(
        before: &Enrolment,
        known: &[Officer],
        (election, number): (Digest, u16),
        replaced: &[NewOfficer],
        signatures: &[OfficerSignature],
    ) -> Result<Self, Refusal> {
        let places: Vec<u8> = replaced.iter().map(|officer| officer.token).collect();
        let quorum = before.quorum().ok_or(Refusal::Storage)?;
        let resharing = Resharing::new(quorum, &places).map_err(|_| Refusal::BadReplacement)?;
        let mut after = before.clone();
        let mut bits = 0;
        for NewOfficer { token, identity, share_key } in replaced {
            let new = Officer { identity: *identity, share_key: *share_key };
            if known.iter().any(|old| old.identity == new.identity || old.share_key == new.share_key) {
                return Err(Refusal::BadReplacement);
            }
            let place = usize::from(*token).checked_sub(1).and_then(|place| after.officers.get_mut(place));
            *place.ok_or(Refusal::BadReplacement)? = new;
            bits |= 1 << (token - 1);
        }
        if before.replacements.checked_add(1) != Some(number) || after.check().is_none() {
            return Err(Refusal::BadReplacement);
        }
        let digest = replacement_digest(&election, number, replaced);
        let message = act_message(&election, ActKind::Replacement, &[number.into(), bits, 0, 0], &digest);
        let all_stay = signatures.iter().all(|signature| resharing.dealers().contains(&signature.token));
        check_quorum(before, &message, signatures).filter(|()| all_stay).ok_or(Refusal::QuorumMissing)?;
        let (officers, passing) = (after.officers, Passing::default());
        Ok(Self { election, number, digest, replaced: bits, resharing, officers, custody: None, passing })
    }

    /// A resharing begins. That of the election key comes second, and a new token has taken over the slots of all others by then.
    pub(crate) fn begin(&mut self, purpose: Purpose, index: u8) -> Result<(), Refusal> {
        if purpose == Purpose::Custody {
            (self.custody, self.passing) = (None, Passing::default());
            return Ok(());
        }
        let has_slots = self.resharing.dealers().contains(&index) || self.passing.is_of_all(&self.resharing);
        (self.custody.is_some() && has_slots).then_some(()).ok_or(Refusal::OutOfOrder)
    }
}

impl Newcomer {
    pub(crate) fn new(enrolment: Enrolment) -> Self {
        Self { enrolment, election: None }
    }
}

impl<E: Env> Token<E> {
    /// A quorum's replacement. To a new token that is not enrolled yet it is one of those up to its own; the officers of all others
    /// are asked whether the run begins.
    pub(crate) fn replace(
        &mut self,
        election: Digest,
        number: u16,
        untrusted_replaced: &[NewOfficer],
        untrusted_signatures: &[OfficerSignature],
    ) -> Result<Response, Refusal> {
        let (replaced, signatures) = (untrusted_replaced, untrusted_signatures);
        if let Task::Newcomer(newcomer) = self.take_task() {
            let (before, known) = (&newcomer.enrolment, &newcomer.enrolment.officers);
            let replacement = Replacement::check(before, known, (election, number), replaced, signatures)?;
            return self.follow(*newcomer, replacement);
        }
        let (own, enrolment) = (self.identity()?.officer(), self.enrolment()?);
        let is_new = replaced.iter().any(|officer| officer.token == enrolment.index);
        let known = if is_new { &[] } else { enrolment.officers.as_slice() };
        let replacement = Replacement::check(enrolment, known, (election, number), replaced, signatures)?;
        let keeps_place = replacement.officers.get(usize::from(enrolment.index) - 1) == Some(&own);
        let is_of_it = if is_new { self.state.election.is_none() } else { self.state.election == Some(election) };
        if !keeps_place || !is_of_it {
            return Err(Refusal::BadReplacement);
        }
        if !is_new && (self.state.custody.is_none() || self.state.election_share.is_none()) {
            return Err(Refusal::OutOfOrder);
        }
        let Replacement { number, digest, replaced, .. } = replacement;
        let (kind, figures) = (ActKind::Replacement, [number.into(), replaced, 0, 0]);
        let content = Content::Act { kind, figures, digest, replaces: false };
        self.ask(Question::Begin(Box::new(replacement)), content)
    }

    /// The officer saw the control number of the act on the screens of all, the new ones among them: only now the token deals. A key
    /// that a host put in the place of a new token's own would have its shares with the envelopes, before anything is kept.
    pub(crate) fn begin_replacement(&mut self, replacement: Box<Replacement>) -> Response {
        self.task = Task::Dkg(DkgRun::between(replacement));
        Response::Done
    }

    /// A new token learns of a replacement; at the one with its keys its officer is asked.
    fn follow(&mut self, mut newcomer: Newcomer, replacement: Replacement) -> Result<Response, Refusal> {
        if newcomer.election.is_some_and(|election| election != replacement.election) {
            return Err(Refusal::BadReplacement);
        }
        newcomer.election = Some(replacement.election);
        newcomer.enrolment.officers = replacement.officers;
        if newcomer.enrolment.officer(newcomer.enrolment.index) == Some(&self.identity()?.officer()) {
            newcomer.enrolment.is_new = true;
            return self.ask_to_enrol(newcomer.enrolment, Some(replacement.number));
        }
        newcomer.enrolment.replacements = replacement.number;
        self.task = Task::Newcomer(Box::new(newcomer));
        Ok(Response::Done)
    }

    /// All signed the transcript of a resharing. The first share waits in the run, with the second the officer is asked to keep both.
    pub(crate) fn take_reshared(
        &mut self,
        purpose: Purpose,
        mut replacement: Box<Replacement>,
        transcript: Digest,
        share: Share,
    ) -> Result<Response, Refusal> {
        if purpose == Purpose::Custody {
            replacement.custody = Some((transcript, share));
            self.task = Task::Dkg(DkgRun::between(replacement));
            return Ok(Response::Done);
        }
        let Replacement { election, number, digest, replaced, officers, custody, .. } = *replacement;
        let (of_custody, custody) = custody.ok_or(Refusal::OutOfOrder)?;
        let outcome = replacement_outcome(&digest, &of_custody, &transcript);
        let pending = Pending::new((election, number), outcome, officers, &custody, &share);
        self.ask(Question::Replace(Box::new(pending)), Content::Replace { number, replaced, outcome })
    }

    /// The officer agreed: the new shares are stored beside those in use, and take their place when all tokens have theirs.
    pub(crate) fn keep_replacement(&mut self, pending: &Pending) -> Result<Response, Refusal> {
        stored::save(&mut self.env, Blob::Pending, pending)?;
        self.state.pending = true;
        // Two shares.
        self.count(Operation::Dkg)?;
        self.count(Operation::Dkg)?;
        self.sign_digest(&pending.confirmation(self.enrolment()?.index))
    }

    /// All tokens confirmed. That is stored first: from then on the shares take each other's place, now or at the next start. A run
    /// under way ends: it was begun under the shares of before, and would confirm another outcome of a number that is in use.
    pub(crate) fn commit_replacement(
        &mut self,
        number: u16,
        untrusted_signatures: &[[u8; SIGNATURE_LEN]],
    ) -> Result<Response, Refusal> {
        self.task = Task::Idle;
        let known = self.enrolment()?.replacements;
        let pending: Option<Pending> = stored::load(&mut self.env, Blob::Pending)?;
        let Some(mut pending) = pending.filter(|pending| pending.number == number) else {
            let is_in_use = self.state.election.is_some() && (1..=known).contains(&number);
            return is_in_use.then_some(Response::Done).ok_or(Refusal::BadReplacement);
        };
        if untrusted_signatures.len() != pending.officers.len() {
            return Err(Refusal::QuorumMissing);
        }
        for ((token, officer), signature) in (1..).zip(&pending.officers).zip(untrusted_signatures) {
            let message = pending.confirmation(token);
            officer.key()?.verify(&message, &Signature::from_bytes(*signature)).map_err(|_| Refusal::QuorumMissing)?;
        }
        pending.committed = true;
        stored::save(&mut self.env, Blob::Pending, &pending)?;
        drop(pending);
        // Where storage fails in between, this token has none until the same request, or the next start, goes on.
        (self.state.custody, self.state.election_share) = (None, None);
        self.state = State::load(&mut self.env)?;
        Ok(Response::Done)
    }
}

impl Pending {
    /// What token `token` signs of it, (26).
    fn confirmation(&self, token: u8) -> Digest {
        replaced_message(&self.election, self.number, token, &self.outcome)
    }
}
