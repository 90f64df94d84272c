//! Several openings, the supplement, and every act of officers that a record can have.

use std::sync::LazyLock;

use crate::closing::Amendment;
use crate::election::{Election, End, Recount, Script};
use crate::folder::{Folder, all_files, failed};
use crate::publishing;
use crate::script::summer;

static SUMMER: LazyLock<Election> = LazyLock::new(|| Election::hold(&summer()));

fn good() -> Folder {
    Folder::new(&SUMMER.record, &SUMMER)
}

/// Holds another election after a change of the script; the checks that fail, and the report.
fn changed(change: impl FnOnce(&mut Script)) -> (Vec<u32>, String) {
    let mut script = summer();
    change(&mut script);
    let election = Election::hold(&script);
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    (failed(&report), report)
}

#[test]
fn two_openings_and_a_supplement_pass_every_check() {
    let (code, report) = good().verify_all();
    assert_eq!(code, 0, "{report}");
    assert_eq!(report.lines().last(), Some("45 checks passed, 0 failed"), "{report}");
    assert!(report.contains("INCOMPLETE, as the officers were told: north collector-1 fork, north collector-2 open"));
    assert!(report.contains("2, 1 of them agree; recount 2 DIFFERS from the statement of opening 2"), "{report}");
    assert!(report.contains("; ended, shares erased by tokens 1, 3 of 3"), "{report}");
}

#[test]
fn the_record_of_several_openings_passes_alone() {
    let (code, report) = good().verify("record --anchor anchor.txt");
    assert_eq!(code, 0, "{report}");
    assert!(report.contains("what is right with statements of earlier openings"), "{report}");
}

#[test]
fn regions_that_are_in_no_box_yet_leave_the_record_partial() {
    let mut script = summer();
    script.openings.truncate(1);
    script.casts.retain(|cast| !cast.late);
    script.recounts.clear();
    script.end = None;
    let election = Election::hold(&script);
    let (code, report) = Folder::new(&election.record, &election).verify_all();
    assert_eq!(code, 0, "{report}");
    assert!(report.contains("status partial"), "{report}");
    assert_eq!(election.record["seats.csv"], b"contest,option,votes,seats,remark\n");
}

#[test]
fn the_supplement_is_approved_as_an_opening_of_its_own() {
    let folder = Folder::new(&SUMMER.aggregate(), &SUMMER);
    let words = "record --audit audit --anchor anchor.txt --stage aggregate --approve checker.key --out approval.tamga";
    let (code, report) = folder.verify(words);
    assert_eq!(code, 0, "{report}");
    assert_eq!(report.lines().last(), Some("41 checks passed, 0 failed"), "{report}");
    assert_eq!(folder.read("approval.tamga"), SUMMER.record["opening-3/approvals.tamga"]);
    let key_file = String::from_utf8(folder.read("checker.key")).unwrap();
    assert!(key_file.contains(&format!("approved {} 3 ", hex::encode(SUMMER.set_up.e))), "{key_file}");
    // Two ballots of two contests; what is withheld is not remembered.
    assert_eq!(String::from_utf8(folder.read("checker.key.opened")).unwrap().lines().count(), 4);
}

#[test]
fn a_flipped_byte_in_any_file_of_any_opening_is_noticed() {
    let folder = good();
    let long = std::env::var_os("TAMGA_LONG").is_some();
    for edition in ["record", "audit"] {
        for (number, path) in all_files(&folder.path(edition)).into_iter().enumerate() {
            let bytes = std::fs::read(&path).unwrap();
            // One place a file, another in each; all three with TAMGA_LONG.
            let places = [0, bytes.len() / 2, bytes.len() - 1];
            for place in if long { places.to_vec() } else { vec![places[number % 3]] } {
                let mut changed = bytes.clone();
                changed[place] ^= 1;
                std::fs::write(&path, &changed).unwrap();
                let (code, report) = folder.verify_all();
                assert_eq!(code, 1, "byte {place} of {path}\n{report}");
            }
            std::fs::remove_file(&path).unwrap();
            let is_first = path.ends_with("election.tamga") || path.ends_with("roll.tamga");
            assert_eq!(folder.verify_all().0, if is_first { 2 } else { 1 }, "without {path}");
            std::fs::write(&path, &bytes).unwrap();
        }
    }
    assert_eq!(folder.verify_all().0, 0);
}

