//! Every reason for which something is refused, in words that an auditor can act on.

use std::io::ErrorKind;

use crate::digest::Digest;
use crate::equations::seats::Unsettled;

/// Why bytes, or what they say, are refused.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Reason {
    // Files and bytes.
    #[error("cannot be read: {0}")]
    Unreadable(ErrorKind),
    #[error("cannot be written: {0}")]
    Unwritable(ErrorKind),
    #[error("is missing")]
    Missing,
    #[error("is no file of an edition")]
    UnknownFile,
    #[error("is neither a plain file nor a folder")]
    NotAFile,
    #[error("has a name that no file of an edition has")]
    OddName,
    #[error("is an empty folder")]
    EmptyFolder,
    #[error("changed while it was read")]
    Changed,
    #[error("is longer than {max} bytes")]
    TooLong { max: u64 },
    #[error("more than {max} {what}")]
    TooMany { what: &'static str, max: usize },
    #[error("ends early: {needed} more bytes should follow, {left} are left")]
    EndsEarly { needed: usize, left: usize },
    #[error("{0} bytes are left over")]
    LeftOver(usize),
    #[error("does not begin with {0}")]
    WrongFormat(&'static str),
    // Texts.
    #[error("is not UTF-8")]
    NotUtf8,
    #[error("the lines do not end as they must: LF after each, none empty at the end")]
    LineEnds,
    #[error("the lines end with CR LF, as on Windows: save the file with LF alone")]
    CarriageReturns,
    #[error("line {line}: {why}")]
    Line { line: usize, why: Box<Reason> },
    #[error("expected the line {0}")]
    ExpectedLine(&'static str),
    #[error("lines after the end")]
    ExtraLines,
    #[error("columns after the last")]
    ExtraColumns,
    #[error("not an id: 1 to 48 of a-z, 0-9 and -")]
    BadId,
    #[error("not a number from 0 to {max} without leading zeros")]
    BadNumber { max: u64 },
    #[error("not 64 lower-case hexadecimal digits")]
    BadHex,
    #[error("not base64 in its only form")]
    BadBase64,
    #[error("not a time as 2024-11-05T20:00:00Z")]
    BadTime,
    #[error("not a text of 1 to 256 bytes without control characters and outer spaces")]
    BadText,
    #[error("unknown value of {0}")]
    UnknownWord(&'static str),
    #[error("unknown kind of entry")]
    UnknownKind,
    #[error("no {0} in the default language")]
    NoDefaultLanguage(&'static str),
    #[error("{0} out of order")]
    OutOfOrder(&'static str),
    // Where inside a file.
    #[error("item {item}: {why}")]
    Item { item: u64, why: Box<Reason> },
    #[error("line of {name}: {why}")]
    Row { name: String, why: Box<Reason> },
    #[error("region {code}: {why}")]
    Region { code: String, why: Box<Reason> },
    // Rules of the definition and of the roll.
    #[error("a quorum of {quorum} of {of} is not more than half, or more than all")]
    Quorum { quorum: usize, of: usize },
    #[error("{0} must be at least 1")]
    Zero(&'static str),
    #[error("{0}: blank, * and - are reserved")]
    ReservedId(&'static str),
    #[error("{what} {which} stands twice")]
    Twice { what: &'static str, which: String },
    #[error("key {0} is of low order")]
    LowOrderKey(String),
    #[error("{regions} regions come to {head} by merge-into, more than {max}")]
    LargeGroup { head: String, regions: usize, max: usize },
    #[error("totals.csv could be {len} bytes long, more than {max}")]
    LongTotals { len: u64, max: u64 },
    #[error("region {0} is small and names no region to join, in a real election")]
    NoMergeInto(String),
    #[error("there is no region {0}")]
    UnknownRegion(String),
    #[error("merge-into goes in a circle from {0}")]
    MergeCycle(String),
    #[error("{what} {index} does not exist")]
    IndexOutOfRange { what: &'static str, index: u64 },
    #[error("no contest, or one that region {0} has not")]
    ContestsOfRegion(String),
    // Comparisons.
    #[error("{what}: {expected} expected, {found} found")]
    Differs { what: &'static str, expected: String, found: String },
    #[error("the bytes differ from those derived again, first at byte {at}")]
    BytesDiffer { at: usize },
    // Mathematics and signatures.
    #[error("no canonical ristretto255 point")]
    BadPoint,
    #[error("the identity stands where it is refused")]
    Identity,
    #[error("no scalar below the group's order")]
    BadScalar,
    #[error("no valid encapsulation key")]
    BadEncapsulationKey,
    #[error("no valid seed")]
    BadSeed,
    #[error("no valid seal key")]
    BadSealKey,
    #[error("HSM {0}: a rehearsal HSM in a real election, or one with evidence")]
    RehearsalHsm(String),
    #[error("a fact of an HSM that is not a key of [a-z0-9.-] with 1 to 256 printable characters")]
    BadFact,
    #[error("HSM {serial}, evidence: {why}")]
    Evidence { serial: String, why: Box<Reason> },
    #[error("the certificate {0} does not hold the key that stands in the file")]
    CertificateKey(&'static str),
    #[error("contest {contest}, option {option}: a commitment is the identity")]
    IdentityCommitment { contest: u16, option: u16 },
    #[error("dealer {dealer}: the proof of knowledge does not hold, equation (9)")]
    ProofOfKnowledge { dealer: u8 },
    #[error("the packages do not add up to the commitments of the public-key file, equation (12)")]
    CommitmentSums,
    #[error("dealer {dealer} deals another secret than its part of the key, equation (24)")]
    Part { dealer: u8 },
    #[error("the packages do not add up to the key that was there, equation (25)")]
    OtherKey,
    #[error("contest {contest}, option {option}: the range proof does not hold, equation (5)")]
    RangeProof { contest: u16, option: u16 },
    #[error("token {token}, chunk {chunk}: the proof does not hold, equation (16)")]
    ChunkProof { token: u8, chunk: u32 },
    #[error("the combined share is no count from 0 to {bound}, equation (18)")]
    NoLogarithm { bound: u64 },
    #[error("the signature of {0} does not hold")]
    Signature(String),
    #[error("no signature lines")]
    NoSignatureLines,
    #[error("a signature line is not one")]
    BadSignatureLine,
    #[error("{what}: {needed} needed, {found} found")]
    TooFew { what: &'static str, needed: usize, found: usize },
    // Bundles and records.
    #[error("an item of {len} bytes")]
    ItemLength { len: u64 },
    #[error("a closing bundle with items")]
    ClosingWithItems,
    #[error("the first bundle of a chain names one before it")]
    FirstFollows,
    #[error("a bundle after the first of a chain names none before it")]
    FollowsNone,
    #[error("a bundle of {items} items cannot bring the total of its chain to {total}")]
    TotalOfItems { total: u64, items: u64 },
    #[error("a late bundle in the box of its region")]
    LateInBox,
    #[error("no import in the ledger is of this bundle")]
    NotImported,
    #[error("no record was received there")]
    NoSuchRecord,
    #[error("tag {tag} is counted twice")]
    CountedTwice { tag: String },
    // Groups, counts and the ledger.
    #[error("region {0} is not in the box of the one that it merges into")]
    SplitFromMerge(String),
    #[error("{left} regions are in no box, and none may follow for them")]
    LeftOutOfBoxes { left: usize },
    #[error("the definition refuses what is late")]
    NoSupplement,
    #[error("are not in the box")]
    NotInBox,
    #[error("said too late, or changes nothing")]
    AmendedTooLate,
    #[error("the groups are not a partition of the regions with this contest")]
    NotAPartition,
    #[error("{ballots} ballots where min-open is {min_open}")]
    MinOpen { ballots: u32, min_open: u64 },
    #[error("region {0} is not joined by merge-into")]
    NotMerged(String),
    #[error("more counted than there can be: {votes} of {most}")]
    TooManyVotes { votes: u64, most: u64 },
    #[error("no conservation: received is not the sum of the statuses, or as many cannot be counted")]
    NotConserved,
    #[error("a lot was drawn for {0} while regions are in no box")]
    EarlyLot(String),
    #[error("{0}")]
    Seats(Unsettled),
    #[error("no entry of kind {0}")]
    NoEntry(u64),
    #[error("no entry of kind {0} says what the files say")]
    EntryDiffers(u64),
    #[error("an entry of kind {kind} stands out of order")]
    EntryOrder { kind: u64 },
    #[error("an entry of kind {kind} names an opening that it cannot be about")]
    WrongOpening { kind: u64 },
    #[error("{found} entries of kind {kind}, {expected} expected")]
    EntryCount { kind: u64, expected: u64, found: u64 },
    #[error("the time goes back")]
    TimeGoesBack,
    #[error("does not agree with {0}")]
    Disagrees(&'static str),
    // The checker's memory.
    #[error("this key already approved another root of this opening, {0}")]
    OtherRoot(String),
    #[error("tracker {0} was already opened with an approval of this key")]
    AlreadyOpened(String),
    #[error("the key is not that of checker {0} in the definition")]
    NotTheChecker(String),
    #[error("the definition has no checker {0}; its checkers are {1}")]
    UnknownChecker(String, String),
    #[error("exists: another run is at work, or was interrupted; delete it if none is running")]
    InUse,
    #[error("has a second name (hard link) under which its memory would not follow")]
    SecondName,
    #[error("the approval would replace the key file or its memory")]
    OutIsMemory,
    #[error("exists with other content")]
    OutTaken,
    #[error("checks above did not pass")]
    NotAllPassed,
}

impl Reason {
    /// Two values that must be equal and are not.
    pub(crate) fn differs(what: &'static str, expected: &str, found: &str) -> Self {
        Self::Differs { what, expected: expected.to_owned(), found: found.to_owned() }
    }
}

/// Refuses two digests that differ.
pub(crate) fn same_digest(what: &'static str, expected: &Digest, found: &Digest) -> Result<(), Reason> {
    if expected == found { Ok(()) } else { Err(Reason::differs(what, &hex::encode(expected), &hex::encode(found))) }
}

/// Refuses two numbers that differ.
pub(crate) fn same_number(
    what: &'static str,
    expected: impl TryInto<u64>,
    found: impl TryInto<u64>,
) -> Result<(), Reason> {
    let expected = expected.try_into().unwrap_or(u64::MAX);
    let found = found.try_into().unwrap_or(u64::MAX);
    if expected == found { Ok(()) } else { Err(Reason::differs(what, &expected.to_string(), &found.to_string())) }
}

/// Refuses bytes that differ from those that were derived again.
pub(crate) fn same_bytes(derived: &[u8], found: &[u8]) -> Result<(), Reason> {
    if derived == found {
        return Ok(());
    }
    let at = derived.iter().zip(found).position(|(a, b)| a != b).unwrap_or(derived.len().min(found.len()));
    Err(Reason::BytesDiffer { at })
}
