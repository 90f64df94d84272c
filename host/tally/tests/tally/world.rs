//! A commission of three officers, three regions and two contests, with every key in the test's hands.

use tamga_casting::collector::{ChainEnd, Collector};
use tamga_casting::identity::{Findings, IdentityService};
use tamga_casting::layout::every_contest;
use tamga_casting::params::ElectionParams;
use tamga_casting::registrar::{Enrolment, LinkShare, Registrar};
use tamga_casting::streams::Streams;
use tamga_casting::voter::{Voter, cast};
use tamga_crypto::group::Scalar;
use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SigningKey;
use tamga_record::admission::{Place, Reason};
use tamga_record::box_file::BoxBody;
use tamga_record::bundle::{BundleHeader, HEADER_LEN, TAIL_LEN};
use tamga_record::cast::Item;
use tamga_record::decisions::{Decision, DecisionBody, Decisions, Vote};
use tamga_record::definition::{HeldStatus, Late, Revote};
use tamga_record::roll::Roll;
use tamga_record::tally_file::Seed;
use tamga_tally::acts::Acts;
use tamga_tally::admit::{Admitted, Earlier, admit};
use tamga_tally::close::{BoxToClose, ClosedBox, close};
use tamga_tally::election::Election;
use tamga_tally::import::{Import, Imported};
use tamga_tally::source::BundlePlace;
use tamga_tally::verified::Verified;
use tamga_tally::verify::Verification;

use crate::definition::definition;
pub use crate::keys::key;
use crate::keys::{public_keys, seed};
use crate::store::Store;

pub const OPENS: u64 = 1_729_382_400;
pub const CLOSES: u64 = OPENS + 86_400;
pub const TOKENS: u8 = 3;
pub const NEEDED: u8 = 2;
pub const ALL: [u16; 3] = [0, 1, 2];
/// Records in a bundle of a [`Store`].
const BUNDLE_ITEMS: usize = 4;

/// What differs from test to test.
pub struct Setup {
    pub registered: [u32; 3],
    pub min_open: u32,
    pub revote: Revote,
    pub cell_len: u16,
    pub openings: u32,
    pub late: Late,
    pub blue_counts: bool,
    /// Whether there is a president to be elected, by lot where votes are equal.
    pub seat: bool,
    /// Whether east may be merged into north.
    pub merge: bool,
    /// What the registrar certifies the first entry of the roll by default.
    pub first_default: HeldStatus,
    /// What somebody does to the roll whom the registrar did not ask.
    pub spoil_roll: fn(&mut Roll),
}

impl Default for Setup {
    fn default() -> Self {
        let nothing: fn(&mut Roll) = |_| {};
        Self {
            registered: [9, 8, 7],
            min_open: 2,
            revote: Revote::Last,
            cell_len: 0,
            openings: 1,
            late: Late::Supplement,
            blue_counts: false,
            seat: false,
            merge: true,
            first_default: HeldStatus::Green,
            spoil_roll: nothing,
        }
    }
}

pub struct World {
    pub election: Election,
    pub params: ElectionParams,
    pub enrolment: Enrolment,
    pub identity: IdentityService,
    pub collectors: Vec<Collector>,
    pub officers: Vec<SigningKey>,
    pub seeds: Vec<Seed>,
    pub streams: Streams,
    /// No acts yet.
    pub acts: Acts,
    /// The dealer's polynomial: in the field nobody knows it.
    pub polynomial: Vec<Scalar>,
}

