//! Progress lines: what runs, how far, how fast, how long still.

use std::io::{self, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::Digest;

/// At most one line in this time.
const BETWEEN_LINES: Duration = Duration::from_secs(1);

/// Prints what step runs and how far it is.
#[derive(Debug)]
pub struct Progress {
    started: Instant,
}

impl Progress {
    /// Starts the clock of the whole run.
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }

    /// One line of news.
    pub fn say(&self, text: &str) {
        let elapsed_s = self.started.elapsed().as_secs();
        // A closed pipe must not stop an election.
        let _ = writeln!(io::stdout(), "{:>3}:{:02}  {text}", elapsed_s / 60, elapsed_s % 60);
    }

    /// A control number to compare, on a line of its own so that no terminal breaks it.
    pub fn control_number(&self, step: &str, of: &str, digest: &Digest) {
        self.say(&format!("{step:<10} control number of {of}:"));
        self.show(&format!("                   {}", control_number(digest)));
    }

    /// Text without a time, as it is.
    pub fn show(&self, text: &str) {
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// A step that counts `what`; give [`Counting::report`] to the stage.
    pub fn counting<'a>(&'a self, step: &'a str, what: &'a str) -> Counting<'a> {
        let now = Instant::now();
        Counting { progress: self, step, what, began: now, last_line: Mutex::new(now) }
    }
}

/// A step that counts, on any number of threads.
#[derive(Debug)]
pub struct Counting<'a> {
    progress: &'a Progress,
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
