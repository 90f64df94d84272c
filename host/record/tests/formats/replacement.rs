//! `tamga/replacement/v1`.

use tamga_crypto::dkg::Quorum;
use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::acts::ActError;
use tamga_record::election::DkgRecord;
use tamga_record::ledger::Entry;
use tamga_record::replacement::{NewOfficer, Replacement, ReplacementBody, ReplacementError, path};

use crate::acts::readme_act;
use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::readme_block;

fn quorum() -> Quorum {
    Quorum::new(5, 3).unwrap()
}

fn parse(untrusted: &[u8]) -> Result<Replacement, ReplacementError> {
    Replacement::parse(untrusted, quorum())
}

fn resharing(byte: u8) -> DkgRecord {
    DkgRecord {
        nonces: vec![digest(byte); 5],
        packages: vec![vec![byte + 1; 32 * 5]; 3],
        envelopes_digest: digest(byte + 2),
        signatures: vec![[byte + 3; 64]; 5],
    }
}

fn replacement() -> Replacement {
    let newcomer = |token, identity, share| NewOfficer { token, identity: digest(identity), share_key: digest(share) };
    let newcomers = vec![newcomer(2, 0xa2, 0xb2), newcomer(5, 0xa5, 0xb5)];
    Replacement {
        body: ReplacementBody { election: digest(0x11), number: 1, newcomers },
        signatures: vec![(1, [0x51; 64]), (3, [0x53; 64]), (4, [0x54; 64])],
        custody: resharing(0x10),
        election_key: resharing(0x20),
        confirmations: vec![[0x63; 64]; 5],
    }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let body = layout(&[readme_block("74616d67612f626f78").lines().nth(5).unwrap()]);
    let rest = layout(&[
        "03", "01", "51x64", "03", "53x64", "04", "54x64", "10x160", "11x480", "12x32", "13x320", "20x160", "21x480",
        "22x32", "23x320", "63x320",
    ]);
    let bytes = [body.clone(), rest].concat();
    assert_eq!(replacement().body.to_bytes(), body);
    assert_eq!(replacement().to_bytes(), bytes);
    assert_eq!(parse(&bytes), Ok(replacement()));
    refuses_spoilt(&bytes, parse);
}

#[test]
fn what_officers_sign_says_its_number_and_who_is_replaced() {
    let body = replacement().body;
    assert_eq!(body.figures(), [1, 0b1_0010, 0, 0]);
    assert_eq!((body.digest(), body.message()), readme_act("replacement"));
    assert_eq!((body.replaced(), body.remaining(5)), (vec![2, 5], vec![1, 3, 4]));
}

#[test]
fn the_ledger_says_who_is_replaced_and_who_signed() {
    let file = replacement();
    let expected = Entry::Replacement {
        number: 1,
        digest: sha3_256(&[&file.to_bytes()]),
        tokens: vec![2, 5],
        officers: vec![1, 3, 4],
    };
    assert_eq!(file.entry(), expected);
    assert_eq!((path(1), path(99)), ("replacements/01.bin".to_owned(), "replacements/99.bin".to_owned()));
}

#[test]
fn numbers_tokens_and_signers_that_cannot_be_are_refused() {
    let refused = |tweak: fn(&mut Replacement)| {
        let mut spoilt = replacement();
        tweak(&mut spoilt);
        parse(&spoilt.to_bytes()).unwrap_err()
    };
    assert_eq!(refused(|r| r.body.number = 0), ReplacementError::Number);
    assert_eq!(refused(|r| r.body.number = 100), ReplacementError::Number);
    assert_eq!(refused(|r| r.body.newcomers.clear()), ReplacementError::Count);
    let third = |r: &mut Replacement| r.body.newcomers.insert(1, NewOfficer { token: 3, ..r.body.newcomers[0] });
    assert_eq!(refused(third), ReplacementError::Count, "one more than the quorum can spare");
    assert_eq!(refused(|r| r.body.newcomers.swap(0, 1)), ReplacementError::Tokens);
    assert_eq!(refused(|r| r.body.newcomers[1].token = 2), ReplacementError::Tokens);
    assert_eq!(refused(|r| r.body.newcomers[0].token = 0), ReplacementError::Tokens);
    assert_eq!(refused(|r| r.body.newcomers[1].token = 6), ReplacementError::Tokens);
    let sixteen = |r: &mut Replacement| r.body.newcomers = vec![r.body.newcomers[0]; 16];
    assert_eq!(refused(sixteen), ByteFault::OverLimit.into());
    assert_eq!(refused(|r| r.signatures.swap(0, 1)), ActError::Order.into());
    assert_eq!(refused(|r| r.signatures[1].0 = 1), ActError::Order.into());
    assert_eq!(refused(|r| drop(r.custody.packages.pop())), ByteFault::EndsEarly.into());
    assert_eq!(refused(|r| r.confirmations.push([0; 64])), ByteFault::TrailingBytes.into());
}
