//! `tamga lookup`: what became of one record, for a voter who brings its tracker or receipt. Status and reason, and nothing else.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tamga_crypto::hash::Digest;
use tamga_record::admission::{Reason, Status};
use tamga_record::definition::{Definition, HeldStatus};
use tamga_record::receipt::Receipt;
use tamga_tally::election::Election;

use crate::failure::Failure;
use crate::folder::Folder;
use crate::room::Room;
use crate::standing::Standing;
use crate::words::Words;

/// Bytes of a line of verdicts at most: ids, digits and all reasons there are.
const LINE_LEN_MAX: u64 = 1_024;

/// The cell of a line in which the tracker stands, from 0.
const TRACKER_CELL: usize = 3;

/// What is said of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It was received.
    Received {
        /// The word of its status.
        status: String,
        /// The words of the reasons that give it this status; none where it is green.
        reasons: Vec<String>,
        /// Whether its seal was opened and every proof checked; before that a record can still turn red or be superseded.
        is_final: bool,
    },
    /// No record with this tracker is among those that were judged.
    Unknown {
        /// Whether something was imported that is not judged yet.
        more: bool,
    },
}

impl Answer {
    /// The status, its reasons, and how far that goes, a line each.
    pub fn in_words(&self, words: &Words) -> Vec<String> {
        match self {
            Self::Received { status, reasons, is_final } => {
                let mut lines = vec![words.get(&format!("record-{status}"))];
                lines.extend(reasons.iter().map(|reason| words.get(&format!("reason-{reason}"))));
                lines.push(words.get(if *is_final { "record-final" } else { "record-provisional" }));
                lines
            }
            Self::Unknown { more: false } => vec![words.get("record-unknown")],
            Self::Unknown { more: true } => vec![words.get("record-unknown-more")],
        }
    }
}

/// Looks a record up by its tracker or receipt. Neither that it was asked nor the answer is written anywhere.
pub fn look_up(room: &Room, standing: &Standing, election: &Election, typed: &str) -> Result<Answer> {
    let tracker = tracker_of(typed, election)?;
    let definition = election.definition();
    let tracker = hex::encode(tracker);
    let mut found: Option<Answer> = None;
    // All lists are read, wherever it is found: how long that takes says nothing of the region.
    for (path, is_final) in lists(room, definition)? {
        room.interrupt.check()?;
        for line in lines_of(&path, tracker.as_bytes())? {
            let answer = answer(definition, &line, is_final).context("a line of verdicts is damaged")?;
            // Only copies that somebody made share a tracker, and they are red by their own fault.
            if found.as_ref().is_none_or(is_red) {
                found = Some(answer);
            }
        }
    }
    let now = standing.book.state().now();
    Ok(found.unwrap_or(Answer::Unknown { more: now.gathered && now.admitted.is_none() }))
}

fn is_red(answer: &Answer) -> bool {
    matches!(answer, Answer::Received { status, .. } if status == Status::Red.name())
}

/// The tracker in what was typed or scanned: a receipt of this election, or 64 hex digits.
fn tracker_of(typed: &str, election: &Election) -> Result<Digest> {
    let typed = typed.trim();
    let mut tracker = Digest::default();
    if hex::decode_to_slice(typed, &mut tracker).is_ok() {
        return Ok(tracker);
    }
    let receipt: Receipt = typed.to_uppercase().parse().map_err(|_| Failure::bad_input("lookup-bad"))?;
    if !receipt.is_of(election.id()) {
        return Err(Failure::bad_input("lookup-other-election"));
    }
    Ok(receipt.tracker)
}

/// Every list of verdicts, and whether its verdicts are final: of each region the auditors' where it is there, else what could be
/// seen from outside the seals.
fn lists(room: &Room, definition: &Definition) -> Result<Vec<(PathBuf, bool)>> {
    for opening in 1..=definition.openings + 1 {
        provisional_verdicts(room, opening).settle()?;
    }
    let mut lists = Vec::new();
    let supplement = definition.openings + 1;
    for region in &definition.regions {
        let name = format!("{}.csv", region.code);
        for (folder, openings) in [("verdicts", 1..=definition.openings), ("verdicts-late", supplement..=supplement)] {
            let provisional = openings.rev().map(|opening| (provisional_verdicts(room, opening), false));
            let candidates = [(room.audit().below(folder), true)].into_iter().chain(provisional);
            let mut there = candidates.filter(|(folder, _)| folder.has(&name));
            lists.extend(there.next().map(|(folder, is_final)| (folder.path().join(&name), is_final)));
        }
    }
    Ok(lists)
}

/// Where the verdicts of an opening are before its seals are opened.
pub fn provisional_verdicts(room: &Room, opening: u32) -> Folder {
    room.appliance().below(&format!("opening-{opening}/provisional"))
}

/// The lines of a file of verdicts with this tracker; the file is read once, a line in memory.
fn lines_of(path: &PathBuf, tracker: &[u8]) -> Result<Vec<String>> {
    let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
    let (mut found, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if file.by_ref().take(LINE_LEN_MAX).read_until(b'\n', &mut line)? == 0 {
            return Ok(found);
        }
        if line.split(|byte| *byte == b',').nth(TRACKER_CELL) == Some(tracker) {
            found.push(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
    }
}

/// Status and reasons of a line of verdicts. That its voter voted again, or was counted before, is left out: who forced a vote
/// would learn that it was undone. Such a record is answered for as it is by itself, one that the roll holds as held.
fn answer(definition: &Definition, line: &str, is_final: bool) -> Option<Answer> {
    let [_, _, _, _, own, _, reasons] = line.split(',').collect::<Vec<_>>()[..] else { return None };
    let words = reasons.split('|').filter(|word| !word.is_empty());
    let all = words.map(Reason::from_word).collect::<Option<Vec<Reason>>>()?;
    let told: Vec<Reason> =
        all.into_iter().filter(|reason| !matches!(reason, Reason::Superseded | Reason::AlreadyCounted)).collect();
    let gives = |reason: &Reason, status: Status| {
        HeldStatus::ALL.iter().any(|default| reason.status(definition, *default) == status)
    };
    let order = [Status::Red, Status::Late, Status::Yellow, Status::Blue];
    let by_itself = || order.into_iter().find(|status| told.iter().any(|reason| gives(reason, *status)));
    let status = match Status::from_word(own)? {
        Status::Superseded => by_itself().unwrap_or(Status::Green),
        status => status,
    };
    let of_status = told.iter().filter(|reason| status != Status::Green && gives(reason, status));
    let reasons = of_status.map(|reason| reason.name().to_owned()).collect();
    Some(Answer::Received { status: status.name().to_owned(), reasons, is_final })
}
