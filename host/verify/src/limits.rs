//! The limits of the record's formats, and the lengths that files may have before they are read.

/// Regions of an election.
pub(crate) const REGIONS: usize = 4096;
/// Regions that may come to the same one by `merge-into`.
pub(crate) const GROUP: usize = 1024;
/// Contests of an election.
pub(crate) const CONTESTS: usize = 128;
/// Options of a contest.
pub(crate) const OPTIONS: usize = 64;
/// Largest `max` of a contest.
pub(crate) const MARKS: u64 = 64;
/// Seats of a contest.
pub(crate) const SEATS: u64 = 10_000;
/// Openings before the supplement.
pub(crate) const OPENINGS: u64 = 16;
/// Decisions, and amendments.
pub(crate) const DECISIONS: u32 = 65_536;
/// Replacements of lost tokens.
pub(crate) const REPLACEMENTS: u16 = 99;
/// Bundles of one number in a chain.
pub(crate) const VARIANTS: u64 = 16;
/// Officers.
pub(crate) const OFFICERS: usize = 15;
/// HSMs.
pub(crate) const HSMS: usize = 8;
/// Collectors, and checkers.
pub(crate) const HELPERS: usize = 16;
/// Bytes of a title or name.
pub(crate) const TITLE: usize = 256;
/// Largest `cell_len`.
pub(crate) const CELL: u64 = 4096;
/// Bytes of a canonical definition.
pub(crate) const DEFINITION: usize = 4 << 20;
/// Bytes of a public-key file.
pub(crate) const KEYS: usize = 8 << 20;
/// Seals of a pause.
pub(crate) const SEALS: usize = 64;
/// Bytes of the number of a seal.
pub(crate) const SEAL_LEN: usize = 48;
/// Facts of an HSM.
pub(crate) const FACTS: usize = 64;
/// Bytes of the value of a fact.
pub(crate) const FACT: usize = 256;
/// Certificates of an HSM.
pub(crate) const CERTIFICATES: usize = 16;
/// Bytes of a certificate.
pub(crate) const CERTIFICATE: usize = 4096;
/// Records of a bundle.
pub(crate) const RECORDS: u32 = 1 << 20;
/// Bytes of the outer part of a record.
pub(crate) const OUTER: usize = 1 << 20;
/// Bytes of a statement's text.
pub(crate) const STATEMENT: usize = 1024;
/// Bytes of `totals.csv`.
pub(crate) const TOTALS: u64 = 16 << 10;

/// Bytes of a bundle file.
pub(crate) const BUNDLE_FILE: u64 = 2 << 30;
/// Bytes of an anchor file; the limit is this program's own, as what stands below the first five lines is free.
pub(crate) const ANCHOR_FILE: u64 = 4 << 20;
/// Bytes of a checker's key file and of the trackers beside it; this program's own limit.
pub(crate) const KEY_FILE: u64 = 1 << 20;
/// Bytes of a file that grows with voters or ballots (roll, trackers, verdicts, ledger tiles).
pub(crate) const LONG_FILE: u64 = 16 << 30;
/// Bytes of any other file that is read as a whole; the election file with 4,096 region keys is the longest.
pub(crate) const SHORT_FILE: u64 = 256 << 20;

/// Files of an edition; this program's own limit.
pub(crate) const FILES: usize = 4 << 20;
