//! Box, turnout, tally, approvals, shares, counts: from marks in the clear, so that nothing is derived as the verifier does it.

use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::ceremony::{M, SetUp};
use crate::election::{Cast1, Files, Imported, Script, sum, tracker_root};
use crate::encode::{Digest, Rng, bytes, challenge, enc, g, hash, merkle, scalar, sha3};

pub struct Closed {
    pub trackers: Files,
    pub file: Vec<u8>,
    pub z: Digest,
    pub received: Vec<u32>,
}

pub fn close(set_up: &SetUp, imported: &Imported) -> Closed {
    let regions = &set_up.commission.regions;
    let decisions = hash("tamga/decisions/v1", b"");
    let mut body = [
        b"tamga/box/v1\n".as_slice(),
        &set_up.e,
        &decisions,
        &(regions.len() as u16).to_be_bytes(),
    ]
    .concat();
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
    Closed {
        trackers,
        file,
        z,
        received,
    }
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

pub fn tally(set_up: &SetUp, script: &Script, imported: &Imported, closed: &Closed, rng: &mut Rng) -> Tally {
    let records = &imported.records;
    let mut leaves = Vec::new();
    let mut leaf_bytes = Vec::new();
    let (mut sums, mut salts) = (Vec::new(), Vec::new());
    for (contest, regions) in &script.leaves {
        let group = group(records, *contest, regions);
        let options = script.contests[*contest].options.len();
        let mine: Vec<_> = (0..options)
            .map(|option| sum(records, *contest, regions, option))
            .collect();
        let encoded: Vec<u8> = mine.iter().flat_map(|(a, b)| [enc(a), enc(b)].concat()).collect();
        let salt: Digest = bytes(rng);
        let mut counted: Vec<Digest> = counted(records, *contest, regions).map(|r| r.item.tracker).collect();
        counted.sort();
        let digest = hash("tamga/counted/v1", &[salt.as_slice(), &counted.concat()].concat());
        leaf_bytes.extend([group.clone(), digest.to_vec(), encoded.clone()].concat());
        leaves.push([group, hash("tamga/sums/v1", &encoded).to_vec(), digest.to_vec()].concat());
        sums.extend(mine);
        salts.extend(salt);
    }
    let root = merkle(sha3, &leaves);
    let withheld: Vec<u8> = script
        .withheld
        .iter()
        .flat_map(|(c, regions)| group(records, *c, regions))
        .collect();
    let count = |n: usize| (n as u32).to_be_bytes();
    let file = [
        [
            b"tamga/tally/v1\n".as_slice(),
            &set_up.e,
            &1_u32.to_be_bytes(),
            &[0; 32],
            &closed.z,
        ]
        .concat(),
        [
            &count(leaves.len()),
            leaf_bytes.as_slice(),
            &count(script.withheld.len()),
            &withheld,
            &root,
        ]
        .concat(),
    ];
    let approval = set_up.commission.checker.sign(
        "tamga/approval/v1",
        &[set_up.e.as_slice(), &1_u32.to_be_bytes(), &[0; 32], &closed.z, &root].concat(),
    );
    let (share_file, shares) = open(set_up, &sums, &root, rng);
    let (totals, results) = tables(script, records);
    let (turnout, figures, registered) = turnout(set_up, records, &closed.received);
    let mut record = Files::new();
    let approvals = [b"tamga/approvals/v1\n\x01\0\0".as_slice(), &approval].concat();
    for (path, bytes) in [
        ("opening-1/tally.tamga", file.concat()),
        ("opening-1/approvals.tamga", approvals),
        ("opening-1/shares.tamga", share_file),
        ("totals.csv", totals.into_bytes()),
        ("results.csv", results.into_bytes()),
        ("turnout.csv", turnout.into_bytes()),
    ] {
        record.insert(path.into(), bytes);
    }
    let head = [
        b"tamga/salts/v1\n".as_slice(),
        &set_up.e,
        &1_u32.to_be_bytes(),
        &count(leaves.len()),
    ]
    .concat();
    let audit = Files::from([("opening-1/salts.tamga".into(), [head, salts].concat())]);
    Tally {
        record,
        audit,
        root,
        sums: sums.len(),
        approval,
        shares,
        figures,
        registered,
    }
}

fn counted<'a>(records: &'a [Cast1], contest: usize, regions: &'a [usize]) -> impl Iterator<Item = &'a Cast1> {
    let has =
        move |r: &&Cast1| r.status() == "green" && regions.contains(&r.cast.place.0) && r.contests.contains(&contest);
    records.iter().filter(has)
}

fn group(records: &[Cast1], contest: usize, regions: &[usize]) -> Vec<u8> {
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
    let start = [
        set_up.e.as_slice(),
        &1_u32.to_be_bytes(),
        root,
        &[token],
        &(q as u32).to_be_bytes(),
    ]
    .concat();
    let mut t = hash("tamga/open-chunk/v1", &start);
    let mut a_hat = RistrettoPoint::default();
    for (place, (a, _)) in chunk.iter().enumerate() {
        let j = (64 * q + place) as u32;
        t = hash(
            "tamga/open-step/v1",
            &[t.as_slice(), &j.to_be_bytes(), &enc(a), &enc(&(a * s))].concat(),
        );
        let w = Scalar::from(u128::from_le_bytes(t[..16].try_into().unwrap()));
        a_hat += a * w;
    }
    let v = scalar(rng);
    let input = [
        t,
        enc(&g(s)),
        enc(&a_hat),
        enc(&(a_hat * s)),
        enc(&g(v)),
        enc(&(a_hat * v)),
    ]
    .concat();
    let c = challenge("tamga/open-proof/v1", &input);
    [c.to_bytes(), (v + c * s).to_bytes()].concat()
}

/// `totals.csv` and `results.csv` from the marks as they were cast.
fn tables(script: &Script, records: &[Cast1]) -> (String, String) {
    let votes = |contest: usize, regions: &[usize]| -> Vec<u64> {
        let contest_of = &script.contests[contest];
        let mut votes = vec![0; contest_of.options.len()];
        for record in counted(records, contest, regions) {
            let at = record.contests.iter().position(|c| *c == contest).unwrap();
            for (sum, mark) in votes.iter_mut().zip(&record.cast.marks[at]) {
                *sum += u64::from(*mark);
            }
        }
        let most = (contest_of.max * counted(records, contest, regions).count()) as u64;
        votes.push(most - votes.iter().sum::<u64>());
        votes
    };
    let rows = |prefix: &str, contest: usize, votes: &[u64]| -> String {
        let contest = &script.contests[contest];
        let names = contest.options.iter().chain([&"blank"]);
        names
            .zip(votes)
            .map(|(name, count)| format!("{prefix}{},{name},{count}\n", contest.id))
            .collect()
    };
    let (mut totals, mut results) = (
        String::from("contest,option,votes\n"),
        String::from("region,contest,option,votes\n"),
    );
    for (place, region) in script.regions.iter().enumerate() {
        for (contest, regions) in script.leaves.iter().filter(|(_, regions)| regions[0] == place) {
            results += &rows(&format!("{},", region.code), *contest, &votes(*contest, regions));
        }
    }
    for contest in 0..script.contests.len() {
        let opened: Vec<usize> = script
            .leaves
            .iter()
            .filter(|(c, _)| *c == contest)
            .flat_map(|(_, r)| r.clone())
            .collect();
        totals += &rows("", contest, &votes(contest, &opened));
        results += &rows("*,", contest, &votes(contest, &opened));
    }
    (totals, results)
}

fn turnout(set_up: &SetUp, records: &[Cast1], received: &[u32]) -> (String, [u64; 6], u64) {
    let mut text = String::from("region,registered,received,counted,green,blue,yellow,red,superseded,late\n");
    let (mut figures, mut registered) = ([0; 6], 0);
    for (place, region) in set_up.commission.regions.iter().enumerate() {
        let of = |status: &str| {
            records
                .iter()
                .filter(|r| r.cast.place.0 == place && !r.is_copy() && r.status() == status)
                .count() as u64
        };
        let row = [
            u64::from(received[place]),
            of("green"),
            of("blue"),
            of("yellow"),
            of("red"),
            of("superseded"),
        ];
        let [all, green, blue, yellow, red, superseded] = row;
        text += &format!(
            "{},{},{all},{green},{green},{blue},{yellow},{red},{superseded},0\n",
            region.code, region.registered
        );
        for (sum, value) in figures.iter_mut().zip(row) {
            *sum += value;
        }
        registered += region.registered as u64;
    }
    (text, figures, registered)
}
