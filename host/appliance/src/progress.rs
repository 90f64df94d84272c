//! Progress lines: what runs, how far, how fast, how long still.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;
use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::Digest;

use crate::memory::Locked;

/// Terminal colours [ECMA-48, SGR 31 and 0].
const RED: &str = "\x1b[31m";
const PLAIN: &str = "\x1b[0m";

/// At most one line in this time.
const BETWEEN_LINES: Duration = Duration::from_secs(1);

/// Prints what step runs and how far it is: as lines for people, or as JSON, one object per line.
#[derive(Debug, Clone)]
pub struct Progress {
    started: Instant,
    json: bool,
}

impl Progress {
    /// Starts the clock of the whole run.
    pub fn start(json: bool) -> Self {
        Self { started: Instant::now(), json }
    }

    /// One line of news: the name of the step, spaces, what happened.
    pub fn say(&self, text: &str) {
        let elapsed_s = self.started.elapsed().as_secs();
        if self.json {
            let (step, text) = text.split_once(' ').unwrap_or(("", text));
            self.object(json!({ "event": "news", "elapsed_s": elapsed_s, "step": step, "text": text.trim_start() }));
        } else {
            self.line(&format!("{:>3}:{:02}  {text}", elapsed_s / 60, elapsed_s % 60));
        }
    }

    /// Warns where memory could not be locked.
    pub fn protected(&self, locked: Locked) {
        if let Some(warning) = locked.warning() {
            self.alarm(&format!("memory     {warning}"));
        }
    }

    /// As [`Progress::say`], of something that somebody has to look at: `ALARM`, red on a terminal.
    pub fn alarm(&self, text: &str) {
        if self.json {
            let (step, text) = text.split_once(' ').unwrap_or(("", text));
            self.object(json!({ "event": "alarm", "step": step, "text": text.trim_start() }));
        } else if io::stdout().is_terminal() {
            self.say(&format!("{RED}{text}{PLAIN}"));
        } else {
            self.say(text);
        }
    }

    /// A control number to compare, on a line of its own so that no terminal breaks it.
    pub fn control_number(&self, step: &str, of: &str, digest: &Digest) {
        let number = control_number(digest).to_string();
        if self.json {
            self.object(json!({ "event": "control-number", "step": step, "of": of, "number": number }));
        } else {
            self.say(&format!("{step:<10} control number of {of}:"));
            self.line(&format!("                   {number}"));
        }
    }

    /// Text without a time, as it is.
    pub fn show(&self, text: &str) {
        if self.json {
            self.object(json!({ "event": "text", "text": text }));
        } else {
            self.line(text);
        }
    }

    /// A table: what it is about, column names, rows. For programs one object with the rows as objects.
    pub fn table(&self, of: &str, columns: &[&str], rows: &[Vec<String>]) {
        if self.json {
            let row = |row: &Vec<String>| -> serde_json::Map<String, serde_json::Value> {
                columns.iter().zip(row).map(|(column, cell)| ((*column).to_owned(), json!(cell))).collect()
            };
            let rows: Vec<_> = rows.iter().map(row).collect();
            return self.object(json!({ "event": "table", "of": of, "rows": rows }));
        }
        let heads: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
        let all = || std::iter::once(&heads).chain(rows);
        let width = |column: usize| all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        for row in all() {
            let cells = row.iter().enumerate().map(|(column, cell)| {
                let is_last = column + 1 == columns.len();
                let width = if is_last { 0 } else { width(column).unwrap_or(0) };
                format!("{cell:<width$}")
            });
            self.line(cells.collect::<Vec<_>>().join("  ").trim_end());
        }
    }

    /// The end of a run, for programs.
    pub fn result(&self, counted: u64, folder: &Path) {
        if self.json {
            self.object(json!({ "event": "result", "counted": counted, "folder": folder.display().to_string() }));
        }
    }

    /// Why the run ends, for programs.
    pub fn failure(&self, code: u8, text: &str) {
        if self.json {
            self.object(json!({ "event": "failure", "exit_code": code, "text": text }));
        }
    }

    /// A closed pipe must not stop an election.
    fn line(&self, text: &str) {
        let _ = writeln!(io::stdout(), "{text}");
    }

    fn object(&self, object: serde_json::Value) {
        self.line(&object.to_string());
    }

    /// A step that counts `what`; give [`Counting::report`] to the stage.
    pub fn counting<'a>(&self, step: &'a str, what: &'a str) -> Counting<'a> {
        let now = Instant::now();
        Counting { progress: self.clone(), step, what, began: now, last_line: Mutex::new(now) }
    }
}

/// A step that counts, on any number of threads.
#[derive(Debug)]
pub struct Counting<'a> {
    progress: Progress,
    step: &'a str,
    what: &'a str,
    began: Instant,
    last_line: Mutex<Instant>,
}

impl Counting<'_> {
    /// Says how far the step is, at most once a second.
    pub fn report(&self, done: u64, total: u64) {
        let Ok(mut last_line) = self.last_line.try_lock() else {
            return;
        };
        if last_line.elapsed() < BETWEEN_LINES || done >= total {
            return;
        }
        *last_line = Instant::now();
        let elapsed = self.began.elapsed();
        if self.progress.json {
            let elapsed_s = elapsed.as_secs_f64();
            let (step, what) = (self.step, self.what);
            let object = json!({ "event": "progress", "step": step, "what": what, "done": done, "total": total, "elapsed_s": elapsed_s });
            return self.progress.object(object);
        }
        self.progress.say(&format!("{:<10} {}", self.step, running(self.what, done, total, elapsed)));
    }

    /// Says that the step is done, with its rate.
    pub fn finish(&self, total: u64) {
        let elapsed = self.began.elapsed();
        let text = format!(
            "{:<10} {} {} in {:.1} s, {}",
            self.step,
            grouped(total),
            self.what,
            elapsed.as_secs_f64(),
            rate(total, elapsed)
        );
        self.progress.say(&text);
    }
}

fn running(what: &str, done: u64, total: u64, elapsed: Duration) -> String {
    let left_s = (total - done) as f64 * elapsed.as_secs_f64() / done.max(1) as f64;
    format!("{} of {} {what}, {}, {:.0} s left", grouped(done), grouped(total), rate(done, elapsed), left_s.ceil())
}

fn rate(done: u64, elapsed: Duration) -> String {
    format!("{}/s", grouped((done as f64 / elapsed.as_secs_f64().max(0.001)) as u64))
}

/// A number with commas between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1000, 32_379, 1_000_000].map(grouped), ["0", "999", "1,000", "32,379", "1,000,000"]);
    }

    #[test]
    fn the_time_left_follows_the_rate() {
        assert_eq!(running("ballots", 500, 2_000, Duration::from_secs(5)), "500 of 2,000 ballots, 100/s, 15 s left");
    }
}
