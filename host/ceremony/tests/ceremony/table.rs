//! A table with five simulated tokens, three of which are a quorum, and everything else that an election needs.

use std::path::Path;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_ceremony::{Commission, Dkg, DkgOutcome, Each, Endorse, Enrol, Machine, RunError, run};
use tamga_crypto::dkg::Purpose;
use tamga_crypto::hpke::hybrid;
use tamga_crypto::sign::SigningKey;
use tamga_devices::{Hsm, LinkError, Pins, RehearsalHsm, Role, SealKey, TokenLink};
use tamga_record::definition::{
    Contest, ContestSet, Definition, ElectionOption, HeldStatus, History, Kind, Language, Late, Method, Named, Names,
    OfficerKeys, Region, Revote, Role as OptionRole, ThresholdOf, Tie,
};
use tamga_record::election::election_id;
use tamga_record::keys::{HsmKeys, PublicKeys, REHEARSAL_MODEL, SEAL_ED25519};
use tamga_record::tally_file::Seed;
use tamga_sim::{OfficerScript, SimConfig, SimPipe, SimToken};
use tamga_wire::{Request, Response};
use zeroize::Zeroizing;

pub const TOKENS: u8 = 5;
pub const NEEDED: u8 = 3;
pub const REGIONS: u16 = 20;
pub const SERIAL: &str = "rehearsal-1";
pub const ROLL: [u8; 32] = [0x52; 32];

pub fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed([seed; 32])
}

fn public(seed: u8) -> [u8; 32] {
    key(seed).verifying_key().to_bytes()
}

/// The checker's key.
pub fn checker() -> SigningKey {
    key(100)
}

fn english(text: &str) -> Names {
    Names { en: Some(text.to_owned()), ..Names::default() }
}

fn contest(id: &str, options: &[&str]) -> Contest {
    let option = |id: &&str| ElectionOption { id: (*id).to_owned(), role: OptionRole::Candidate, name: english(id) };
    Contest {
        id: id.to_owned(),
        title: english(id),
        kind: Kind::OneOf,
        max: 1,
        seats: 0,
        method: Method::None,
        threshold_bp: 0,
        threshold_of: ThresholdOf::Valid,
        tie: Tie::Declare,
        options: options.iter().map(option).collect(),
    }
}

/// Twenty regions with two contests of three and two options: a hundred sums, which are two chunks.
pub fn definition(officers: Vec<OfficerKeys>) -> Definition {
    let region = |number: u16| Region {
        code: format!("region-{number}"),
        name: english("A region"),
        registered: 50,
        contests: ContestSet::from_indices([0, 1]).unwrap(),
        merge_into: None,
        part_of: None,
    };
    Definition {
        id: "test-election".to_owned(),
        rehearsal: true,
        language: Language::En,
        title: english("A test"),
        opens: 1_700_000_000,
        closes: 1_700_086_400,
        min_open: 5,
        revote: Revote::Last,
        late: Late::Supplement,
        openings: 1,
        history: History::Off,
        cell_len: 0,
        admission: [HeldStatus::Blue; 5],
        blue_counts: false,
        quorum: NEEDED,
        officers,
        approvals: 1,
        checkers: vec![Named { id: "checker-1".to_owned(), key: checker().verifying_key().to_bytes() }],
        registrar: public(101),
        identity: public(102),
        collectors: vec![Named { id: "collector-1".to_owned(), key: public(103) }],
        hsms: vec![SERIAL.to_owned()],
        contests: vec![contest("president", &["a", "b", "c"]), contest("question", &["yes", "no"])],
        regions: (0..REGIONS).map(region).collect(),
    }
}

/// Five tokens on their cables.
pub struct Table {
    pub sims: Vec<SimToken>,
    links: Vec<TokenLink<SimPipe>>,
}

pub type Outcome<T> = Result<T, RunError<LinkError>>;

impl Table {
    pub fn new(scripts: [OfficerScript; TOKENS as usize]) -> Self {
        let start = |(index, script)| SimToken::start(SimConfig { index, seed: [3; 32], script, flash: None }).unwrap();
        let sims: Vec<SimToken> = (1..).zip(scripts).map(start).collect();
        let links = sims.iter().map(|sim| TokenLink::new(sim.pipe())).collect();
        Self { sims, links }
    }

    pub fn obliging() -> Self {
        Self::new(std::array::from_fn(|_| OfficerScript::default()))
    }

    /// Tokens that keep what they store below this folder, switched on.
    pub fn on_flash(folder: &Path) -> Self {
        let start = |index: u8| {
            let flash = Some(folder.join(index.to_string()));
            SimToken::start(SimConfig { index, seed: [3; 32], script: OfficerScript::default(), flash }).unwrap()
        };
        let sims: Vec<SimToken> = (1..=TOKENS).map(start).collect();
        let links = sims.iter().map(|sim| TokenLink::new(sim.pipe())).collect();
        Self { sims, links }
    }

    /// Another token in this place.
    pub fn put(&mut self, token: u8, sim: SimToken) {
        let place = usize::from(token) - 1;
        self.links[place] = TokenLink::new(sim.pipe());
        self.sims[place] = sim;
    }

