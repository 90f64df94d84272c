//! Box, turnout, tally, approvals, shares, counts: from marks in the clear, so that nothing is derived as the verifier does it.

use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::ceremony::{M, SetUp};
use crate::election::{CastRecord, Files, Imported, Script, sum, tracker_root};
use crate::encode::{Digest, Rng, bytes, challenge, enc, g, hash, merkle, scalar, sha3};

use crate::tables::{tables, turnout};

pub struct Closed {
    pub trackers: Files,
    pub file: Vec<u8>,
    pub z: Digest,
    pub received: Vec<u32>,
}

pub fn close(set_up: &SetUp, imported: &Imported) -> Closed {
    let regions = &set_up.commission.regions;
    let decisions = hash("tamga/decisions/v1", b"");
    let mut body =
        [b"tamga/box/v1\n".as_slice(), &set_up.e, &decisions, &(regions.len() as u16).to_be_bytes()].concat();
    let (mut trackers, mut received) = (Files::new(), Vec::new());
    for (place, region) in regions.iter().enumerate() {
        let mut list: Vec<Digest> = imported
            .records
            .iter()
            .filter(|r| r.cast.place.0 == place && !r.is_copy())
            .map(|r| r.item.tracker)
            .collect();
        list.sort();
        let lines: Vec<String> = list.iter().map(|t| hex::encode(t) + "\n").collect();
        trackers.insert(
            format!("trackers/{}.txt", region.code),
            format!("tamga/trackers/v1 {}\n{}", region.code, lines.concat()).into_bytes(),
        );
        body.extend_from_slice(&(list.len() as u32).to_be_bytes());
        body.extend_from_slice(&tracker_root(&list));
        body.push(imported.chains[place].len() as u8);
        for (collector, bundles, head, total) in &imported.chains[place] {
            body.extend_from_slice(&collector.to_be_bytes());
            body.extend_from_slice(&bundles.to_be_bytes());
            body.extend_from_slice(head);
            body.extend_from_slice(&total.to_be_bytes());
        }
        received.push(list.len() as u32);
    }
    let z = hash("tamga/close/v1", &body);
    let mut file = [body, vec![2]].concat();
    for officer in [1_u8, 3] {
        let act = [set_up.e.as_slice(), &[1], &z].concat();
        file.push(officer);
        file.extend_from_slice(&set_up.commission.officers[usize::from(officer) - 1].sign("tamga/act/v1", &act));
    }
    Closed { trackers, file, z, received }
}

pub struct Tally {
    pub record: Files,
    pub audit: Files,
    pub root: Digest,
    pub sums: usize,
    pub approval: [u8; 64],
    /// Token and SHA3-256 of its bytes.
    pub shares: Vec<(u8, Digest)>,
    /// received, green, blue, yellow, red, superseded.
    pub figures: [u64; 6],
    pub registered: u64,
}

/// The leaves, in the file, under the root, and in the parts that go elsewhere.
#[derive(Default)]
struct Leaves {
    bytes: Vec<u8>,
    hashed: Vec<Vec<u8>>,
    sums: Vec<(RistrettoPoint, RistrettoPoint)>,
    salts: Vec<u8>,
}

fn leaves(script: &Script, records: &[CastRecord], rng: &mut Rng) -> Leaves {
    let mut leaves = Leaves::default();
    for (contest, regions) in &script.leaves {
        let group = group(records, *contest, regions);
        let options = script.contests[*contest].options.len();
        let mine: Vec<_> = (0..options).map(|option| sum(records, *contest, regions, option)).collect();
        let encoded: Vec<u8> = mine.iter().flat_map(|(a, b)| [enc(a), enc(b)].concat()).collect();
        let salt: Digest = bytes(rng);
        let mut counted: Vec<Digest> = counted(records, *contest, regions).map(|r| r.item.tracker).collect();
        counted.sort();
        let digest = hash("tamga/counted/v1", &[salt.as_slice(), &counted.concat()].concat());
        leaves.bytes.extend([group.clone(), digest.to_vec(), encoded.clone()].concat());
        leaves.hashed.push([group, hash("tamga/sums/v1", &encoded).to_vec(), digest.to_vec()].concat());
        leaves.sums.extend(mine);
        leaves.salts.extend(salt);
    }
    leaves
}

