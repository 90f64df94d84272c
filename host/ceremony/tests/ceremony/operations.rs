//! Counts of tokens, and what the ledger says of them.

use tamga_ceremony::operations::{Comparison, compare, unexplained};
use tamga_ceremony::{Close, Each, Fault, Machine, Operations, Unlock, UnlockLabel};
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::ledger::{Answer, Entry, Role, Signer, TokenAct, Voters};
use tamga_wire::operations::operations_message;
use tamga_wire::{Operation, Operations as Counts, Refusal, Response};

use crate::set_up::box_body;
use crate::table::{Endorsed, SERIAL, TOKENS, Table, rng};

const NONCE: [u8; 32] = [0x4e; 32];
const D: [u8; 32] = [0; 32];

#[test]
fn every_token_reports_under_its_key_and_remembers_when_it_was_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let mut endorsed = Endorsed::of(Table::on_flash(folder.path()));
    let mut close = Close::new(&endorsed.commission, &endorsed.definition, &box_body(endorsed.election));
    endorsed.table.run(&mut close).unwrap();
    endorsed.table = Table::obliging();
    endorsed.table = Table::on_flash(folder.path());
    let purposes = tamga_wire::Purposes::ALL;
    endorsed.table.run(&mut Each::logins(TOKENS, Some(endorsed.definition.digest()), purposes).unwrap()).unwrap();
    let d = endorsed.definition.digest();
    let reports = endorsed.table.run(&mut Operations::new(&endorsed.commission, &d, NONCE)).unwrap();
    assert_eq!(reports.iter().map(|report| report.token).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let expected = Counts::default().with(Operation::Close, 1).with(Operation::Endorse, 1).with(Operation::Dkg, 2);
    for (report, officer) in reports.iter().zip(&endorsed.definition.officers) {
        assert_eq!(report.counts, expected);
        let (signed, signature) = report.signed.split_at(101);
        assert_eq!(signed, report.counts.report(&d, report.token, &NONCE));
        let key = VerifyingKey::from_bytes(&officer.identity).unwrap();
        let signature = Signature::from_bytes(signature.try_into().unwrap());
        key.verify(&operations_message(signed), &signature).unwrap();
        let digest = sha3_256(&[&report.signed]);
        let entry = Entry::Operations { token: report.token, number: 4, digest, unexplained: 1 };
        assert_eq!(report.entry(1), entry);
    }
}

#[test]
fn an_absent_token_is_left_out_and_a_changed_count_does_not_verify() {
    let mut endorsed = Endorsed::obliging();
    let mut machine = Operations::new(&endorsed.commission, &endorsed.definition.digest(), NONCE);
    let reports = endorsed.table.run_with(&mut machine, |token, _, response| match (token, response) {
        (2, Response::Operations { counts, signature }) => {
            Ok(Response::Operations { counts: counts.counted(Operation::Unlock).unwrap(), signature })
        }
        (3, Response::Operations { .. }) => Ok(Response::Done),
        (4, Response::Operations { .. }) => Ok(Response::Refused(Refusal::NotLoggedIn)),
        (_, response) => Ok(response),
    });
    assert_eq!(reports.unwrap().iter().map(|report| report.token).collect::<Vec<_>>(), [1, 5]);
    let faults = [(2, Fault::BadSignature), (3, Fault::WrongAnswer), (4, Fault::Refused(Refusal::NotLoggedIn))];
    assert_eq!(machine.faults(), faults);
    assert_eq!(machine.take_entries(), [], "a report is no act");
    // The report of another nonce is an old one.
    let (d, commission) = (endorsed.definition.digest(), &endorsed.commission);
    let old = endorsed.table.exchange(1, &tamga_wire::Request::Operations { nonce: [1; 32] }).unwrap();
    let mut machine = Operations::new(commission, &d, NONCE);
    assert!(machine.requests().contains(&(1, tamga_wire::Request::Cancel)));
    machine.receive(1, Response::Done).unwrap();
    assert_eq!(machine.requests(), [(1, tamga_wire::Request::Operations { nonce: NONCE })]);
    machine.receive(1, old).unwrap();
    assert_eq!(machine.faults(), [(1, Fault::BadSignature)]);
    for token in 2..=TOKENS {
        machine.absent(token).unwrap();
    }
    assert_eq!(machine.finish(), Ok(vec![]));
}

#[test]
fn an_unlock_of_which_the_ledger_does_not_know_is_found() {
    let mut endorsed = Endorsed::obliging();
    let d = endorsed.definition.digest();
    let label = UnlockLabel { definition: d, serial: SERIAL.to_owned(), role: Role::Admin, generation: 1 };
    let pin = tamga_ceremony::Pin::draw(&mut rng(9));
    let ciphertext = pin.encrypt(&endorsed.custody.group, &label.as_pin_label(), &mut rng(10)).unwrap();
    let mut entries = set_up();
    for hidden in [false, true] {
        let host_key = x25519::SecretKey::generate(&mut rng(11));
        let mut unlock = Unlock::new(&endorsed.custody.group, label.clone(), ciphertext, host_key).unwrap();
        assert_eq!(endorsed.table.run(&mut unlock).unwrap().pin, pin);
        if !hidden {
            entries.extend(unlock.take_entries());
        }
    }
    let reports = endorsed.table.run(&mut Operations::new(&endorsed.commission, &d, NONCE)).unwrap();
    for report in &reports {
        let found = compare(report.token, &report.counts, &entries, &Counts::default());
        assert_eq!(found[0], comparison(Operation::Unlock, 2, 1), "token {}", report.token);
        assert_eq!(unexplained(&found), 1);
        assert!(found.iter().all(|comparison| comparison.missing == 0));
    }
}

