//! What officers decide by an act, and the figures that they are shown.

use serde::{Deserialize, Serialize};

/// Figures of an act; a place that an act has no use for is 0.
pub const FIGURES: usize = 4;

/// The figures of an act, in the order of host/record's "Acts". They are shown and signed.
pub type Figures = [u64; FIGURES];

/// What an act decides; the byte that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[repr(u8)]
pub enum ActKind {
    /// A box is closed; the digest is `Z`. Figures: opening, received, regions, incomplete chains (a collector
    /// without a chain in a region is one).
    Close = 1,
    /// The definition is amended. Figures: number of the amendment, its [`AMENDED_CLOSING_TIME`] or
    /// [`AMENDED_OPTION`], region or contest counted from 1, Unix seconds or option counted from 1.
    Amendment = 2,
    /// A vote for counting held records. Figures: number of the decision, reason (0: all of one record), region counted
    /// from 1 (0: all of the opening), records (of one record instead: the first 8 bytes of its tracker).
    For = 3,
    /// A vote against counting them, with the same figures.
    Against = 4,
    /// A recount. Figures: opening, received, counted, 1 where it agrees with the statement and 0 where it differs.
    Recount = 5,
    /// The election has ended and the tokens erase their shares of its key; the digest is SHA3-256 of the last statement's text.
    /// Figures: openings opened, ballots counted in the last statement, tokens, 0.
    End = 6,
    /// Lost tokens are replaced; the digest is [`crate::replacement::replacement_digest`]. Figures: number of the replacement,
    /// the replaced as bits (bit `i − 1` for token `i`), 0, 0. Only officers who stay sign it.
    Replacement = 7,
    /// Work is paused: the room is sealed. Figures: number of the pause, seals, entries of the ledger before it, 0.
    Pause = 8,
    /// Work goes on after a pause. Figures: number of the pause, seals, entries of the ledger up to the pause and with it, 1
    /// where seals and checkpoint are as they were noted and 0 where an incident is reported.
    Resume = 9,
}

/// Reasons of host/record's "Admission", numbered from 1.
pub const REASONS: u64 = 26;

/// Seals of one pause, at most.
pub const SEALS_MAX: u64 = 64;

/// Second figure of an amendment: a region's closing time.
pub const AMENDED_CLOSING_TIME: u64 = 1;

/// Second figure of an amendment: an option is withdrawn.
pub const AMENDED_OPTION: u64 = 2;

impl From<ActKind> for u8 {
    fn from(kind: ActKind) -> u8 {
        kind as u8
    }
}

impl TryFrom<u8> for ActKind {
    type Error = &'static str;

    fn try_from(untrusted_byte: u8) -> Result<Self, Self::Error> {
        match untrusted_byte {
            1 => Ok(Self::Close),
            2 => Ok(Self::Amendment),
            3 => Ok(Self::For),
            4 => Ok(Self::Against),
            5 => Ok(Self::Recount),
            6 => Ok(Self::End),
            7 => Ok(Self::Replacement),
            8 => Ok(Self::Pause),
            9 => Ok(Self::Resume),
            _ => Err("an act that there is not"),
        }
    }
}
