use super::{Sitting, as_it_is};

/// Region and text of every receipt that the played voters hand out.
fn receipts(sitting: &Sitting) -> Vec<(String, String)> {
    let text = sitting.read("appliance/sticks/receipts.txt");
    text.lines().map(|line| line.split_once(' ').unwrap()).map(|(code, text)| (code.into(), text.into())).collect()
}

#[test]
fn a_voter_learns_status_and_reason_and_nothing_else() {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    let receipts = receipts(&sitting);
    assert!(receipts.len() >= 10, "{receipts:?}");
    // The first voter of a region votes twice: the first record will be superseded.
    let (_, superseded) = &receipts[0];
    let (code, counted) = &receipts[1];
    let tracker = counted.rsplit(':').next().unwrap().to_lowercase();
    assert!(sitting.done("lookup", &[counted]).contains("UNKNOWN: no record"));
    sitting.import_stick();
    assert!(sitting.done("lookup", &[counted]).contains("not judged yet"));
    sitting.done("admit", &[]);
    for text in [superseded, counted] {
        let said = sitting.done("lookup", &[text]);
        assert!(said.contains("GREEN") && said.contains("it can change"), "{said}");
    }
    for act in ["close", "tally"] {
        sitting.done(act, &[]);
    }
    for text in [superseded, counted, &tracker, &counted.to_lowercase()] {
        let said = sitting.done("lookup", &[text]);
        assert!(said.contains("GREEN") && said.contains("after the seals were opened"), "{said}");
        for hidden in [code.as_str(), &tracker[..8], &tracker.to_uppercase()[..8], "collector", "bundle"] {
            assert!(!said.contains(hidden), "{hidden}: {said}");
        }
    }
    let before = sitting.done("status", &[]);
    assert!(sitting.refused("lookup", &["TAMGA:RECORD:12"]).contains("neither a tracker nor a receipt"));
    let other = format!("TAMGA:RECORD:{}:{}", "0".repeat(16), tracker.to_uppercase());
    assert!(sitting.refused("lookup", &[&other]).contains("another election"));
    assert_eq!(sitting.done("status", &[]), before, "a look-up leaves nothing behind");
}

#[test]
fn held_late_and_red_records_are_found_with_their_reasons() {
    let sitting = Sitting::of_voters(as_it_is, &["--mischief"]);
    for stick in ["1-ballots", "2-others"] {
        let _ = sitting.act("import", &[sitting.at().join("appliance/sticks").join(stick).to_str().unwrap()]);
    }
    sitting.done("admit", &[]);
    sitting.done("close", &["--incomplete"]);
    sitting.done("tally", &[]);
    let mut seen = std::collections::BTreeSet::new();
    for file in crate::stage::files_below(&sitting.at().join("appliance/editions/audit/verdicts")) {
        let table = std::fs::read_to_string(file).unwrap();
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let (tracker, status) = (cells[3], cells[4]);
            let alone = table.matches(tracker).count() == 1;
            if alone && seen.insert(status.to_owned()) {
                let said = sitting.done("lookup", &[tracker]);
                let is_told = said.contains(&status.to_uppercase());
                assert_eq!(is_told, status != "superseded", "who voted again is not told: {line}: {said}");
            }
        }
    }
    assert!(["green", "yellow", "red", "superseded"].iter().all(|status| seen.contains(*status)), "{seen:?}");
    tell_no_second_vote_of_those_whom_the_roll_holds(&sitting);
}

/// What is said of a record that the roll makes blue or yellow, before and after its line says that its voter voted again.
fn tell_no_second_vote_of_those_whom_the_roll_holds(sitting: &Sitting) {
    let mut told = Vec::new();
    for file in crate::stage::files_below(&sitting.at().join("appliance/editions/audit/verdicts")) {
        let table = std::fs::read_to_string(&file).unwrap();
        for line in table.lines().filter(|line| line.ends_with(",roll-default")) {
            let cells: Vec<&str> = line.split(',').collect();
            let (tracker, status, counted) = (cells[3], cells[4], cells[5]);
            let said = sitting.done("lookup", &[tracker]);
            assert!(said.contains(&status.to_uppercase()), "{line}: {said}");
            let again = line.replace(&format!("{status},{counted},"), "superseded,no,superseded|");
            std::fs::write(&file, table.replace(line, &again)).unwrap();
            assert_eq!(sitting.done("lookup", &[tracker]), said, "{again}");
            std::fs::write(&file, &table).unwrap();
            told.push(status.to_owned());
        }
    }
    told.sort();
    assert_eq!(told, ["blue", "yellow"]);
}
