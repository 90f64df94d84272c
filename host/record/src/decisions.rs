//! Decisions about held records, `tamga/decisions/v1`: questions that were put to the vote, and the votes.

mod check;
mod vote;

use tamga_crypto::hash::{Digest, hash};

pub use check::DecisionsError;
pub use vote::{Decision, Outcome, Vote};

use crate::acts::{ActKind, Figures, act_message};
use crate::admission::{Place, Reason};
use crate::bytes::{ByteFault, Reader, Writer, same_bytes};
use crate::limits::DECISIONS_MAX;

/// The first line of the decisions.
pub const FIRST_LINE: &str = "tamga/decisions/v1\n";
/// What stands for every region of the opening.
const EVERY_REGION: u16 = u16::MAX;
/// Where the question is about a class of records: no reason is number 0, and no bundle has such a number and variant.
const ALL_REASONS: u8 = 0;
const NO_PLACE: [u8; crate::admission::PLACE_LEN] = [0xff; crate::admission::PLACE_LEN];
const NO_TRACKER: Digest = [0; 32];
/// Bytes of a decision without its `why` and votes.
const DECISION_LEN_MIN: usize = 4 + 4 + 2 + 1 + NO_PLACE.len() + NO_TRACKER.len() + 4 + 32 + 2 + 1;

/// What was put to the vote: whether these held records are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionBody {
    /// Its number, from 1.
    pub number: u32,
    /// Number of the opening.
    pub opening: u32,
    /// Index of the region; `None`: every region of the opening.
    pub region: Option<u16>,
    /// The reason that it decides; `None`: all reasons of the one record.
    pub reason: Option<Reason>,
    /// The one record; `None` where it is about all that the reason holds.
    pub place: Option<Place>,
    /// The one record's tracker; zeros where it is about all that the reason holds.
    pub tracker: Digest,
    /// How many records the officers were told; 1 for one record.
    pub records: u32,
    /// 32 random bytes, without which the ledger's digest tells nothing.
    pub salt: [u8; 32],
    /// Why, in the commission's words: a text value of 1 to 256 bytes.
    pub why: String,
}

impl DecisionBody {
    /// The bytes of its digest.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.u32(self.number).u32(self.opening).u16(self.region.unwrap_or(EVERY_REGION));
        body.u8(self.reason.map_or(ALL_REASONS, Reason::number));
        match &self.place {
            Some(place) => place.write(&mut body),
            None => {
                body.bytes(&NO_PLACE);
            }
        }
        body.bytes(&self.tracker).u32(self.records).bytes(&self.salt).blob16(self.why.as_bytes());
        body.finish()
    }

    /// `hash("tamga/decision/v1", body)`.
    pub fn digest(&self) -> Digest {
        hash("tamga/decision/v1", &[&self.to_bytes()])
    }

    /// What the officers are shown: number of the decision, reason (0: all of one record), region counted from 1 (0: all
    /// of the opening), records; of one record instead the first 8 bytes of its tracker, by which an officer knows it.
    pub fn figures(&self) -> Figures {
        let reason = self.reason.map_or(ALL_REASONS, Reason::number);
        let region = self.region.map_or(0, |region| u64::from(region) + 1);
        let records = match self.place {
            None => u64::from(self.records),
            Some(_) => self.tracker.first_chunk().map_or(0, |first| u64::from_be_bytes(*first)),
        };
        [u64::from(self.number), u64::from(reason), region, records]
    }

    /// What an officer signs to vote this way.
    pub fn message(&self, election: &Digest, vote: Vote) -> Digest {
        act_message(election, vote.kind(), &self.figures(), &self.digest())
    }

    /// Whether the decision is about this reason of this record of the opening.
    pub fn covers(&self, opening: u32, region: u16, place: &Place, reason: Reason) -> bool {
        self.opening == opening
            && self.region.is_none_or(|mine| mine == region)
            && match &self.place {
                Some(mine) => mine == place,
                None => self.reason == Some(reason),
            }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecisionsError> {
        let (number, opening) = (reader.u32()?, reader.u32()?);
        let region = Some(reader.u16()?).filter(|region| *region != EVERY_REGION);
        let reason = match reader.u8()? {
            ALL_REASONS => None,
            reason => Some(Reason::from_number(reason).ok_or(DecisionsError::Question { number })?),
        };
        let place = match reader.array()? {
            NO_PLACE => None,
            place => Some(Place::read(&mut Reader::new(&place))?),
        };
        let (tracker, records, salt) = (reader.digest()?, reader.u32()?, reader.array()?);
        let why = core::str::from_utf8(reader.blob16()?).map_err(|_| ByteFault::NotUtf8)?.to_owned();
        let body = Self { number, opening, region, reason, place, tracker, records, salt, why };
        if body.is_question() { Ok(body) } else { Err(DecisionsError::Question { number }) }
    }
}

