//! `tamga/election-file/v1` and the election id.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::election::{DkgRecord, ElectionFile, ElectionFileError, election_id, endorsement_message};
use tamga_record::keys::{KeysError, SEAL_ECDSA_P384};
use tamga_record::seal::SealSignature;

use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::definition_text;
use crate::keys::{P384_GENERATOR, keys};

fn dkg(byte: u8) -> DkgRecord {
    DkgRecord {
        nonces: vec![digest(byte); 5],
        packages: vec![vec![byte + 1; 32 * 5]; 5],
        envelopes_digest: digest(byte + 2),
        signatures: vec![[byte + 3; 64]; 5],
    }
}

fn election_file() -> ElectionFile {
    ElectionFile {
        definition: definition_text().as_bytes().to_vec(),
        keys: keys().to_bytes(),
        roll: digest(0x61),
        roll_entries: 3209,
        custody: dkg(0x10),
        election: dkg(0x20),
        hsm_signatures: vec![SealSignature::Ed25519([0x62; 64])],
        officer_signatures: vec![[0x63; 64]; 5],
    }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let (definition, keys) = (definition_text().as_bytes(), keys().to_bytes());
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_be_bytes();
    let rest = layout(&[
        "61x32", "00000c89", "10x160", "11x800", "12x32", "13x320", "20x160", "21x800", "22x32", "23x320", "62x64",
        "63x320",
    ]);
    let parts = [b"tamga/election-file/v1\n".as_slice(), &length(definition), definition, &length(&keys), &keys, &rest];
    assert_eq!(election_file().to_bytes(), parts.concat());
    assert_eq!(ElectionFile::parse(&parts.concat()), Ok(election_file()));
}

#[test]
fn a_signature_of_an_hsm_is_as_long_as_its_algorithm_has_it() {
    let mut keys = keys();
    keys.hsms[0].seal_algorithm = SEAL_ECDSA_P384;
    keys.hsms[0].seal = hex::decode(P384_GENERATOR).unwrap();
    let hsm_signatures = vec![SealSignature::EcdsaP384([0x62; 96])];
    let file = ElectionFile { keys: keys.to_bytes(), hsm_signatures, ..election_file() };
    let bytes = file.to_bytes();
    assert!(bytes.ends_with(&layout(&["23x320", "62x96", "63x320"])));
    assert_eq!(ElectionFile::parse(&bytes), Ok(file.clone()));
    let short = ElectionFile { hsm_signatures: election_file().hsm_signatures, ..file };
    assert_eq!(ElectionFile::parse(&short.to_bytes()), Err(ByteFault::EndsEarly.into()));
}

#[test]
fn a_spoilt_election_file_is_refused() {
    refuses_spoilt(&election_file().to_bytes(), ElectionFile::parse);
}

#[test]
fn what_is_inside_has_to_fit_together() {
    let mut file = election_file();
    file.definition = definition_text().replace("min-open 5", "min-open 6").into_bytes();
    let refused = ElectionFile::parse(&file.to_bytes());
    assert_eq!(refused, Err(ElectionFileError::Keys(KeysError::OtherDefinition)));
    let mut file = election_file();
    file.definition.push(b'\n');
    assert!(matches!(ElectionFile::parse(&file.to_bytes()), Err(ElectionFileError::Definition(_))));
    let mut file = election_file();
    file.keys = vec![0; (8 << 20) + 1];
    assert_eq!(ElectionFile::parse(&file.to_bytes()), Err(ByteFault::OverLimit.into()));
    let mut file = election_file();
    file.officer_signatures.pop();
    assert_eq!(ElectionFile::parse(&file.to_bytes()), Err(ByteFault::EndsEarly.into()));
}

#[test]
fn the_election_id_hashes_label_definition_keys_and_roll() {
    let unframed = layout(&["'tamga/election/v1", "01x32", "02x32", "03x32"]);
    assert_eq!(election_id(&digest(1), &digest(2), &digest(3)), sha3_256(&[&unframed]));
    let file = election_file();
    let (definition, keys) = file.contents().unwrap();
    assert_eq!(file.election_id(), Ok(election_id(&definition.digest(), &keys.digest(), &digest(0x61))));
    let framed = layout(&["14", "'tamga/endorsement/v1", "05x32"]);
    assert_eq!(endorsement_message(&digest(5)), sha3_256(&[&framed]));
}
