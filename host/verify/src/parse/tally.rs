//! `tamga/tally/v1`: the sums that are opened, the groups they stand for, and the tally root.

use super::definition::Definition;
use super::index;
use crate::bytes::Cursor;
use crate::digest::{Digest, Tree, hash};
use crate::equations::opening::Encoded;
use crate::reason::{Reason, same_digest};

/// Regions whose ballots are opened, or withheld, together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// The contest's index.
    pub(crate) contest: usize,
    /// The head, then the other regions, ascending.
    pub(crate) regions: Vec<usize>,
    /// Counted ballots that carry the contest.
    pub(crate) ballots: u32,
}

impl Group {
    /// The region under whose code the rows stand.
    pub(crate) fn head(&self) -> usize {
        self.regions.first().copied().unwrap_or(usize::MAX)
    }

    fn parse(cursor: &mut Cursor<'_>, definition: &Definition) -> Result<Self, Reason> {
        let contest = index("contest", cursor.u16()?, definition.contests.len())?;
        let count = cursor.u16()?;
        let mut regions = Vec::new();
        for _ in 0..count {
            regions.push(index("region", cursor.u16()?, definition.regions.len())?);
        }
        Ok(Self { contest, regions, ballots: cursor.u32()? })
    }

    /// Contest and head for places.
    pub(crate) fn place(&self, definition: &Definition) -> String {
        let contest = definition.contests.get(self.contest).map_or("?", |contest| contest.id.as_str());
        format!("contest {contest}, group of {}", definition.code(self.head()))
    }
}

/// A group with its sums.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// The group.
    pub(crate) group: Group,
    /// Salted digest of the trackers counted.
    pub(crate) counted: Digest,
    /// `(ΣA, ΣB)` per option.
    pub(crate) sums: Vec<(Encoded, Encoded)>,
    hash: Digest,
}

/// The tally file.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// The opening's number.
    pub(crate) opening: u32,
    /// Root of the opening before.
    pub(crate) previous: Digest,
    /// In the order of the file.
    pub(crate) leaves: Vec<Leaf>,
    /// Groups that are not opened.
    pub(crate) withheld: Vec<Group>,
    /// The tally root, re-derived from the leaves.
    pub(crate) root: Digest,
}

impl Tally {
    /// Reads the tally of this election and box, and derives its root again.
    pub(crate) fn parse(
        untrusted: &[u8],
        definition: &Definition,
        election: &Digest,
        close: &Digest,
    ) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/tally/v1")?;
        cursor.digest("E", election)?;
        let opening = cursor.u32()?;
        let previous = cursor.array()?;
        cursor.digest("Z", close)?;
        let count = cursor.u32()?;
        let mut leaves = Vec::new();
        for number in 0..u64::from(count) {
            let leaf = leaf(&mut cursor, untrusted, definition);
            leaves.push(leaf.map_err(|why| Reason::Item { item: number, why: Box::new(why) })?);
        }
        let count = cursor.u32()?;
        let mut withheld = Vec::new();
        for _ in 0..count {
            withheld.push(Group::parse(&mut cursor, definition)?);
        }
        let root = cursor.array()?;
        cursor.finish()?;
        let hashes: Vec<Digest> = leaves.iter().map(|leaf| leaf.hash).collect();
        same_digest("tally root", &Tree::Election.root(&hashes), &root)?;
        Ok(Self { opening, previous, leaves, withheld, root })
    }

    /// Sums of all leaves.
    pub(crate) fn sums(&self) -> usize {
        self.leaves.iter().map(|leaf| leaf.sums.len()).sum()
    }
}

fn leaf(cursor: &mut Cursor<'_>, whole: &[u8], definition: &Definition) -> Result<Leaf, Reason> {
    let start = whole.len() - cursor.left();
    let group = Group::parse(cursor, definition)?;
    let group_bytes = whole.get(start..whole.len() - cursor.left()).unwrap_or_default();
    let counted: Digest = cursor.array()?;
    let options = definition.contests.get(group.contest).map_or(0, |contest| contest.options.len());
    let halves: Vec<[u8; 32]> = cursor.arrays(2 * options)?;
    let (pairs, _) = halves.as_chunks::<2>();
    let sums =
        pairs.iter().map(|[a, b]| Ok((Encoded::read(*a)?, Encoded::read(*b)?))).collect::<Result<_, Reason>>()?;
    let sums_digest = hash("tamga/sums/v1", &[&halves.concat()]);
    let hash = Tree::Election.leaf(&[group_bytes, &sums_digest, &counted].concat());
    Ok(Leaf { group, counted, sums, hash })
}
