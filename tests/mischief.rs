use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::stage::{RESULTS, SEED, election_folder, files_below, rehearse, text_of};

/// Every reason of the table, by its word.
const REASONS: [&str; 26] = [
    "wrong-election",
    "wrong-region",
    "not-on-roll",
    "bad-certificate",
    "revoked",
    "wrong-contests",
    "bad-signature",
    "bad-attestation",
    "bad-outer-digest",
    "duplicate",
    "seal",
    "bad-inner-digest",
    "bad-ballot",
    "late",
    "already-counted",
    "superseded",
    "attestation-reused",
    "counter-clash",
    "outside-period",
    "phone-differs",
    "phone-shared",
    "biometric-fail",
    "iin-not-in-registry",
    "code-not-verified",
    "roll-default",
    "tracker-clash",
];

/// Rehearses the village, changed as asked, with mischief; the counts must be the honest ones.
fn village_with_mischief(change: impl Fn(&str, &str) -> String) -> (TempDir, String) {
    let folder = election_folder(change);
    let out = folder.path().join("out");
    let output = rehearse(folder.path(), &out, &["--seed", SEED, "--mischief"]);
    assert!(output.status.success(), "{}", text_of(&output));
    assert_eq!(fs::read_to_string(out.join("results.csv")).unwrap(), RESULTS);
    let report = fs::read_to_string(out.join("mischief.txt")).unwrap();
    assert!(report.trim_end().ends_with("records as foretold, 0 things not"), "{report}");
    (folder, report)
}

fn policy(from: &'static str, to: &'static str) -> impl Fn(&str, &str) -> String {
    move |name, text| {
        if name == "election.toml" {
            assert!(text.contains(from), "{from} is not in election.toml");
        }
        if name == "election.toml" { text.replacen(from, to, 1) } else { text.to_owned() }
    }
}

/// The words of all reasons in the verdicts of a run.
fn reasons_in(out: &Path) -> BTreeSet<String> {
    let audit = files_below(&out.join("audit"));
    let verdicts = audit.iter().filter(|path| path.to_string_lossy().contains("/verdicts"));
    let texts: Vec<String> = verdicts.map(|path| fs::read_to_string(path).unwrap()).collect();
    let lines = texts.iter().flat_map(|text| text.lines().skip(1));
    let reasons = lines.flat_map(|line| line.rsplit(',').next().unwrap().split('|'));
    reasons.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn mischief_of_every_kind_leaves_the_counts_as_they_are_and_meets_every_reason() {
    let (folder, report) = village_with_mischief(|_, text| text.to_owned());
    let wanted: BTreeSet<String> = REASONS.iter().map(|word| (*word).to_owned()).collect();
    assert_eq!(reasons_in(&folder.path().join("out")), wanted);
    assert!(!report.contains("left out"), "the village has what every kind needs:\n{report}");
    for words in ["gap", "fork", "open, fork, contradiction", "refused: other-election", "was here already"] {
        assert!(report.contains(words), "{words} is not in:\n{report}");
    }
    assert!(folder.path().join("out/record/opening-2/box.tamga").exists(), "late ballots come in the supplement");
}

#[test]
fn mischief_in_an_election_whose_first_vote_counts() {
    village_with_mischief(policy("revote = \"last\"", "revote = \"first\""));
}

#[test]
fn mischief_in_an_election_that_refuses_revotes_and_late_ballots() {
    let (folder, _) = village_with_mischief(policy(
        "revote = \"last\", late = \"supplement\"",
        "revote = \"refuse\", late = \"refuse\"",
    ));
    assert!(!folder.path().join("out/record/opening-2").exists());
}

#[test]
fn mischief_in_an_election_of_two_slices_that_counts_blue_records() {
    let (folder, _) = village_with_mischief(policy(
        "policy =",
        "openings = 2\nadmission = { blue = \"counted\", phone-shared = \"green\" }\npolicy =",
    ));
    assert!(folder.path().join("out/record/opening-3/box.tamga").exists(), "two slices and the supplement");
}

#[test]
fn mischief_where_the_lost_bundle_and_the_lost_end_are_in_one_chain() {
    let two = |name: &str, text: &str| match name {
        "election.toml" => text.split("\n[[region]]\ncode = \"charyn\"").next().unwrap().to_owned(),
        _ => text.lines().filter(|line| !line.starts_with("charyn")).map(|line| format!("{line}\n")).collect(),
    };
    let folder = election_folder(two);
    let results = |more: &[&str]| {
        let out = folder.path().join(format!("out{}", more.len()));
        let output = rehearse(folder.path(), &out, more);
        assert!(output.status.success(), "{}", text_of(&output));
        fs::read_to_string(out.join("results.csv")).unwrap()
    };
    assert_eq!(results(&["--seed", SEED, "--mischief"]), results(&["--seed", SEED]));
}
