//! `tamga lookup`: what became of one record, for a voter who brings its tracker or receipt. Status and reason, and nothing else.

use std::io::{BufRead, BufReader, Read};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tamga_crypto::hash::Digest;
use tamga_record::admission::{Place, Reason, Reasons, Status, VERDICTS_HEADER, VerdictLine, parse_verdicts_csv};
use tamga_record::bundle::BundleReader;
use tamga_record::cast::Item;
use tamga_record::definition::{Definition, HeldStatus};
use tamga_record::receipt::Receipt;
use tamga_tally::election::Election;
use tamga_tally::source::{BundlePlace, BundleSource};

use super::gathering::Bundles;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::message::Message;
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
                lines.extend(reasons.iter().map(|reason| words.get(&told(reason))));
                lines.push(words.get(if *is_final { "record-final" } else { "record-provisional" }));
                lines
            }
            Self::Unknown { more: false } => vec![words.get("record-unknown")],
            Self::Unknown { more: true } => vec![words.get("record-unknown-more")],
        }
    }
}

/// The message of a reason for the voter. What is said of a record with others is said of it alone: that there are others is nobody's
/// to learn here.
fn told(reason: &str) -> String {
    match reason {
        "attestation-reused" | "counter-clash" => "told-attestation".to_owned(),
        "phone-shared" => "told-phone".to_owned(),
        reason => format!("reason-{reason}"),
    }
}

