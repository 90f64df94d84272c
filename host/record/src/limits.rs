//! The limits of every file, one named constant per row of the README's table. Those that tokens hold to as well are theirs.

pub use tamga_wire::demand::{LEAVES_MAX, SLOT_BYTES_MAX, SLOT_SETS_MAX};
pub use tamga_wire::limits::{
    CHECKERS_MAX, CONTESTS_MAX, DEFINITION_LEN_MAX, GROUP_REGIONS_MAX, HSMS_MAX, ID_LEN_MAX, OFFICERS_MAX,
    OPENINGS_MAX, OPTIONS_MAX, REGIONS_MAX, STATEMENT_LEN_MAX, TOTALS_LEN_MAX,
};

/// The largest `max` of a contest, in marks.
pub const MARKS_MAX: u16 = 64;
/// Collectors of an election.
pub const COLLECTORS_MAX: usize = 16;
/// Bytes of a title or a name.
pub const NAME_LEN_MAX: usize = 256;
/// Bytes of the complaint cell.
pub const CELL_LEN_MAX: u16 = 4_096;
/// Seats of a contest.
pub const SEATS_MAX: u32 = 10_000;
/// Basis points of a threshold: all votes.
pub const THRESHOLD_MAX: u32 = 10_000;
/// Bytes of a public-key file.
pub const KEYS_LEN_MAX: usize = 8 << 20;
/// Bytes of an HSM's evidence.
pub const EVIDENCE_LEN_MAX: usize = 65_535;
/// Facts of an HSM.
pub const EVIDENCE_FACTS_MAX: usize = 64;
/// Certificates of an HSM.
pub const EVIDENCE_CERTIFICATES_MAX: usize = 16;
/// Bytes of a bundle.
pub const BUNDLE_LEN_MAX: u64 = 2 << 30;
/// Records of a bundle.
pub const BUNDLE_RECORDS_MAX: u32 = 1 << 20;
/// Bytes of the outer part of a record.
pub const OUTER_LEN_MAX: usize = 1 << 20;
/// Bytes of a ledger entry.
pub const ENTRY_LEN_MAX: usize = 65_535;
/// Entries of a roll.
pub const ROLL_ENTRIES_MAX: u64 = u32::MAX as u64;
/// Bytes of a signed note: text and signature lines.
pub const NOTE_LEN_MAX: usize = 16 << 10;
/// Signature lines of a note.
pub const NOTE_LINES_MAX: usize = 64;
/// Bytes of a TOML or CSV file that people bring.
pub const INPUT_LEN_MAX: usize = 256 << 20;
/// Registered people of a rehearsal, whose roll has an entry for each, made before the first ballot.
pub const REHEARSAL_REGISTERED_MAX: u64 = 20_000_000;
/// Variants of a bundle: forks of one collector that are all in.
pub const VARIANTS_MAX: u8 = 16;
/// Decisions of an election.
pub const DECISIONS_MAX: u32 = 65_536;
/// Amendments of an election.
pub const AMENDMENTS_MAX: u32 = 65_536;
/// Replacements of lost tokens in an election.
pub const REPLACEMENTS_MAX: u16 = 99;
/// Seals of a pause.
pub const SEALS_MAX: u64 = tamga_wire::act::SEALS_MAX;
/// Bytes of a seal's number.
pub const SEAL_LEN_MAX: usize = 48;
/// Bytes of an entry's `fault`.
pub const FAULT_LEN_MAX: usize = 48;
/// Throws of a die for a lot, at least and at most.
pub const DICE_LEN: core::ops::RangeInclusive<usize> = 10..=48;
/// Bytes of a plan of decisions.
pub const PLAN_LEN_MAX: usize = 1 << 20;
/// Decisions in one plan.
pub const DECISIONS_PLANNED_MAX: usize = 4_096;
