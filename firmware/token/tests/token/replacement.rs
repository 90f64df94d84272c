//! Lost tokens are replaced: the key stays, the lost shares are worth nothing, and what was opened stays so.

use tamga_crypto::control_number::control_number;
use tamga_crypto::discrete_log::DiscreteLog;
use tamga_crypto::dkg::GroupKey;
use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::group::{RistrettoPoint, decode_point_or_identity};
use tamga_crypto::opening::{CHUNK_SUMS, OpeningContext, combine, verify_chunk_vartime};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_token::{Blob, Consent, Content};
use tamga_wire::signed::act_message;
use tamga_wire::{ActKind, Life, Operation, Purpose, Purposes, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::{enrol, ready_definition};
use crate::definition;
use crate::operations::{counts, since};
use crate::replacing::Table;
use crate::slice::slice;
use crate::tally::{BALLOTS, Tally};
use crate::unlocking::{combine_unlock, good_unlock};

/// The votes that these tokens open, if every proof holds under these commitments and each sum is one of votes.
fn opened_by(table: &mut Table, group: &GroupKey, tally: &Tally, quorum: &[u8]) -> Option<Vec<u64>> {
    let mut shares = Vec::new();
    for index in quorum {
        shares.push((*index, checked(table.token(*index), group, tally, *index)?));
    }
    votes(tally, &shares)
}

/// A token's partial decryptions, if every proof holds under these commitments.
fn checked(token: &mut Bench, group: &GroupKey, tally: &Tally, index: u8) -> Option<Vec<RistrettoPoint>> {
    let (decryptions, proofs) = tally.open(token);
    let points: Vec<_> = decryptions.iter().map(|d| decode_point_or_identity(d).unwrap()).collect();
    let context = OpeningContext { election: tally.election, opening: tally.opening, root: tally.root(), token: index };
    let sums: Vec<(u32, RistrettoPoint)> =
        (0..).zip(sums(tally).map(|sum| Ciphertext::from_sum_bytes(sum).unwrap().a)).collect();
    let chunks = sums.chunks(CHUNK_SUMS).zip(points.chunks(CHUNK_SUMS)).zip(&proofs);
    let y = group.verification_share(index);
    let all_hold = (0..)
        .zip(chunks)
        .all(|(chunk, ((sums, points), proof))| verify_chunk_vartime(&context, chunk, &y, sums, points, proof).is_ok());
    all_hold.then_some(points)
}

fn sums(tally: &Tally) -> impl Iterator<Item = &[u8; 64]> {
    tally.leaves.iter().flat_map(|leaf| &leaf.sums)
}

fn votes(tally: &Tally, shares: &[(u8, Vec<RistrettoPoint>)]) -> Option<Vec<u64>> {
    let logarithm = DiscreteLog::new(BALLOTS.into());
    let numbered = sums(tally).enumerate().map(|(number, sum)| {
        let of_sum: Vec<_> = shares.iter().map(|(index, points)| (*index, points[number])).collect();
        let m = combine(&Ciphertext::from_sum_bytes(sum).unwrap().b, &of_sum).unwrap();
        logarithm.find_vartime(&m, BALLOTS.into())
    });
    numbered.collect()
}

fn cast(tally: &Tally) -> Vec<u64> {
    tally.leaves.iter().flat_map(|leaf| leaf.votes.clone()).collect()
}

#[test]
fn quorums_with_and_without_the_new_tokens_open_and_unlock_under_the_same_keys() {
    let mut table = Table::ready();
    let (_, custody, election) = table.replace(&[2, 5]);
    let keys = table.keys;
    assert_eq!((custody.public(), election.public()), (keys.custody.public(), keys.election.public()));
    let tally = Tally::new(&keys.e, &keys.election);
    for quorum in [[2, 3, 5], [1, 2, 4], [1, 3, 4]] {
        assert_eq!(opened_by(&mut table, &election, &tally, &quorum), Some(cast(&tally)), "{quorum:?}");
        let pin = combine_unlock(&mut table.tokens, quorum, &custody);
        assert_eq!(pin, b"1", "{quorum:?}");
    }
    for token in &mut table.tokens {
        let info = token.info();
        assert_eq!((info.replacements, info.pending, info.election), (1, false, Some(keys.e)));
        assert_eq!((info.custody_key, info.election_key, info.life), (true, true, Life::Enrolled));
        assert!(!token.desk.borrow().blobs.contains_key(&Blob::Pending));
    }
    // The shares of before are erased, not only written over.
    let erased = table.tokens[0].desk.borrow().erased.clone();
    assert_eq!(erased, [Blob::CustodyShare, Blob::ElectionShare, Blob::Pending]);
}

#[test]
fn the_share_of_a_lost_token_combines_with_no_new_one() {
    let mut table = Table::ready();
    let (mut gone, _, election) = table.replace(&[3]);
    let keys = table.keys;
    let tally = slice(keys, 1, [0; 32], &[0]);
    let lost = checked(&mut gone[0], &keys.election, &tally, 3).expect("it still answers under the old commitments");
    let mut new = |index: u8| (index, checked(table.token(index), &election, &tally, index).unwrap());
    let (one, five) = (new(1), new(5));
    assert_ne!(votes(&tally, &[one, (3, lost), five]), Some(cast(&tally)));
    // The others refused this root to nobody: without the lost one they open it.
    assert_eq!(opened_by(&mut table, &election, &tally, &[1, 3, 5]), Some(cast(&tally)));
    assert!(checked(&mut gone[0], &election, &tally, 3).is_none(), "nor does its proof hold any more");
}

#[test]
fn a_second_replacement_goes_by_the_keys_of_the_first() {
    let mut table = Table::ready();
    table.replace(&[2]);
    let (_, custody, election) = table.replace(&[2, 4]);
    let tally = slice(table.keys, 1, [0; 32], &[1]);
    assert_eq!(opened_by(&mut table, &election, &tally, &[2, 4, 5]), Some(cast(&tally)));
    assert_eq!(custody.public(), table.keys.custody.public());
    assert!(table.tokens.iter_mut().all(|token| token.info().replacements == 2));
}

#[test]
fn all_screens_show_the_outcome_and_the_new_officers_own_which_token_is_replaced() {
    let mut table = Table::ready();
    table.decide(&[2, 5]);
    let act = table.token(1).screen();
    assert!(act.starts_with("REHEARSAL\nREPLACEMENT 1\nlost tokens 2, 5\n"), "{act}");
    table.enrol_new();
    let enrol = table.token(5).screen();
    let id = definition::ID;
    let lines = format!(
        "REHEARSAL\nENROL {id}\ntoken 5 of 5, quorum 3\ncheckers 2 of 3, a group 5 ballots at least\nREPLACES token 5, replacement 1\n"
    );
    assert!(enrol.starts_with(&lines), "{enrol}");
    table.confirm();
    let screens: Vec<_> =
        table.tokens.iter().map(|token| token.desk.borrow().screens.last().unwrap().clone()).collect();
    assert!(screens.iter().all(|screen| *screen == screens[0]));
    let Content::Replace { number: 1, replaced: 0b10010, outcome } = screens[0].content else { panic!("{screens:?}") };
    let lines = "REHEARSAL\nKEEP the new shares of both keys\nreplacement 1, lost tokens 2, 5\n";
    assert_eq!(screens[0].to_string(), format!("{lines}{}", control_number(&outcome)));
}

#[test]
fn keeping_the_new_shares_counts_two_keys_and_the_act_nothing() {
    let mut table = Table::ready();
    let before = counts(table.token(1));
    table.replace(&[4]);
    assert_eq!(since(table.token(1), &before), [(Operation::Dkg, 2)]);
    let new = counts(table.token(4));
    assert_eq!((new.get(Operation::Dkg), new.total()), (2, 2));
}

#[test]
fn while_new_shares_are_kept_and_not_in_use_the_old_ones_serve_for_nothing() {
    let mut table = Table::ready();
    table.decide(&[3]);
    table.enrol_new();
    let (_, election, confirmations) = table.confirm();
    let tally = Tally::new(&table.keys.e, &table.keys.election);
    let commit = table.commit(&confirmations);
    let unlock = good_unlock(&table.token(1).info().definition.unwrap(), table.keys);
    let end = Request::End { digest: [1; 32], figures: [1, 1, 5, 0], signatures: Vec::new() };
    for token in &mut table.tokens {
        token.log_in(Purposes::ALL);
        assert_eq!((token.info().pending, token.info().replacements), (true, 0));
        for request in [&tally.begin(), &unlock, &end] {
            assert_eq!(token.ask(request), Response::Refused(Refusal::ReplacementPending), "{request:?}");
        }
        // After a loss of power and a new log-in it is so still, until the replacement is committed.
        token.restart_here();
        assert_eq!(token.ask(&tally.begin()), Response::Refused(Refusal::ReplacementPending));
        assert_eq!(token.ask(&commit), Response::Done);
        assert_eq!(token.ask(&commit), Response::Done, "a second time as well");
        token.restart_here();
        assert_eq!(token.ask(&commit), Response::Done);
    }
    assert_eq!(opened_by(&mut table, &election, &tally, &[1, 3, 5]), Some(cast(&tally)));
}

#[test]
fn a_new_token_refuses_what_any_of_the_others_would() {
    let mut table = Table::ready();
    let keys = table.keys;
    // Token 1 opened regions 0 and 1, token 4 the same root and then region 2; the new token was at neither.
    let first = slice(keys, 1, [0; 32], &[0, 1]);
    first.open(table.token(1));
    first.open(table.token(4));
    let second = slice(keys, 2, first.root(), &[2]);
    second.open(table.token(4));
    let (_, _, election) = table.replace(&[2]);
    let new = table.token(2);
    let before = counts(new);
    let mut other = first.clone();
    other.leaves.truncate(1);
    assert_eq!(new.ask(&other.begin()), Response::Refused(Refusal::SlotTaken), "another root of opening 1");
    let mut other = second.clone();
    other.leaves[0].group.ballots -= 1;
    assert_eq!(new.ask(&other.begin()), Response::Refused(Refusal::SlotTaken), "another root of opening 2");
    for region in [0, 1, 2] {
        let third = slice(keys, 3, second.root(), &[region]);
        assert_eq!(new.ask(&third.begin()), Response::Done);
        assert_eq!(new.ask(&third.leaf(0)), Response::Refused(Refusal::SlotTaken), "region {region} twice");
    }
    let unknown = slice(keys, 3, first.root(), &[3]);
    assert_eq!(new.ask(&unknown.begin()), Response::Refused(Refusal::WrongPreviousRoot));
    // The roots themselves it opens, each upon its own officer's yes, and counts them then.
    assert_eq!(since(new, &before), []);
    new.answers(Consent::No);
    assert_eq!(new.ask(&second.begin()), Response::Refused(Refusal::RefusedByOfficer));
    new.answers(Consent::Yes);
    assert_eq!(opened_by(&mut table, &election, &second, &[2, 3, 4]), Some(cast(&second)));
    assert_eq!(since(table.token(2), &before), [(Operation::Open, 1)]);
    let third = slice(keys, 3, second.root(), &[3]);
    assert_eq!(opened_by(&mut table, &election, &third, &[1, 2, 3]), Some(cast(&third)));
}

#[test]
fn a_new_token_stores_nothing_twice_of_what_others_opened() {
    let mut table = Table::ready();
    let tally = slice(table.keys, 1, [0; 32], &[0]);
    for token in [1, 2] {
        tally.open(table.token(token));
    }
    table.decide(&[3]);
    table.enrol_new();
    table.begin();
    table.reshare_custody();
    for (token, stores) in [(1, usize::MAX), (2, 0)] {
        table.token(3).desk.borrow_mut().stores_left = stores;
        let (parts, signature) = table.slots_of(token);
        for bytes in parts {
            assert_eq!(table.token(3).ask(&Request::SlotsTake { token, bytes }), Response::Done);
        }
        assert_eq!(table.token(3).ask(&Request::SlotsSigned { token, signature }), Response::Done);
    }
}

#[test]
fn what_a_new_token_took_over_goes_on_to_the_next_new_token() {
    let mut table = Table::ready();
    let keys = table.keys;
    let first = slice(keys, 1, [0; 32], &[0, 1]);
    first.open(table.token(1));
    table.replace(&[2]);
    // Now token 1 is lost too: what it opened, token 2 knows.
    table.replace(&[1]);
    let second = slice(keys, 2, first.root(), &[1]);
    assert_eq!(table.token(1).ask(&second.begin()), Response::Done);
    assert_eq!(table.token(1).ask(&second.leaf(0)), Response::Refused(Refusal::SlotTaken));
}

#[test]
fn an_officer_who_says_no_keeps_the_old_shares_and_another_run_takes_the_place_of_the_first() {
    let mut table = Table::ready();
    table.decide(&[3]);
    table.enrol_new();
    table.begin();
    table.reshare_custody();
    table.pass_slots();
    let request = Request::DkgSignatures { signatures: table.reshare(Purpose::Election).signatures };
    table.token(2).answers(Consent::No);
    let expected = [true, false, true, true, true];
    for (token, agrees) in table.tokens.iter_mut().zip(expected) {
        let answer = token.ask(&request);
        assert_eq!(matches!(answer, Response::Signed { .. }), agrees, "{answer:?}");
        assert_eq!(token.info().pending, agrees);
    }
    table.token(2).answers(Consent::Yes);
    let (_, election, confirmations) = table.confirm();
    let commit = table.commit(&confirmations);
    assert!(table.tokens.iter_mut().all(|token| token.ask(&commit) == Response::Done));
    table.tokens.iter_mut().for_each(|token| token.log_in(Purposes::ALL));
    let tally = slice(table.keys, 1, [0; 32], &[0]);
    assert_eq!(opened_by(&mut table, &election, &tally, &[2, 3, 4]), Some(cast(&tally)));
}

#[test]
fn nothing_is_dealt_before_the_officers_saw_the_same_number_on_all_tokens() {
    let mut table = Table::ready();
    table.decide(&[3]);
    let act = table.token(1).screen();
    table.enrol_new();
    table.begin();
    assert!(table.tokens.iter().all(|token| token.desk.borrow().screens.last().unwrap().to_string() == act), "{act}");
    let custody = Request::DkgBegin { purpose: Purpose::Custody };
    assert!(matches!(table.token(2).ask(&custody), Response::DkgNonce { .. }));
    let begin = table.last().request();
    assert_eq!(table.token(1).exchange(&begin), Response::Waiting);
    assert_eq!(table.token(1).exchange(&custody), Response::Refused(Refusal::OutOfOrder));
    table.token(1).answers(Consent::No);
    assert_eq!(table.token(1).exchange(&Request::Poll), Response::Refused(Refusal::RefusedByOfficer));
    assert_eq!(table.token(1).exchange(&custody), Response::Refused(Refusal::OutOfOrder));
}

#[test]
fn a_commit_ends_a_further_run_of_the_same_number() {
    let mut table = Table::ready();
    table.decide(&[3]);
    table.enrol_new();
    let (_, _, confirmations) = table.confirm();
    let commit = table.commit(&confirmations);
    // The host says that it was in vain and begins anew; all have signed the second outcome, and nobody has kept it.
    table.begin();
    table.reshare_custody();
    table.pass_slots();
    let request = Request::DkgSignatures { signatures: table.reshare(Purpose::Election).signatures };
    let begin = table.last().request();
    let token = table.token(1);
    assert_eq!(token.ask(&commit), Response::Done);
    assert_eq!(token.ask(&request), Response::Refused(Refusal::OutOfOrder), "one outcome of each number");
    assert_eq!(token.ask(&begin), Response::Refused(Refusal::BadReplacement));
    assert!(!token.info().pending && token.info().replacements == 1);
}

#[test]
fn a_loss_of_power_at_any_store_leaves_a_token_with_the_old_shares_or_the_new() {
    let mut table = Table::ready();
    table.decide(&[3]);
    table.enrol_new();
    let (_, _, confirmations) = table.confirm();
    let commit = table.commit(&confirmations);
    // A token that stays, and the new one.
    for index in [1, 3] {
        let before = table.token(index).desk.borrow().blobs.clone();
        let mut last = None;
        for stores in 0.. {
            let mut token = Bench::new(3);
            token.desk.borrow_mut().blobs = before.clone();
            token.restart_here();
            token.desk.borrow_mut().stores_left = stores;
            let answer = token.ask(&commit);
            token.restart_here();
            let info = token.info();
            assert_eq!(info.pending, stores == 0, "{stores} stores: once it is committed, a start finishes it");
            assert_eq!(info.replacements, u16::from(stores > 0), "{stores} stores");
            assert_eq!(token.ask(&commit), Response::Done, "and the host may ask again");
            let blobs = token.desk.borrow().blobs.clone();
            assert!(last.replace(blobs.clone()).is_none_or(|last| last == blobs), "{stores} stores");
            if answer == Response::Done {
                assert_eq!(stores, 8);
                break;
            }
            assert_eq!(answer, Response::Refused(Refusal::Storage));
        }
    }
}

#[test]
fn a_loss_of_power_before_the_confirmation_leaves_it_unsaid_and_the_run_begins_anew() {
    for stores in 0..3 {
        let mut table = Table::ready();
        table.decide(&[3]);
        table.enrol_new();
        table.begin();
        table.reshare_custody();
        table.pass_slots();
        let request = Request::DkgSignatures { signatures: table.reshare(Purpose::Election).signatures };
        // Shares, and two counts.
        table.token(1).desk.borrow_mut().stores_left = stores;
        assert_eq!(table.token(1).ask(&request), Response::Refused(Refusal::Storage), "{stores} stores");
        table.token(1).restart_here();
        assert_eq!(table.token(1).info().pending, stores > 0);
        let confirmations = table.confirm().2;
        let commit = table.commit(&confirmations);
        assert!(table.tokens.iter_mut().all(|token| token.ask(&commit) == Response::Done));
    }
}

#[test]
fn a_new_tokens_acts_are_signed_by_its_own_key_and_an_enrolment_changes_nothing_any_more() {
    let mut table = Table::ready();
    let (mut gone, ..) = table.replace(&[3]);
    let figures = [1, 9, 9, 1];
    let act = Request::Act { kind: ActKind::Recount, digest: [9; 32], figures };
    let (e, new) = (table.keys.e, table.token(3));
    let Response::Signed { signature } = new.ask(&act) else { panic!() };
    let message = act_message(&e, ActKind::Recount, &figures, &[9; 32]);
    let verifies = |token: &mut Bench| {
        let key = VerifyingKey::from_bytes(&token.info().identity.unwrap()).unwrap();
        key.verify(&message, &Signature::from_bytes(signature)).is_ok()
    };
    assert!(verifies(new) && !verifies(&mut gone[0]));
    let before = table.token(1).desk.borrow().blobs.clone();
    assert!(matches!(enrol(table.token(1), ready_definition(), 1), Response::Enrolled { .. }));
    assert_eq!(table.token(1).desk.borrow().blobs, before, "the officers are those after the replacement");
    assert_eq!(enrol(table.token(3), ready_definition(), 3), Response::Refused(Refusal::NotAnOfficer));
}

#[test]
fn a_new_token_that_took_slots_over_serves_no_other_definition_before_it_is_wiped() {
    let mut table = Table::ready();
    let tally = slice(table.keys, 1, [0; 32], &[0]);
    tally.open(table.token(1));
    table.decide(&[3]);
    table.enrol_new();
    table.confirm();
    let keys = |token: &mut Bench| (token.info().identity.unwrap(), token.info().share_key.unwrap());
    let officers = [keys(table.token(3)), keys(table.token(1))];
    let mut lines = definition::lines(&officers, 2);
    lines[1] = "id another-election".into();
    let answer = enrol(table.token(3), &definition::text(&lines), 1);
    assert_eq!(answer, Response::Refused(Refusal::AlreadyEnrolledElsewhere));
}
