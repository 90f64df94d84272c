//! `tamga/decisions/v1`: what officers voted about held records.

use std::collections::HashMap;

use super::acts::{Act, ActKind, Officers};
use super::definition::Definition;
use super::facts::check_text;
use super::finding::Finding;
use super::{Place, index};
use crate::bytes::Cursor;
use crate::digest::{Digest, hash};
use crate::limits;
use crate::reason::{Reason, same_digest, same_number};

/// `u16 region`: every region of the opening.
const EVERY_REGION: u16 = 0xFFFF;
/// A vote for counting.
const FOR: u8 = 1;
/// A vote against it.
const AGAINST: u8 = 2;

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A quorum is for counting.
    For,
    /// A quorum is against it.
    Against,
    /// Neither.
    Undecided,
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// Records that this reason holds, in one region or in all of the opening.
    Class {
        /// The region's index; none for every region.
        region: Option<usize>,
        /// The reason.
        reason: Finding,
    },
    /// One record.
    Record {
        /// The region's index.
        region: usize,
        /// Where it stands.
        place: Place,
    },
}

/// A decision, whose votes all hold when [`Decision::check_votes`] says so.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// The opening.
    pub(crate) opening: u32,
    /// What it is about.
    pub(crate) subject: Subject,
    /// The tracker that the officers were shown of one record, or zeros.
    pub(crate) tracker: Digest,
    /// How many records the officers were told that it is about.
    pub(crate) records: u32,
    /// `hash("tamga/decision/v1", body)`.
    pub(crate) digest: Digest,
    /// Officers that voted for counting.
    pub(crate) votes_for: Vec<u64>,
    /// Officers that voted against it.
    pub(crate) votes_against: Vec<u64>,
    /// What came out.
    pub(crate) outcome: Outcome,
    /// The figures that the officers were shown.
    figures: [u64; 4],
    /// Officer, vote and signature, ascending.
    votes: Vec<(u8, ActKind, [u8; 64])>,
}

impl Decision {
    /// Refuses a vote that is not signed by its officer, with its figures.
    pub(crate) fn check_votes(&self, officers: &Officers, election: &Digest) -> Result<(), Reason> {
        let (figures, digest) = (self.figures, &self.digest);
        self.votes.iter().try_for_each(|(officer, kind, signature)| {
            Act { election, kind: *kind, figures, digest }.check(officers, *officer, signature)
        })
    }
}

/// All decisions, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decisions {
    /// The first has number 1.
    pub(crate) all: Vec<Decision>,
    /// The newest decision of a subject in an opening that a quorum decided, for or against.
    decided: HashMap<(u32, Subject), usize>,
}

/// A decision as it stands under the digest in a box: its own digest, then officers and votes, ascending by officer.
pub(crate) fn decided(digest: &Digest, votes_for: &[u64], votes_against: &[u64]) -> Vec<u8> {
    let in_favour = votes_for.iter().map(|officer| (*officer, 1));
    let mut votes: Vec<(u64, u8)> = in_favour.chain(votes_against.iter().map(|officer| (*officer, 2))).collect();
    votes.sort_unstable();
    // Officers are at most 15, each once.
    let mut bytes = [digest.as_slice(), &[votes.len() as u8]].concat();
    bytes.extend(votes.into_iter().flat_map(|(officer, vote)| [officer as u8, vote]));
    bytes
}

impl Decisions {
    /// Reads the decisions of this election, at least one. Signatures of votes are not checked here.
    pub(crate) fn parse(untrusted: &[u8], definition: &Definition, election: &Digest) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/decisions/v1")?;
        cursor.digest("E", election)?;
        let count = cursor.u32()?;
        if count == 0 {
            return Err(Reason::Zero("decisions"));
        }
        if count > limits::DECISIONS {
            return Err(Reason::TooMany { what: "decisions", max: limits::DECISIONS as usize });
        }
        let mut decisions = Self::default();
        for number in 1..=count {
            let decision = decision(&mut cursor, untrusted, definition, number)
                .map_err(|why| Reason::Item { item: u64::from(number), why: Box::new(why) })?;
            if decisions.all.last().is_some_and(|last| last.opening > decision.opening) {
                return Err(Reason::OutOfOrder("openings of decisions"));
            }
            if decision.outcome != Outcome::Undecided {
                decisions.decided.insert((decision.opening, decision.subject), decisions.all.len());
            }
            decisions.all.push(decision);
        }
        cursor.finish()?;
        Ok(decisions)
    }

    /// The digest in the box of an opening: of all decisions up to and with it, and who voted how.
    pub(crate) fn digest(&self, opening: u32) -> Digest {
        let until = self.all.iter().take_while(|decision| decision.opening <= opening);
        let decided = until.map(|decision| decided(&decision.digest, &decision.votes_for, &decision.votes_against));
        hash("tamga/decisions/v1", &[&decided.collect::<Vec<_>>().concat()])
    }

    /// What the newest of the decisions says that cover this reason of this record and that a quorum decided.
    pub(crate) fn outcome(&self, opening: u32, region: usize, place: Place, reason: Finding) -> Outcome {
        let covering = [
            Subject::Class { region: None, reason },
            Subject::Class { region: Some(region), reason },
            Subject::Record { region, place },
        ];
        let newest = covering.iter().filter_map(|subject| self.decided.get(&(opening, *subject))).max();
        newest.and_then(|at| self.all.get(*at)).map_or(Outcome::Undecided, |decision| decision.outcome)
    }
}

