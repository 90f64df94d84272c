//! What waits for the officer.

use alloc::boxed::Box;
use alloc::string::String;

use tamga_wire::{BoardPart, Digest, Refusal, Response};

use crate::acts::ActQuestion;
use crate::definition::Enrolment;
use crate::dkg::KeptKey;
use crate::env::{Consent, Env};
use crate::login::PinQuestion;
use crate::open::OpeningRun;
use crate::replace::Replacement;
use crate::screen::Content;
use crate::statement::SignedText;
use crate::stored::Pending;
use crate::token::{Task, Token};
use crate::unlock::UnlockQuestion;

/// A question that the officer has been asked, with what is done upon a yes.
pub(crate) enum Question {
    Pin(PinQuestion),
    Enrol(Enrolment),
    Keep(KeptKey),
    Begin(Box<Replacement>),
    Replace(Box<Pending>),
    Endorse(
        /// `E`.
        Digest,
    ),
    Unlock(UnlockQuestion),
    Act(ActQuestion),
    Open(OpeningRun),
    Statement(SignedText),
    End(
        /// The digest of the act.
        Digest,
    ),
    Label(String),
    Erase {
        retire: bool,
    },
    Check(BoardPart),
}

impl<E: Env> Token<E> {
    /// Shows a question; the answer to the host is that it has to wait. Nothing that depends on the officer's yes has
    /// been computed at this point. What went on over several requests ends here: it was begun under what is stored now, and
    /// the answer may change that, as a box that is closed in the middle of an opening would.
    pub(crate) fn ask(&mut self, question: Question, content: Content) -> Result<Response, Refusal> {
        self.task = Task::Idle;
        let screen = self.screen(content);
        self.env.ask(&screen);
        self.question = Some(question);
        Ok(Response::Waiting)
    }

    /// The answer to the question that waits, or that it still waits.
    pub(crate) fn poll(&mut self) -> Result<Response, Refusal> {
        let question = match self.question.take().ok_or(Refusal::OutOfOrder)? {
            Question::Pin(question) => return self.poll_pin(question),
            Question::Check(part) => return self.poll_check(part),
            question => question,
        };
        match (self.env.consent(), question) {
            (Consent::Pending, question) => {
                self.question = Some(question);
                Ok(Response::Waiting)
            }
            (consent, Question::Statement(text)) => self.answer_statement(&text, consent),
            (Consent::Yes, question) => self.agreed(question),
            (Consent::Dissent | Consent::No, _) => Err(Refusal::RefusedByOfficer),
        }
    }

    fn agreed(&mut self, question: Question) -> Result<Response, Refusal> {
        match question {
            Question::Enrol(enrolment) => self.enrol(enrolment),
            Question::Keep(key) => self.keep(key),
            Question::Begin(replacement) => Ok(self.begin_replacement(replacement)),
            Question::Replace(pending) => self.keep_replacement(&pending),
            Question::Endorse(election) => self.sign_endorsement(election),
            Question::Unlock(question) => self.answer_unlock(&question),
            Question::Act(question) => self.sign_act(&question),
            Question::Open(run) => Ok(self.allow_opening(run)),
            Question::End(digest) => self.end(digest),
            Question::Label(text) => self.keep_label(text),
            Question::Erase { retire } => self.erase_all(retire),
            // These are answered before it comes to a plain yes.
            Question::Pin(_) | Question::Statement(_) | Question::Check(_) => Err(Refusal::OutOfOrder),
        }
    }
}
