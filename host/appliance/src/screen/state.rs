//! Everything that the screen shows, and nothing else: `update` alone changes it.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

use tamga_crypto::hash::Digest;
use tamga_record::definition::Language;

use super::acts::Act;
use super::event::Ended;
use super::hsms::HsmsNow;
use super::others::Sheet;
use super::seen::Seen;
use super::set_up::SetUp;
use crate::acts::lookup::Answer;
use crate::at_work::AtWork;
use crate::cli::{ElectionArguments, RehearseArguments};
use crate::failure::Stopped;
use crate::live::Live;
use crate::message::Message;
use crate::news;
use crate::tokens::Presence;
use crate::words::Words;

/// Lines of news that are kept.
pub const LINES_MAX: usize = 500;

/// The screens, in the order in which a key goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Where the election stands.
    Overview,
    /// What a rehearsal is set up with.
    SetUp,
    /// Officers and their tokens.
    Officers,
    /// Sources, bundles, progress.
    Import,
    /// Turnout by region.
    Regions,
    /// Held records.
    Adjudication,
    /// The box and its count.
    Tally,
    /// Results.
    Results,
    /// The statement.
    Sign,
    /// What is published.
    Export,
    /// What the auditors' program says.
    Verify,
    /// The ledger's tail.
    Ledger,
    /// Devices, versions, news.
    System,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Overview,
        Self::SetUp,
        Self::Officers,
        Self::Import,
        Self::Regions,
        Self::Adjudication,
        Self::Tally,
        Self::Results,
        Self::Sign,
        Self::Export,
        Self::Verify,
        Self::Ledger,
        Self::System,
    ];

    /// The key of its name in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overview => "place-overview",
            Self::SetUp => "place-set-up",
            Self::Officers => "place-officers",
            Self::Import => "place-import",
            Self::Regions => "place-regions",
            Self::Adjudication => "place-adjudication",
            Self::Tally => "place-tally",
            Self::Results => "place-results",
            Self::Sign => "place-sign",
            Self::Export => "place-export",
            Self::Verify => "place-verify",
            Self::Ledger => "place-ledger",
            Self::System => "place-system",
        }
    }

    /// Those of the observers' view.
    pub const WATCHED: [Self; 5] = [Self::Overview, Self::Regions, Self::Results, Self::Verify, Self::Ledger];
}

/// An act under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Working {
    /// The act.
    pub act: Act,
    /// When it began, since the screen opened.
    pub began: Duration,
    /// The step that counts: what, done, total, since it began.
    pub counting: Option<Counting>,
    /// When something was heard last.
    pub heard: Duration,
    /// Whether it was asked to stop.
    pub stopping: bool,
}

/// A step that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Counting {
    /// The step's word.
    pub step: String,
    /// What is counted.
    pub what: Message,
    /// So many.
    pub done: u64,
    /// Of so many.
    pub total: u64,
    /// Since the step began.
    pub took: Duration,
}

/// A line of news.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Since the act began.
    pub at: Duration,
    /// The step, as [`News::Said`](crate::news::News::Said) has it; empty where there is none.
    pub step: String,
    /// What was said, in no language yet.
    pub text: Message,
    /// Whether somebody has to look at it.
    pub alarm: bool,
}

impl Line {
    /// As it is shown: the name of the step, spaces, what happened.
    pub fn shown(&self, words: &Words) -> String {
        let text = self.text.text_on_screen(words);
        if self.step.is_empty() { text } else { news::at(words, &self.step, &text) }
    }
}

/// What stands in front of the screen and takes the keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Front {
    /// The keys of the present screen.
    Help,
    /// Do this?
    Confirm {
        /// The act.
        act: Act,
        /// Whether the first yes was given.
        sure: bool,
    },
    /// What happened and what to do.
    Told {
        /// The act that stopped; none where the election could not be read.
        act: Option<Act>,
        /// What happened and what to do, in no language yet: it is shown in that of the screen.
        stopped: Stopped,
    },
    /// The acts that are seldom needed.
    Others {
        /// The line that is marked.
        line: usize,
    },
    /// The form of one of them.
    Sheet(Sheet),
    /// What became of a record that was looked up.
    Record {
        /// The answer.
        answer: Answer,
        /// Whether others were sent away, and it is shown.
        shown: bool,
    },
    /// A QR code over the whole screen.
    Code(Code),
    /// Leave the screen?
    Leave,
}

/// What a QR code is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The ledger as it stands: number of entries and root.
    Checkpoint,
    /// The ledger as it stood with the pause that has begun: what is noted and photographed.
    Pause,
    /// The statement.
    Statement,
}

/// The table of regions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegionTable {
    /// Only regions with this in code or name.
    pub filter: String,
    /// Whether what is typed goes into the filter.
    pub filtering: bool,
    /// The column that it is sorted by; 0 is the definition's order.
    pub sort: usize,
    /// The line that is marked.
    pub line: usize,
}

/// A field that is typed into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The field that takes the keys.
    pub field: usize,
    /// Whether it does.
    pub editing: bool,
    /// What stood in it before.
    pub before: String,
}

