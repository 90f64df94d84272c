//! Binding the token to one definition.

use tamga_wire::{Purpose, Purposes, Refusal, Response};

use crate::definition::{DefinitionReader, Enrolment};
use crate::env::{Blob, Env};
use crate::question::Question;
use crate::screen::Content;
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
        let enrolment = reader.finish()?;
        self.check_own(&enrolment)?;
        let content = Content::Enrol {
            id: enrolment.id.clone(),
            definition: enrolment.definition,
            index: enrolment.index,
            needed: enrolment.needed,
            tokens: u8::try_from(enrolment.officers.len()).unwrap_or(u8::MAX),
        };
        self.ask(Question::Enrol(enrolment), content)
    }

    /// Whether the definition has this token's keys at its index, is a rehearsal if the token is for rehearsals, and does
    /// not take an endorsed election's place.
    fn check_own(&self, enrolment: &Enrolment) -> Result<(), Refusal> {
        let identity = self.identity()?;
        if enrolment.officer(enrolment.index) != Some(&identity.officer()) {
            return Err(Refusal::NotAnOfficer);
        }
        if enrolment.rehearsal != identity.rehearsal || (!enrolment.rehearsal && self.env.is_rehearsal_only()) {
            return Err(Refusal::RehearsalMismatch);
        }
        let before = self.state.enrolment.as_ref();
        let is_other = before.is_some_and(|before| before.definition != enrolment.definition);
        if is_other && self.state.election.is_some() {
            return Err(Refusal::AlreadyEnrolledElsewhere);
        }
        Ok(())
    }

    /// The officer agreed. Shares that were made under another definition go first, as they would be of no use under this one.
    pub(crate) fn enrol(&mut self, enrolment: Enrolment) -> Result<Response, Refusal> {
        let definition = enrolment.definition;
        if self.state.enrolment.as_ref() != Some(&enrolment) {
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