pub fn tally(set_up: &SetUp, script: &Script, imported: &Imported, closed: &Closed, rng: &mut Rng) -> Tally {
    let records = &imported.records;
    let leaves = leaves(script, records, rng);
    let root = merkle(sha3, &leaves.hashed);
    let withheld: Vec<u8> = script.withheld.iter().flat_map(|(c, regions)| group(records, *c, regions)).collect();
    let count = |n: usize| (n as u32).to_be_bytes();
    let head = [b"tamga/tally/v1\n".as_slice(), &set_up.e, &1_u32.to_be_bytes(), &[0; 32], &closed.z].concat();
    let opened = [&count(leaves.hashed.len()), leaves.bytes.as_slice()].concat();
    let rest = [&count(script.withheld.len()), withheld.as_slice(), &root].concat();
    let file = [head, opened, rest].concat();
    let approval = set_up
        .commission
        .checker
        .sign("tamga/approval/v1", &[set_up.e.as_slice(), &1_u32.to_be_bytes(), &[0; 32], &closed.z, &root].concat());
    let (share_file, shares) = open(set_up, &leaves.sums, &root, rng);
    let (totals, results) = tables(script, records);
    let (turnout, figures, registered) = turnout(set_up, records, &closed.received);
    let mut record = Files::new();
    let approvals = [b"tamga/approvals/v1\n\x01\0\0".as_slice(), &approval].concat();
    for (path, bytes) in [
        ("opening-1/tally.tamga", file),
        ("opening-1/approvals.tamga", approvals),
        ("opening-1/shares.tamga", share_file),
        ("totals.csv", totals.into_bytes()),
        ("results.csv", results.into_bytes()),
        ("turnout.csv", turnout.into_bytes()),
    ] {
        record.insert(path.into(), bytes);
    }
    let head = [b"tamga/salts/v1\n".as_slice(), &set_up.e, &1_u32.to_be_bytes(), &count(leaves.hashed.len())].concat();
    let audit = Files::from([("opening-1/salts.tamga".into(), [head, leaves.salts].concat())]);
    Tally { record, audit, root, sums: leaves.sums.len(), approval, shares, figures, registered }
}

pub fn counted<'a>(
    records: &'a [CastRecord],
    contest: usize,
    regions: &'a [usize],
) -> impl Iterator<Item = &'a CastRecord> {
    let has = move |r: &&CastRecord| {
        r.status() == "green" && regions.contains(&r.cast.place.0) && r.contests.contains(&contest)
    };
    records.iter().filter(has)
}

fn group(records: &[CastRecord], contest: usize, regions: &[usize]) -> Vec<u8> {
    let mut bytes = [(contest as u16).to_be_bytes(), (regions.len() as u16).to_be_bytes()].concat();
    for region in regions {
        bytes.extend_from_slice(&(*region as u16).to_be_bytes());
    }
    bytes.extend_from_slice(&(counted(records, contest, regions).count() as u32).to_be_bytes());
    bytes
}

/// (14) to (16) by tokens 1 and 3.
fn open(
    set_up: &SetUp,
    sums: &[(RistrettoPoint, RistrettoPoint)],
    root: &Digest,
    rng: &mut Rng,
) -> (Vec<u8>, Vec<(u8, Digest)>) {
    let head = [b"tamga/shares/v1\n".as_slice(), &set_up.e, &1_u32.to_be_bytes(), root].concat();
    let mut file = [head.as_slice(), &(sums.len() as u32).to_be_bytes(), &[M as u8]].concat();
    let mut shares = Vec::new();
    for token in [1_u8, 3] {
        let s = set_up.key.shares[usize::from(token) - 1];
        let answers: Vec<u8> = sums.iter().flat_map(|(a, _)| enc(&(a * s))).collect();
        let mut bytes = [vec![token], answers].concat();
        for (q, chunk) in sums.chunks(64).enumerate() {
            bytes.extend(prove_chunk(set_up, root, token, q, chunk, s, rng));
        }
        shares.push((token, sha3(&bytes)));
        file.extend(bytes);
    }
    (file, shares)
}

fn prove_chunk(
    set_up: &SetUp,
    root: &Digest,
    token: u8,
    q: usize,
    chunk: &[(RistrettoPoint, RistrettoPoint)],
    s: Scalar,
    rng: &mut Rng,
) -> Vec<u8> {
    let start = [set_up.e.as_slice(), &1_u32.to_be_bytes(), root, &[token], &(q as u32).to_be_bytes()].concat();
    let mut t = hash("tamga/open-chunk/v1", &start);
    let mut a_hat = RistrettoPoint::default();
    for (place, (a, _)) in chunk.iter().enumerate() {
        let j = (64 * q + place) as u32;
        t = hash("tamga/open-step/v1", &[t.as_slice(), &j.to_be_bytes(), &enc(a), &enc(&(a * s))].concat());
        let w = Scalar::from(u128::from_le_bytes(t[..16].try_into().unwrap()));
        a_hat += a * w;
    }
    let v = scalar(rng);
    let input = [t, enc(&g(s)), enc(&a_hat), enc(&(a_hat * s)), enc(&g(v)), enc(&(a_hat * v))].concat();
    let c = challenge("tamga/open-proof/v1", &input);
    [c.to_bytes(), (v + c * s).to_bytes()].concat()
}
