//! `tamga/keys/v1`.

use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::{hybrid, mlkem};
use tamga_record::ByteFault;
use tamga_record::definition::Definition;
use tamga_record::keys::{HsmKeys, KeysError, PublicKeys, SEAL_ECDSA_P384, SEAL_ED25519};

use crate::bytes::refuses_spoilt;
use crate::examples::{POINTS, definition, signing_key};

/// The generator of P-384, uncompressed [SEC 2, 2.5.1]: a point that everybody knows.
pub const P384_GENERATOR: &str = "04\
    aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7\
    3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f";

fn mlkem_key(byte: u8) -> Vec<u8> {
    mlkem::SecretKey::from_seed(&[byte; 64]).public().to_vec()
}

fn hybrid_key(byte: u8) -> hybrid::PublicKey {
    let point = hex::decode(P384_GENERATOR).unwrap().try_into().unwrap();
    hybrid::PublicKey::from_halves(&mlkem_key(byte), &point).unwrap()
}

fn group_key(points: [&str; 3], quorum: Quorum) -> GroupKey {
    GroupKey::from_bytes(&hex::decode(points.concat()).unwrap(), quorum).unwrap()
}

/// Keys for the README's example: three of five officers, one rehearsal HSM, two regions.
pub fn keys() -> PublicKeys {
    let quorum = Quorum::new(5, 3).unwrap();
    let hsm = HsmKeys {
        serial: "rehearsal-1".into(),
        model: "rehearsal".into(),
        tally: hybrid_key(1),
        escrow: hybrid_key(2),
        seal_algorithm: SEAL_ED25519,
        seal: signing_key(0x41).verifying_key().to_bytes().to_vec(),
        evidence: Vec::new(),
    };
    PublicKeys {
        definition: definition().digest(),
        quorum,
        custody: group_key([POINTS[0], POINTS[1], POINTS[2]], quorum),
        election: group_key([POINTS[3], POINTS[2], POINTS[1]], quorum),
        hsms: vec![hsm],
        regions: vec![mlkem_key(3), mlkem_key(4)],
        complaint: None,
    }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let (keys, seal) = (keys(), signing_key(0x41).verifying_key().to_bytes());
    let point = hex::decode(P384_GENERATOR).unwrap();
    let points = |order: [usize; 3]| order.map(|n| hex::decode(POINTS[n]).unwrap()).concat();
    let head = [b"tamga/keys/v1\n".as_slice(), &definition().digest(), &[5, 3], &points([0, 1, 2]), &points([3, 2, 1])];
    let body = [
        [1, 11].as_slice(),
        b"rehearsal-1",
        &[9],
        b"rehearsal",
        &mlkem_key(1),
        &point,
        &mlkem_key(2),
        &point,
        &[1, 0, 32],
        &seal,
        &[0, 0, 0, 2],
        &mlkem_key(3),
        &mlkem_key(4),
        &[0],
    ];
    let (head, body) = (head.concat(), body.concat());
    assert_eq!(keys.head_bytes(), head);
    assert_eq!(keys.to_bytes(), [head.as_slice(), &body].concat());
    assert_eq!(keys.body_digest(), sha3_256(&[&body]));
    assert_eq!(keys.digest(), sha3_256(&[&head, &sha3_256(&[&body])]));
}

#[test]
fn keys_are_read_back_and_spoilt_ones_refused() {
    let (keys, definition) = (keys(), definition());
    assert_eq!(PublicKeys::parse(&keys.to_bytes(), &definition), Ok(keys.clone()));
    refuses_spoilt(&keys.to_bytes(), |untrusted| PublicKeys::parse(untrusted, &definition));
}

#[test]
fn a_seal_key_of_ecdsa_is_a_point_of_97_bytes() {
    let (mut keys, definition) = (keys(), definition());
    keys.hsms[0].seal_algorithm = SEAL_ECDSA_P384;
    keys.hsms[0].seal = hex::decode(P384_GENERATOR).unwrap();
    let bytes = keys.to_bytes();
    let seal = [&[2, 0, 97], keys.hsms[0].seal.as_slice(), &[0, 0, 0, 2]].concat();
    assert_eq!(bytes.windows(seal.len()).filter(|window| *window == seal).count(), 1);
    assert_eq!(PublicKeys::parse(&bytes, &definition), Ok(keys.clone()));
    assert_eq!(keys.hsms[0].seal_key().unwrap().to_bytes(), keys.hsms[0].seal);
}

