//! What an act says while it works, and how it is printed: as lines for people, or as JSON, one object per line.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::Digest;
use tamga_record::definition::Language;
use unicode_width::UnicodeWidthStr;

use crate::acts::lookup::Answer;
use crate::live::Live;
use crate::message::{Message, Part};
use crate::sentences::wrapped;
use crate::tokens::Presence;
use crate::visible::visible;
use crate::words::Words;

/// Terminal colours [ECMA-48, SGR 31 and 0].
const RED: &str = "\x1b[31m";
const PLAIN: &str = "\x1b[0m";

/// Columns of a terminal that everybody has; those of the time before news; those of the step's name in it.
pub const COLUMNS: usize = 80;
const TIME: usize = 8;
const STEP: usize = 11;
/// Cells of the name of a figure.
const NAME: usize = 14;

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum News {
    /// What a step did.
    Said {
        /// Since the program started.
        elapsed: Duration,
        /// The step: a word that is the same in every language; `at-` before it is the key of its name.
        step: String,
        /// What happened.
        text: Message,
        /// Whether somebody has to look at it.
        alarm: bool,
    },
    /// The HSMs were asked for; these came.
    Hsms(Vec<String>),
    /// How far a step is.
    Running {
        /// Since the program started.
        elapsed: Duration,
        /// The step.
        step: String,
        /// What is counted.
        what: Message,
        /// So many.
        done: u64,
        /// Of so many.
        total: u64,
        /// Since the step began.
        took: Duration,
    },
    /// A control number to compare.
    ControlNumber {
        /// Since the program started.
        elapsed: Duration,
        /// The step.
        step: String,
        /// What it is the number of.
        of: Message,
        /// The digest.
        digest: Digest,
    },
    /// Figures that moved, for a screen alone.
    Live(Live),
    /// How the officers' tokens stand, for a screen alone.
    Tokens(Presence),
    /// Something without a time.
    Text(Message),
    /// One of several figures below one another.
    Figure {
        /// Its word, whose name is in the catalogue with `listed-` before it.
        name: String,
        /// What it is.
        text: Message,
    },
    /// A table.
    Table {
        /// What it is about.
        of: String,
        /// The columns' words, whose names are in the catalogue with `column-` before them.
        columns: Vec<String>,
        /// Rows of cells.
        rows: Vec<Vec<Part>>,
    },
    /// A result, for programs.
    Result {
        /// Ballots counted.
        counted: u64,
        /// Where the record is.
        folder: PathBuf,
    },
    /// What became of a record that was looked up.
    Answer(Answer),
    /// Why the run ends, for programs.
    Failure {
        /// The exit code.
        code: u8,
        /// The message's key, the same in every language and version.
        key: String,
        /// What happened and what to do.
        text: String,
    },
}

impl News {
    /// As JSON, one object.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Said { elapsed, step, text, alarm } => {
                let (event, elapsed_s) = (if *alarm { "alarm" } else { "news" }, elapsed.as_secs());
                json!({
                    "event": event, "elapsed_s": elapsed_s, "step": step, "key": text.key(), "text": text.to_string()
                })
            }
            Self::Running { step, what, done, total, took, .. } => json!({
                "event": "progress", "step": step, "what": what.to_string(), "done": done, "total": total, "elapsed_s": took.as_secs_f64()
            }),
            Self::ControlNumber { step, of, digest, .. } => {
                json!({ "event": "control-number", "step": step, "of": of.to_string(), "number": control_number(digest).to_string() })
            }
            Self::Live(live) => json!({ "event": "live", "figures": live }),
            Self::Hsms(came) => json!({ "event": "hsms", "came": came }),
            Self::Tokens(tokens) => json!({ "event": "tokens", "needed": tokens.needed, "wanted": tokens.wanted }),
            Self::Text(text) => json!({ "event": "text", "key": text.key(), "text": text.to_string() }),
            Self::Figure { name, text } => {
                json!({ "event": "text", "name": name, "key": text.key(), "text": text.to_string() })
            }
            Self::Table { of, columns, rows } => {
                let cell = |cell: &Part| json!(cell.text(Words::of(Language::En)));
                let row = |row: &Vec<Part>| -> serde_json::Map<String, serde_json::Value> {
                    columns.iter().zip(row).map(|(column, of)| (column.clone(), cell(of))).collect()
                };
                json!({ "event": "table", "of": of, "rows": rows.iter().map(row).collect::<Vec<_>>() })
            }
            Self::Result { counted, folder } => {
                json!({ "event": "result", "counted": counted, "folder": folder.display().to_string() })
            }
            Self::Answer(Answer::Received { status, reasons, is_final }) => {
                json!({ "event": "record", "status": status, "reasons": reasons, "final": is_final })
            }
            Self::Answer(Answer::Unknown { more }) => json!({ "event": "record", "status": "unknown", "more": more }),
            Self::Failure { code, key, text } => {
                json!({ "event": "failure", "exit_code": code, "key": key, "text": text })
            }
        }
    }

    /// As lines for people; nothing of what is for programs alone.
    fn to_lines(&self, words: &Words) -> String {
        match self {
            Self::Said { elapsed, step, text, alarm } if io::stdout().is_terminal() => {
                let lines = in_lines(&at(words, step, &visible(&text.text(words))));
                timed(*elapsed, &if *alarm { format!("{RED}{lines}{PLAIN}") } else { lines })
            }
            Self::Said { elapsed, step, text, .. } => timed(*elapsed, &at(words, step, &visible(&text.text(words)))),
            Self::Running { elapsed, step, what, done, total, took } => {
                let text = running(what, *done, *total, *took).text(words);
                timed(*elapsed, &at(words, step, &text))
            }
            // On a line of its own, so that no terminal breaks it.
            Self::ControlNumber { elapsed, step, of, digest } => {
                let text = Message::of("control-number-of").with("of", of.clone()).text(words);
                let head = timed(*elapsed, &at(words, step, &text));
                format!("{head}\n                   {}", control_number(digest))
            }
            // Lines that are shown as they are stay lines.
            Self::Text(text) => text.text(words).lines().map(visible).collect::<Vec<_>>().join("\n"),
            Self::Figure { name, text } => {
                visible(&format!("{} {}", padded(&words.get(&format!("listed-{name}")), NAME), text.text(words)))
                    .into_owned()
            }
            Self::Table { columns, rows, .. } => table(columns, rows, words),
            Self::Answer(answer) => answer.in_words(words).join("\n"),
            Self::Live(_) | Self::Hsms(_) | Self::Tokens(_) | Self::Result { .. } | Self::Failure { .. } => {
                String::new()
            }
        }
    }

    /// Prints it. A closed pipe must not stop an election.
    pub fn print(&self, json: bool) {
        let text = if json {
            visible(&self.to_json().to_string()).into_owned()
        } else {
            self.to_lines(Words::of_command_line())
        };
        if json || !matches!(self, Self::Result { .. } | Self::Failure { .. }) {
            let _ = writeln!(io::stdout(), "{text}");
        }
    }
}

