//! The order in which entries stand, opening by opening, and how many of each kind there are.

use std::collections::HashSet;
use std::ops::Range;

use crate::parse::entry::{Entry, Kind, Role};
use crate::reason::Reason;

/// How far the newest opening has come when the record is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// After its tally root, before it is opened.
    Aggregate,
    /// Published.
    Complete,
}

/// An opening whose box is closed, in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its number.
    pub(crate) opening: u32,
    /// Its entries, from the first import on.
    pub(crate) entries: Range<usize>,
    /// Its entry 9.
    pub(crate) close: usize,
}

/// What the entry before leaves room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Begin,
    Origin,
    Keys,
    Roll,
    Election,
    Endorsed,
    /// Files are brought for the next box.
    Collecting,
    /// What was brought is judged.
    Admitted,
    /// Officers vote about held records.
    Decided,
    Closed,
    Verified,
    /// The tally root stands; checkers approve it.
    Rooted,
    /// Tokens answer.
    Shared,
    /// Lots are drawn.
    Drawn,
    /// The result stands.
    Counted,
    /// The statement stands; it is signed.
    Stated,
    Published,
}

/// Refuses entries out of order, times that go back, and an end that is not that of the stage. Returns the openings.
///
/// `openings` is how many the definition has before the supplement.
pub(crate) fn check(entries: &[Entry], openings: u32, stage: Stage) -> Result<Vec<Run>, Reason> {
    let mut walk = Walk {
        openings,
        phase: Phase::Begin,
        runs: Vec::new(),
        start: 0,
        seen: HashSet::new(),
        said: HashSet::new(),
        published: false,
        ended: false,
        paused: false,
    };
    let mut time = "";
    for (number, entry) in entries.iter().enumerate() {
        let item = |why| Reason::Item { item: number as u64, why: Box::new(why) };
        if entry.time.as_str() < time {
            return Err(item(Reason::TimeGoesBack));
        }
        time = &entry.time;
        walk.step(number, entry).map_err(item)?;
    }
    walk.finish(entries, stage)
}

/// A walk through the entries.
struct Walk {
    openings: u32,
    phase: Phase,
    runs: Vec<Run>,
    /// Where the opening that is being prepared begins.
    start: usize,
    /// Repeatable things that this opening had already.
    seen: HashSet<String>,
    /// Things that are said once.
    said: HashSet<String>,
    /// Whether an entry 20 stands before.
    published: bool,
    /// Whether an entry 33 stands before.
    ended: bool,
    /// Whether an entry 28 stands before, and no 29 behind it.
    paused: bool,
}

impl Walk {
    fn step(&mut self, number: usize, entry: &Entry) -> Result<(), Reason> {
        let before = self.phase;
        let refused = Reason::EntryOrder { kind: entry.number };
        self.phase = self.next(entry).ok_or_else(|| refused.clone())?;
        if before == Phase::Endorsed && self.phase > before || before == Phase::Published && self.phase != before {
            if self.is_over() {
                return Err(refused);
            }
            self.start = number;
        }
        if let Kind::Close { opening, .. } = &entry.kind {
            let opening = self.number(*opening)?;
            self.runs.push(Run { opening, entries: self.start..number, close: number });
        }
        self.say_once(&entry.kind)?;
        self.seen.extend(thing(&entry.kind));
        self.published |= self.phase == Phase::Published;
        self.ended |= entry.number == 33;
        self.paused = entry.number == 28 || self.paused && entry.number != 29;
        if let (Some(run), true) = (self.runs.last_mut(), self.phase > Phase::Decided) {
            run.entries.end = number + 1;
            if opening_of(&entry.kind).is_some_and(|opening| opening != u64::from(run.opening)) {
                return Err(Reason::WrongOpening { kind: entry.number });
            }
        }
        if self.phase == Phase::Published {
            self.seen.clear();
        }
        Ok(())
    }

