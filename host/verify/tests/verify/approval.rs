//! The checker's part: verify up to the sums, remember, approve once.

use std::sync::LazyLock;

use crate::election::Election;
use crate::folder::{Folder, failed};
use crate::script::spring;

static SPRING: LazyLock<Election> = LazyLock::new(|| Election::hold(&spring()));
const AGGREGATE: &str = "record --audit audit --stage aggregate";
const APPROVE: &str =
    "record --audit audit --anchor anchor.txt --stage aggregate --approve checker.key --out approval.tamga";

fn exported() -> Folder {
    Folder::new(&SPRING.aggregate(), &SPRING)
}

#[test]
fn an_export_after_unsealing_passes_up_to_the_root() {
    let (code, report) = exported().verify(AGGREGATE);
    assert_eq!(code, 3, "{report}");
    assert_eq!(report.lines().last(), Some("33 checks passed, 0 failed"));
}

#[test]
fn a_whole_record_is_no_export_of_the_aggregate_stage() {
    // Nothing is reported: the message says which of the two was meant.
    let (code, report) = Folder::new(&SPRING.record, &SPRING).verify(AGGREGATE);
    assert_eq!((code, report.as_str()), (2, ""));
    let (code, report) = exported().verify("record --audit audit");
    assert_eq!((code, report.as_str()), (2, ""));
}

#[test]
fn an_approval_is_the_file_of_the_specification_and_is_remembered() {
    let folder = exported();
    let (code, report) = folder.verify(APPROVE);
    assert_eq!(code, 0, "{report}");
    assert_eq!(folder.read("approval.tamga"), SPRING.record["opening-1/approvals.tamga"]);
    let key_file = String::from_utf8(folder.read("checker.key")).unwrap();
    let memory = key_file.strip_prefix(&SPRING.key_file).unwrap();
    assert!(memory.starts_with(&format!("approved {} 1 ", hex::encode(SPRING.set_up.e))), "{memory}");
    // Six ballots of one contest and four of the other.
    let opened = String::from_utf8(folder.read("checker.key.opened")).unwrap();
    let lines: Vec<&str> = opened.lines().collect();
    assert_eq!((lines.len(), lines.is_sorted()), (10, true));
    assert_eq!(lines.iter().filter(|line| line.contains(" council ")).count(), 4);
    assert!(!folder.path("checker.key.new").exists());
}

#[test]
fn the_same_root_may_be_approved_again_and_changes_no_memory() {
    let folder = exported();
    assert_eq!(folder.verify(APPROVE).0, 0);
    let (key_file, opened) = (folder.read("checker.key"), folder.read("checker.key.opened"));
    assert_eq!(folder.verify(APPROVE).0, 0);
    assert_eq!((folder.read("checker.key"), folder.read("checker.key.opened")), (key_file, opened));
}

/// Runs an approval that must be refused; nothing may be written.
fn refused(folder: &Folder) -> String {
    let key_file = folder.read("checker.key");
    let (code, report) = folder.verify(APPROVE);
    assert_eq!((code, failed(&report)), (1, vec![43]), "{report}");
    assert!(!folder.path("approval.tamga").exists());
    assert_eq!(folder.read("checker.key"), key_file);
    report
}

#[test]
fn another_root_for_an_opening_already_approved_is_refused() {
    let folder = exported();
    let line = format!("approved {} 1 {}\n", hex::encode(SPRING.set_up.e), hex::encode([9; 32]));
    folder.write("checker.key", format!("{}{line}", SPRING.key_file).as_bytes());
    folder.write("checker.key.opened", b"");
    assert!(refused(&folder).contains("another root"));
}

#[test]
fn a_ballot_opened_under_another_opening_is_refused() {
    let folder = exported();
    assert_eq!(folder.verify(APPROVE).0, 0);
    std::fs::remove_file(folder.path("approval.tamga")).unwrap();
    let memory = String::from_utf8(folder.read("checker.key")).unwrap().replace(" 1 ", " 2 ");
    folder.write("checker.key", memory.as_bytes());
    assert!(refused(&folder).contains("already opened"));
}

#[test]
fn a_memory_that_lost_its_trackers_is_refused() {
    let folder = exported();
    let line = format!("approved {} 2 {}\n", hex::encode(SPRING.set_up.e), hex::encode([9; 32]));
    folder.write("checker.key", format!("{}{line}", SPRING.key_file).as_bytes());
    assert!(refused(&folder).contains("cannot be read"));
}

