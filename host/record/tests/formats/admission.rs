//! Reasons, statuses and their tables.

use tamga_record::admission::{
    Reason, Reasons, RegionTurnout, Status, VerdictLine, trackers_txt, turnout_csv, verdicts_csv,
};
use tamga_record::definition::{Definition, Flag, HeldStatus};

use crate::bytes::digest;
use crate::examples::{README, definition, readme_block};

fn reasons(all: &[Reason]) -> Reasons {
    let mut reasons = Reasons::new();
    for reason in all {
        reasons.insert(*reason);
    }
    reasons
}

fn status(definition: &Definition, all: &[Reason]) -> Status {
    reasons(all).status(definition, HeldStatus::Green)
}

#[test]
fn names_and_statuses_of_reasons_are_those_of_the_readme_in_its_order() {
    let table = README.split("| reason | status | applies when |\n|---|---|---|\n").nth(1).unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let rows: Vec<(&str, &str)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            (cells[1].trim_matches('`'), cells[2])
        })
        .collect();
    assert_eq!(rows.len(), Reason::ALL.len());
    for (reason, (name, word)) in Reason::ALL.iter().zip(rows) {
        assert_eq!(reason.name(), name);
        assert_eq!(Reason::from_word(name), Some(*reason));
        let by_itself = reason.status(&definition(), HeldStatus::Blue).name();
        match word {
            "by definition" => assert!(["blue", "yellow"].contains(&by_itself), "{name}"),
            "by roll" => assert_eq!(by_itself, "blue"),
            word => assert_eq!(by_itself, word, "{name}"),
        }
        assert_eq!(reason.is_red(), word == "red", "{name}");
    }
}

#[test]
fn the_first_of_red_superseded_yellow_blue_decides() {
    let definition = definition();
    use Reason::{AttestationReused, CodeNotVerified, PhoneDiffers, Seal, Superseded};
    assert_eq!(status(&definition, &[]), Status::Green);
    assert_eq!(status(&definition, &[CodeNotVerified]), Status::Blue);
    assert_eq!(status(&definition, &[CodeNotVerified, PhoneDiffers]), Status::Yellow);
    assert_eq!(status(&definition, &[CodeNotVerified, AttestationReused]), Status::Yellow);
    assert_eq!(status(&definition, &[PhoneDiffers, Superseded]), Status::Superseded);
    assert_eq!(status(&definition, &[PhoneDiffers, Superseded, Seal]), Status::Red);
}

#[test]
fn a_reason_that_the_definition_makes_green_changes_nothing() {
    let mut definition = definition();
    definition.admission[Flag::PhoneDiffers.index()] = HeldStatus::Green;
    assert_eq!(status(&definition, &[Reason::PhoneDiffers]), Status::Green);
    let roll_default = reasons(&[Reason::RollDefault]);
    assert_eq!(roll_default.status(&definition, HeldStatus::Yellow), Status::Yellow);
    assert_eq!(roll_default.status(&definition, HeldStatus::Blue), Status::Blue);
}

#[test]
fn reasons_are_kept_and_listed_in_order() {
    let kept = reasons(&[Reason::RollDefault, Reason::WrongElection, Reason::Superseded]);
    assert_eq!(kept.iter().collect::<Vec<_>>(), [Reason::WrongElection, Reason::Superseded, Reason::RollDefault]);
    assert!(kept.contains(Reason::Superseded) && !kept.contains(Reason::Seal));
    assert!(kept.has_red() && !reasons(&[Reason::Superseded]).has_red());
    assert!(!kept.is_empty() && Reasons::new().is_empty());
}

#[test]
fn the_tables_are_those_of_the_readme() {
    let line = |item, tracker, status, all: &[Reason]| VerdictLine {
        collector: 0,
        bundle: 1,
        item,
        tracker: digest(tracker),
        status,
        reasons: reasons(all),
    };
    let bad = [Reason::BadSignature, Reason::WrongContests];
    let lines = [line(0, 0x33, Status::Green, &[]), line(1, 0x44, Status::Red, &bad)];
    let verdicts = verdicts_csv(&definition(), &lines);
    assert_eq!(verdicts, readme_block("collector,bundle,item"));
    let trackers = trackers_txt("hinsdale", &[digest(0x33), digest(0x44)]);
    assert_eq!(trackers, readme_block("tamga/trackers/v1"));
    let adams =
        RegionTurnout { received: 2368, counted: 2360, green: 2360, red: 6, superseded: 2, ..Default::default() };
    let hinsdale = RegionTurnout { received: 4, counted: 4, green: 4, ..Default::default() };
    assert_eq!(turnout_csv(&definition(), &[adams, hinsdale]), readme_block("region,registered"));
    assert!(adams.is_conserved() && hinsdale.is_conserved());
    assert!(!RegionTurnout { received: 5, ..hinsdale }.is_conserved());
}
