//! `tamga/definition/v1`: the election in one canonical form, and its digest `D`.

use std::collections::HashMap;

use super::ballot_lines::{contest, region};
use super::contest_set::ContestSet;
use super::definition_rules;
use super::facts::Facts;
use crate::digest::{Digest, sha3};
use crate::equations::seats::Method;
use crate::limits;
use crate::reason::Reason;
use crate::text;

/// The flags of `admission` lines, in their order.
const FLAGS: [&str; 5] =
    ["iin-not-in-registry", "code-not-verified", "phone-differs", "phone-shared", "biometric-fail"];

/// What the definition makes of a flag, and what a roll entry says by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing is wrong.
    Green = 0,
    /// Not verified: counted or held, as the definition says.
    Blue = 1,
    /// Conflict: held.
    Yellow = 2,
}

/// Which of several ballots of one voter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Revote {
    /// The one with the highest counter.
    Last,
    /// The one with the lowest counter.
    First,
    /// Casting refuses further ones.
    Refuse,
}

/// An officer's two keys.
#[derive(Clone, Debug)]
pub(crate) struct Officer {
    /// Ed25519 identity key.
    pub(crate) identity: [u8; 32],
    /// X25519 key for shares.
    pub(crate) share: [u8; 32],
}

/// A checker or a collector.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    /// Its id.
    pub(crate) id: String,
    /// Its Ed25519 key.
    pub(crate) key: [u8; 32],
}

/// A contest.
#[derive(Clone, Debug)]
pub(crate) struct Contest {
    /// Its id.
    pub(crate) id: String,
    /// Most marks on a ballot.
    pub(crate) max: usize,
    /// Seats to be given.
    pub(crate) seats: u32,
    /// How they are given.
    pub(crate) method: Method,
    /// Basis points of the threshold.
    pub(crate) threshold: u32,
    /// Whether the threshold is a part of the ballots cast, and not of the valid votes.
    pub(crate) of_cast: bool,
    /// Whether a tie is settled by lot.
    pub(crate) by_lot: bool,
    /// The ids of its options.
    pub(crate) options: Vec<String>,
    /// Whether each option is a candidate; the others are against-all and write-in.
    pub(crate) candidates: Vec<bool>,
}

/// A region.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    /// Its code.
    pub(crate) code: String,
    /// Voters registered.
    pub(crate) registered: u64,
    /// Contests on its ballots.
    pub(crate) contests: ContestSet,
    /// The region that it joins when it is too small, as the definition names it.
    pub(crate) merge_into: Option<String>,
}

/// What the checks need of a definition.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// `D`, the digest of all its bytes.
    pub(crate) digest: Digest,
    /// The election's id for people.
    pub(crate) id: String,
    /// Whether this is a rehearsal.
    pub(crate) rehearsal: bool,
    /// When the period begins, in Unix seconds.
    pub(crate) opens: i64,
    /// When it ends, in Unix seconds, where no amendment says otherwise.
    pub(crate) closes: i64,
    /// Fewest ballots of a group that is opened.
    pub(crate) min_open: u64,
    /// Which ballot of a voter counts.
    pub(crate) revote: Revote,
    /// Whether late records may come to a supplement.
    pub(crate) supplement: bool,
    /// Openings before the supplement.
    pub(crate) openings: u32,
    /// Bytes of the complaint cell.
    pub(crate) cell_len: usize,
    /// What each flag makes of a record, in the order of the `admission` lines.
    pub(crate) admission: Vec<Status>,
    /// Whether blue records are counted, not held.
    pub(crate) blue_counts: bool,
    /// `M`.
    pub(crate) quorum: usize,
    /// In token order; the first has index 1.
    pub(crate) officers: Vec<Officer>,
    /// `k`, approvals that an opening needs.
    pub(crate) approvals: usize,
    /// The checkers.
    pub(crate) checkers: Vec<Holder>,
    /// The registrar's key.
    pub(crate) registrar: [u8; 32],
    /// The identity service's key.
    pub(crate) identity: [u8; 32],
    /// The collectors.
    pub(crate) collectors: Vec<Holder>,
    /// Serials of the HSMs.
    pub(crate) hsms: Vec<String>,
    /// The contests.
    pub(crate) contests: Vec<Contest>,
    /// The regions.
    pub(crate) regions: Vec<Region>,
    /// The index of every region's code.
    codes: HashMap<String, usize>,
}

impl Definition {
    /// Reads a definition. Refuses, with the number of the line, whatever is not exactly the canonical form, and broken rules.
    pub(crate) fn parse(untrusted: &[u8]) -> Result<Self, Reason> {
        if untrusted.len() > limits::DEFINITION {
            return Err(Reason::TooLong { max: limits::DEFINITION as u64 });
        }
        let mut facts = Facts::new(untrusted)?;
        let parsed = read(&mut facts, sha3(&[untrusted]));
        let definition = parsed.map_err(|why| Reason::Line { line: facts.line_number(), why: Box::new(why) })?;
        facts.finish()?;
        definition_rules::check(&definition)?;
        Ok(definition)
    }

    /// The index of a region's code.
    pub(crate) fn region(&self, code: &str) -> Option<usize> {
        self.codes.get(code).copied()
    }

    /// The index of a collector's id.
    pub(crate) fn collector(&self, id: &str) -> Option<usize> {
        self.collectors.iter().position(|collector| collector.id == id)
    }

