//! Why a definition is refused.

use core::fmt;

use tamga_wire::Demand;

use crate::bytes::ByteFault;
use crate::limits::{
    CELL_LEN_MAX, DEFINITION_LEN_MAX, GROUP_REGIONS_MAX, LEAVES_MAX, OPENINGS_MAX, SEATS_MAX, SLOT_BYTES_MAX,
    SLOT_SETS_MAX, TOTALS_LEN_MAX,
};

/// Why a definition is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// The bytes are not a definition's text, or not in canonical form.
    #[error("definition: {0}")]
    Bytes(#[from] ByteFault),
    /// The line does not have the key that stands at this place, or its value is not of the key's form.
    #[error("definition, line {line}: expected `{expected}` with a value of its form")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The key that has to stand there.
        expected: &'static str,
    },
    /// The text can be read, but a rule does not hold.
    #[error("definition, {place}: {problem}")]
    Rule {
        /// Where.
        place: Place,
        /// Which rule.
        problem: Problem,
    },
}

/// The part of a definition that an error is about. Indices count from 0, as in the files; texts count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The election as a whole.
    Election,
    /// The commission: officers, checkers, collectors, HSMs and their keys.
    Commission,
    /// A contest, by index.
    Contest(u16),
    /// An option, by the indices of its contest and its own.
    ElectionOption(u16, u16),
    /// A region, by index.
    Region(u16),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Election => f.write_str("election"),
            Self::Commission => f.write_str("commission"),
            Self::Contest(contest) => write!(f, "contest number {}", contest + 1),
            Self::ElectionOption(contest, option) => {
                write!(f, "option number {} of contest number {}", option + 1, contest + 1)
            }
            Self::Region(region) => write!(f, "region number {}", region + 1),
        }
    }
}

/// A rule of the definition that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// An id is not of its form, or is reserved.
    #[error("the id must be 1 to 48 of a-z, 0-9 and -, and neither `blank` nor `-`; choose another")]
    BadId,
    /// An id is there twice.
    #[error("the id is used twice; every id of its kind must be unique")]
    DuplicateId,
    /// A title or name is missing in the default language, or is not 1 to 256 bytes of plain text.
    #[error(
        "the title or name must be there in the default language, 1 to 256 bytes, without control characters or outer spaces"
    )]
    BadName,
    /// Voting does not close after it opens, or a time is after the year 9999.
    #[error("voting must close after it opens, before the year 10000")]
    BadPeriod,
    /// `min-open` or `openings` is 0, or `openings` or `cell-len` is over its limit.
    #[error("min-open must be at least 1, openings 1 to {OPENINGS_MAX}, cell-len at most {CELL_LEN_MAX}")]
    BadNumber,
    /// Too few or too many officers, checkers, collectors, HSMs, contests, options or regions.
    #[error("there are too few or too many of these; the limits are in the README of host/record")]
    BadCount,
    /// Not 2M > N with M ≤ N.
    #[error("the quorum must be more than half of the officers and at most all of them")]
    BadQuorum,
    /// Not 2k > c with k ≤ c.
    #[error("approvals must be more than half of the checkers and at most all of them")]
    BadApprovals,
    /// Two keys of the commission are the same.
    #[error("two keys are the same; every key holder needs a key of its own")]
    DuplicateKey,
    /// An Ed25519 key of small order, under which anyone can sign.
    #[error("a key is of low order, anyone could sign for it; have its holder make a new one")]
    LowOrderKey,
    /// A real election with one HSM.
    #[error("a real election needs at least two HSMs")]
    FewHsms,
    /// A small region of a real election without `merge-into`.
    #[error("fewer than 10 × min-open are registered in the region; name a region with merge-into")]
    SmallRegion,
    /// `max` is not 1 for one-of, or not between 1 and the number of options (at most 64).
    #[error("max must be 1 for one-of, otherwise 1 to the number of options")]
    BadMax,
    /// More seats than a contest may have.
    #[error("a contest has at most {SEATS_MAX} seats")]
    BadSeats,
    /// The threshold is above 10,000 basis points.
    #[error("the threshold must be at most 100 %")]
    BadThreshold,
    /// A region has no contest, or one that is not defined.
    #[error("a region needs at least one contest, and only contests that are defined")]
    BadContests,
    /// `merge-into` names no region, or leads back to where it began.
    #[error("merge-into must name another region and never lead in a circle")]
    BadLink,
    /// More regions lead to one than a group may have.
    #[error(
        "{regions} regions would merge into it, itself included, and a group has at most {GROUP_REGIONS_MAX}; let some merge into another"
    )]
    Crowd {
        /// The regions that lead to it, itself included.
        regions: usize,
    },
    /// The rows of all contests may not fit in `totals.csv`.
    #[error(
        "totals.csv may have {bytes} bytes, from this contest on more than the {TOTALS_LEN_MAX} that it may have; shorten the ids, or take out options or contests"
    )]
    LongTotals {
        /// Bytes that the table may have.
        bytes: u64,
    },
    /// More leaves, or more sets of regions for contests and openings, than every officer's token can keep account of.
    #[error(
        "tokens cannot keep account of so much: {} contests on the ballots of all regions, a supplement's counted again (at most {LEAVES_MAX}), {} contests × openings (at most {SLOT_SETS_MAX}), which take {} bytes (at most {SLOT_BYTES_MAX}); take fewer contests, openings or regions, or hold several elections",
        .0.leaves, .0.sets, .0.bytes
    )]
    BeyondTokens(
        /// What the definition asks of a token.
        Demand,
    ),
    /// The canonical form is too long.
    #[error(
        "the definition has {bytes} bytes, more than the {DEFINITION_LEN_MAX} that it may have; shorten names and ids, or put fewer contests on ballots"
    )]
    TooLong {
        /// Bytes of the canonical form.
        bytes: usize,
    },
}
