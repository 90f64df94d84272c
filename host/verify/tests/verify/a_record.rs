//! Whole records: a good one passes, and whatever is changed is noticed by the check that should.

use std::sync::LazyLock;

use rand_core::{Rng as _, SeedableRng};

use crate::casting::Fault;
use crate::election::{Election, Script};
use crate::encode::{NoteSigner, Rng};
use crate::folder::{Folder, all_files, failed};
use crate::script::{autumn, spring};

static SPRING: LazyLock<Election> = LazyLock::new(|| Election::hold(&spring()));

fn good() -> Folder {
    Folder::new(&SPRING.record, &SPRING)
}

/// Holds another election after a change of the script, and verifies everything.
fn verify_changed(change: impl FnOnce(&mut Script)) -> Vec<u32> {
    let mut script = spring();
    change(&mut script);
    let election = Election::hold(&script);
    let (code, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(code, 1, "{report}");
    failed(&report)
}

#[test]
fn a_whole_record_passes_every_check() {
    let (code, report) = good().verify_all();
    assert_eq!(code, 0, "{report}");
    assert_eq!(report.lines().last(), Some("45 checks passed, 0 failed"), "{report}");
}

#[test]
fn a_report_for_programs_has_an_object_a_line() {
    let folder = good();
    let (code, report) = folder.verify("record --audit audit --anchor anchor.txt --json");
    assert_eq!(code, 0, "{report}");
    let lines: Vec<&str> = report.lines().collect();
    assert!(lines.iter().all(|line| line.starts_with('{') && line.ends_with('}')), "{report}");
    assert!(lines[4].starts_with(r#"{"check":5,"name":"election id","result":"pass","figures":"E "#), "{report}");
    assert!(lines.contains(&r#"{"asserted":"that dice of a lot fell as they were typed in"}"#), "{report}");
    let summary = r#"{"summary":"45 checks passed, 0 failed","passed":45,"failed":0,"anchored":true,"exit_code":0}"#;
    assert_eq!(lines.last(), Some(&summary));

    folder.write("audit/opening-1/seeds.tamga", b"x");
    let (code, report) = folder.verify("record --audit audit --json");
    assert_eq!(code, 1, "{report}");
    assert!(
        report.contains(r#"{"check":19,"name":"region seeds","result":"fail","place":"audit/opening-1/seeds.tamga","#)
    );
    assert!(report.contains(r#"{"check":26,"name":"verdicts","result":"not-checked","depends_on":19}"#), "{report}");
}

#[test]
fn failed_checks_are_named_once_more_at_the_end() {
    let folder = good();
    let mut salts = folder.read("audit/opening-1/salts.tamga");
    *salts.last_mut().unwrap() ^= 1;
    folder.write("audit/opening-1/salts.tamga", &salts);
    let (_, report) = folder.verify_all();
    let last: Vec<&str> = report.lines().rev().take(2).collect();
    assert_eq!(last, ["43 checks passed, 2 failed", "failed: 32 counted trackers, 38 digests of the editions"]);
}

#[test]
fn what_was_brought_after_the_statement_waits_for_the_supplement() {
    let mut entries = SPRING.entries.clone();
    let import = entries.iter().find(|entry| entry.contains("\n7 import\n")).unwrap();
    entries.push(import.replace("bundle 1\n", "bundle 9\n"));
    let mut record = SPRING.record.clone();
    record.retain(|path, _| !path.starts_with("ledger/"));
    record.extend(crate::publishing::ledger_files(&SPRING.set_up, &entries));
    let (code, report) = Folder::new(&record, &SPRING).verify_all();
    assert_eq!(code, 0, "{report}");
    assert!(report.contains("1 more wait for one"), "{report}");
}

#[test]
fn what_nothing_explains_is_an_alarm_and_no_failure() {
    let with = |entry: String| {
        let mut entries = SPRING.entries.clone();
        entries.push(entry);
        let mut record = SPRING.record.clone();
        record.retain(|path, _| !path.starts_with("ledger/"));
        record.extend(crate::publishing::ledger_files(&SPRING.set_up, &entries));
        Folder::new(&record, &SPRING).verify_all()
    };
    let digest = hex::encode([7; 32]);
    let log = |hsm: &str, unexplained: u32| {
        let count = unexplained.to_string();
        let values =
            [("hsm", hsm.into()), ("entries", "62".into()), ("digest", digest.clone()), ("unexplained", count)];
        crate::publishing::entry("38 device-log", &values)
    };
    let operations = |token: u32, unexplained: u32| {
        let (token, count) = (token.to_string(), unexplained.to_string());
        let values = [("token", token), ("number", "9".into()), ("digest", digest.clone()), ("unexplained", count)];
        crate::publishing::entry("39 operations", &values)
    };
    let place = SPRING.entries.len();
    let alarm = |device: &str| format!("ALARM: entry {place}, {device} operations unexplained");
    for (entry, expected) in [
        (log("rehearsal-2", 3), Some(alarm("HSM rehearsal-2: 3"))),
        (log("rehearsal-1", 0), None),
        (operations(3, 1), Some(alarm("token 3: 1"))),
        (operations(1, 0), None),
    ] {
        let (code, report) = with(entry);
        assert_eq!(code, 0, "{report}");
        assert_eq!(report.contains("ALARM"), expected.is_some(), "{report}");
        assert!(expected.is_none_or(|line| report.contains(&line)), "{report}");
    }
    for entry in [log("rehearsal-3", 0), operations(4, 0)] {
        let (code, report) = with(entry);
        assert_eq!((code, failed(&report)[0]), (1, 10), "{report}");
    }
}

#[test]
fn every_other_reason_is_derived_as_the_table_has_it() {
    let election = Election::hold(&autumn());
    let (code, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(code, 0, "{report}");
}

#[test]
fn an_endorsement_and_a_checkpoint_of_ecdsa_are_checked() {
    let signature = SPRING.set_up.endorsements[1].clone();
    assert_eq!(signature.len(), 96);
    let file = SPRING.record["election.tamga"].clone();
    let place = file.windows(96).position(|window| window == signature).unwrap();
    // s = 0, and another r.
    for (at, bytes) in [(place + 48, vec![0; 48]), (place, vec![1; 48])] {
        let folder = good();
        let mut changed = file.clone();
        changed[at..at + 48].copy_from_slice(&bytes);
        folder.write("record/election.tamga", &changed);
        let (code, report) = folder.verify_all();
        assert_eq!((code, failed(&report)[0]), (1, 8), "{report}");
        assert!(report.contains("HSM rehearsal-2"), "{report}");
    }
    let folder = good();
    let checkpoint = String::from_utf8(folder.read("record/ledger/checkpoint")).unwrap();
    let (text, _) = checkpoint.split_once("\n\n").unwrap();
    let other = &SPRING.set_up.commission.hsms[1].note_line("tamga/hsm/rehearsal-2", "another text\n");
    folder.write("record/ledger/checkpoint", format!("{text}\n\n{other}").as_bytes());
    let (_, report) = folder.verify_all();
    assert_eq!(failed(&report)[0], 9, "{report}");
}

#[test]
fn hsms_are_listed_with_their_facts_and_a_certificate_of_another_key_is_refused() {
    let folder = good();
    let (_, report) = folder.verify_all();
    let lines = [
        "HSM rehearsal-1: model rehearsal, certificates none",
        "HSM rehearsal-2: model pkcs11, certificates seal, tally",
        "  firmware 5.0.1",
        "  key.ec no extraction",
    ];
    let first = report.lines().position(|line| line == lines[0]).unwrap();
    assert_eq!(report.lines().skip(first).take(4).collect::<Vec<_>>(), lines);
    let seal = SPRING.set_up.commission.hsms[1].public();
    let mut file = SPRING.record["election.tamga"].clone();
    let place = file.windows(seal.len()).rposition(|part| part == seal).unwrap();
    file[place + 50] ^= 1;
    folder.write("record/election.tamga", &file);
    let (code, report) = folder.verify_all();
    assert_eq!((code, failed(&report)[0]), (1, 4));
    assert!(report.contains("the certificate seal does not hold the key"), "{report}");
}

#[test]
fn without_an_anchor_a_record_is_only_consistent() {
    let (code, report) = good().verify("record --audit audit");
    assert_eq!(code, 3, "{report}");
    assert_eq!(report.lines().last(), Some("44 checks passed, 0 failed"));
}

#[test]
fn the_record_alone_passes_and_says_what_is_only_asserted() {
    let (code, report) = good().verify("record --anchor anchor.txt");
    assert_eq!(code, 0, "{report}");
    assert!(report.contains("which records were admitted"));
    assert_eq!(report.lines().last(), Some("30 checks passed, 0 failed"));
}

#[test]
fn the_anchor_of_another_election_is_refused() {
    let folder = good();
    let mut script = spring();
    script.regions[0].registered += 1;
    folder.write("anchor.txt", Election::hold(&script).anchor.as_bytes());
    let (code, report) = folder.verify_all();
    assert_eq!((code, failed(&report)), (1, vec![11]));
}

#[test]
fn a_flipped_byte_in_any_file_is_noticed() {
    let folder = good();
    for edition in ["record", "audit"] {
        for path in all_files(&folder.path(edition)) {
            let bytes = std::fs::read(&path).unwrap();
            for place in [0, bytes.len() / 2, bytes.len() - 1] {
                let mut changed = bytes.clone();
                changed[place] ^= 1;
                std::fs::write(&path, &changed).unwrap();
                let (code, report) = folder.verify_all();
                assert_eq!(code, 1, "byte {place} of {path}\n{report}");
            }
            std::fs::write(&path, &bytes).unwrap();
        }
    }
    assert_eq!(folder.verify_all().0, 0);
}

#[test]
fn a_missing_an_empty_and_a_longer_file_are_noticed() {
    let folder = good();
    for edition in ["record", "audit"] {
        for path in all_files(&folder.path(edition)) {
            let bytes = std::fs::read(&path).unwrap();
            std::fs::remove_file(&path).unwrap();
            // Without its first file a folder is no edition at all.
            let is_first = path.ends_with("election.tamga") || path.ends_with("roll.tamga");
            assert_eq!(folder.verify_all().0, if is_first { 2 } else { 1 }, "without {path}");
            for changed in [Vec::new(), [bytes.as_slice(), b"\n"].concat()] {
                std::fs::write(&path, &changed).unwrap();
                assert_eq!(folder.verify_all().0, 1, "{} bytes of {path}", changed.len());
            }
            std::fs::write(&path, &bytes).unwrap();
        }
    }
}

#[test]
fn damage_of_any_kind_is_a_failed_check_and_never_a_panic() {
    let folder = good();
    let rng = &mut Rng::from_seed([8; 32]);
    for path in all_files(&folder.path("record")).into_iter().chain(all_files(&folder.path("audit"))) {
        let bytes = std::fs::read(&path).unwrap();
        for kind in 0..4 {
            let mut changed = bytes.clone();
            let at = rng.next_u64() as usize % bytes.len();
            match kind {
                0 => changed.truncate(at),
                1 => changed[at..].fill(0xff),
                2 => changed.insert(at, bytes[at] ^ 0x80),
                _ => changed.extend_from_slice(&bytes),
            }
            std::fs::write(&path, &changed).unwrap();
            let (code, report) = folder.verify_all();
            assert_eq!(code, 1, "kind {kind} at {at} of {path}\n{report}");
        }
        std::fs::write(&path, &bytes).unwrap();
    }
}

#[test]
fn more_attestations_than_were_issued_are_an_alarm_and_no_failure() {
    let election = Election::hold(&Script { issued: Some(7), ..spring() });
    let (code, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(code, 0, "{report}");
    // Eleven records of adams are not red, two of them on one attestation.
    assert!(report.contains("ALARM: adams used 10 of 7"), "{report}");
}

#[test]
fn an_empty_folder_is_refused() {
    let folder = good();
    std::fs::create_dir(folder.path("audit/bundles/adams/old")).unwrap();
    let (code, report) = folder.verify_all();
    assert_eq!((code, failed(&report)), (1, vec![3]), "{report}");
}

#[test]
fn pairs_of_region_and_collector_without_a_chain_are_named() {
    let (_, report) = good().verify_all();
    assert!(
        report.contains("INCOMPLETE, as the officers were told: hinsdale collector-2 none, kiowa collector-2 none")
    );
}

#[test]
fn files_that_no_edition_has_are_refused() {
    for extra in ["record/notes.txt", "audit/links.tamga", "record/ledger/tile/0/001", "record/Odd", "audit/.hidden"] {
        let folder = good();
        folder.write(extra, b"x");
        let (code, report) = folder.verify_all();
        assert_eq!(code, 1, "{extra}\n{report}");
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_refused() {
    let folder = good();
    let path = folder.path("record/turnout.csv");
    std::fs::rename(&path, folder.path("elsewhere.csv")).unwrap();
    std::os::unix::fs::symlink(folder.path("elsewhere.csv"), &path).unwrap();
    let (code, report) = folder.verify_all();
    assert_eq!(code, 1);
    assert!(report.contains("record/turnout.csv: is neither a plain file nor a folder"), "{report}");
}

#[test]
fn a_bad_ballot_that_is_counted_is_noticed() {
    // Verdicts, turnout and sums are all as if the proof held.
    let wrong = verify_changed(|script| script.casts[6].verdict = "green,yes,");
    assert!([26, 27, 30, 31].iter().all(|check| wrong.contains(check)), "{wrong:?}");
}

#[test]
fn a_good_ballot_that_is_called_red_is_noticed() {
    let wrong = verify_changed(|script| script.casts[4].verdict = "red,no,bad-signature");
    assert!([26, 27, 30, 31].iter().all(|check| wrong.contains(check)), "{wrong:?}");
}

#[test]
fn a_superseded_ballot_that_is_counted_too_is_noticed() {
    let wrong = verify_changed(|script| script.casts[0].verdict = "green,yes,");
    assert!(wrong.contains(&26) && wrong.contains(&31), "{wrong:?}");
}

#[test]
fn a_ballot_with_two_votes_in_a_contest_for_one_is_noticed() {
    // The encoder proves a sum of 2 as if it were 1: the proof does not hold, but the election counts it.
    let wrong = verify_changed(|script| {
        script.casts[4].marks[0] = vec![0, 1, 1];
        script.casts[4].fault = Fault::None;
    });
    assert!(wrong.contains(&26), "{wrong:?}");
}

#[test]
fn a_region_under_min_open_that_is_opened_alone_is_noticed() {
    let wrong = verify_changed(|script| {
        script.openings[0].leaves = vec![(0, vec![0]), (0, vec![1]), (1, vec![0])];
    });
    assert!(wrong.contains(&29), "{wrong:?}");
}

#[test]
fn a_group_that_could_be_opened_and_is_withheld_is_noticed() {
    let wrong = verify_changed(|script| {
        script.openings[0].leaves = vec![(0, vec![0, 1])];
        script.openings[0].withheld = vec![(0, vec![2]), (1, vec![0])];
    });
    assert!(wrong.contains(&29), "{wrong:?}");
}

#[test]
fn wrong_figures_at_admission_are_noticed() {
    assert_eq!(verify_changed(|script| script.openings[0].provisional = (2, 3)), vec![27]);
}