    /// The number of the supplement.
    pub(crate) fn supplement_number(&self) -> u32 {
        self.openings + 1
    }

    /// The id of a collector, for places and paths.
    pub(crate) fn collector_id(&self, collector: usize) -> &str {
        self.collectors.get(collector).map_or("?", |collector| collector.id.as_str())
    }

    /// The id of a contest, for places.
    pub(crate) fn contest_id(&self, contest: usize) -> &str {
        self.contests.get(contest).map_or("?", |contest| contest.id.as_str())
    }

    /// The officer with this number, from 1.
    pub(crate) fn officer(&self, number: u64) -> Option<&Officer> {
        self.officers.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// The code of a region, for places.
    pub(crate) fn code(&self, region: usize) -> &str {
        self.regions.get(region).map_or("?", |region| region.code.as_str())
    }
}

fn read(facts: &mut Facts<'_>, digest: Digest) -> Result<Definition, Reason> {
    facts.literal("tamga/definition/v1")?;
    let id = facts.id("id")?;
    let rehearsal = facts.word("rehearsal", &["yes", "no"])? == 0;
    let language = facts.value("language")?;
    facts.texts("title", language)?;
    let opens = text::unix(&text::time(facts.value("opens")?)?);
    let closes = text::unix(&text::time(facts.value("closes")?)?);
    if closes <= opens {
        return Err(Reason::OutOfOrder("opens and closes"));
    }
    let min_open = facts.positive("min-open", u64::from(u32::MAX))?;
    let revote = match facts.word("revote", &["last", "first", "refuse"])? {
        0 => Revote::Last,
        1 => Revote::First,
        _ => Revote::Refuse,
    };
    let supplement = facts.word("late", &["supplement", "refuse"])? == 0;
    let openings = u32::try_from(facts.positive("openings", limits::OPENINGS)?).unwrap_or(u32::MAX);
    facts.word("history", &["off", "credential", "attested"])?;
    let cell_len = usize::try_from(facts.number("cell-len", limits::CELL)?).unwrap_or(usize::MAX);
    let admission = FLAGS.iter().map(|flag| admission_line(facts, flag)).collect::<Result<_, _>>()?;
    let blue_counts = facts.word("blue", &["counted", "held"])? == 0;
    let quorum = usize::try_from(facts.number("quorum", limits::OFFICERS as u64)?).unwrap_or(usize::MAX);
    let officers = repeated(facts, "officer", limits::OFFICERS, officer)?;
    let approvals = usize::try_from(facts.number("approvals", limits::HELPERS as u64)?).unwrap_or(usize::MAX);
    let checkers = repeated(facts, "checker", limits::HELPERS, |value, _| holder(value))?;
    let registrar = facts.hex32("registrar")?;
    let identity = facts.hex32("identity")?;
    let collectors = repeated(facts, "collector", limits::HELPERS, |value, _| holder(value))?;
    let hsms = repeated(facts, "hsm", limits::HSMS, |value, _| text::id(value))?;
    let contests = repeated(facts, "contest", limits::CONTESTS, |value, facts| contest(value, facts, language))?;
    let regions = repeated(facts, "region", limits::REGIONS, |value, facts| region(value, facts, language, &contests))?;
    let codes = regions.iter().map(|region| region.code.clone()).zip(0..).collect();
    Ok(Definition {
        digest,
        id,
        rehearsal,
        opens,
        closes,
        min_open,
        revote,
        supplement,
        openings,
        cell_len,
        admission,
        blue_counts,
        quorum,
        officers,
        approvals,
        checkers,
        registrar,
        identity,
        collectors,
        hsms,
        contests,
        regions,
        codes,
    })
}

/// Lines with this key, at least one and at most `max`, each read with what follows it.
pub(super) fn repeated<'a, T>(
    facts: &mut Facts<'a>,
    key: &'static str,
    max: usize,
    mut read: impl FnMut(&'a str, &mut Facts<'a>) -> Result<T, Reason>,
) -> Result<Vec<T>, Reason> {
    let mut all = Vec::new();
    while all.is_empty() || facts.next_is(key) {
        if all.len() == max {
            return Err(Reason::TooMany { what: key, max });
        }
        let value = facts.value(key)?;
        all.push(read(value, facts)?);
    }
    Ok(all)
}

fn admission_line(facts: &mut Facts<'_>, flag: &'static str) -> Result<Status, Reason> {
    match facts.value("admission")?.split_once(' ') {
        Some((name, "green")) if name == flag => Ok(Status::Green),
        Some((name, "blue")) if name == flag => Ok(Status::Blue),
        Some((name, "yellow")) if name == flag => Ok(Status::Yellow),
        _ => Err(Reason::ExpectedLine(flag)),
    }
}

fn officer(value: &str, _: &mut Facts<'_>) -> Result<Officer, Reason> {
    let (identity, share) = value.split_once(' ').ok_or(Reason::BadHex)?;
    Ok(Officer { identity: text::hex32(identity)?, share: text::hex32(share)? })
}

fn holder(value: &str) -> Result<Holder, Reason> {
    let (id, key) = value.split_once(' ').ok_or(Reason::BadHex)?;
    Ok(Holder { id: text::id(id)?, key: text::hex32(key)? })
}
