//! What may be wrong with the tables of votes, and what to do about it.

use core::fmt;

use crate::limits::REHEARSAL_REGISTERED_MAX;

/// A fault in a table of votes, its file and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// The file's name.
    pub file: &'static str,
    /// The line, from 1; 0 where it is about the file as a whole.
    pub line: u64,
    /// What is wrong there.
    pub problem: InputProblem,
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.problem),
            line => write!(f, "{}, line {line}: {}", self.file, self.problem),
        }
    }
}

impl core::error::Error for InputError {}

/// What is wrong in a table of votes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputProblem {
    /// `votes.csv`, or turnout by contest.
    #[error(
        "votes by ballot and turnout by contest are not yet supported; use totals.csv (region,contest,option,votes) with turnout.csv (region,registered,ballots)"
    )]
    NotYetSupported,
    /// Ballots and totals are both there.
    #[error("there are both votes.csv and totals.csv or turnout.csv; keep one kind")]
    BothKinds,
    /// A file that is needed is not there.
    #[error("the file is missing; put it beside election.toml")]
    MissingFile,
    /// The file is longer than any election needs.
    #[error("the file is too long to be a table of totals; check that it is the right one")]
    TooLong,
    /// Not CSV.
    #[error("this is not a CSV table in UTF-8; correct the line")]
    NotCsv,
    /// The file does not end with a line end.
    #[error("the file ends early, within a line; copy it again, or end the last line")]
    EndsEarly,
    /// A column is missing.
    #[error("the column `{column}` is missing; add it to the first line and to every row")]
    MissingColumn {
        /// The column.
        column: &'static str,
    },
    /// There are other columns than those of the table.
    #[error("the columns must be {columns}; remove the others")]
    OtherColumns {
        /// The columns of the table.
        columns: String,
    },
    /// A row has more or fewer fields than there are columns.
    #[error("the row has {found} fields instead of {expected}; correct it, or copy the file again if it ends here")]
    FieldCount {
        /// Fields of the row.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// A field is no number.
    #[error(
        "`{column}` must be a whole number up to 4294967295 without signs or separators, not `{field}`; correct it"
    )]
    BadNumber {
        /// The column.
        column: &'static str,
        /// The beginning of the field.
        field: String,
    },
    /// A row is there twice.
    #[error("this row is there twice; remove one")]
    DuplicateRow,
    /// A region that is not defined.
    #[error("there is no region `{region}` in election.toml; correct the code")]
    NoSuchRegion {
        /// The code as written.
        region: String,
    },
    /// A contest that is not defined, or not on the region's ballots.
    #[error("there is no contest `{contest}` on the ballots of this region; correct the id")]
    NoSuchContest {
        /// The id as written.
        contest: String,
    },
    /// An option that the contest does not have.
    #[error(
        "the contest `{contest}` has no option `{option}`; correct the id, and leave out blank votes, which follow from the ballots"
    )]
    NoSuchOption {
        /// The contest.
        contest: String,
        /// The id as written.
        option: String,
    },
    /// A region has no row.
    #[error("the file ends without a row for region `{region}`; copy it again or add the row")]
    MissingRegion {
        /// The region.
        region: String,
    },
    /// An option of a contest has no row in a region.
    #[error(
        "the file ends without a row for region `{region}`, contest `{contest}`, option `{option}`; copy it again or add the row"
    )]
    MissingVotes {
        /// The region.
        region: String,
        /// The contest.
        contest: String,
        /// The option.
        option: String,
    },
    /// Registered people are not those of the definition.
    #[error("{registered} registered here, {defined} in election.toml; correct one of them")]
    OtherRegistered {
        /// Registered by this file.
        registered: u32,
        /// Registered by the definition.
        defined: u32,
    },
    /// More ballots than registered people, after scaling.
    #[error("{ballots} ballots are more than {registered} registered people; correct one of them")]
    MoreBallotsThanRegistered {
        /// Ballots.
        ballots: u32,
        /// Registered people.
        registered: u32,
    },
    /// More votes than the ballots can carry, after scaling.
    #[error(
        "{votes} votes of contest `{contest}` in region `{region}` are more than its ballots can carry, {most}; correct the votes or the ballots"
    )]
    TooManyVotes {
        /// The region.
        region: String,
        /// The contest.
        contest: String,
        /// The votes.
        votes: u64,
        /// What the ballots can carry.
        most: u64,
    },
    /// A contest has no ballot in any region, after scaling.
    #[error(
        "no ballot of contest `{contest}` in any region at scale {scale}, so there is nothing to open; correct the ballots or lower the scale"
    )]
    NoBallot {
        /// The contest.
        contest: String,
        /// The scale.
        scale: u32,
    },
    /// More registered people than a rehearsal makes voters for, after scaling.
    #[error(
        "{registered} registered people, and a rehearsal makes at most {REHEARSAL_REGISTERED_MAX} voters; use --scale {scale} or more"
    )]
    TooManyRegistered {
        /// Registered people in all regions.
        registered: u64,
        /// A scale that is enough.
        scale: u64,
    },
    /// A region stays under `min_open` and cannot be joined to another.
    #[error(
        "region `{region}` has {ballots} ballots, fewer than min_open ({min_open}), and no merge_into that helps; give it a merge_into, or lower min_open or the scale"
    )]
    UnderMinOpen {
        /// The region.
        region: String,
        /// Ballots, with those of regions that joined it.
        ballots: u32,
        /// The fewest that may be opened.
        min_open: u32,
    },
}
