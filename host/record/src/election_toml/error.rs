//! What may be wrong with `election.toml`, and what to do about it.

use core::fmt;

use tamga_wire::Demand;

use crate::limits::{DEFINITION_LEN_MAX, GROUP_REGIONS_MAX, LEAVES_MAX, SLOT_BYTES_MAX, SLOT_SETS_MAX, TOTALS_LEN_MAX};

/// A fault in `election.toml`, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlError {
    /// The line, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// What is wrong there.
    pub problem: Problem,
}

impl fmt::Display for TomlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "election.toml: {}", self.problem),
            line => write!(f, "election.toml, line {line}: {}", self.problem),
        }
    }
}

impl core::error::Error for TomlError {}

/// What is wrong in a line of `election.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file is longer than any election needs.
    #[error("the file is too long to be an election; check that it is the right one")]
    TooLong,
    /// Not TOML; the reason is the TOML reader's.
    #[error("this is not TOML ({reason}); correct the line")]
    Syntax {
        /// What the TOML reader says.
        reason: String,
    },
    /// A key that means nothing here.
    #[error("the key `{key}` is unknown here; remove it or correct its spelling")]
    UnknownKey {
        /// The key as written.
        key: String,
    },
    /// A key that has to be there is not.
    #[error("the key `{key}` is missing; add it")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A value of another type.
    #[error("`{key}` must be {expected}; correct the value")]
    WrongType {
        /// The key.
        key: &'static str,
        /// The type it must have.
        expected: &'static str,
    },
    /// `format` names another format or version.
    #[error("`format` must be \"tamga/election/v1\"; use a file of that format")]
    BadFormat,
    /// Not a whole number in its bounds.
    #[error("`{key}` must be a whole number from {min} to {max}; correct the number")]
    BadNumber {
        /// The key.
        key: &'static str,
        /// The least it may be.
        min: u32,
        /// The most it may be.
        max: u32,
    },
    /// Not one of the words that the key allows.
    #[error("`{key}` must be one of: {words}; choose one of them")]
    BadWord {
        /// The key.
        key: &'static str,
        /// The words, with commas.
        words: String,
    },
    /// Not an id.
    #[error("the id `{id}` must be 1 to 48 of the characters a-z, 0-9 and -; choose another")]
    BadId {
        /// The id as written.
        id: String,
    },
    /// A reserved id.
    #[error("the id `{id}` is reserved; choose another")]
    ReservedId {
        /// The id.
        id: String,
    },
    /// An id that is there already.
    #[error("the id `{id}` is used twice; choose another for one of them")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// No title or name in the default language.
    #[error("`{key}` must have a text in the default language `{language}`; add it")]
    NoDefaultLanguage {
        /// The key.
        key: &'static str,
        /// The language.
        language: &'static str,
    },
    /// A title or name that cannot be written in a line.
    #[error(
        "`{key}` must be 1 to 256 bytes without control characters and without spaces at its ends; shorten or correct it"
    )]
    BadText {
        /// The key.
        key: &'static str,
    },
    /// Not a date with a time and an offset, whole seconds, from 1970 to 9999.
    #[error("`{key}` must be a date and time with offset and whole seconds, as 2024-11-05T20:00:00Z; correct it")]
    BadTime {
        /// The key.
        key: &'static str,
    },
    /// Voting closes before it opens.
    #[error("voting must close after it opens; correct `period`")]
    BadPeriod,
    /// More of something than its limit, or none where one is needed.
    #[error("there must be 1 to {max} of `{key}`; remove or add some")]
    BadCount {
        /// The key.
        key: &'static str,
        /// The most there may be.
        max: usize,
    },
    /// `max` of a one-of contest is not 1.
    #[error("a contest of kind \"one-of\" has `max` 1; remove `max` or make the kind \"approval\"")]
    MaxOfOneOf,
    /// Not a share as `"5%"`.
    #[error("`threshold` must be a text as \"5%\" or \"2.5%\", at most \"100%\"; correct it")]
    BadThreshold,
    /// A method of giving seats, and no seats.
    #[error("`method` \"{method}\" gives seats and there are none; add `seats`, or remove `method`")]
    MethodWithoutSeats {
        /// The method.
        method: &'static str,
    },
    /// Seats, and no method of giving them.
    #[error(
        "nothing says how the {seats} seats are given; add `method` (plurality, hare, dhondt or sainte-lague), or remove `seats`"
    )]
    SeatsWithoutMethod {
        /// The seats.
        seats: u32,
    },
    /// A threshold for seats that are not there.
    #[error("`threshold` is for seats and there are none; add `seats` with `method`, or remove `threshold`")]
    ThresholdWithoutSeats,
    /// Plurality gives every candidate one seat at most.
    #[error(
        "{seats} seats by plurality are more than the options of role \"candidate\", {candidates}; correct `seats` or add options"
    )]
    TooManySeats {
        /// The seats.
        seats: u32,
        /// Options that may get one.
        candidates: usize,
    },
    /// Every opening opens at least one region.
    #[error("{openings} openings are more than there are regions, {regions}; use at most as many openings as regions")]
    TooManyOpenings {
        /// The openings.
        openings: u32,
        /// The regions.
        regions: usize,
    },
    /// A region names a contest that is not in the file.
    #[error("there is no contest `{id}`; correct the id or add the contest")]
    NoSuchContest {
        /// The id as written.
        id: String,
    },
    /// A region names a contest twice.
    #[error("the contest `{id}` is named twice; remove one")]
    ContestTwice {
        /// The id.
        id: String,
    },
    /// A region names a region that is not in the file.
    #[error("there is no region `{code}`; correct the code or add the region")]
    NoSuchRegion {
        /// The code as written.
        code: String,
    },
    /// `merge_into` leads back to where it began.
    #[error("`merge_into` leads in a circle; let one region of the circle go without it")]
    Circle,
    /// More regions lead to one than a group may have.
    #[error(
        "from here on too many regions merge into `{head}`: {regions}, itself included, and at most {GROUP_REGIONS_MAX} can be opened together; let some merge into another"
    )]
    Crowd {
        /// The code of the region that they lead to.
        head: String,
        /// How many they are, the head included.
        regions: usize,
    },
    /// The rows of all contests may not fit in `totals.csv`.
    #[error(
        "with this contest the table of totals may become too long: {bytes} bytes with all contests, and it may have {TOTALS_LEN_MAX}; shorten the ids, or take out options or contests"
    )]
    LongTotals {
        /// Bytes that the table may have.
        bytes: u64,
    },
    /// More than every officer's token can keep account of.
    #[error(
        "tokens cannot keep account of so much: {} contests on the ballots of all regions, a supplement's counted again (at most {LEAVES_MAX}), {} contests × openings (at most {SLOT_SETS_MAX}), which take {} bytes (at most {SLOT_BYTES_MAX}); take fewer contests, openings or regions, or hold several elections",
        .0.leaves, .0.sets, .0.bytes
    )]
    BeyondTokens(
        /// What the definition asks of a token.
        Demand,
    ),
    /// The definition would be too long.
    #[error(
        "the definition made of it may have {bytes} bytes, more than {DEFINITION_LEN_MAX}; shorten names and ids, or give regions fewer `contests`"
    )]
    LongDefinition {
        /// Bytes that the definition may have.
        bytes: usize,
    },
    /// Not more than half of the officers are needed for an act.
    #[error("a quorum of {quorum} of {officers} officers is not a majority; use from {least} to {officers}")]
    BadQuorum {
        /// The quorum as written.
        quorum: u32,
        /// The officers as written.
        officers: u32,
        /// The least quorum of so many officers.
        least: u32,
    },
    /// A key that is known, with a value that this version cannot carry out.
    #[error("`{key}` with this value is not yet supported; remove it to use what it is by default")]
    NotYetSupported {
        /// The key.
        key: &'static str,
    },
}