#[test]
fn a_complaint_key_is_there_exactly_with_a_cell() {
    let mut with_cell = definition();
    with_cell.cell_len = 1_024;
    let mut keys = keys();
    keys.definition = with_cell.digest();
    assert_eq!(PublicKeys::parse(&keys.to_bytes(), &with_cell), Err(KeysError::ComplaintKey));
    keys.complaint = Some(mlkem_key(5));
    assert_eq!(PublicKeys::parse(&keys.to_bytes(), &with_cell), Ok(keys.clone()));
    keys.definition = definition().digest();
    assert_eq!(PublicKeys::parse(&keys.to_bytes(), &definition()), Err(KeysError::ComplaintKey));
    let mut bytes = keys.to_bytes();
    let flag = bytes.len() - 1568 - 1;
    bytes[flag] = 2;
    assert_eq!(PublicKeys::parse(&bytes, &definition()), Err(ByteFault::NotCanonical.into()));
}

/// A spoilt public-key file of the example, or of a changed definition.
type Tweak = fn(&mut PublicKeys, &mut Definition);

#[test]
fn keys_that_do_not_fit_their_definition_are_refused() {
    #[rustfmt::skip] // A table, one case a line.
    let cases: &[(&str, Tweak, KeysError)] = &[
        ("another definition", |k, _| k.definition[0] ^= 1, KeysError::OtherDefinition),
        ("another serial", |k, _| k.hsms[0].serial = "rehearsal-2".into(), KeysError::OtherHsms),
        ("no HSM", |k, _| k.hsms.clear(), KeysError::OtherHsms),
        ("one HSM more", |k, _| { let hsm = k.hsms[0].clone(); k.hsms.push(hsm); }, KeysError::OtherHsms),
        ("a region less", |k, _| { k.regions.pop(); }, KeysError::OtherRegions),
        ("unknown seal algorithm", |k, _| k.hsms[0].seal_algorithm = 3, KeysError::SealKey { hsm: 0 }),
        ("seal key of another algorithm", |k, _| k.hsms[0].seal_algorithm = 2, KeysError::SealKey { hsm: 0 }),
        ("seal key off the curve", |k, _| { k.hsms[0].seal_algorithm = 2; k.hsms[0].seal = vec![4; 97]; }, KeysError::SealKey { hsm: 0 }),
        ("seal key of low order", |k, _| k.hsms[0].seal = [&[1][..], &[0; 31]].concat(), KeysError::SealKey { hsm: 0 }),
        ("rehearsal HSM with evidence", |k, _| k.hsms[0].evidence = vec![1], KeysError::RehearsalHsm { hsm: 0 }),
        ("rehearsal HSM in a real election", |k, d| { d.rehearsal = false; k.definition = d.digest(); }, KeysError::RehearsalHsm { hsm: 0 }),
        ("another quorum", |k, d| { d.quorum = 4; k.definition = d.digest(); }, KeysError::OtherQuorum),
    ];
    for (name, tweak, expected) in cases {
        let (mut keys, mut definition) = (keys(), definition());
        tweak(&mut keys, &mut definition);
        assert_eq!(PublicKeys::parse(&keys.to_bytes(), &definition), Err(expected.clone()), "{name}");
    }
}

#[test]
fn bytes_that_are_no_keys_are_refused() {
    let (good, definition) = (keys().to_bytes(), definition());
    let parse = |at: usize, bytes: &[u8]| {
        let mut spoilt = good.clone();
        spoilt[at..at + bytes.len()].copy_from_slice(bytes);
        PublicKeys::parse(&spoilt, &definition)
    };
    let quorum_at = 14 + 32;
    assert!(matches!(parse(quorum_at, &[16, 9]), Err(KeysError::GroupKey(_))), "sixteen tokens");
    assert!(matches!(parse(quorum_at, &[5, 2]), Err(KeysError::GroupKey(_))), "no majority");
    let custody_at = quorum_at + 2;
    assert!(matches!(parse(custody_at, &[0; 32]), Err(KeysError::GroupKey(_))), "the identity as custody key");
    assert!(matches!(parse(custody_at, &[0xff; 32]), Err(KeysError::GroupKey(_))), "no canonical point");
    let tally_at = custody_at + 6 * 32 + 1 + 12 + 10;
    assert!(matches!(parse(tally_at, &[0xff; 12]), Err(KeysError::Hpke(_))), "coefficients above the modulus");
    assert!(matches!(parse(tally_at + 1568, &[2]), Err(KeysError::Hpke(_))), "a compressed point");
    assert!(matches!(parse(tally_at + 1568 + 96, &[0]), Err(KeysError::Hpke(_))), "a point off the curve");
    let first_region_at = good.len() - 1 - 2 * 1568;
    assert!(matches!(parse(first_region_at, &[0xff; 12]), Err(KeysError::Hpke(_))), "a bad region key");
}
