//! Signing the statement: signed, dissented, refused.

use tamga_ceremony::{Answered, CeremonyError, Fault, Machine, Signing, culprits};
use tamga_crypto::hash::sha3_256;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_devices::LinkError;
use tamga_record::ledger::{Entry, Signer};
use tamga_record::statement::{Statement, StatementStatus};
use tamga_sim::OfficerScript;
use tamga_wire::{Answer, Response};

use crate::table::{Endorsed, Table};

fn totals() -> String {
    let rows = [
        "president,a,3",
        "president,b,2",
        "president,c,1",
        "president,blank,0",
        "question,yes,4",
        "question,no,1",
        "question,blank,1",
    ];
    format!("contest,option,votes\n{}\n", rows.join("\n"))
}

fn statement(election: [u8; 32], totals: &str) -> String {
    let statement = Statement {
        id: "test-election".to_owned(),
        election,
        rehearsal: true,
        status: StatementStatus::Complete,
        opening: 1,
        root: [1; 32],
        registered: 1000,
        received: 6,
        counted: 6,
        green: 6,
        blue: 0,
        yellow: 0,
        red: 0,
        superseded: 0,
        late: 0,
        opened: 40,
        withheld: 0,
        totals: sha3_256(&[totals.as_bytes()]),
        results: [2; 32],
        record: [3; 32],
        audit: [4; 32],
        ledger_size: 77,
        ledger_root: [5; 32],
    };
    statement.to_text()
}

/// A table whose officers answer the statement like this.
fn with_answers(answers: [Answer; 5]) -> Endorsed {
    let script = |statement| OfficerScript { statement, ..OfficerScript::default() };
    Endorsed::of(Table::new(answers.map(script)))
}

use Answer::{Dissent, Refuse, Sign};

#[test]
fn three_sign_one_dissents_one_refuses_and_all_are_on_record() {
    let mut endorsed = with_answers([Sign, Dissent, Sign, Refuse, Sign]);
    let totals = totals();
    let text = statement(endorsed.election, &totals);
    let mut signing = Signing::new(&endorsed.commission, 1, text.as_bytes(), totals.as_bytes(), 0);
    let Answered { answers: outcome, short } = endorsed.table.run(&mut signing).unwrap();
    assert_eq!(short, None);
    let answers: Vec<(u8, Answer)> = outcome.iter().map(|(token, answer, _)| (*token, *answer)).collect();
    assert_eq!(answers, [(1, Sign), (2, Dissent), (3, Sign), (4, Refuse), (5, Sign)]);
    let entries = signing.take_entries();
    for ((token, answer, signature), entry) in outcome.iter().zip(&entries) {
        let identity = endorsed.definition.officers[usize::from(*token) - 1].identity;
        let key = VerifyingKey::from_bytes(&identity).unwrap();
        let signs = |message: &str| key.verify(message.as_bytes(), &Signature::from_bytes(*signature)).is_ok();
        assert_eq!(signs(&text), *answer == Sign);
        assert_eq!(signs(&format!("{text}dissent\n")), *answer == Dissent);
        let digest = if *answer == Refuse { [0; 32] } else { sha3_256(&[signature]) };
        assert_eq!(*entry, Entry::Signature { opening: 1, signer: Signer::Officer(*token), answer: *answer, digest });
    }
    assert_eq!(entries.len(), 5);
    assert_eq!(outcome[3].2, [0; 64]);
}

#[test]
fn two_signatures_and_two_dissents_are_not_a_quorum_that_signs() {
    let mut endorsed = with_answers([Sign, Dissent, Dissent, Refuse, Sign]);
    let totals = totals();
    let text = statement(endorsed.election, &totals);
    let mut signing = Signing::new(&endorsed.commission, 1, text.as_bytes(), totals.as_bytes(), 0);
    let error = CeremonyError::TooFew { needed: 3, good: 2, faults: Vec::new() };
    let outcome = endorsed.table.run(&mut signing).unwrap();
    assert_eq!((outcome.answers.len(), &outcome.short), (5, &Some(error)));
    assert_eq!(signing.take_entries().len(), 5);
    assert_eq!(signing.finish(), Ok(outcome));
    assert_eq!(signing.take_entries(), []);
}

/// Of five officers one is there, where three are needed and so many signed before.
#[test]
fn who_signed_before_is_not_waited_for() {
    let one_there = |signed_before: u8| {
        let mut endorsed = with_answers([Sign; 5]);
        let totals = totals();
        let text = statement(endorsed.election, &totals);
        let (text, totals) = (text.as_bytes(), totals.as_bytes());
        let mut signing = Signing::new(&endorsed.commission, 1, text, totals, signed_before);
        let outcome = endorsed.table.run_with(&mut signing, |token, _, response| match token {
            3 => Ok(response),
            _ => Err(LinkError::Closed),
        });
        outcome.unwrap()
    };
    for signed_before in [2, 3, 5] {
        let Answered { answers, short } = one_there(signed_before);
        assert_eq!((answers.len(), short), (1, None), "{signed_before}");
    }
    for (signed_before, lacking) in [(0, 3), (1, 2)] {
        let short = one_there(signed_before).short;
        assert!(matches!(short, Some(CeremonyError::TooFew { needed, good: 1, .. }) if needed == lacking), "{short:?}");
    }
}

#[test]
fn a_signature_passed_off_as_consent_to_another_answer_is_named() {
    let mut endorsed = with_answers([Sign, Sign, Dissent, Sign, Sign]);
    let totals = totals();
    let text = statement(endorsed.election, &totals);
    let mut signing = Signing::new(&endorsed.commission, 1, text.as_bytes(), totals.as_bytes(), 0);
    let outcome = endorsed.table.run_with(&mut signing, |token, _, response| match (token, response) {
        (3, Response::StatementSigned { signature, .. }) => Ok(Response::StatementSigned { answer: Sign, signature }),
        (5, _) => Err(LinkError::Closed),
        (_, other) => Ok(other),
    });
    let signed: Vec<u8> = outcome.unwrap().answers.iter().map(|(token, ..)| *token).collect();
    assert_eq!(signed, [1, 2, 4]);
    assert_eq!(signing.faults(), [(5, Fault::Absent), (3, Fault::BadSignature)]);
    assert_eq!(culprits(signing.faults()), [3]);
}

#[test]
fn tokens_do_not_sign_totals_other_than_the_statement_names() {
    let mut endorsed = Endorsed::obliging();
    let totals = totals();
    let text = statement(endorsed.election, &totals);
    let changed = totals.replace("a,3", "a,4");
    let mut signing = Signing::new(&endorsed.commission, 1, text.as_bytes(), changed.as_bytes(), 0);
    let outcome = endorsed.table.run(&mut signing).unwrap();
    assert_eq!(outcome.answers, []);
    assert!(matches!(outcome.short, Some(CeremonyError::TooFew { good: 0, .. })));
    assert_eq!(signing.take_entries().len(), 5);
}
