//! Inclusion and consistency proofs of many trees: all true ones pass, and every named tweak fails.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use proptest::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{
    RootBuilder, Sha3Tree, TreeHash, check_consistency, consistency_path, inclusion_path, root, root_from_path,
};

type Tree = Sha3Tree;

fn leaves(count: usize) -> Vec<Digest> {
    (0..count as u64).map(|number| Tree::leaf(&number.to_be_bytes())).collect()
}

/// MTH of RFC 6962, 2.1, word for word.
fn root_by_definition(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Tree::empty(),
        [leaf] => *leaf,
        _ => {
            let mut k = 1;
            while 2 * k < leaves.len() {
                k *= 2;
            }
            let (left, right) = leaves.split_at(k);
            Tree::node(&root_by_definition(left), &root_by_definition(right))
        }
    }
}

fn includes(leaf: &Digest, index: u64, size: u64, path: &[Digest], root: &Digest) -> bool {
    root_from_path::<Tree>(leaf, index, size, path) == Some(*root)
}

#[test]
fn the_running_root_is_the_root_by_definition_at_every_size() {
    let all = leaves(130);
    let mut builder = RootBuilder::<Tree>::new();
    for size in 0..all.len() {
        assert_eq!(builder.len(), size as u64);
        assert_eq!(builder.root(), root_by_definition(&all[..size]));
        assert_eq!(root::<Tree>(&all[..size]), builder.root());
        builder.push(all[size]);
    }
}

#[test]
fn every_leaf_of_every_small_tree_has_a_proof() {
    for size in 1..=34 {
        let all = leaves(size);
        let top = root_by_definition(&all);
        for (index, leaf) in all.iter().enumerate() {
            let path = inclusion_path::<Tree>(&all, index).unwrap();
            assert!(includes(leaf, index as u64, size as u64, &path, &top));
        }
        assert_eq!(inclusion_path::<Tree>(&all, size), None);
    }
}

#[test]
fn every_beginning_of_every_small_tree_has_a_proof() {
    for new in 0..=34 {
        let all = leaves(new);
        let new_root = root_by_definition(&all);
        for old in 0..=new {
            let path = consistency_path::<Tree>(&all, old).unwrap();
            let old_root = root_by_definition(&all[..old]);
            let (old, new) = (old as u64, new as u64);
            assert!(check_consistency::<Tree>(old, &old_root, new, &new_root, &path));
        }
        assert_eq!(consistency_path::<Tree>(&all, new + 1), None);
    }
}

#[test]
fn a_leaf_outside_the_tree_has_no_root() {
    let leaf = Tree::leaf(b"x");
    assert_eq!(root_from_path::<Tree>(&leaf, 0, 0, &[]), None);
    assert_eq!(root_from_path::<Tree>(&leaf, 1, 1, &[]), None);
    assert_eq!(root_from_path::<Tree>(&leaf, 0, 1, &[leaf]), None);
    assert_eq!(root_from_path::<Tree>(&leaf, 0, 2, &[]), None);
}

#[test]
fn sizes_up_to_the_last_number_are_answered() {
    let leaf = Tree::leaf(b"x");
    let path = [leaf; 64];
    assert!(root_from_path::<Tree>(&leaf, 0, u64::MAX, &path).is_some());
    assert_eq!(root_from_path::<Tree>(&leaf, 0, u64::MAX, &path[1..]), None);
    let (old, new) = (u64::MAX - 1, u64::MAX);
    assert!(!check_consistency::<Tree>(old, &leaf, new, &leaf, &path));
}

#[test]
fn a_tree_that_lost_its_beginning_is_not_consistent() {
    let (empty, one) = (Tree::empty(), Tree::leaf(b"x"));
    assert!(check_consistency::<Tree>(0, &empty, 1, &one, &[]));
    assert!(!check_consistency::<Tree>(0, &one, 1, &one, &[]));
    assert!(!check_consistency::<Tree>(0, &empty, 1, &one, &[one]));
    assert!(!check_consistency::<Tree>(0, &empty, 0, &one, &[]));
    assert!(!check_consistency::<Tree>(1, &one, 1, &empty, &[]));
    assert!(!check_consistency::<Tree>(1, &one, 1, &one, &[one]));
    assert!(!check_consistency::<Tree>(2, &one, 1, &one, &[]));
    assert!(!check_consistency::<Tree>(1, &one, 0, &empty, &[]));
}