    /// The phase after an entry; none when it does not stand in order.
    fn next(&self, entry: &Entry) -> Option<Phase> {
        use Phase::*;
        let phase = self.phase;
        Some(match (entry.number, phase) {
            (29, _) if !self.paused => return None,
            (_, _) if self.paused && entry.number != 29 && !is_in_pause(entry) => return None,
            (1, Begin) => Origin,
            (2, Origin) => Keys,
            (3, Keys) => Roll,
            (4, Roll) => Election,
            (5, Election | Endorsed) => Endorsed,
            (41, _) if self.ended => return None,
            // The tokens answer anew.
            (41, Drawn) => Shared,
            // Endorsements are over when something else stands behind them.
            (_, Endorsed) if is_anywhere(entry) => Collecting,
            (_, _) if phase > Endorsed && is_anywhere(entry) => phase,
            (31, _) if self.published => phase,
            (43, _) if phase == Stated || self.published => phase,
            (33, Published) => phase,
            (42, _) if self.ended => phase,
            (34, _) if !self.runs.is_empty() => return None,
            (6 | 7 | 22 | 34 | 36, Endorsed | Collecting | Admitted | Published) => Collecting,
            (8, Endorsed | Collecting | Admitted | Published) => Admitted,
            (8 | 23, Decided) | (23, Admitted) => Decided,
            (9, Admitted | Decided) | (10 | 11, Closed) => Closed,
            (12, Closed) => Verified,
            (13, Verified) | (14, Rooted) => Rooted,
            (10 | 15, Rooted | Shared) => Shared,
            (37, Shared | Drawn) => Drawn,
            (17, Shared | Drawn) => Counted,
            (18, Counted) | (19, Stated) => Stated,
            (20, Stated) => Published,
            (10 | 11 | 14 | 15, Verified | Rooted | Shared | Drawn) if self.has_seen(&entry.kind) => phase,
            _ => return None,
        })
    }

    /// A decision has its number for itself, and an opening one lot for a contest.
    fn say_once(&mut self, kind: &Kind) -> Result<(), Reason> {
        let (what, which, thing) = match kind {
            Kind::Decision { number, .. } => ("decision", number.to_string(), format!("decision {number}")),
            Kind::Lot { contest, .. } => ("lot of", contest.clone(), format!("lot {} {contest}", self.runs.len())),
            _ => return Ok(()),
        };
        if self.said.insert(thing) { Ok(()) } else { Err(Reason::Twice { what, which }) }
    }

    fn has_seen(&self, kind: &Kind) -> bool {
        thing(kind).is_some_and(|thing| self.seen.contains(&thing))
    }

    /// Whether the newest opening is the supplement, or the election has ended: after either there is none.
    fn is_over(&self) -> bool {
        self.ended || self.runs.last().is_some_and(|run| run.opening > self.openings)
    }

    /// Openings are numbered from 1; the supplement has the number behind those of the definition.
    fn number(&self, opening: u64) -> Result<u32, Reason> {
        let next = self.runs.last().map_or(1, |run| run.opening + 1);
        let supplement = self.openings + 1;
        let regular = |number: &u32| *number == next && next <= self.openings || *number == supplement && next > 1;
        u32::try_from(opening).ok().filter(regular).ok_or(Reason::WrongOpening { kind: 9 })
    }

    fn finish(self, entries: &[Entry], stage: Stage) -> Result<Vec<Run>, Reason> {
        let next_is_prepared = matches!(self.phase, Phase::Collecting | Phase::Admitted | Phase::Decided);
        let (kind, ends) = match stage {
            Stage::Aggregate => (13, self.phase == Phase::Rooted),
            Stage::Complete => (20, self.phase == Phase::Published || self.published && next_is_prepared),
        };
        if ends {
            return Ok(self.runs);
        }
        let newest = self.runs.last().map_or(0..0, |run| run.entries.clone());
        let mut rest = entries.iter().skip(newest.start).take(newest.len()).skip_while(|entry| entry.number != kind);
        match (stage, rest.next(), rest.find(|entry| ![14, 31, 43].contains(&entry.number) && !is_anywhere(entry))) {
            (Stage::Aggregate, Some(_), Some(early)) => Err(Reason::EntryOrder { kind: early.number }),
            _ => Err(Reason::EntryCount { kind, expected: 1, found: 0 }),
        }
    }
}

/// Whether an entry may stand anywhere after the endorsements.
pub(crate) fn is_anywhere(entry: &Entry) -> bool {
    [16, 21, 28, 29, 35, 38, 39, 41].contains(&entry.number)
        || matches!(entry.kind, Kind::Unlock { role: Role::Admin, .. })
}

/// Whether an entry may stand between a pause and its end.
pub(crate) fn is_in_pause(entry: &Entry) -> bool {
    entry.number == 16
}

/// What an entry is about that may be repeated later than its place.
fn thing(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Unlock { role, hsm, .. } => Some(format!("unlock {role:?} {hsm}")),
        Kind::Unseal { region, .. } => Some(format!("unseal {region}")),
        Kind::Approval { checker, .. } => Some(format!("approval {checker}")),
        Kind::Share { token, .. } => Some(format!("share {token}")),
        _ => None,
    }
}

/// The opening that an entry from the close on names.
fn opening_of(kind: &Kind) -> Option<u64> {
    match kind {
        Kind::Close { opening, .. }
        | Kind::Verified { opening, .. }
        | Kind::Root { opening, .. }
        | Kind::Approval { opening, .. }
        | Kind::Share { opening, .. }
        | Kind::Result { opening, .. }
        | Kind::Statement { opening, .. }
        | Kind::Signature { opening, .. }
        | Kind::Published { opening, .. } => Some(*opening),
        _ => None,
    }
}
