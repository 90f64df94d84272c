//! The order in which entries stand, and how many of each kind there are.

use crate::parse::entry::Entry;
use crate::reason::Reason;

/// The phases of an election; inside one, entries stand in any order.
const PHASES: [&[u64]; 16] = [
    &[1],
    &[2],
    &[3],
    &[4],
    &[5],
    &[6, 7, 8],
    &[9],
    &[10, 11],
    &[12],
    &[13],
    &[14],
    &[10, 15],
    &[17],
    &[18],
    &[19],
    &[20],
];
/// The phase of the endorsements.
const ENDORSEMENTS: usize = 4;
/// Refusals and clock settings stand anywhere after the endorsements.
const ANYWHERE: [u64; 2] = [16, 21];
/// Kinds that stand exactly once.
const ONCE: [u64; 12] = [1, 2, 3, 4, 6, 8, 9, 12, 13, 17, 18, 20];

/// How far an election has come when its record is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// After the tally root, before the opening.
    Aggregate,
    /// Published.
    Complete,
}

impl Stage {
    /// The last kind that must stand in the ledger.
    fn last_kind(self) -> u64 {
        match self {
            Self::Aggregate => 13,
            Self::Complete => 20,
        }
    }
}

/// Refuses entries out of order, times that go back, and kinds that are missing, too many, or too early for the stage.
pub(crate) fn check(entries: &[Entry], stage: Stage) -> Result<(), Reason> {
    let mut phase = 0;
    let mut time = "";
    for (number, entry) in (0..).zip(entries) {
        let item = |why| Reason::Item { item: number, why: Box::new(why) };
        phase = next_phase(phase, entry.number).ok_or_else(|| item(Reason::EntryOrder { kind: entry.number }))?;
        if entry.time.as_str() < time {
            return Err(item(Reason::TimeGoesBack));
        }
        time = &entry.time;
    }
    for kind in ONCE {
        let expected = u64::from(kind <= stage.last_kind());
        let found = entries.iter().filter(|entry| entry.number == kind).count() as u64;
        if found != expected {
            return Err(Reason::EntryCount { kind, expected, found });
        }
    }
    if stage == Stage::Aggregate {
        let mut later = entries.iter().skip_while(|entry| entry.number != 13).skip(1);
        let early = later.find(|entry| entry.number != 14 && !ANYWHERE.contains(&entry.number));
        if let Some(entry) = early {
            return Err(Reason::EntryOrder { kind: entry.number });
        }
    }
    Ok(())
}

/// The phase in which an entry of this kind stands when the entry before stood in `phase`.
fn next_phase(phase: usize, kind: u64) -> Option<usize> {
    if ANYWHERE.contains(&kind) {
        return (phase >= ENDORSEMENTS).then_some(phase.max(ENDORSEMENTS + 1));
    }
    let (at, _) = PHASES.iter().enumerate().skip(phase).find(|(_, kinds)| kinds.contains(&kind))?;
    Some(at)
}