/// All decisions of an election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// The election `E`.
    pub election: Digest,
    /// The decisions, by number.
    pub decisions: Vec<Decision>,
}

impl Decisions {
    /// No decisions yet.
    pub const fn none(election: Digest) -> Self {
        Self { election, decisions: Vec::new() }
    }

    /// Reads the decisions. Refuses numbers that do not count from 1, openings that go back, and questions that are none.
    pub fn parse(untrusted: &[u8]) -> Result<Self, DecisionsError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let election = reader.digest()?;
        let count = reader.u32()?;
        if count > DECISIONS_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        reader.has_room_for(count, DECISION_LEN_MIN)?;
        let decisions = (0..count).map(|_| Decision::read(&mut reader)).collect::<Result<_, _>>()?;
        reader.finish()?;
        let file = Self { election, decisions };
        file.check_numbers()?;
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file; there is none without a decision.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.bytes(&self.election).count32(self.decisions.len());
        for decision in &self.decisions {
            decision.write(&mut file);
        }
        file.finish()
    }

    /// The digest in a box, over every decision's digest and who voted how: `hash("tamga/decisions/v1", (digest ‖ u8 votes ‖
    /// (u8 officer ‖ u8 vote) …) …)`.
    pub fn digest(&self) -> Digest {
        self.digest_up_to(u32::MAX)
    }

    /// [`Decisions::digest`] as it was in the box of this opening: of its decisions and those before.
    pub fn digest_up_to(&self, opening: u32) -> Digest {
        let so_far = self.decisions.iter().filter(|decision| decision.body.opening <= opening);
        let mut bytes = Writer::default();
        for decision in so_far {
            bytes.bytes(&decision.body.digest()).count8(decision.votes.len());
            for (officer, vote, _) in &decision.votes {
                bytes.u8(*officer).u8(vote.number());
            }
        }
        hash("tamga/decisions/v1", &[&bytes.finish()])
    }

    /// The decisions of an opening, and how many of them are about one record: the two numbers in its box.
    pub fn counts(&self, opening: u32) -> (u32, u32) {
        let of_opening = self.decisions.iter().filter(|decision| decision.body.opening == opening);
        of_opening.fold((0, 0), |(decided, single), decision| {
            (decided + 1, single + u32::from(decision.body.place.is_some()))
        })
    }

    /// What was decided about one reason of one record: the outcome of the covering decision with the highest number that a
    /// quorum decided for or against, undecided where there is none. `quorum` is the definition's.
    pub fn outcome(&self, opening: u32, region: u16, place: &Place, reason: Reason, quorum: u8) -> Outcome {
        let newest_first = self.decisions.iter().rev();
        let mut covering = newest_first.filter(|decision| decision.body.covers(opening, region, place, reason));
        let decided = covering.find_map(|decision| Some(decision.outcome(quorum)).filter(Outcome::is_decided));
        decided.unwrap_or(Outcome::Undecided)
    }
}

impl Vote {
    /// The act by which an officer votes this way.
    pub const fn kind(self) -> ActKind {
        match self {
            Self::For => ActKind::For,
            Self::Against => ActKind::Against,
        }
    }
}
