//! A whole polling day with mischief in it, in memory, with every secret in the test's hands.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

use tamga_casting::collector::{ChainEnd, Collector};
use tamga_casting::identity::{Findings, IdentityService};
use tamga_casting::layout::contest_sets;
use tamga_casting::mischief::{Holders, Mischief, Players, Scene};
use tamga_casting::params::ElectionParams;
use tamga_casting::polling::{Polling, RegionVotes};
use tamga_casting::registrar::{Enrolment, LinkShare, Registrar};
use tamga_casting::streams::Streams;
use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::hpke::mlkem;
use tamga_crypto::sign::SigningKey;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::definition::{
    Contest, ContestSet, Definition, ElectionOption, HeldStatus, History, Kind, Language, Late, Method, Named, Names,
    Region, Revote, Role, ThresholdOf, Tie,
};
use tamga_record::keys::PublicKeys;
use tamga_record::votes::{Marks, Plan, PlannedBallot, PlannedVotes, RegionPlan};

pub const ELECTION: [u8; 32] = [14; 32];
pub const OPENS: u64 = 1_729_382_400;
/// The secret of the election key, which in the field nobody has.
pub const ELECTION_SECRET: u64 = 1_234_567;
const BUNDLE_ITEMS: u32 = 4;

pub fn streams() -> Streams {
    Streams::new([21; 32])
}

pub fn key(holder: &str) -> SigningKey {
    SigningKey::from_seed(*streams().seed(holder, 0))
}

pub fn region_secret(region: u16) -> mlkem::SecretKey {
    mlkem::SecretKey::from_seed(&[region as u8 + 1; 64])
}

