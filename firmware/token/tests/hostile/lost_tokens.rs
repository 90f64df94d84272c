//! A replacement that nobody decided, or in which the host plays more than its part.

use tamga_crypto::sign::{SigningKey, VerifyingKey};
use tamga_token::Blob;
use tamga_wire::request::OfficerSignature;
use tamga_wire::signed::act_message;
use tamga_wire::{ActKind, NewOfficer, Purpose, Purposes, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::{TOKENS, enrol, ready_definition};
use crate::replacing::{Decided, Table};
use crate::slice::slice;
use crate::{assert_refused, assert_refused_unseen, assert_serves};

const BAD: Refusal = Refusal::BadReplacement;
const QUORUM: Refusal = Refusal::QuorumMissing;

/// A table at which replacing token 3 is decided, and nothing begun.
fn decided() -> Table {
    let mut table = Table::ready();
    table.decide(&[3]);
    table
}

fn with(decided: &Decided, change: impl FnOnce(&mut Decided)) -> Request {
    let mut changed = decided.clone();
    change(&mut changed);
    changed.request()
}

/// As [`with`], signed anew by the officers with these keys as far as they would.
fn signed_by(table: &mut Table, tokens: &[u8], change: impl FnOnce(&mut Decided)) -> Request {
    let mut changed = table.last().clone();
    change(&mut changed);
    changed.signatures.clear();
    let act = changed.act();
    for token in tokens {
        if let Response::Signed { signature } = table.token(*token).ask(&act) {
            changed.signatures.push(OfficerSignature { token: *token, signature });
        }
    }
    changed.request()
}

#[test]
fn a_replacement_without_a_quorum_or_with_forged_doubled_or_strange_signatures() {
    let mut table = decided();
    let good = table.last().clone();
    let Request::Act { digest, figures, .. } = good.act() else { panic!() };
    let message = act_message(&good.election, ActKind::Replacement, &figures, &digest);
    let forged =
        |token| OfficerSignature { token, signature: SigningKey::from_seed([1; 32]).sign(&message).to_bytes() };
    let of = |place: usize| good.signatures[place].clone();
    let attempts = [
        vec![],
        vec![of(0), of(1)],
        vec![of(0), of(1), of(1)],
        vec![of(1), of(0), of(2)],
        vec![of(0), of(1), forged(4)],
        vec![of(0), of(1), of(2), forged(5)],
        vec![of(0), of(1), OfficerSignature { token: 6, ..of(2) }],
    ];
    for signatures in attempts {
        let attempt = with(&good, |decided| decided.signatures = signatures);
        assert_refused_unseen(table.token(1), &attempt, QUORUM, 36);
    }
    let other_figures = signed_by(&mut table, &[1, 2, 4], |decided| decided.replaced[0].share_key[0] ^= 1);
    let Request::Replace { signatures, .. } = other_figures else { panic!() };
    assert_refused_unseen(table.token(1), &with(&good, |decided| decided.signatures = signatures), QUORUM, 36);
    assert_eq!(table.token(1).ask(&good.request()), Response::Done);
}

#[test]
fn a_lost_token_that_signs_its_own_replacement() {
    let mut table = Table::ready();
    let mut gone = table.decide(&[3]).remove(0);
    let act = table.last().act();
    assert_eq!(gone.ask(&act), Response::Refused(Refusal::BadFigures), "an honest one does not");
    // Who read its key out of it does.
    let Request::Act { digest, figures, .. } = act else { panic!() };
    let message = act_message(&table.keys.e, ActKind::Replacement, &figures, &digest);
    let seed: [u8; 32] = gone.desk.borrow().blobs[&Blob::Identity][2..34].try_into().unwrap();
    let signature = SigningKey::from_seed(seed).sign(&message).to_bytes();
    let attempt = with(table.last(), |decided| {
        decided.signatures.truncate(2);
        decided.signatures.push(OfficerSignature { token: 3, signature });
    });
    assert_refused_unseen(table.token(1), &attempt, QUORUM, 36);
}

#[test]
fn places_numbers_elections_and_keys_that_cannot_be() {
    let mut table = decided();
    let good = table.last().clone();
    let other = |token, from: &Decided| NewOfficer { token, ..from.replaced[0] };
    let officer = table.token(2).info();
    let (identity, share_key) = (officer.identity.unwrap(), officer.share_key.unwrap());
    let no_key = (0..).map(|byte| [byte; 32]).find(|bytes| VerifyingKey::from_bytes(bytes).is_err()).unwrap();
    let checker = crate::definition::checker_key(0).verifying_key().to_bytes();
    let attempts: Vec<Request> = vec![
        with(&good, |d| d.replaced.clear()),
        with(&good, |d| d.replaced[0].token = 0),
        with(&good, |d| d.replaced[0].token = 6),
        with(&good, |d| d.replaced.push(other(2, &good))),
        with(&good, |d| d.replaced.extend([other(4, &good), other(5, &good)])),
        with(&good, |d| d.number = 0),
        with(&good, |d| d.number = 2),
        with(&good, |d| d.election = [9; 32]),
        with(&good, |d| d.replaced[0].identity = identity),
        with(&good, |d| d.replaced[0].identity = checker),
        with(&good, |d| d.replaced[0].identity = no_key),
        with(&good, |d| d.replaced[0].share_key = share_key),
    ];
    for attempt in &attempts[..7] {
        assert_refused_unseen(table.token(1), attempt, BAD, 38);
    }
    assert_refused_unseen(table.token(1), &attempts[7], QUORUM, 36);
    for attempt in &attempts[8..] {
        assert_refused_unseen(table.token(1), attempt, BAD, 38);
    }
    // To the token itself its own loss is told in vain.
    let own = signed_by(&mut table, &[2, 4, 5], |decided| decided.replaced[0].token = 1);
    assert_refused_unseen(table.token(1), &own, BAD, 38);
    // An act whose figures cannot be is signed by nobody.
    for figures in [[1, 0, 0, 0], [2, 0b100, 0, 0], [1, 0b100_0000, 0, 0], [1, 0b11100, 0, 0], [1, 0b100, 1, 0]] {
        let act = Request::Act { kind: ActKind::Replacement, digest: [1; 32], figures };
        assert_refused_unseen(table.token(1), &act, Refusal::BadFigures, 31);
    }
}

#[test]
fn an_old_replacement_given_again_after_it_was_committed() {
    let mut table = Table::ready();
    table.replace(&[3]);
    let old = table.last().request();
    for index in [1, 3] {
        assert_refused_unseen(table.token(index), &old, BAD, 38);
    }
    // Nor do its officers' keys of before sign the next.
    let Decided { replaced, .. } = table.last().clone();
    table.decide(&[4]);
    let attempt = with(table.last(), |decided| decided.replaced[0].identity = replaced[0].identity);
    assert_refused_unseen(table.token(1), &attempt, BAD, 38);
}

#[test]
fn a_new_token_that_is_told_another_history() {
    let mut table = decided();
    let good = table.last().clone();
    let length = ready_definition().len() as u32;
    let attempts = [
        (with(&good, |decided| decided.signatures.truncate(2)), QUORUM),
        (with(&good, |decided| decided.election = [9; 32]), QUORUM),
        (with(&good, |decided| decided.number = 2), BAD),
    ];
    for (attempt, refusal) in attempts {
        assert_eq!(enrol(table.token(3), ready_definition(), 3), Response::Done);
        let shown = table.token(3).shown();
        assert_eq!(table.token(3).ask(&attempt), Response::Refused(refusal), "{attempt:?}");
        assert_eq!(table.token(3).ask(&good.request()), Response::Refused(Refusal::OutOfOrder), "begin anew");
        assert_eq!(table.token(3).shown(), shown);
    }
    // Named by no replacement it goes on waiting, and is nobody.
    let of_another = signed_by(&mut table, &[1, 2, 5], |decided| {
        decided.replaced[0] = NewOfficer {
            token: 4,
            identity: SigningKey::from_seed([4; 32]).verifying_key().to_bytes(),
            share_key: [9; 32],
        }
    });
    assert_eq!(enrol(table.token(3), ready_definition(), 3), Response::Done);
    assert_eq!(table.token(3).ask(&of_another), Response::Done);
    assert_eq!((table.token(3).info().index, table.token(3).info().definition), (0, None));
    assert_eq!(table.token(3).ask(&Request::EnrolBegin { length, own: 3 }), Response::Done);
    // Two replacements of two elections do not follow upon each other.
    assert_eq!(table.token(3).ask(&good.request()), Response::Refused(Refusal::OutOfOrder));
}

#[test]
fn a_dealer_who_shares_out_another_secret_than_its_part() {
    // Token 2's storage holds a made-up share: what it deals would change the key.
    let mut table = Table::ready();
    let blob = table.token(2).desk.borrow().blobs[&Blob::CustodyShare].clone();
    let mut made_up = blob.clone();
    made_up[1] ^= 1;
    table.token(2).desk.borrow_mut().blobs.insert(Blob::CustodyShare, made_up);
    table.token(2).restart_here();
    table.decide(&[3]);
    table.enrol_new();
    table.begin();
    let (packages, dealers) = table.deal(Purpose::Custody);
    let token = table.token(1);
    for (dealer, package) in dealers.iter().zip(packages) {
        let answer = token.exchange(&Request::DkgPackage { dealer: *dealer, package });
        let expected = if *dealer == 1 { Response::Done } else { Response::Refused(Refusal::DkgCulprit(2)) };
        assert_eq!(answer, expected);
        if *dealer == 2 {
            break;
        }
    }
    assert_serves(token);
}

/// At the point where slots pass: token 3 is new, and token 1 has opened a root.
fn passing() -> (Table, Vec<Vec<u8>>, [u8; 64]) {
    let mut table = Table::ready();
    slice(table.keys, 1, [0; 32], &[0, 1]).open(table.token(1));
    table.decide(&[3]);
    table.enrol_new();
    table.begin();
    table.reshare_custody();
    let (parts, signature) = table.slots_of(1);
    (table, parts, signature)
}

/// The new token is given these parts of token 1; the last answer.
fn give(table: &mut Table, parts: &[Vec<u8>], signature: [u8; 64]) -> Response {
    for bytes in parts {
        let answer = table.token(3).exchange(&Request::SlotsTake { token: 1, bytes: bytes.clone() });
        if answer != Response::Done {
            return answer;
        }
    }
    table.token(3).exchange(&Request::SlotsSigned { token: 1, signature })
}

#[test]
fn slots_that_the_host_changes_cuts_or_makes_longer() {
    let bad = Response::Refused(Refusal::BadTranscript);
    let out_of_order = Response::Refused(Refusal::OutOfOrder);
    type Change<'a> = &'a dyn Fn(&mut Vec<Vec<u8>>);
    let changes: [(Change, &Response); 6] = [
        (&|parts| parts[0] = vec![0; parts[0].len()], &bad),
        (&|parts| parts[0].truncate(20), &bad),
        (&|parts| parts[1][0] ^= 1, &bad),
        (&|parts| parts[1].push(0), &bad),
        (&|parts| parts.truncate(1), &out_of_order),
        (&|parts| parts.push(vec![0]), &out_of_order),
    ];
    for (change, expected) in changes {
        let (mut table, mut parts, signature) = passing();
        change(&mut parts);
        assert_eq!(&give(&mut table, &parts, signature), expected);
        assert_eq!(table.token(3).ask(&Request::DkgBegin { purpose: Purpose::Election }), out_of_order);
        // What the host added may be refused from now on; a wiped token takes over what is true.
        assert_serves(table.token(3));
        assert_serves(table.token(1));
    }
}

#[test]
fn slots_of_another_token_of_another_run_or_in_another_order() {
    let out_of_order = Response::Refused(Refusal::OutOfOrder);
    let (mut table, parts, _) = passing();
    let (_, of_two) = table.slots_of(2);
    assert_eq!(give(&mut table, &parts, of_two), Response::Refused(Refusal::BadTranscript));
    let (mut table, parts, signature) = passing();
    let take = Request::SlotsTake { token: 2, bytes: parts[0].clone() };
    assert_eq!(table.token(3).exchange(&take), out_of_order, "not its turn");
    assert_eq!(table.token(1).exchange(&Request::SlotsAsk { part: 1 }), out_of_order, "no part before the first");
    // The same parts were signed in a run of before: its transcript is another.
    table.begin();
    table.reshare_custody();
    assert_eq!(give(&mut table, &parts, signature), Response::Refused(Refusal::BadTranscript));
    // A token that stays takes nothing over, and a new one has nothing to give.
    let (mut table, parts, _) = passing();
    let take = Request::SlotsTake { token: 1, bytes: parts[0].clone() };
    assert_eq!(table.token(2).exchange(&take), out_of_order);
    assert_eq!(table.token(3).exchange(&Request::SlotsAsk { part: 0 }), out_of_order);
}

#[test]
fn an_election_key_before_the_slots_or_before_the_custody_key() {
    let begin = Request::DkgBegin { purpose: Purpose::Election };
    let (mut table, ..) = passing();
    assert_eq!(table.token(3).ask(&begin), Response::Refused(Refusal::OutOfOrder), "no slots");
    let (mut table, ..) = passing();
    let (parts, signature) = table.slots_of(1);
    assert_eq!(give(&mut table, &parts, signature), Response::Done);
    assert_eq!(table.token(3).ask(&begin), Response::Refused(Refusal::OutOfOrder), "of one of four");
    table.begin();
    for index in [1, 3] {
        assert_refused(table.token(index), &begin, Refusal::OutOfOrder, 2);
    }
}

#[test]
fn a_commit_without_every_confirmation_of_this_very_outcome() {
    let mut table = decided();
    table.enrol_new();
    let (.., earlier) = table.confirm();
    let (.., good) = table.confirm();
    let commit = |number, signatures: &[[u8; 64]]| Request::ReplaceCommit { number, signatures: signatures.to_vec() };
    let changed = |place: usize, signature| {
        let mut changed = good.clone();
        changed[place] = signature;
        commit(1, &changed)
    };
    let attempts = [
        (commit(1, &[]), QUORUM, 36),
        (commit(1, &good[..4]), QUORUM, 36),
        (changed(2, [0; 64]), QUORUM, 36),
        (changed(2, good[1]), QUORUM, 36),
        (changed(4, earlier[4]), QUORUM, 36),
        (commit(1, &earlier), QUORUM, 36),
        (commit(2, &good), BAD, 38),
        (commit(0, &good), BAD, 38),
    ];
    for index in 1..=TOKENS {
        for (attempt, refusal, code) in &attempts {
            assert_eq!(table.token(index).ask(attempt), Response::Refused(*refusal), "{attempt:?}");
            assert_eq!((refusal.code(), table.token(index).info().pending), (*code, true));
        }
        assert_eq!(table.token(index).ask(&commit(1, &good)), Response::Done);
    }
}

#[test]
fn a_question_or_a_log_in_between_two_steps() {
    let lost = Response::Refused(Refusal::OutOfOrder);
    let act = Request::Act { kind: ActKind::Recount, digest: [9; 32], figures: [1, 9, 9, 1] };
    let begin = Request::DkgBegin { purpose: Purpose::Custody };
    let mut table = decided();
    table.enrol_new();
    table.begin();
    assert!(matches!(table.token(1).ask(&act), Response::Signed { .. }));
    assert_eq!(table.token(1).ask(&begin), lost);
    table.begin();
    table.token(1).log_in(Purposes::ALL);
    assert_eq!(table.token(1).ask(&begin), lost);
    table.begin();
    let tally = slice(table.keys, 1, [0; 32], &[0]);
    tally.open(table.token(1));
    assert_eq!(table.token(1).ask(&begin), lost, "an opening");
    table.begin();
    assert!(matches!(table.token(1).ask(&begin), Response::DkgNonce { .. }));
}

#[test]
fn a_token_of_no_election_or_one_that_ended_replaces_nobody() {
    let good = decided().last().request();
    let mut fresh = Bench::new(9);
    assert!(matches!(fresh.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
    assert_refused_unseen(&mut fresh, &good, Refusal::OutOfOrder, 2);
    for request in [Request::SlotsAsk { part: 0 }, Request::SlotsTake { token: 1, bytes: vec![0; 4] }] {
        let mut table = decided();
        assert_refused_unseen(table.token(1), &request, Refusal::OutOfOrder, 2);
    }
    let commit = Request::ReplaceCommit { number: 1, signatures: vec![[0; 64]; 5] };
    assert_refused_unseen(decided().token(1), &commit, BAD, 38);
}
