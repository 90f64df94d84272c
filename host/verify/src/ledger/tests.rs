use super::order::{self, Stage};
use super::tiles;
use crate::digest::Tree;
use crate::parse::entry::{Entry, Kind, Role};
use crate::parse::evidence::Evidence;
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
fn only_listed_hsms_seal_the_ledger() {
    let evidence = Evidence::default();
    let hsm = |serial: &str, seal| Hsm { serial: serial.into(), model: "m".into(), seal, evidence: evidence.clone() };
    let hsms = [hsm("a", SealKey::Ed25519([1; 32])), hsm("b", SealKey::EcdsaP384(Box::new([4; 97])))];
    assert_eq!(tiles::seal_key("tamga/hsm/a", &hsms).unwrap(), hsms[0].seal);
    assert_eq!(tiles::seal_key("tamga/hsm/b", &hsms).unwrap(), hsms[1].seal);
    assert!(matches!(tiles::seal_key("tamga/hsm/c", &hsms), Err(Reason::Signature(_))));
    assert!(matches!(tiles::seal_key("a", &hsms), Err(Reason::Signature(_))));
}

/// Entries of these kinds about opening 1, or the opening that stands in brackets before them: `[2] 9`.
fn entries(kinds: &str) -> Vec<Entry> {
    let mut opening = 1;
    let mut entries = Vec::new();
    for word in kinds.split_whitespace() {
        match word.strip_prefix('[').and_then(|word| word.strip_suffix(']')) {
            Some(number) => opening = number.parse().unwrap(),
            None => entries.push(entry(word, opening)),
        }
    }
    entries
}

fn entry(word: &str, opening: u64) -> Entry {
    // A letter behind the number tells things of a kind apart.
    let (number, thing) = word.split_at(word.find(char::is_alphabetic).unwrap_or(word.len()));
    let (digest, thing) = ([0; 32], thing.to_owned());
    let number = number.parse().unwrap();
    let kind = match number {
        9 => Kind::Close { opening, digest, incomplete: 0, officers: Vec::new() },
        10 => Kind::Unlock {
            role: if thing == "admin" { Role::Admin } else { Role::Tally },
            hsm: thing,
            officers: Vec::new(),
        },
        11 => Kind::Unseal { region: thing, hsm: String::new() },
        13 => Kind::Root { opening, previous: digest, root: digest, leaves: 0, withheld: 0, sums: 0 },
        14 => Kind::Approval { opening, checker: thing, digest },
        18 => Kind::Statement { opening, digest },
        20 => Kind::Published { opening, note: digest, text: digest },
        23 => Kind::Decision {
            number: thing.bytes().map(u64::from).sum(),
            opening,
            digest,
            votes_for: Vec::new(),
            votes_against: Vec::new(),
        },
        37 => Kind::Lot { contest: thing, close: digest, officers: [1, 2], dice: Default::default() },
        _ => Kind::Clock,
    };
    Entry { number, time: "2024-11-05T20:00:00Z".into(), kind }
}

const SET_UP: &str = "1 2 3 4 5 5 ";
const ROOTED: &str = "7 6 22 34 8 7 36 7 8 23a 23b 9 10 11 11 12 13 ";
const PUBLISHED: &str = "14 14 10 15 16 15 37 17 21 18 19 19 20 ";

fn check(kinds: &[&str], openings: u32, stage: Stage) -> Result<Vec<u32>, Reason> {
    let runs = order::check(&entries(&kinds.concat()), openings, stage)?;
    Ok(runs.iter().map(|run| run.opening).collect())
}

fn complete(kinds: &[&str]) -> Result<Vec<u32>, Reason> {
    check(kinds, 1, Stage::Complete)
}

