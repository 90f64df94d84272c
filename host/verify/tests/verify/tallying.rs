//! Verdicts, tables, tally, approvals, shares: from marks in the clear, so that nothing is derived as the verifier does it.

use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::ceremony::{M, SetUp};
use crate::election::{CastRecord, Chained, Election, Files, Opening};
use crate::encode::{Digest, Rng, bytes, challenge, enc, g, hash, merkle, scalar, sha3};
use crate::publishing::entry;
use crate::replacing::{self, When};
use crate::tables::{self, counted};

pub struct Tally {
    pub root: Digest,
    sums: Vec<(RistrettoPoint, RistrettoPoint)>,
    approval: [u8; 64],
}

/// The leaves, in the file, under the root, and in the parts that go elsewhere.
#[derive(Default)]
struct Leaves {
    bytes: Vec<u8>,
    hashed: Vec<Vec<u8>>,
    sums: Vec<(RistrettoPoint, RistrettoPoint)>,
    salts: Vec<u8>,
}

fn leaves(election: &Election, opening: &Opening, rng: &mut Rng) -> Leaves {
    let mut leaves = Leaves::default();
    for (contest, regions) in &opening.leaves {
        let mine: Vec<&CastRecord> = counted(&election.records, opening.number, *contest, regions).collect();
        let group = group(&mine, *contest, regions);
        let options = election.script.contests[*contest].options.len();
        let sums: Vec<_> = (0..options).map(|option| sum(&mine, *contest, option)).collect();
        let encoded: Vec<u8> = sums.iter().flat_map(|(a, b)| [enc(a), enc(b)].concat()).collect();
        let salt: Digest = bytes(rng);
        let mut trackers: Vec<Digest> = mine.iter().map(|r| r.item.tracker).collect();
        trackers.sort();
        let digest = hash("tamga/counted/v1", &[salt.as_slice(), &trackers.concat()].concat());
        leaves.bytes.extend([group.clone(), digest.to_vec(), encoded.clone()].concat());
        leaves.hashed.push([group, hash("tamga/sums/v1", &encoded).to_vec(), digest.to_vec()].concat());
        leaves.sums.extend(sums);
        leaves.salts.extend(salt);
    }
    leaves
}

/// The sum of the counted ciphertexts for one option of a contest.
fn sum(records: &[&CastRecord], contest: usize, option: usize) -> (RistrettoPoint, RistrettoPoint) {
    let mut sum = (RistrettoPoint::default(), RistrettoPoint::default());
    for record in records {
        let at = record.contests.iter().position(|c| *c == contest).unwrap();
        let (a, b) = record.item.marks[at][option];
        sum = (sum.0 + a, sum.1 + b);
    }
    sum
}

fn group(records: &[&CastRecord], contest: usize, regions: &[usize]) -> Vec<u8> {
    let mut bytes = [(contest as u16).to_be_bytes(), (regions.len() as u16).to_be_bytes()].concat();
    for region in regions {
        bytes.extend_from_slice(&(*region as u16).to_be_bytes());
    }
    bytes.extend_from_slice(&(records.len() as u32).to_be_bytes());
    bytes
}

/// Everything up to the tally root.
pub fn tally(election: &mut Election, opening: &Opening, chained: &Chained, rng: &mut Rng) -> Tally {
    let number = opening.number;
    verified(election, number);
    let leaves = leaves(election, opening, rng);
    let root = merkle(sha3, &leaves.hashed);
    let withheld: Vec<u8> = opening
        .withheld
        .iter()
        .flat_map(|(contest, regions)| {
            let mine: Vec<&CastRecord> = counted(&election.records, number, *contest, regions).collect();
            group(&mine, *contest, regions)
        })
        .collect();
    let count = |n: usize| (n as u32).to_be_bytes();
    let e = election.set_up.e;
    let head = [b"tamga/tally/v1\n".as_slice(), &e, &number.to_be_bytes(), &chained.root, &chained.z].concat();
    let opened = [&count(leaves.hashed.len()), leaves.bytes.as_slice()].concat();
    let rest = [&count(opening.withheld.len()), withheld.as_slice(), &root].concat();
    election.record.insert(format!("opening-{number}/tally.tamga"), [head, opened, rest].concat());
    let head = [b"tamga/salts/v1\n".as_slice(), &e, &number.to_be_bytes(), &count(leaves.hashed.len())].concat();
    election.audit.insert(format!("opening-{number}/salts.tamga"), [head, leaves.salts].concat());
    let values = [
        ("opening", number.to_string()),
        ("previous", hex::encode(chained.root)),
        ("root", hex::encode(root)),
        ("leaves", opening.leaves.len().to_string()),
        ("withheld", opening.withheld.len().to_string()),
        ("sums", leaves.sums.len().to_string()),
    ];
    election.entries.push(entry("13 root", &values));
    let approved = [e.as_slice(), &number.to_be_bytes(), &chained.root, &chained.z, &root].concat();
    let approval = election.set_up.commission.checker.sign("tamga/approval/v1", &approved);
    Tally { root, sums: leaves.sums, approval }
}

