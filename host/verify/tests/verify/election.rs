//! A whole small election, whose verdicts, groups and tables of held records are written down by hand in the script.

use std::collections::BTreeMap;

use rand_core::SeedableRng;

use crate::bundles::{self, Bundles};
use crate::casting::{Fault, Item, OddEntry, Voter, attest, cast, roll};
use crate::ceremony::{Commission, Contest, Policy, Region, SetUp, set_up};
use crate::closing::{self, Amendment, Decision};
use crate::encode::{Digest, Rng};
use crate::publishing;
use crate::replacing::{self, Replacement, When};
use crate::tallying;

pub type Files = BTreeMap<String, Vec<u8>>;

/// One record of the script, and what must become of it.
#[derive(Clone)]
pub struct Cast {
    /// Region, collector, bundle.
    pub place: (usize, usize, u32),
    pub variant: u8,
    /// In a late bundle.
    pub late: bool,
    pub voter: usize,
    pub counter: u32,
    pub marks: Vec<Vec<u8>>,
    pub fault: Fault,
    /// The same item bytes as this earlier record of the script.
    pub copy_of: Option<usize>,
    /// `status,counted,reasons`.
    pub verdict: &'static str,
}

/// A recount of an opening.
#[derive(Clone)]
pub struct Recount {
    pub opening: u32,
    /// Whether it comes to the tables of the opening.
    pub same: bool,
    /// Whether it says so.
    pub agrees: bool,
}

/// The end of the election.
#[derive(Clone)]
pub struct End {
    /// Ballots that the officers are told of beyond those counted.
    pub more_counted: u64,
    /// The digest of the act, when it is not the newest statement's.
    pub statement: Option<Digest>,
    /// Officers who sign the act.
    pub officers: Vec<u8>,
    /// Tokens that are said to have ended, and those that signed it.
    pub ended: Vec<(u8, u8)>,
}

/// What is to happen in one opening.
#[derive(Clone, Default)]
pub struct Opening {
    pub number: u32,
    /// Contest and regions, the head first.
    pub leaves: Vec<(usize, Vec<usize>)>,
    pub withheld: Vec<(usize, Vec<usize>)>,
    /// Red and held, before unsealing.
    pub provisional: (u64, u64),
    /// The states that are not 0, by region and collector.
    pub states: Vec<((usize, usize), u8)>,
    /// Lines of `seats.csv`; those that end with `LOT` are settled by lot, one of them wins one seat.
    pub seats: Vec<&'static str>,
    /// Pairs without a chain that the figure of the officers leaves out.
    pub untold: usize,
    /// Lines of `statement.txt` about incomplete chains.
    pub incomplete: Vec<&'static str>,
}

/// What is to happen.
#[derive(Clone)]
pub struct Script {
    pub contests: Vec<Contest>,
    pub regions: Vec<Region>,
    pub policy: Policy,
    pub odd_entries: Vec<OddEntry>,
    pub casts: Vec<Cast>,
    pub openings: Vec<Opening>,
    /// Chains without a closing bundle, by region and collector.
    pub open: Vec<(usize, usize)>,
    /// A bundle that was never brought: region, collector, number.
    pub dropped: Option<(usize, usize, u32)>,
    pub decisions: Vec<Decision>,
    pub amendments: Vec<Amendment>,
    /// Region and voter in it.
    pub revoked: Vec<(usize, usize)>,
    /// Attestations issued per region, when it is not as many as came.
    pub issued: Option<u32>,
    /// The lines of `held.csv` under its header.
    pub held: Vec<&'static str>,
    pub recounts: Vec<Recount>,
    pub end: Option<End>,
    pub replacements: Vec<Replacement>,
}

impl Script {
    pub fn supplement(&self) -> u32 {
        self.policy.openings + 1
    }

    /// The regions of an opening, ascending.
    pub fn regions_of(&self, opening: u32) -> Vec<usize> {
        let late = |region: usize| self.casts.iter().any(|cast| cast.late && cast.place.0 == region);
        let is_in = |region: &usize| {
            if opening == self.supplement() { late(*region) } else { self.regions[*region].opening == opening }
        };
        (0..self.regions.len()).filter(is_in).collect()
    }

    /// The regions that are in a box after an opening.
    pub fn regions_until(&self, opening: u32) -> Vec<usize> {
        (0..self.regions.len()).filter(|region| self.regions[*region].opening <= opening).collect()
    }
}

/// A record as it came out.
pub struct CastRecord {
    pub cast: Cast,
    pub item: Item,
    /// Its item number in the bundle.
    pub number: u32,
    /// The opening whose bundles it was cast into.
    pub brought: u32,
    /// The opening in which it was received; none has this number when its bundle was never brought.
    pub opening: u32,
    pub contests: Vec<usize>,
}

impl CastRecord {
    pub fn status(&self) -> &str {
        self.cast.verdict.split(',').next().unwrap()
    }

    pub fn is_counted(&self) -> bool {
        self.cast.verdict.split(',').nth(1).unwrap() == "yes"
    }