fn decision(cursor: &mut Cursor<'_>, whole: &[u8], definition: &Definition, number: u32) -> Result<Decision, Reason> {
    let start = whole.len() - cursor.left();
    same_number("number of the decision", number, cursor.u32()?)?;
    let opening = cursor.u32()?;
    let (region, reason) = (cursor.u16()?, cursor.u8()?);
    let place = place(cursor)?;
    let subject = subject(definition, region, reason, place)?;
    let (tracker, records): (Digest, _) = (cursor.array()?, cursor.u32()?);
    let about = about(subject, &tracker, records)?;
    let _salt: [u8; 32] = cursor.array()?;
    let why = std::str::from_utf8(cursor.blob16()?).map_err(|_| Reason::NotUtf8)?;
    check_text(why)?;
    let body = whole.get(start..whole.len() - cursor.left()).unwrap_or_default();
    let digest = hash("tamga/decision/v1", &[body]);
    let shown_region = if region == EVERY_REGION { 0 } else { u64::from(region) + 1 };
    let figures = [u64::from(number), u64::from(reason), shown_region, about];
    let votes = votes(cursor)?;
    let of = |wanted| {
        let of_kind = votes.iter().filter(move |(_, kind, _)| *kind == wanted);
        of_kind.map(|(officer, _, _)| u64::from(*officer)).collect::<Vec<u64>>()
    };
    let (votes_for, votes_against) = (of(ActKind::For), of(ActKind::Against));
    let outcome = if votes_for.len() >= definition.quorum {
        Outcome::For
    } else if votes_against.len() >= definition.quorum {
        Outcome::Against
    } else {
        Outcome::Undecided
    };
    Ok(Decision { opening, subject, tracker, records, digest, votes_for, votes_against, outcome, figures, votes })
}

/// The last figure of a vote: how many records a class has, or how the tracker of one record begins.
pub(super) fn about(subject: Subject, tracker: &Digest, records: u32) -> Result<u64, Reason> {
    match subject {
        Subject::Class { .. } => {
            same_digest("tracker", &[0; 32], tracker)?;
            Ok(u64::from(records))
        }
        Subject::Record { .. } => {
            same_number("records", 1_u64, records)?;
            Cursor::new(tracker).u64()
        }
    }
}

/// `u16 collector ‖ u32 bundle ‖ u8 variant ‖ u32 item`, or 11 bytes FF for none.
fn place(cursor: &mut Cursor<'_>) -> Result<Option<Place>, Reason> {
    let bytes: [u8; 11] = cursor.array()?;
    if bytes == [0xFF; 11] {
        return Ok(None);
    }
    let mut cursor = Cursor::new(&bytes);
    let (collector, bundle, variant, item) = (cursor.u16()?, cursor.u32()?, cursor.u8()?, cursor.u32()?);
    if bundle == 0 || !(1..=limits::VARIANTS).contains(&u64::from(variant)) {
        return Err(Reason::UnknownWord("place of a decision"));
    }
    Ok(Some(Place { collector, bundle, variant, item }))
}

fn subject(definition: &Definition, region: u16, reason: u8, place: Option<Place>) -> Result<Subject, Reason> {
    let region = match region {
        EVERY_REGION => None,
        region => Some(index("region", region, definition.regions.len())?),
    };
    match (region, reason, place) {
        (Some(region), 0, Some(place)) => Ok(Subject::Record { region, place }),
        (region, reason, None) => {
            let reason = Finding::from_number(reason).filter(|reason| Finding::holding(definition).contains(reason));
            let reason = reason.ok_or(Reason::UnknownWord("reason of a decision"))?;
            Ok(Subject::Class { region, reason })
        }
        _ => Err(Reason::UnknownWord("subject of a decision")),
    }
}

/// `u8 votes ‖ (u8 officer ‖ u8 vote ‖ signature[64]) …`, ascending by officer.
fn votes(cursor: &mut Cursor<'_>) -> Result<Vec<(u8, ActKind, [u8; 64])>, Reason> {
    let count = cursor.u8()?;
    let mut votes = Vec::new();
    let mut last = 0;
    for _ in 0..count {
        let (officer, vote) = (cursor.u8()?, cursor.u8()?);
        if officer <= last {
            return Err(Reason::OutOfOrder("officers"));
        }
        last = officer;
        let kind = match vote {
            FOR => ActKind::For,
            AGAINST => ActKind::Against,
            _ => return Err(Reason::UnknownWord("vote")),
        };
        votes.push((officer, kind, cursor.array()?));
    }
    Ok(votes)
}