#[test]
fn files_of_another_opening_or_region_are_refused() {
    for extra in [
        "record/opening-4/box.tamga",
        "record/opening-01/box.tamga",
        "record/trackers-late/void.txt",
        "record/recounts/03.tamga",
        "record/recounts/4.tamga",
        "audit/opening-3/seeds.tamga",
        "audit/verdicts-late/void.csv",
        "audit/bundles/north/collector-1-000009.tamga",
        "audit/bundles/north/collector-1-000001.1.tamga",
    ] {
        let folder = good();
        folder.write(extra, b"x");
        let (code, report) = folder.verify_all();
        assert_eq!(code, 1, "{extra}\n{report}");
    }
}

#[test]
fn votes_below_the_quorum_decide_nothing() {
    // With one vote less the record is held and not counted, but the election counted it.
    let (wrong, report) = changed(|script| script.decisions[0].votes.truncate(1));
    assert!([26, 27, 30, 31].iter().all(|check| wrong.contains(check)), "{report}");
    assert!(!wrong.contains(&20), "{report}");
}

#[test]
fn the_decision_with_the_highest_number_holds() {
    // A later decision against the class, and one for the one record: which is against means the record is not counted.
    let (wrong, report) = changed(|script| {
        let mut later = script.decisions[0].clone();
        later.votes = vec![(1, false), (2, false)];
        script.decisions.push(later);
    });
    assert!(wrong.contains(&26) && wrong.contains(&31), "{report}");
    let (wrong, report) = changed(|script| {
        let mut earlier = script.decisions[0].clone();
        earlier.votes = vec![(1, false), (2, false)];
        script.decisions.insert(0, earlier);
    });
    assert_eq!(wrong, Vec::<u32>::new(), "{report}");
}

#[test]
fn an_undecided_decision_changes_nothing_that_a_quorum_decided() {
    // One vote of three for and one against, after a decision for: the record is counted as it was.
    let (wrong, report) = changed(|script| {
        let mut later = script.decisions[0].clone();
        later.votes = vec![(1, false), (2, true)];
        script.decisions.push(later);
    });
    assert_eq!(wrong, Vec::<u32>::new(), "{report}");
}

#[test]
fn a_decision_that_shows_the_tracker_of_another_record_is_refused() {
    let (wrong, report) = changed(|script| script.decisions[2].tracker = Some([7; 32]));
    assert_eq!(wrong, [23], "{report}");
    assert!(report.contains("decision 3, region north: tracker: "), "{report}");
}

#[test]
fn a_recount_agrees_exactly_where_it_comes_to_the_same_tables() {
    for same in [true, false] {
        let (wrong, report) = changed(|script| script.recounts[0] = Recount { opening: 3, same, agrees: !same });
        assert_eq!(wrong, [42], "{report}");
        assert!(report.contains("does not agree with the tables of that opening"), "{report}");
    }
}

#[test]
fn an_end_that_a_quorum_did_not_sign_with_its_figures_is_refused() {
    type Change = fn(&mut End);
    let changes: [(&str, Change); 4] = [
        ("officers", |end| end.officers = vec![2]),
        ("ballots counted: ", |end| end.more_counted = 1),
        ("statement: ", |end| end.statement = Some([7; 32])),
        ("token 2", |end| end.ended = vec![(1, 1), (2, 3)]),
    ];
    for (fault, change) in changes {
        let (wrong, report) = changed(|script| change(script.end.as_mut().unwrap()));
        assert_eq!(wrong, [42], "{fault}: {report}");
        assert!(report.contains(fault), "{fault}: {report}");
    }
}

