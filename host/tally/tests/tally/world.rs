//! A commission of three officers, three regions and two contests, with every key in the test's hands.

use p384::elliptic_curve::sec1::ToSec1Point;
use rand_core::Rng;
use tamga_casting::ballots::Marks;
use tamga_casting::collector::Collector;
use tamga_casting::identity::{Findings, IdentityService};
use tamga_casting::params::ElectionParams;
use tamga_casting::registrar::{Enrolment, LinkShare, Registrar};
use tamga_casting::streams::Streams;
use tamga_casting::voter::{Voter, cast};
use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::hpke::{hybrid, mlkem};
use tamga_crypto::opening::{CHUNK_SUMS, ChunkProver, OpeningContext};
use tamga_crypto::sign::SigningKey;
use tamga_record::box_file::{ActKind, act_message};
use tamga_record::cast::Item;
use tamga_record::definition::{Definition, HeldStatus, Revote};
use tamga_record::keys::{HsmKeys, PublicKeys, REHEARSAL_MODEL, SEAL_ED25519};
use tamga_record::roll::Roll;
use tamga_record::shares::{SharesFile, TokenShares};
use tamga_record::tally_file::Seed;
use tamga_tally::admit::{Admitted, admit};
use tamga_tally::close::{ClosedBox, close};
use tamga_tally::election::Election;
use tamga_tally::import::{Import, Imported};
use tamga_tally::root::TallyRoot;
use tamga_tally::source::BundlePlace;
use tamga_tally::verified::Verified;
use tamga_tally::verify::Verification;
use zeroize::Zeroizing;

use crate::definition::definition;
use crate::store::Store;

pub const OPENS: u64 = 1_729_382_400;
pub const TOKENS: u8 = 3;
pub const NEEDED: u8 = 2;
/// Records in a bundle of a [`Store`].
const BUNDLE_ITEMS: usize = 4;

/// What differs from test to test.
pub struct Setup {
    pub registered: [u32; 3],
    pub min_open: u32,
    pub revote: Revote,
    pub cell_len: u16,
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
    /// The dealer's polynomial: in the field nobody knows it.
    polynomial: Vec<Scalar>,
}

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

fn seed(streams: &Streams, label: &str, number: u64) -> Seed {
    let mut seed = Zeroizing::new([0; 64]);
    streams.stream(label, number).fill_bytes(seed.as_mut_slice());
    seed
}

fn group_key(polynomial: &[Scalar]) -> GroupKey {
    let commitments: Vec<u8> = polynomial.iter().flat_map(|a| encode_point(&RistrettoPoint::mul_base(a))).collect();
    GroupKey::from_bytes(&commitments, Quorum::new(TOKENS, NEEDED).unwrap()).unwrap()
}