#[test]
fn the_order_of_an_election_is_accepted() {
    assert_eq!(check(&[SET_UP, ROOTED], 1, Stage::Aggregate).unwrap(), [1]);
    assert_eq!(complete(&[SET_UP, ROOTED, PUBLISHED, "21 31 31"]).unwrap(), [1]);
    // The supplement has no lots here, no unsealing, and files that came after the first close.
    let supplement = "[3] 7 6 8 9 12 13 31 14 15 17 18 19 20 31";
    let second = "[2] 22 8 9 10 11 12 13 14 15 17 18 19 20 ";
    assert_eq!(check(&[SET_UP, ROOTED, PUBLISHED, second, supplement], 2, Stage::Complete).unwrap(), [1, 2, 3]);
    assert_eq!(check(&[SET_UP, ROOTED, PUBLISHED, supplement], 2, Stage::Complete).unwrap(), [1, 3]);
}

#[test]
fn an_opening_is_its_entries_from_the_first_import_on() {
    let all = entries(&[SET_UP, ROOTED, PUBLISHED, "31 [2] 7 8 9 12 13 14 15 17 18 20 21 31"].concat());
    let runs = order::check(&all, 1, Stage::Complete).unwrap();
    assert_eq!((runs[0].entries.clone(), runs[0].close), (6..37, 17));
    assert_eq!((runs[1].entries.clone(), runs[1].close), (37..49, 39));
    // What prepares the next opening belongs to none yet.
    let prepared = order::check(&entries(&[SET_UP, ROOTED, PUBLISHED, "7 8 23"].concat()), 2, Stage::Complete).unwrap();
    assert_eq!((prepared.len(), prepared[0].entries.clone()), (1, 6..36));
}

#[test]
fn entries_out_of_order_are_refused() {
    for kinds in ["1 2 4 3", "1 2 3 4 6 5", "1 16", "1 2 3 4 5 21 5", "1 2 3 4 5 31"] {
        let found = complete(&[kinds]);
        assert!(
            matches!(found, Err(Reason::Item { why, .. }) if matches!(*why, Reason::EntryOrder { .. })),
            "{kinds:?}"
        );
    }
    for kinds in [
        "15 14 17 18 19 20",
        "14 15 17 18 19 20 9",
        "14 15 37 15b 17 18 20",
        "14 37 15 17 18 20",
        "14 15 17 18 20 34 8 9",
        "14 15 17 18 18 20",
        "15 17 17 18 20",
    ] {
        assert!(complete(&[SET_UP, ROOTED, kinds]).is_err(), "{kinds}");
    }
    for kinds in ["7 9", "8 7 9", "8 23 7 8 9", "8 23 6 8 9", "23 8 9", "8 9 7 12 13", "8 9 9 12 13"] {
        assert!(check(&[SET_UP, kinds, " 12 13"], 1, Stage::Aggregate).is_err(), "{kinds}");
    }
}

#[test]
fn what_was_done_already_may_be_repeated_later() {
    let rooted = "8 23 8 9 10a 11x 11x 12 10a 11x 13 ";
    assert!(complete(&[SET_UP, rooted, "14p 15 14p 37 10a 17 18 19 19 20"]).is_ok());
    for kinds in ["15 14p 17 18 20", "14p 15 14q 17 18 20", "14p 15 17 14p 18 20"] {
        assert!(complete(&[SET_UP, rooted, kinds]).is_err(), "{kinds}");
    }
}

#[test]
fn a_decision_and_a_lot_are_said_once() {
    let rooted = |decisions: &str| format!("{SET_UP} 8 {decisions} 9 12 13 14 15 ");
    assert!(complete(&[&rooted("23a 23b"), "37a 37b 17 18 20"]).is_ok());
    for (decisions, lots, twice) in [("23a 8 23a", "", "decision"), ("23a", "37a 37b 37a", "lot of")] {
        let found = complete(&[&rooted(decisions), lots, " 17 18 20"]);
        assert!(
            matches!(found, Err(Reason::Item { why, .. }) if matches!(*why, Reason::Twice { what, .. } if what == twice)),
            "{decisions} {lots}"
        );
    }
    // The lot of a later opening is another one; a decision has its number in all of them.
    let (first, second) = (rooted("23a") + "37a 17 18 20 ", "[2] 8 23b 9 12 13 14 15 37a 17 18 20");
    assert!(complete(&[&first, second]).is_ok());
    assert!(complete(&[&first, &second.replace("23b", "23a")]).is_err());
}