    /// The fifth token is unplugged and started again; its officer logs in.
    pub fn restart_fifth(&mut self, start: impl FnOnce() -> SimToken) {
        self.links.pop();
        self.sims.pop();
        let sim = start();
        self.links.push(TokenLink::new(sim.pipe()));
        self.sims.push(sim);
        let link = self.links.last_mut().unwrap();
        let Ok(Response::Info(info)) = link.exchange(&Request::Hello) else { panic!("Hello is always answered") };
        let login = Request::Login { definition: info.definition, purposes: tamga_wire::Purposes::ALL };
        assert_eq!(link.exchange(&login), Ok(Response::Done));
    }

    /// One request to one token.
    pub fn exchange(&mut self, token: u8, request: &Request) -> Result<Response, LinkError> {
        self.links[usize::from(token) - 1].exchange(request)
    }

    /// A ceremony without incidents.
    pub fn run<M: Machine>(&mut self, machine: &mut M) -> Outcome<M::Outcome> {
        run(machine, |token, request| self.exchange(token, request))
    }

    /// A ceremony in which somebody on the way changes responses.
    pub fn run_with<M: Machine>(
        &mut self,
        machine: &mut M,
        mut change: impl FnMut(u8, &Request, Response) -> Result<Response, LinkError>,
    ) -> Outcome<M::Outcome> {
        run(machine, |token, request| {
            let response = self.exchange(token, request)?;
            change(token, request, response)
        })
    }

    pub fn enrolled() -> (Self, Definition, Commission) {
        Self::obliging().enrol()
    }

    /// From fresh tokens to enrolled ones.
    pub fn enrol(mut self) -> (Self, Definition, Commission) {
        let officers = self.run(&mut Each::identities(TOKENS, true).unwrap()).unwrap();
        let definition = definition(officers);
        definition.check().unwrap();
        let commission = Commission::of(&definition).unwrap();
        self.run(&mut Enrol::new(&definition).unwrap()).unwrap();
        // From here on the tokens know the election, and log in for it.
        let logins = Each::logins(TOKENS, Some(definition.digest()), tamga_wire::Purposes::ALL);
        self.run(&mut logins.unwrap()).unwrap();
        (self, definition, commission)
    }
}

pub const SEAL_PIN: &[u8] = b"operator-1";
pub const TALLY_PIN: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

pub fn hsm() -> RehearsalHsm {
    let pins = Pins {
        seal: Zeroizing::new(SEAL_PIN.to_vec()),
        tally: Zeroizing::new(TALLY_PIN.to_vec()),
        escrow: Zeroizing::new(TALLY_PIN.to_vec()),
        admin: Zeroizing::new(TALLY_PIN.to_vec()),
    };
    RehearsalHsm::provision(SERIAL, &pins, Box::new(rng(50))).unwrap()
}

pub fn hybrid_key(hsm: &dyn Hsm, role: Role) -> hybrid::PublicKey {
    let halves = hsm.public_keys(role).unwrap();
    hybrid::PublicKey::from_halves(halves.mlkem.as_slice(), &halves.p384).unwrap()
}

/// The region seeds; here the region's number and nothing else.
pub fn seeds() -> Vec<Seed> {
    (0..REGIONS).map(|region| Zeroizing::new([region as u8; 64])).collect()
}

/// A table after the set-up: keys made, `E` signed.
pub struct Endorsed {
    pub table: Table,
    pub definition: Definition,
    pub commission: Commission,
    pub custody: DkgOutcome,
    pub key: DkgOutcome,
    pub keys: PublicKeys,
    pub election: [u8; 32],
}

impl Endorsed {
    pub fn obliging() -> Self {
        Self::of(Table::obliging())
    }

    pub fn of(table: Table) -> Self {
        let (mut table, definition, commission) = table.enrol();
        let d = definition.digest();
        let custody = table.run(&mut Dkg::new(&commission, &d, Purpose::Custody)).unwrap();
        let key = table.run(&mut Dkg::new(&commission, &d, Purpose::Election)).unwrap();
        let keys = public_keys(&definition, &custody, &key);
        keys.check(&definition).unwrap();
        table.run(&mut Endorse::new(&commission, &keys, &ROLL)).unwrap();
        let election = election_id(&d, &keys.digest(), &ROLL);
        Self { table, definition, commission, custody, key, keys, election }
    }
}

pub fn public_keys(definition: &Definition, custody: &DkgOutcome, key: &DkgOutcome) -> PublicKeys {
    let hsm = hsm();
    PublicKeys {
        definition: definition.digest(),
        quorum: custody.group.quorum,
        custody: custody.group.clone(),
        election: key.group.clone(),
        hsms: vec![HsmKeys {
            serial: SERIAL.to_owned(),
            model: REHEARSAL_MODEL.to_owned(),
            tally: hybrid_key(&hsm, Role::Tally),
            escrow: hybrid_key(&hsm, Role::Escrow),
            seal_algorithm: SEAL_ED25519,
            seal: match hsm.seal_key().unwrap() {
                SealKey::Ed25519(key) => key.to_vec(),
                other => panic!("a rehearsal HSM seals with Ed25519, not {other:?}"),
            },
            evidence: Vec::new(),
        }],
        regions: seeds().iter().map(|seed| tamga_ceremony::seeds::region_key(seed).to_vec()).collect(),
        complaint: None,
    }
}