/// The name of a step, spaces, what happened.
pub fn at(words: &Words, step: &str, text: &str) -> String {
    format!("{:<10} {text}", words.get(&format!("at-{step}")))
}

/// News in lines that a terminal does not break in the middle of a word.
fn in_lines(text: &str) -> String {
    wrapped(text, COLUMNS - TIME, STEP).replace('\n', &format!("\n{}", " ".repeat(TIME)))
}

fn timed(elapsed: Duration, text: &str) -> String {
    let elapsed_s = elapsed.as_secs();
    format!("{:>3}:{:02}  {text}", elapsed_s / 60, elapsed_s % 60)
}

fn table(columns: &[String], rows: &[Vec<Part>], words: &Words) -> String {
    let head = columns.iter().map(|column| words.get(&format!("column-{}", column.replace(' ', "-")))).collect();
    let cells = |row: &Vec<Part>| row.iter().map(|cell| visible(&cell.text(words)).into_owned()).collect();
    let all: Vec<Vec<String>> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
    let width = |column: usize| all.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let is_figure = |column: usize| rows.iter().all(|row| row.get(column).is_some_and(Part::is_figure));
    let line = |row: &Vec<String>| {
        let cell = |(column, cell): (usize, &String)| match is_figure(column) {
            true => format!("{}{cell}", " ".repeat(width(column).unwrap_or(0).saturating_sub(cell.width()))),
            false => padded(cell, width(column).unwrap_or(0)),
        };
        row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A text filled up to so many cells.
fn padded(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(text.width())))
}

fn running(what: &Message, done: u64, total: u64, took: Duration) -> Message {
    let left_s = left(done, total, took).as_secs_f64().ceil() as u64;
    let message = Message::of("running").with("done", done).with("total", total).with("what", what.clone());
    message.with("rate", rate(done, took)).with("left", left_s)
}

/// How long a step still takes at the rate so far; the longest time there is, where that is longer.
pub fn left(done: u64, total: u64, took: Duration) -> Duration {
    let left_s = total.saturating_sub(done) as f64 * took.as_secs_f64() / done.max(1) as f64;
    Duration::try_from_secs_f64(left_s).unwrap_or(Duration::MAX)
}

/// So many a second.
pub fn rate(done: u64, took: Duration) -> u64 {
    (done as f64 / took.as_secs_f64().max(0.001)) as u64
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
    fn long_news_go_on_under_what_happened() {
        let text = format!("tokens     {} end", "word ".repeat(13).trim_end());
        let lines = in_lines(&text);
        let (first, last) = lines.split_once('\n').unwrap();
        assert!(first.len() <= COLUMNS - TIME, "{first}");
        assert_eq!(last, format!("{}word end", " ".repeat(TIME + STEP)));
    }

    #[test]
    fn the_time_left_follows_the_rate() {
        let ballots = Message::of("unit-ballots");
        assert_eq!(
            running(&ballots, 500, 2_000, Duration::from_secs(5)).to_string(),
            "500 of 2,000 ballots, 100/s, 15 s left"
        );
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row: Vec<Part> = vec!["a-long-serial".into(), Message::of("part-works").into()];
        let columns = ["serial", "result"].map(str::to_owned);
        let [kk, en] = [Language::Kk, Language::En]
            .map(|language| table(&columns, std::slice::from_ref(&row), Words::of(language)));
        assert_eq!(en, "serial         result\na-long-serial  works");
        assert_eq!(kk, "нөмірі         нәтижесі\na-long-serial  жұмыс істейді");
        let votes = |option: &str, votes: u64| vec![option.into(), votes.into(), Part::Share(votes, 1_500)];
        let columns = ["option", "votes", "share"].map(str::to_owned);
        let figures = table(&columns, &[votes("a", 1_200), votes("b", 300)], Words::of(Language::Ru));
        let expected = "вариант  голосов    доля\na          1\u{a0}200  80,0\u{a0}%\nb            300  20,0\u{a0}%";
        assert_eq!(figures, expected);
    }
}