impl World {
    pub fn new(setup: &Setup) -> Self {
        let streams = Streams::new([42; 32]);
        let definition = definition(setup, &streams);
        let mut rng = streams.stream("dealer", 0);
        let polynomial: Vec<Scalar> = (0..NEEDED).map(|_| Scalar::random(&mut rng)).collect();
        let seeds: Vec<Seed> = (0..3).map(|number| seed(&streams, "region", number)).collect();
        let keys = public_keys(&definition, &streams, &polynomial, &seeds);
        let registrar = Registrar::new(key(&streams, "registrar", 0));
        let contests_of = every_contest(&definition);
        let mut enrolment =
            registrar.enrol(&definition, &contests_of, &[], LinkShare::None, &streams, &|_, _| {}).unwrap();
        drop(contests_of);
        let first = &mut enrolment.roll.entries[0];
        first.default = setup.first_default;
        let certificate = first.certificate_message(&definition.digest());
        first.certificate = key(&streams, "registrar", 0).sign(&certificate).to_bytes();
        (setup.spoil_roll)(&mut enrolment.roll);
        let election = Election::new(definition.clone(), keys.clone(), enrolment.roll.clone()).unwrap();
        let params = ElectionParams::new(definition, *election.id(), &keys).unwrap();
        let identity = IdentityService::new(key(&streams, "identity", 0), *election.id(), 3);
        let collectors = (0..2).map(|index| Collector::new(index, key(&streams, "collector", u64::from(index))));
        let officers = (1..=u64::from(TOKENS)).map(|number| key(&streams, "officer", number));
        Self {
            acts: Acts::none(&election),
            election,
            params,
            enrolment,
            identity,
            collectors: collectors.collect(),
            officers: officers.collect(),
            seeds,
            streams,
            polynomial,
        }
    }

    pub fn voter(&self, region: u16, place: usize) -> &Voter {
        &self.enrolment.voters_of(region)[place]
    }

    pub fn findings(&self) -> Findings {
        Findings::fine(OPENS - 86_400, [9; 32])
    }

    /// A good record of a voter with the first option of every contest marked.
    pub fn cast(&self, voter: &Voter, counter: u32) -> Item {
        self.cast_with(voter, counter, &self.findings())
    }

    pub fn cast_with(&self, voter: &Voter, counter: u32, findings: &Findings) -> Item {
        let contests = voter.contests().indices();
        let options = contests.map(|number| self.election.definition().contest(number).unwrap().options.len());
        let marks: Vec<Vec<bool>> = options.map(|len| (0..len).map(|option| option == 0).collect()).collect();
        let attestation = self.identity.issue(voter, counter, OPENS + 60, findings);
        let mut rng = self.streams.stream("cast", voter.index() << 32 | u64::from(counter));
        cast(&self.params, voter, &attestation, &marks, &mut rng).unwrap()
    }

    /// The records of each region as bundles of the first collector, closing ones included.
    pub fn store(&self, regions: &[Vec<Item>]) -> Store {
        let mut store = Store::default();
        for (region, items) in (0u16..).zip(regions) {
            self.write_chain(&mut store, 0, region, items);
        }
        store
    }

    pub fn write_chain(&self, store: &mut Store, collector: u16, region: u16, items: &[Item]) {
        let mut chain = self.collectors[usize::from(collector)].begin_chain(*self.election.id(), region);
        for items in items.chunks(BUNDLE_ITEMS) {
            let place = BundlePlace { region, collector, number: chain.next_number(), variant: 1 };
            let bytes: Vec<Vec<u8>> = items.iter().map(Item::to_bytes).collect();
            chain.write_records(store.bundles.entry(place).or_default(), &bytes).unwrap();
        }
        let place = BundlePlace { region, collector, number: chain.next_number(), variant: 1 };
        let end = chain.close(store.bundles.entry(place).or_default()).unwrap();
        store.ends.insert((region, collector), end);
    }

    /// A late bundle of the first collector behind the chain of another store.
    pub fn late(&self, before: &Store, region: u16, items: &[Item]) -> Store {
        let mut store = Store::default();
        let nothing = ChainEnd { bundles: 0, head: [0; 32], total: 0 };
        let end = before.ends.get(&(region, 0)).copied().unwrap_or(nothing);
        let mut chain = self.collectors[0].resume_chain(*self.election.id(), region, end);
        let place = BundlePlace { region, collector: 0, number: chain.next_number(), variant: 1 };
        let bytes: Vec<Vec<u8>> = items.iter().map(Item::to_bytes).collect();
        chain.write_late(store.bundles.entry(place).or_default(), &bytes).unwrap();
        store.ends.insert((region, 0), chain.end());
        store
    }

