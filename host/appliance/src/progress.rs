//! Who is told what an act does, how far it is, how fast, and how long still.

use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use tamga_crypto::hash::Digest;
use tamga_record::definition::Language;

use crate::acts::lookup::Answer;
use crate::at_work::Board;
use crate::failure::Stopped;
use crate::live::Live;
use crate::memory::Locked;
use crate::message::{Message, Part};
use crate::news::{News, rate};
use crate::tokens::Presence;
use crate::words::Words;

/// At most one line in this time.
const BETWEEN_LINES: Duration = Duration::from_secs(1);
/// A screen takes more, so that its bars move.
const BETWEEN_FRAMES: Duration = Duration::from_millis(100);

/// Hands on what an act says.
#[derive(Debug, Clone)]
pub struct Progress {
    started: Instant,
    to: To,
    /// Where those look who are not told.
    board: Board,
}

/// Where news go.
#[derive(Debug, Clone)]
enum To {
    /// Printed, as lines or as JSON.
    Output { json: bool },
    /// To the screen.
    Screen(Sender<News>),
}

impl Progress {
    /// Starts the clock of the whole run; news are printed.
    pub fn start(json: bool) -> Self {
        Self { started: Instant::now(), to: To::Output { json }, board: Board::default() }
    }

    /// Starts the clock of the whole run; news go to a screen.
    pub fn to_screen(screen: Sender<News>) -> Self {
        Self { started: Instant::now(), to: To::Screen(screen), board: Board::default() }
    }

    /// Where the act says what it is at, for other processes.
    pub fn board(&self) -> &Board {
        &self.board
    }

    fn tell(&self, news: News) {
        self.board.hear(&news);
        match &self.to {
            To::Output { json } => news.print(*json),
            // A screen that is gone hears nothing more; the act goes on.
            To::Screen(screen) => drop(screen.send(news)),
        }
    }

    fn between(&self) -> Duration {
        match self.to {
            To::Output { .. } => BETWEEN_LINES,
            To::Screen(_) => BETWEEN_FRAMES,
        }
    }

    /// One piece of news: the step, a word that has its name in the catalogue with `at-` before it, and what happened.
    pub fn say(&self, step: &str, text: impl Into<Message>) {
        self.tell(self.said(step, text.into(), false));
    }

    /// Warns where memory could not be locked.
    pub fn protected(&self, locked: Locked) {
        if let Some(warning) = locked.warning() {
            self.alarm("memory", warning);
        }
    }

    /// As [`Progress::say`], of something that somebody has to look at: `ALARM`, red on a terminal.
    pub fn alarm(&self, step: &str, text: impl Into<Message>) {
        self.tell(self.said(step, text.into(), true));
    }

    fn said(&self, step: &str, text: Message, alarm: bool) -> News {
        News::Said { elapsed: self.started.elapsed(), step: step.to_owned(), text, alarm }
    }

    /// Tells a screen, of this process or another one, figures that moved; they are printed nowhere.
    pub fn live(&self, figures: impl FnOnce() -> Live) {
        if self.is_watched() {
            self.tell(News::Live(figures()));
        } else if self.board.is_up() {
            self.board.hear(&News::Live(figures()));
        }
    }

    /// Tells a screen which HSMs came when they were asked for.
    pub fn hsms(&self, came: Vec<String>) {
        if self.is_watched() {
            self.tell(News::Hsms(came));
        }
    }

    /// A control number to compare.
    pub fn control_number(&self, step: &str, of: impl Into<Message>, digest: &Digest) {
        let (step, of) = (step.to_owned(), of.into());
        self.tell(News::ControlNumber { elapsed: self.started.elapsed(), step, of, digest: *digest });
    }

    /// Whether a screen watches, which is told more than is printed.
    pub fn is_watched(&self) -> bool {
        matches!(self.to, To::Screen(_))
    }

    /// How the officers' tokens stand, for a screen.
    pub fn tokens(&self, presence: Presence) {
        if self.is_watched() {
            self.tell(News::Tokens(presence));
        }
    }

    /// Something without a time.
    pub fn show(&self, text: impl Into<Message>) {
        self.tell(News::Text(text.into()));
    }

    /// One of several figures below one another: a word that has its name in the catalogue with `listed-` before it.
    pub fn figure(&self, name: &str, text: impl Into<Message>) {
        self.tell(News::Figure { name: name.to_owned(), text: text.into() });
    }

    /// What became of a record that was looked up.
    pub fn answer(&self, answer: Answer) {
        self.tell(News::Answer(answer));
    }

    /// A table: what it is about, rows, and the columns' words, which have their names in the catalogue with `column-` before them.
    /// For programs one object with the rows as objects.
    pub fn table(&self, of: &str, columns: &[&str], rows: Vec<Vec<Part>>) {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        self.tell(News::Table { of: of.to_owned(), columns, rows });
    }

    /// The end of a run, for programs.
    pub fn result(&self, counted: u64, folder: &Path) {
        self.tell(News::Result { counted, folder: folder.to_owned() });
    }

    /// Why the run ends, for programs, in English.
    pub fn failure(&self, stopped: &Stopped) {
        let words = Words::of(Language::En);
        self.tell(News::Failure { code: stopped.code, key: stopped.key(words).to_owned(), text: stopped.text(words) });
    }

    /// What is wrong with what was typed, for programs.
    pub fn usage(&self, code: u8, text: &str) {
        self.tell(News::Failure { code, key: "usage".to_owned(), text: text.to_owned() });
    }

    /// A step that counts `what`, a message; give [`Counting::report`] to the stage.
    pub fn counting(&self, step: &'static str, what: impl Into<Message>) -> Counting {
        let now = Instant::now();
        Counting { progress: self.clone(), step, what: what.into(), began: now, last_line: Mutex::new(now) }
    }
}

/// A step that counts, on any number of threads.
#[derive(Debug)]
pub struct Counting {
    progress: Progress,
    step: &'static str,
    what: Message,
    began: Instant,
    last_line: Mutex<Instant>,
}

impl Counting {
    /// Says how far the step is, at most once a second, to a screen ten times as often.
    pub fn report(&self, done: u64, total: u64) {
        self.has_reported(done, total);
    }

    /// The same; gives whether it was time to say so.
    pub fn has_reported(&self, done: u64, total: u64) -> bool {
        let Ok(mut last_line) = self.last_line.try_lock() else {
            return false;
        };
        if last_line.elapsed() < self.progress.between() || done >= total {
            return false;
        }
        *last_line = Instant::now();
        let (step, what) = (self.step.to_owned(), self.what.clone());
        let (elapsed, took) = (self.progress.started.elapsed(), self.began.elapsed());
        self.progress.tell(News::Running { elapsed, step, what, done, total, took });
        true
    }

    /// Says that the step is done, with its rate.
    pub fn finish(&self, total: u64) {
        let elapsed = self.began.elapsed();
        let seconds = format!("{:.1}", elapsed.as_secs_f64());
        let text = Message::of("finished").with("total", total).with("what", self.what.clone());
        self.progress.say(self.step, text.with("seconds", seconds).with("rate", rate(total, elapsed)));
    }
}
