//! The token: one request in, one answer out.

use alloc::vec::Vec;

use tamga_wire::{
    Frame, FrameError, FrameReader, Info, Refusal, Request, Response, decode_message, encode_frame, frame,
};

use crate::definition::{DefinitionReader, Enrolment};
use crate::dkg::DkgRun;
use crate::env::Env;
use crate::open::OpeningRun;
use crate::question::Question;
use crate::screen::{Content, Screen};
use crate::statement::StatementRun;
use crate::stored::{Identity, Share, State};

/// An officer's token over the board `E`.
pub struct Token<E: Env> {
    pub(crate) env: E,
    pub(crate) state: State,
    pub(crate) logged_in: bool,
    /// What goes on over several requests.
    pub(crate) task: Task,
    /// What the officer was asked and has not answered.
    pub(crate) question: Option<Question>,
    reader: FrameReader,
}

/// What goes on over several requests. A refusal ends it.
pub(crate) enum Task {
    Idle,
    Enrol(DefinitionReader),
    Dkg(DkgRun),
    Open(OpeningRun),
    Statement(StatementRun),
}

impl<E: Env> Token<E> {
    /// The token with what the board has stored, not logged in. Refuses storage that it cannot read.
    pub fn new(mut env: E) -> Result<Self, Refusal> {
        let state = State::load(&mut env)?;
        Ok(Self { env, state, logged_in: false, task: Task::Idle, question: None, reader: FrameReader::new() })
    }

    /// The board back, as when power is cut: what was not stored is lost.
    pub fn into_env(self) -> E {
        self.env
    }

    /// Takes bytes from the cable, split in any way, and gives the bytes that answer the frames that end in them, in order.
    /// A frame that cannot be read is answered with refusal 1 and the sequence number 0.
    pub fn handle_frame(&mut self, untrusted: &[u8]) -> Vec<u8> {
        let mut answers = Vec::new();
        for byte in untrusted {
            if let Some(arrived) = self.reader.push(*byte) {
                answers.extend_from_slice(&self.answer(arrived));
            }
        }
        answers
    }

    fn answer(&mut self, arrived: Result<Frame, FrameError>) -> Vec<u8> {
        let (sequence, response) = match arrived {
            Ok(frame) => {
                let request = decode_message(&frame.untrusted_message);
                let response = request.map_or(Response::Refused(Refusal::BadFrame), |request| self.handle(request));
                (frame.sequence, response)
            }
            Err(_) => (frame::SEQUENCE_UNKNOWN, Response::Refused(Refusal::BadFrame)),
        };
        // By the limits of its lists every answer fits a frame. To one that did not the host would wait in vain.
        encode_frame(sequence, &response).unwrap_or_default()
    }

    /// Answers one request. A refusal ends what went on over several requests; it has to be begun again.
    pub fn handle(&mut self, request: Request) -> Response {
        self.dispatch(request).unwrap_or_else(|refusal| {
            if self.question.is_none() {
                self.task = Task::Idle;
            }
            Response::Refused(refusal)
        })
    }

    fn dispatch(&mut self, request: Request) -> Result<Response, Refusal> {
        match request {
            Request::Hello => return Ok(Response::Info(self.info())),
            Request::Poll => return self.poll(),
            Request::Cancel => {
                self.question = None;
                self.task = Task::Idle;
                return Ok(Response::Done);
            }
            _ if self.question.is_some() => return Err(Refusal::OutOfOrder),
            Request::Init { rehearsal } => return self.init(rehearsal),
            Request::Login => return self.login(),
            _ => {}
        }
        self.identity()?;
        if !self.logged_in {
            return Err(Refusal::NotLoggedIn);
        }
        self.dispatch_logged_in(request)
    }

    fn dispatch_logged_in(&mut self, request: Request) -> Result<Response, Refusal> {
        match request {
            Request::Random => self.random(),
            Request::EnrolBegin { length, own } => self.begin_enrolment(length, own),
            Request::EnrolPart { bytes } => self.take_definition(&bytes),
            Request::DkgBegin { purpose } => self.begin_dkg(purpose),
            Request::DkgNonces { nonces } => self.take_nonces(&nonces),
            Request::DkgCommitments { commitments } => self.take_commitments(commitments),
            Request::DkgPackage { dealer, package } => self.take_package(dealer, &package),
            Request::DkgEnvelope { dealer, envelope } => self.take_envelope(dealer, envelope),
            Request::DkgSignatures { signatures } => self.take_signatures(&signatures),
            Request::Endorse { head, body_digest, roll_digest } => self.endorse(&head, &body_digest, &roll_digest),
            Request::Unlock { role, serial, generation, ciphertext, host_key } => {
                self.unlock(role, serial, generation, ciphertext, host_key)
            }
            Request::Act { kind, digest, figures } => self.act(kind, digest, figures),
            Request::OpenBegin { .. } => self.begin_opening(request),
            Request::OpenLeaf { leaf, group, counted_digest, path, sums } => {
                self.open_leaf(leaf, &group, &counted_digest, &path, &sums)
            }
            Request::StatementBegin { text, totals_length } => self.begin_statement(text, totals_length),
            Request::StatementTotals { bytes } => self.take_totals(&bytes),
            Request::Operations { nonce } => self.operations(&nonce),
            Request::Hello | Request::Poll | Request::Cancel | Request::Init { .. } | Request::Login => {
                Err(Refusal::OutOfOrder)
            }
        }
    }

    fn info(&self) -> Info {
        let identity = self.state.identity.as_ref();
        let enrolment = self.state.enrolment.as_ref();
        Info {
            simulator: self.env.is_simulator(),
            rehearsal: identity.is_some_and(|identity| identity.rehearsal),
            identity: identity.map(|identity| identity.key.verifying_key().to_bytes()),
            logged_in: self.logged_in,
            tries_left: self.state.tries_left,
            index: enrolment.map_or(0, |enrolment| enrolment.index),
            definition: enrolment.map(|enrolment| enrolment.definition),
            custody_key: self.state.custody.is_some(),
            election_key: self.state.election_share.is_some(),
            election: self.state.election,
        }
    }

    pub(crate) fn identity(&self) -> Result<&Identity, Refusal> {
        self.state.identity.as_ref().ok_or(Refusal::NotInitialised)
    }

    pub(crate) fn enrolment(&self) -> Result<&Enrolment, Refusal> {
        self.state.enrolment.as_ref().ok_or(Refusal::OutOfOrder)
    }

    pub(crate) fn election_share(&self) -> Result<&Share, Refusal> {
        self.state.election_share.as_ref().ok_or(Refusal::OutOfOrder)
    }

    /// `E`; only an election that this token endorsed is acted in, opened or signed.
    pub(crate) fn election(&self) -> Result<tamga_wire::Digest, Refusal> {
        self.state.election.ok_or(Refusal::OutOfOrder)
    }

    /// Ends what went on over several requests and hands it over.
    pub(crate) fn take_task(&mut self) -> Task {
        core::mem::replace(&mut self.task, Task::Idle)
    }

    /// The screen of this content, marked REHEARSAL where the token is for rehearsals.
    pub(crate) fn screen(&self, content: Content) -> Screen {
        let rehearsal = self.state.identity.as_ref().is_none_or(|identity| identity.rehearsal);
        Screen { rehearsal, content }
    }
}
