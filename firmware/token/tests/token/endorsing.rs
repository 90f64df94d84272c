use tamga_wire::{Purpose, Refusal, Request, Response};

use crate::commission::{BODY, Commission, ROLL, deliver_envelopes, head, ready_token};

#[test]
fn the_head_of_another_key_file_is_refused() {
    let mut commission = Commission::enrolled();
    let custody = commission.make_key(Purpose::Custody);
    let election = commission.make_key(Purpose::Election);
    let right = head(&commission.d, &custody, &election);
    let swapped = head(&commission.d, &election, &custody);
    let other_definition = head(&[1; 32], &custody, &election);
    let mut longer = right.clone();
    longer.push(0);
    let mut lower_quorum = right.clone();
    lower_quorum[14 + 32 + 1] = 2;
    for head in [swapped, other_definition, longer, lower_quorum, vec![]] {
        let endorse = Request::Endorse { head, body_digest: BODY, roll_digest: ROLL };
        assert_eq!(commission.tokens[0].ask(&endorse), Response::Refused(Refusal::WrongKeys));
    }
}

#[test]
fn a_second_election_under_one_definition_is_refused() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let head = head(&info.definition.unwrap(), &keys.custody, &keys.election);
    let endorse = Request::Endorse { head, body_digest: BODY, roll_digest: [1; 32] };
    assert_eq!(token.ask(&endorse), Response::Refused(Refusal::OtherElection));
}

#[test]
fn without_both_keys_nothing_is_endorsed() {
    let mut commission = Commission::enrolled();
    let custody = commission.make_key(Purpose::Custody);
    let head = head(&commission.d, &custody, &custody);
    let endorse = Request::Endorse { head, body_digest: BODY, roll_digest: ROLL };
    assert_eq!(commission.tokens[0].ask(&endorse), Response::Refused(Refusal::OutOfOrder));
}

#[test]
fn an_endorsed_election_keeps_its_keys() {
    let (mut token, _) = ready_token();
    for purpose in [Purpose::Custody, Purpose::Election] {
        assert_eq!(token.ask(&Request::DkgBegin { purpose }), Response::Refused(Refusal::OutOfOrder));
    }
}

#[test]
fn a_key_generation_begun_before_the_endorsement_does_not_go_on_after_it() {
    let mut commission = Commission::enrolled();
    let custody = commission.make_key(Purpose::Custody);
    let election = commission.make_key(Purpose::Election);
    let round = commission.deal(Purpose::Election);
    let signatures: Vec<[u8; 64]> = commission.each(|token| match deliver_envelopes(token, &round.envelopes) {
        Response::DkgTranscript { signature, .. } => signature,
        other => panic!("{other:?}"),
    });
    let endorse =
        Request::Endorse { head: head(&commission.d, &custody, &election), body_digest: BODY, roll_digest: ROLL };
    for token in &mut commission.tokens {
        assert!(matches!(token.ask(&endorse), Response::Signed { .. }));
        let before = token.desk.borrow().blobs.clone();
        let answer = token.ask(&Request::DkgSignatures { signatures: signatures.clone() });
        assert_eq!(answer, Response::Refused(Refusal::OutOfOrder));
        assert_eq!(token.desk.borrow().blobs, before);
    }
}
