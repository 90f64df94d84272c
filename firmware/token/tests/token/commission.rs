//! Five tokens, and what a host does with them in a ceremony.

use std::sync::OnceLock;

use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::hash::sha3_256;
use tamga_wire::signed::{election_id, keys_digest, keys_head};
use tamga_wire::{Digest, Purpose, Purposes, Request, Response};

use crate::board::{Bench, Blobs};
use crate::definition;

pub const TOKENS: u8 = 5;
pub const NEEDED: u8 = 3;
pub const BODY: Digest = [0xb0; 32];
pub const ROLL: Digest = [0x70; 32];

pub struct Commission {
    pub tokens: Vec<Bench>,
    pub definition: Vec<u8>,
    pub d: Digest,
}

/// The public outcome of a full ceremony.
pub struct Keys {
    pub custody: GroupKey,
    pub election: GroupKey,
    pub e: Digest,
}

/// Messages of one key generation, for a host that wants to change some.
pub struct Round {
    pub packages: Vec<Vec<u8>>,
    /// (dealer, envelope) in the order of (13).
    pub envelopes: Vec<(u8, [u8; 144])>,
}

impl Commission {
    /// Initialised tokens and a definition that names them, not enrolled.
    pub fn initialised() -> Self {
        Self::initialised_with(|_| {})
    }

    /// As [`Commission::initialised`], with other lines in the definition.
    pub fn initialised_with(change: impl FnOnce(&mut Vec<String>)) -> Self {
        Self::of((0..TOKENS).map(|token| Bench::new(token.into())).collect(), change)
    }

    /// These tokens, which become initialised, and a definition that names them, with other lines.
    pub fn of(mut tokens: Vec<Bench>, change: impl FnOnce(&mut Vec<String>)) -> Self {
        let mut officers = Vec::new();
        for token in &mut tokens {
            match token.ask(&Request::Init { rehearsal: true }) {
                Response::Identity { identity, share_key } => officers.push((identity, share_key)),
                other => panic!("{other:?}"),
            }
        }
        let mut lines = definition::lines(&officers, NEEDED.into());
        change(&mut lines);
        let definition = definition::text(&lines);
        let d = sha3_256(&[&definition]);
        Self { tokens, definition, d }
    }

    pub fn enrolled() -> Self {
        Self::initialised().enrol()
    }

    fn enrol(mut self) -> Self {
        for (own, token) in (1..).zip(&mut self.tokens) {
            assert_eq!(enrol(token, &self.definition, own), Response::Enrolled { definition: self.d });
            token.log_in(Purposes::ALL);
        }
        self
    }

    /// Enrolled, with both keys, endorsed.
    pub fn ready() -> (Self, Keys) {
        Self::ready_with(|_| {})
    }

    /// As [`Commission::ready`], with other lines in the definition.
    pub fn ready_with(change: impl FnOnce(&mut Vec<String>)) -> (Self, Keys) {
        Self::initialised_with(change).make_ready()
    }

    /// Enrolls initialised tokens, makes both keys and has all endorse.
    pub fn make_ready(self) -> (Self, Keys) {
        let mut commission = self.enrol();
        let custody = commission.make_key(Purpose::Custody);
        let election = commission.make_key(Purpose::Election);
        let head = head(&commission.d, &custody, &election);
        let e = election_id(&commission.d, &keys_digest(&head, &BODY), &ROLL);
        for token in &mut commission.tokens {
            let request = Request::Endorse { head: head.clone(), body_digest: BODY, roll_digest: ROLL };
            assert!(matches!(token.ask(&request), Response::Signed { .. }));
        }
        (commission, Keys { custody, election, e })
    }

    pub fn quorum() -> Quorum {
        Quorum::new(TOKENS, NEEDED).unwrap()
    }