    /// A further copy in its region, which is not received again.
    pub fn is_copy(&self) -> bool {
        self.cast.verdict.contains("duplicate")
    }
}

/// The election, finished.
pub struct Election {
    pub set_up: SetUp,
    pub script: Script,
    pub records: Vec<CastRecord>,
    pub record: Files,
    pub audit: Files,
    pub entries: Vec<String>,
    pub anchor: String,
    pub key_file: String,
    /// The number of entries up to the newest root.
    rooted: usize,
}

/// What one opening hands on to the next.
#[derive(Default)]
pub struct Chained {
    pub z: Digest,
    pub root: Digest,
    /// The end of every chain: number, digest and total of the bundle before.
    pub ends: BTreeMap<(usize, usize), (u32, Digest, u64)>,
}

impl Election {
    pub fn hold(script: &Script) -> Self {
        let rng = &mut Rng::from_seed([42; 32]);
        let commission = Commission::new(script.contests.clone(), script.regions.clone(), script.policy, rng);
        let (voters, roll) = roll(&commission, &script.odd_entries, rng);
        let set_up = set_up(commission, &roll, voters.len() as u32, rng);
        let records = records(&set_up, script, &voters, rng);
        let entries = publishing::set_up_entries(&set_up);
        let mut election = Self {
            record: Files::from([("election.tamga".into(), set_up.file.clone())]),
            audit: Files::from([("roll.tamga".into(), roll)]),
            anchor: publishing::anchor(&set_up, &entries),
            key_file: format!(
                "tamga/checker-key/v1\nid checker-1\nseed {}\n",
                hex::encode(set_up.commission.checker.0.to_bytes())
            ),
            entries,
            set_up,
            script: script.clone(),
            records,
            rooted: 0,
        };
        closing::before_the_first(&mut election, &voters);
        let mut chained = Chained::default();
        for opening in &script.openings {
            election.open(opening, &mut chained, rng);
        }
        publishing::recount(&mut election);
        replacing::replace(&mut election, When::Ending, rng);
        publishing::end(&mut election);
        election.publish_ledger();
        election
    }

    /// Writes the ledger's files anew, of the entries as they are now.
    pub fn publish_ledger(&mut self) {
        self.record.retain(|path, _| !path.starts_with("ledger/"));
        self.record.extend(publishing::ledger_files(&self.set_up, &self.entries));
    }

    fn open(&mut self, opening: &Opening, chained: &mut Chained, rng: &mut Rng) {
        let Bundles { files, chains, entries } = bundles::write(self, opening, &mut chained.ends);
        self.audit.extend(files);
        self.entries.extend(entries);
        replacing::replace(self, When::Closing(opening.number), rng);
        closing::close(self, opening, &chains, chained);
        let tally = tallying::tally(self, opening, chained, rng);
        self.rooted = self.entries.len();
        tallying::open(self, opening, &tally, rng);
        publishing::publish(self, opening, &tally, chained);
        chained.root = tally.root;
    }

    /// The record as exported after unsealing the newest opening.
    pub fn aggregate(&self) -> Files {
        let newest = self.script.openings.last().unwrap().number;
        let later = [format!("opening-{newest}/approvals.tamga"), format!("opening-{newest}/shares.tamga")];
        let published = ["totals.csv", "results.csv", "seats.csv", "statement.note", "statement.txt"];
        let is_replaced = |entry: &&String| entry.contains("\n41 replacement\n");
        let replaced = self.entries[..self.rooted].iter().filter(is_replaced).count();
        let keep = |path: &String| {
            let number = path.strip_prefix("replacements/").map_or(0, |name| name[..2].parse().unwrap());
            let is_later = later.contains(path) || published.contains(&path.as_str()) || number > replaced;
            !is_later && !path.starts_with("ledger/") && !path.starts_with("recounts/")
        };
        let mut files: Files =
            self.record.iter().filter(|(path, _)| keep(path)).map(|(p, b)| (p.clone(), b.clone())).collect();
        files.extend(publishing::ledger_files(&self.set_up, &self.entries[..self.rooted]));
        files
    }
}

fn records(set_up: &SetUp, script: &Script, voters: &[Voter], rng: &mut Rng) -> Vec<CastRecord> {
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
                let copied = match cast_of.fault {
                    Fault::TrackerOf(other) => Some(records[other].item.tracker),
                    _ => None,
                };
                cast(set_up, voter, &attested, &cast_of.marks, (cast_of.fault, copied), rng)
            }
        };
        let same = |other: &&CastRecord| {
            (other.cast.place, other.cast.variant, other.cast.late) == (cast_of.place, cast_of.variant, cast_of.late)
        };
        let number = records.iter().filter(same).count() as u32;
        let contests = set_up.commission.regions[region].contests.clone();
        let brought = if cast_of.late { script.supplement() } else { script.regions[region].opening };
        let opening = if script.dropped == Some(cast_of.place) { u32::MAX } else { brought };
        records.push(CastRecord { cast: cast_of.clone(), item, number, brought, opening, contests });
    }
    records
}
