//! `election.toml`: what is read.

use tamga_record::definition::{
    Contest, Flag, HeldStatus, Kind, Language, Late, Method, Named, OfficerKeys, Revote, Role, ThresholdOf, Tie,
};
use tamga_record::election_toml::{CommissionKeys, Draft};

use crate::examples;

/// Lines are counted from `format`.
pub const EXAMPLE: &str = r#"format = "tamga/election/v1"
id = "colorado-2024-president"
title = { en = "President of the United States, Colorado 2024" }
period = { opens = 2024-10-20T00:00:00Z, closes = 2024-11-05T20:00:00Z }
policy = { min_open = 5, revote = "last", late = "supplement" }

[[contest]]
id = "president"
title = { en = "President" }
kind = "one-of"
option = [ { id = "harris", name = { en = "Kamala D. Harris / Tim Walz" } } ]

[[region]]
code = "adams"
name = { en = "Adams" }
registered = 320225

[[region]]
code = "hinsdale"
name = { en = "Hinsdale" }
registered = 700
merge_into = "adams"
"#;

/// The keys of the README's example.
pub fn commission() -> CommissionKeys {
    let named = |id: &str, byte| Named { id: id.into(), key: [byte; 32] };
    CommissionKeys {
        rehearsal: true,
        officers: (1..=5).map(|n| OfficerKeys { identity: [0x10 + n; 32], share: [0x20 + n; 32] }).collect(),
        quorum: 3,
        approvals: 1,
        checkers: vec![named("checker-1", 0x31)],
        registrar: [0x32; 32],
        identity: [0x33; 32],
        collectors: vec![named("collector-1", 0x34)],
        hsms: vec!["rehearsal-1".into()],
    }
}

#[test]
fn the_example_scaled_and_completed_is_the_definition_of_the_readme() {
    let mut draft = Draft::parse(EXAMPLE).unwrap();
    assert_eq!(draft.regions()[0].registered, 320_225);
    draft.scale(100);
    let definition = draft.complete(commission()).unwrap();
    assert_eq!(String::from_utf8(definition.to_bytes()).unwrap(), examples::definition_text());
}

#[test]
fn what_is_missing_is_as_the_readme_says() {
    let bare = EXAMPLE.replace("policy = { min_open = 5, revote = \"last\", late = \"supplement\" }\n", "");
    let draft = Draft::parse(&bare).unwrap();
    assert_eq!(draft.min_open(), 10);
    assert_eq!(draft.commission(), Default::default());
    let definition = draft.complete(commission()).unwrap();
    assert_eq!(definition.late, Late::Supplement);
    assert_eq!((definition.openings, definition.cell_len, definition.language), (1, 0, Language::En));
    assert_eq!(definition.admission.map(HeldStatus::word), ["blue", "blue", "yellow", "yellow", "yellow"]);
    assert!(!definition.blue_counts);
    assert_eq!(definition.revote, Revote::Last);
    let president = &definition.contests[0];
    assert_eq!((president.seats, president.method, president.tie), (0, Method::None, Tie::Declare));
    assert_eq!((president.threshold_bp, president.threshold_of), (0, ThresholdOf::Valid));
    assert!(definition.regions[1].contests.contains(0));
    assert_eq!(definition.contests[0].options[0].role, Role::Candidate);
}

