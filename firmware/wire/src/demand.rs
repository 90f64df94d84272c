//! What a definition asks of a token's flash, memory and counter, and how much every token has to give. Host and tokens refuse a
//! definition that asks for more, so that nobody finds out in the room.

/// Sets of regions' bits that a token keeps, one per contest and opening, at most: each takes about 60 bytes of its memory.
pub const SLOT_SETS_MAX: u32 = 256;
/// Bytes of flash that all these sets take, at most: they and everything else have to fit into a bank of 128 KiB.
pub const SLOT_BYTES_MAX: u32 = 104 << 10;
/// Leaves of all openings, at most: each advances the token's counter by one, and an RP2350 has 79,872 advances.
pub const LEAVES_MAX: u32 = 75_000;

/// Bytes that a set takes beside its bits, at most: number, header and tag of the record, and what fills it up to words.
const SET_EXTRA: u32 = 48;
/// One advance for so many leaves, at most, is for a bank that is full.
const LEAVES_PER_COPY: u32 = 32;
/// Advances for everything else in an election: log-ins, keys, acts, statements.
const STORES_BESIDE: u32 = 512;

/// What [`Demand::stores`] is at most.
pub const STORES_MAX: u32 = stores(LEAVES_MAX);

/// What a definition asks of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Sets of regions' bits: contests × openings, the supplement included.
    pub sets: u32,
    /// Bytes of flash that they take.
    pub bytes: u32,
    /// Leaves that may be opened.
    pub leaves: u32,
}

impl Demand {
    /// The demand of a definition with these counts within their limits. `on_ballots` is the sum of the contests of each region:
    /// each of them is a leaf once in the regular openings together, as these are disjoint, and once more in a supplement.
    pub fn new(contests: usize, regions: usize, on_ballots: u32, openings: u32, supplement: bool) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let supplement = u32::from(supplement);
        let sets = count(contests).saturating_mul(openings.saturating_add(supplement));
        let bytes = sets.saturating_mul(count(regions.div_ceil(8)).saturating_add(SET_EXTRA));
        Self { sets, bytes, leaves: on_ballots.saturating_mul(1 + supplement) }
    }

    /// Whether every token can serve it, as far as flash and memory go, and a counter that is new.
    pub fn is_within_limits(&self) -> bool {
        self.sets <= SLOT_SETS_MAX && self.bytes <= SLOT_BYTES_MAX && self.leaves <= LEAVES_MAX
    }

    /// How many times a token has to store something in such an election: advances that its counter has to have left.
    pub fn stores(&self) -> u32 {
        stores(self.leaves)
    }
}

const fn stores(leaves: u32) -> u32 {
    leaves.saturating_add(leaves / LEAVES_PER_COPY).saturating_add(STORES_BESIDE)
}
