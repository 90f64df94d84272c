//! The leaves of the tally root, as host/record's "Tally" has them: the one place where token and host build their bytes.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::merkle::{Sha3Tree, TreeHash};

use crate::limits::GROUP_REGIONS_MAX;
use crate::list::at_most;

const SUMS_LABEL: &str = "tamga/sums/v1";

/// Bytes of one sum `A ‖ B`.
pub const SUM_LEN: usize = 64;

/// Whose ballots of a contest were added up together. Indices count from 0, as in the definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The contest.
    pub contest: u16,
    /// The regions: the head that the group began with, then those that joined it, ascending. At most
    /// [`GROUP_REGIONS_MAX`] on the wire.
    #[serde(deserialize_with = "at_most::<_, _, GROUP_REGIONS_MAX>")]
    pub regions: Vec<u16>,
    /// The counted ballots that carry the contest.
    pub ballots: u32,
}

impl Group {
    /// `u16 contest ‖ u16 regions ‖ u16 region … ‖ u32 ballots`. A definition has at most 4,096 regions, so their number
    /// fits; of more, no group can be made whose bytes read back.
    pub fn to_bytes(&self) -> Vec<u8> {
        let count = u16::try_from(self.regions.len()).unwrap_or(u16::MAX);
        let mut bytes = Vec::with_capacity(8 + 2 * self.regions.len());
        bytes.extend_from_slice(&self.contest.to_be_bytes());
        bytes.extend_from_slice(&count.to_be_bytes());
        for region in &self.regions {
            bytes.extend_from_slice(&region.to_be_bytes());
        }
        bytes.extend_from_slice(&self.ballots.to_be_bytes());
        bytes
    }
}

/// `hash("tamga/sums/v1", all A ‖ B)` of a leaf's sums, in the order of the options.
pub fn sums_digest(sums: &[[u8; SUM_LEN]]) -> Digest {
    let parts: Vec<&[u8]> = sums.iter().map(<[u8; SUM_LEN]>::as_slice).collect();
    hash(SUMS_LABEL, &parts)
}

/// The bytes of a leaf: `group ‖ sums digest ‖ counted digest`.
pub fn leaf_bytes(group: &Group, sums_digest: &Digest, counted_digest: &Digest) -> Vec<u8> {
    let mut bytes = group.to_bytes();
    bytes.extend_from_slice(sums_digest);
    bytes.extend_from_slice(counted_digest);
    bytes
}

/// The hash of a leaf in the tally root's SHA3-256 tree, `H(0x00 ‖ leaf bytes)` [RFC 6962, 2.1].
pub fn leaf_hash(group: &Group, sums_digest: &Digest, counted_digest: &Digest) -> Digest {
    Sha3Tree::leaf(&leaf_bytes(group, sums_digest, counted_digest))
}