/// An election with every key that may be there.
const EVERYTHING: &str = r#"
format = "tamga/election/v1"
id = "e"
default_language = "kk"
title = { kk = "Сайлау", ru = "Выборы", en = "Election" }
period = { opens = 2024-11-05T08:00:00+05:00, closes = 2024-11-05T20:00:00+05:00 }
policy = { min_open = 0x20, revote = "refuse", late = "refuse" }
openings = 2
history = "off"
cell_len = 0
[commission]
officers = 5
quorum = 3
[admission]
iin-not-in-registry = "green"
code-not-verified = "yellow"
phone-differs = "blue"
blue = "counted"
[[contest]]
id = "mayor"
title = { kk = "Әкім" }
kind = "approval"
max = 2
seats = 69
method = "hare"
threshold = "5%"
threshold_of = "cast"
tie = "lot"
[[contest.option]]
id = "a"
name = { kk = "А" }
role = "write-in"
[[contest.option]]
id = "b"
name = { kk = "Б" }
[[contest.option]]
id = "none"
name = { kk = "Қарсы" }
role = "against-all"
[[contest]]
id = "other"
title = { kk = "Басқа" }
kind = "one-of"
max = 1
option = [ { id = "a", name = { kk = "А" } } ]
[[region]]
code = "abai"
name = { kk = "Абай" }
registered = 1_000
contests = ["other", "mayor"]
part_of = "kazakhstan"
[[region]]
code = "aqmola"
name = { kk = "Ақмола" }
registered = 1_000
merge_into = "abai"
"#;

#[test]
fn every_key_that_may_be_there_is_read() {
    let draft = Draft::parse(EVERYTHING).unwrap();
    assert_eq!((draft.commission().officers, draft.commission().quorum), (Some(5), Some(3)));
    // 2024-11-05T03:00:00Z and 15:00:00Z.
    assert_eq!((draft.opens(), draft.closes()), (1_730_775_600, 1_730_818_800));
    assert_eq!((draft.id(), draft.min_open()), ("e", 32));
    let [mayor, other] = draft.contests() else { panic!("two contests") };
    assert_eq!((mayor.kind, mayor.max, other.max), (Kind::Approval, 2, 1));
    assert_eq!(
        mayor.options.iter().map(|option| option.role.word()).collect::<Vec<_>>(),
        ["write-in", "candidate", "against-all"]
    );
    assert_eq!(mayor.title.get(Language::Ru, Language::Kk), "Әкім");
    let Contest { seats, method, threshold_bp, threshold_of, tie, .. } = mayor;
    assert_eq!((*seats, *method, *tie), (69, Method::Hare, Tie::Lot));
    assert_eq!((*threshold_bp, *threshold_of), (500, ThresholdOf::Cast));
    let region = &draft.regions()[0];
    assert_eq!((region.registered, region.part_of.as_deref()), (1_000, Some("kazakhstan")));
    assert_eq!(region.contests.indices().collect::<Vec<_>>(), [0, 1]);
    let definition = draft.complete(commission()).unwrap();
    assert_eq!((definition.openings, definition.revote, definition.late), (2, Revote::Refuse, Late::Refuse));
    assert_eq!(definition.admission.map(HeldStatus::word), ["green", "yellow", "blue", "yellow", "yellow"]);
    assert_eq!(definition.held_by(Flag::PhoneDiffers), HeldStatus::Blue);
    assert!(definition.blue_counts);
}

#[test]
fn a_threshold_has_up_to_two_decimals() {
    let basis_points = |threshold: &str| {
        let text = EVERYTHING.replace("threshold = \"5%\"", &format!("threshold = \"{threshold}\""));
        Draft::parse(&text).unwrap().contests()[0].threshold_bp
    };
    assert_eq!(basis_points("0.5%"), 50);
    assert_eq!(basis_points("3.25%"), 325);
    assert_eq!(basis_points("0.01%"), 1);
    assert_eq!(basis_points("100%"), 10_000);
    assert_eq!(basis_points("0%"), 0);
}

#[test]
fn every_word_of_the_keys_of_policy_and_counting_is_read() {
    let with = |old: &str, new: String| Draft::parse(&EVERYTHING.replace(old, &new)).unwrap();
    for method in ["plurality", "hare", "dhondt", "sainte-lague"] {
        let draft = with("seats = 69\nmethod = \"hare\"", format!("seats = 1\nmethod = \"{method}\""));
        assert_eq!(draft.contests()[0].method.word(), method);
    }
    for revote in ["last", "first", "refuse"] {
        let draft = with("revote = \"refuse\"", format!("revote = \"{revote}\""));
        assert_eq!(draft.complete(commission()).unwrap().revote.word(), revote);
    }
}
