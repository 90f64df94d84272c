//! Every key of a test's election, from one seed.

use p384::elliptic_curve::sec1::ToSec1Point;
use rand_core::Rng;
use tamga_casting::streams::Streams;
use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::hpke::{hybrid, mlkem};
use tamga_crypto::sign::SigningKey;
use tamga_record::definition::Definition;
use tamga_record::keys::{HsmKeys, PublicKeys, REHEARSAL_MODEL, SEAL_ED25519};
use tamga_record::tally_file::Seed;
use zeroize::Zeroizing;

use crate::world::{NEEDED, TOKENS};

/// The key of a holder, by name.
pub fn key(streams: &Streams, holder: &str, number: u64) -> SigningKey {
    SigningKey::from_seed(*streams.seed(holder, number))
}

fn hybrid_key(streams: &Streams, number: u64) -> hybrid::PublicKey {
    let secret = p384::SecretKey::from_slice(&[number as u8 + 1; 48]).unwrap();
    let mut point = [0; 97];
    point.copy_from_slice(secret.public_key().to_sec1_point(false).as_bytes());
    let ek = mlkem::SecretKey::from_seed(&seed(streams, "hsm", number)).public();
    hybrid::PublicKey::from_halves(&ek, &point).unwrap()
}

pub fn seed(streams: &Streams, label: &str, number: u64) -> Seed {
    let mut seed = Zeroizing::new([0; 64]);
    streams.stream(label, number).fill_bytes(seed.as_mut_slice());
    seed
}

fn group_key(polynomial: &[Scalar]) -> GroupKey {
    let commitments: Vec<u8> = polynomial.iter().flat_map(|a| encode_point(&RistrettoPoint::mul_base(a))).collect();
    GroupKey::from_bytes(&commitments, Quorum::new(TOKENS, NEEDED).unwrap()).unwrap()
}

pub fn public_keys(definition: &Definition, streams: &Streams, polynomial: &[Scalar], seeds: &[Seed]) -> PublicKeys {
    let custody = [Scalar::from(5u64), Scalar::from(7u64)];
    let hsm = HsmKeys {
        serial: "rehearsal-1".to_owned(),
        model: REHEARSAL_MODEL.to_owned(),
        tally: hybrid_key(streams, 0),
        escrow: hybrid_key(streams, 1),
        seal_algorithm: SEAL_ED25519,
        seal: key(streams, "hsm-seal", 0).verifying_key().to_bytes().to_vec(),
        evidence: Vec::new(),
    };
    let ek = |seed: &Seed| mlkem::SecretKey::from_seed(seed).public().to_vec();
    PublicKeys {
        definition: definition.digest(),
        quorum: Quorum::new(TOKENS, NEEDED).unwrap(),
        custody: group_key(&custody),
        election: group_key(polynomial),
        hsms: vec![hsm],
        regions: seeds.iter().map(ek).collect(),
        complaint: (definition.cell_len > 0).then(|| ek(&seed(streams, "complaint", 0))),
    }
}
