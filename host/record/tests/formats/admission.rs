//! Reasons and statuses, and the verdicts that list them.

use tamga_record::ByteFault;
use tamga_record::admission::{
    Place, Reason, Reasons, Status, VerdictLine, VerdictsError, parse_verdicts_csv, trackers_txt, verdicts_csv,
};
use tamga_record::definition::{Definition, Flag, HeldStatus};

use crate::bytes::digest;
use crate::examples::{README, definition, readme_block};

fn reasons(all: &[Reason]) -> Reasons {
    all.iter().copied().collect()
}

fn status(definition: &Definition, all: &[Reason]) -> Status {
    reasons(all).status(definition, HeldStatus::Green)
}

#[test]
fn names_and_statuses_of_reasons_are_those_of_the_readme_in_its_order() {
    let table = README.split("| | reason | status | applies when |\n|---|---|---|---|\n").nth(1).unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let rows: Vec<(u8, &str, &str)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            (cells[1].parse().unwrap(), cells[2].trim_matches('`'), cells[3])
        })
        .collect();
    assert_eq!((rows.len(), Reason::ALL.len()), (26, 26));
    for (reason, (number, name, word)) in Reason::ALL.iter().zip(rows) {
        assert_eq!(reason.name(), name);
        assert_eq!(reason.number(), number);
        assert_eq!(Reason::from_number(number), Some(*reason));
        assert_eq!(Reason::from_word(name), Some(*reason));
        let by_itself = reason.status(&definition(), HeldStatus::Blue).name();
        match word {
            "by definition" => assert!(["blue", "yellow"].contains(&by_itself), "{name}"),
            "by roll" => assert_eq!(by_itself, "blue"),
            "none" => assert_eq!(by_itself, "green"),
            word => assert_eq!(by_itself, word, "{name}"),
        }
        assert_eq!(reason.is_red(), word == "red", "{name}");
        assert_eq!(reason.may_hold(), ["yellow", "by definition", "by roll"].contains(&word), "{name}");
    }
    assert_eq!((Reason::from_number(0), Reason::from_number(27)), (None, None));
}

