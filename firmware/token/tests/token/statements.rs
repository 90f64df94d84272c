use tamga_crypto::hash::sha3_256;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_token::Consent;
use tamga_wire::limits::TOTALS_LEN_MAX;
use tamga_wire::{Answer, Operation, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::ready_token;
use crate::definition::hex;
use crate::operations::{counts, since};
use crate::statement::{lines, text, totals};
use crate::tally::Tally;

const MISMATCH: Response = Response::Refused(Refusal::StatementMismatch);

fn begin(token: &mut Bench, text: &[u8], totals: &str) -> Response {
    let totals_length = totals.len() as u32;
    token.ask(&Request::StatementBegin { text: text.to_vec(), totals_length })
}

fn present(token: &mut Bench, text: &[u8], totals: &str) -> Response {
    let mut answer = begin(token, text, totals);
    for part in totals.as_bytes().chunks(100) {
        if answer == Response::Done {
            answer = token.ask(&Request::StatementTotals { bytes: part.to_vec() });
        }
    }
    answer
}

/// A ready token, its identity key and a statement of its election.
fn ready() -> (Bench, VerifyingKey, Vec<String>) {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let key = VerifyingKey::from_bytes(&info.identity.unwrap()).unwrap();
    (token, key, lines(&keys.e, &[6; 32], &totals()))
}

#[test]
fn an_officer_who_signs_signs_the_text() {
    let (mut token, key, lines) = ready();
    let answer = present(&mut token, &text(&lines), &totals());
    let Response::StatementSigned { answer: Answer::Sign, signature } = answer else { panic!("{answer:?}") };
    key.verify(&text(&lines), &Signature::from_bytes(signature)).unwrap();
}

#[test]
fn an_officer_who_dissents_signs_the_text_and_a_line() {
    let (mut token, key, lines) = ready();
    token.answers(Consent::Dissent);
    let answer = present(&mut token, &text(&lines), &totals());
    let Response::StatementSigned { answer: Answer::Dissent, signature } = answer else { panic!("{answer:?}") };
    let signature = Signature::from_bytes(signature);
    key.verify(&[text(&lines), b"dissent\n".to_vec()].concat(), &signature).unwrap();
    assert!(key.verify(&text(&lines), &signature).is_err(), "a dissent is no consent");
}

#[test]
fn an_officer_who_refuses_signs_nothing() {
    let (mut token, _, lines) = ready();
    token.answers(Consent::No);
    let expected = Response::StatementSigned { answer: Answer::Refuse, signature: [0; 64] };
    assert_eq!(present(&mut token, &text(&lines), &totals()), expected);
}

#[test]
fn the_officer_sees_every_row_and_then_the_figures() {
    let (mut token, _, lines) = ready();
    present(&mut token, &text(&lines), &totals());
    let screens: Vec<String> = token.desk.borrow().screens.iter().map(ToString::to_string).collect();
    let (question, pages) = screens.split_last().unwrap();
    let rows: Vec<&str> = pages.iter().flat_map(|page| page.lines().skip(2)).collect();
    let table = totals();
    assert_eq!(rows, table.lines().skip(1).collect::<Vec<_>>());
    assert!(pages.iter().all(|page| page.lines().count() <= 10), "a page is short");
    let number = tamga_crypto::control_number::control_number(&sha3_256(&[&text(&lines)]));
    assert!(question.starts_with("REHEARSAL\nSIGN"), "{question}");
    assert!(question.contains("registered 40561, received 32379, counted 32370\n"), "{question}");
    assert!(question.ends_with(&number), "{question}");
}

#[test]
fn other_totals_than_the_text_names_are_refused_and_nothing_is_asked() {
    let (mut token, _, lines) = ready();
    let other = totals().replace("option-2,14", "option-2,41");
    assert_eq!(other.len(), totals().len());
    assert_eq!(present(&mut token, &text(&lines), &other), MISMATCH);
    let screens = token.desk.borrow().screens.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(screens.is_empty(), "no page was shown, no question asked: {screens:?}");
}

#[test]
fn a_host_that_begins_again_cannot_mix_the_pages_of_two_tables() {
    let (mut token, keys) = ready_token();
    let (honest, forged) = (totals(), totals().replace("option-2,14", "option-2,41"));
    begin(&mut token, &text(&lines(&keys.e, &[6; 32], &honest)), &honest);
    let first = honest.as_bytes()[..honest.len() - 1].to_vec();
    assert_eq!(token.ask(&Request::StatementTotals { bytes: first }), Response::Done);
    present(&mut token, &text(&lines(&keys.e, &[6; 32], &forged)), &forged);
    let screens: Vec<String> = token.desk.borrow().screens.iter().map(ToString::to_string).collect();
    let (question, pages) = screens.split_last().unwrap();
    assert!(question.contains("SIGN"));
    let rows: Vec<&str> = pages.iter().flat_map(|page| page.lines().skip(2)).collect();
    assert_eq!(rows, forged.lines().skip(1).collect::<Vec<_>>());
}

#[test]
fn totals_that_are_no_table_are_refused_before_they_reach_the_screen() {
    let (mut token, keys) = ready_token();
    let tables = [
        "",
        "contest,option,votes",
        "contest,option,votes\n",
        "option,votes\na,1\n",
        "contest,option,votes\na,b,1",
        "contest,option,votes\na,b\n",
        "contest,option,votes\na,b,1,2\n",
        "contest,option,votes\na,b,01\n",
        "contest,option,votes\na,b,-1\n",
        "contest,option,votes\r\na,b,1\r\n",
        "contest,option,votes\nA,b,1\n",
        "contest,option,votes\na,SIGN NOW,1\n",
    ];
    for table in tables {
        let text = text(&lines(&keys.e, &[6; 32], table));
        let mut answer = begin(&mut token, &text, table);
        if answer == Response::Done {
            answer = token.ask(&Request::StatementTotals { bytes: table.as_bytes().to_vec() });
        }
        assert_eq!(answer, MISMATCH, "{table:?}");
        assert!(token.desk.borrow().screens.is_empty(), "{table:?}");
    }
}

#[test]
fn totals_longer_than_announced_or_allowed_are_refused() {
    let (mut token, _, lines) = ready();
    let too_long = Response::Refused(Refusal::TooLong);
    let totals_length = TOTALS_LEN_MAX as u32 + 1;
    assert_eq!(token.ask(&Request::StatementBegin { text: text(&lines), totals_length }), too_long);
    let begin = Request::StatementBegin { text: text(&lines), totals_length: 10 };
    assert_eq!(token.ask(&begin), Response::Done);
    assert_eq!(token.ask(&Request::StatementTotals { bytes: totals().into_bytes() }), too_long);
}

#[test]
fn a_statement_of_another_election_is_refused() {
    let (mut token, _, lines) = ready();
    let faults = [
        (1, "id colorado-2028-president".to_owned()),
        (2, format!("election {}", hex(&[1; 32]))),
        (3, "rehearsal no".into()),
        (4, "status final".into()),
        (4, "status certified".into()),
        (5, "opening 5".into()),
        (5, "opening 0".into()),
        (8, "received 32380".into()),
        (9, "counted 32380".into()),
        (13, "red 18446744073709551615".into()),
        (10, "green 032370".into()),
        (22, "ledger ".into()),
    ];
    for (line, replacement) in faults {
        let mut changed = lines.clone();
        changed[line] = replacement.clone();
        assert_eq!(begin(&mut token, &text(&changed), &totals()), MISMATCH, "{replacement}");
    }
}

#[test]
fn a_statement_with_a_line_more_less_or_moved_is_refused() {
    let (mut token, _, lines) = ready();
    for place in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(place);
        assert_eq!(begin(&mut token, &text(&without), &totals()), MISMATCH, "without {}", lines[place]);
        let mut doubled = lines.clone();
        doubled.insert(place, lines[place].clone());
        assert_eq!(begin(&mut token, &text(&doubled), &totals()), MISMATCH, "twice {}", lines[place]);
    }
    let dissent = [text(&lines), b"dissent\n".to_vec()].concat();
    assert_eq!(begin(&mut token, &dissent, &totals()), MISMATCH, "a dissent in the text itself");
    let unfinished = &text(&lines)[..text(&lines).len() - 1];
    assert_eq!(begin(&mut token, unfinished, &totals()), MISMATCH, "no LF at the end");
}

