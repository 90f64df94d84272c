//! The literal examples of the specification: its digests were computed by another program.

use super::acts::{Act, ActKind, Officers};
use super::amendments;
use super::ballot_box::BallotBox;
use super::decisions::{Decisions, about};
use super::definition::Definition;
use super::finding::Finding;
use super::recount::RecountAct;
use super::replacement::{Replacement, number_of};
use super::revocations::Revocations;
use super::tables;
use super::tests::EXAMPLE;
use super::turnout;
use crate::digest::{Digest, hash};
use crate::reason::Reason;

const E: Digest = [0x11; 32];

/// The box: adams with one chain of 2,368 items, hinsdale with an open one of four.
const BOX: &str = "74616d67612f626f782f76310a 1111111111111111111111111111111111111111111111111111111111111111 00000001 \
    0000000000000000000000000000000000000000000000000000000000000000 9d66af7855e9c27af5c8811c7c3900ec2d75c1bcb0b48c6c481f0d2eb1084e69 \
    00000000 00000000 a141f590a356323114c601b09bb74375b5d5cb1aa998416d431fb61f401dd544 \
    0000000000000000000000000000000000000000000000000000000000000000 0002 0000 00000940 \
    3333333333333333333333333333333333333333333333333333333333333333 01 0000 00000002 \
    4444444444444444444444444444444444444444444444444444444444444444 0000000000000940 00 0001 00000004 \
    5555555555555555555555555555555555555555555555555555555555555555 01 0000 00000001 \
    6666666666666666666666666666666666666666666666666666666666666666 0000000000000004 01";
const DECISION: &str = "00000001 00000001 ffff 14 ffffffffffffffffffffff \
    0000000000000000000000000000000000000000000000000000000000000000 00000002 \
    7777777777777777777777777777777777777777777777777777777777777777 0007726f616d696e67";
const NO_TRACKER: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const TRACKER: &str = "101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f";
/// Region, reason, place, tracker and number of records of the decision.
const CLASS: &str =
    "ffff 14 ffffffffffffffffffffff 0000000000000000000000000000000000000000000000000000000000000000 00000002";
const AMENDMENT: &str = "a141f590a356323114c601b09bb74375b5d5cb1aa998416d431fb61f401dd544 01 0001 00000000672a8750";
const RECOUNT: &str = "74616d67612f7265636f756e742f76310a 1111111111111111111111111111111111111111111111111111111111111111 \
    00000001 00000001 3333333333333333333333333333333333333333333333333333333333333333 \
    4444444444444444444444444444444444444444444444444444444444444444 5555555555555555555555555555555555555555555555555555555555555555 01";

const REPLACEMENT: &str = "74616d67612f7265706c6163656d656e742f76310a \
    1111111111111111111111111111111111111111111111111111111111111111 0001 02 02 \
    a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2 b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2 05 \
    a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5 b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5";

fn bytes(hex_with_spaces: &str) -> Vec<u8> {
    hex::decode(hex_with_spaces.replace(' ', "")).unwrap()
}

fn definition() -> Definition {
    Definition::parse(EXAMPLE.as_bytes()).unwrap()
}

/// Digest, and what an officer signs.
fn check(kind: ActKind, figures: [u64; 4], digest: &Digest, expected: [&str; 2]) {
    let message = Act { election: &E, kind, figures, digest }.message();
    assert_eq!([hex::encode(digest), hex::encode(message)], expected);
}

/// A body, and no signatures behind it.
fn unsigned(body: &str) -> Vec<u8> {
    [bytes(body), vec![0]].concat()
}

