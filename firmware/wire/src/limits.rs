//! Every length and count that is believed only up to a limit.

/// Officers of a commission, and so tokens: `N ≤ 15`.
pub const OFFICERS_MAX: usize = 15;
/// Checkers of a definition.
pub const CHECKERS_MAX: usize = 16;
/// HSMs of a definition.
pub const HSMS_MAX: usize = 8;
/// Regions of a definition.
pub const REGIONS_MAX: usize = 4096;
/// Contests of a definition.
pub const CONTESTS_MAX: usize = 128;
/// Options of a contest, and so sums of a leaf.
pub const OPTIONS_MAX: usize = 64;
/// Openings of a definition, the supplement not counted.
pub const OPENINGS_MAX: u32 = 16;
/// Bytes of an id, of a region's code and of an HSM's serial number.
pub const ID_LEN_MAX: usize = 48;
/// Bytes of the canonical definition: 4 MiB.
pub const DEFINITION_LEN_MAX: usize = 4 << 20;
/// Bytes of one part of the definition or of `totals.csv` in one request.
pub const PART_LEN_MAX: usize = 4096;
/// Bytes of the head of a public-key file: label, `D`, `N`, `M` and twice fifteen commitments.
pub const KEYS_HEAD_LEN_MAX: usize = 14 + 32 + 2 + 2 * 32 * OFFICERS_MAX;
/// Digests of a Merkle path: a tree of at most 2^32 leaves.
pub const PATH_LEN_MAX: usize = 32;
/// Regions that one leaf joins; the frame has no room for more beside 64 sums.
pub const GROUP_REGIONS_MAX: usize = 1024;
/// Proofs in one answer: a leaf of at most 64 sums ends one chunk, and the last leaf one more.
pub const PROOFS_MAX: usize = 2;
/// Bytes of a statement's text.
pub const STATEMENT_LEN_MAX: usize = 1024;
/// Bytes of `totals.csv`: 16 KiB.
pub const TOTALS_LEN_MAX: usize = 16 << 10;
/// Bytes of a token's label: sixteen Cyrillic letters.
pub const LABEL_LEN_MAX: usize = 32;
/// Characters of a token's label.
pub const LABEL_CHARACTERS_MAX: usize = 16;
/// Bytes of a board's name.
pub const BOARD_LEN_MAX: usize = 16;
/// Bytes of one part of what a token has opened: its head takes 49 per opening, the bits of 4,096 regions 512.
pub const SLOTS_PART_LEN_MAX: usize = 2048;
