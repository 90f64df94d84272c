//! The officer of a simulated token: says what the script says, and everything that was shown is written down.

use std::sync::{Arc, Mutex, PoisonError};

use tamga_token::{Consent, Content, Pin, PinEntry, Screen};
use tamga_wire::{ActKind, Answer};

/// What a scripted officer does.
#[derive(Clone)]
pub struct OfficerScript {
    /// The PIN that is typed wherever one is asked for: 6 to 12 digits.
    pub pin: String,
    /// The questions that are answered with no; all others but a statement are answered with yes.
    pub refuses: Vec<Asked>,
    /// The answer to a statement.
    pub statement: Answer,
}

impl Default for OfficerScript {
    /// Types 271828, says yes and signs.
    fn default() -> Self {
        Self { pin: "271828".into(), refuses: Vec::new(), statement: Answer::Sign }
    }
}

/// What an officer is asked, a statement apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To agree to a definition.
    Enrol,
    /// To keep the share of a key.
    Keep,
    /// To endorse an election.
    Endorse,
    /// To unlock a role of an HSM.
    Unlock,
    /// To sign an act of this kind.
    Act(ActKind),
    /// To open sums.
    Open,
}

impl Asked {
    /// Every question.
    pub const ALL: [Self; 11] = [
        Self::Enrol,
        Self::Keep,
        Self::Endorse,
        Self::Unlock,
        Self::Act(ActKind::Close),
        Self::Act(ActKind::Amendment),
        Self::Act(ActKind::For),
        Self::Act(ActKind::Against),
        Self::Act(ActKind::Recount),
        Self::Act(ActKind::End),
        Self::Open,
    ];
}

impl OfficerScript {
    fn answer(&self, content: &Content) -> Consent {
        let asked = match content {
            Content::Statement { .. } => return self.answer_statement(),
            Content::Enrol { .. } => Asked::Enrol,
            Content::Keep { .. } => Asked::Keep,
            Content::Endorse { .. } => Asked::Endorse,
            Content::Unlock { .. } => Asked::Unlock,
            Content::Act { kind, .. } => Asked::Act(*kind),
            Content::Open { .. } => Asked::Open,
            // These ask nothing.
            Content::Totals { .. } | Content::Wait { .. } | Content::Wiped => return Consent::Pending,
        };
        if self.refuses.contains(&asked) { Consent::No } else { Consent::Yes }
    }

    fn answer_statement(&self) -> Consent {
        match self.statement {
            Answer::Sign => Consent::Yes,
            Answer::Dissent => Consent::Dissent,
            Answer::Refuse => Consent::No,
        }
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
        self.answer = self.script.answer(&screen.content);
    }

    pub(crate) fn answer(&self) -> Consent {
        self.answer
    }

    /// Types the PIN; a script without a PIN of 6 to 12 digits gives up.
    pub(crate) fn type_pin(&self) -> PinEntry {
        Pin::new(&self.script.pin).map_or(PinEntry::Cancelled, PinEntry::Typed)
    }
}
