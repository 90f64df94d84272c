//! One election from first light to signed statement.

use tamga_crypto::discrete_log::DiscreteLog;
use tamga_crypto::dkg::transcript_message;
use tamga_crypto::elgamal::Ciphertext;
use tamga_crypto::group::{RistrettoPoint, decode_point_or_identity};
use tamga_crypto::opening::{CHUNK_SUMS, OpeningContext, combine, verify_chunk_vartime};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_wire::signed::{act_message, endorsement_message};
use tamga_wire::{ActKind, Digest, Purpose, Request, Response};

use crate::board::Bench;
use crate::commission::{BODY, Commission, Keys, ROLL, deliver_envelopes, head};
use crate::tally::{BALLOTS, Tally};

fn identity(token: &mut Bench) -> VerifyingKey {
    match token.ask(&Request::Hello) {
        Response::Info(info) => VerifyingKey::from_bytes(&info.identity.unwrap()).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn assert_signed(token: &mut Bench, message: &Digest, response: &Response) {
    let Response::Signed { signature } = response else { panic!("{response:?}") };
    identity(token).verify(message, &Signature::from_bytes(*signature)).unwrap();
}

#[test]
fn a_quorum_of_tokens_opens_the_sums_and_nothing_else_is_needed() {
    let (mut commission, keys) = Commission::ready();
    let tally = Tally::new(&keys.e, &keys.election);
    let sums: Vec<[u8; 64]> = tally.leaves.iter().flat_map(|leaf| leaf.sums.clone()).collect();
    let votes: Vec<u64> = tally.leaves.iter().flat_map(|leaf| leaf.votes.clone()).collect();
    assert!(sums.len() > 2 * CHUNK_SUMS, "more than two chunks");

    let mut shares: Vec<(u8, Vec<RistrettoPoint>)> = Vec::new();
    for index in [2u8, 3, 5] {
        let (decryptions, proofs) = tally.open(&mut commission.tokens[usize::from(index) - 1]);
        let points: Vec<_> = decryptions.iter().map(|d| decode_point_or_identity(d).unwrap()).collect();
        assert_proofs_hold(&tally, &keys, index, &sums, &points, &proofs);
        shares.push((index, points));
    }
    let logarithm = DiscreteLog::new(BALLOTS.into());
    for (number, sum) in sums.iter().enumerate() {
        let of_sum: Vec<_> = shares.iter().map(|(index, points)| (*index, points[number])).collect();
        let m = combine(&Ciphertext::from_sum_bytes(sum).unwrap().b, &of_sum).unwrap();
        assert_eq!(logarithm.find_vartime(&m, BALLOTS.into()), Some(votes[number]), "sum {number}");
    }
}

fn assert_proofs_hold(
    tally: &Tally,
    keys: &Keys,
    token: u8,
    sums: &[[u8; 64]],
    points: &[RistrettoPoint],
    proofs: &[[u8; 64]],
) {
    let context = OpeningContext { election: keys.e, opening: 1, root: tally.root(), token };
    let y = keys.election.verification_share(token);
    let numbered: Vec<(u32, RistrettoPoint)> =
        (0..).zip(sums.iter().map(|sum| Ciphertext::from_sum_bytes(sum).unwrap().a)).collect();
    let chunks = numbered.chunks(CHUNK_SUMS).zip(points.chunks(CHUNK_SUMS));
    assert_eq!(chunks.len(), proofs.len());
    for ((chunk, (sums, points)), proof) in (0..).zip(chunks).zip(proofs) {
        verify_chunk_vartime(&context, chunk, &y, sums, points, proof).unwrap();
    }
}

#[test]
fn endorsements_and_acts_verify_under_the_identity_keys() {
    let (mut commission, keys) = Commission::ready();
    let head = head(&commission.d, &keys.custody, &keys.election);
    for token in &mut commission.tokens {
        // The same election again: an officer may be asked twice.
        let endorse = Request::Endorse { head: head.clone(), body_digest: BODY, roll_digest: ROLL };
        let response = token.ask(&endorse);
        assert_signed(token, &endorsement_message(&keys.e), &response);

        let figures = [1, 32_379, 4, 0];
        let response = token.ask(&Request::Act { kind: ActKind::Close, digest: [9; 32], figures });
        assert_signed(token, &act_message(&keys.e, ActKind::Close, &figures, &[9; 32]), &response);
    }
}

#[test]
fn all_tokens_sign_the_same_transcript() {
    let mut commission = Commission::enrolled();
    let round = commission.deal(Purpose::Custody);
    let mut transcripts = Vec::new();
    for token in &mut commission.tokens {
        let answer = deliver_envelopes(token, &round.envelopes);
        let Response::DkgTranscript { transcript, signature } = answer else { panic!("{answer:?}") };
        let message = transcript_message(&transcript);
        identity(token).verify(&message, &Signature::from_bytes(signature)).unwrap();
        transcripts.push(transcript);
    }
    assert!(transcripts.iter().all(|transcript| *transcript == transcripts[0]));
}

#[test]
fn every_screen_of_a_rehearsal_says_so() {
    let (mut commission, keys) = Commission::ready();
    let tally = Tally::new(&keys.e, &keys.election);
    tally.open(&mut commission.tokens[0]);
    let desk = commission.tokens[0].desk.borrow();
    assert_eq!(desk.screens.len(), 5, "enrol, two keys, endorse, open");
    for screen in &desk.screens {
        assert!(screen.to_string().starts_with("REHEARSAL\n"), "{screen}");
    }
}