#[test]
fn the_box_of_the_specification_has_its_digest_and_figures() {
    let ballot_box = BallotBox::parse(&unsigned(BOX), &definition()).unwrap();
    assert_eq!(ballot_box.figures(&definition()), [1, 2372, 2, 1]);
    assert_eq!(ballot_box.incomplete_lines(&definition()), ["hinsdale collector-1 open"]);
    assert_eq!(ballot_box.decisions, Decisions::default().digest(1));
    let expected = [
        "265d31159b58f214746094a723d13cc001c8112096546a7a2863308764c897bc",
        "4491e07d72f07dec4a81955daae8374dae8d853312e7d53cf8915faa314e1765",
    ];
    check(ActKind::Close, ballot_box.figures(&definition()), &ballot_box.close, expected);
}

#[test]
fn every_field_of_a_box_is_held_to_its_bounds() {
    let whole = unsigned(BOX);
    for (place, byte, what) in [(0, 0, "format"), (186, 1, "regions"), (188, 9, "region")] {
        let mut changed = whole.clone();
        changed[place] = byte;
        assert!(BallotBox::parse(&changed, &definition()).is_err(), "{what}");
    }
    for (old, new) in [
        ("0000000000000940 00", "0000000000000940 10"),
        ("01 0000 00000001", "01 0001 00000001"),
        ("01 0000 00000001", "01 0000 00000000"),
        ("00 0001 00000004", "00 0000 00000004"),
    ] {
        let changed = BOX.replacen(old, new, 1);
        assert_ne!(changed, BOX);
        assert!(BallotBox::parse(&unsigned(&changed), &definition()).is_err(), "{new}");
    }
}

#[test]
fn the_decision_of_the_specification_has_its_digest() {
    let digest = hash("tamga/decision/v1", &[&bytes(DECISION)]);
    let expected = [
        "2a49629071c7225210ab3ed50652ba45a01ca28b4e54a3fab025e86ce26b974c",
        "31fb6b87b2939540647beeb5f9fdfd96c9a5882dd3398c31f19bfa574209a8dc",
    ];
    check(ActKind::For, [1, 20, 0, 2], &digest, expected);
    let file = |body: &str| [b"tamga/decisions/v1\n".as_slice(), &E, &1_u32.to_be_bytes(), &unsigned(body)].concat();
    let decisions = Decisions::parse(&file(DECISION), &definition(), &E).unwrap();
    assert_eq!((decisions.all[0].digest, decisions.all[0].records), (digest, 2));
    let one = |place: &str, tracker: &str, records| format!("0000 00 {place} {tracker} {records:08x}");
    for (old, new) in [
        ("00000001 00000001 ffff", "00000002 00000001 ffff"),
        ("ffff 14", "0002 14"),
        // No reason, one that cannot hold, and none at all.
        ("ffff 14", "ffff 00"),
        ("ffff 14", "ffff 10"),
        ("ffff 14", "ffff 1a"),
        ("ffff 14", "ffff 1b"),
        // One record needs its region, and no reason; its bundle and variant count from 1.
        ("ffff 14 ffffffffffffffffffffff", "ffff 00 0000000000010100000000"),
        ("ffff 14 ffffffffffffffffffffff", "0000 14 0000000000010100000000"),
        (CLASS, &one("0000000000000100000000", TRACKER, 1)),
        (CLASS, &one("0000000000010000000000", TRACKER, 1)),
        (CLASS, &one("0000000000010100000000", TRACKER, 2)),
        // A class has no tracker.
        (NO_TRACKER, TRACKER),
        ("0007726f616d696e67", "0007206f616d696e67"),
        ("0007726f616d696e67", "0000"),
    ] {
        let changed = DECISION.replacen(old, new, 1);
        assert_ne!(changed, DECISION);
        assert!(Decisions::parse(&file(&changed), &definition(), &E).is_err(), "{new}");
    }
    let one = DECISION.replace(CLASS, &one("0000000000010100000000", TRACKER, 1));
    let decisions = Decisions::parse(&file(&one), &definition(), &E).unwrap();
    assert_eq!(decisions.all[0].tracker.to_vec(), bytes(TRACKER));
    let about = about(decisions.all[0].subject, &decisions.all[0].tracker, 1);
    assert_eq!(about.unwrap(), 0x1011_1213_1415_1617);
}

