//! Equation (23): Merkle trees [RFC 6962, 2.1], their inclusion and consistency proofs.
//!
//! All functions take leaf *hashes*; [`TreeHash::leaf`] makes them. The checks of proofs follow RFC 9162, 2.1.3.2 and 2.1.4.2.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use sha2::Sha256;
use sha3::Sha3_256;

use crate::hash::Digest;

/// The hash function of a tree: a leaf and a node never hash the same bytes.
pub trait TreeHash {
    /// `H(0x00 ‖ data)`.
    fn leaf(data: &[u8]) -> Digest;
    /// `H(0x01 ‖ left ‖ right)`.
    fn node(left: &Digest, right: &Digest) -> Digest;
    /// `H("")`, the root of the empty tree.
    fn empty() -> Digest;
}

/// Trees over SHA3-256: ballots, rolls, sums of an election.
#[derive(Clone, Copy, Debug)]
pub struct Sha3Tree;

/// Trees over SHA-256, exactly RFC 6962: the ledger.
#[derive(Clone, Copy, Debug)]
pub struct Sha2Tree;

fn joined<D: sha2::Digest>(parts: &[&[u8]]) -> sha2::digest::Output<D> {
    let mut state = D::new();
    for part in parts {
        state.update(part);
    }
    state.finalize()
}

impl TreeHash for Sha3Tree {
    fn leaf(data: &[u8]) -> Digest {
        joined::<Sha3_256>(&[&[0], data]).into()
    }

    fn node(left: &Digest, right: &Digest) -> Digest {
        joined::<Sha3_256>(&[&[1], left, right]).into()
    }

    fn empty() -> Digest {
        joined::<Sha3_256>(&[]).into()
    }
}

impl TreeHash for Sha2Tree {
    fn leaf(data: &[u8]) -> Digest {
        joined::<Sha256>(&[&[0], data]).into()
    }

    fn node(left: &Digest, right: &Digest) -> Digest {
        joined::<Sha256>(&[&[1], left, right]).into()
    }

    fn empty() -> Digest {
        joined::<Sha256>(&[]).into()
    }
}

/// The root of the tree over these leaf hashes; [`TreeHash::empty`] where there are none.
pub fn root<H: TreeHash>(leaf_hashes: &[Digest]) -> Digest {
    let mut builder = RootBuilder::<H>::new();
    for leaf_hash in leaf_hashes {
        builder.push(*leaf_hash);
    }
    builder.root()
}

/// Where RFC 6962 splits a tree of `size` leaves: the largest power of two below it. `None` under two leaves.
fn split_point(size: usize) -> Option<usize> {
    size.checked_sub(1)?.checked_ilog2().map(|log| 1 << log)
}

/// The proof that leaf `index` is in the tree over these leaf hashes, from the leaf's neighbour upwards, at most 64 digests
/// [RFC 6962, 2.1.1]. `None` where there is no such leaf. Hashes the whole tree.
pub fn inclusion_path<H: TreeHash>(leaf_hashes: &[Digest], index: usize) -> Option<Vec<Digest>> {
    if index >= leaf_hashes.len() {
        return None;
    }
    let (mut tree, mut index, mut path) = (leaf_hashes, index, Vec::new());
    while let Some(split) = split_point(tree.len()) {
        let (left, right) = tree.split_at(split);
        if index < split {
            path.push(root::<H>(right));
            tree = left;
        } else {
            path.push(root::<H>(left));
            tree = right;
            index -= split;
        }
    }
    path.reverse();
    Some(path)
}

