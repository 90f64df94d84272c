//! A whole small election with every status, whose verdicts are written down by hand in the script.

use std::collections::BTreeMap;

use curve25519_dalek::RistrettoPoint;
use rand_core::SeedableRng;

use crate::casting::{Fault, Item, OddEntry, Voter, attest, bundle, cast, roll};
use crate::ceremony::{Commission, Contest, Policy, Region, SetUp, set_up};
use crate::encode::{Digest, Rng, hash, merkle, sha3};
use crate::publishing;
use crate::tallying::{self, Tally};

pub type Files = BTreeMap<String, Vec<u8>>;

/// One record of the script, and what must become of it.
#[derive(Clone)]
pub struct Cast {
    pub place: (usize, usize, u32),
    pub voter: usize,
    pub counter: u32,
    pub marks: Vec<Vec<u8>>,
    pub fault: Fault,
    /// The same item bytes as this earlier record of the script.
    pub copy_of: Option<usize>,
    pub verdict: &'static str,
}

/// What is to happen.
pub struct Script {
    pub contests: Vec<Contest>,
    pub regions: Vec<Region>,
    pub policy: Policy,
    pub odd_entries: Vec<OddEntry>,
    pub casts: Vec<Cast>,
    /// Contest and regions, the head first.
    pub leaves: Vec<(usize, Vec<usize>)>,
    pub withheld: Vec<(usize, Vec<usize>)>,
    /// Red and held, before unsealing.
    pub provisional: (u64, u64),
    /// Attestations issued per region, when it is not enough.
    pub issued: Option<u32>,
}

/// A record as it came out.
pub struct CastRecord {
    pub cast: Cast,
    pub item: Item,
    pub number: u32,
    pub contests: Vec<usize>,
}

impl CastRecord {
    pub fn status(&self) -> &str {
        self.cast.verdict.split(',').next().unwrap()
    }

    /// A further copy in its region, which is not received again.
    pub fn is_copy(&self) -> bool {
        self.cast.verdict.contains("duplicate")
    }
}

/// The election, finished.
pub struct Election {
    pub set_up: SetUp,
    pub record: Files,
    pub audit: Files,
    pub entries: Vec<String>,
    pub anchor: String,
    pub key_file: String,
}

/// The end of a chain: collector, bundles, head, total.
pub type ChainEnd = (u16, u32, Digest, u64);

pub struct Imported {
    pub records: Vec<CastRecord>,
    pub files: Files,
    pub chains: Vec<Vec<ChainEnd>>,
    /// Entries of kind 7.
    pub entries: Vec<String>,
}

impl Election {
    pub fn hold(script: &Script) -> Self {
        let rng = &mut Rng::from_seed([42; 32]);
        let contests = script.contests.iter().map(|c| Contest { id: c.id, max: c.max, options: c.options.clone() });
        let regions = script.regions.iter().map(|r| Region {
            code: r.code.clone(),
            registered: r.registered,
            contests: r.contests.clone(),
            merge_into: r.merge_into,
        });
        let commission = Commission::new(contests.collect(), regions.collect(), script.policy, rng);
        let (voters, roll) = roll(&commission, &script.odd_entries, rng);
        let set_up = set_up(commission, &roll, voters.len() as u32, rng);
        let imported = import(&set_up, script, &voters, rng);
        let closed = tallying::close(&set_up, &imported);
        let tally = tallying::tally(&set_up, script, &imported, &closed, rng);
        let mut election = Self {
            record: Files::new(),
            audit: Files::new(),
            entries: Vec::new(),
            anchor: String::new(),
            key_file: String::new(),
            set_up,
        };
        election.write(script, &imported, &closed, &tally, roll);
        election
    }

    fn write(&mut self, script: &Script, imported: &Imported, closed: &tallying::Closed, tally: &Tally, roll: Vec<u8>) {
        let set_up = &self.set_up;
        self.key_file = format!(
            "tamga/checker-key/v1\nid checker-1\nseed {}\n",
            hex::encode(set_up.commission.checker.0.to_bytes())
        );
        self.audit.insert("roll.tamga".into(), roll);
        self.audit.extend(imported.files.clone());
        self.audit.extend(tally.audit.clone());
        let counts = counts(set_up, script.issued, &imported.records);
        self.record.insert("election.tamga".into(), set_up.file.clone());
        self.record.extend(closed.trackers.clone());
        self.record.insert("box.tamga".into(), closed.file.clone());
        self.record.extend(tally.record.clone());
        let verdicts = verdicts(set_up, &imported.records);
        let salt = hash("tamga/verdicts-salt/v1", &set_up.commission.seeds.concat());
        let digests: Vec<u8> = set_up.commission.regions.iter().flat_map(|r| sha3(&verdicts[&path(&r.code)])).collect();
        let salted = hash("tamga/verdicts/v1", &[salt.as_slice(), &digests].concat());
        self.audit.extend(verdicts);
        let seeds = [
            b"tamga/seeds/v1\n".as_slice(),
            &set_up.e,
            &(set_up.commission.regions.len() as u16).to_be_bytes(),
            &set_up.commission.seeds.concat(),
        ];
        self.audit.insert("seeds.tamga".into(), seeds.concat());
        let mut entries = publishing::set_up_entries(set_up);
        let anchored = entries.len();
        entries.extend(publishing::middle_entries(set_up, script, imported, closed, tally, &counts, salted));
        self.audit.insert("attestation-counts.tamga".into(), counts);
        self.anchor = publishing::anchor(set_up, &entries[..anchored]);
        self.entries = entries;
        publishing::publish(self, script, tally);
    }

