//! The test tree of the Certificate Transparency project for RFC 6962, as its logs and many others publish it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{
    Sha2Tree, Sha3Tree, TreeHash, check_consistency, consistency_path, inclusion_path, root, root_from_path,
};

const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// Roots of the trees of 0 to 8 leaves.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const N1_0: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const N2_0: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const L1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const L4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const N1_3: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const N1_2: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

fn digest(text: &str) -> Digest {
    hex::decode(text).unwrap().try_into().unwrap()
}

fn leaf_hashes(count: usize) -> Vec<Digest> {
    let data = LEAVES[..count].iter().map(|leaf| hex::decode(leaf).unwrap());
    data.map(|leaf| Sha2Tree::leaf(&leaf)).collect()
}

#[test]
fn the_test_tree_has_its_published_roots() {
    for (size, published) in ROOTS.iter().enumerate() {
        assert_eq!(root::<Sha2Tree>(&leaf_hashes(size)), digest(published));
    }
}

#[test]
fn inclusion_proofs_are_the_published_ones() {
    let cases: [(usize, usize, &[&str]); 5] = [
        (0, 1, &[]),
        (0, 8, &[L1, N1_0, N2_0]),
        (5, 8, &[L4, N1_3, ROOTS[4]]),
        (2, 3, &[ROOTS[2]]),
        (1, 5, &[ROOTS[1], N1_0, L4]),
    ];
    for (index, size, published) in cases {
        let leaves = leaf_hashes(size);
        let path = inclusion_path::<Sha2Tree>(&leaves, index).unwrap();
        let published: Vec<Digest> = published.iter().map(|node| digest(node)).collect();
        assert_eq!(path, published, "leaf {index} of {size}");
        let leaf = &leaves[index];
        let found = root_from_path::<Sha2Tree>(leaf, index as u64, size as u64, &published);
        assert_eq!(found, Some(digest(ROOTS[size])));
    }
}

#[test]
fn consistency_proofs_are_the_published_ones() {
    let cases: [(usize, usize, &[&str]); 4] =
        [(1, 1, &[]), (1, 8, &[L1, N1_0, N2_0]), (6, 8, &[N1_2, N1_3, ROOTS[4]]), (2, 5, &[N1_0, L4])];
    for (old, new, published) in cases {
        let path = consistency_path::<Sha2Tree>(&leaf_hashes(new), old).unwrap();
        let published: Vec<Digest> = published.iter().map(|node| digest(node)).collect();
        assert_eq!(path, published, "{old} to {new}");
        let (old_root, new_root) = (digest(ROOTS[old]), digest(ROOTS[new]));
        let (old, new) = (old as u64, new as u64);
        assert!(check_consistency::<Sha2Tree>(old, &old_root, new, &new_root, &published));
    }
}

#[test]
fn the_election_s_tree_differs_in_nothing_but_its_hash() {
    // Computed with Python's hashlib: sha3_256 in the place of sha256, over the same eight leaves.
    let leaves = LEAVES.map(|leaf| Sha3Tree::leaf(&hex::decode(leaf).unwrap()));
    let expected = "da799b626ea73f9f5e404ef56ddac189d7f8a4c00b5c317b6ed69463a441ae3f";
    assert_eq!(root::<Sha3Tree>(&leaves), digest(expected));
    let empty = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
    assert_eq!(root::<Sha3Tree>(&[]), digest(empty));
}
