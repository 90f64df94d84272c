//! Two regions and two contests, with the keys that casting needs and no others.

use tamga_casting::identity::{Findings, IdentityService};
use tamga_casting::params::ElectionParams;
use tamga_casting::streams::Streams;
use tamga_casting::voter::Voter;
use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::hpke::mlkem;
use tamga_crypto::sign::SigningKey;
use tamga_record::definition::{
    Contest, ContestSet, Definition, ElectionOption, HeldStatus, History, Kind, Language, Late, Method, Names, Region,
    Revote, Role, ThresholdOf, Tie,
};
use tamga_record::keys::PublicKeys;

pub const ELECTION: [u8; 32] = [14; 32];
pub const OPENS: u64 = 1_729_382_400;
pub const CLOSES: u64 = OPENS + 86_400;

pub fn streams() -> Streams {
    Streams::new([21; 32])
}

fn contest(id: &str, max: u16, options: u8) -> Contest {
    let option =
        |number: u8| ElectionOption { id: format!("option-{number}"), role: Role::Candidate, name: Names::default() };
    Contest {
        id: id.to_owned(),
        title: Names::default(),
        kind: Kind::Approval,
        max,
        seats: 0,
        method: Method::None,
        threshold_bp: 0,
        threshold_of: ThresholdOf::Valid,
        tie: Tie::Declare,
        options: (0..options).map(option).collect(),
    }
}

fn region(code: &str, registered: u32, contests: &[u16]) -> Region {
    Region {
        code: code.to_owned(),
        name: Names::default(),
        registered,
        contests: ContestSet::from_indices(contests.iter().copied()).unwrap(),
        merge_into: None,
        part_of: None,
    }
}

/// North has six voters and both contests, south four and only the second.
pub fn definition() -> Definition {
    Definition {
        id: "small".to_owned(),
        rehearsal: true,
        language: Language::En,
        title: Names::default(),
        opens: OPENS,
        closes: CLOSES,
        min_open: 1,
        revote: Revote::Last,
        late: Late::Refuse,
        openings: 1,
        history: History::Off,
        cell_len: 0,
        admission: [HeldStatus::Blue; 5],
        blue_counts: false,
        quorum: 1,
        officers: Vec::new(),
        approvals: 1,
        checkers: Vec::new(),
        registrar: key("registrar").verifying_key().to_bytes(),
        identity: key("identity").verifying_key().to_bytes(),
        collectors: Vec::new(),
        hsms: Vec::new(),
        contests: vec![contest("president", 1, 3), contest("council", 2, 4)],
        regions: vec![region("north", 6, &[0, 1]), region("south", 4, &[1])],
    }
}

pub fn key(holder: &str) -> SigningKey {
    SigningKey::from_seed(*streams().seed(holder, 0))
}

pub fn region_secret(region: u16) -> mlkem::SecretKey {
    mlkem::SecretKey::from_seed(&[region as u8 + 1; 64])
}

/// The public keys of a commission of one; the HSMs play no part here.
pub fn public_keys() -> PublicKeys {
    let point = encode_point(&RistrettoPoint::mul_base(&Scalar::from(1_234_567u64)));
    let quorum = Quorum::new(1, 1).unwrap();
    let group = GroupKey::from_bytes(&point, quorum).unwrap();
    PublicKeys {
        definition: definition().digest(),
        quorum,
        custody: group.clone(),
        election: group,
        hsms: Vec::new(),
        regions: (0..2).map(|region| region_secret(region).public().to_vec()).collect(),
        complaint: None,
    }
}

pub fn params(definition: Definition) -> ElectionParams {
    ElectionParams::new(definition, ELECTION, &public_keys()).unwrap()
}

pub fn identity() -> IdentityService {
    IdentityService::new(key("identity"), ELECTION, 2)
}

pub fn findings() -> Findings {
    Findings::fine(OPENS, [8; 32])
}

pub fn voter(region: u16) -> Voter {
    let contests = definition().regions[usize::from(region)].contests;
    Voter::new(7, [5; 16], region, contests, &streams())
}
