use super::order::{self, Stage};
use super::tiles;
use crate::digest::Tree;
use crate::parse::entry::{Entry, Kind};
use crate::parse::keys::{Hsm, SealKey};
use crate::reason::Reason;

/// The reference tree of Certificate Transparency (RFC 6962): eight inputs and the roots of the first one to eight.
const INPUTS: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn the_ledger_tree_is_that_of_certificate_transparency() {
    let inputs: Vec<Vec<u8>> = INPUTS.iter().map(|input| hex::decode(input).unwrap()).collect();
    for (size, root) in (1..).zip(ROOTS) {
        assert_eq!(hex::encode(Tree::Ledger.root_of(&inputs[..size])), root);
    }
    // SHA-256 of nothing.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(hex::encode(Tree::Ledger.root(&[])), empty);
}

#[test]
fn tiles_have_the_paths_of_the_c2sp_specification() {
    // The example of tlog-tiles: index 1234067 is x001/x234/067.
    assert_eq!(tiles::path("0", 1_234_067, 256), "ledger/tile/0/x001/x234/067");
    assert_eq!(tiles::path("entries", 0, 17), "ledger/tile/entries/000.p/17");
    let paths = tiles::expected_paths(256 * 256 + 300);
    // 257 full tiles and one of 44 hashes; at level 1 one full tile and one of a single hash; at level 2 one hash.
    for path in [
        "ledger/checkpoint",
        "ledger/tile/0/000",
        "ledger/tile/0/256",
        "ledger/tile/0/257.p/44",
        "ledger/tile/1/000",
        "ledger/tile/1/001.p/1",
        "ledger/tile/2/000.p/1",
        "ledger/tile/entries/257.p/44",
    ] {
        assert!(paths.contains(path), "{path}");
    }
    assert_eq!(paths.len(), 1 + 258 + 2 + 1 + 258);
}

#[test]
fn only_listed_hsms_with_ed25519_seal_the_ledger() {
    let hsm = |serial: &str, seal| Hsm { serial: serial.into(), seal };
    let hsms = [hsm("a", SealKey::Ed25519([1; 32])), hsm("b", SealKey::EcdsaP384)];
    assert_eq!(tiles::seal_key("tamga/hsm/a", &hsms).unwrap(), [1; 32]);
    assert!(matches!(tiles::seal_key("tamga/hsm/b", &hsms), Err(Reason::SealAlgorithm)));
    assert!(matches!(tiles::seal_key("tamga/hsm/c", &hsms), Err(Reason::Signature(_))));
    assert!(matches!(tiles::seal_key("a", &hsms), Err(Reason::Signature(_))));
}

fn entries(kinds: &[u64]) -> Vec<Entry> {
    let entry = |number: &u64| Entry { number: *number, time: "2024-11-05T20:00:00Z".into(), kind: Kind::Clock };
    kinds.iter().map(entry).collect()
}

const AGGREGATE: [u64; 13] = [1, 2, 3, 4, 5, 5, 7, 6, 8, 9, 10, 11, 12];

fn with(extra: &[u64]) -> Vec<Entry> {
    entries(&[&AGGREGATE[..], extra].concat())
}

#[test]
fn the_order_of_an_election_is_accepted() {
    assert!(order::check(&with(&[13]), Stage::Aggregate).is_ok());
    let whole = [13, 14, 14, 10, 15, 16, 15, 17, 21, 18, 19, 19, 20, 21];
    assert!(order::check(&with(&whole), Stage::Complete).is_ok());
}

#[test]
fn entries_out_of_order_are_refused() {
    for kinds in [&[1, 2, 4, 3][..], &[1, 2, 3, 4, 6, 5], &[1, 16], &[1, 2, 3, 4, 5, 21, 5]] {
        let found = order::check(&entries(kinds), Stage::Complete);
        assert!(
            matches!(found, Err(Reason::Item { why, .. }) if matches!(*why, Reason::EntryOrder { .. })),
            "{kinds:?}"
        );
    }
    assert!(order::check(&with(&[13, 15, 14, 17, 18, 19, 20]), Stage::Complete).is_err());
    assert!(order::check(&with(&[13, 14, 15, 17, 18, 19, 20, 7]), Stage::Complete).is_err());
}

#[test]
fn what_comes_after_the_root_is_too_early_for_the_aggregate_stage() {
    assert!(order::check(&with(&[13, 14, 16, 21]), Stage::Aggregate).is_ok());
    for early in [10, 15, 19] {
        let found = order::check(&with(&[13, 14, early]), Stage::Aggregate);
        assert!(matches!(found, Err(Reason::EntryOrder { kind }) if kind == early));
    }
}

#[test]
fn kinds_that_stand_once_are_refused_twice_or_missing() {
    for extra in [&[13, 13][..], &[], &[13, 14, 15, 17]] {
        assert!(matches!(order::check(&with(extra), Stage::Aggregate), Err(Reason::EntryCount { .. })), "{extra:?}");
    }
    let found = order::check(&with(&[13, 14, 15, 17, 18, 19]), Stage::Complete);
    assert!(matches!(found, Err(Reason::EntryCount { kind: 20, expected: 1, found: 0 })));
}

#[test]
fn a_time_that_goes_back_is_refused() {
    let mut entries = with(&[13]);
    entries[3].time = "2024-11-05T20:00:01Z".into();
    let found = order::check(&entries, Stage::Aggregate);
    assert!(matches!(found, Err(Reason::Item { item: 4, why }) if matches!(*why, Reason::TimeGoesBack)));
}