    /// An import of these bundles, with the counts, that can be ended.
    pub fn begin<'a>(&'a self, acts: &'a Acts, store: &Store) -> Import<'a> {
        let mut import = Import::begin(&self.election, acts);
        for bundle in store.bundles.values() {
            import.bundle(bundle.as_slice()).unwrap();
        }
        import.counts(&self.identity.counts()).unwrap();
        import
    }

    /// An import after a restart: the ledger knows these bundles, in this order, and nobody reads their records.
    pub fn begin_known<'a>(&'a self, acts: &'a Acts, store: &Store) -> Import<'a> {
        let mut import = Import::begin(&self.election, acts);
        for (place, bundle) in &store.bundles {
            let header = BundleHeader::parse(&bundle[..HEADER_LEN]).unwrap();
            let root: Digest = bundle[bundle.len() - TAIL_LEN..][..32].try_into().unwrap();
            import.known(&header, place.variant, header.digest(&root)).unwrap();
        }
        import.counts(&self.identity.counts()).unwrap();
        import
    }

    pub fn import(&self, store: &Store) -> Imported<'_> {
        self.begin(&self.acts, store).finish(1, &ALL).unwrap()
    }

    pub fn admit(&self, store: &Store) -> Admitted<'_> {
        admit(self.import(store), store, &Earlier::none(), &|_, _| {}, &|_, _| {}).unwrap().0
    }

    /// The signatures of the first officers over a box.
    pub fn close_signatures(&self, body: &BoxBody, officers: u8) -> Vec<(u8, [u8; 64])> {
        let signed = (1..=officers).zip(&self.officers);
        signed.map(|(number, key)| (number, key.sign(&body.message(self.election.definition())).to_bytes())).collect()
    }

    pub fn sign<'a>(&self, open: BoxToClose<'a>) -> ClosedBox<'a> {
        let signatures = self.close_signatures(open.body(), NEEDED);
        open.sign(signatures).unwrap().0
    }

    pub fn undecided(&self) -> Decisions {
        Decisions::none(*self.election.id())
    }

    /// The first officers vote for or against counting what a reason holds, or all of a record.
    pub fn decide(&self, decisions: &mut Decisions, subject: Subject, records: u32, votes: &[Vote]) {
        let (opening, region, reason, place, tracker) = match subject {
            Subject::Class(opening, region, reason) => (opening, region, Some(reason), None, [0; 32]),
            Subject::Record(opening, region, place, tracker) => (opening, Some(region), None, Some(place), tracker),
        };
        let number = decisions.decisions.len() as u32 + 1;
        let why = "because".to_owned();
        let body = DecisionBody { number, opening, region, reason, place, tracker, records, salt: [7; 32], why };
        let votes = (1u8..).zip(&self.officers).zip(votes).map(|((officer, key), vote)| {
            (officer, *vote, key.sign(&body.message(self.election.id(), *vote)).to_bytes())
        });
        let votes = votes.collect();
        decisions.decisions.push(Decision { body, votes });
    }

    pub fn close(&self, store: &Store) -> ClosedBox<'_> {
        self.sign(close(self.admit(store), &self.undecided()))
    }

    /// Opens and verifies all regions of a box.
    pub fn unseal<'a>(&self, closed: ClosedBox<'a>, store: &Store) -> Verified<'a> {
        let regions = closed.file().body.region_indices();
        let mut verification = Verification::begin(closed);
        for region in regions {
            let seed = self.seeds[usize::from(region)].clone();
            verification.region(region, seed, store, &|_, _| {}).unwrap();
        }
        verification.finish().unwrap()
    }

    pub fn verify(&self, store: &Store) -> Verified<'_> {
        self.unseal(self.close(store), store)
    }

    pub fn verify_decided(&self, store: &Store, decisions: &Decisions) -> Verified<'_> {
        self.unseal(self.sign(close(self.admit(store), decisions)), store)
    }
}

/// What officers vote about, in an opening.
#[derive(Clone, Copy)]
pub enum Subject {
    Class(u32, Option<u16>, Reason),
    /// A record and its tracker.
    Record(u32, u16, Place, Digest),
}
