//! The officer of a simulated token: says what the script says, and everything that was shown is written down.

use std::sync::{Arc, Mutex, PoisonError};

use tamga_token::{Consent, Content, Pin, PinEntry, Screen};
use tamga_wire::Answer;

/// What a scripted officer does.
#[derive(Clone)]
pub struct OfficerScript {
    /// The PIN that is typed wherever one is asked for: 6 to 12 digits.
    pub pin: String,
    /// Whether questions other than a statement are answered with yes.
    pub says_yes: bool,
    /// The answer to a statement.
    pub statement: Answer,
}

impl Default for OfficerScript {
    /// Types 271828, says yes and signs.
    fn default() -> Self {
        Self { pin: "271828".into(), says_yes: true, statement: Answer::Sign }
    }
}

/// The officer in front of the screen.
pub(crate) struct Officer {
    script: OfficerScript,
    log: ScreenLog,
    answer: Consent,
}

/// What was shown so far, shared with the owner of the simulator.
#[derive(Clone, Default)]
pub(crate) struct ScreenLog(Arc<Mutex<Vec<String>>>);

impl ScreenLog {
    /// All screens so far, in order.
    pub(crate) fn screens(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn push(&self, screen: &Screen) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(screen.to_string());
    }
}

impl Officer {
    pub(crate) fn new(script: OfficerScript, log: ScreenLog) -> Self {
        Self { script, log, answer: Consent::Pending }
    }

    /// Looks at a screen.
    pub(crate) fn see(&self, screen: &Screen) {
        self.log.push(screen);
    }

    /// Looks at a question and makes up their mind.
    pub(crate) fn decide(&mut self, screen: &Screen) {
        self.log.push(screen);
        self.answer = match (&screen.content, self.script.statement) {
            (Content::Statement { .. }, Answer::Sign) => Consent::Yes,
            (Content::Statement { .. }, Answer::Dissent) => Consent::Dissent,
            (Content::Statement { .. }, Answer::Refuse) => Consent::No,
            _ if self.script.says_yes => Consent::Yes,
            _ => Consent::No,
        };
    }

    pub(crate) fn answer(&self) -> Consent {
        self.answer
    }

    /// Types the PIN; a script without a PIN of 6 to 12 digits gives up.
    pub(crate) fn type_pin(&self) -> PinEntry {
        Pin::new(&self.script.pin).map_or(PinEntry::Cancelled, PinEntry::Typed)
    }
}