fn public_keys(definition: &Definition, streams: &Streams, polynomial: &[Scalar], seeds: &[Seed]) -> PublicKeys {
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

impl World {
    pub fn new(setup: &Setup) -> Self {
        let streams = Streams::new([42; 32]);
        let definition = definition(setup, &streams);
        let mut rng = streams.stream("dealer", 0);
        let polynomial: Vec<Scalar> = (0..NEEDED).map(|_| Scalar::random(&mut rng)).collect();
        let seeds: Vec<Seed> = (0..3).map(|number| seed(&streams, "region", number)).collect();
        let keys = public_keys(&definition, &streams, &polynomial, &seeds);
        let registrar = Registrar::new(key(&streams, "registrar", 0));
        let mut enrolment = registrar.enrol(&definition, &[], LinkShare::None, &streams, &|_, _| {}).unwrap();
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
        self.cast_marks(voter, counter, findings, &marks)
    }

    pub fn cast_marks(&self, voter: &Voter, counter: u32, findings: &Findings, marks: &[Vec<bool>]) -> Item {
        let attestation = self.identity.issue(voter, counter, OPENS + 60, findings);
        let mut rng = self.streams.stream("cast", voter.index() << 32 | u64::from(counter));
        cast(&self.params, voter, &attestation, marks, &mut rng).unwrap()
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
            let place = BundlePlace { region, collector, number: chain.next_number() };
            let bytes: Vec<Vec<u8>> = items.iter().map(Item::to_bytes).collect();
            chain.write_records(store.0.entry(place).or_default(), &bytes).unwrap();
        }
        let place = BundlePlace { region, collector, number: chain.next_number() };
        chain.close(store.0.entry(place).or_default()).unwrap();
    }

    pub fn import(&self, store: &Store) -> Imported<'_> {
        let mut import = Import::begin(&self.election);
        for bundle in store.0.values() {
            import.bundle(bundle.as_slice()).unwrap();
        }
        import.counts(&self.identity.counts()).unwrap();
        import.finish().unwrap()
    }

    pub fn admit(&self, store: &Store) -> Admitted<'_> {
        admit(self.import(store), store, &|_, _| {}).unwrap().0
    }

    /// The signatures of the first officers over a CLOSE digest.
    pub fn close_signatures(&self, digest: &[u8; 32], officers: u8) -> Vec<(u8, [u8; 64])> {
        let message = act_message(self.election.id(), ActKind::Close, digest);
        let signed = (1..=officers).zip(&self.officers);
        signed.map(|(number, key)| (number, key.sign(&message).to_bytes())).collect()
    }

    pub fn close(&self, store: &Store) -> ClosedBox<'_> {
        let open = close(self.admit(store));
        let signatures = self.close_signatures(open.digest(), NEEDED);
        open.sign(signatures).unwrap().0
    }

    pub fn verify(&self, store: &Store) -> Verified<'_> {
        let mut verification = Verification::begin(self.close(store));
        for (region, seed) in (0u16..).zip(&self.seeds) {
            verification.region(region, seed.clone(), store, &|_, _| {}).unwrap();
        }
        verification.finish().unwrap()
    }

    fn share(&self, token: u8) -> Scalar {
        let powers = std::iter::successors(Some(Scalar::ONE), |power| Some(power * Scalar::from(token)));
        self.polynomial.iter().zip(powers).map(|(a, power)| a * power).sum()
    }

    /// What honest tokens answer.
    pub fn shares(&self, root: &TallyRoot<'_>, tokens: &[u8]) -> SharesFile {
        let file = root.file();
        let answers = tokens.iter().map(|&token| self.answer(root, token));
        SharesFile {
            election: file.election,
            opening: file.opening,
            root: *root.digest(),
            sums: file.sum_count() as u32,
            tokens: answers.collect(),
        }
    }

    fn answer(&self, root: &TallyRoot<'_>, token: u8) -> TokenShares {
        let file = root.file();
        let context = OpeningContext { election: file.election, opening: file.opening, root: *root.digest(), token };
        let (share, y) = (self.share(token), self.election.keys().election.verification_share(token));
        let sums: Vec<[u8; 64]> = file.leaves.iter().flat_map(|leaf| leaf.sums.clone()).collect();
        let mut answer = TokenShares { index: token, ds: Vec::new(), proofs: Vec::new() };
        for (chunk, (first, sums)) in (0u32..).zip((0u32..).step_by(CHUNK_SUMS).zip(sums.chunks(CHUNK_SUMS))) {
            let mut prover = ChunkProver::new(&context, chunk);
            for (number, sum) in (first..).zip(sums) {
                let a = tamga_crypto::elgamal::Ciphertext::from_sum_bytes(sum).unwrap().a;
                answer.ds.push(prover.step(&share, number, &a));
            }
            let mut rng = self.streams.stream("token", u64::from(token) << 32 | u64::from(chunk));
            answer.proofs.push(prover.finish(&share, &y, &mut rng));
        }
        answer
    }
}

/// Marks of the ballots of one contest, as bits in a row of options per ballot.
pub fn votes_of(marks: &[Marks], options: usize) -> Vec<u64> {
    (0..options).map(|option| marks.iter().filter(|ballot| ballot.contains(option)).count() as u64).collect()
}
