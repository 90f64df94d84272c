//! The tally, `tamga/tally/v1`: which ballots were added up together, the sums, and the root over them.

mod groups;
mod salts;
mod seeds;

use std::collections::BTreeSet;

use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::merkle::{self, Sha3Tree};
pub use tamga_wire::leaf::{Group, SUM_LEN, leaf_bytes, leaf_hash, sums_digest};

pub use groups::groups;
pub use salts::Salts;
pub use seeds::{SealedSeeds, Seed, Seeds, region_seed_info};

use crate::box_file::BoxBody;
use crate::bytes::{ByteFault, Reader, Writer, same_bytes};
use crate::definition::{Definition, Late};
use crate::limits::{CONTESTS_MAX, REGIONS_MAX};

/// The first line of a tally.
pub const FIRST_LINE: &str = "tamga/tally/v1\n";
/// Bytes of a group with one region.
const GROUP_LEN_MIN: usize = 10;
/// Leaves and withheld groups at most: every contest in every region.
const GROUPS_MAX: u64 = (CONTESTS_MAX * REGIONS_MAX) as u64;

/// Why a tally is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyFileError {
    /// The bytes are not a tally, salts or seeds.
    #[error("tally: {0}")]
    Bytes(#[from] ByteFault),
    /// The opening is none of the definition's, or opening 1 has a previous root, or a later one has none.
    #[error("tally: it is none of this election's openings, or not exactly the first has no root before it")]
    Opening,
    /// A group has no region, a contest or region that is not defined, or regions out of order.
    #[error("tally: group number {} has contests or regions that the definition does not have, or in another order", group + 1)]
    Group {
        /// Place among leaves, then withheld groups, from 0.
        group: usize,
    },
    /// Leaves or withheld groups are not in the order of contest and head, or regions of seeds do not ascend.
    #[error("tally: leaves, withheld groups and regions must stand in definition order")]
    Order,
    /// A leaf is under `min-open`, or a withheld group is not.
    #[error("tally: group number {} is on the wrong side of min-open", group + 1)]
    MinOpen {
        /// Place among leaves, then withheld groups, from 0.
        group: usize,
    },
    /// A region's contest is in no group or in two.
    #[error("tally: contest number {} of region number {} is not in exactly one group", contest + 1, region + 1)]
    Coverage {
        /// Index of the contest.
        contest: u16,
        /// Index of the region.
        region: u16,
    },
    /// A sum is not two canonical points.
    #[error("tally: a sum of leaf number {} is not a ciphertext", leaf + 1)]
    Sum {
        /// Place of the leaf, from 0.
        leaf: usize,
    },
    /// Election, opening, `Z` or regions are not those of the box.
    #[error("tally: it is not of this box")]
    OtherBox,
    /// The root is not that of the leaves.
    #[error("tally: the root is not that of its leaves")]
    Root,
}

/// A group that is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Whose ballots.
    pub group: Group,
    /// [`counted_digest`] of the trackers counted in it.
    pub counted: Digest,
    /// One sum `A ‖ B` per option of the contest.
    pub sums: Vec<[u8; SUM_LEN]>,
}

impl Leaf {
    /// The bytes that the tally root is over: group ‖ digest of the sums ‖ counted digest.
    pub fn leaf_bytes(&self) -> Vec<u8> {
        leaf_bytes(&self.group, &sums_digest(&self.sums), &self.counted)
    }

    /// The hash of [`Leaf::leaf_bytes`] in the tree of the tally root.
    pub fn leaf_hash(&self) -> Digest {
        leaf_hash(&self.group, &sums_digest(&self.sums), &self.counted)
    }
}

/// The digest of the trackers counted in a leaf, given ascending: `hash("tamga/counted/v1", salt ‖ trackers)`.
pub fn counted_digest(salt: &[u8; 32], trackers: &[Digest]) -> Digest {
    hash("tamga/counted/v1", &[salt, trackers.as_flattened()])
}

/// What one opening opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyFile {
    /// The election `E`.
    pub election: Digest,
    /// Number of the opening, from 1.
    pub opening: u32,
    /// Root of the opening before; zeros for opening 1.
    pub previous: Digest,
    /// The CLOSE digest `Z`.
    pub close: Digest,
    /// The groups that are opened, by contest and head.
    pub leaves: Vec<Leaf>,
    /// The groups under `min-open`, by contest and head.
    pub withheld: Vec<Group>,
}

impl TallyFile {
    /// The tally root.
    pub fn root(&self) -> Digest {
        let hashes: Vec<Digest> = self.leaves.iter().map(Leaf::leaf_hash).collect();
        merkle::root::<Sha3Tree>(&hashes)
    }

