use std::fs;
use std::path::Path;

use crate::stage::{
    RESULTS, SEED, copy_folder, election_folder, files_below, rehearse, tamga, tamga_verify, text_of, village,
};

/// Verifies a rehearsal's folder in this process: exit code and report.
fn verify(run: &Path, anchor: &Path) -> (u8, String) {
    let mut report = Vec::new();
    let arguments = [
        "tamga-verify".into(),
        run.join("record").into(),
        "--audit".into(),
        run.join("audit").into(),
        "--anchor".into(),
        anchor.to_owned().into_os_string(),
    ];
    let code = tamga_verify::run(arguments, &mut report);
    (code, String::from_utf8_lossy(&report).into_owned())
}

#[test]
fn the_village_election_is_counted_exactly_and_verified() {
    let run = village();
    assert_eq!(fs::read_to_string(run.join("results.csv")).unwrap(), RESULTS);
    assert_eq!(fs::read(run.join("results.csv")).unwrap(), fs::read(run.join("record/results.csv")).unwrap());
    let turnout = fs::read_to_string(run.join("turnout.csv")).unwrap();
    assert!(
        turnout.starts_with("region,registered,received,counted,green,blue,yellow,red,superseded,late\n"),
        "{turnout}"
    );
    let (code, report) = verify(run, &run.join("anchor.txt"));
    assert_eq!(code, 0, "{report}");
    assert!(report.trim_end().ends_with("checks passed, 0 failed"), "{report}");
}

#[test]
fn the_separate_program_gives_the_same_verdict_as_the_appliance() {
    let run = village();
    let output = tamga_verify().arg(run.join("record")).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(3),
        "a record without its anchor is consistent, not anchored: {}",
        text_of(&output)
    );
    let output = tamga_verify().arg(run.join("record")).arg("--anchor").arg(run.join("anchor.txt")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text_of(&output));
    let through_tamga =
        tamga().arg("verify").arg(run.join("record")).arg("--anchor").arg(run.join("anchor.txt")).output().unwrap();
    assert_eq!(through_tamga.stdout, output.stdout);
}

#[test]
fn what_the_qr_code_holds_is_an_anchor_too() {
    let sheet = fs::read_to_string(village().join("anchor.txt")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let scanned = folder.path().join("scanned.txt");
    let three: String = sheet.lines().take(3).map(|line| format!("{line}\n")).collect();
    fs::write(&scanned, &three).unwrap();
    assert_eq!(verify(village(), &scanned).0, 0);
    let at = three.find("election ").unwrap() + "election ".len();
    let other_digit = if three[at..].starts_with('0') { "1" } else { "0" };
    fs::write(&scanned, [&three[..at], other_digit, &three[at + 1..]].concat()).unwrap();
    assert_eq!(verify(village(), &scanned).0, 1);
}

#[test]
fn a_folder_that_is_no_edition_is_named_with_the_one_that_is() {
    let output = tamga_verify().arg(village()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text_of(&output));
    assert!(text_of(&output).contains("did you mean"), "{}", text_of(&output));
    let output = tamga_verify().arg(village().join("audit")).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text_of(&output));
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = election_folder(|_, text| text.to_owned());
    let out = folder.path().join("again");
    let output = tamga()
        .env("RAYON_NUM_THREADS", "1")
        .args(["rehearse", "--plain", "--seed", SEED, "--out"])
        .args([&out, folder.path()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    let relative =
        |run: &Path| files_below(run).iter().map(|file| file.strip_prefix(run).unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(relative(&out), relative(village()));
    for file in relative(&out) {
        assert!(
            fs::read(out.join(&file)).unwrap() == fs::read(village().join(&file)).unwrap(),
            "{} differs",
            file.display()
        );
    }
}

#[test]
fn a_record_of_another_run_fails_its_anchor() {
    let folder = election_folder(|_, text| text.to_owned());
    let out = folder.path().join("other");
    let output = rehearse(folder.path(), &out, &[]);
    assert!(output.status.success(), "{}", text_of(&output));
    assert_eq!(verify(&out, &out.join("anchor.txt")).0, 0);
    let (code, report) = verify(&out, &village().join("anchor.txt"));
    assert_eq!(code, 1, "{report}");
}

/// First, middle and last byte; in the long form 64 places.
fn places(len: usize) -> Vec<usize> {
    if std::env::var_os("TAMGA_LONG").is_none() {
        return vec![0, len / 2, len - 1];
    }
    (0..len).step_by(len.div_ceil(64)).collect()
}

#[test]
fn a_flipped_byte_in_any_file_of_either_edition_is_noticed() {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(village(), copy.path());
    let mut files = files_below(&copy.path().join("record"));
    files.extend(files_below(&copy.path().join("audit")));
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let honest = fs::read(&file).unwrap();
        for place in places(honest.len()) {
            let mut forged = honest.clone();
            forged[place] ^= 1;
            fs::write(&file, forged).unwrap();
            let (code, report) = verify(copy.path(), &copy.path().join("anchor.txt"));
            assert!(
                code == 1 || code == 2,
                "byte {place} of {} was flipped and nobody noticed:\n{report}",
                file.display()
            );
        }
        fs::write(&file, honest).unwrap();
    }
    assert_eq!(verify(copy.path(), &copy.path().join("anchor.txt")).0, 0, "the restored copy verifies again");
}

#[test]
fn a_missing_a_shortened_and_a_foreign_file_are_noticed() {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(village(), copy.path());
    let anchor = copy.path().join("anchor.txt");
    for edition in ["record", "audit"] {
        for file in files_below(&copy.path().join(edition)) {
            let honest = fs::read(&file).unwrap();
            fs::remove_file(&file).unwrap();
            assert_ne!(verify(copy.path(), &anchor).0, 0, "{} is missing", file.display());
            fs::write(&file, &honest[..honest.len() - 1]).unwrap();
            assert_ne!(verify(copy.path(), &anchor).0, 0, "{} lacks its last byte", file.display());
            fs::write(&file, &honest).unwrap();
        }
        let foreign = copy.path().join(edition).join("extra.txt");
        fs::write(&foreign, "extra").unwrap();
        assert_eq!(verify(copy.path(), &anchor).0, 1, "a foreign file in {edition}");
        fs::remove_file(foreign).unwrap();
    }
}
