//! `election.toml`: what is refused, at which line.

use tamga_record::election_toml::{Draft, Problem};

use crate::bytes::replaced;
use crate::election_toml::EXAMPLE;

/// Line and problem of the error that a replacement in the example leads to.
fn refused(old: &str, new: &str) -> (usize, Problem) {
    let spoilt = replaced(EXAMPLE.as_bytes(), old.as_bytes(), new.as_bytes());
    let error = Draft::parse(core::str::from_utf8(&spoilt).unwrap()).unwrap_err();
    (error.line, error.problem)
}

#[test]
fn unknown_keys_are_refused_with_their_line() {
    let unknown = |key: &str| Problem::UnknownKey { key: key.into() };
    assert_eq!(refused("policy = ", "polcy = "), (5, unknown("polcy")));
    assert_eq!(refused("min_open = 5", "min_opn = 5"), (5, unknown("min_opn")));
    assert_eq!(refused("kind = \"one-of\"\n", "kind = \"one-of\"\nkeyword = 1\n"), (11, unknown("keyword")));
    assert_eq!(refused("{ id = \"harris\", ", "{ id = \"harris\", party = \"D\", "), (11, unknown("party")));
    assert_eq!(refused("registered = 700", "registered = 700\nregistred = 7"), (22, unknown("registred")));
    assert_eq!(refused("{ en = \"Adams\" }", "{ en = \"Adams\", de = \"Adams\" }"), (15, unknown("de")));
    assert_eq!(
        refused("[[region]]\ncode = \"adams\"", "[commision]\n[[region]]\ncode = \"adams\""),
        (13, unknown("commision"))
    );
}

#[test]
fn missing_keys_are_refused_at_their_table() {
    let missing = |key| Problem::MissingKey { key };
    assert_eq!(refused("format = \"tamga/election/v1\"\n", ""), (1, missing("format")));
    assert_eq!(refused("kind = \"one-of\"\n", ""), (7, missing("kind")));
    assert_eq!(refused("registered = 700\n", ""), (18, missing("registered")));
    assert_eq!(refused("kind = \"one-of\"", "kind = \"approval\""), (7, missing("max")));
    assert_eq!(refused(", closes = 2024-11-05T20:00:00Z", ""), (4, missing("closes")));
    let header_only = EXAMPLE.split("\n[[contest]]").next().unwrap();
    let error = Draft::parse(header_only).unwrap_err();
    assert_eq!((error.line, error.problem), (1, missing("contest")));
}

