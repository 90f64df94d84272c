//! `tamga/revocations/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::revocations::{Revocations, RevocationsError};

use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::readme_block;

fn revocations(tags: &[u8]) -> Revocations {
    Revocations { election: digest(0x11), tags: tags.iter().map(|tag| [*tag; 16]).collect(), signature: [0x99; 64] }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let bytes = layout(&[readme_block("74616d67612f626f78").lines().nth(4).unwrap()]);
    assert_eq!(revocations(&[0x88]).to_bytes(), bytes);
    assert_eq!(Revocations::parse(&bytes), Ok(revocations(&[0x88])));
    assert_eq!(revocations(&[0x88]).digest(), sha3_256(&[&bytes]));
    let framed = [layout(&["14", "'tamga/revocations/v1"]), bytes[..bytes.len() - 64].to_vec()].concat();
    assert_eq!(revocations(&[0x88]).message(), sha3_256(&[&framed]));
    refuses_spoilt(&bytes, Revocations::parse);
}

#[test]
fn tags_ascend_and_are_found() {
    let some = revocations(&[3, 5, 9]);
    assert_eq!(Revocations::parse(&some.to_bytes()), Ok(some.clone()));
    assert!(some.contains(&[5; 16]) && !some.contains(&[4; 16]) && !revocations(&[]).contains(&[5; 16]));
    for disorder in [[3, 9, 5], [3, 5, 5]] {
        assert_eq!(Revocations::parse(&revocations(&disorder).to_bytes()), Err(RevocationsError::Order));
    }
}

#[test]
fn a_count_that_is_not_there_is_refused_before_anything_is_allocated() {
    let mut bytes = revocations(&[3]).to_bytes();
    bytes[21 + 32..21 + 36].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(Revocations::parse(&bytes), Err(ByteFault::EndsEarly.into()));
}
