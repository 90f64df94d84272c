//! Roll, ballots, attestations, items, bundles.

use curve25519_dalek::{RistrettoPoint, Scalar};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha384;
use hpke::kem::MlKem1024;
use hpke::{OpModeS, Serializable};

use crate::ceremony::{Commission, SetUp};
use crate::encode::{Digest, Rng, Signer, bytes, challenge, enc, g, hash, merkle, scalar, sha3};

pub struct Voter {
    pub tag: [u8; 16],
    pub region: u16,
    pub contests: [u8; 16],
    pub credential: Signer,
}

/// A roll entry that is not as others are.
#[derive(Clone)]
pub struct OddEntry {
    /// The voter's place among all voters.
    pub voter: usize,
    /// Admission default.
    pub default: u8,
    /// The certificate is not the registrar's.
    pub forged: bool,
}

/// Voters of every region, in the order of regions, and their roll.
pub fn roll(commission: &Commission, odd: &[OddEntry], rng: &mut Rng) -> (Vec<Voter>, Vec<u8>) {
    let mut voters = Vec::new();
    for (place, region) in commission.regions.iter().enumerate() {
        let mut contests = [0; 16];
        for contest in &region.contests {
            contests[contest / 8] |= 1 << (contest % 8);
        }
        for _ in 0..region.registered {
            let (tag, credential) = (bytes(rng), Signer::new(rng));
            voters.push(Voter { tag, region: place as u16, contests, credential });
        }
    }
    let mut sorted: Vec<(usize, &Voter)> = voters.iter().enumerate().collect();
    sorted.sort_by_key(|(_, voter)| voter.tag);
    let mut file = b"tamga/roll/v1\n".to_vec();
    file.extend_from_slice(&commission.d());
    file.extend_from_slice(&(voters.len() as u32).to_be_bytes());
    for (place, voter) in sorted {
        let entry = odd.iter().find(|entry| entry.voter == place);
        let registrar =
            if entry.is_some_and(|entry| entry.forged) { &commission.identity } else { &commission.registrar };
        let key = voter.credential.public();
        let what = [voter.tag.as_slice(), &voter.region.to_be_bytes(), &voter.contests].concat();
        let default = entry.map_or(0, |entry| entry.default);
        let certified = [commission.d().as_slice(), &what, &[default], &key, &[0; 32]].concat();
        let certificate = registrar.sign("tamga/credential/v1", &certified);
        file.extend_from_slice(&[what, vec![default], key.to_vec(), certificate.to_vec(), vec![0; 32]].concat());
    }
    (voters, file)
}

/// What is special about a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The header is signed by somebody else.
    Signature,
    /// A response of the first range proof is off by one.
    Proof,
    /// The outer part is damaged, and the header says so rightly.
    Seal,
    /// The tracker is not that of the inner part.
    Inner,
    /// Flags of the attestation.
    Flags(u8),
    /// A second record on the same attestation.
    Again,
    /// Header and attestation name another election.
    Election,
    /// Header and attestation name the next region.
    Region,
    /// Header and attestation name a tag that is on no roll.
    Tag,
    /// The header names no contest.
    Contests,
    /// The attestation is signed by somebody else.
    Attestation,
    /// An undefined flag, signed by the identity service.
    Undefined,
    /// The outer part is not the one in the header.
    Outer,
    /// The biometric check failed.
    Biometric,
    /// The attestation was issued before the period.
    Early,
    /// The attestation was issued a minute after the period.
    After,
    /// The header has the tracker of another record of the script.
    TrackerOf(usize),
}

/// Ciphertexts of a ballot, contest by contest in the order of the ballot.
pub type Marks = Vec<Vec<(RistrettoPoint, RistrettoPoint)>>;

pub struct Item {
    pub bytes: Vec<u8>,
    pub tracker: Digest,
    pub marks: Marks,
}

pub struct Attested {
    pub bytes: Vec<u8>,
}

/// What header and attestation say of election, region and tag.
fn claims(set_up: &SetUp, voter: &Voter, fault: Fault) -> (Digest, [u8; 2], [u8; 16]) {
    match fault {
        Fault::Election => ([0xEE; 32], voter.region.to_be_bytes(), voter.tag),
        Fault::Region => (set_up.e, (voter.region + 1).to_be_bytes(), voter.tag),
        Fault::Tag => (set_up.e, voter.region.to_be_bytes(), [0xEE; 16]),
        _ => (set_up.e, voter.region.to_be_bytes(), voter.tag),
    }
}

