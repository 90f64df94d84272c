//! Lost tokens that were replaced: what new tokens sign and share holds from the ledger's entry on, and nothing else does.

use curve25519_dalek::Scalar;

use crate::ceremony::SetUp;
use crate::election::Election;
use crate::encode::sha3;
use crate::folder::{Folder, failed};
use crate::replacing::{Made, Replacement, When};
use crate::script::summer;

/// An election of three openings with these replacements.
fn hold(replacements: &[Replacement]) -> Election {
    let mut script = summer();
    script.replacements = replacements.to_vec();
    Election::hold(&script)
}

/// Every token is replaced once, when everything can be looked at afterwards.
fn all_replaced() -> Election {
    hold(&[
        Replacement::of(3, When::Closing(2)),
        Replacement::of(1, When::Answering(3)),
        Replacement::of(2, When::Ending),
    ])
}

/// The checks that fail when the one replacement, of token 3 before the second box, is changed, and the report.
fn changed(change: fn(&mut Made, &SetUp)) -> (Vec<u32>, String) {
    let election = hold(&[Replacement { change, ..Replacement::of(3, When::Closing(2)) }]);
    let (code, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(code, 1, "{report}");
    (failed(&report), report)
}

#[test]
fn tokens_that_are_replaced_before_a_box_among_answers_and_before_the_end_pass_every_check() {
    let election = all_replaced();
    let folder = Folder::new(&election.record, &election);
    let (code, report) = folder.verify_all();
    assert_eq!(code, 0, "{report}");
    for (number, token, officers) in [(1, 3, "1, 2"), (2, 1, "2, 3"), (3, 2, "1, 3")] {
        let line = format!("replacement {number} of tokens {token}, signed by officers {officers}; ");
        assert!(report.contains(&line), "{line}: {report}");
    }
    let (code, report) = folder.verify("record --anchor anchor.txt");
    assert_eq!(code, 0, "without audit: {report}");
    let folder = Folder::new(&election.aggregate(), &election);
    let (code, report) = folder.verify("record --audit audit --anchor anchor.txt --stage aggregate");
    assert_eq!(code, 0, "for checkers: {report}");
}

#[test]
fn what_a_lost_token_signs_later_does_not_hold() {
    let (wrong, report) = changed(|made, _| made.signs = false);
    assert_eq!(wrong[0], 13, "{report}");
    assert!(report.contains("opening-2/box.tamga: the signature of officer 3 does not hold"), "{report}");
    let change: fn(&mut Made, &SetUp) = |made, _| made.signs = false;
    let election = hold(&[Replacement { change, ..Replacement::of(3, When::Ending) }]);
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(failed(&report), [42], "the end: {report}");
    let next = Replacement::of(2, When::Ending);
    let election = hold(&[Replacement { change, ..Replacement::of(3, When::Ending) }, next]);
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(failed(&report)[0], 44, "the next replacement: {report}");
    assert!(report.contains("replacements/02.bin: the signature of officer 3 does not hold"), "{report}");
}

#[test]
fn what_a_new_token_signs_before_its_entry_does_not_hold() {
    let mut election = all_replaced();
    // The entry of the first replacement comes behind the close that the new token signed already.
    let place = |entries: &[String], kind: &str| entries.iter().position(|entry| entry.contains(kind)).unwrap();
    let entry = election.entries.remove(place(&election.entries, "\n41 replacement\n"));
    let close = place(&election.entries, "\n9 close\ntime 2024-11-05T20:00:00Z\nopening 2\n");
    election.entries.insert(close + 1, entry);
    election.publish_ledger();
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(failed(&report)[0], 13, "{report}");
    assert!(report.contains("opening-2/box.tamga: the signature of officer 3 does not hold"), "{report}");
}

#[test]
fn answers_with_the_shares_of_before_do_not_hold() {
    let (wrong, report) = changed(|made, _| made.shares = false);
    assert_eq!(wrong[0], 34, "{report}");
    assert!(report.contains("opening-2/shares.tamga: token 1, chunk 0: the proof does not hold"), "{report}");
    // Nor are they dealt out by the next replacement.
    let change: fn(&mut Made, &SetUp) = |made, _| made.shares = false;
    let next = Replacement::of(2, When::Ending);
    let election = hold(&[Replacement { change, ..Replacement::of(3, When::Ending) }, next]);
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(failed(&report)[0], 44, "{report}");
    assert!(report.contains("replacements/02.bin: dealer 1 deals another secret"), "{report}");
}

#[test]
fn tokens_that_answered_before_a_replacement_answer_anew() {
    let mut election = all_replaced();
    // Without the second replacement's entry among them, the first answer of token 1 is not the last.
    let answers: Vec<usize> = (0..election.entries.len())
        .filter(|at| election.entries[*at].contains("\n15 share\ntime 2024-11-05T20:00:00Z\nopening 3\ntoken 1\n"))
        .collect();
    assert_eq!(answers.len(), 2, "before and after the replacement");
    election.entries.remove(answers[1]);
    election.publish_ledger();
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    assert!(failed(&report).contains(&34), "{report}");
}

#[test]
fn a_replacement_without_a_quorum_is_refused() {
    let (wrong, report) = changed(|made, _| made.signers = vec![1]);
    assert_eq!(wrong[0], 44, "{report}");
    assert!(report.contains("replacements/01.bin: officers: 2 needed, 1 found"), "{report}");
    assert!(report.contains("not checked: depends on 44"), "{report}");
    // 3 × 64 of confirmations, two resharings of 3 × 32 + 2 × 128 + 32 + 3 × 64 bytes, then the signature of officer 2.
    let (wrong, report) = changed(|made, _| made.spoilt = Some(192 + 2 * 576 + 1));
    assert_eq!(wrong[0], 44, "{report}");
    assert!(report.contains("replacements/01.bin: the signature of officer 2 does not hold"), "{report}");
    // The lost token among those who sign.
    let (wrong, report) = changed(|made, _| made.signers = vec![1, 3]);
    assert_eq!(wrong[0], 10, "{report}");
    let (wrong, report) = changed(|made, _| (made.signers, made.said) = (vec![1, 3], Some("1,2")));
    assert_eq!(wrong[0], 44, "{report}");
}

#[test]
fn a_key_that_is_not_shared_out_again_as_it_was_is_refused() {
    let (wrong, report) = changed(|made, _| made.beyond = Scalar::ONE);
    assert_eq!(wrong[0], 44, "{report}");
    let line = "replacements/01.bin: dealer 1 deals another secret than its part of the key, equation (24)";
    assert!(report.contains(line), "{report}");
}

#[test]
fn every_part_of_a_resharing_and_every_confirmation_is_checked() {
    for (spoilt, fault) in [
        (1, "the signature of token 3 does not hold"),
        (192, "the signature of token 1 does not hold"),
        (193, "the signature of token 3 does not hold"),
        (192 + 192 + 1, "the signature of token 1 does not hold"),
        (192 + 576 - 1, "dealer 1: the proof of knowledge does not hold"),
        (192 + 576 + 193, "the signature of token 1 does not hold"),
    ] {
        let mut election = hold(&[Replacement::of(3, When::Closing(2))]);
        let file = election.record.get_mut("replacements/01.bin").unwrap();
        let (before, place) = (sha3(file), file.len() - spoilt);
        file[place] ^= 1;
        let after = sha3(file);
        for entry in &mut election.entries {
            *entry = entry.replace(&hex::encode(before), &hex::encode(after));
        }
        election.publish_ledger();
        let (_, report) = Folder::new(&election.record, &election).verify_all();
        assert_eq!(failed(&report)[0], 44, "{spoilt}: {report}");
        assert!(report.contains(&format!("replacements/01.bin: {fault}")), "{spoilt}: {report}");
    }
}

#[test]
fn a_new_token_with_a_key_of_somebody_else_is_refused() {
    for change in [
        |made: &mut Made, set_up: &SetUp| made.share_key = set_up.commission.registrar.public(),
        |made: &mut Made, set_up: &SetUp| made.share_key = set_up.commission.officers[0].public(),
        |made: &mut Made, set_up: &SetUp| made.share_key = set_up.commission.officers[2].public(),
    ] {
        let (wrong, report) = changed(change);
        assert_eq!(wrong[0], 44, "{report}");
        assert!(report.contains("stands twice"), "{report}");
    }
}

#[test]
fn a_replacement_has_its_file_its_entry_and_its_number() {
    let (wrong, report) = changed(|made, _| made.has_file = false);
    assert_eq!(wrong[0], 44, "{report}");
    assert!(report.contains("record/replacements/01.bin: is missing"), "{report}");
    let (wrong, report) = changed(|made, _| made.digest = Some([7; 32]));
    assert_eq!(wrong[0], 44, "{report}");
    let (wrong, report) = changed(|made, _| made.number = 2);
    assert_eq!(wrong[0], 44, "{report}");
    assert!(report.contains("number of the replacement: 1 expected, 2 found"), "{report}");
    let election = all_replaced();
    let mut record = election.record.clone();
    record.insert("replacements/04.bin".into(), record["replacements/03.bin"].clone());
    let (_, report) = Folder::new(&record, &election).verify_all();
    assert_eq!(failed(&report)[0], 44, "{report}");
    assert!(report.contains("record/replacements/04.bin: no entry of kind 41"), "{report}");
    for extra in ["replacements/1.bin", "replacements/00.bin", "replacements/100.bin", "replacements/01.tamga"] {
        let mut record = election.record.clone();
        record.insert(extra.into(), b"x".to_vec());
        let (_, report) = Folder::new(&record, &election).verify_all();
        assert!(failed(&report).contains(&2), "{extra}: {report}");
    }
}

#[test]
fn a_replacement_without_an_entry_does_not_put_its_token_in_office() {
    let change: fn(&mut Made, &SetUp) = |made, _| made.has_entry = false;
    let election = hold(&[Replacement { change, ..Replacement::of(3, When::Closing(2)) }]);
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(failed(&report)[0], 44, "{report}");
    assert!(report.contains("record/replacements/01.bin: no entry of kind 41"), "{report}");
    // And where the file is left out too, what the new token signs is nobody's.
    let mut record = election.record.clone();
    record.remove("replacements/01.bin");
    let (_, report) = Folder::new(&record, &election).verify_all();
    assert_eq!(failed(&report)[0], 13, "{report}");
}

#[test]
fn a_flipped_byte_anywhere_in_a_replacement_is_noticed() {
    let election = all_replaced();
    let folder = Folder::new(&election.record, &election);
    for number in 1..=3 {
        let path = format!("record/replacements/0{number}.bin");
        let good = folder.read(&path);
        for place in (0..good.len()).step_by(97) {
            let mut spoilt = good.clone();
            spoilt[place] ^= 1;
            folder.write(&path, &spoilt);
            let (_, report) = folder.verify("record --anchor anchor.txt");
            assert!(failed(&report).contains(&44), "byte {place} of {path}: {report}");
        }
        folder.write(&path, &good);
    }
}
