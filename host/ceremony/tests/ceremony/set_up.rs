//! From fresh tokens to an endorsed election, and the ways in which it is spoilt.

use tamga_ceremony::{CeremonyError, Close, Dkg, Endorse, Enrol, Fault, Machine, RunError};
use tamga_crypto::dkg::{DkgError, Purpose, transcript_message};
use tamga_crypto::hash::sha3_256;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_devices::LinkError;
use tamga_record::box_file::{BoxBody, BoxRegion};
use tamga_record::election::endorsement_message;
use tamga_record::ledger::{Entry, Signer, TokenAct};
use tamga_sim::{Asked, OfficerScript};
use tamga_wire::{Refusal, Request, Response};

use crate::table::{Endorsed, Outcome, REGIONS, ROLL, TOKENS, Table, public_keys};

fn token_error<T>(result: Outcome<T>) -> (CeremonyError, Vec<u8>) {
    match result {
        Err(RunError::Ceremony(error)) => {
            let culprits = error.culprits();
            (error, culprits)
        }
        Err(RunError::Exchange { token, error }) => panic!("token {token}: {error}"),
        Ok(_) => panic!("the ceremony went through"),
    }
}

fn assert_signed(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) {
    let key = VerifyingKey::from_bytes(key).unwrap();
    key.verify(message, &Signature::from_bytes(*signature)).unwrap();
}

#[test]
fn five_tokens_make_two_different_keys_and_sign_both_transcripts_and_the_election() {
    let Endorsed { mut table, definition, commission, custody, key, keys, election } = Endorsed::obliging();
    assert_ne!(custody.group, key.group);
    for outcome in [&custody, &key] {
        assert_eq!(outcome.record.signatures.len(), usize::from(TOKENS));
        let message = transcript_message(&outcome.transcript);
        for (officer, signature) in definition.officers.iter().zip(&outcome.record.signatures) {
            assert_signed(&officer.identity, &message, signature);
        }
    }
    let mut endorse = Endorse::new(&commission, &keys, &ROLL);
    let signatures = table.run(&mut endorse).unwrap();
    let entries = endorse.take_entries();
    for (place, signature) in signatures.iter().enumerate() {
        assert_signed(&definition.officers[place].identity, &endorsement_message(&election), signature);
        let signer = Signer::Officer(place as u8 + 1);
        assert_eq!(entries[place], Entry::Endorsement { signer, digest: sha3_256(&[signature]) });
    }
    assert_eq!((signatures.len(), entries.len()), (5, 5));
    let shown: Vec<String> = table.sims.iter().flat_map(|sim| sim.screens()).collect();
    assert!(shown.iter().all(|screen| screen.contains("REHEARSAL")));
}

#[test]
fn a_token_that_enrolled_another_definition_is_named() {
    let (mut table, definition, _) = Table::enrolled();
    let result = table.run_with(&mut Enrol::new(&definition).unwrap(), |token, _, response| {
        Ok(match response {
            Response::Enrolled { .. } if token == 3 => Response::Enrolled { definition: [9; 32] },
            other => other,
        })
    });
    let (error, culprits) = token_error(result);
    assert_eq!(error, CeremonyError::Token { token: 3, fault: Fault::OtherDefinition });
    assert_eq!(culprits, [3]);
}

#[test]
fn an_officer_who_does_not_agree_to_the_definition_stops_the_enrolment_and_is_no_culprit() {
    let mut scripts: [OfficerScript; 5] = std::array::from_fn(|_| OfficerScript::default());
    scripts[3].refuses = vec![Asked::Enrol];
    let mut table = Table::new(scripts);
    let officers = table.run(&mut tamga_ceremony::Each::identities(TOKENS, true).unwrap()).unwrap();
    let definition = crate::table::definition(officers);
    let mut enrol = Enrol::new(&definition).unwrap();
    let (error, culprits) = token_error(table.run(&mut enrol));
    let fault = Fault::Refused(Refusal::RefusedByOfficer);
    assert_eq!(error, CeremonyError::Token { token: 4, fault });
    assert_eq!(culprits, []);
    let refusal = Entry::Refusal { token: 4, act: TokenAct::Enrol, code: Refusal::RefusedByOfficer.code() };
    assert_eq!(enrol.take_entries(), [refusal]);
}

/// Runs a key generation in which token 2's responses are changed.
fn spoilt_dkg(change: impl Fn(Response) -> Response) -> (CeremonyError, Vec<u8>) {
    let (mut table, definition, commission) = Table::enrolled();
    let mut dkg = Dkg::new(&commission, &definition.digest(), Purpose::Election);
    let result =
        table.run_with(&mut dkg, |token, _, response| Ok(if token == 2 { change(response) } else { response }));
    token_error(result)
}

#[test]
fn a_package_other_than_committed_to_is_named_by_the_host() {
    let (error, culprits) = spoilt_dkg(|response| match response {
        Response::DkgCommitment { .. } => Response::DkgCommitment { commitment: [1; 32] },
        other => other,
    });
    // The token itself notices first that the host passes on another commitment than its own.
    assert_eq!(error, CeremonyError::Token { token: 2, fault: Fault::Refused(Refusal::BadTranscript) });
    assert_eq!(culprits, []);

    let (error, culprits) = spoilt_dkg(|response| match response {
        Response::DkgPackage { mut package } => {
            package.rotate_left(32);
            Response::DkgPackage { package }
        }
        other => other,
    });
    let fault = |error| CeremonyError::Token { token: 2, fault: Fault::BadPackage(error) };
    let expected = [DkgError::Commitment { dealer: 2 }, DkgError::Scalar, DkgError::Point].map(fault);
    assert!(expected.contains(&error), "{error:?}");
    assert_eq!(culprits, [2]);
}