#[test]
fn bad_values_are_refused_with_their_line() {
    let number = |key, min, max| Problem::BadNumber { key, min, max };
    let word = |key, words: &str| Problem::BadWord { key, words: words.into() };
    let bad_id = |id: &str| Problem::BadId { id: id.into() };
    let duplicate = |id: &str| Problem::DuplicateId { id: id.into() };
    #[rustfmt::skip] // A table, one case a line.
    let cases: Vec<(&str, &str, usize, Problem)> = vec![
        ("tamga/election/v1", "tamga/election/v2", 1, Problem::BadFormat),
        ("\"colorado-2024-president\"", "7", 2, Problem::WrongType { key: "id", expected: "a text in quotes" }),
        ("colorado-2024-president", "Colorado", 2, bad_id("Colorado")),
        ("title = { en = \"President\" }", "title = \"President\"", 9, Problem::WrongType { key: "title", expected: "a table" }),
        ("title = { en = \"President\" }", "title = { ru = \"P\" }", 9, Problem::NoDefaultLanguage { key: "title", language: "en" }),
        ("title = { en = \"President\" }", "title = { en = \" P\" }", 9, Problem::BadText { key: "title" }),
        ("2024-10-20T00:00:00Z", "2024-10-20", 4, Problem::BadTime { key: "opens" }),
        ("2024-10-20T00:00:00Z", "2024-10-20T00:00:00", 4, Problem::BadTime { key: "opens" }),
        ("2024-10-20T00:00:00Z", "2024-10-20T00:00:00.5Z", 4, Problem::BadTime { key: "opens" }),
        ("2024-10-20T00:00:00Z", "1969-10-20T00:00:00Z", 4, Problem::BadTime { key: "opens" }),
        ("2024-10-20T00:00:00Z", "2024-11-05T20:00:00Z", 4, Problem::BadPeriod),
        ("min_open = 5", "min_open = 0", 5, number("min_open", 1, u32::MAX)),
        ("min_open = 5", "min_open = \"5\"", 5, number("min_open", 1, u32::MAX)),
        ("min_open = 5", "min_open = -5", 5, number("min_open", 1, u32::MAX)),
        ("registered = 320225", "registered = 3202.25", 16, number("registered", 0, u32::MAX)),
        ("registered = 320225", "registered = 4294967296", 16, number("registered", 0, u32::MAX)),
        ("revote = \"last\"", "revote = \"never\"", 5, word("revote", "last, first, refuse")),
        ("[[contest]]", "[admission]\nphone-differs = \"red\"\n[[contest]]", 8, word("phone-differs", "green, blue, yellow")),
        ("[[contest]]", "[admission]\nblue = \"green\"\n[[contest]]", 8, word("blue", "counted, held")),
        ("[[contest]]", "[admission]\nyellow = \"counted\"\n[[contest]]", 8, Problem::UnknownKey { key: "yellow".into() }),
        ("period = ", "openings = 0\nperiod = ", 4, number("openings", 1, 16)),
        ("period = ", "openings = 17\nperiod = ", 4, number("openings", 1, 16)),
        ("late = \"supplement\"", "late = \"never\"", 5, word("late", "supplement, refuse")),
        ("kind = \"one-of\"", "kind = \"one-off\"", 10, word("kind", "one-of, approval")),
        ("kind = \"one-of\"", "kind = \"one-of\"\nmax = 2", 11, Problem::MaxOfOneOf),
        ("kind = \"one-of\"", "kind = \"approval\"\nmax = 2", 11, number("max", 1, 1)),
        ("\"harris\"", "\"blank\"", 11, Problem::ReservedId { id: "blank".into() }),
        ("\"harris\"", "\"*\"", 11, Problem::ReservedId { id: "*".into() }),
        ("\"harris\"", "\"\"", 11, bad_id("")),
        ("option = [ {", "option = [ { id = \"harris\", name = { en = \"H\" } }, {", 11, duplicate("harris")),
        ("code = \"hinsdale\"", "code = \"adams\"", 19, duplicate("adams")),
        ("registered = 700", "registered = 700\ncontests = [\"mayor\"]", 22, Problem::NoSuchContest { id: "mayor".into() }),
        ("registered = 700", "registered = 700\ncontests = [\"president\", \"president\"]", 22, Problem::ContestTwice { id: "president".into() }),
        ("registered = 700", "registered = 700\ncontests = []", 22, Problem::BadCount { key: "contests", max: 128 }),
        ("merge_into = \"adams\"", "merge_into = \"eve\"", 22, Problem::NoSuchRegion { code: "eve".into() }),
        ("merge_into = \"adams\"", "merge_into = \"hinsdale\"", 22, Problem::Circle),
        ("registered = 320225", "registered = 320225\nmerge_into = \"hinsdale\"", 17, Problem::Circle),
    ];
    for (old, new, line, problem) in cases {
        assert_eq!(refused(old, new), (line, problem), "{old} → {new}");
    }
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    for (old, new, line) in [
        ("id = \"colorado", "id = colorado", 2),
        ("kind = \"one-of\"", "kind = \"one-of", 10),
        ("[[contest]]", "[[contest]", 7),
    ] {
        let (found, problem) = refused(old, new);
        assert_eq!(found, line, "{new}");
        assert!(matches!(problem, Problem::Syntax { .. }), "{new}: {problem:?}");
    }
    let (line, problem) = refused("code = \"adams\"", "code = \"adams\"\ncode = \"eve\"");
    assert_eq!(line, 15);
    assert!(matches!(problem, Problem::Syntax { .. }), "a key twice: {problem:?}");
}

#[test]
fn what_later_versions_bring_is_said_to_be_not_yet_supported() {
    let unsupported = |key| Problem::NotYetSupported { key };
    let id = "id = \"colorado-2024-president\"";
    for (key, value) in [("history", "\"credential\""), ("cell_len", "1024")] {
        assert_eq!(refused(id, &format!("{id}\n{key} = {value}")), (3, unsupported(key)), "{key}");
    }
    let contest = "[[contest]]";
    for key in ["checkers", "approvals", "registrar", "identity", "collectors", "hsms"] {
        let commission = format!("[commission]\n{key} = 1\n{contest}");
        assert_eq!(refused(contest, &commission), (8, unsupported(key)));
    }
}