/// Looks a record up by its tracker or receipt. Neither that it was asked nor the answer is written anywhere.
pub fn look_up(room: &Room, standing: &Standing, election: &Election, typed: &str) -> Result<Answer> {
    let tracker = tracker_of(typed, election)?;
    let definition = election.definition();
    let tracker = hex::encode(tracker);
    let mut found: Option<Answer> = None;
    // All lists are read, wherever it is found: how long that takes says nothing of the region.
    for List { region, folder, name, is_final } in lists(room, definition)? {
        room.interrupt.check()?;
        for line in lines_of(&folder, &name, tracker.as_bytes())? {
            let parsed = parse_verdicts_csv(definition, format!("{VERDICTS_HEADER}\n{line}\n").as_bytes())?;
            let damaged = || Failure::internal(Message::of("file-damaged").with("path", &name));
            let verdict = parsed.first().ok_or_else(damaged)?;
            let default = roll_default(room, election, region, verdict)?;
            let answer = answer(definition, verdict.reasons, default, is_final);
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

/// What was typed or scanned.
enum Typed {
    /// A tracker: 64 hex digits.
    Tracker(Digest),
    /// A receipt, of whichever election.
    Receipt(Receipt),
}

impl Typed {
    fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let mut tracker = Digest::default();
        if hex::decode_to_slice(typed, &mut tracker).is_ok() {
            return Some(Self::Tracker(tracker));
        }
        typed.to_uppercase().parse().ok().map(Self::Receipt)
    }
}

/// Whether what was typed or scanned is a tracker or a receipt.
pub fn is_readable(typed: &str) -> bool {
    Typed::parse(typed).is_some()
}

/// The tracker in what was typed or scanned; a receipt has to be of this election.
fn tracker_of(typed: &str, election: &Election) -> Result<Digest> {
    match Typed::parse(typed).ok_or_else(|| Failure::bad_input("lookup-bad"))? {
        Typed::Tracker(tracker) => Ok(tracker),
        Typed::Receipt(receipt) if receipt.is_of(election.id()) => Ok(receipt.tracker),
        Typed::Receipt(_) => Err(Failure::bad_input("lookup-other-election")),
    }
}

/// A list of verdicts.
struct List {
    region: u16,
    folder: Folder,
    name: String,
    is_final: bool,
}

/// Every list of verdicts, and whether its verdicts are final: of each region the auditors' where it is there, else what could be
/// seen from outside the seals.
fn lists(room: &Room, definition: &Definition) -> Result<Vec<List>> {
    for opening in 1..=definition.openings + 1 {
        provisional_verdicts(room, opening).settle()?;
    }
    let mut lists = Vec::new();
    let supplement = definition.openings + 1;
    for (region, described) in (0u16..).zip(&definition.regions) {
        let name = format!("{}.csv", described.code);
        for (folder, openings) in [("verdicts", 1..=definition.openings), ("verdicts-late", supplement..=supplement)] {
            let provisional = openings.rev().map(|opening| (provisional_verdicts(room, opening), false));
            let candidates = [(room.audit().below(folder), true)].into_iter().chain(provisional);
            let there = candidates.into_iter().find(|(folder, _)| folder.has(&name));
            lists.extend(there.map(|(folder, is_final)| List { region, folder, name: name.clone(), is_final }));
        }
    }
    Ok(lists)
}

/// Where the verdicts of an opening are before its seals are opened.
pub fn provisional_verdicts(room: &Room, opening: u32) -> Folder {
    room.appliance().below(&format!("opening-{opening}/provisional"))
}

/// The lines of a file of verdicts with this tracker; the file is read once, a line in memory.
fn lines_of(folder: &Folder, name: &str, tracker: &[u8]) -> Result<Vec<String>> {
    let missing = || Failure::internal(Message::of("file-missing").with("path", name));
    let mut file = BufReader::with_capacity(1 << 20, folder.open_plain(name)?.ok_or_else(missing)?);
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

/// What the roll makes of a record that is fine otherwise, where that is a reason. Only the bundle has the tag of its voter: it is
/// read to its end, wherever in it the record is.
fn roll_default(room: &Room, election: &Election, region: u16, verdict: &VerdictLine) -> Result<HeldStatus> {
    if !verdict.reasons.contains(Reason::RollDefault) {
        return Ok(HeldStatus::Green);
    }
    let Place { collector, bundle: number, variant, item } = verdict.place;
    let bundles = Bundles::new(room, election.definition());
    let mut reader = BundleReader::open(bundles.open(BundlePlace { region, collector, number, variant })?)?;
    let (mut at, mut found) = (0, None);
    while let Some(untrusted_item) = reader.next_item()? {
        if at == item {
            found = Some(Item::parse(&untrusted_item)?.header);
        }
        at += 1;
    }
    let header = found.filter(|header| header.inner_digest == verdict.tracker);
    let voter = header.and_then(|header| election.roll().find(&header.tag));
    Ok(voter.context("a bundle is not the one whose verdicts are here")?.default)
}

/// Status of a record by these reasons, and those that give it. That its voter voted again, or was counted before, is left out:
/// who forced a vote would learn that it was undone. Such a record is answered for as it is by itself.
fn answer(definition: &Definition, reasons: Reasons, default: HeldStatus, is_final: bool) -> Answer {
    let is_told = |reason: &Reason| !matches!(reason, Reason::Superseded | Reason::AlreadyCounted);
    let told: Reasons = reasons.iter().filter(is_told).collect();
    let status = told.status(definition, default);
    let gives_it = |reason: &Reason| status != Status::Green && reason.status(definition, default) == status;
    let reasons = told.iter().filter(gives_it).map(|reason| reason.name().to_owned()).collect();
    Answer::Received { status: status.name().to_owned(), reasons, is_final }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the format's description; blue ones are held.
    fn definition() -> Definition {
        let readme = include_str!("../../../record/README.md");
        let text = readme.split("```text\ntamga/definition/v1\n").nth(1).unwrap().split_once("```").unwrap().0;
        Definition::parse(format!("tamga/definition/v1\n{text}").as_bytes()).unwrap()
    }

    #[test]
    fn who_voted_again_or_before_is_told_the_same_as_everybody_else() {
        let definition = definition();
        let own = Reason::ALL.iter().filter(|reason| !matches!(reason, Reason::Superseded | Reason::AlreadyCounted));
        let sets = own.clone().flat_map(|one| own.clone().map(move |other| Reasons::from_iter([*one, *other])));
        for reasons in sets.chain([Reasons::new()]) {
            for default in HeldStatus::ALL {
                let bytes = |reasons| serde_json::to_vec(&answer(&definition, reasons, *default, true)).unwrap();
                for hidden in [Reason::Superseded, Reason::AlreadyCounted] {
                    let mut displaced = reasons;
                    displaced.insert(hidden);
                    assert_eq!(bytes(displaced), bytes(reasons), "{hidden:?} {reasons:?} {default:?}");
                }
            }
        }
    }

    #[test]
    fn a_displaced_record_has_the_colour_that_the_roll_gives_it() {
        let reasons = Reasons::from_iter([Reason::Superseded, Reason::RollDefault]);
        for (default, status) in [(HeldStatus::Blue, "blue"), (HeldStatus::Yellow, "yellow")] {
            let told = Answer::Received {
                status: status.to_owned(),
                reasons: vec!["roll-default".to_owned()],
                is_final: true,
            };
            assert_eq!(answer(&definition(), reasons, default, true), told);
        }
    }
}
