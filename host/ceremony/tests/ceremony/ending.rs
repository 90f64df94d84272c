//! The end of an election on five simulated tokens.

use tamga_ceremony::{CeremonyError, End, EndAct, Fault, Machine, RunError};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_record::acts::Signatures;
use tamga_record::commission::Commission;
use tamga_record::end::EndBody;
use tamga_record::ledger::{Entry, TokenAct};
use tamga_sim::{ActKind, Asked, OfficerScript};
use tamga_wire::{Life, Refusal, Request, Response};

use crate::table::{Endorsed, NEEDED, TOKENS, Table};

const REFUSED: u8 = 20;

fn body(endorsed: &Endorsed) -> EndBody {
    EndBody { election: endorsed.election, openings: 1, counted: 890, tokens: TOKENS, statement: [5; 32] }
}

/// Officers who say no to this question; the others say yes to everything.
fn refusing(refusing: &[usize], asked: Asked) -> Endorsed {
    Endorsed::of(Table::new(std::array::from_fn(|place| {
        let refuses = if refusing.contains(&(place + 1)) { vec![asked] } else { vec![] };
        OfficerScript { refuses, ..OfficerScript::default() }
    })))
}

fn end_act(endorsed: &mut Endorsed) -> Signatures {
    let mut act = EndAct::new(&endorsed.commission, &body(endorsed));
    endorsed.table.run(&mut act).unwrap()
}

fn assert_ended(endorsed: &Endorsed, ended: &Signatures) {
    for (token, signature) in ended {
        let key = VerifyingKey::from_bytes(&endorsed.definition.officers[usize::from(*token) - 1].identity).unwrap();
        key.verify(&body(endorsed).ended_message(*token), &Signature::from_bytes(*signature)).unwrap();
    }
}

#[test]
fn a_quorum_ends_the_election_and_every_token_signs_that_its_share_is_gone() {
    let mut endorsed = Endorsed::obliging();
    let body = body(&endorsed);
    let mut act = EndAct::new(&endorsed.commission, &body);
    let signatures = endorsed.table.run(&mut act).unwrap();
    let commission = Commission::first(&endorsed.definition, &endorsed.keys);
    commission.verify_signatures(&body.message(), &signatures).unwrap();
    let entry = Entry::End { openings: 1, counted: 890, statement: [5; 32], signatures: signatures.clone() };
    assert_eq!(act.take_entries(), [entry]);
    let words = "END the election: the tokens erase their shares\nopenings 1, ballots 890\ntokens 5\n";
    assert!(endorsed.table.sims.iter().all(|sim| sim.screens().last().unwrap().contains(words)));

    let mut end = End::new(&endorsed.commission, &body, &signatures, &[]);
    let ended = endorsed.table.run(&mut end).unwrap();
    assert_eq!(ended.len(), usize::from(TOKENS));
    assert_ended(&endorsed, &ended);
    let entries: Vec<Entry> = ended
        .iter()
        .map(|(token, signature)| Entry::Ended { token: *token, statement: [5; 32], signature: *signature })
        .collect();
    assert_eq!(end.take_entries(), entries);
}

#[test]
fn two_of_five_do_not_end_an_election() {
    let mut endorsed = refusing(&[1, 2, 4], Asked::Act(ActKind::End));
    let mut act = EndAct::new(&endorsed.commission, &body(&endorsed));
    let Err(RunError::Ceremony(CeremonyError::TooFew { needed, good, .. })) = endorsed.table.run(&mut act) else {
        panic!("a quorum is needed");
    };
    assert_eq!((needed, good), (NEEDED, 2));
    let refusal = |token| Entry::Refusal { token, act: TokenAct::End, code: REFUSED };
    assert_eq!(act.take_entries(), [1, 2, 4].map(refusal));
}

#[test]
fn who_says_no_keeps_the_share_and_only_those_who_did_not_end_are_asked_again() {
    let mut endorsed = refusing(&[2], Asked::End);
    let (body, signatures) = (body(&endorsed), end_act(&mut endorsed));
    let mut end = End::new(&endorsed.commission, &body, &signatures, &[]);
    let ended = endorsed.table.run(&mut end).unwrap();
    let tokens: Vec<u8> = ended.iter().map(|(token, _)| *token).collect();
    assert_eq!(tokens, [1, 3, 4, 5]);
    assert_eq!(end.faults(), [(2, Fault::Refused(Refusal::RefusedByOfficer))]);
    let refusal = Entry::Refusal { token: 2, act: TokenAct::End, code: REFUSED };
    assert_eq!(end.take_entries().first(), Some(&refusal));

    let asked = |endorsed: &Endorsed| endorsed.table.sims.iter().map(|sim| sim.screens().len()).collect::<Vec<_>>();
    let before = asked(&endorsed);
    let mut again = End::new(&endorsed.commission, &body, &signatures, &tokens);
    assert_eq!(endorsed.table.run(&mut again).unwrap(), []);
    let after: Vec<usize> = asked(&endorsed).iter().zip(before).map(|(after, before)| after - before).collect();
    assert_eq!(after, [0, 1, 0, 0, 0]);
    // Of all of them, those that ended say the same again, without asking.
    let mut all = End::new(&endorsed.commission, &body, &signatures, &[]);
    assert_eq!(endorsed.table.run(&mut all).unwrap(), ended);
}

#[test]
fn an_answer_of_another_token_is_no_end_of_this_one() {
    let mut endorsed = Endorsed::obliging();
    let (body, signatures) = (body(&endorsed), end_act(&mut endorsed));
    let ended = endorsed.table.run(&mut End::new(&endorsed.commission, &body, &signatures, &[])).unwrap();
    let mut end = End::new(&endorsed.commission, &body, &signatures, &[]);
    for (token, request) in end.requests() {
        assert_eq!(request, Request::Cancel);
        end.receive(token, Response::Done).unwrap();
    }
    for (token, request) in end.requests() {
        assert!(matches!(request, Request::End { .. }));
        let (_, of_the_first) = ended[0];
        end.receive(token, Response::Ended { signature: of_the_first }).unwrap();
    }
    assert_eq!(end.finish().unwrap(), [ended[0]]);
    assert_eq!(end.faults(), [2, 3, 4, 5].map(|token| (token, Fault::BadSignature)));
}

#[test]
fn signatures_of_fewer_than_a_quorum_make_no_token_erase_its_share() {
    let mut endorsed = Endorsed::obliging();
    let (body, signatures) = (body(&endorsed), end_act(&mut endorsed));
    let mut end = End::new(&endorsed.commission, &body, &signatures[..2].to_vec(), &[]);
    assert_eq!(endorsed.table.run(&mut end).unwrap(), []);
    assert!(end.faults().iter().all(|(_, fault)| *fault == Fault::Refused(Refusal::QuorumMissing)));
    assert_eq!(end.faults().len(), usize::from(TOKENS));
    for token in 1..=TOKENS {
        let Ok(Response::Info(info)) = endorsed.table.exchange(token, &Request::Hello) else { panic!() };
        assert_eq!((info.life, info.election_key), (Life::Enrolled, true));
    }
}