#[test]
fn unlocks_of_the_administrator_and_logs_stand_anywhere_after_the_endorsements() {
    let everywhere = [SET_UP, ROOTED, PUBLISHED].concat();
    let words: Vec<&str> = everywhere.split_whitespace().collect();
    for (place, word) in (0..=words.len()).flat_map(|place| ["10admin", "38", "39"].map(|word| (place, word))) {
        let mut kinds = words.clone();
        kinds.insert(place, word);
        // Not before the last endorsement, the sixth entry.
        assert_eq!(complete(&[&kinds.join(" ")]).is_ok(), place >= 6, "{place} {word}");
    }
    assert!(check(&[SET_UP, ROOTED, "10admin 14"], 1, Stage::Aggregate).is_ok());
    assert!(complete(&[SET_UP, "10 ", ROOTED, PUBLISHED]).is_err());
}

#[test]
fn tokens_are_replaced_anywhere_after_the_endorsements_and_before_the_end() {
    let everywhere = [SET_UP, ROOTED, PUBLISHED].concat();
    let words: Vec<&str> = everywhere.split_whitespace().collect();
    for place in 0..=words.len() {
        let mut kinds = words.clone();
        kinds.insert(place, "41");
        assert_eq!(complete(&[&kinds.join(" ")]).is_ok(), place >= 6, "{place}");
    }
    assert!(check(&[SET_UP, ROOTED, "41 14"], 1, Stage::Aggregate).is_ok());
    // Tokens answer anew, also when a lot was drawn already, which stays.
    assert!(complete(&[SET_UP, ROOTED, "14 15a 41 15b 15a 37 41 15c 10 15b 17 18 20"]).is_ok());
    assert!(complete(&[SET_UP, ROOTED, "14 15a 37 15c 17 18 20"]).is_err(), "but not without a replacement");
    assert!(complete(&[&everywhere, "41 33 42"]).is_ok());
    assert!(complete(&[&everywhere, "33 41 42"]).is_err());
}

#[test]
fn a_pause_stands_anywhere_after_the_endorsements_and_nothing_but_refusals_stand_in_it() {
    let everywhere = [SET_UP, ROOTED, PUBLISHED].concat();
    let words: Vec<&str> = everywhere.split_whitespace().collect();
    for place in 0..=words.len() {
        for (pause, is_good) in [("28 29", true), ("28 16 16 29", true), ("29", false), ("28 28 29", false)] {
            let mut kinds = words.clone();
            kinds.insert(place, pause);
            assert_eq!(complete(&[&kinds.join(" ")]).is_ok(), is_good && place >= 6, "{place} {pause}");
        }
    }
    // Whatever stands in it is done in a sealed room.
    for word in ["7", "8", "21", "35", "38", "39", "41", "10admin", "31", "33"] {
        assert!(complete(&[&everywhere, "28 ", word, " 29"]).is_err(), "{word}");
    }
    assert!(complete(&[&everywhere, "28"]).is_ok(), "it may last");
    assert!(complete(&[SET_UP, "28 29 ", ROOTED, "14 28 29 28 29 15 17 18 20 28 29"]).is_ok());
}