#[test]
fn signatures_of_an_end_that_were_changed_afterwards_are_noticed() {
    for kind in ["33 end", "42 ended"] {
        let mut election = Election::hold(&summer());
        let entry = election.entries.iter_mut().find(|entry| entry.contains(&format!("\n{kind}\n"))).unwrap();
        let digit = entry.trim_end().len() - 1;
        let other = if entry.as_bytes()[digit] == b'0' { "1" } else { "0" };
        entry.replace_range(digit..=digit, other);
        let ledger = publishing::ledger_files(&election.set_up, &election.entries);
        election.record.extend(ledger);
        let (_, report) = Folder::new(&election.record, &election).verify_all();
        assert_eq!(failed(&report), [42], "{kind}: {report}");
    }
}

/// The report over a record in whose ledger these copies stand: `(number, scope, opening of its statement)`, and whether before the
/// newest statement is published, after so many answers, or at the end.
fn with_copies(copies: &[(u32, &str, u32)], answers: Option<usize>) -> (Vec<u32>, String) {
    let mut election = Election::hold(&summer());
    let is = |entry: &String, kind: &str| entry.contains(&format!("\n{kind}\n"));
    let stated: Vec<usize> =
        (0..election.entries.len()).filter(|place| is(&election.entries[*place], "18 statement")).collect();
    let at = answers.map_or(election.entries.len(), |answers| stated.last().unwrap() + 1 + answers);
    for (place, (number, scope, opening)) in copies.iter().enumerate() {
        let digest = election.entries[stated[*opening as usize - 1]].trim().rsplit(' ').next().unwrap().to_owned();
        let values = [
            ("number", number.to_string()),
            ("recipient", "Байқаушы".to_owned()),
            ("scope", (*scope).to_owned()),
            ("languages", "kk,ru".to_owned()),
            ("statement", digest),
            ("digest", hex::encode([9; 32])),
        ];
        election.entries.insert(at + place, publishing::entry("43 copy", &values));
    }
    election.publish_ledger();
    let (_, report) = Folder::new(&election.record, &election).verify_all();
    (failed(&report), report)
}

#[test]
fn copies_are_numbered_without_gaps_and_of_the_statement_in_force() {
    let (wrong, report) = with_copies(&[(1, "all", 3), (2, "region-north", 3)], None);
    assert_eq!(wrong, Vec::<u32>::new(), "{report}");
    assert!(report.contains("2, of the statements in force"), "{report}");
    for (fault, copies) in [
        ("number of the copy", [(2, "all", 3), (3, "all", 3)]),
        ("number of the copy", [(1, "all", 3), (1, "all", 3)]),
        ("number of the copy", [(1, "all", 3), (3, "all", 3)]),
        ("statement", [(1, "all", 3), (2, "all", 2)]),
        ("the definition: region", [(1, "all", 3), (2, "region-nowhere", 3)]),
    ] {
        let (wrong, report) = with_copies(&copies, None);
        assert_eq!(wrong, [45], "{fault}: {report}");
        assert!(report.contains(fault), "{report}");
    }
}

#[test]
fn a_copy_before_the_publication_needs_the_signatures_of_a_quorum() {
    // Two HSMs answer first, then officers 1, 2 (who dissents) and 3; two of them have to sign.
    assert_eq!(with_copies(&[(1, "summary", 3)], Some(5)).0, Vec::<u32>::new());
    for answers in [0, 3, 4] {
        let (wrong, report) = with_copies(&[(1, "summary", 3)], Some(answers));
        assert_eq!(wrong, [45], "{answers}: {report}");
        assert!(report.contains("officers that sign"), "{report}");
    }
}

#[test]
fn a_lot_is_printed_with_its_officers_and_their_throws() {
    let folder = good();
    let text = String::from_utf8(folder.read("record/statement.txt")).unwrap();
    assert!(text.contains("\nlot mayor 1 1234561234 3 654321654321\n"), "{text}");
    folder.write("record/statement.txt", text.replace("3 654321654321", "2 654321654321").as_bytes());
    let (_, report) = folder.verify_all();
    assert_eq!(failed(&report), [40, 41], "{report}");
}

#[test]
fn a_pair_without_a_chain_that_the_officers_were_not_told_is_noticed() {
    let (wrong, report) = changed(|script| {
        script.openings[1].incomplete.remove(0);
    });
    // Only the sheet leaves it out, the figure of the officers does not.
    assert_eq!(wrong, [40, 41], "{report}");
    let (wrong, report) = changed(|script| script.openings[1].untold = 1);
    assert!(wrong.contains(&13), "{report}");
}

