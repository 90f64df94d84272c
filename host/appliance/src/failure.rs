//! How the program ends: an exit code, one sentence of what happened and one of what to do next.

use std::fmt;

use tamga_devices::HsmError;

use crate::hsm_advice;
use crate::news::COLUMNS;
use crate::sentences::wrapped;

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

/// What happened and what to do next.
#[derive(Debug)]
pub struct Failure {
    ending: Ending,
    happened: String,
    advice: String,
}

impl Failure {
    /// Bad input or usage: exit 2.
    pub fn bad_input(happened: impl Into<String>, advice: impl Into<String>) -> anyhow::Error {
        Self { ending: Ending::BadInput, happened: happened.into(), advice: advice.into() }.into()
    }

    /// No verified result: exit 1.
    pub fn not_verified(happened: impl Into<String>, advice: impl Into<String>) -> anyhow::Error {
        Self { ending: Ending::NotVerified, happened: happened.into(), advice: advice.into() }.into()
    }

    /// A device, the disk or the program itself: exit 3.
    pub fn internal(happened: impl Into<String>, advice: impl Into<String>) -> anyhow::Error {
        Self { ending: Ending::Internal, happened: happened.into(), advice: advice.into() }.into()
    }

    /// Ctrl-C: exit 130.
    pub fn interrupted(advice: impl Into<String>) -> anyhow::Error {
        Self { ending: Ending::Interrupted, happened: "interrupted".into(), advice: advice.into() }.into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.happened)
    }
}

impl std::error::Error for Failure {}

/// Exit code and text of an error: the outermost sentence, its causes, and what to do. A cause that the sentence before it
/// ends with already is not said twice.
pub fn describe(error: &anyhow::Error) -> (u8, String) {
    let failure = error.chain().find_map(|cause| cause.downcast_ref::<Failure>());
    let ending = failure.map_or(Ending::Internal, |failure| failure.ending);
    let of_hsm = error.chain().find_map(|cause| cause.downcast_ref::<HsmError>());
    let general = of_hsm.map_or(GENERAL_ADVICE, hsm_advice::what_to_do);
    let advice = failure.map_or(general, |failure| failure.advice.as_str());
    let mut happened = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !happened.ends_with(&cause) {
            happened.push_str(if happened.is_empty() { "" } else { ": " });
            happened.push_str(&cause);
        }
    }
    (ending as u8, format!("tamga: {happened}\n       {advice}"))
}

/// The text of [`describe`] for a terminal: what is said and what is to be done each in lines below one another.
pub fn in_lines(text: &str) -> String {
    text.lines().map(|line| wrapped(line, COLUMNS, INDENT)).collect::<Vec<_>>().join("\n")
}

/// Columns of `tamga: `.
const INDENT: usize = 7;

const GENERAL_ADVICE: &str = "Nothing that was written is lost. Mend what is named (device, disk, permissions), or restore it from a copy, then repeat the same command.";

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_failure_keeps_its_code_and_advice_under_added_context() {
        let error = Err::<(), _>(Failure::bad_input("no such option", "name one of harris, trump"))
            .context("totals.csv line 3")
            .unwrap_err();
        let (code, text) = describe(&error);
        assert_eq!(code, 2);
        assert_eq!(text, "tamga: totals.csv line 3: no such option\n       name one of harris, trump");
    }

    #[test]
    fn a_cause_that_was_said_already_is_not_said_again() {
        let error = anyhow::anyhow!("no such key").context("roll: no such key").context("the election");
        assert!(describe(&error).1.starts_with("tamga: the election: roll: no such key\n"));
    }

    #[test]
    fn any_other_error_ends_with_three() {
        assert_eq!(describe(&anyhow::anyhow!("the disk is gone")).0, 3);
    }
}