/// A statement about this opening and root, with this status.
fn about(e: &[u8; 32], status: &str, opening: u32, root: &[u8; 32]) -> Vec<u8> {
    let mut lines = lines(e, root, &totals());
    (lines[4], lines[5]) = (format!("status {status}"), format!("opening {opening}"));
    text(&lines)
}

#[test]
fn a_statement_about_another_root_than_was_opened_is_refused() {
    let (mut token, keys) = ready_token();
    let tally = Tally::new(&keys.e, &keys.election);
    tally.open(&mut token);
    let other = text(&lines(&keys.e, &[6; 32], &totals()));
    assert_eq!(present(&mut token, &other, &totals()), MISMATCH);
    let own = text(&lines(&keys.e, &tally.root(), &totals()));
    assert!(matches!(present(&mut token, &own, &totals()), Response::StatementSigned { .. }));
}

#[test]
fn a_statement_is_about_the_newest_opening_that_the_token_knows_or_a_later_one() {
    let (mut token, keys) = ready_token();
    let mut second = Tally::new(&keys.e, &keys.election);
    (second.opening, second.previous) = (2, [7; 32]);
    second.open(&mut token);
    let root = second.root();
    for (opening, root) in [(1, [7; 32]), (1, root), (2, [7; 32])] {
        assert_eq!(present(&mut token, &about(&keys.e, "partial", opening, &root), &totals()), MISMATCH, "{opening}");
    }
    for (status, opening, root) in [("partial", 2, root), ("complete", 3, [8; 32]), ("complete", 4, [8; 32])] {
        let answer = present(&mut token, &about(&keys.e, status, opening, &root), &totals());
        assert!(matches!(answer, Response::StatementSigned { .. }), "{status} {opening}: {answer:?}");
    }
}

#[test]
fn a_statement_after_the_supplement_is_not_partial() {
    let (mut token, _, _) = ready();
    let (_, keys) = ready_token();
    assert_eq!(present(&mut token, &about(&keys.e, "partial", 4, &[8; 32]), &totals()), MISMATCH);
}

#[test]
fn a_statement_counts_each_time_it_is_signed_and_not_when_it_is_refused() {
    let (mut token, keys) = ready_token();
    let table = totals();
    let text = text(&lines(&keys.e, &[6; 32], &table));
    let before = counts(&mut token);
    for consent in [Consent::Yes, Consent::Yes, Consent::Dissent, Consent::No] {
        token.answers(consent);
        assert!(matches!(present(&mut token, &text, &table), Response::StatementSigned { .. }));
    }
    assert_eq!(since(&mut token, &before), [(Operation::Sign, 3)]);
}