    /// The record as exported after unsealing.
    pub fn aggregate(&self) -> Files {
        let early = ["election.tamga", "box.tamga", "turnout.csv", "opening-1/tally.tamga"];
        let keep = |path: &String| early.contains(&path.as_str()) || path.starts_with("trackers/");
        let mut files: Files =
            self.record.iter().filter(|(path, _)| keep(path)).map(|(p, b)| (p.clone(), b.clone())).collect();
        let root = self.entries.iter().position(|entry| entry.contains("\n13 root\n")).unwrap();
        files.extend(publishing::ledger_files(&self.set_up, &self.entries[..=root]));
        files
    }
}

fn path(code: &str) -> String {
    format!("verdicts/{code}.csv")
}

fn import(set_up: &SetUp, script: &Script, voters: &[Voter], rng: &mut Rng) -> Imported {
    let mut records: Vec<CastRecord> = Vec::new();
    for cast_of in &script.casts {
        let region = cast_of.place.0;
        let voter = voters.iter().filter(|v| usize::from(v.region) == region).nth(cast_of.voter).unwrap();
        let item = match cast_of.copy_of {
            Some(of) => Item {
                bytes: records[of].item.bytes.clone(),
                tracker: records[of].item.tracker,
                marks: records[of].item.marks.clone(),
            },
            None => {
                let attested = attest(set_up, voter, cast_of.counter, cast_of.fault);
                cast(set_up, voter, &attested, &cast_of.marks, cast_of.fault, rng)
            }
        };
        let same = |other: &&CastRecord| other.cast.place == cast_of.place;
        let number = records.iter().filter(same).count() as u32;
        let contests = set_up.commission.regions[region].contests.clone();
        records.push(CastRecord { cast: cast_of.clone(), item, number, contests });
    }
    bundles(set_up, records)
}

fn bundles(set_up: &SetUp, records: Vec<CastRecord>) -> Imported {
    let (mut files, mut chains, mut entries) = (Files::new(), Vec::new(), Vec::new());
    for (place, region) in set_up.commission.regions.iter().enumerate() {
        let mut ends = Vec::new();
        for collector in 0..set_up.commission.collectors.len() {
            let mine: Vec<&CastRecord> =
                records.iter().filter(|r| r.cast.place.0 == place && r.cast.place.1 == collector).collect();
            let Some(last) = mine.iter().map(|r| r.cast.place.2).max() else {
                continue;
            };
            let (mut head, mut total) = ([0; 32], 0);
            for number in 1..=last + 1 {
                let of_bundle = mine.iter().filter(|r| r.cast.place.2 == number);
                let items: Vec<Vec<u8>> = of_bundle.map(|r| r.item.bytes.clone()).collect();
                total += items.len() as u64;
                let (file, digest) = bundle(set_up, (place as u16, collector as u16, number), head, &items, total);
                files.insert(format!("bundles/{}/collector-{}-{number:06}.tamga", region.code, collector + 1), file);
                entries.push(publishing::entry(
                    "7 import",
                    &[
                        ("region", region.code.clone()),
                        ("collector", format!("collector-{}", collector + 1)),
                        ("bundle", number.to_string()),
                        ("items", items.len().to_string()),
                        ("digest", hex::encode(digest)),
                    ],
                ));
                head = digest;
            }
            ends.push((collector as u16, last + 1, head, total));
        }
        chains.push(ends);
    }
    Imported { records, files, chains, entries }
}

/// As many attestations as were used, and one more.
fn counts(set_up: &SetUp, issued: Option<u32>, records: &[CastRecord]) -> Vec<u8> {
    let regions = set_up.commission.regions.len();
    let mut body = [b"tamga/attestation-counts/v1\n".as_slice(), &set_up.e, &(regions as u16).to_be_bytes()].concat();
    for place in 0..regions {
        let used = records.iter().filter(|r| r.cast.place.0 == place).count() as u32;
        body.extend_from_slice(&issued.unwrap_or(used + 1).to_be_bytes());
    }
    let signature = set_up.commission.identity.sign("tamga/attestation-counts/v1", &body);
    [body, signature.to_vec()].concat()
}

fn verdicts(set_up: &SetUp, records: &[CastRecord]) -> Files {
    let mut files = Files::new();
    for (place, region) in set_up.commission.regions.iter().enumerate() {
        let mut text = String::from("collector,bundle,item,tracker,status,reasons\n");
        for record in records.iter().filter(|r| r.cast.place.0 == place) {
            let (_, collector, bundle) = record.cast.place;
            let (tracker, number, verdict) = (hex::encode(record.item.tracker), record.number, record.cast.verdict);
            text += &format!("collector-{},{bundle},{number},{tracker},{verdict}\n", collector + 1);
        }
        files.insert(path(&region.code), text.into_bytes());
    }
    files
}

/// Sum of the counted ciphertexts of some regions, for one option of a contest.
pub fn sum(
    records: &[CastRecord],
    contest: usize,
    regions: &[usize],
    option: usize,
) -> (RistrettoPoint, RistrettoPoint) {
    let mut sum = (RistrettoPoint::default(), RistrettoPoint::default());
    for record in records.iter().filter(|r| r.status() == "green" && regions.contains(&r.cast.place.0)) {
        if let Some(at) = record.contests.iter().position(|c| *c == contest) {
            let (a, b) = record.item.marks[at][option];
            sum = (sum.0 + a, sum.1 + b);
        }
    }
    sum
}

/// Trackers ascending, under a Merkle root.
pub fn tracker_root(trackers: &[Digest]) -> Digest {
    merkle(sha3, &trackers.iter().map(|t| t.to_vec()).collect::<Vec<_>>())
}