/// Unsealing, seeds, verdicts, tables and entry 12.
fn verified(election: &mut Election, number: u32) {
    let regions = election.script.regions_of(number);
    let late = number == election.script.supplement();
    let all = &election.set_up.commission.seeds;
    let seeds: Vec<u8> = regions.iter().flat_map(|region| all[*region]).collect();
    let mut entries = Vec::new();
    if !late {
        let unlock = [
            ("role", "tally".to_owned()),
            ("hsm", "rehearsal-1".into()),
            ("generation", number.to_string()),
            ("officers", "1,2".into()),
            ("digest", hex::encode([5; 32])),
        ];
        entries.push(entry("10 unlock", &unlock));
        let mut file = [
            b"tamga/seeds/v1\n".as_slice(),
            &election.set_up.e,
            &number.to_be_bytes(),
            &(regions.len() as u16).to_be_bytes(),
        ]
        .concat();
        for region in &regions {
            let code = election.script.regions[*region].code.clone();
            entries.push(entry("11 unseal", &[("region", code), ("hsm", "rehearsal-1".into())]));
            file.extend([(*region as u16).to_be_bytes().as_slice(), &all[*region]].concat());
        }
        election.audit.insert(format!("opening-{number}/seeds.tamga"), file);
    }
    let salt = hash("tamga/verdicts-salt/v1", &[number.to_be_bytes().as_slice(), &seeds].concat());
    let mut digests = Vec::new();
    for (path, file) in verdicts(election, number, &regions) {
        digests.extend(sha3(&file));
        election.audit.insert(path, file);
    }
    let verdicts = hash("tamga/verdicts/v1", &[salt.as_slice(), &digests].concat());
    let (turnout, figures) = tables::turnout(election, number);
    let names = ["received", "counted", "green", "blue", "yellow", "red", "superseded", "late"];
    let mut values = vec![("opening", number.to_string())];
    values.extend(names.into_iter().zip(figures.map(|figure| figure.to_string())));
    values.push(("turnout", hex::encode(sha3(turnout.as_bytes()))));
    values.push(("verdicts", hex::encode(verdicts)));
    entries.push(entry("12 verified", &values));
    election.entries.extend(entries);
    election.record.insert("turnout.csv".into(), turnout.into_bytes());
    election.record.insert("held.csv".into(), tables::held(election).into_bytes());
    election.record.insert("attestations.csv".into(), tables::attestations(election, number).into_bytes());
}

/// Paths and files, in the order of the regions.
fn verdicts(election: &Election, opening: u32, regions: &[usize]) -> Vec<(String, Vec<u8>)> {
    let folder = if opening == election.script.supplement() { "verdicts-late" } else { "verdicts" };
    let mut files = Vec::new();
    for region in regions {
        let mut mine: Vec<&CastRecord> =
            election.records.iter().filter(|r| r.opening == opening && r.cast.place.0 == *region).collect();
        mine.sort_by_key(|r| (r.cast.place, r.cast.variant, r.number));
        let mut text = String::from("collector,bundle,item,tracker,status,counted,reasons\n");
        for record in mine {
            let (_, collector, bundle) = record.cast.place;
            let variant = if record.cast.variant == 1 { String::new() } else { format!(".{}", record.cast.variant) };
            let (tracker, verdict) = (hex::encode(record.item.tracker), record.cast.verdict);
            text += &format!("collector-{},{bundle}{variant},{},{tracker},{verdict}\n", collector + 1, record.number);
        }
        files.push((format!("{folder}/{}.csv", election.script.regions[*region].code), text.into_bytes()));
    }
    files
}

/// Approval and shares; token 2 refuses once.
pub fn open(election: &mut Election, opening: &Opening, tally: &Tally, rng: &mut Rng) {
    let number = opening.number;
    let values = [
        ("opening", number.to_string()),
        ("checker", "checker-1".to_owned()),
        ("digest", hex::encode(sha3(&tally.approval))),
    ];
    let mut entries = vec![entry("14 approval", &values)];
    entries.push(entry("16 refusal", &[("token", "2".into()), ("act", "open".into()), ("code", "20".into())]));
    election.entries.extend(std::mem::take(&mut entries));
    if election.script.replacements.iter().any(|replacement| replacement.when == When::Answering(number)) {
        let values = [("opening", number.to_string()), ("token", "1".into()), ("digest", hex::encode([9; 32]))];
        election.entries.push(entry("15 share", &values));
        replacing::replace(election, When::Answering(number), rng);
    }
    let head = [b"tamga/shares/v1\n".as_slice(), &election.set_up.e, &number.to_be_bytes(), &tally.root].concat();
    let mut file = [head.as_slice(), &(tally.sums.len() as u32).to_be_bytes(), &[M as u8]].concat();
    for token in [1_u8, 3] {
        let s = election.set_up.key.shares[usize::from(token) - 1];
        let answers: Vec<u8> = tally.sums.iter().flat_map(|(a, _)| enc(&(a * s))).collect();
        let mut bytes = [vec![token], answers].concat();
        for (q, chunk) in tally.sums.chunks(64).enumerate() {
            bytes.extend(prove_chunk(&election.set_up, (number, &tally.root), token, q, chunk, s, rng));
        }
        let values =
            [("opening", number.to_string()), ("token", token.to_string()), ("digest", hex::encode(sha3(&bytes)))];
        entries.push(entry("15 share", &values));
        file.extend(bytes);
    }
    let approvals = [b"tamga/approvals/v1\n\x01\0\0".as_slice(), &tally.approval].concat();
    election.entries.extend(entries);
    let files = Files::from([
        (format!("opening-{number}/approvals.tamga"), approvals),
        (format!("opening-{number}/shares.tamga"), file),
    ]);
    election.record.extend(files);
}

/// (15), (16).
fn prove_chunk(
    set_up: &SetUp,
    (opening, root): (u32, &Digest),
    token: u8,
    q: usize,
    chunk: &[(RistrettoPoint, RistrettoPoint)],
    s: Scalar,
    rng: &mut Rng,
) -> Vec<u8> {
    let start = [set_up.e.as_slice(), &opening.to_be_bytes(), root, &[token], &(q as u32).to_be_bytes()].concat();
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
