//! Binding the token to one definition.

use alloc::boxed::Box;

use tamga_wire::{Purpose, Purposes, Refusal, Response};

use crate::definition::{DefinitionReader, Enrolment};
use crate::env::{Blob, Env};
use crate::question::Question;
use crate::replace::Newcomer;
use crate::screen::Content;
use crate::slots;
use crate::stored::{self, share_blob};
use crate::token::{Task, Token};

impl<E: Env> Token<E> {
    /// A definition follows.
    pub(crate) fn begin_enrolment(&mut self, length: u32, own: u8) -> Result<Response, Refusal> {
        self.task = Task::Enrol(DefinitionReader::new(length, own)?);
        Ok(Response::Done)
    }

    /// The next bytes; after the last, the officer is asked.
    pub(crate) fn take_definition(&mut self, untrusted_part: &[u8]) -> Result<Response, Refusal> {
        let Task::Enrol(mut reader) = self.take_task() else {
            return Err(Refusal::OutOfOrder);
        };
        if !reader.take(untrusted_part)? {
            self.task = Task::Enrol(reader);
            return Ok(Response::Done);
        }
        let (enrolment, demand) = reader.finish()?;
        if demand.stores() > self.env.stores_left() {
            return Err(Refusal::BeyondToken);
        }
        if self.is_named(&enrolment)? {
            return self.ask_to_enrol(enrolment, None);
        }
        self.task = Task::Newcomer(Box::new(Newcomer::new(enrolment)));
        Ok(Response::Done)
    }

    /// Asks whether to be the officer of this index, by the definition or by this replacement.
    pub(crate) fn ask_to_enrol(&mut self, enrolment: Enrolment, replacement: Option<u16>) -> Result<Response, Refusal> {
        let content = Content::Enrol {
            id: enrolment.id.clone(),
            definition: enrolment.definition,
            index: enrolment.index,
            needed: enrolment.needed,
            tokens: u8::try_from(enrolment.officers.len()).unwrap_or(u8::MAX),
            approvals: enrolment.approvals,
            checkers: u8::try_from(enrolment.checkers.len()).unwrap_or(u8::MAX),
            min_open: enrolment.min_open,
            replacement,
        };
        self.ask(Question::Enrol(enrolment), content)
    }

    /// Whether the definition has this token's keys at its index; a token of which it has none may take a lost one's place. Refuses
    /// rehearsals where the token is none and the other way round, and what would take an endorsed election's place, or that of slots.
    fn is_named(&mut self, enrolment: &Enrolment) -> Result<bool, Refusal> {
        let (identity, at_index) = (self.identity()?, enrolment.officer(enrolment.index));
        let own = identity.officer();
        let is_named = at_index == Some(&own);
        let may_come_new = self.state.election.is_none() && at_index.is_some();
        let is_known =
            enrolment.officers.iter().any(|other| other.identity == own.identity || other.share_key == own.share_key);
        if !is_named && (!may_come_new || is_known) {
            return Err(Refusal::NotAnOfficer);
        }
        if enrolment.rehearsal != identity.rehearsal || (!enrolment.rehearsal && self.env.is_rehearsal_only()) {
            return Err(Refusal::RehearsalMismatch);
        }
        let before = self.state.enrolment.as_ref();
        let is_other = before.is_some_and(|before| before.definition != enrolment.definition);
        let openings = before.filter(|_| is_other).map(|before| before.openings);
        let is_bound = self.state.election.is_some();
        if let Some(openings) = openings
            && (is_bound || !slots::roots(&mut self.env, openings)?.is_empty())
        {
            return Err(Refusal::AlreadyEnrolledElsewhere);
        }
        Ok(is_named)
    }

    /// The officer agreed. Shares that were made under another definition go first, as they would be of no use under this one. Once an
    /// election is endorsed it stays as it is, with its replacements.
    pub(crate) fn enrol(&mut self, enrolment: Enrolment) -> Result<Response, Refusal> {
        let definition = enrolment.definition;
        if self.state.election.is_none() && self.state.enrolment.as_ref() != Some(&enrolment) {
            if self.state.pending {
                self.env.erase(Blob::Pending)?;
                self.state.pending = false;
            }
            for purpose in [Purpose::Custody, Purpose::Election] {
                self.env.erase(share_blob(purpose))?;
                *self.state.share_mut(purpose) = None;
            }
            stored::save(&mut self.env, Blob::Enrolment, &enrolment)?;
            self.state.enrolment = Some(enrolment);
        }
        // The PIN was typed under another definition or none: for more, the officer logs in under this one.
        self.session = Some(Purposes::SETUP | Purposes::UPKEEP);
        Ok(Response::Enrolled { definition })
    }
}
