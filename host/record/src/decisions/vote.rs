//! The votes on one decision.

use super::{DecisionBody, DecisionsError};
use crate::bytes::{ByteFault, Reader, Writer};
use crate::limits::OFFICERS_MAX;

/// How an officer voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vote {
    /// The records are to be counted.
    For,
    /// They are not.
    Against,
}

impl Vote {
    pub(super) const fn number(self) -> u8 {
        match self {
            Self::For => 1,
            Self::Against => 2,
        }
    }

    const fn from_number(untrusted_number: u8) -> Option<Self> {
        match untrusted_number {
            1 => Some(Self::For),
            2 => Some(Self::Against),
            _ => None,
        }
    }
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A quorum voted for counting.
    For,
    /// A quorum voted against it.
    Against,
    /// Neither: what it holds is not counted.
    Undecided,
}

impl Outcome {
    /// Whether a quorum voted for or against.
    pub const fn is_decided(&self) -> bool {
        !matches!(self, Self::Undecided)
    }
}

/// A question and the votes on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The question.
    pub body: DecisionBody,
    /// Officers (from 1), their votes and signatures over [`DecisionBody::message`], ascending; one who refused or was
    /// not there has none.
    pub votes: Vec<(u8, Vote, [u8; 64])>,
}

impl Decision {
    /// For or against with at least `quorum` votes, else undecided. With a quorum of more than half the officers it is
    /// never both.
    pub fn outcome(&self, quorum: u8) -> Outcome {
        let has_quorum = |wanted| self.officers(wanted).len() >= usize::from(quorum.max(1));
        match (has_quorum(Vote::For), has_quorum(Vote::Against)) {
            (true, false) => Outcome::For,
            (false, true) => Outcome::Against,
            _ => Outcome::Undecided,
        }
    }

    /// The officers who voted this way, ascending.
    pub fn officers(&self, wanted: Vote) -> Vec<u8> {
        let votes = self.votes.iter().filter(|(_, vote, _)| *vote == wanted);
        votes.map(|(officer, _, _)| *officer).collect()
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecisionsError> {
        let body = DecisionBody::read(reader)?;
        let count = u64::from(reader.u8()?);
        let votes = reader.items(count, OFFICERS_MAX as u64, 66, |reader| {
            let (officer, vote) = (reader.u8()?, Vote::from_number(reader.u8()?).ok_or(ByteFault::NotCanonical)?);
            Ok((officer, vote, reader.array()?))
        })?;
        Ok(Self { body, votes })
    }

    pub(super) fn write(&self, file: &mut Writer) {
        file.bytes(&self.body.to_bytes()).count8(self.votes.len());
        for (officer, vote, signature) in &self.votes {
            file.u8(*officer).u8(vote.number()).bytes(signature);
        }
    }
}