#[test]
fn a_figure_that_the_officers_were_told_wrongly_is_noticed() {
    let (wrong, report) = changed(|script| script.decisions[3].records = 2);
    assert_eq!(wrong, [23], "{report}");
    // The place of the further copy of the first record.
    let (wrong, report) = changed(|script| {
        script.decisions[2].place = Some((0, 1, 2, 1));
        script.casts[7].verdict = "yellow,no,phone-shared";
    });
    assert!(wrong.contains(&23) && report.contains("no record was received there"), "{report}");
}

#[test]
fn a_decision_about_what_cannot_hold_or_is_in_another_box_is_refused() {
    // 24 is blue under this definition, and blue is counted.
    for reason in [14, 24] {
        let (wrong, report) = changed(|script| script.decisions[3].reason = reason);
        assert!(wrong.contains(&20), "{report}");
    }
    let (wrong, report) = changed(|script| script.decisions[3].region = Some(1));
    assert!(wrong.contains(&20), "{report}");
}

#[test]
fn a_chain_in_another_state_than_the_officers_were_told_is_noticed() {
    let told = |state| {
        changed(move |script| {
            script.openings[0].states[0] = ((0, 0), state);
            script.openings[0].incomplete[0] =
                if state == 4 { "north collector-1 fork" } else { "north collector-1 open,fork" };
        })
    };
    assert_eq!(told(4).0, Vec::<u32>::new());
    let (wrong, report) = told(5);
    assert_eq!(wrong, [22], "{report}");
    // The fork bit is seen without audit/ too.
    let (wrong, report) = changed(|script| {
        script.openings[0].states.remove(0);
        script.openings[0].incomplete.remove(0);
    });
    assert!(wrong.contains(&16), "{report}");
}

#[test]
fn amendments_that_come_too_late_or_change_nothing_are_refused() {
    for amendment in [Amendment::Closes(2, 1_730_836_800), Amendment::Withdrawn(1, 2)] {
        let (wrong, report) = changed(|script| script.amendments.push(amendment));
        assert!(wrong.contains(&14), "{report}");
    }
    // Without the amendment the hamlet's ballot is outside the period.
    let (wrong, report) = changed(|script| {
        script.amendments.remove(0);
    });
    assert!([26, 27, 30].iter().all(|check| wrong.contains(check)), "{report}");
}

#[test]
fn a_revoked_voter_who_is_counted_is_noticed() {
    let (wrong, report) = changed(|script| {
        script.revoked.remove(0);
    });
    assert!(wrong.contains(&26) && wrong.contains(&27), "{report}");
}

#[test]
fn a_ballot_of_a_voter_who_was_counted_before_is_not_counted_in_the_supplement() {
    let (wrong, report) = changed(|script| script.casts[19].verdict = "late,yes,late");
    assert!(wrong.contains(&26) && wrong.contains(&31), "{report}");
}

#[test]
fn a_lot_without_a_tie_and_seats_given_otherwise_are_noticed() {
    let (wrong, report) = changed(|script| {
        script.openings[2].seats[3] = "council,a,8,3,";
    });
    assert!(wrong.contains(&36) && !wrong.contains(&35), "{report}");
    // The voter's second ballot goes to the left: seven to five, and no tie.
    let (wrong, report) = changed(|script| script.casts[22].marks[0] = vec![1, 0]);
    assert!(wrong.contains(&36) && report.contains("lot"), "{report}");
}

#[test]
fn a_region_that_is_split_from_the_one_it_merges_into_is_refused() {
    let (wrong, report) = changed(|script| {
        script.regions[2].opening = 1;
        script.amendments.remove(0);
    });
    assert!(wrong.contains(&13), "{report}");
    // South is in the first box, and the hamlet that merges into it in none yet.
    let (wrong, report) = changed(|script| {
        script.regions[1].opening = 1;
        script.openings.truncate(1);
        script.casts.retain(|cast| !cast.late);
        script.recounts.clear();
    });
    assert!(wrong.contains(&13), "{report}");
    assert!(report.contains("region hamlet is not in the box of the one that it merges into"), "{report}");
}