#[test]
fn what_contradicts_itself_is_refused_with_its_line() {
    let kind = "kind = \"one-of\"";
    let counting = |lines: &str| refused(kind, &format!("{kind}\n{lines}"));
    for method in ["plurality", "hare", "dhondt", "sainte-lague"] {
        let alone = counting(&format!("method = \"{method}\""));
        assert_eq!(alone, (11, Problem::MethodWithoutSeats { method }));
        let none = counting(&format!("seats = 0\nmethod = \"{method}\""));
        assert_eq!(none, (12, Problem::MethodWithoutSeats { method }));
    }
    assert_eq!(counting("seats = 7"), (11, Problem::SeatsWithoutMethod { seats: 7 }));
    assert_eq!(counting("method = \"none\"\nseats = 7"), (12, Problem::SeatsWithoutMethod { seats: 7 }));
    assert_eq!(counting("tie = \"lot\"\nthreshold = \"5%\""), (12, Problem::ThresholdWithoutSeats));
    let two = counting("method = \"plurality\"\nseats = 2");
    assert_eq!(two, (12, Problem::TooManySeats { seats: 2, candidates: 1 }));
    let id = "id = \"colorado-2024-president\"";
    let openings = refused(id, &format!("{id}\nopenings = 3"));
    assert_eq!(openings, (3, Problem::TooManyOpenings { openings: 3, regions: 2 }));
}

#[test]
fn who_stands_for_nobody_takes_no_seat_by_plurality() {
    let options = "option = [ {";
    let [none, other] = ["against-all", "write-in"]
        .map(|role| format!("option = [ {{ id = \"{role}\", role = \"{role}\", name = {{ en = \"N\" }} }}, {{"));
    for more in [none, other] {
        let problem = refused(options, &format!("seats = 2\nmethod = \"plurality\"\n{more}"));
        assert_eq!(problem, (11, Problem::TooManySeats { seats: 2, candidates: 1 }));
    }
}

#[test]
fn bad_thresholds_and_seats_are_refused() {
    let kind = "kind = \"one-of\"";
    for threshold in ["\"5\"", "\"%\"", "\"101%\"", "\"2.555%\"", "\"-1%\"", "\"1.%\""] {
        let (line, problem) = refused(kind, &format!("{kind}\nthreshold = {threshold}"));
        assert_eq!((line, problem), (11, Problem::BadThreshold), "{threshold}");
    }
    for seats in ["\"one\"", "-1", "10001"] {
        let problem = refused(kind, &format!("{kind}\nseats = {seats}"));
        assert_eq!(problem, (11, Problem::BadNumber { key: "seats", min: 0, max: 10_000 }));
    }
}

#[test]
fn a_quorum_that_is_no_majority_is_refused() {
    let contest = "[[contest]]";
    for (officers, quorum, least) in [(5, 2, 3), (4, 2, 3), (5, 6, 3)] {
        let commission = format!("[commission]\nofficers = {officers}\nquorum = {quorum}\n{contest}");
        assert_eq!(refused(contest, &commission), (9, Problem::BadQuorum { quorum, officers, least }));
    }
    let too_many = format!("[commission]\nofficers = 16\n{contest}");
    assert_eq!(refused(contest, &too_many), (8, Problem::BadNumber { key: "officers", min: 1, max: 15 }));
}

#[test]
fn an_error_is_one_sentence_with_file_line_and_what_to_do() {
    let (line, problem) = refused("registered = 700", "registered = 700\nregistred = 7");
    let text = tamga_record::election_toml::TomlError { line, problem }.to_string();
    assert_eq!(text, "election.toml, line 22: the key `registred` is unknown here; remove it or correct its spelling");
}

#[test]
fn a_file_that_ends_early_is_refused_wherever_it_is_cut_inside_a_line() {
    for line in EXAMPLE.lines().filter(|line| line.contains(['"', '{'])) {
        let end = EXAMPLE.find(line).unwrap() + line.len() - 1;
        assert!(Draft::parse(&EXAMPLE[..end]).is_err(), "cut inside {line:?}");
    }
}
