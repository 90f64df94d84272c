//! Amendments of the definition, `tamga/amendments/v1`: a later closing time of a region, an option withdrawn.

mod check;

use tamga_crypto::hash::{Digest, hash};
use tamga_wire::act::{AMENDED_CLOSING_TIME, AMENDED_OPTION};

pub use check::AmendmentsError;

use crate::acts::{ActKind, Figures, Signatures, act_message, read_signatures, write_signatures};
use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::definition::Definition;
use crate::limits::AMENDMENTS_MAX;

/// The first line of the amendments.
pub const FIRST_LINE: &str = "tamga/amendments/v1\n";
const CLOSING_TIME: u8 = 1;
const OPTION_WITHDRAWN: u8 = 2;
/// Bytes of the shorter kind, with no signatures.
const AMENDMENT_LEN_MIN: usize = 32 + 1 + 4 + 1;

/// What is amended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmendmentKind {
    /// A region closes later.
    ClosingTime {
        /// Index of the region.
        region: u16,
        /// Its closing time, in Unix seconds.
        closes: u64,
    },
    /// An option is withdrawn: its votes stay in the counts, and it gets no seat.
    Withdrawn {
        /// Index of the contest.
        contest: u16,
        /// Index of the option in it.
        option: u16,
    },
}

/// One amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmendmentBody {
    /// Digest of the amendment before; `D` for the first.
    pub previous: Digest,
    /// What is amended.
    pub kind: AmendmentKind,
}

impl AmendmentBody {
    /// The bytes of its digest.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.bytes(&self.previous);
        match self.kind {
            AmendmentKind::ClosingTime { region, closes } => body.u8(CLOSING_TIME).u16(region).u64(closes),
            AmendmentKind::Withdrawn { contest, option } => body.u8(OPTION_WITHDRAWN).u16(contest).u16(option),
        };
        body.finish()
    }

    /// `hash("tamga/amendment/v1", body)`.
    pub fn digest(&self) -> Digest {
        hash("tamga/amendment/v1", &[&self.to_bytes()])
    }

    /// What officers sign; `number` counts the election's amendments from 1.
    pub fn message(&self, election: &Digest, number: u32) -> Digest {
        act_message(election, ActKind::Amendment, &figures(number, self), &self.digest())
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let previous = reader.digest()?;
        let kind = match reader.u8()? {
            CLOSING_TIME => AmendmentKind::ClosingTime { region: reader.u16()?, closes: reader.u64()? },
            OPTION_WITHDRAWN => AmendmentKind::Withdrawn { contest: reader.u16()?, option: reader.u16()? },
            _ => return Err(ByteFault::NotCanonical),
        };
        Ok(Self { previous, kind })
    }
}

/// What the officers are shown: number of the amendment (from 1), its kind, region or contest counted from 1, closing time
/// in Unix seconds or option counted from 1.
pub fn figures(number: u32, body: &AmendmentBody) -> Figures {
    let number = u64::from(number);
    match body.kind {
        AmendmentKind::ClosingTime { region, closes } => [number, AMENDED_CLOSING_TIME, u64::from(region) + 1, closes],
        AmendmentKind::Withdrawn { contest, option } => {
            [number, AMENDED_OPTION, u64::from(contest) + 1, u64::from(option) + 1]
        }
    }
}

/// All amendments of an election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendments {
    /// The election `E`.
    pub election: Digest,
    /// The amendments in order, each with the signatures over its [`AmendmentBody::message`].
    pub amendments: Vec<(AmendmentBody, Signatures)>,
}

impl Amendments {
    /// No amendments yet.
    pub const fn none(election: Digest) -> Self {
        Self { election, amendments: Vec::new() }
    }

    /// Reads the amendments. [`Amendments::check`] compares them with a definition.
    pub fn parse(untrusted: &[u8]) -> Result<Self, AmendmentsError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let (election, count) = (reader.digest()?, reader.u32()?);
        let amendments = reader.items(count.into(), AMENDMENTS_MAX.into(), AMENDMENT_LEN_MIN, |reader| {
            Ok((AmendmentBody::read(reader)?, read_signatures(reader)?))
        })?;
        reader.finish()?;
        for (number, (_, signatures)) in (1u32..).zip(&amendments) {
            if !strictly_ascending(signatures.iter().map(|(officer, _)| officer)) {
                return Err(AmendmentsError::Act { number, error: crate::acts::ActError::Order });
            }
        }
        let file = Self { election, amendments };
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file; there is none without an amendment.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.bytes(&self.election).count32(self.amendments.len());
        for (body, signatures) in &self.amendments {
            file.bytes(&body.to_bytes());
            write_signatures(&mut file, signatures);
        }
        file.finish()
    }

    /// Digest of the last amendment, or `D`: what a box and the next amendment name.
    pub fn last_digest(&self, definition_digest: &Digest) -> Digest {
        self.amendments.last().map_or(*definition_digest, |(body, _)| body.digest())
    }

    /// When a region closes, in Unix seconds: by the last amendment of its closing time, else by the definition.
    pub fn closes(&self, definition: &Definition, region: u16) -> u64 {
        let amended = self.amendments.iter().rev().find_map(|(body, _)| match body.kind {
            AmendmentKind::ClosingTime { region: amended, closes } if amended == region => Some(closes),
            _ => None,
        });
        amended.unwrap_or(definition.closes)
    }

    /// Whether an option is withdrawn; indices of contest and option.
    pub fn withdrawn(&self, contest: u16, option: u16) -> bool {
        self.amendments.iter().any(|(body, _)| body.kind == AmendmentKind::Withdrawn { contest, option })
    }
}
