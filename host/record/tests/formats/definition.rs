//! `tamga/definition/v1`.

use tamga_record::ByteFault;
use tamga_record::definition::{
    ContestSet, Definition, DefinitionError, Flag, HeldStatus, Kind, Language, Names, Problem,
};

use crate::bytes::{refuses_spoilt, replaced};
use crate::examples::{definition, definition_text, large_definition};

#[test]
fn the_example_of_the_readme_has_the_digest_that_the_readme_gives() {
    let definition = definition();
    assert_eq!(definition.to_bytes(), definition_text().as_bytes());
    // SHA3-256 of the block, by CPython's hashlib.
    let digest = "a141f590a356323114c601b09bb74375b5d5cb1aa998416d431fb61f401dd544";
    assert_eq!(hex::encode(definition.digest()), digest);
}

#[test]
fn every_field_of_the_example_is_read() {
    let definition = definition();
    assert_eq!(definition.id, "colorado-2024-president");
    assert!(definition.rehearsal);
    assert_eq!(definition.language, Language::En);
    assert_eq!((definition.opens, definition.closes), (1_729_382_400, 1_730_836_800));
    assert_eq!((definition.min_open, definition.openings, definition.cell_len), (5, 1, 0));
    assert_eq!(definition.held_by(Flag::CodeNotVerified), HeldStatus::Blue);
    assert_eq!(definition.held_by(Flag::PhoneDiffers), HeldStatus::Yellow);
    assert!(!definition.blue_counts);
    assert_eq!((definition.quorum, definition.tokens(), definition.approvals), (3, 5, 1));
    assert_eq!(definition.officers[4].identity, [0x15; 32]);
    assert_eq!(definition.officers[4].share, [0x25; 32]);
    assert_eq!((definition.registrar, definition.identity), ([0x32; 32], [0x33; 32]));
    assert_eq!(definition.hsms, ["rehearsal-1"]);
    assert_eq!(definition.contests[0].kind, Kind::OneOf);
    assert_eq!(definition.regions[1].merge_into, Some(0));
    assert_eq!(definition.regions[1].part_of, None);
    assert_eq!(definition.region_index("hinsdale"), Some(1));
    assert_eq!(definition.collector_index("collector-2"), None);
}

#[test]
fn a_definition_with_everything_in_it_is_read_back() {
    let mut definition = large_definition();
    let names = Names { kk: Some("Әкім".into()), ru: Some("Аким".into()), en: Some("Mayor".into()) };
    definition.contests[0].title = names;
    definition.regions[0].merge_into = Some(3);
    definition.regions[2].part_of = Some("archipelago".into());
    definition.checkers.push(tamga_record::definition::Named { id: "checker-2".into(), key: [0x41; 32] });
    definition.approvals = 2;
    definition.admission[4] = HeldStatus::Green;
    definition.blue_counts = true;
    definition.openings = 16;
    assert_eq!(Definition::parse(&definition.to_bytes()), Ok(definition));
}

#[test]
fn a_spoilt_definition_is_refused() {
    // The first region merges into the last, so no cut between regions leaves a whole definition.
    let mut definition = large_definition();
    definition.regions[0].merge_into = Some(3);
    refuses_spoilt(&definition.to_bytes(), Definition::parse);
}

/// Line and expected key of the error that a replacement in the example leads to.
fn line_error(old: &str, new: &str) -> (usize, &'static str) {
    let spoilt = replaced(definition_text().as_bytes(), old.as_bytes(), new.as_bytes());
    match Definition::parse(&spoilt) {
        Err(DefinitionError::Line { line, expected }) => (line, expected),
        other => panic!("{old:?} → {new:?}: {other:?}"),
    }
}

