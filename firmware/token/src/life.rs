//! The stages of a token's life, and its end: erasing everything, and retiring.

use tamga_wire::{Life, Refusal, Response};

use crate::env::{Blob, Env};
use crate::screen::Content;
use crate::stored::{self, State};
use crate::token::{Task, Token};

impl State {
    /// How far the token is in its life.
    pub(crate) fn life(&self) -> Life {
        match (&self.identity, &self.enrolment, &self.ended) {
            _ if self.retired => Life::Retired,
            (None, ..) => Life::Factory,
            (Some(_), None, _) => Life::Initialised,
            (Some(_), Some(_), None) => Life::Enrolled,
            (Some(_), Some(_), Some(_)) => Life::Ended,
        }
    }
}

impl<E: Env> Token<E> {
    /// The officer agreed to erase everything. That it was begun is stored first, so that a loss of power in between does not
    /// leave half a token: it goes on at the next start.
    pub(crate) fn erase_all(&mut self, retire: bool) -> Result<Response, Refusal> {
        let screen = self.screen(Content::Erased { retired: retire });
        if retire {
            stored::save(&mut self.env, Blob::Retired, &())?;
            self.forget(State::retired());
            self.env.wipe()?;
        } else {
            stored::save(&mut self.env, Blob::Tries, &0_u8)?;
            self.wipe()?;
        }
        self.env.show(&screen);
        Ok(Response::Done)
    }

    /// Forgets all that is in memory, then erases all that is stored. Where that fails, no try of a PIN is left.
    pub(crate) fn wipe(&mut self) -> Result<(), Refusal> {
        self.forget(State::wiping());
        self.env.wipe()?;
        self.state = State::fresh();
        Ok(())
    }

    fn forget(&mut self, state: State) {
        self.task = Task::Idle;
        self.session = None;
        self.state = state;
    }
}

/// Erases what a loss of power has left in a token that was retired. As the counter of tries goes last, none means that
/// nothing else is there.
pub(crate) fn finish_retiring<E: Env>(env: &mut E) -> Result<(), Refusal> {
    if env.load(Blob::Tries)?.is_some() {
        env.wipe()?;
    }
    Ok(())
}