/// The root that an inclusion proof leads to from the leaf hash `leaf` at `index` in a tree of `size` leaves; the caller
/// compares it with the root it trusts. `None` where the index is outside the tree or the path has not the one length
/// that such a tree asks for.
pub fn root_from_path<H: TreeHash>(leaf: &Digest, index: u64, size: u64, path: &[Digest]) -> Option<Digest> {
    if index >= size {
        return None;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if node & 1 == 1 || node == last {
            hash = H::node(sibling, &hash);
            let climbed = skip_lone_levels(node);
            node >>= climbed;
            last >>= climbed;
        } else {
            hash = H::node(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// Levels on which the right edge has no sibling and moves up unchanged: until the number is odd, or zero.
fn skip_lone_levels(node: u64) -> u32 {
    if node == 0 { 0 } else { node.trailing_zeros() }
}

/// The proof that the tree of the first `old_size` leaves is the beginning of the tree over all these leaf hashes
/// [RFC 6962, 2.1.2]. Empty for `old_size` 0, which the RFC leaves out, and for the whole tree; `None` where `old_size` is larger.
pub fn consistency_path<H: TreeHash>(leaf_hashes: &[Digest], old_size: usize) -> Option<Vec<Digest>> {
    if old_size > leaf_hashes.len() {
        return None;
    }
    let mut path = Vec::new();
    if old_size == 0 {
        return Some(path);
    }
    let (mut tree, mut old, mut old_is_known) = (leaf_hashes, old_size, true);
    while old < tree.len() {
        let Some(split) = split_point(tree.len()) else {
            break;
        };
        let (left, right) = tree.split_at(split);
        if old <= split {
            path.push(root::<H>(right));
            tree = left;
        } else {
            path.push(root::<H>(left));
            tree = right;
            old -= split;
            old_is_known = false;
        }
    }
    if !old_is_known {
        path.push(root::<H>(tree));
    }
    path.reverse();
    Some(path)
}

/// Whether the proof shows that the tree of `old_size` leaves with `old_root` is the beginning of the tree of `new_size`
/// leaves with `new_root`. The empty tree begins every tree (an empty path and its own root); equal sizes need equal
/// roots and an empty path.
pub fn check_consistency<H: TreeHash>(
    old_size: u64,
    old_root: &Digest,
    new_size: u64,
    new_root: &Digest,
    path: &[Digest],
) -> bool {
    if old_size == 0 {
        let new_is_empty_too = new_size != 0 || *new_root == H::empty();
        return path.is_empty() && *old_root == H::empty() && new_is_empty_too;
    }
    if old_size >= new_size {
        return old_size == new_size && path.is_empty() && old_root == new_root;
    }
    roots_of_consistency::<H>(old_size, old_root, new_size, path)
        .is_some_and(|(old, new)| old == *old_root && new == *new_root)
}

/// The two roots a consistency proof leads to, `0 < old_size < new_size`.
fn roots_of_consistency<H: TreeHash>(
    old_size: u64,
    old_root: &Digest,
    new_size: u64,
    path: &[Digest],
) -> Option<(Digest, Digest)> {
    let whole = old_size - 1;
    let climbed = whole.trailing_ones();
    let (mut node, mut last) = (whole >> climbed, (new_size - 1) >> climbed);
    // A full old tree is itself the first node of the path, and is not sent.
    let (start, rest) = if old_size.is_power_of_two() { (old_root, path) } else { path.split_first()? };
    let (mut old, mut new) = (*start, *start);
    for sibling in rest {
        if last == 0 {
            return None;
        }
        if node & 1 == 1 || node == last {
            old = H::node(sibling, &old);
            new = H::node(sibling, &new);
            let climbed = skip_lone_levels(node);
            node >>= climbed;
            last >>= climbed;
        } else {
            new = H::node(&new, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    (last == 0).then_some((old, new))
}

/// The root of a tree whose leaves pass by one at a time: keeps one digest per full subtree, at most 64.
pub struct RootBuilder<H> {
    len: u64,
    /// Roots of the full subtrees, largest first: one per bit of `len` that is set.
    full: Vec<Digest>,
    hash: PhantomData<H>,
}

impl<H: TreeHash> RootBuilder<H> {
    /// The empty tree.
    pub fn new() -> Self {
        Self { len: 0, full: Vec::new(), hash: PhantomData }
    }

    /// Adds the next leaf's hash.
    pub fn push(&mut self, leaf_hash: Digest) {
        let mut right = leaf_hash;
        for _ in 0..self.len.trailing_ones() {
            if let Some(left) = self.full.pop() {
                right = H::node(&left, &right);
            }
        }
        self.full.push(right);
        self.len += 1;
    }

    /// Leaves so far.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are no leaves yet.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The root of the tree over the leaves so far; more may follow.
    pub fn root(&self) -> Digest {
        let from_the_right = self.full.iter().rev().copied();
        from_the_right.reduce(|right, left| H::node(&left, &right)).unwrap_or_else(H::empty)
    }
}

impl<H: TreeHash> Default for RootBuilder<H> {
    fn default() -> Self {
        Self::new()
    }
}

impl<H> Clone for RootBuilder<H> {
    fn clone(&self) -> Self {
        Self { len: self.len, full: self.full.clone(), hash: PhantomData }
    }
}

impl<H> fmt::Debug for RootBuilder<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootBuilder({} leaves)", self.len)
    }
}