#[test]
fn openings_are_numbered_one_after_another_and_end_with_the_supplement() {
    let of = |first: &str, second: &str, openings| {
        let run = |number: &str| format!("[{number}] 8 9 12 13 14 15 17 18 20 ");
        check(&[SET_UP, &run(first), &run(second)], openings, Stage::Complete)
    };
    assert_eq!(of("1", "2", 2).unwrap(), [1, 2]);
    for (first, second, openings) in [("2", "3", 3), ("1", "1", 3), ("1", "3", 3), ("2", "1", 1), ("1", "3", 1)] {
        assert!(of(first, second, openings).is_err(), "{first} {second} {openings}");
    }
    // Nothing is prepared after the supplement.
    let over = [SET_UP, ROOTED, PUBLISHED, "[2] 8 9 12 13 14 15 17 18 20 "].concat();
    assert!(complete(&[&over, "16 21 31 35"]).is_ok());
    assert!(complete(&[&over, "7"]).is_err());
    // An entry that names another opening than the one it stands in.
    assert!(complete(&[SET_UP, "8 9 12 [2] 13 [1] 14 15 17 18 20"]).is_err());
}

#[test]
fn the_end_comes_after_a_publication_and_before_every_ending_and_nothing_is_opened_after_it() {
    let published = [SET_UP, ROOTED, PUBLISHED].concat();
    assert!(complete(&[&published, "31 33 42 16 42 31 39 33 42"]).is_ok());
    let supplement = "[2] 8 9 12 13 14 15 17 18 20 ";
    assert!(complete(&[&published, supplement, "33 42"]).is_ok());
    for kinds in ["42", "42 33", "7 33", "7 8 33", "33 7", "33 8", "33 42 22", &format!("33 {supplement}")] {
        assert!(complete(&[&published, kinds]).is_err(), "{kinds}");
    }
    assert!(complete(&[SET_UP, "33 ", ROOTED, PUBLISHED]).is_err());
}

#[test]
fn a_copy_is_made_of_a_statement_that_stands_at_any_time_after_it() {
    let published = [SET_UP, ROOTED, PUBLISHED].concat();
    let words: Vec<&str> = published.split_whitespace().collect();
    let statement = words.iter().position(|word| *word == "18").unwrap();
    for place in 0..=words.len() {
        let mut kinds = words.clone();
        kinds.insert(place, "43");
        assert_eq!(complete(&[&kinds.join(" ")]).is_ok(), place > statement, "{place}");
    }
    assert!(complete(&[&published, "43 [2] 7 43 8 43 9 12 43 13 14 43 15 17 43 18 43 20 43 33 43 42 43"]).is_ok());
    assert!(check(&[&published, "[2] 8 9 12 43 13 43 14 43"], 1, Stage::Aggregate).is_ok());
}

#[test]
fn what_comes_after_the_root_is_too_early_for_the_aggregate_stage() {
    assert!(check(&[SET_UP, ROOTED, "14 16 21 35"], 1, Stage::Aggregate).is_ok());
    for (early, number) in [("10", 10), ("15", 15), ("15 17 18", 15)] {
        let found = check(&[SET_UP, ROOTED, "14 ", early], 1, Stage::Aggregate);
        assert!(matches!(found, Err(Reason::EntryOrder { kind }) if kind == number), "{early}");
    }
}

#[test]
fn an_end_that_is_not_that_of_the_stage_is_refused() {
    let found = complete(&[SET_UP, ROOTED, "14 15 17 18 19"]);
    assert!(matches!(found, Err(Reason::EntryCount { kind: 20, expected: 1, found: 0 })));
    for early in ["", "8", "8 9 12"] {
        let found = check(&[SET_UP, early], 1, Stage::Aggregate);
        assert!(matches!(found, Err(Reason::EntryCount { kind: 13, .. })), "{early}");
    }
}

#[test]
fn a_time_that_goes_back_is_refused() {
    let mut entries = entries(&[SET_UP, ROOTED].concat());
    entries[3].time = "2024-11-05T20:00:01Z".into();
    let found = order::check(&entries, 1, Stage::Aggregate);
    assert!(matches!(found, Err(Reason::Item { item: 4, why }) if matches!(*why, Reason::TimeGoesBack)));
}