    /// Number of sums of the opening: one per option of every leaf.
    pub fn sum_count(&self) -> usize {
        self.leaves.iter().map(|leaf| leaf.sums.len()).sum()
    }

    /// The regions of its groups, ascending: those of its box.
    pub fn regions(&self) -> Vec<u16> {
        let groups = self.leaves.iter().map(|leaf| &leaf.group).chain(&self.withheld);
        let regions: BTreeSet<u16> = groups.flat_map(|group| group.regions.iter().copied()).collect();
        regions.into_iter().collect()
    }

    /// Reads a tally of an election with this definition, and checks groups, order, `min-open`, that every contest of
    /// every region that it has is in exactly one group, that sums are canonical points, and the root.
    pub fn parse(untrusted: &[u8], definition: &Definition) -> Result<Self, TallyFileError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let (election, opening) = (reader.digest()?, reader.u32()?);
        let (previous, close) = (reader.digest()?, reader.digest()?);
        let leaf_count = u64::from(reader.u32()?);
        let leaves =
            reader.items(leaf_count, GROUPS_MAX, GROUP_LEN_MIN + 32, |reader| read_leaf(reader, definition))?;
        let withheld_count = u64::from(reader.u32()?);
        let withheld = reader.items(withheld_count, GROUPS_MAX, GROUP_LEN_MIN, read_group)?;
        let root = reader.digest()?;
        reader.finish()?;
        let tally = Self { election, opening, previous, close, leaves, withheld };
        tally.check(definition)?;
        if root != tally.root() {
            return Err(TallyFileError::Root);
        }
        same_bytes(untrusted, &tally.to_bytes())?;
        Ok(tally)
    }

    /// The checks of [`TallyFile::parse`] but the root.
    pub fn check(&self, definition: &Definition) -> Result<(), TallyFileError> {
        let is_opening = is_opening(definition, self.opening);
        if !is_opening || (self.opening == 1) != (self.previous == [0; 32]) {
            return Err(TallyFileError::Opening);
        }
        let opened: Vec<&Group> = self.leaves.iter().map(|leaf| &leaf.group).collect();
        let withheld: Vec<&Group> = self.withheld.iter().collect();
        groups::check_groups(definition, &opened, &withheld)?;
        for (leaf, opened) in self.leaves.iter().enumerate() {
            let options = definition.contest(opened.group.contest).map(|contest| contest.options.len());
            let are_points = opened.sums.iter().all(|sum| Ciphertext::from_sum_bytes(sum).is_ok());
            if options != Some(opened.sums.len()) || !are_points {
                return Err(TallyFileError::Sum { leaf });
            }
        }
        Ok(())
    }

    /// Checks that it is of this box: election, opening, `Z`, and every region of the box is in its groups, and no other.
    pub fn check_box(&self, closed: &BoxBody) -> Result<(), TallyFileError> {
        let is_of_box = self.election == closed.election
            && self.opening == closed.opening
            && self.close == closed.digest()
            && self.regions() == closed.region_indices();
        if is_of_box { Ok(()) } else { Err(TallyFileError::OtherBox) }
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.bytes(&self.election).u32(self.opening).bytes(&self.previous).bytes(&self.close);
        file.count32(self.leaves.len());
        for leaf in &self.leaves {
            file.bytes(&leaf.group.to_bytes()).bytes(&leaf.counted).all(&leaf.sums);
        }
        file.count32(self.withheld.len());
        for group in &self.withheld {
            file.bytes(&group.to_bytes());
        }
        file.bytes(&self.root());
        file.finish()
    }
}

/// Whether a definition has an opening of this number, the supplement among them.
pub(crate) fn is_opening(definition: &Definition, opening: u32) -> bool {
    let supplement = u32::from(definition.late == Late::Supplement);
    (1..=definition.openings.saturating_add(supplement)).contains(&opening)
}

fn read_group(reader: &mut Reader<'_>) -> Result<Group, ByteFault> {
    let contest = reader.u16()?;
    let count = u64::from(reader.u16()?);
    let regions = reader.items(count, REGIONS_MAX as u64, 2, Reader::u16)?;
    Ok(Group { contest, regions, ballots: reader.u32()? })
}

/// A contest that is not defined has no options here; the groups' check names it.
fn read_leaf(reader: &mut Reader<'_>, definition: &Definition) -> Result<Leaf, ByteFault> {
    let group = read_group(reader)?;
    let counted = reader.digest()?;
    let options = definition.contest(group.contest).map_or(0, |contest| contest.options.len()) as u64;
    let sums = reader.items(options, options, SUM_LEN, Reader::array)?;
    Ok(Leaf { group, counted, sums })
}
