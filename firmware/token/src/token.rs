//! The token: one request in, one answer out.

use alloc::boxed::Box;
use alloc::vec::Vec;

use tamga_wire::{
    Frame, FrameError, FrameReader, Info, Purposes, Refusal, Request, Response, decode_message, encode_frame, frame,
};

use crate::definition::{DefinitionReader, Enrolment};
use crate::dkg::DkgRun;
use crate::env::Env;
use crate::open::OpeningRun;
use crate::purpose::{needs_election_key, purpose_of, waits_for_replacement};
use crate::question::Question;
use crate::replace::Newcomer;
use crate::screen::{Content, Screen};
use crate::statement::StatementRun;
use crate::stored::{Identity, Share, State};

/// An officer's token over the board `E`.
pub struct Token<E: Env> {
    pub(crate) env: E,
    pub(crate) state: State,
    /// What the officer logged in for, since power came.
    pub(crate) session: Option<Purposes>,
    /// When the last wrong PIN was typed, in milliseconds since power came: 0 at the start, as if one had been typed right before.
    pub(crate) tried_at_ms: u64,
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
    Newcomer(Box<Newcomer>),
    Dkg(DkgRun),
    Open(OpeningRun),
    Statement(StatementRun),
}

impl<E: Env> Token<E> {
    /// The token with what the board has stored, not logged in. Refuses storage that it cannot read.
    pub fn new(mut env: E) -> Result<Self, Refusal> {
        let state = State::load(&mut env)?;
        Ok(Self {
            env,
            state,
            session: None,
            tried_at_ms: 0,
            task: Task::Idle,
            question: None,
            reader: FrameReader::new(),
        })
    }

    /// The board, for what is its own: to draw, to look at its keys.
    pub fn env_mut(&mut self) -> &mut E {
        &mut self.env
    }

    /// The board back, as when power is cut: what was not stored is lost.
    pub fn into_env(self) -> E {
        self.env
    }

    /// Takes bytes from the cable, split in any way, and gives the bytes that answer the frames that end in them, in order.
    /// A frame that cannot be read is answered with refusal 1 and the sequence number 0: twelve bytes where two come at worst,
    /// and all of them held until the last byte is taken, so that a board hands over what it received in small pieces.
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
                let Frame { sequence, untrusted_message } = frame;
                let request = decode_message(&untrusted_message);
                // Its memory is for what the request needs.
                drop(untrusted_message);
                let response = request.map_or(Response::Refused(Refusal::BadFrame), |request| self.handle(request));
                (sequence, response)
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
            _ if self.state.retired => return Err(Refusal::Retired),
            Request::Poll => return self.poll(),
            Request::Cancel => return Ok(self.cancel()),
            _ if self.question.is_some() => return Err(Refusal::OutOfOrder),
            Request::Init { rehearsal } => return self.init(rehearsal),
            Request::Login { definition, purposes } => return self.login(definition, purposes),
            Request::Wipe { retire } => return self.ask(Question::Erase { retire }, Content::Erase { retire }),
            _ => {}
        }
        self.identity()?;
        let session = self.session.ok_or(Refusal::NotLoggedIn)?;
        if purpose_of(&request).is_some_and(|purpose| !session.include(purpose)) {
            return Err(Refusal::OtherPurpose);
        }
        if self.state.ended.is_some() && needs_election_key(&request) {
            return Err(Refusal::Ended);
        }
        if self.state.pending && waits_for_replacement(&request) {
            return Err(Refusal::ReplacementPending);
        }
        self.dispatch_logged_in(request)
    }

    fn cancel(&mut self) -> Response {
        if self.question.take().is_some() {
            self.env.cancel();
        }
        self.task = Task::Idle;
        Response::Done
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
            Request::ChangePin => self.change_pin(),
            Request::Label { text } => self.label(text),
            Request::Check { part } => self.poll_check(part),
            Request::End { digest, figures, signatures } => self.ask_to_end(digest, figures, &signatures),
            Request::Bench { sums } => self.bench(sums),
            Request::Replace { election, number, replaced, signatures } => {
                self.replace(election, number, &replaced, &signatures)
            }
            Request::SlotsAsk { part } => self.give_slots(part),
            Request::SlotsTake { token, bytes } => self.take_slots(token, &bytes),
            Request::SlotsSigned { token, signature } => self.take_slots_signature(token, &signature),
            Request::ReplaceCommit { number, signatures } => self.commit_replacement(number, &signatures),
            // Answered before it comes to a log-in.
            Request::Hello
            | Request::Init { .. }
            | Request::Login { .. }
            | Request::Poll
            | Request::Cancel
            | Request::Wipe { .. } => Err(Refusal::OutOfOrder),
        }
    }

    fn info(&mut self) -> Info {
        let wait_ms = self.back_off_ms();
        let identity = self.state.identity.as_ref();
        let enrolment = self.state.enrolment.as_ref();
        Info {
            simulator: self.env.is_simulator(),
            rehearsal: identity.is_some_and(|identity| identity.rehearsal),
            board: self.env.board().into(),
            label: self.state.label.clone(),
            life: self.state.life(),
            identity: identity.map(|identity| identity.key.verifying_key().to_bytes()),
            share_key: identity.map(|identity| identity.share_key.public()),
            logged_in: self.session.is_some(),
            tries_left: self.state.tries_left,
            wait_s: u32::try_from(wait_ms.div_ceil(1000)).unwrap_or(u32::MAX),
            index: enrolment.map_or(0, |enrolment| enrolment.index),
            definition: enrolment.map(|enrolment| enrolment.definition),
            custody_key: self.state.custody.is_some(),
            election_key: self.state.election_share.is_some(),
            election: self.state.election,
            replacements: enrolment.map_or(0, |enrolment| enrolment.replacements),
            pending: self.state.pending,
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
        Screen { rehearsal: self.is_rehearsal(), content }
    }

    /// Whether REHEARSAL stands on the screens: the identity's own, and before there is one, the board's.
    pub(crate) fn is_rehearsal(&self) -> bool {
        let identity = self.state.identity.as_ref();
        identity.map_or_else(|| self.env.is_rehearsal_only(), |identity| identity.rehearsal)
    }
}
