//! One of several openings.

use tamga_wire::Digest;

use crate::commission::Keys;
use crate::tally::Tally;

/// An opening of contest 0 in these regions.
pub fn slice(keys: &Keys, opening: u32, previous: Digest, regions: &[u16]) -> Tally {
    let mut tally = Tally::new(&keys.e, &keys.election);
    tally.leaves.retain(|leaf| leaf.group.contest == 0 && regions.contains(&leaf.group.regions[0]));
    Tally { opening, previous, ..tally }
}