/// What the screen knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The language that it speaks.
    pub language: Language,
    /// The screen that is shown.
    pub place: Place,
    /// What stands in front of it.
    pub front: Option<Front>,
    /// Since it opened.
    pub now: Duration,
    /// Whether the screen goes along with a rehearsal by itself, until somebody chooses a screen.
    pub follows: bool,
    /// How the rehearsal ended that it opened with.
    pub rehearsed: Option<Ended>,
    /// Whether it is the observers' view, which shows less and does nothing.
    pub watching: bool,
    /// The election's folder.
    pub at: PathBuf,
    /// Whether the folder was looked into.
    pub looked: bool,
    /// The election as it stood last.
    pub seen: Option<Seen>,
    /// The act under way.
    pub working: Option<Working>,
    /// What another process is at; its figures are in `live`.
    pub elsewhere: Option<AtWork>,
    /// Figures of the act under way that the election's files do not have yet.
    pub live: Vec<Live>,
    /// What acts said, newest last.
    pub lines: VecDeque<Line>,
    /// The form of an act that was asked for and is not done yet: it is shown again as it was.
    pub filled: Option<Sheet>,
    /// The newest alarm, until something is begun of which people were asked whether to go on.
    pub alarm: Option<Message>,
    /// The newest control number: of what, and the digest.
    pub control: Option<(String, Digest)>,
    /// The HSMs as the acts found them.
    pub hsms: HsmsNow,
    /// The officers' tokens as they stood last.
    pub tokens: Option<Presence>,
    /// What a rehearsal is to be set up with.
    pub set_up: SetUp,
    /// Where the set-up form is.
    pub form: Form,
    /// The folder or stick to import, as typed, until all of it is taken.
    pub source: String,
    /// What the newest import took and what not, in no language yet.
    pub taken: Option<Message>,
    /// Regions.
    pub regions: RegionTable,
    /// Whether the count stopped because a lot is to be drawn.
    pub lot_waits: bool,
    /// The marked line of lists.
    pub line: usize,
    /// Lines of news that are newer than those shown.
    pub back: usize,
    /// Entries of the ledger's tail that are newer than those shown.
    pub older: usize,
    /// Checks and lines of the auditors' report above those shown.
    pub read: usize,
    /// The officers' votes on the marked reason: for, against, silent.
    pub votes: Vec<Option<bool>>,
    /// Whether the next digit is the last one of an officer's number from 10 on.
    pub tens: bool,
    /// Why, for the auditors.
    pub why: String,
    /// The officers' answers on tokens that are played.
    pub answers: Vec<PlayedAnswer>,
    /// The contest and region that results are shown of.
    pub contest: usize,
    /// The first of its options that is shown where not all of them fit.
    pub option: usize,
    /// The region, none for all.
    pub region: Option<usize>,
    /// Whether results fill the screen.
    pub big: bool,
    /// Whether the screen is recorded: then nobody is asked for what is a voter's alone, such as a receipt.
    pub recorded: bool,
}

/// What the officer of a played token says to the statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlayedAnswer {
    /// Signs.
    #[default]
    Sign,
    /// Signs with dissent.
    Dissent,
    /// Refuses.
    Refuse,
}

impl State {
    /// The screen as it opens, of the election in this folder, or of one that is yet to be set up there.
    pub fn new(at: PathBuf, language: Language) -> Self {
        Self {
            language,
            place: Place::Overview,
            front: None,
            now: Duration::ZERO,
            follows: false,
            rehearsed: None,
            watching: false,
            looked: false,
            at,
            seen: None,
            working: None,
            elsewhere: None,
            live: Vec::new(),
            lines: VecDeque::new(),
            filled: None,
            alarm: None,
            control: None,
            hsms: HsmsNow::default(),
            tokens: None,
            set_up: SetUp::default(),
            form: Form::default(),
            source: String::new(),
            taken: None,
            regions: RegionTable::default(),
            lot_waits: false,
            line: 0,
            back: 0,
            older: 0,
            read: 0,
            votes: Vec::new(),
            tens: false,
            why: String::new(),
            answers: Vec::new(),
            contest: 0,
            option: 0,
            region: None,
            big: false,
            recorded: false,
        }
    }

    /// The observers' view of the election in this folder.
    pub fn watching(at: PathBuf, language: Language) -> Self {
        Self { watching: true, ..Self::new(at, language) }
    }

    /// The screen of a rehearsal that is to run in this folder by itself.
    pub fn rehearsing(at: PathBuf, language: Language, arguments: &RehearseArguments) -> Self {
        let ElectionArguments { election_dir, scale, officers, quorum, tokens, hsm, mischief, .. } =
            &arguments.election;
        let tokens = tokens.as_ref().map_or_else(String::new, ToString::to_string);
        let (election, scale, officers, quorum) = (election_dir.clone(), *scale, *officers, *quorum);
        let hsm = hsm.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let set_up = SetUp { election, scale, officers, quorum, tokens, hsm, mischief: *mischief };
        Self { follows: true, place: Place::SetUp, set_up, ..Self::new(at, language) }
    }

    /// Whether a rehearsal runs by itself: then keys only show.
    pub fn is_rehearsing(&self) -> bool {
        self.working.as_ref().is_some_and(|working| matches!(working.act, Act::Rehearse(_)))
    }

    /// The screens that there are, in the order in which a key goes through them.
    pub fn places(&self) -> &'static [Place] {
        if self.watching { &Place::WATCHED } else { &Place::ALL }
    }

    /// The screen so many places on from the present one; round and round.
    pub fn moved(&self, by: isize) -> Place {
        let places = self.places();
        let place = places.iter().position(|place| *place == self.place).unwrap_or(0) as isize;
        let moved = (place + by).rem_euclid(places.len() as isize);
        places.get(moved as usize).copied().unwrap_or(Place::Overview)
    }

    /// Keeps a line of news.
    pub fn say(&mut self, line: Line) {
        if self.lines.len() >= LINES_MAX {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }
}
