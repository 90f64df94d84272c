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

/// How the report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Lines for people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Writes the lines and counts them.
pub(crate) struct Report<'w> {
    out: &'w mut dyn Write,
    format: Format,
    passed: u32,
    failed: Vec<Check>,
}

impl<'w> Report<'w> {
    /// An empty report that writes to `out`.
    pub(crate) fn new(out: &'w mut dyn Write, format: Format) -> Self {
        Self { out, format, passed: 0, failed: Vec::new() }
    }

    /// Writes the line of one check, and hands on its value if it passed.
    pub(crate) fn check<T>(&mut self, check: Check, outcome: Outcome<T>) -> Checked<T> {
        let (number, name) = (check.number, check.name);
        let (word, text, fields, value) = match outcome {
            Ok((value, figures)) => {
                self.passed += 1;
                let fields = format!("\"result\":\"pass\",\"figures\":{}", quoted(&figures));
                ("PASS", figures, fields, Ok(value))
            }
            Err(fault) => {
                self.failed.push(check);
                let (text, fields) = described(&fault);
                let on = if let Fault::NotChecked(depends) = fault { depends } else { Depends(number) };
                ("FAIL", text, fields, Err(on))
            }
        };
        let object = format!("{{\"check\":{number},\"name\":{},{fields}}}", quoted(name));
        self.write(&format!("{number:>2}  {word}  {name}: {text}"), &object);
        value
    }

    /// Writes a line that is no check.
    pub(crate) fn note(&mut self, text: &str) {
        self.write(text, &format!("{{\"note\":{}}}", quoted(text)));
    }

    /// Writes the list of what is only asserted.
    pub(crate) fn asserted(&mut self, list: impl Iterator<Item = &'static str>) {
        if self.format == Format::Text {
            self.write("asserted, not verified:", "");
        }
        for line in list {
            self.write(&format!("  {line}"), &format!("{{\"asserted\":{}}}", quoted(line)));
        }
    }

    /// A reader that went away does not stop the verification.
    fn write(&mut self, text: &str, object: &str) {
        let line = if self.format == Format::Text { text } else { object };
        let _ = writeln!(self.out, "{line}");
        let _ = self.out.flush();
    }

    /// Whether no check failed so far.
    pub(crate) fn all_passed(&self) -> bool {
        self.failed.is_empty()
    }

    /// Writes the failed checks once more, and the last line.
    pub(crate) fn finish(&mut self, anchored: bool, exit_code: u8) {
        let (passed, failed) = (self.passed, self.failed.len());
        if self.format == Format::Text && failed > 0 {
            let names: Vec<String> =
                self.failed.iter().map(|check| format!("{} {}", check.number, check.name)).collect();
            self.write(&format!("failed: {}", names.join(", ")), "");
        }
        let line = format!("{passed} checks passed, {failed} failed");
        let object = format!(
            "{{\"summary\":{},\"passed\":{passed},\"failed\":{failed},\"anchored\":{anchored},\"exit_code\":{exit_code}}}",
            quoted(&line),
        );
        self.write(&line, &object);
    }
}

/// A fault in words, and as fields of an object.
fn described(fault: &Fault) -> (String, String) {
    match fault {
        Fault::At { place, reason } => {
            let reason = reason.to_string();
            let fields = format!("\"result\":\"fail\",\"place\":{},\"reason\":{}", quoted(place), quoted(&reason));
            (format!("{place}: {reason}"), fields)
        }
        Fault::NotChecked(Depends(on)) => {
            (format!("not checked: depends on {on}"), format!("\"result\":\"not-checked\",\"depends_on\":{on}"))
        }
    }
}

/// A JSON string (RFC 8259, 7).
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_json_reserves_is_escaped() {
        assert_eq!(quoted("a \"b\" \\ \n\u{1} Выборы"), r#""a \"b\" \\ \n\u0001 Выборы""#);
    }
}
