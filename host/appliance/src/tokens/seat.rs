//! One officer's token, plugged in.

use tamga_devices::{BoxedPipe, LinkError, TokenLink};
use tamga_wire::{Refusal, Request, Response};

use super::log_in::LogIn;

/// PINs that a token is asked for in a row before it is put out of use; the token has its own, harder limit.
const LOG_INS_MAX: u8 = 3;

/// A token that is plugged in and known to be an officer's.
pub struct Seat {
    pub port: String,
    pub link: TokenLink<BoxedPipe>,
    /// What it was logged in for last.
    logged_in: Option<LogIn>,
    asked: Asked,
    log_ins: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Its officer may be asked.
    Ready,
    /// It has to be logged in first.
    Locked,
    /// Its officer is typing the PIN.
    Typing,
}

/// What came of an answer to a log-in.
pub enum LoggedIn {
    /// The officer has not finished.
    NotYet,
    /// The token may be asked.
    Yes,
    /// A wrong PIN; the officer may try again.
    WrongPin,
    /// It cannot be logged in.
    No(Refusal),
    /// It answered something else.
    Nonsense,
}

impl Seat {
    /// A token that has to be logged in for `log_in`, if that is anything.
    pub fn new(port: String, link: TokenLink<BoxedPipe>, log_in: Option<&LogIn>) -> Self {
        let asked = if log_in.is_some() { Asked::Locked } else { Asked::Ready };
        Self { port, link, logged_in: None, asked, log_ins: 0 }
    }

    /// Asks for the PIN again, unless it was typed for as much.
    pub fn expect_log_in(&mut self, wanted: &LogIn) {
        if !self.logged_in.as_ref().is_some_and(|before| before.covers(wanted)) {
            self.lock();
        }
    }

    /// Its officer has just typed a PIN for this.
    pub fn is_logged_in_for(&mut self, log_in: &LogIn) {
        self.asked = Asked::Ready;
        self.logged_in = Some(log_in.clone());
    }

    /// It has to be logged in before it is asked anything.
    pub fn lock(&mut self) {
        self.asked = Asked::Locked;
        self.logged_in = None;
    }

    /// The log-in under way, or due, before the token can be asked what it is to be asked.
    pub fn log_in_request(&self, log_in: Option<&LogIn>) -> Option<Request> {
        match self.asked {
            Asked::Ready => None,
            Asked::Locked => log_in.map(LogIn::request),
            Asked::Typing => Some(Request::Poll),
        }
    }

    /// Takes the answer to that.
    pub fn take_log_in(&mut self, log_in: Option<&LogIn>, untrusted_response: Response) -> LoggedIn {
        match untrusted_response {
            Response::Waiting => {
                self.asked = Asked::Typing;
                LoggedIn::NotYet
            }
            Response::Done => {
                (self.asked, self.logged_in, self.log_ins) = (Asked::Ready, log_in.cloned(), 0);
                LoggedIn::Yes
            }
            Response::Refused(Refusal::WrongPin) if self.log_ins + 1 < LOG_INS_MAX => {
                self.log_ins += 1;
                self.asked = Asked::Locked;
                LoggedIn::WrongPin
            }
            Response::Refused(refusal) => LoggedIn::No(refusal),
            _ => LoggedIn::Nonsense,
        }
    }

    /// Whether this is still the token with that identity. Where it lost power in between, it has to be logged in again.
    pub fn is_still(&mut self, identity: Option<&[u8; 32]>) -> Result<bool, LinkError> {
        let info = self.link.hello()?;
        if !info.logged_in && self.logged_in.is_some() {
            self.lock();
        }
        Ok(identity.is_none() || info.identity.as_ref() == identity)
    }
}
