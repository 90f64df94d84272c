//! The report: numbered checks, each with what was looked at and, when it failed, the place and the reason.

use std::io::Write;

use crate::reason::Reason;

/// A check: its number and name are those of the table in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// The number of the check, never reused.
    pub(crate) number: u8,
    /// What the report calls it.
    pub(crate) name: &'static str,
}

/// Why a check failed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Something at this place is not as it must be.
    At {
        /// File, region, item.
        place: String,
        /// What is wrong there.
        reason: Reason,
    },
    /// What this check needs failed in an earlier one, so nothing was looked at.
    NotChecked(Depends),
}

/// The number of the failed check on which others depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Depends(pub(crate) u8);

impl From<Depends> for Fault {
    fn from(depends: Depends) -> Self {
        Self::NotChecked(depends)
    }
}

/// What a check returns: the value it established and the figures for the report.
pub(crate) type Outcome<T> = Result<(T, String), Fault>;

/// A value that passed its check, or the number of the check that failed.
pub(crate) type Checked<T> = Result<T, Depends>;

/// Gives a refusal its place.
pub(crate) trait At<T> {
    /// At this place.
    fn at(self, place: impl Into<String>) -> Result<T, Fault>;

    /// At a place that is written down only when it is needed.
    fn at_with(self, place: impl FnOnce() -> String) -> Result<T, Fault>;
}

impl<T> At<T> for Result<T, Reason> {
    fn at(self, place: impl Into<String>) -> Result<T, Fault> {
        self.map_err(|reason| Fault::At { place: place.into(), reason })
    }

    fn at_with(self, place: impl FnOnce() -> String) -> Result<T, Fault> {
        self.map_err(|reason| Fault::At { place: place(), reason })
    }
}

/// Writes the lines and counts them.
pub(crate) struct Report<'w> {
    out: &'w mut dyn Write,
    passed: u32,
    failed: u32,
}

impl<'w> Report<'w> {
    /// An empty report that writes to `out`.
    pub(crate) fn new(out: &'w mut dyn Write) -> Self {
        Self { out, passed: 0, failed: 0 }
    }

    /// Writes the line of one check, and hands on its value if it passed.
    pub(crate) fn check<T>(&mut self, check: Check, outcome: Outcome<T>) -> Checked<T> {
        let (number, name) = (check.number, check.name);
        match outcome {
            Ok((value, figures)) => {
                self.passed += 1;
                self.line(&format!("{number:>2}  PASS  {name}: {figures}"));
                Ok(value)
            }
            Err(Fault::At { place, reason }) => {
                self.failed += 1;
                self.line(&format!("{number:>2}  FAIL  {name}: {place}: {reason}"));
                Err(Depends(number))
            }
            Err(Fault::NotChecked(Depends(on))) => {
                self.failed += 1;
                self.line(&format!("{number:>2}  FAIL  {name}: not checked: depends on {on}"));
                Err(Depends(on))
            }
        }
    }

    /// Writes a line that is no check. A reader that went away does not stop the verification.
    pub(crate) fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
        let _ = self.out.flush();
    }

    /// Whether no check failed so far.
    pub(crate) fn all_passed(&self) -> bool {
        self.failed == 0
    }

    /// Writes the last line.
    pub(crate) fn finish(&mut self) {
        let line = format!("{} checks passed, {} failed", self.passed, self.failed);
        self.line(&line);
    }
}
