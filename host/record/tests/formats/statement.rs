//! `tamga/statement/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::statement::{Statement, StatementError, StatementStatus, files_digest, statement_message};

use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::readme_block;

fn statement() -> Statement {
    Statement {
        id: "colorado-2024-president".into(),
        election: digest(0x11),
        rehearsal: true,
        status: StatementStatus::Complete,
        opening: 1,
        root: digest(0x22),
        registered: 40_561,
        received: 32_379,
        counted: 32_379,
        green: 32_379,
        blue: 0,
        yellow: 0,
        red: 0,
        superseded: 0,
        late: 0,
        opened: 64,
        withheld: 0,
        totals: digest(0x33),
        results: digest(0x44),
        record: digest(0x55),
        audit: digest(0x66),
        ledger_size: 300,
        ledger_root: digest(0x22),
    }
}

/// The README's block with values in the places of its `<…>`.
fn text() -> String {
    let mut text = readme_block("tamga/statement/v1\n").to_owned();
    for (key, byte) in [("election", "11"), ("root", "22"), ("record", "55"), ("audit", "66")] {
        text = text.replace(&format!("\n{key} <hex>\n"), &format!("\n{key} {}\n", byte.repeat(32)));
    }
    text = text.replace("<hex SHA3-256 of totals.csv>", &"33".repeat(32));
    text = text.replace("<hex SHA3-256 of results.csv>", &"44".repeat(32));
    text.replace("<size> <base64 root>", "300 IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI=")
}

#[test]
fn the_text_is_that_of_the_readme() {
    assert_eq!(statement().to_text(), text());
    assert_eq!(Statement::parse(text().as_bytes()), Ok(statement()));
    assert_eq!(statement().digest(), sha3_256(&[text().as_bytes()]));
    refuses_spoilt(text().as_bytes(), Statement::parse);
}

#[test]
fn the_longest_statement_fits_its_limit() {
    let long = Statement {
        id: "a".repeat(48),
        rehearsal: true,
        status: StatementStatus::Correction,
        opening: u32::MAX,
        registered: u64::MAX,
        received: u64::MAX,
        counted: u64::MAX,
        green: u64::MAX,
        blue: u64::MAX,
        yellow: u64::MAX,
        red: u64::MAX,
        superseded: u64::MAX,
        late: u64::MAX,
        opened: u32::MAX,
        withheld: u32::MAX,
        ledger_size: u64::MAX,
        ..statement()
    };
    assert!(long.to_text().len() <= 1_024, "{} bytes", long.to_text().len());
    assert_eq!(Statement::parse(long.to_text().as_bytes()), Ok(long));
}

#[test]
fn lines_that_are_not_what_stands_at_their_place_are_refused_by_number() {
    let spoil = |old: &str, new: &str| {
        assert_eq!(text().matches(old).count(), 1, "{old}");
        match Statement::parse(text().replace(old, new).as_bytes()) {
            Err(StatementError::Line { line, expected }) => (line, expected),
            other => panic!("{old} → {new}: {other:?}"),
        }
    };
    assert_eq!(spoil("id colorado", "id Colorado"), (2, "id"));
    assert_eq!(spoil("election 1111", "election 111"), (3, "election"));
    assert_eq!(spoil("election 1111", "election 1A11"), (3, "election"));
    assert_eq!(spoil("rehearsal yes\n", ""), (4, "rehearsal"));
    assert_eq!(spoil("status complete", "status finished"), (5, "status"));
    assert_eq!(spoil("opening 1\n", "opening 01\n"), (6, "opening"));
    assert_eq!(spoil("registered 40561\nreceived 32379\n", "received 32379\nregistered 40561\n"), (8, "registered"));
    assert_eq!(spoil("late 0\n", "late -0\n"), (16, "late"));
    assert_eq!(spoil("ledger 300 ", "ledger 300  "), (23, "ledger"));
    assert_eq!(spoil("IiI=\n", "IiI\n"), (23, "ledger"));
}

#[test]
fn a_text_over_its_limit_or_with_more_lines_is_refused() {
    let long = text() + &"a".repeat(1_024);
    assert_eq!(Statement::parse(long.as_bytes()), Err(ByteFault::OverLimit.into()));
    let more = text() + "dissent\n";
    assert_eq!(Statement::parse(more.as_bytes()), Err(ByteFault::TrailingBytes.into()));
    assert_eq!(statement_message(text().as_bytes(), true), more.as_bytes());
    assert_eq!(statement_message(text().as_bytes(), false), text().as_bytes());
}

#[test]
fn a_file_list_is_hashed_in_the_order_of_paths() {
    let files = [("b".to_owned(), 10, digest(2)), ("a/b".to_owned(), 0, digest(1)), ("a-b".to_owned(), 7, digest(3))];
    let list = format!("a-b 7 {}\na/b 0 {}\nb 10 {}\n", "03".repeat(32), "01".repeat(32), "02".repeat(32));
    let framed = [layout(&["0e", "'tamga/files/v1"]), list.into_bytes()].concat();
    assert_eq!(files_digest(&files), sha3_256(&[&framed]));
}