#[test]
fn the_first_of_red_late_superseded_yellow_blue_decides() {
    let definition = definition();
    use Reason::{
        AlreadyCounted, AttestationReused, CodeNotVerified, Late, PhoneDiffers, Seal, Superseded, TrackerClash,
    };
    assert_eq!(status(&definition, &[]), Status::Green);
    assert_eq!(status(&definition, &[CodeNotVerified]), Status::Blue);
    assert_eq!(status(&definition, &[CodeNotVerified, PhoneDiffers]), Status::Yellow);
    assert_eq!(status(&definition, &[CodeNotVerified, AttestationReused]), Status::Yellow);
    assert_eq!(status(&definition, &[PhoneDiffers, Superseded]), Status::Superseded);
    assert_eq!(status(&definition, &[AlreadyCounted]), Status::Superseded);
    assert_eq!(status(&definition, &[PhoneDiffers, AlreadyCounted, Late]), Status::Late);
    assert_eq!(status(&definition, &[PhoneDiffers, Superseded, Late, Seal]), Status::Red);
    assert_eq!(status(&definition, &[TrackerClash]), Status::Green);
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
fn yellow_holds_a_record_and_blue_where_blue_is_held() {
    use Reason::{CodeNotVerified, OutsidePeriod, PhoneDiffers, RollDefault, Superseded, TrackerClash};
    let mut definition = definition();
    let all = reasons(&[Superseded, OutsidePeriod, PhoneDiffers, CodeNotVerified, RollDefault, TrackerClash]);
    let holding = |definition: &Definition, roll_default| all.holding(definition, roll_default);
    let with_roll = reasons(&[OutsidePeriod, PhoneDiffers, CodeNotVerified, RollDefault]);
    assert_eq!(holding(&definition, HeldStatus::Blue), with_roll);
    assert_eq!(holding(&definition, HeldStatus::Green), reasons(&[OutsidePeriod, PhoneDiffers, CodeNotVerified]));
    definition.blue_counts = true;
    assert_eq!(holding(&definition, HeldStatus::Blue), reasons(&[OutsidePeriod, PhoneDiffers]));
    assert_eq!(holding(&definition, HeldStatus::Yellow), reasons(&[OutsidePeriod, PhoneDiffers, RollDefault]));
    definition.admission[Flag::PhoneDiffers.index()] = HeldStatus::Green;
    assert_eq!(holding(&definition, HeldStatus::Green), reasons(&[OutsidePeriod]));
}

const fn place(bundle: u32, variant: u8, item: u32) -> Place {
    Place { collector: 0, bundle, variant, item }
}

/// The two lines of the README.
fn verdicts() -> [VerdictLine; 2] {
    let bad = reasons(&[Reason::BadSignature, Reason::WrongContests]);
    [
        VerdictLine {
            place: place(1, 1, 0),
            tracker: digest(0x33),
            status: Status::Green,
            counted: true,
            reasons: Reasons::new(),
        },
        VerdictLine { place: place(1, 2, 1), tracker: digest(0x44), status: Status::Red, counted: false, reasons: bad },
    ]
}

#[test]
fn verdicts_and_trackers_are_those_of_the_readme() {
    let definition = definition();
    let table = readme_block("collector,bundle,item");
    assert_eq!(verdicts_csv(&definition, &verdicts()), table);
    assert_eq!(parse_verdicts_csv(&definition, table.as_bytes()).unwrap(), verdicts());
    let trackers = trackers_txt("hinsdale", &[digest(0x33), digest(0x44)]);
    assert_eq!(trackers, readme_block("tamga/trackers/v1"));
    // A file that is cut at the end of a line is a shorter file of the same form.
    let last_line = table.trim_end().rfind('\n').unwrap();
    for len in 0..table.len() {
        let whole = [last_line + 1, readme_header_len()].contains(&len);
        assert_eq!(parse_verdicts_csv(&definition, &table.as_bytes()[..len]).is_ok(), whole, "cut to {len}");
    }
    let behind = [table, "\n"].concat();
    assert!(parse_verdicts_csv(&definition, behind.as_bytes()).is_err());
}

fn readme_header_len() -> usize {
    "collector,bundle,item,tracker,status,counted,reasons\n".len()
}

#[test]
fn places_are_ordered_by_collector_bundle_variant_item() {
    let in_order = [
        place(1, 1, 9),
        place(1, 2, 0),
        place(2, 1, 0),
        place(2, 1, 1),
        Place { collector: 1, bundle: 1, variant: 1, item: 0 },
    ];
    assert!(in_order.is_sorted_by(|a, b| a < b));
}

#[test]
fn a_place_is_typed_as_collector_bundle_item() {
    let definition = definition();
    for (place, words) in [(place(7, 1, 0), "collector-1/7/0"), (place(7, 2, 30), "collector-1/7.2/30")] {
        assert_eq!(place.in_words(&definition), words);
        assert_eq!(Place::from_words(&definition, words), Some(place));
    }
    for words in
        ["collector-2/7/0", "collector-1/0/0", "collector-1/7.1/0", "collector-1/7", "collector-1/7/0/0", "7/0"]
    {
        assert_eq!(Place::from_words(&definition, words), None, "{words}");
    }
}

#[test]
fn spoilt_verdicts_are_refused() {
    let spoil = |old: &str, new: &str| {
        let table = readme_block("collector,bundle,item");
        assert!(table.contains(old), "{old}");
        parse_verdicts_csv(&definition(), table.replacen(old, new, 1).as_bytes()).unwrap_err()
    };
    let line = |line| VerdictsError::Line { line };
    assert_eq!(spoil("status,counted", "status"), ByteFault::WrongFirstLine.into());
    assert_eq!(spoil("collector-1,1,0", "collector-2,1,0"), line(2));
    assert_eq!(spoil("collector-1,1,0", "collector-1,0,0"), line(2));
    assert_eq!(spoil("collector-1,1,0", "collector-1,01,0"), line(2));
    assert_eq!(spoil("1.2,1", "1.1,1"), line(3), "variant 1 is not written");
    assert_eq!(spoil("1.2,1", "1.02,1"), line(3));
    assert_eq!(spoil("1.2,1", "1.17,1"), line(3));
    assert_eq!(spoil("4444", "444A"), line(3));
    assert_eq!(spoil("green,yes,", "green,true,"), line(2));
    assert_eq!(spoil("green,yes,", "grey,yes,"), line(2));
    assert_eq!(spoil("green,yes,", "green,yes"), line(2));
    assert_eq!(spoil("green,yes,", "green,yes,,"), line(2));
    assert_eq!(spoil("wrong-contests|bad", "wrong-contest|bad"), line(3));
    let reversed = spoil("wrong-contests|bad-signature", "bad-signature|wrong-contests");
    assert_eq!(reversed, ByteFault::NotCanonical.into());
    let doubled = spoil("wrong-contests|bad-signature", "wrong-contests|wrong-contests");
    assert_eq!(doubled, ByteFault::NotCanonical.into());
    assert_eq!(spoil("1.2,1", "1,0"), VerdictsError::Order { line: 3 });
}

#[test]
fn a_status_follows_from_reasons_and_what_is_red_or_superseded_is_not_counted() {
    let definition = definition();
    let parse = |status, counted, all: &[Reason]| {
        let line = VerdictLine { status, counted, reasons: reasons(all), ..verdicts()[0] };
        parse_verdicts_csv(&definition, verdicts_csv(&definition, &[line]).as_bytes()).map(|_| ())
    };
    let refused = Err(VerdictsError::Status { line: 2 });
    assert_eq!(parse(Status::Green, true, &[Reason::Seal]), refused);
    assert_eq!(parse(Status::Yellow, false, &[Reason::CodeNotVerified]), refused, "it makes blue");
    for status in [Status::Green, Status::Blue, Status::Yellow] {
        assert_eq!(parse(status, false, &[Reason::RollDefault]), Ok(()), "by a roll that says so");
    }
    assert_eq!(parse(Status::Red, true, &[Reason::Seal]), refused);
    assert_eq!(parse(Status::Superseded, true, &[Reason::Superseded]), refused);
    assert_eq!(parse(Status::Late, true, &[Reason::Late, Reason::AlreadyCounted]), refused);
    assert_eq!(parse(Status::Late, true, &[Reason::Late]), Ok(()), "in the supplement");
    assert_eq!(parse(Status::Yellow, true, &[Reason::PhoneDiffers]), Ok(()), "decided for");
}