#[test]
fn a_line_that_is_not_what_stands_at_its_place_is_refused_by_number() {
    assert_eq!(line_error("rehearsal yes\n", ""), (3, "rehearsal"));
    assert_eq!(line_error("rehearsal yes\n", "rehearsal maybe\n"), (3, "rehearsal"));
    assert_eq!(line_error("rehearsal yes\n", "rehearsal  yes\n"), (3, "rehearsal"));
    assert_eq!(line_error("rehearsal yes\n", "rehearsal yes\r\n"), (3, "rehearsal"));
    assert_eq!(line_error("language en\n", "language de\n"), (4, "language"));
    assert_eq!(line_error("opens 2024-10-20T00:00:00Z", "opens 2024-10-20T00:00:00+00:00"), (6, "opens"));
    assert_eq!(line_error("min-open 5", "min-open 05"), (8, "min-open"));
    assert_eq!(line_error("min-open 5", "min-open +5"), (8, "min-open"));
    assert_eq!(line_error("min-open 5", "min-open 4294967296"), (8, "min-open"));
    assert_eq!(line_error("min-open 5\nrevote last\n", "revote last\nmin-open 5\n"), (8, "min-open"));
    assert_eq!(line_error("admission phone-differs yellow\n", ""), (16, "admission"));
    assert_eq!(line_error("admission phone-shared yellow\n", "admission phone-shared red\n"), (17, "admission"));
    assert_eq!(line_error("blue held\n", ""), (19, "blue"));
    assert_eq!(line_error("blue held\n", "blue green\n"), (19, "blue"));
    assert_eq!(line_error(&"13".repeat(32), &"1A".repeat(32)), (23, "officer"));
    assert_eq!(line_error(&"23".repeat(32), &"23".repeat(31)), (23, "officer"));
    assert_eq!(line_error("threshold 0 valid", "threshold 0"), (38, "threshold"));
    assert_eq!(line_error("option harris candidate", "option harris winner"), (40, "option"));
    assert_eq!(line_error("registered 3202\ncontests president", "registered 3202\ncontests mayor"), (45, "contests"));
    assert_eq!(line_error("merge-into adams", "merge-into eve"), (52, "merge-into"));
    assert_eq!(line_error("merge-into adams\npart-of -\n", "merge-into adams\npart-of -\nnote\n"), (54, "region"));
}

#[test]
fn text_that_is_read_but_written_otherwise_is_not_canonical() {
    let text = definition_text();
    let with_two_titles = text.replacen("title en P", "title ru P\ntitle en P", 1);
    assert!(Definition::parse(with_two_titles.as_bytes()).is_ok());
    let disordered = text.replacen("title en P", "title en P\ntitle ru P", 1);
    for spoilt in [disordered, text.replacen("title en P", "title en P\ntitle en P", 1)] {
        assert_eq!(Definition::parse(spoilt.as_bytes()), Err(ByteFault::NotCanonical.into()));
    }
}

#[test]
fn bytes_that_are_no_text_or_too_long_are_refused() {
    let not_utf8 = replaced(definition_text().as_bytes(), b"Adams", b"Ad\xffms");
    assert_eq!(Definition::parse(&not_utf8), Err(ByteFault::NotUtf8.into()));
    let mut too_long = definition_text().as_bytes().to_vec();
    too_long.resize((4 << 20) + 1, b'\n');
    assert_eq!(Definition::parse(&too_long), Err(ByteFault::OverLimit.into()));
    let collectors: String = (0..17).map(|n| format!("collector c{n} {}\n", format!("{n:02x}").repeat(32))).collect();
    let line = format!("collector collector-1 {}\n", "34".repeat(32));
    let too_many = replaced(definition_text().as_bytes(), line.as_bytes(), collectors.as_bytes());
    assert_eq!(Definition::parse(&too_many), Err(ByteFault::OverLimit.into()));
}

/// A rule broken in the large example.
type Breaking = fn(&mut Definition);

