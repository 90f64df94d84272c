//! What officers sign, and whose signatures are enough.

use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::acts::{ActError, ActKind, Signatures, act_message, check_signers};
use tamga_record::commission::{Commission, Commissions};
use tamga_record::definition::Definition;

use crate::bytes::{digest, layout};
use crate::examples::{README, definition, signing_key};
use crate::keys::keys;

/// Digest and message of the README's table of examples.
pub fn readme_act(name: &str) -> (Digest, Digest) {
    let row = README.lines().find(|line| line.starts_with(&format!("| {name} | `"))).unwrap();
    let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
    let digest = |hex: &str| <Digest>::try_from(hex::decode(hex).unwrap()).unwrap();
    (digest(cells[2]), digest(cells[3]))
}

/// The example's definition with officers whose keys are known: officer `n` signs with the key of byte `n`.
pub fn signing_definition() -> Definition {
    let mut definition = definition();
    for (byte, officer) in (1u8..).zip(&mut definition.officers) {
        officer.identity = signing_key(byte).verifying_key().to_bytes();
    }
    definition
}

/// The commission of that definition.
pub fn signing_commissions() -> Commissions {
    Commissions::first(&signing_definition(), &keys())
}

fn commission() -> Commission {
    signing_commissions().now().clone()
}

/// Signatures of these officers over a message.
pub fn signed_by(officers: &[u8], message: &Digest) -> Signatures {
    officers.iter().map(|officer| (*officer, signing_key(*officer).sign(message).to_bytes())).collect()
}

#[test]
fn the_message_holds_election_kind_figures_and_digest() {
    let figures = ["0000000000000001", "0000000000000002", "0000000000000003", "fffffffffffffffe"];
    let framed = [layout(&["0c", "'tamga/act/v1", "11x32", "05"]), layout(&figures), layout(&["22x32"])].concat();
    let message = act_message(&digest(0x11), ActKind::Recount, &[1, 2, 3, u64::MAX - 1], &digest(0x22));
    assert_eq!(message, sha3_256(&[&framed]));
}

#[test]
fn kinds_have_the_numbers_of_the_readme() {
    let table = README.split("| kind | act | figures |\n|---|---|---|\n").nth(1).unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let rows: Vec<(u8, &str)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            (cells[1].parse().unwrap(), cells[2])
        })
        .collect();
    let names = [
        "close",
        "amendment",
        "vote for counting held records",
        "vote against",
        "recount",
        "end",
        "replacement",
        "pause",
        "resume",
    ];
    use ActKind::{Against, Amendment, Close, End, For, Pause, Recount, Replacement, Resume};
    let kinds = [Close, Amendment, For, Against, Recount, End, Replacement, Pause, Resume];
    let expected: Vec<(u8, &str)> = kinds.into_iter().map(u8::from).zip(names).collect();
    assert_eq!(rows, expected);
}

#[test]
fn a_quorum_of_officers_in_order_is_enough() {
    let (commission, message) = (commission(), digest(5));
    let verify = |officers: &[u8]| commission.verify_signatures(&message, &signed_by(officers, &message));
    assert_eq!(verify(&[1, 3, 5]), Ok(()));
    assert_eq!(verify(&[1, 2, 3, 4, 5]), Ok(()));
    assert_eq!(verify(&[1, 3]), Err(ActError::Quorum));
    assert_eq!(verify(&[]), Err(ActError::Quorum));
    assert_eq!(verify(&[3, 1, 5]), Err(ActError::Order));
    assert_eq!(verify(&[1, 3, 3]), Err(ActError::Order));
    assert_eq!(verify(&[1, 3, 6]), Err(ActError::UnknownOfficer { officer: 6 }));
    assert_eq!(verify(&[0, 1, 3]), Err(ActError::UnknownOfficer { officer: 0 }));
}

#[test]
fn a_signature_over_another_message_or_by_another_officer_is_refused() {
    let (definition, commission, message) = (signing_definition(), commission(), digest(5));
    let mut signatures = signed_by(&[1, 3, 5], &message);
    assert_eq!(commission.verify_signatures(&digest(6), &signatures), Err(ActError::Signature { officer: 1 }));
    signatures[1].1 = signed_by(&[4], &message)[0].1;
    assert_eq!(check_signers(&definition, &signatures), Ok(()), "it does not verify");
    assert_eq!(commission.verify_signatures(&message, &signatures), Err(ActError::Signature { officer: 3 }));
    assert_eq!(commission.verify_signature(4, &message, &signatures[1].1), Ok(()));
    let unknown = ActError::UnknownOfficer { officer: 6 };
    assert_eq!(commission.verify_signature(6, &message, &signatures[1].1), Err(unknown));
}
