//! One officer's token, plugged in.

use tamga_devices::{BoxedPipe, LinkError, TokenLink};
use tamga_wire::{Info, Refusal, Request, Response};

use super::log_in::LogIn;
use crate::message::Message;

/// Tries of the PIN that an act leaves a token: with none it erases itself.
const TRIES_KEPT: u8 = 3;
/// PINs that are asked for in a row of an officer who is played, and types the same one each time.
const PLAYED_LOG_INS_MAX: u8 = 3;

/// A token that is plugged in and known to be an officer's.
pub struct Seat {
    pub port: String,
    pub link: TokenLink<BoxedPipe>,
    /// What it was logged in for last.
    logged_in: Option<LogIn>,
    asked: Asked,
    log_ins: u8,
    /// What it said of itself when it was plugged in.
    info: Info,
    /// What it is told once it is logged in, before anything else.
    due: Option<Request>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Its officer may be asked.
    Ready,
    /// It has to be logged in first.
    Locked,
    /// Its officer is typing the PIN.
    Typing,
    /// It is logged in, and has to be told of a replacement first.
    Untold,
}

/// What came of an answer to a log-in.
pub enum LoggedIn {
    /// The officer has not finished.
    NotYet,
    /// The token may be asked.
    Yes,
    /// A wrong PIN; the officer is asked again.
    WrongPin(Tries),
    /// A wrong PIN, and the officer is not asked again.
    WrongPins(Tries),
    /// It was pulled out.
    Gone(LinkError),
    /// It cannot be logged in.
    No(Refusal),
    /// It answered something else.
    Nonsense,
}

/// What a token has left for those who do not know its PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Wrong PINs before it erases itself.
    pub left: u8,
    /// Seconds until it takes the next.
    pub wait_s: u32,
}

impl Tries {
    /// As the token says of itself.
    pub fn of(info: &Info) -> Self {
        Self { left: info.tries_left, wait_s: info.wait_s }
    }

    /// What is said before anybody types.
    pub fn waiting(&self) -> Message {
        Message::of("pin-waits").with("wait", self.wait_s)
    }

    /// `wrong PIN, 9 tries left; it takes the next one in 10 s`.
    pub fn message(&self) -> Message {
        let key = if self.wait_s > 0 { "pin-wrong-waits" } else { "pin-wrong" };
        Message::of(key).with("n", self.left).with("wait", self.wait_s)
    }
}

impl Seat {
    /// A token that has to be logged in, if it `is_locked`. One that keeps shares of a replacement is told `commit` first.
    pub fn new(
        port: String,
        link: TokenLink<BoxedPipe>,
        info: Info,
        is_locked: bool,
        commit: Option<&Request>,
    ) -> Self {
        let asked = if is_locked { Asked::Locked } else { Asked::Ready };
        let due = commit.filter(|_| info.pending).cloned();
        Self { port, link, logged_in: None, asked, log_ins: 0, info, due }
    }

    /// Whether it keeps shares of a replacement and was not told that all others do.
    pub fn has_to_be_told(&self) -> bool {
        self.due.is_some()
    }

    /// What a token that has an identity answers to a request to make one: the one that it has, without its officer; a refusal
    /// where it belongs to another election or kind of election.
    pub fn identity(&self, request: &Request) -> Option<Response> {
        let Request::Init { rehearsal } = request else { return None };
        let (identity, share_key) = (self.info.identity?, self.info.share_key?);
        Some(match &self.info {
            info if info.rehearsal != *rehearsal => Response::Refused(Refusal::RehearsalMismatch),
            info if info.election.is_some() => Response::Refused(Refusal::AlreadyEnrolledElsewhere),
            _ => Response::Identity { identity, share_key },
        })
    }

    /// The identities are known. Who chose a PIN for a new one has just logged in; of the others it is asked.
    pub fn has_identity(&mut self, logged_in: &LogIn) {
        match self.info.identity {
            None => self.is_logged_in_for(logged_in),
            Some(_) => self.lock(),
        }
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
            Asked::Untold => self.due.clone(),
        }
    }

    /// Takes the answer to that. An officer who is `played` types the same PIN each time.
    pub fn take_log_in(&mut self, log_in: Option<&LogIn>, untrusted_response: Response, played: bool) -> LoggedIn {
        match untrusted_response {
            Response::Done if self.asked == Asked::Untold => {
                (self.asked, self.due) = (Asked::Ready, None);
                LoggedIn::Yes
            }
            Response::Waiting => {
                self.asked = Asked::Typing;
                LoggedIn::NotYet
            }
            Response::Done => {
                self.asked = if self.due.is_some() { Asked::Untold } else { Asked::Ready };
                (self.logged_in, self.log_ins) = (log_in.cloned(), 0);
                LoggedIn::Yes
            }
            Response::Refused(Refusal::WrongPin) => self.take_wrong_pin(played),
            Response::Refused(refusal) => LoggedIn::No(refusal),
            _ => LoggedIn::Nonsense,
        }
    }

    fn take_wrong_pin(&mut self, played: bool) -> LoggedIn {
        self.lock();
        self.log_ins = self.log_ins.saturating_add(1);
        let tries = match self.link.hello() {
            Ok(info) => Tries::of(&info),
            Err(error) => return LoggedIn::Gone(error),
        };
        let is_over = tries.left <= TRIES_KEPT || played && self.log_ins >= PLAYED_LOG_INS_MAX;
        if is_over { LoggedIn::WrongPins(tries) } else { LoggedIn::WrongPin(tries) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_typed_a_wrong_pin_is_told_how_many_tries_are_left_and_how_long_to_wait() {
        let text = |left, wait_s| Tries { left, wait_s }.message().to_string();
        assert_eq!(text(14, 0), "wrong PIN, 14 tries left");
        assert_eq!(text(1, 2560), "wrong PIN, 1 try left; it takes the next one in 2560 s");
    }
}
