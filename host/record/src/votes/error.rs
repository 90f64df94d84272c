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
    /// Ballots and totals are both there.
    #[error("there are both votes.csv and totals.csv or turnout.csv; keep one kind")]
    BothKinds,
    /// None of the files is there.
    #[error("there are no votes; put votes.csv, or totals.csv and turnout.csv, beside election.toml")]
    NoVotes,
    /// A file that is needed is not there.
    #[error("the file is missing; put it beside election.toml")]
    MissingFile,
    /// The file is longer than any election needs.
    #[error("the file is too long to be a table of votes; check that it is the right one")]
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
        column: String,
    },
    /// The first column is not the region.
    #[error("the first column must be `region`, then come the ids of the contests; correct the first line")]
    RegionNotFirst,
    /// A column of `votes.csv` that is no contest, or is there twice.
    #[error("the column `{column}` is no contest of election.toml, or is there twice; correct its name or remove it")]
    NoSuchColumn {
        /// The beginning of the column's name.
        column: String,
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
    /// A cell of `votes.csv` names an option that the contest does not have.
    #[error(
        "the contest `{contest}` has no option `{option}`; correct the cell: ids joined by |, nothing for a blank vote, - for a contest that is not on the ballot"
    )]
    NoSuchMark {
        /// The contest.
        contest: String,
        /// The id as written.
        option: String,
    },
    /// A cell of `votes.csv` names an option twice.
    #[error("the option `{option}` of contest `{contest}` is marked twice in one cell; remove one")]
    MarkTwice {
        /// The contest.
        contest: String,
        /// The option.
        option: String,
    },
    /// A ballot has a vote in a contest that its region does not have.
    #[error("the contest `{contest}` is not on the ballots of region `{region}`; write - there, or correct the region")]
    NotOnBallots {
        /// The region.
        region: String,
        /// The contest.
        contest: String,
    },
    /// A ballot without any contest.
    #[error("no contest is on this ballot; remove the row, or leave a cell empty where the vote is blank")]
    NoContest,
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
    #[error(
        "{ballots} ballots of region `{region}` are more than its {registered} registered people; correct one of them"
    )]
    MoreBallotsThanRegistered {
        /// The region.
        region: String,
        /// Ballots.
        ballots: u32,
        /// Registered people.
        registered: u32,
    },
    /// A contest on more ballots than the region has, after scaling.
    #[error("the contest is on {ballots} ballots, and region `{region}` has {most}; correct one of them")]
    MoreBallotsThanRegion {
        /// The region.
        region: String,
        /// Ballots with the contest.
        ballots: u32,
        /// Ballots of the region.
        most: u32,
    },
    /// The contests of a region are on fewer ballots, together, than it has, after scaling.
    #[error(
        "the contests of region `{region}` are on {sum} ballots together, and it has {ballots}, each of which carries a contest; correct the rows of its contests, or its ballots"
    )]
    BallotsWithoutContest {
        /// The region.
        region: String,
        /// Ballots of the region.
        ballots: u32,
        /// Ballots of all its contests, added up.
        sum: u64,
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
        "region `{region}` has {ballots} ballots of contest `{contest}`, fewer than min_open ({min_open}), and no merge_into that helps; give it a merge_into, or lower min_open or the scale"
    )]
    UnderMinOpen {
        /// The region.
        region: String,
        /// The contest.
        contest: String,
        /// Ballots, with those of regions that joined it.
        ballots: u32,
        /// The fewest that may be opened.
        min_open: u32,
    },
}