    /// Everything up to the envelopes, which are not delivered yet.
    pub fn deal(&mut self, purpose: Purpose) -> Round {
        let nonces: Vec<[u8; 32]> = self.each(|token| match token.ask(&Request::DkgBegin { purpose }) {
            Response::DkgNonce { nonce } => nonce,
            other => panic!("{other:?}"),
        });
        let commitments: Vec<Digest> =
            self.each(|token| match token.ask(&Request::DkgNonces { nonces: nonces.clone() }) {
                Response::DkgCommitment { commitment } => commitment,
                other => panic!("{other:?}"),
            });
        let packages: Vec<Vec<u8>> =
            self.each(|token| match token.ask(&Request::DkgCommitments { commitments: commitments.clone() }) {
                Response::DkgPackage { package } => package,
                other => panic!("{other:?}"),
            });
        let mut envelopes = Vec::new();
        for (own, token) in (1..).zip(&mut self.tokens) {
            let answer = deliver_packages(token, &packages);
            let Response::DkgEnvelopes { envelopes: dealt } = answer else { panic!("{answer:?}") };
            envelopes.extend(dealt.into_iter().map(|envelope| (own, envelope)));
        }
        Round { packages, envelopes }
    }

    /// A whole key generation; the group key that all tokens name.
    pub fn make_key(&mut self, purpose: Purpose) -> GroupKey {
        let round = self.deal(purpose);
        let signatures: Vec<[u8; 64]> = self.each(|token| match deliver_envelopes(token, &round.envelopes) {
            Response::DkgTranscript { signature, .. } => signature,
            other => panic!("{other:?}"),
        });
        let outcomes: Vec<Vec<u8>> =
            self.each(|token| match token.ask(&Request::DkgSignatures { signatures: signatures.clone() }) {
                Response::DkgDone { commitments } => commitments,
                other => panic!("{other:?}"),
            });
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
        GroupKey::from_bytes(&outcomes[0], Self::quorum()).unwrap()
    }

    pub fn each<T>(&mut self, act: impl FnMut(&mut Bench) -> T) -> Vec<T> {
        self.tokens.iter_mut().map(act).collect()
    }
}

/// A commission that is ready costs two key generations; tests that only look at answers to one token share its storage.
pub fn ready_token() -> (Bench, &'static Keys) {
    let (storages, keys, _) = ready_storages();
    (of_storage(&storages[0]), keys)
}

/// As [`ready_token`], all of them.
pub fn ready_tokens() -> (Vec<Bench>, &'static Keys) {
    let (storages, keys, _) = ready_storages();
    (storages.iter().map(of_storage).collect(), keys)
}

/// The definition of [`ready_tokens`].
pub fn ready_definition() -> &'static [u8] {
    &ready_storages().2
}

fn ready_storages() -> &'static (Vec<Blobs>, Keys, Vec<u8>) {
    static READY: OnceLock<(Vec<Blobs>, Keys, Vec<u8>)> = OnceLock::new();
    READY.get_or_init(|| {
        let (commission, keys) = Commission::ready();
        let storages = commission.tokens.iter().map(|token| token.desk.borrow().blobs.clone());
        (storages.collect(), keys, commission.definition)
    })
}

fn of_storage(storage: &Blobs) -> Bench {
    let bench = Bench::new(99);
    bench.desk.borrow_mut().blobs = storage.clone();
    bench.restart()
}

pub fn enrol(token: &mut Bench, definition: &[u8], own: u8) -> Response {
    let length = u32::try_from(definition.len()).unwrap();
    assert_eq!(token.ask(&Request::EnrolBegin { length, own }), Response::Done);
    let mut answer = Response::Done;
    // Parts of a size that cuts lines, and characters, in two.
    for part in definition.chunks(1_001) {
        if answer == Response::Done {
            answer = token.ask(&Request::EnrolPart { bytes: part.to_vec() });
        }
    }
    answer
}

pub fn deliver_packages(token: &mut Bench, packages: &[Vec<u8>]) -> Response {
    let mut answer = Response::Done;
    for (dealer, package) in (1..).zip(packages) {
        if answer == Response::Done {
            answer = token.ask(&Request::DkgPackage { dealer, package: package.clone() });
        }
    }
    answer
}

pub fn deliver_envelopes(token: &mut Bench, envelopes: &[(u8, [u8; 144])]) -> Response {
    let mut answer = Response::Done;
    for (dealer, envelope) in envelopes {
        if answer == Response::Done {
            answer = token.ask(&Request::DkgEnvelope { dealer: *dealer, envelope: *envelope });
        }
    }
    answer
}

pub fn head(d: &Digest, custody: &GroupKey, election: &GroupKey) -> Vec<u8> {
    keys_head(d, TOKENS, NEEDED, &custody.to_bytes(), &election.to_bytes())
}
