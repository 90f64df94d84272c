//! Usage and exit codes.

use std::ffi::OsString;
use std::process::Command;

use crate::folder::run;

fn code(words: &str) -> u8 {
    run(words.split(' ').filter(|word| !word.is_empty()).map(OsString::from)).0
}

#[test]
fn no_record_is_a_usage_error() {
    assert_eq!(code(""), 2);
}

#[test]
fn a_record_that_is_not_there_is_unreadable() {
    assert_eq!(code("/nowhere/record"), 2);
}

#[test]
fn an_audit_edition_or_an_anchor_that_is_not_there_is_unreadable() {
    assert_eq!(code("tests --audit /nowhere/audit"), 2);
    assert_eq!(code("tests --anchor /nowhere/anchor.txt"), 2);
}

#[test]
fn an_unknown_stage_is_a_usage_error() {
    assert_eq!(code("tests --stage tally"), 2);
}

#[test]
fn an_approval_needs_stage_audit_and_a_place_to_go() {
    for words in [
        "tests --audit tests --approve key --out file",
        "tests --stage aggregate --approve key --out file",
        "tests --audit tests --stage aggregate --approve key",
        "tests --audit tests --stage aggregate --out file",
    ] {
        assert_eq!(code(words), 2, "{words}");
    }
}

#[test]
fn a_folder_that_is_no_record_is_unreadable() {
    let empty = tempfile::TempDir::new().unwrap();
    let (code, report) = run([empty.path().into()].into_iter());
    assert_eq!((code, report.as_str()), (2, ""));
}

#[test]
fn the_binary_is_the_library() {
    let output = Command::new(env!("CARGO_BIN_EXE_tamga-verify")).arg("/nowhere/record").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("record edition /nowhere/record"));
}
