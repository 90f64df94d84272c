//! How the program ends: an exit code, what happened and what to do next, in no language until somebody reads it.

use std::error::Error;
use std::fmt;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::causes;
use crate::message::Message;
use crate::news::COLUMNS;
use crate::sentences::wrapped;
use crate::words::Words;

/// Why the program stops; the number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The verifier found a fault, or there is no result.
    NotVerified = 1,
    /// Usage or input; nothing was written.
    BadInput = 2,
    /// A device, the disk or the program itself.
    Internal = 3,
    /// Someone pressed Ctrl-C.
    Interrupted = 130,
}

/// What happened, a message of the catalogue; what to do next is its `.advice` there.
#[derive(Debug)]
pub struct Failure {
    ending: Ending,
    message: Message,
}

impl Failure {
    /// Bad input or usage: exit 2.
    pub fn bad_input(message: impl Into<Message>) -> anyhow::Error {
        Self { ending: Ending::BadInput, message: message.into() }.into()
    }

    /// No verified result: exit 1.
    pub fn not_verified(message: impl Into<Message>) -> anyhow::Error {
        Self { ending: Ending::NotVerified, message: message.into() }.into()
    }

    /// A device, the disk or the program itself: exit 3.
    pub fn internal(message: impl Into<Message>) -> anyhow::Error {
        Self { ending: Ending::Internal, message: message.into() }.into()
    }

    /// Ctrl-C: exit 130.
    pub fn interrupted(message: impl Into<Message>) -> anyhow::Error {
        Self { ending: Ending::Interrupted, message: message.into() }.into()
    }

    /// What happened.
    pub fn message(&self) -> &Message {
        &self.message
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl Error for Failure {}

/// A message before the error that it is about.
#[derive(Debug)]
pub struct Headed {
    message: Message,
    error: anyhow::Error,
}

impl Headed {
    /// This message before this error.
    pub fn new(message: Message, error: impl Into<anyhow::Error>) -> Self {
        Self { message, error: error.into() }
    }

    /// What is said before the error.
    pub fn message(&self) -> &Message {
        &self.message
    }
}

impl fmt::Display for Headed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl Error for Headed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.error.as_ref())
    }
}

/// Says before an error what it is about, as `anyhow::Context` does, in a message instead of a text.
pub trait Head<T> {
    /// The error under this message.
    fn head<M: Into<Message>>(self, message: impl FnOnce() -> M) -> Result<T>;
}

impl<T, E: Into<anyhow::Error>> Head<T> for Result<T, E> {
    fn head<M: Into<Message>>(self, message: impl FnOnce() -> M) -> Result<T> {
        self.map_err(|error| Headed::new(message().into(), error).into())
    }
}

/// Why an act stopped: an exit code, what happened from the outermost to the innermost, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Stopped {
    /// The exit code.
    pub code: u8,
    causes: Vec<Message>,
}

impl Stopped {
    /// Why this error stops an act.
    pub fn of(error: &anyhow::Error) -> Self {
        let failure = error.chain().find_map(|cause| cause.downcast_ref::<Failure>());
        let code = failure.map_or(Ending::Internal, |failure| failure.ending) as u8;
        Self { code, causes: error.chain().map(causes::message).collect() }
    }

    /// All of it as one message, for another one to say.
    pub fn into_message(self) -> Message {
        let mut causes = self.causes.into_iter().rev();
        let innermost = causes.next().unwrap_or(Message::of("plain"));
        causes.fold(innermost, |why, what| Message::of("headed").with("what", what).with("why", why))
    }

    /// The key of the outermost message that says what to do; of the outermost one where none does.
    pub fn key(&self, words: &Words) -> &str {
        let advised = self.causes.iter().find(|cause| cause.advice(words).is_some());
        advised.or(self.causes.first()).map_or("", Message::key)
    }

    /// What happened, the outermost first.
    pub fn causes(&self) -> &[Message] {
        &self.causes
    }

    /// Whether a message of this key is among those that say why.
    pub fn says(&self, key: &str) -> bool {
        self.causes.iter().any(|cause| cause.key() == key)
    }

    /// What happened: the outermost sentence and its causes. A cause that the sentence before it ends with already is not said
    /// twice.
    pub fn happened(&self, words: &Words) -> String {
        let mut happened = String::new();
        for cause in self.causes.iter().map(|cause| cause.text(words)) {
            if !happened.ends_with(&cause) {
                happened.push_str(if happened.is_empty() { "" } else { ": " });
                happened.push_str(&cause);
            }
        }
        happened
    }

    /// What to do: the advice of the outermost message that has one.
    pub fn advice(&self, words: &Words) -> String {
        let own = self.causes.iter().find_map(|cause| cause.advice(words));
        own.unwrap_or_else(|| words.get("general-advice"))
    }

    /// The same for whoever has the screen before them.
    pub fn advice_on_screen(&self, words: &Words) -> String {
        let own = self.causes.iter().find_map(|cause| cause.advice_on_screen(words));
        own.unwrap_or_else(|| words.get("general-advice"))
    }

    /// Both, each on a line of its own.
    pub fn text(&self, words: &Words) -> String {
        format!("tamga: {}\n       {}", self.happened(words), self.advice(words))
    }
}

/// The text of [`Stopped::text`] for a terminal: what is said and what is to be done each in lines below one another.
pub fn in_lines(text: &str) -> String {
    text.lines().map(|line| wrapped(line, COLUMNS, INDENT)).collect::<Vec<_>>().join("\n")
}

/// Columns of `tamga: `.
const INDENT: usize = 7;

/// Exit code and English text of an error, for tests.
#[cfg(test)]
pub fn describe(error: &anyhow::Error) -> (u8, String) {
    let stopped = Stopped::of(error);
    (stopped.code, stopped.text(Words::of(tamga_record::definition::Language::En)))
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};
    use tamga_record::definition::Language;

    use super::*;

    #[test]
    fn a_failure_keeps_its_code_and_advice_under_what_is_said_before_it() {
        let error = Err::<(), _>(Failure::bad_input("box-not-closed"));
        let error = error.head(|| Message::plain("totals.csv line 3")).unwrap_err();
        let (code, text) = describe(&error);
        assert_eq!(code, 2);
        assert_eq!(text, "tamga: totals.csv line 3: the box is not closed\n       Run tamga close first.");
        assert_eq!(Stopped::of(&error).key(Words::of(Language::En)), "box-not-closed");
    }

    #[test]
    fn a_cause_that_was_said_already_is_not_said_again() {
        let error = anyhow!("no such key").context("roll: no such key").context("the election");
        assert!(describe(&error).1.starts_with("tamga: the election: roll: no such key\n"));
    }

    #[test]
    fn any_other_error_ends_with_three() {
        assert_eq!(describe(&anyhow!("the disk is gone")).0, 3);
    }

    #[test]
    fn a_message_is_found_under_the_context_of_an_error() {
        let error = Err::<(), _>(Failure::internal("box-not-closed")).context("outside").unwrap_err();
        let error = Err::<(), _>(error).head(|| "interrupted").unwrap_err();
        let ru = Words::of(Language::Ru);
        let stopped = Stopped::of(&error);
        assert_eq!(stopped.happened(ru), "остановлено по просьбе: outside: ящик не закрыт");
    }
}
