//! `tamga/box/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::box_file::{ActKind, BoxBody, BoxError, BoxFile, BoxRegion, Chain, act_message, no_decisions};

use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::definition;

fn box_file() -> BoxFile {
    let chain = |collector| Chain { collector, bundles: 2, head: digest(0x33), total: 2368 };
    let full = BoxRegion { received: 2368, trackers_root: digest(0x22), chains: vec![chain(0)] };
    let empty = BoxRegion { received: 0, trackers_root: digest(0x23), chains: Vec::new() };
    let body = BoxBody { election: digest(0x11), decisions: digest(0x44), regions: vec![full, empty] };
    BoxFile { body, signatures: vec![(1, [0x51; 64]), (3, [0x53; 64]), (4, [0x54; 64])] }
}

fn body_bytes() -> Vec<u8> {
    layout(&[
        "'tamga/box/v1\n",
        "11x32",
        "44x32",
        "0002",
        "00000940",
        "22x32",
        "01",
        "0000",
        "00000002",
        "33x32",
        "0000000000000940",
        "00000000",
        "23x32",
        "00",
    ])
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let bytes = [body_bytes(), layout(&["03", "01", "51x64", "03", "53x64", "04", "54x64"])].concat();
    assert_eq!(box_file().to_bytes(), bytes);
    assert_eq!(BoxFile::parse(&bytes), Ok(box_file()));
    assert_eq!(box_file().check(&definition()), Ok(()));
    refuses_spoilt(&bytes, BoxFile::parse);
}

#[test]
fn what_officers_sign_is_the_digest_of_the_body() {
    let framed = [layout(&["0e", "'tamga/close/v1"]), body_bytes()].concat();
    let close = sha3_256(&[&framed]);
    assert_eq!(box_file().body.digest(), close);
    let framed = [layout(&["0c", "'tamga/act/v1", "11x32", "01"]), close.to_vec()].concat();
    assert_eq!(act_message(&digest(0x11), ActKind::Close, &close), sha3_256(&[&framed]));
    assert_eq!(no_decisions(), sha3_256(&[&layout(&["12", "'tamga/decisions/v1"])]));
}

#[test]
fn disorder_is_refused() {
    let mut file = box_file();
    file.signatures.swap(0, 1);
    assert_eq!(BoxFile::parse(&file.to_bytes()), Err(BoxError::Order));
    let mut file = box_file();
    file.signatures[1].0 = 1;
    assert_eq!(BoxFile::parse(&file.to_bytes()), Err(BoxError::Order));
    let mut file = box_file();
    let chain = file.body.regions[0].chains[0].clone();
    file.body.regions[0].chains.push(chain);
    assert_eq!(BoxFile::parse(&file.to_bytes()), Err(BoxError::Order));
}

#[test]
fn counts_over_their_limits_are_refused() {
    let mut file = box_file();
    file.signatures = (1..=16).map(|officer| (officer, [0; 64])).collect();
    assert_eq!(BoxFile::parse(&file.to_bytes()), Err(ByteFault::OverLimit.into()));
    let mut bytes = box_file().to_bytes();
    bytes[13 + 64..13 + 66].copy_from_slice(&4_097u16.to_be_bytes());
    assert_eq!(BoxFile::parse(&bytes), Err(ByteFault::OverLimit.into()));
    bytes[13 + 64..13 + 66].copy_from_slice(&4_096u16.to_be_bytes());
    assert_eq!(BoxFile::parse(&bytes), Err(ByteFault::EndsEarly.into()));
}

#[test]
fn a_box_that_does_not_fit_its_definition_is_refused() {
    let check = |tweak: fn(&mut BoxFile)| {
        let mut file = box_file();
        tweak(&mut file);
        file.check(&definition())
    };
    assert_eq!(
        check(|file| {
            file.body.regions.pop();
        }),
        Err(BoxError::OtherDefinition)
    );
    assert_eq!(check(|file| file.body.regions[0].chains[0].collector = 1), Err(BoxError::OtherDefinition));
    assert_eq!(check(|file| file.signatures[2].0 = 6), Err(BoxError::OtherDefinition));
    assert_eq!(check(|file| file.signatures[0].0 = 0), Err(BoxError::OtherDefinition));
    assert_eq!(
        check(|file| {
            file.signatures.pop();
        }),
        Err(BoxError::Quorum)
    );
}
