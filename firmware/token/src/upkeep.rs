//! The token itself: its name, and whether its parts work.

use alloc::string::String;

use tamga_wire::label::is_label;
use tamga_wire::{BoardPart, Refusal, Response};

use crate::env::{Blob, Env, PartCheck};
use crate::question::Question;
use crate::screen::Content;
use crate::stored;
use crate::token::Token;

impl<E: Env> Token<E> {
    /// Asks whether the token is to have this name. Refuses one that a display of 16 columns does not show as it is.
    pub(crate) fn label(&mut self, untrusted_text: String) -> Result<Response, Refusal> {
        if !is_label(&untrusted_text) {
            return Err(Refusal::BadLabel);
        }
        let content = Content::Label { text: untrusted_text.clone() };
        self.ask(Question::Label(untrusted_text), content)
    }

    /// The officer agreed.
    pub(crate) fn keep_label(&mut self, text: String) -> Result<Response, Refusal> {
        stored::save(&mut self.env, Blob::Label, &text)?;
        self.state.label = text;
        Ok(Response::Done)
    }

    /// Whether a part of the board works, as far as the board can say yet.
    pub(crate) fn poll_check(&mut self, part: BoardPart) -> Result<Response, Refusal> {
        match self.env.check(part) {
            PartCheck::Pending => {
                self.question = Some(Question::Check(part));
                Ok(Response::Waiting)
            }
            PartCheck::Passed => Ok(Response::Checked { passed: true }),
            PartCheck::Failed => Ok(Response::Checked { passed: false }),
        }
    }
}
