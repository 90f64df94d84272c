//! The end of an election: a quorum's act, then each token erases its share and signs that it did.

use tamga_crypto::control_number::control_number;
use tamga_crypto::sign::{Signature, SigningKey, VerifyingKey};
use tamga_token::{Blob, Consent, Token};
use tamga_wire::request::OfficerSignature;
use tamga_wire::signed::{act_message, ended_message};
use tamga_wire::{ActKind, Digest, Figures, Life, Purpose, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::{BODY, Keys, ROLL, head, ready_token, ready_tokens};
use crate::definition;
use crate::tally::Tally;
use crate::unlocking::good_unlock;

const DIGEST: Digest = [0xed; 32];
const FIGURES: Figures = [1, 32_379, 5, 0];

/// A token's signature under an act.
fn signature(token: &mut Bench, kind: ActKind, figures: Figures, digest: Digest) -> OfficerSignature {
    let index = token.info().index;
    match token.ask(&Request::Act { kind, digest, figures }) {
        Response::Signed { signature } => OfficerSignature { token: index, signature },
        other => panic!("{other:?}"),
    }
}

/// All tokens, and each one's signature under the END act.
fn decided() -> (Vec<Bench>, Vec<OfficerSignature>, &'static Keys) {
    let (mut tokens, keys) = ready_tokens();
    let signatures = tokens.iter_mut().map(|token| signature(token, ActKind::End, FIGURES, DIGEST)).collect();
    (tokens, signatures, keys)
}

fn end(signatures: &[OfficerSignature]) -> Request {
    Request::End { digest: DIGEST, figures: FIGURES, signatures: signatures.to_vec() }
}

fn ended() -> (Bench, Vec<OfficerSignature>, &'static Keys, Response) {
    let (mut tokens, signatures, keys) = decided();
    let mut token = tokens.remove(1);
    let answer = token.ask(&end(&signatures[..3]));
    (token, signatures, keys, answer)
}

#[test]
fn every_token_erases_its_share_upon_a_quorum_and_signs_that_it_did() {
    let (mut tokens, signatures, keys) = decided();
    for (index, token) in (1..).zip(&mut tokens) {
        assert_eq!(token.exchange(&end(&signatures[2..])), Response::Waiting);
        let id = definition::ID;
        let words = format!("ERASE the share of the election key\nEND {id}\nopenings 1, ballots 32379, tokens 5");
        assert_eq!(token.screen(), format!("REHEARSAL\n{words}\n{}", control_number(&DIGEST)));
        assert!(token.desk.borrow().blobs.contains_key(&Blob::ElectionShare), "not before the yes");
        let answer = token.exchange(&Request::Poll);
        let Response::Ended { signature } = answer else { panic!("{answer:?}") };
        let key = VerifyingKey::from_bytes(&token.info().identity.unwrap()).unwrap();
        key.verify(&ended_message(&keys.e, index, &DIGEST), &Signature::from_bytes(signature)).unwrap();
        let info = token.info();
        assert_eq!((info.life, info.election_key, info.custody_key), (Life::Ended, false, true));
        assert!(!token.desk.borrow().blobs.contains_key(&Blob::ElectionShare));
    }
}

#[test]
fn all_five_signatures_serve_as_well_as_three_and_the_token_need_not_have_signed() {
    for chosen in [vec![0, 1, 2, 3, 4], vec![2, 3, 4], vec![0, 2, 4]] {
        let (mut tokens, signatures, _) = decided();
        let chosen: Vec<_> = chosen.into_iter().map(|place: usize| signatures[place].clone()).collect();
        assert!(matches!(tokens[1].ask(&end(&chosen)), Response::Ended { .. }));
    }
}

#[test]
fn an_ended_token_says_so_again_without_asking_and_to_no_other_act() {
    let (token, signatures, _, answer) = ended();
    let mut token = token.restart();
    let shown = token.shown();
    assert_eq!(token.exchange(&end(&signatures[..3])), answer);
    assert_eq!(token.exchange(&end(&[])), answer, "what it says is said already");
    let other = Request::End { digest: [1; 32], figures: FIGURES, signatures: signatures.clone() };
    assert_eq!(token.exchange(&other), Response::Refused(Refusal::Ended));
    assert_eq!(token.shown(), shown);
    assert_eq!(token.info().life, Life::Ended);
}

#[test]
fn what_needs_the_share_is_refused_after_the_end_and_the_custody_key_still_unlocks() {
    let (token, _, keys, _) = ended();
    let mut token = token.restart();
    let definition = token.info().definition.unwrap();
    let tally = Tally::new(&keys.e, &keys.election);
    let endorse = Request::Endorse {
        head: head(&definition, &keys.custody, &keys.election),
        body_digest: BODY,
        roll_digest: ROLL,
    };
    let begin = |purpose| Request::DkgBegin { purpose };
    let replace = Request::Replace { election: keys.e, number: 1, replaced: vec![], signatures: vec![] };
    let mut needing = vec![tally.begin(), tally.leaf(0), endorse, begin(Purpose::Election), begin(Purpose::Custody)];
    needing.extend([replace, Request::ReplaceCommit { number: 1, signatures: vec![] }]);
    for request in needing {
        assert_eq!(token.ask(&request), Response::Refused(Refusal::Ended), "{request:?}");
    }
    assert!(matches!(token.ask(&good_unlock(&definition, keys)), Response::Sealed { .. }));
    // Who ended first still signs the act for those who come later.
    signature(&mut token, ActKind::End, FIGURES, DIGEST);
}

#[test]
fn an_opening_under_way_ends_with_the_share() {
    let (mut tokens, signatures, keys) = decided();
    let tally = Tally::new(&keys.e, &keys.election);
    let token = &mut tokens[0];
    assert_eq!(token.ask(&tally.begin()), Response::Done);
    assert!(matches!(token.ask(&tally.leaf(0)), Response::Opened { .. }));
    assert!(matches!(token.ask(&end(&signatures)), Response::Ended { .. }));
    assert_eq!(token.ask(&tally.leaf(1)), Response::Refused(Refusal::Ended));
}

fn assert_refused(token: &mut Bench, request: &Request, refusal: Refusal, fault: &str) {
    let (before, shown) = (token.desk.borrow().blobs.clone(), token.shown());
    assert_eq!(token.ask(request), Response::Refused(refusal), "{fault}");
    assert_eq!(token.shown(), shown, "{fault}: nothing is shown");
    assert_eq!(token.desk.borrow().blobs, before, "{fault}");
    assert_eq!(token.info().life, Life::Enrolled);
}

#[test]
fn fewer_signatures_than_the_quorum_or_one_that_does_not_count_end_nothing() {
    let (mut tokens, good, _) = decided();
    let of_another_digest = signature(&mut tokens[3], ActKind::End, FIGURES, [1; 32]);
    let of_other_figures = signature(&mut tokens[3], ActKind::End, [2, 32_379, 5, 0], DIGEST);
    let mut tampered = good[3].clone();
    tampered.signature[40] ^= 1;
    let renumbered = |place: usize, token| OfficerSignature { token, ..good[place].clone() };
    let [a, b, c] = [good[0].clone(), good[1].clone(), good[2].clone()];
    let cases = [
        ("none", vec![]),
        ("one fewer than the quorum", vec![a.clone(), b.clone()]),
        ("one officer twice", vec![a.clone(), b.clone(), b.clone()]),
        ("one officer under two numbers", vec![a.clone(), b.clone(), renumbered(1, 3)]),
        ("not ascending", vec![b.clone(), a.clone(), c.clone()]),
        ("token 0", vec![renumbered(0, 0), a.clone(), b.clone(), c.clone()]),
        ("a token that there is not", vec![a.clone(), b.clone(), renumbered(2, 6)]),
        ("of another digest", vec![a.clone(), b.clone(), of_another_digest]),
        ("of other figures", vec![a.clone(), b.clone(), of_other_figures]),
        ("a bad one besides a quorum of good ones", vec![a, b, c, tampered]),
    ];
    for (fault, signatures) in cases {
        assert_refused(&mut tokens[4], &end(&signatures), Refusal::QuorumMissing, fault);
    }
}

#[test]
fn a_majority_that_the_host_made_itself_ends_nothing() {
    let (mut token, keys) = ready_token();
    let message = act_message(&keys.e, ActKind::End, &FIGURES, &DIGEST);
    let signatures: Vec<OfficerSignature> = (1..=5)
        .map(|token| OfficerSignature {
            token,
            signature: SigningKey::from_seed([token; 32]).sign(&message).to_bytes(),
        })
        .collect();
    assert_refused(&mut token, &end(&signatures), Refusal::QuorumMissing, "keys of the host's");
}

#[test]
fn signatures_under_another_act_with_the_same_figures_end_nothing() {
    let (mut tokens, _) = ready_tokens();
    // Figures that a recount can have as well: opening 1, 5 received, 5 counted, not agreeing.
    let figures = [1, 5, 5, 0];
    let signatures: Vec<_> =
        tokens.iter_mut().map(|token| signature(token, ActKind::Recount, figures, DIGEST)).collect();
    let request = Request::End { digest: DIGEST, figures, signatures };
    assert_refused(&mut tokens[0], &request, Refusal::QuorumMissing, "a recount");
}

#[test]
fn an_end_whose_figures_cannot_be_is_refused() {
    let (mut tokens, signatures, _) = decided();
    for figures in [[9, 1, 5, 0], [1, 1, 4, 0], [1, 1, 5, 1]] {
        let request = Request::End { digest: DIGEST, figures, signatures: signatures.clone() };
        assert_refused(&mut tokens[0], &request, Refusal::BadFigures, "figures");
        let act = Request::Act { kind: ActKind::End, digest: DIGEST, figures };
        assert_refused(&mut tokens[0], &act, Refusal::BadFigures, "figures");
    }
}

#[test]
fn a_token_that_endorsed_no_election_has_none_to_end() {
    let mut commission = crate::commission::Commission::enrolled();
    let answer = commission.tokens[0].ask(&end(&[]));
    assert_eq!(answer, Response::Refused(Refusal::OutOfOrder));
}

#[test]
fn a_token_whose_officer_says_no_keeps_its_share() {
    let (mut tokens, signatures, keys) = decided();
    let token = &mut tokens[0];
    for no in [Consent::No, Consent::Dissent] {
        token.answers(no);
        assert_eq!(token.ask(&end(&signatures)), Response::Refused(Refusal::RefusedByOfficer));
    }
    token.answers(Consent::Yes);
    assert_eq!(token.info().life, Life::Enrolled);
    Tally::new(&keys.e, &keys.election).open(token);
}

#[test]
fn a_loss_of_power_leaves_a_token_with_its_share_or_one_that_ended() {
    let (mut tokens, signatures, _) = decided();
    let before = tokens[0].desk.borrow().blobs.clone();
    let expected = tokens[0].ask(&end(&signatures));
    for stores in 0.. {
        let token = Bench::new(3);
        token.desk.borrow_mut().blobs = before.clone();
        let mut token = token.restart();
        token.desk.borrow_mut().stores_left = stores;
        let answer = token.ask(&end(&signatures));
        let mut token = token.restart();
        let (info, has_share) = (token.info(), token.desk.borrow().blobs.contains_key(&Blob::ElectionShare));
        assert_eq!(info.election_key, has_share, "{stores} stores");
        assert_eq!(info.life == Life::Ended, !has_share, "{stores} stores");
        if answer == expected {
            assert_eq!((stores, has_share), (2, false));
            return;
        }
        assert_eq!(answer, Response::Refused(Refusal::Storage));
        assert_eq!(token.ask(&end(&signatures)), expected, "and the host may ask again");
    }
}

#[test]
fn an_ended_token_has_the_share_erased_at_every_start_also_where_none_loads() {
    let (mut token, ..) = ended();
    for _ in 0..2 {
        token.desk.borrow_mut().erased.clear();
        assert!(!token.desk.borrow().blobs.contains_key(&Blob::ElectionShare));
        let (board, desk) = (token.token.env_mut().clone(), token.desk.clone());
        assert!(Token::new(board).is_ok());
        assert_eq!(desk.borrow().erased, [Blob::ElectionShare]);
    }
}

#[test]
fn an_ended_token_serves_no_other_election_before_it_is_wiped() {
    let (token, ..) = ended();
    let mut token = token.restart();
    let keys = |token: &mut Bench| (token.info().identity.unwrap(), token.info().share_key.unwrap());
    let officers = [keys(&mut token), keys(&mut ready_token().0)];
    let mut lines = definition::lines(&officers, 2);
    lines[1] = "id another-election".into();
    let answer = crate::commission::enrol(&mut token, &definition::text(&lines), 1);
    assert_eq!(answer, Response::Refused(Refusal::AlreadyEnrolledElsewhere));
    assert_eq!(token.ask(&Request::Wipe { retire: false }), Response::Done);
    assert!(matches!(token.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
    assert_eq!(token.info().life, Life::Initialised);
}