#[test]
fn the_amendment_of_the_specification_has_its_digest() {
    let digest = hash("tamga/amendment/v1", &[&bytes(AMENDMENT)]);
    let expected = [
        "e68f1c040990edc116663c1c751175add40902f5b7c3659b53ad6e5afd5d582b",
        "c2a074a9226292dbc551ef4d5c7246ce4ac0e954e50693d0a637f2bc45e54194",
    ];
    check(ActKind::Amendment, [1, 1, 2, 1_730_840_400], &digest, expected);
    let count = 1_u32.to_be_bytes();
    let file = [b"tamga/amendments/v1\n".as_slice(), &E, &count, &unsigned(AMENDMENT)].concat();
    let amended = amendments::parse(&file, &definition(), &E).unwrap();
    assert_eq!((amended[0].digest, amended[0].figures), (digest, [1, 1, 2, 1_730_840_400]));
    // All of it is in order but that no quorum signed.
    let officers = Officers { quorum: 3, identities: Vec::new() };
    let act = Act { election: &E, kind: ActKind::Amendment, figures: amended[0].figures, digest: &digest };
    let found = act.check_quorum(&officers, &amended[0].signatures);
    assert!(matches!(found, Err(Reason::TooFew { needed: 3, .. })));
}

#[test]
fn the_replacement_of_the_specification_has_its_digest() {
    let body = bytes(REPLACEMENT);
    // No signatures; per key 5 nonces, 3 packages, a digest, 5 signatures; 5 confirmations.
    let rest = [vec![0], vec![7; 2 * (5 * 32 + 3 * 160 + 32 + 5 * 64) + 5 * 64]].concat();
    let parse = |body: &[u8], number| Replacement::parse(&[body, &rest].concat(), &definition(), &E, number);
    let found = parse(&body, 1).unwrap();
    let expected = [
        "5c913db489187855426c9f8cbde7f097ba6c15b974a2f21f316688fa44340217",
        "864710b4cc666e3bb7b316f4997e153b02325bd79a9d6a727fc849c6bfacb422",
    ];
    check(ActKind::Replacement, [1, 0b1_0010, 0, 0], &found.digest, expected);
    assert_eq!((found.replaced(), found.custody.packages.len(), found.confirmations.len()), (vec![2, 5], 3, 5));
    assert_eq!(found.newcomers[1].share, [0xb5; 32]);
    assert!(parse(&body, 2).is_err());
    let count_at = body.len() - 2 * 65 - 1;
    for (place, byte) in
        [(count_at, 0), (count_at, 1), (count_at, 3), (count_at + 1, 0), (count_at + 66, 2), (count_at + 66, 6)]
    {
        let mut changed = body.clone();
        changed[place] = byte;
        assert!(parse(&changed, 1).is_err(), "{byte} at {place}");
    }
    let long = [body.as_slice(), &rest, &[0]].concat();
    assert!(matches!(Replacement::parse(&long, &definition(), &E, 1), Err(Reason::LeftOver(1))));
    assert_eq!(["01", "99"].map(|n| number_of(&format!("replacements/{n}.bin"))), [Some(1), Some(99)]);
    assert!(["00", "1", "100", "+1", "a1"].iter().all(|n| number_of(&format!("replacements/{n}.bin")).is_none()));
}

#[test]
fn the_recount_of_the_specification_has_its_digest() {
    let act = RecountAct::parse(&unsigned(RECOUNT), &E, 1).unwrap();
    assert!(act.agrees);
    let expected = [
        "fba990a0263a440509a2af7e46f809f0b99a1f55f583a8a575c88abf8231a682",
        "e89f04cb1db710915018ad0d3ec606a6645d9c9d81a9b3b1ff7c2d4bb5512fe9",
    ];
    check(ActKind::Recount, [1, 2372, 2364, 1], &act.digest, expected);
    assert!(RecountAct::parse(&unsigned(RECOUNT), &E, 2).is_err());
    let head = RECOUNT.trim_end_matches("01");
    assert!(RecountAct::parse(&unsigned(&format!("{head}02")), &E, 1).is_err());
}