fn comparison(operation: Operation, counted: u32, explained: u32) -> Comparison {
    let (unexplained, missing) = (counted.saturating_sub(explained), explained.saturating_sub(counted));
    Comparison { operation, counted, explained, unexplained, missing }
}

fn signature(officer: u8, answer: Answer) -> Entry {
    Entry::Signature { opening: 1, signer: Signer::Officer(officer), answer, digest: D }
}

fn root(opening: u32, leaves: u32) -> Entry {
    Entry::Root { opening, previous: D, root: D, leaves, withheld: 0, sums: 0 }
}

fn decision(number: u32, for_: &[u8], against: &[u8]) -> Entry {
    Entry::Decision { number, opening: 1, digest: D, for_: Voters(for_.to_vec()), against: Voters(against.to_vec()) }
}

fn set_up() -> Vec<Entry> {
    let officers = (1..=TOKENS).map(|officer| Entry::Endorsement { signer: Signer::Officer(officer), digest: D });
    let hsm = Entry::Endorsement { signer: Signer::Hsm("officer-2".to_owned()), digest: D };
    [Entry::Keys { digest: D, custody: D, election_key: D }, hsm].into_iter().chain(officers).collect()
}

/// A ledger in which officer 2 does everything, other officers too, and some things only they.
fn ledger() -> Vec<Entry> {
    let unlock = |officers: &[u8]| Entry::Unlock {
        role: Role::Tally,
        hsm: SERIAL.to_owned(),
        generation: 1,
        officers: officers.to_vec(),
        digest: D,
    };
    let close = |officers: &[u8]| Entry::Close { opening: 1, digest: D, incomplete: 0, officers: officers.to_vec() };
    let share = |opening, token| Entry::Share { opening, token, digest: D };
    let recount = |officers: Vec<u8>| Entry::Recount { number: 1, statement: D, agrees: true, digest: D, officers };
    let acts = [
        Entry::Amendment { number: 1, digest: D, officers: vec![1, 2, 3] },
        decision(1, &[2], &[3]),
        decision(2, &[3], &[1, 2]),
        decision(3, &[1], &[]),
        close(&[1, 2, 3]),
        unlock(&[1, 2, 4]),
        unlock(&[1, 3, 4]),
        root(1, 8),
        // Once more after an interruption, and a root of which nothing was opened.
        share(1, 2),
        share(1, 3),
        share(1, 2),
        root(2, 0),
        share(2, 2),
        Entry::Refusal { token: 2, act: TokenAct::Sign, code: 20 },
        signature(2, Answer::Refuse),
        signature(2, Answer::Dissent),
        signature(3, Answer::Sign),
        signature(2, Answer::Sign),
        recount(vec![2, 5]),
    ];
    set_up().into_iter().chain(acts).collect()
}

/// What officer 2 did by that ledger, with two unlock tests at set-up.
fn fitting() -> [(Operation, u32); 9] {
    use Operation::*;
    [(Unlock, 3), (Open, 1), (Sign, 2), (Close, 1), (Vote, 2), (Amend, 1), (Recount, 1), (Endorse, 1), (Dkg, 2)]
}

fn baseline() -> Counts {
    Counts::default().with(Operation::Unlock, 2)
}

#[test]
fn entries_and_baseline_explain_what_a_token_counted() {
    let counts = Counts::new(fitting().map(|(_, count)| count));
    let found = compare(2, &counts, &ledger(), &baseline());
    assert_eq!(found, fitting().map(|(operation, count)| comparison(operation, count, count)));
    assert_eq!(unexplained(&found), 0);
}

#[test]
fn one_more_is_unexplained_and_one_less_is_missing() {
    let counts = Counts::new(fitting().map(|(_, count)| count));
    for (operation, count) in fitting() {
        let more = compare(2, &counts.with(operation, count + 1), &ledger(), &baseline());
        assert!(more.contains(&comparison(operation, count + 1, count)), "{operation:?}");
        assert_eq!((unexplained(&more), more.iter().map(|c| c.missing).sum::<u32>()), (1, 0), "{operation:?}");
        let less = compare(2, &counts.with(operation, count - 1), &ledger(), &baseline());
        assert_eq!((unexplained(&less), less.iter().map(|c| c.missing).sum::<u32>()), (0, 1), "{operation:?}");
    }
}

#[test]
fn what_others_did_explains_nothing() {
    let found = compare(5, &Counts::default().with(Operation::Vote, 1), &ledger(), &Counts::default());
    let by_kind = |wanted| *found.iter().find(|comparison| comparison.operation == wanted).unwrap();
    assert_eq!(by_kind(Operation::Vote), comparison(Operation::Vote, 1, 0));
    assert_eq!(by_kind(Operation::Close), comparison(Operation::Close, 0, 0));
    assert_eq!(by_kind(Operation::Recount), comparison(Operation::Recount, 0, 1));
}

#[test]
fn a_replacement_explains_two_shares_and_a_new_token_begins_with_nothing_else() {
    let mut entries = ledger();
    entries.push(Entry::Replacement { number: 1, digest: D, tokens: vec![3], officers: vec![1, 2] });
    let explained = |token| {
        let compared = compare(token, &Counts::default(), &entries, &baseline());
        let done = compared.into_iter().filter(|one| one.explained > 0);
        done.map(|one| (one.operation, one.explained)).collect::<Vec<_>>()
    };
    assert_eq!(explained(3), [(Operation::Dkg, 2)]);
    assert!(explained(2).contains(&(Operation::Dkg, 4)));
}
