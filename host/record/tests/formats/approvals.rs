//! `tamga/approvals/v1` and `tamga/checker-key/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::approvals::{
    ApprovalsError, ApprovalsFile, Approved, CheckerKey, CheckerKeyError, OpenedTracker, OpenedTrackers,
    approval_message,
};

use crate::bytes::{digest, layout, other_version, refuses_spoilt};
use crate::examples::{readme_block, signing_key};

#[test]
fn approvals_have_the_bytes_of_the_readme() {
    let file = ApprovalsFile { approvals: vec![(0, [0xa0; 64]), (2, [0xa2; 64])] };
    let bytes = layout(&["'tamga/approvals/v1\n", "02", "0000", "A0x64", "0002", "A2x64"]);
    assert_eq!(file.to_bytes(), bytes);
    assert_eq!(ApprovalsFile::parse(&bytes), Ok(file));
    refuses_spoilt(&bytes, ApprovalsFile::parse);
    let empty = layout(&[readme_block("74616d67612f726f6c6c").lines().nth(1).unwrap()]);
    assert_eq!(ApprovalsFile::parse(&empty), Ok(ApprovalsFile::default()));
}

#[test]
fn checkers_that_do_not_ascend_and_too_many_are_refused() {
    for approvals in [vec![(2, [0; 64]), (0, [0; 64])], vec![(1, [0; 64]), (1, [0; 64])]] {
        let bytes = ApprovalsFile { approvals }.to_bytes();
        assert_eq!(ApprovalsFile::parse(&bytes), Err(ApprovalsError::Order));
    }
    let many = ApprovalsFile { approvals: (0..17).map(|checker| (checker, [0; 64])).collect() };
    assert_eq!(ApprovalsFile::parse(&many.to_bytes()), Err(ByteFault::OverLimit.into()));
}

#[test]
fn an_approval_signs_election_opening_roots_and_close() {
    let framed = layout(&["11", "'tamga/approval/v1", "11x32", "00000002", "22x32", "33x32", "44x32"]);
    let message = approval_message(&digest(0x11), 2, &digest(0x22), &digest(0x33), &digest(0x44));
    assert_eq!(message, sha3_256(&[&framed]));
}

fn key_text() -> String {
    let (seed, election, root) = ("5a".repeat(32), "11".repeat(32), "44".repeat(32));
    format!("tamga/checker-key/v1\nid checker-1\nseed {seed}\napproved {election} 1 {root}\n")
}

fn approved(opening: u32, root: u8) -> Approved {
    Approved { election: digest(0x11), opening, root: digest(root) }
}

#[test]
fn a_key_file_is_read_back_and_prints_only_its_name() {
    let key = CheckerKey::parse(key_text().as_bytes()).unwrap();
    assert_eq!(
        (key.id.as_str(), *key.seed, key.approved.as_slice()),
        ("checker-1", [0x5a; 32], [approved(1, 0x44)].as_slice())
    );
    assert_eq!(*key.expose_bytes(), key_text().into_bytes());
    assert_eq!(key.signing_key().verifying_key(), signing_key(0x5a).verifying_key());
    assert_eq!(format!("{key:?}"), "CheckerKey");
}

#[test]
fn a_second_root_for_an_opening_is_refused_and_the_same_changes_nothing() {
    let mut key = CheckerKey::parse(key_text().as_bytes()).unwrap();
    assert_eq!(key.remember(approved(1, 0x44)), Ok(()));
    assert_eq!(key.remember(approved(1, 0x45)), Err(CheckerKeyError::SecondRoot));
    assert_eq!(key.approved.len(), 1);
    assert_eq!(key.remember(approved(2, 0x45)), Ok(()));
    let other_election = Approved { election: digest(0x12), ..approved(1, 0x46) };
    assert_eq!(key.remember(other_election), Ok(()));
    let read_back = CheckerKey::parse(&key.expose_bytes()).unwrap();
    assert_eq!(read_back.approved, [approved(1, 0x44), approved(2, 0x45), other_election]);
}

#[test]
fn spoilt_key_files_are_refused() {
    let parse = |text: &str| CheckerKey::parse(text.as_bytes()).map(|_| ());
    let spoil = |old: &str, new: &str| parse(&key_text().replacen(old, new, 1));
    let line = |line| Err(CheckerKeyError::Line { line });
    assert_eq!(spoil("id checker-1", "id Checker"), line(2));
    assert_eq!(spoil("id checker-1\n", ""), line(2));
    assert_eq!(spoil("5a5a", "5A5a"), line(3));
    assert_eq!(spoil("5a5a", "5a"), line(3));
    assert_eq!(spoil(" 1 ", " 01 "), line(4));
    assert_eq!(spoil(" 1 ", " 1  "), line(4));
    assert_eq!(spoil("approved", "refused"), line(4));
    let twice = format!("{}{}\n", key_text(), key_text().lines().last().unwrap());
    assert_eq!(parse(&twice), Err(ByteFault::NotCanonical.into()));
    let second = twice.trim_end().to_owned() + "\n";
    let second = second[..second.len() - 3].to_owned() + "00\n";
    assert_eq!(parse(&second), Err(CheckerKeyError::SecondRoot));
    assert_eq!(parse(key_text().trim_end()), Err(ByteFault::EndsEarly.into()));
    let other = other_version(key_text().as_bytes());
    assert_eq!(CheckerKey::parse(&other).map(|_| ()), Err(ByteFault::WrongFirstLine.into()));
}

#[test]
fn opened_trackers_ascend_by_the_bytes_of_their_lines() {
    let opened = |election, contest: &str, tracker| OpenedTracker {
        election: digest(election),
        contest: contest.into(),
        tracker: digest(tracker),
    };
    let file = OpenedTrackers {
        opened: vec![opened(1, "mayor", 9), opened(1, "mayor-2", 3), opened(1, "mayor1", 2), opened(2, "a", 1)],
    };
    let text = file.to_text();
    assert!(text.lines().is_sorted(), "the order of fields is the order of lines");
    assert_eq!(text.lines().next(), Some(format!("{} mayor {}", "01".repeat(32), "09".repeat(32)).as_str()));
    assert_eq!(OpenedTrackers::parse(text.as_bytes()), Ok(file.clone()));
    assert_eq!(OpenedTrackers::parse(b""), Ok(OpenedTrackers::default()));
    for (a, b) in [(0, 1), (0, 0)] {
        let spoilt = OpenedTrackers { opened: vec![file.opened[b].clone(), file.opened[a].clone()] };
        assert_eq!(OpenedTrackers::parse(spoilt.to_text().as_bytes()), Err(CheckerKeyError::Line { line: 2 }));
    }
    assert_eq!(OpenedTrackers::parse(text.trim_end().as_bytes()), Err(ByteFault::EndsEarly.into()));
    let upper = text.replacen("0101", "01 01", 1);
    assert_eq!(OpenedTrackers::parse(upper.as_bytes()), Err(CheckerKeyError::Line { line: 1 }));
}