fn contest(max: u16, options: u8) -> Contest {
    let option =
        |number: u8| ElectionOption { id: format!("option-{number}"), role: Role::Candidate, name: Names::default() };
    Contest {
        id: format!("contest-{max}-{options}"),
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

/// What differs from test to test.
#[derive(Clone)]
pub struct Setup {
    /// `max` and options of each contest.
    pub contests: Vec<(u16, u8)>,
    /// Per region, registered people and the contests of each ballot.
    pub regions: Vec<(u32, Vec<Vec<u16>>)>,
    pub revote: Revote,
    pub late: Late,
    pub admission: [HeldStatus; 5],
    pub blue_counts: bool,
    pub min_open: u32,
    pub revote_one_in: u32,
}

impl Default for Setup {
    /// A split precinct with two contests, a region with one of them, and one where everybody votes.
    fn default() -> Self {
        let split = (0..14).map(|ballot| if ballot % 5 == 4 { vec![1] } else { vec![0, 1] }).collect();
        Self {
            contests: vec![(1, 3), (2, 4)],
            regions: vec![(20, split), (11, vec![vec![1]; 9]), (8, vec![vec![0, 1]; 8])],
            revote: Revote::Last,
            late: Late::Supplement,
            admission: [HeldStatus::Blue, HeldStatus::Blue, HeldStatus::Yellow, HeldStatus::Yellow, HeldStatus::Yellow],
            blue_counts: false,
            min_open: 2,
            revote_one_in: 5,
        }
    }
}

impl Setup {
    fn definition(&self) -> Definition {
        let regions = self.regions.iter().enumerate().map(|(number, (registered, ballots))| Region {
            code: format!("region-{number}"),
            name: Names::default(),
            registered: *registered,
            contests: ContestSet::from_indices(ballots.iter().flatten().copied()).unwrap(),
            merge_into: None,
            part_of: None,
        });
        Definition {
            id: "mischief".to_owned(),
            rehearsal: true,
            language: Language::En,
            title: Names::default(),
            opens: OPENS,
            closes: OPENS + 86_400,
            min_open: self.min_open,
            revote: self.revote,
            late: self.late,
            openings: 1,
            history: History::Off,
            cell_len: 0,
            admission: self.admission,
            blue_counts: self.blue_counts,
            quorum: 2,
            officers: Vec::new(),
            approvals: 1,
            checkers: Vec::new(),
            registrar: key("registrar").verifying_key().to_bytes(),
            identity: key("identity").verifying_key().to_bytes(),
            collectors: vec![Named { id: "collector-1".to_owned(), key: key("collector").verifying_key().to_bytes() }],
            hsms: Vec::new(),
            contests: self.contests.iter().map(|(max, options)| contest(*max, *options)).collect(),
            regions: regions.collect(),
        }
    }

    /// Ballot `n` of a region marks option `n` of each contest, round and round, and every fourth ballot is blank.
    fn plan(&self) -> Plan {
        let marks = |ballot: usize, contest: u16| {
            let mut marks = Marks::default();
            if ballot % 4 != 3 {
                marks.insert(ballot % usize::from(self.contests[usize::from(contest)].1));
            }
            marks
        };
        let region = |(registered, ballots): &(u32, Vec<Vec<u16>>)| RegionPlan {
            registered: *registered,
            ballots: ballots.len() as u32,
            votes: PlannedVotes::Rows(
                ballots
                    .iter()
                    .enumerate()
                    .map(|(ballot, contests)| PlannedBallot {
                        contests: ContestSet::from_indices(contests.iter().copied()).unwrap(),
                        marks: contests.iter().map(|contest| marks(ballot, *contest)).collect(),
                    })
                    .collect(),
            ),
        };
        Plan { regions: self.regions.iter().map(region).collect(), overvotes: 0 }
    }
}

fn public_keys(definition: &Definition) -> PublicKeys {
    let point = encode_point(&RistrettoPoint::mul_base(&Scalar::from(ELECTION_SECRET)));
    let quorum = Quorum::new(1, 1).unwrap();
    let group = GroupKey::from_bytes(&point, quorum).unwrap();
    let regions = 0..definition.regions.len() as u16;
    PublicKeys {
        definition: definition.digest(),
        quorum,
        custody: group.clone(),
        election: group,
        hsms: Vec::new(),
        regions: regions.map(|region| region_secret(region).public().to_vec()).collect(),
        complaint: None,
    }
}

/// Polling day as it was held.
pub struct World {
    pub params: ElectionParams,
    pub plan: Plan,
    pub enrolment: Enrolment,
    pub mischief: Mischief,
    pub counts: AttestationCounts,
    /// The bundles of honest polling that arrived, by region.
    pub bundles: BTreeMap<u16, Vec<Vec<u8>>>,
    /// The late bundles, by region.
    pub late: BTreeMap<u16, Vec<u8>>,
}

impl World {
    pub fn new(setup: &Setup) -> Self {
        let (definition, plan, streams) = (setup.definition(), setup.plan(), streams());
        let ballots: Vec<u32> = plan.regions.iter().map(|region| region.ballots).collect();
        let players = Players::choose(&definition, &ballots, setup.revote_one_in);
        let registrar = Registrar::new(key("registrar"));
        let sets = contest_sets(&definition, &plan).unwrap();
        let mut enrolment = registrar.enrol(&definition, &sets, &[], LinkShare::None, &streams, &|_, _| {}).unwrap();
        drop(sets);
        players.spoil_roll(&mut enrolment, &key("registrar")).unwrap();
        let params = ElectionParams::new(definition.clone(), ELECTION, &public_keys(&definition)).unwrap();
        let identity = IdentityService::new(key("identity"), ELECTION, definition.regions.len());
        let polling = Polling {
            params: &params,
            identity: &identity,
            findings: Findings::fine(OPENS, [8; 32]),
            streams: &streams,
            bundle_items: BUNDLE_ITEMS,
            revote_one_in: setup.revote_one_in,
            mischief: None,
        };
        let votes =
            |region: u16| RegionVotes::from_plan(&definition, &plan.regions[usize::from(region)], region, &streams);
        let scene = Scene { polling: &polling, enrolment: &enrolment, votes: &votes };
        let holders =
            Holders { registrar: key("registrar"), identity: key("identity"), collectors: vec![key("collector")] };
        let mischief = Mischief::play(players, &scene, &holders).unwrap();
        let collector = Collector::new(0, key("collector"));
        let (mut bundles, mut late) = (BTreeMap::new(), BTreeMap::new());
        for region in 0..definition.regions.len() as u16 {
            let polling = Polling { mischief: Some(&mischief), ..polling };
            let (arrived, end) = hold(&polling, &collector, region, &enrolment, &votes(region).unwrap());
            bundles.insert(region, arrived);
            if mischief.late_regions().any(|late| late == region) {
                late.insert(region, mischief.late_bundle(&scene, &collector, region, end).unwrap().bytes);
            }
        }
        let counts = mischief.counts(identity.counts(), &key("identity"));
        Self { params, plan, enrolment, mischief, counts, bundles, late }
    }
}

#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Holds polling day in a region: the bundles that arrive, and the end of the chain.
fn hold(
    polling: &Polling<'_>,
    collector: &Collector,
    region: u16,
    enrolment: &Enrolment,
    votes: &RegionVotes,
) -> (Vec<Vec<u8>>, ChainEnd) {
    let papers = RefCell::new(Vec::new());
    let open = |_| {
        papers.borrow_mut().push(Paper::default());
        Ok(papers.borrow().last().cloned().unwrap_or_default())
    };
    let voters = enrolment.voters_of(region);
    let end = polling.cast_region(collector, region, voters, votes, open, &|_, _| {}).unwrap();
    (papers.into_inner().into_iter().map(|paper: Paper| paper.0.take()).collect(), end)
}
