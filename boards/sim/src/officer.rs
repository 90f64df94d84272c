//! The officer of a simulated token: says what the script says, and everything that was shown is written down.

use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use tamga_crypto::control_number::control_number;
use tamga_token::{Consent, Content, Pin, PinEntry, PinPrompt, PinReason, Screen};
use tamga_wire::{ActKind, Answer, Purposes};

use crate::person::{Person, tell};

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

/// Whether these are the digits of a PIN, 6 to 12. One that is easily guessed is a PIN too, which a token refuses when it is
/// chosen.
pub fn is_pin(untrusted_text: &str) -> bool {
    Pin::new(untrusted_text).is_some()
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
    /// To erase the share of the election key after the END act.
    End,
    /// To give the token a name.
    Label,
    /// To erase everything, or to retire the token.
    Erase,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Enrol => "enrol",
            Self::Keep => "keep",
            Self::Endorse => "endorse",
            Self::Unlock => "unlock",
            Self::Act(ActKind::Close) => "close",
            Self::Act(ActKind::Amendment) => "amendment",
            Self::Act(ActKind::For) => "for",
            Self::Act(ActKind::Against) => "against",
            Self::Act(ActKind::Recount) => "recount",
            Self::Act(ActKind::End) => "end",
            Self::Act(ActKind::Replacement) => "replacement",
            Self::Act(ActKind::Pause) => "pause",
            Self::Act(ActKind::Resume) => "resume",
            Self::Open => "open",
            Self::End => "erase-share",
            Self::Label => "label",
            Self::Erase => "erase",
        })
    }
}

impl FromStr for Asked {
    type Err = String;

    /// Reads what [`fmt::Display`] writes; refuses everything else with a list of it.
    fn from_str(untrusted_text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|asked| asked.to_string() == untrusted_text);
        found.ok_or_else(|| format!("one of {}", Self::ALL.map(|asked| asked.to_string()).join(", ")))
    }
}

impl Asked {
    /// Every question.
    pub const ALL: [Self; 17] = [
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
        Self::Act(ActKind::Replacement),
        Self::Act(ActKind::Pause),
        Self::Act(ActKind::Resume),
        Self::Open,
        Self::End,
        Self::Label,
        Self::Erase,
    ];
}

impl OfficerScript {
    fn answer(&self, content: &Content) -> Consent {
        let asked = match content {
            Content::Statement { .. } => return self.answer_statement(),
            Content::Enrol { .. } => Asked::Enrol,
            Content::Keep { .. } | Content::Replace { .. } => Asked::Keep,
            Content::Endorse { .. } => Asked::Endorse,
            Content::Unlock { .. } => Asked::Unlock,
            Content::Act { kind, .. } => Asked::Act(*kind),
            Content::Open { .. } => Asked::Open,
            Content::End { .. } => Asked::End,
            Content::Label { .. } => Asked::Label,
            Content::Erase { .. } => Asked::Erase,
            // These ask nothing.
            Content::Totals { .. } | Content::Wait { .. } | Content::Wiped | Content::Erased { .. } => {
                return Consent::Pending;
            }
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
    mind: Mind,
    log: ScreenLog,
    /// Whether every screen is printed to standard output.
    prints: bool,
    answer: Consent,
}

enum Mind {
    Script(OfficerScript),
    Person(Person),
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
    /// An officer who does what the script says.
    pub(crate) fn scripted(script: OfficerScript, log: ScreenLog, prints: bool) -> Self {
        Self { mind: Mind::Script(script), log, prints, answer: Consent::Pending }
    }

    /// An officer at the terminal.
    pub(crate) fn at_terminal(log: ScreenLog) -> io::Result<Self> {
        Ok(Self { mind: Mind::Person(Person::at_terminal()?), log, prints: true, answer: Consent::Pending })
    }

    /// Looks at a screen.
    pub(crate) fn see(&self, screen: &Screen) {
        self.log.push(screen);
        if self.prints {
            tell(&format!("{screen}\n"));
        }
    }

    /// Looks at a question and makes up their mind.
    pub(crate) fn decide(&mut self, screen: &Screen) {
        self.see(screen);
        match &mut self.mind {
            Mind::Script(script) => self.answer = script.answer(&screen.content),
            Mind::Person(person) => person.ask(screen),
        }
    }

    pub(crate) fn answer(&mut self) -> Consent {
        match &mut self.mind {
            Mind::Script(_) => self.answer,
            Mind::Person(person) => person.answer(),
        }
    }

    /// Nothing is asked any more.
    pub(crate) fn forget(&mut self) {
        if let Mind::Person(person) = &mut self.mind {
            person.forget();
        }
    }

    /// Types the PIN; a script without a PIN of 6 to 12 digits gives up.
    pub(crate) fn type_pin(&mut self, asked: &PinPrompt) -> PinEntry {
        match &mut self.mind {
            Mind::Script(script) => Pin::new(&script.pin).map_or(PinEntry::Cancelled, PinEntry::Typed),
            Mind::Person(person) => person.type_pin(&prompt(asked)),
        }
    }
}

/// What a person reads before the PIN: the election first, and what the log-in is for.
fn prompt(asked: &PinPrompt) -> String {
    let mut text = String::from(if asked.rehearsal { "REHEARSAL\n" } else { "" });
    if let Some((id, definition)) = &asked.election {
        text += &format!("election {id}\n{}\n", control_number(definition));
    }
    let words = ["set-up", "unlock", "acts", "opening", "statement", "upkeep"];
    let purposes = Purposes::EACH.into_iter().zip(words).filter(|(purpose, _)| asked.purposes.include(*purpose));
    text += &format!("for {}\n", purposes.map(|(_, word)| word).collect::<Vec<_>>().join(", "));
    text + &match asked.reason {
        PinReason::Choose => "New PIN:".to_owned(),
        PinReason::Repeat => "The new PIN again:".to_owned(),
        PinReason::LogIn { tries_left } => format!("PIN, {tries_left} tries left:"),
    }
}