#[test]
fn revocations_are_ascending_and_signed_by_the_registrar() {
    let file = |tags: &[u8]| {
        let count = (tags.len() as u32).to_be_bytes();
        let list: Vec<u8> = tags.iter().flat_map(|tag| [*tag; 16]).collect();
        [b"tamga/revocations/v1\n".as_slice(), &E, &count, &list, &[0x99; 64]].concat()
    };
    assert_eq!(file(&[1, 2]).len() as u64, Revocations::file_len(2));
    let found = Revocations::parse(&file(&[0x88]), &E, &definition().registrar);
    assert!(matches!(found, Err(Reason::Signature(_))));
    for tags in [[2, 1], [1, 1]] {
        let found = Revocations::parse(&file(&tags), &E, &definition().registrar);
        assert!(matches!(found, Err(Reason::OutOfOrder("tags"))));
    }
}

const HELD: &str = "reason,records,for,against,undecided,counted\nattestation-reused,0,0,0,0,0\ncounter-clash,0,0,0,0,0\n\
    outside-period,0,0,0,0,0\nphone-differs,2,2,0,0,0\nphone-shared,0,0,0,0,0\nbiometric-fail,0,0,0,0,0\n\
    iin-not-in-registry,0,0,0,0,0\ncode-not-verified,0,0,0,0,0\nroll-default,0,0,0,0,0\n";

#[test]
fn the_tables_of_the_specification_are_read_and_written() {
    let definition = definition();
    let held = tables::parse_held(HELD.as_bytes(), &definition).unwrap();
    assert_eq!((held[3].records, held[3].decided_for), (2, 2));
    assert_eq!(tables::held_file(&definition, &held), HELD.as_bytes());
    let text = "region,issued,used,received\nadams,2400,2362,2368\nhinsdale,4,4,4\n";
    let attestations = tables::parse_attestations(text.as_bytes(), &definition, &[0, 1]).unwrap();
    let rows = vec![(0, attestations[0]), (1, attestations[1])];
    assert_eq!(tables::attestations_file(&definition, &rows), text.as_bytes());
    let text = "region,registered,received,counted,green,blue,yellow,red,superseded,late\n\
                adams,3202,2368,2360,2360,0,0,6,2,0\nhinsdale,7,4,4,4,0,0,0,0,0\n";
    let rows = turnout::parse(text.as_bytes(), &definition, &[0, 1]).unwrap();
    assert!(rows.iter().all(|(_, row)| row.is_conserved(&definition)));
    assert_eq!(turnout::file(&definition, &rows), text.as_bytes());
    for (old, new) in [
        ("phone-differs,2,2,0,0,0\n", ""),
        ("phone-differs,2", "phone-differs,02"),
        ("roll-default,0,0,0,0,0", "roll-default,0,0,0,0"),
        ("roll-default,0,0,0,0,0", "roll-default,0,0,0,0,0,0"),
        ("roll-default,0,0,0,0,0\n", "roll-default,0,0,0,0,0\nbad-ballot,0,0,0,0,0\n"),
    ] {
        let changed = HELD.replacen(old, new, 1);
        assert_ne!(changed, HELD);
        assert!(tables::parse_held(changed.as_bytes(), &definition).is_err(), "{new}");
    }
}

#[test]
fn where_blue_counts_blue_flags_have_no_line_of_their_own() {
    let counted = Definition::parse(EXAMPLE.replace("blue held", "blue counted").as_bytes()).unwrap();
    let words: Vec<&str> = Finding::holding(&counted).into_iter().map(Finding::word).collect();
    let expected = [
        "attestation-reused",
        "counter-clash",
        "outside-period",
        "phone-differs",
        "phone-shared",
        "biometric-fail",
        "roll-default",
    ];
    assert_eq!(words, expected);
}