#[test]
fn every_broken_rule_is_named() {
    #[rustfmt::skip] // A table, one case a line.
    let cases: &[(&str, Breaking, Problem)] = &[
        ("id with a capital", |d| d.id = "Colorado".into(), Problem::BadId),
        ("empty id", |d| d.id.clear(), Problem::BadId),
        ("id of 49 characters", |d| d.id = "a".repeat(49), Problem::BadId),
        ("option called blank", |d| d.contests[0].options[0].id = "blank".into(), Problem::BadId),
        ("region called -", |d| d.regions[0].code = "-".into(), Problem::BadId),
        ("two contests of one id", |d| d.contests[1].id = "mayor".into(), Problem::DuplicateId),
        ("two options of one id", |d| d.contests[0].options[1].id = "yes".into(), Problem::DuplicateId),
        ("two regions of one code", |d| d.regions[3].code = "north".into(), Problem::DuplicateId),
        ("two HSMs of one serial", |d| d.hsms.push("rehearsal-1".into()), Problem::DuplicateId),
        ("no name in the default language", |d| d.regions[0].name = Names::default(), Problem::BadName),
        ("name with a line end", |d| d.title.en = Some("a\nb".into()), Problem::BadName),
        ("name with a space last", |d| d.title.en = Some("a ".into()), Problem::BadName),
        ("name of 257 bytes", |d| d.title.en = Some("a".repeat(257)), Problem::BadName),
        ("closes when it opens", |d| d.closes = d.opens, Problem::BadPeriod),
        ("min-open 0", |d| d.min_open = 0, Problem::BadNumber),
        ("openings 0", |d| d.openings = 0, Problem::BadNumber),
        ("17 openings", |d| d.openings = 17, Problem::BadNumber),
        ("cell of 4,097 bytes", |d| d.cell_len = 4_097, Problem::BadNumber),
        ("no contest", |d| d.contests.clear(), Problem::BadCount),
        ("no collector", |d| d.collectors.clear(), Problem::BadCount),
        ("no checker", |d| d.checkers.clear(), Problem::BadCount),
        ("quorum of half", |d| { d.officers.pop(); d.quorum = 2; }, Problem::BadQuorum),
        ("quorum of more than all", |d| d.quorum = 6, Problem::BadQuorum),
        ("no approvals", |d| d.approvals = 0, Problem::BadApprovals),
        ("one key twice", |d| d.identity = d.registrar, Problem::DuplicateKey),
        ("an officer's two keys the same", |d| d.officers[0].share = d.officers[0].identity, Problem::DuplicateKey),
        ("one share key of two officers", |d| d.officers[4].share = d.officers[0].share, Problem::DuplicateKey),
        ("one identity key of two officers", |d| d.officers[4].identity = d.officers[0].identity, Problem::DuplicateKey),
        ("a share key that is a checker's key", |d| d.officers[4].share = d.checkers[0].key, Problem::DuplicateKey),
        ("an identity key of order 4, the zero encoding", |d| d.officers[0].identity = [0; 32], Problem::LowOrderKey),
        ("a name that reverses what follows it", |d| d.title.en = Some("a\u{202e}b".into()), Problem::BadName),
        ("a name with a character without width", |d| d.title.en = Some("a\u{200b}b".into()), Problem::BadName),
        ("a real election with one HSM", |d| { d.rehearsal = false; d.hsms.truncate(1); }, Problem::FewHsms),
        ("a small region of a real election", |d| { d.rehearsal = false; d.hsms = vec!["a".into(), "b".into()]; d.min_open = 10; d.regions[0].registered = 99; d.regions[0].merge_into = None; }, Problem::SmallRegion),
        ("max 2 of one-of", |d| d.contests[0].max = 2, Problem::BadMax),
        ("max 4 of three options", |d| d.contests[1].max = 4, Problem::BadMax),
        ("max 0", |d| d.contests[1].max = 0, Problem::BadMax),
        ("10,001 seats", |d| d.contests[0].seats = 10_001, Problem::BadSeats),
        ("threshold over all", |d| d.contests[0].threshold_bp = 10_001, Problem::BadThreshold),
        ("region without contests", |d| d.regions[0].contests = ContestSet::default(), Problem::BadContests),
        ("contest that is not", |d| d.regions[0].contests = ContestSet::from_indices([2]).unwrap(), Problem::BadContests),
        ("region merged into itself", |d| d.regions[0].merge_into = Some(0), Problem::BadLink),
        ("regions merged in a circle", |d| { d.regions[0].merge_into = Some(1); d.regions[1].merge_into = Some(0); }, Problem::BadLink),
        ("merged into a region that is not", |d| d.regions[0].merge_into = Some(4), Problem::BadLink),
    ];
    for (name, tweak, expected) in cases {
        let mut definition = large_definition();
        tweak(&mut definition);
        match definition.check() {
            Err(DefinitionError::Rule { problem, .. }) => assert_eq!(problem, *expected, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn too_many_of_anything_are_refused() {
    let mut definition = large_definition();
    let region = definition.regions[0].clone();
    definition.regions = (0..4_097)
        .map(|n| {
            let mut r = region.clone();
            r.code = format!("r{n}");
            r
        })
        .collect();
    assert!(definition.check().is_err());
    definition.regions.pop();
    assert!(definition.check().is_ok());
    let option = definition.contests[0].options[0].clone();
    definition.contests[0].options = (0..65)
        .map(|n| {
            let mut o = option.clone();
            o.id = format!("o{n}");
            o
        })
        .collect();
    assert!(definition.check().is_err());
    definition.contests[0].options.pop();
    assert!(definition.check().is_ok());
}

#[test]
fn a_ballot_is_as_long_as_its_contests_say() {
    let definition = large_definition();
    // 288·k + 128·max + 96, equation (6), by hand: 800 for two options and max 1, 1216 for three options and max 2.
    assert_eq!(definition.inner_len(&definition.regions[0].contests), 800 + 1216);
    assert_eq!(definition.inner_len(&definition.regions[2].contests), 800);
}

#[test]
fn contest_sets_count_bits_from_the_least_significant() {
    let set = ContestSet::from_indices([0, 9, 127]).unwrap();
    let mut bytes = [0; 16];
    (bytes[0], bytes[1], bytes[15]) = (0b0000_0001, 0b0000_0010, 0b1000_0000);
    assert_eq!(set.to_bytes(), bytes);
    assert_eq!(ContestSet::from_bytes(bytes).indices().collect::<Vec<_>>(), [0, 9, 127]);
    assert_eq!(set.len(), 3);
    assert!(set.contains(9) && !set.contains(8) && !set.contains(128));
    assert_eq!(ContestSet::from_indices([128]), None);
}