pub fn attest(set_up: &SetUp, voter: &Voter, counter: u32, fault: Fault) -> Attested {
    let flags = match fault {
        Fault::Flags(flags) => flags,
        Fault::Undefined => 1 | 2 | 8 | 16,
        _ => 1 | 2 | 8,
    };
    let (e, region, tag) = claims(set_up, voter, fault);
    let credential = voter.credential.public();
    let body = [
        [b"TAT1".as_slice(), &e, &region, &tag, &credential, &counter.to_be_bytes()].concat(),
        issued_at(fault).to_be_bytes().to_vec(),
        vec![flags, if fault == Fault::Biometric { 2 } else { 1 }],
        1_729_000_000_u64.to_be_bytes().to_vec(),
        vec![7; 32],
    ]
    .concat();
    let service = &set_up.commission.identity;
    let signer = if fault == Fault::Attestation { &set_up.commission.registrar } else { service };
    let signature = signer.sign("tamga/attestation/v1", &body);
    Attested { bytes: [body, signature.to_vec()].concat() }
}

/// Unix seconds: 2024-10-27, the day before the period opens, or a minute after it closes.
fn issued_at(fault: Fault) -> u64 {
    match fault {
        Fault::Early => 1_729_300_000,
        Fault::After => 1_730_836_860,
        _ => 1_730_000_000,
    }
}

/// Casts a ballot: `marks` are zeros and ones per contest of the voter's ballot.
pub fn cast(
    set_up: &SetUp,
    voter: &Voter,
    attested: &Attested,
    marks: &[Vec<u8>],
    (fault, copied): (Fault, Option<Digest>),
    rng: &mut Rng,
) -> Item {
    let contests: Vec<usize> =
        (0..set_up.commission.contests.len()).filter(|c| voter.contests[c / 8] >> (c % 8) & 1 == 1).collect();
    let mut inner = Vec::new();
    let mut ciphertexts = Vec::new();
    for (contest, marks) in contests.iter().zip(marks) {
        let (bytes, points) = encrypt(set_up, voter, *contest as u16, marks, rng);
        inner.extend(bytes);
        ciphertexts.push(points);
    }
    if fault == Fault::Proof {
        // The first response z_0 stands behind A, B, four commitments and c_0.
        inner[64 + 128 + 32] ^= 1;
    }
    let mut tracker = sha3(&inner);
    if fault == Fault::Inner {
        tracker = bytes(rng);
    }
    tracker = copied.unwrap_or(tracker);
    let info = [b"tamga/ballot/v1".as_slice(), &set_up.e, &voter.region.to_be_bytes()].concat();
    let key = set_up.commission.region_key(usize::from(voter.region));
    let (enc, ct) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha384, MlKem1024>(
        &OpModeS::Base,
        &key,
        &info,
        &[inner.as_slice(), &vec![0xCE; set_up.commission.cell_len]].concat(),
        b"",
        rng,
    )
    .unwrap();
    let mut outer = [enc.to_bytes().to_vec(), ct].concat();
    if fault == Fault::Seal {
        *outer.last_mut().unwrap() ^= 1;
    }
    let (e, region, tag) = claims(set_up, voter, fault);
    let contests = if fault == Fault::Contests { [0; 16] } else { voter.contests };
    let outer_digest = if fault == Fault::Outer { [0; 32] } else { sha3(&outer) };
    let digests = [sha3(&attested.bytes), tracker, outer_digest].concat();
    let header = [b"TCR1".as_slice(), &e, &region, &contests, &tag, &digests].concat();
    let stranger = Signer::new(rng);
    let signer = if fault == Fault::Signature { &stranger } else { &voter.credential };
    let signature = signer.sign("tamga/cast/v1", &header);
    let bytes = [attested.bytes.clone(), header, signature.to_vec(), outer].concat();
    Item { bytes, tracker, marks: ciphertexts }
}