#[test]
fn a_run_that_was_interrupted_is_completed_by_the_same_root() {
    let folder = exported();
    assert_eq!(folder.verify(APPROVE).0, 0);
    let (approval, opened) = (folder.read("approval.tamga"), folder.read("checker.key.opened"));
    // The root was remembered, and neither ballots nor approval were written.
    std::fs::remove_file(folder.path("approval.tamga")).unwrap();
    std::fs::remove_file(folder.path("checker.key.opened")).unwrap();
    assert_eq!(folder.verify(APPROVE).0, 0);
    assert_eq!((folder.read("approval.tamga"), folder.read("checker.key.opened")), (approval, opened));
}

/// Runs an approval whose places are refused; the memory stays as it was.
fn misplaced(folder: &Folder, words: &str) {
    let (code, report) = folder.verify(&format!("record --audit audit --stage aggregate {words}"));
    assert_eq!(code, 2, "{words}\n{report}");
    assert_eq!(folder.read("checker.key"), SPRING.key_file.as_bytes());
    assert!(!folder.path("checker.key.opened").exists());
}

#[test]
fn an_approval_never_takes_the_place_of_the_memory_or_of_another_file() {
    let folder = exported();
    let key = folder.path("checker.key").display().to_string();
    for out in [key.clone(), format!("{key}.opened"), format!("{key}.new"), "/nowhere/approval.tamga".to_owned()] {
        misplaced(&folder, &format!("--approve checker.key --out {out}"));
    }
    folder.write("approval.tamga", b"something else");
    misplaced(&folder, "--approve checker.key --out approval.tamga");
    assert_eq!(folder.read("approval.tamga"), b"something else");
}

#[cfg(unix)]
#[test]
fn a_key_file_is_followed_through_links_and_has_one_name() {
    let folder = exported();
    std::os::unix::fs::symlink(folder.path("checker.key"), folder.path("link.key")).unwrap();
    let approve = "record --audit audit --stage aggregate --approve link.key --out approval.tamga";
    assert_eq!(folder.verify(approve).0, 3);
    assert!(folder.path("checker.key.opened").exists() && !folder.path("link.key.opened").exists());
    assert!(folder.read("checker.key").len() > SPRING.key_file.len());

    let folder = exported();
    std::fs::hard_link(folder.path("checker.key"), folder.path("other.key")).unwrap();
    misplaced(&folder, "--approve checker.key --out approval.tamga");
}

#[test]
fn an_approval_without_an_anchor_is_given_with_a_warning() {
    let folder = exported();
    let words = "record --audit audit --stage aggregate --approve checker.key --out approval.tamga";
    let (code, report) = folder.verify(words);
    assert_eq!(code, 3, "{report}");
    assert!(report.contains("WARNING: approved without an anchor"));
}

#[test]
fn a_key_that_is_not_the_checkers_is_refused() {
    let folder = exported();
    let seed = format!("tamga/checker-key/v1\nid checker-1\nseed {}\n", hex::encode([3; 32]));
    folder.write("checker.key", seed.as_bytes());
    assert!(refused(&folder).contains("not that of checker checker-1"));
}

#[test]
fn a_checker_that_the_definition_does_not_know_is_told_whom_it_knows() {
    let folder = exported();
    folder.write("checker.key", SPRING.key_file.replace("checker-1", "checker-9").as_bytes());
    assert!(refused(&folder).contains("the definition has no checker checker-9; its checkers are checker-1"));
}

#[test]
fn two_runs_at_once_are_refused() {
    let folder = exported();
    folder.write("checker.key.new", b"");
    assert!(refused(&folder).contains("another run"));
}

#[test]
fn nothing_is_approved_when_a_check_failed() {
    let folder = exported();
    let mut salts = folder.read("audit/opening-1/salts.tamga");
    *salts.last_mut().unwrap() ^= 1;
    folder.write("audit/opening-1/salts.tamga", &salts);
    let (code, report) = folder.verify(APPROVE);
    assert_eq!((code, failed(&report)), (1, vec![32, 43]));
    assert!(!folder.path("approval.tamga").exists());
    assert_eq!(folder.read("checker.key"), SPRING.key_file.as_bytes());
}

#[cfg(unix)]
#[test]
fn a_key_file_stays_as_private_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let folder = exported();
    let path = folder.path("checker.key");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(folder.verify(APPROVE).0, 0);
    for path in [path, folder.path("checker.key.opened")] {
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