#[test]
fn another_transcript_a_bad_signature_and_another_key_are_named() {
    let (error, culprits) = spoilt_dkg(|response| match response {
        Response::DkgTranscript { signature, .. } => Response::DkgTranscript { transcript: [5; 32], signature },
        other => other,
    });
    assert_eq!(error, CeremonyError::Token { token: 2, fault: Fault::OtherTranscript });
    assert_eq!(culprits, [2]);

    let (error, culprits) = spoilt_dkg(|response| match response {
        Response::DkgTranscript { transcript, mut signature } => {
            signature[0] ^= 1;
            Response::DkgTranscript { transcript, signature }
        }
        other => other,
    });
    assert_eq!(error, CeremonyError::Token { token: 2, fault: Fault::BadSignature });
    assert_eq!(culprits, [2]);

    let (error, culprits) = spoilt_dkg(|response| match response {
        Response::DkgDone { mut commitments } => {
            commitments.truncate(64);
            Response::DkgDone { commitments }
        }
        other => other,
    });
    assert_eq!(error, CeremonyError::Token { token: 2, fault: Fault::OtherKey });
    assert_eq!(culprits, [2]);
}

#[test]
fn a_missing_envelope_is_a_wrong_answer() {
    let (error, culprits) = spoilt_dkg(|response| match response {
        Response::DkgEnvelopes { mut envelopes } => {
            envelopes.pop();
            Response::DkgEnvelopes { envelopes }
        }
        other => other,
    });
    assert_eq!(error, CeremonyError::Token { token: 2, fault: Fault::WrongAnswer });
    assert_eq!(culprits, [2]);
}

#[test]
fn an_absent_token_stops_a_key_generation() {
    let (mut table, definition, commission) = Table::enrolled();
    let mut dkg = Dkg::new(&commission, &definition.digest(), Purpose::Custody);
    let result = table.run_with(&mut dkg, |token, request, response| match request {
        Request::DkgCommitments { .. } if token == 5 => Err(LinkError::Closed),
        _ => Ok(response),
    });
    assert_eq!(result, Err(RunError::Exchange { token: 5, error: LinkError::Closed }));
    assert_eq!(dkg.finish(), Err(CeremonyError::Token { token: 5, fault: Fault::Absent }));
}

#[test]
fn tokens_do_not_endorse_keys_that_they_did_not_make() {
    let (mut table, definition, commission) = Table::enrolled();
    let d = definition.digest();
    let custody = table.run(&mut Dkg::new(&commission, &d, Purpose::Custody)).unwrap();
    let key = table.run(&mut Dkg::new(&commission, &d, Purpose::Election)).unwrap();
    let swapped = public_keys(&definition, &key, &custody);
    let mut endorse = Endorse::new(&commission, &swapped, &ROLL);
    let (error, culprits) = token_error(table.run(&mut endorse));
    assert_eq!(error, CeremonyError::Token { token: 1, fault: Fault::Refused(Refusal::WrongKeys) });
    assert_eq!(culprits, []);
    assert_eq!(endorse.take_entries(), [Entry::Refusal { token: 1, act: TokenAct::Endorse, code: 13 }]);
}

pub fn box_body(election: [u8; 32]) -> BoxBody {
    let region = |region: u16| BoxRegion { region, received: region.into(), root: [4; 32], chains: Vec::new() };
    BoxBody {
        election,
        opening: 1,
        previous: [0; 32],
        decisions: [1; 32],
        decided: 0,
        single: 0,
        amendments: [2; 32],
        revocations: [0; 32],
        regions: (0..REGIONS).map(region).collect(),
    }
}

#[test]
fn a_quorum_closes_the_box_and_the_others_are_on_record() {
    let Endorsed { mut table, definition, commission, election, .. } = Endorsed::obliging();
    let body = box_body(election);
    let mut close = Close::new(&commission, &definition, &body);
    let signed = table.run_with(&mut close, |token, _, response| match (token, response) {
        (1, _) => Err(LinkError::Closed),
        (4, Response::Signed { .. }) => Ok(Response::Signed { signature: [7; 64] }),
        (_, other) => Ok(other),
    });
    let signed = signed.unwrap();
    let message = body.message(&definition);
    for (officer, signature) in &signed {
        assert_signed(&definition.officers[usize::from(*officer) - 1].identity, &message, signature);
    }
    assert_eq!(close.faults(), [(1, Fault::Absent), (4, Fault::BadSignature)]);
    assert_eq!(
        close.take_entries(),
        [Entry::Close { opening: 1, digest: body.digest(), incomplete: 20, officers: vec![2, 3, 5] }]
    );
}

#[test]
fn two_of_five_do_not_close_the_box() {
    let Endorsed { mut table, definition, commission, election, .. } = Endorsed::obliging();
    let mut close = Close::new(&commission, &definition, &box_body(election));
    let result = table.run_with(&mut close, |token, _, response| match token {
        1..=3 => Err(LinkError::Closed),
        _ => Ok(response),
    });
    let faults = vec![(1, Fault::Absent), (2, Fault::Absent), (3, Fault::Absent)];
    let error = CeremonyError::TooFew { needed: 3, good: 2, faults };
    assert_eq!(result, Err(RunError::Ceremony(error)));
    assert_eq!(close.take_entries(), []);
}