/// (1), (6).
fn encrypt(
    set_up: &SetUp,
    voter: &Voter,
    contest: u16,
    marks: &[u8],
    rng: &mut Rng,
) -> (Vec<u8>, Vec<(RistrettoPoint, RistrettoPoint)>) {
    let p = curve25519_dalek::ristretto::CompressedRistretto(set_up.key.commitments[0]).decompress().unwrap();
    let mut bytes = Vec::new();
    let mut points = Vec::new();
    let (mut sum_r, mut sum_m) = (Scalar::ZERO, 0);
    for (option, m) in marks.iter().enumerate() {
        let r = scalar(rng);
        let (a, b) = (g(r), p * r + g(Scalar::from(*m)));
        let proof = prove(set_up, voter, (contest, option as u16), p, (a, b), r, usize::from(*m), 2, rng);
        bytes.extend([enc(&a).to_vec(), enc(&b).to_vec(), proof].concat());
        points.push((a, b));
        (sum_r, sum_m) = (sum_r + r, sum_m + usize::from(*m));
    }
    let sum = points.iter().fold((RistrettoPoint::default(), RistrettoPoint::default()), |s, p| (s.0 + p.0, s.1 + p.1));
    let max = set_up.commission.contests[usize::from(contest)].max;
    // A ballot with too many marks can only lie about their sum.
    bytes.extend(prove(set_up, voter, (contest, 0xFFFF), p, sum, sum_r, sum_m.min(max), max + 1, rng));
    (bytes, points)
}

/// (3), (4).
#[allow(clippy::too_many_arguments)]
fn prove(
    set_up: &SetUp,
    voter: &Voter,
    (contest, option): (u16, u16),
    p: RistrettoPoint,
    (a, b): (RistrettoPoint, RistrettoPoint),
    r: Scalar,
    m: usize,
    n: usize,
    rng: &mut Rng,
) -> Vec<u8> {
    let w = scalar(rng);
    let mut c: Vec<Scalar> = (0..n).map(|_| scalar(rng)).collect();
    let mut z: Vec<Scalar> = (0..n).map(|_| scalar(rng)).collect();
    let mut commitments = Vec::new();
    for j in 0..n {
        let (a_j, b_j) = if j == m {
            (g(w), p * w)
        } else {
            (g(z[j]) - a * c[j], p * z[j] - (b - g(Scalar::from(j as u64))) * c[j])
        };
        commitments.extend([enc(&a_j), enc(&b_j)].concat());
    }
    let input = [
        set_up.e.as_slice(),
        &voter.region.to_be_bytes(),
        &voter.tag,
        &voter.credential.public(),
        &contest.to_be_bytes(),
        &option.to_be_bytes(),
        &enc(&p),
        &enc(&a),
        &enc(&b),
        &commitments,
    ]
    .concat();
    let all = challenge("tamga/range/v1", &input);
    c[m] = Scalar::ZERO;
    c[m] = all - c.iter().sum::<Scalar>();
    z[m] = w + c[m] * r;
    let scalars = c[..n - 1].iter().chain(&z).flat_map(Scalar::to_bytes);
    commitments.into_iter().chain(scalars).collect()
}

/// What a bundle's header says beside election, region and collector.
#[derive(Clone, Copy)]
pub struct Head {
    pub number: u32,
    pub previous: Digest,
    /// 0 records, 1 closing, 2 late.
    pub kind: u8,
    pub total: u64,
}

/// One bundle, and its digest.
pub fn bundle(set_up: &SetUp, (region, collector): (u16, u16), head: Head, items: &[Vec<u8>]) -> (Vec<u8>, Digest) {
    let header = [
        b"tamga/bundle/v1\n".as_slice(),
        &set_up.e,
        &region.to_be_bytes(),
        &collector.to_be_bytes(),
        &head.number.to_be_bytes(),
        &head.previous,
        &[head.kind],
        &(items.len() as u32).to_be_bytes(),
        &head.total.to_be_bytes(),
    ]
    .concat();
    let root = merkle(sha3, items);
    let signed = [header.as_slice(), &root].concat();
    let signature = set_up.commission.collectors[usize::from(collector)].sign("tamga/bundle/v1", &signed);
    let mut file = header;
    for item in items {
        file.extend_from_slice(&(item.len() as u32).to_be_bytes());
        file.extend_from_slice(item);
    }
    file.extend_from_slice(&root);
    file.extend_from_slice(&signature);
    (file, hash("tamga/bundle-digest/v1", &signed))
}