proptest! {
    #[test]
    fn an_inclusion_proof_with_one_tweak_fails(
        (size, index) in (2usize..300).prop_flat_map(|size| (Just(size), 0..size)),
        at in any::<prop::sample::Index>(),
        bit in 0usize..256,
    ) {
        let all = leaves(size);
        let top = root::<Tree>(&all);
        let path = inclusion_path::<Tree>(&all, index).unwrap();
        let (leaf, i, n) = (all[index], index as u64, size as u64);
        prop_assert!(includes(&leaf, i, n, &path, &top));

        let mut bit_flipped = path.clone();
        let node = at.index(path.len());
        bit_flipped[node][bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!includes(&leaf, i, n, &bit_flipped, &top), "a bit of the path flipped");

        let mut other_leaf = leaf;
        other_leaf[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!includes(&other_leaf, i, n, &path, &top), "another leaf");

        let mut shorter = path.clone();
        shorter.remove(node);
        prop_assert!(!includes(&leaf, i, n, &shorter, &top), "a node left out");

        let mut longer = path.clone();
        longer.insert(node, leaf);
        prop_assert!(!includes(&leaf, i, n, &longer, &top), "a node too many");

        let neighbour = if index + 1 < size { i + 1 } else { i - 1 };
        prop_assert!(!includes(&leaf, neighbour, n, &path, &top), "the neighbour's place");
        prop_assert!(!includes(&leaf, n, n, &path, &top), "a place behind the last leaf");

        // A node shown as a leaf: the two prefixes keep them apart.
        let parent = if index % 2 == 0 { [leaf, path[0]] } else { [path[0], leaf] }.concat();
        let as_leaf = Tree::leaf(&parent);
        prop_assert!(!includes(&as_leaf, i / 2, n.div_ceil(2), &path[1..], &top), "a node as leaf");
    }

    #[test]
    fn a_consistency_proof_with_one_tweak_fails(
        (new, old) in (2usize..300).prop_flat_map(|new| (Just(new), 1..new)),
        at in any::<prop::sample::Index>(),
        bit in 0usize..256,
    ) {
        let all = leaves(new);
        let path = consistency_path::<Tree>(&all, old).unwrap();
        let (old_root, new_root) = (root::<Tree>(&all[..old]), root::<Tree>(&all));
        let check = |old: usize, old_root: &Digest, new: usize, new_root: &Digest, path: &[Digest]| {
            check_consistency::<Tree>(old as u64, old_root, new as u64, new_root, path)
        };
        prop_assert!(check(old, &old_root, new, &new_root, &path));

        let node = at.index(path.len());
        let mut bit_flipped = path.clone();
        bit_flipped[node][bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!check(old, &old_root, new, &new_root, &bit_flipped), "a bit of the path flipped");

        let mut shorter = path.clone();
        shorter.remove(node);
        prop_assert!(!check(old, &old_root, new, &new_root, &shorter), "a node left out");

        let mut longer = path.clone();
        longer.insert(node, all[0]);
        prop_assert!(!check(old, &old_root, new, &new_root, &longer), "a node too many");

        prop_assert!(!check(old, &new_root, new, &old_root, &path), "roots exchanged");
        prop_assert!(!check(new, &new_root, old, &old_root, &path), "going backwards");

        // A log that forked after `old`: its own proof leads to its own root only.
        let mut forked = all.clone();
        forked[old - 1][0] ^= 1;
        let forked_root = root::<Tree>(&forked);
        let forked_path = consistency_path::<Tree>(&forked, old).unwrap();
        prop_assert!(!check(old, &old_root, new, &forked_root, &forked_path), "a rewritten entry");
        prop_assert!(!check(old, &old_root, new, &forked_root, &path), "another log's root");
    }
}
