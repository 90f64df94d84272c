//! A host that replaces lost tokens, step by step.

use tamga_crypto::dkg::{GroupKey, Package, Resharing};
use tamga_wire::replacement::replacement_digest;
use tamga_wire::request::OfficerSignature;
use tamga_wire::{ActKind, Digest, NewOfficer, Purpose, Request, Response};

use crate::board::Bench;
use crate::commission::{Commission, Keys, TOKENS, deliver_envelopes, enrol, ready_definition, ready_tokens};

/// A replacement that officers signed.
#[derive(Clone)]
pub struct Decided {
    pub election: Digest,
    pub number: u16,
    pub replaced: Vec<NewOfficer>,
    pub signatures: Vec<OfficerSignature>,
}

impl Decided {
    pub fn request(&self) -> Request {
        Request::Replace {
            election: self.election,
            number: self.number,
            replaced: self.replaced.clone(),
            signatures: self.signatures.clone(),
        }
    }

    /// The act that the officers are asked for.
    pub fn act(&self) -> Request {
        let bits = self.lost().iter().fold(0, |bits, token| bits | 1 << (token - 1));
        let digest = replacement_digest(&self.election, self.number, &self.replaced);
        Request::Act { kind: ActKind::Replacement, digest, figures: [self.number.into(), bits, 0, 0] }
    }

    pub fn lost(&self) -> Vec<u8> {
        self.replaced.iter().map(|officer| officer.token).collect()
    }
}

/// One resharing up to the signatures, which are not delivered yet.
pub struct Reshared {
    pub group: GroupKey,
    pub signatures: Vec<[u8; 64]>,
}

/// All tokens around the host: in the place of a lost one its new one.
pub struct Table {
    pub tokens: Vec<Bench>,
    pub keys: &'static Keys,
    pub definition: &'static [u8],
    /// The replacements so far, the one under way last.
    pub decided: Vec<Decided>,
}

impl Table {
    /// A commission that endorsed an election.
    pub fn ready() -> Self {
        let (tokens, keys) = ready_tokens();
        Self { tokens, keys, definition: ready_definition(), decided: Vec::new() }
    }

    pub fn token(&mut self, index: u8) -> &mut Bench {
        &mut self.tokens[usize::from(index) - 1]
    }

    pub fn last(&self) -> &Decided {
        self.decided.last().unwrap()
    }

    pub fn resharing(&self) -> Resharing {
        Resharing::new(Commission::quorum(), &self.last().lost()).unwrap()
    }

    /// As [`Table::decide_for`], with tokens as they come.
    pub fn decide(&mut self, lost: &[u8]) -> Vec<Bench> {
        let seed = 1_000 * (self.decided.len() as u64 + 1);
        self.decide_for(lost, |token| Bench::new(seed + u64::from(token)))
    }

    /// Puts such tokens, initialised, in the places of these and has those who stay sign. The lost tokens.
    pub fn decide_for(&mut self, lost: &[u8], new: impl Fn(u8) -> Bench) -> Vec<Bench> {
        let number = self.decided.len() as u16 + 1;
        let mut gone = Vec::new();
        let mut replaced = Vec::new();
        for token in lost {
            let mut new = new(*token);
            let answer = new.ask(&Request::Init { rehearsal: true });
            let Response::Identity { identity, share_key } = answer else { panic!("{answer:?}") };
            replaced.push(NewOfficer { token: *token, identity, share_key });
            gone.push(std::mem::replace(self.token(*token), new));
        }
        let mut decided = Decided { election: self.keys.e, number, replaced, signatures: Vec::new() };
        for token in (1..=TOKENS).filter(|token| !lost.contains(token)) {
            let answer = self.token(token).ask(&decided.act());
            let Response::Signed { signature } = answer else { panic!("{answer:?}") };
            decided.signatures.push(OfficerSignature { token, signature });
        }
        self.decided.push(decided);
        gone
    }

    /// The new tokens learn of all replacements up to their own.
    pub fn enrol_new(&mut self) {
        let (decided, definition) = (self.decided.clone(), self.definition);
        for new in self.last().lost() {
            assert_eq!(enrol(self.token(new), definition, new), Response::Done);
            let (own, before) = decided.split_last().unwrap();
            for earlier in before {
                assert_eq!(self.token(new).ask(&earlier.request()), Response::Done);
            }
            assert!(matches!(self.token(new).ask(&own.request()), Response::Enrolled { .. }));
        }
    }

    /// Every token takes the replacement.
    pub fn begin(&mut self) {
        let request = self.last().request();
        assert!(self.tokens.iter_mut().all(|token| token.ask(&request) == Response::Done));
    }

    /// One resharing up to the packages, which are not delivered yet, and their dealers.
    pub fn deal(&mut self, purpose: Purpose) -> (Vec<Vec<u8>>, Vec<u8>) {
        let nonces: Vec<[u8; 32]> = self.each(|token| match token.ask(&Request::DkgBegin { purpose }) {
            Response::DkgNonce { nonce } => nonce,
            other => panic!("{other:?}"),
        });
        let mut commitments = Vec::new();
        for answer in self.each(|token| token.ask(&Request::DkgNonces { nonces: nonces.clone() })) {
            match answer {
                Response::DkgCommitment { commitment } => commitments.push(commitment),
                other => assert_eq!(other, Response::Done, "of a new token"),
            }
        }
        let mut packages = Vec::new();
        for answer in self.each(|token| token.ask(&Request::DkgCommitments { commitments: commitments.clone() })) {
            match answer {
                Response::DkgPackage { package } => packages.push(package),
                other => assert_eq!(other, Response::Done, "of a new token"),
            }
        }
        (packages, self.resharing().dealers().to_vec())
    }

    /// One resharing among all, everyone honest.
    pub fn reshare(&mut self, purpose: Purpose) -> Reshared {
        let (packages, dealers) = self.deal(purpose);
        let mut envelopes = Vec::new();
        for (index, token) in (1..).zip(&mut self.tokens) {
            let mut answer = Response::Done;
            for (dealer, package) in dealers.iter().zip(&packages) {
                answer = token.ask(&Request::DkgPackage { dealer: *dealer, package: package.clone() });
            }
            match answer {
                Response::DkgEnvelopes { envelopes: dealt } => envelopes.extend(dealt.iter().map(|e| (index, *e))),
                other => assert_eq!(other, Response::Done, "of a new token"),
            }
        }
        assert_eq!(envelopes.len(), dealers.len() * usize::from(TOKENS - 1));
        let signatures = self.each(|token| match deliver_envelopes(token, &envelopes) {
            Response::DkgTranscript { signature, .. } => signature,
            other => panic!("{other:?}"),
        });
        let parse = |package: &Vec<u8>| Package::parse(package, Commission::quorum()).unwrap();
        let group = self.resharing().group_key(&packages.iter().map(parse).collect::<Vec<_>>()).unwrap();
        Reshared { group, signatures }
    }

    /// The custody key, up to its share waiting in every token.
    pub fn reshare_custody(&mut self) -> GroupKey {
        let Reshared { group, signatures } = self.reshare(Purpose::Custody);
        let request = Request::DkgSignatures { signatures };
        assert!(self.tokens.iter_mut().all(|token| token.exchange(&request) == Response::Done));
        group
    }

    /// All parts of what a token that stays has opened, and its signature.
    pub fn slots_of(&mut self, token: u8) -> (Vec<Vec<u8>>, [u8; 64]) {
        let mut parts = Vec::new();
        loop {
            match self.token(token).exchange(&Request::SlotsAsk { part: parts.len() as u32 }) {
                Response::Slots { bytes } => parts.push(bytes),
                Response::Signed { signature } => return (parts, signature),
                other => panic!("{other:?}"),
            }
        }
    }

    /// The new tokens take over all slots.
    pub fn pass_slots(&mut self) {
        let (lost, resharing) = (self.last().lost(), self.resharing());
        for token in resharing.dealers() {
            let (parts, signature) = self.slots_of(*token);
            for new in &lost {
                for bytes in &parts {
                    let request = Request::SlotsTake { token: *token, bytes: bytes.clone() };
                    assert_eq!(self.token(*new).exchange(&request), Response::Done);
                }
                let request = Request::SlotsSigned { token: *token, signature };
                assert_eq!(self.token(*new).exchange(&request), Response::Done);
            }
        }
    }

    /// Both resharings, up to every token's confirmation; the commitments of both keys.
    pub fn confirm(&mut self) -> (GroupKey, GroupKey, Vec<[u8; 64]>) {
        self.begin();
        let custody = self.reshare_custody();
        self.pass_slots();
        let Reshared { group, signatures } = self.reshare(Purpose::Election);
        let request = Request::DkgSignatures { signatures };
        let confirmations = self.each(|token| match token.ask(&request) {
            Response::Signed { signature } => signature,
            other => panic!("{other:?}"),
        });
        (custody, group, confirmations)
    }

    pub fn commit(&self, confirmations: &[[u8; 64]]) -> Request {
        Request::ReplaceCommit { number: self.last().number, signatures: confirmations.to_vec() }
    }

    /// A whole replacement; the lost tokens and the commitments of both keys.
    pub fn replace(&mut self, lost: &[u8]) -> (Vec<Bench>, GroupKey, GroupKey) {
        let gone = self.decide(lost);
        let (custody, election) = self.carry_out();
        (gone, custody, election)
    }

    /// What was decided, up to the log-in after it; the commitments of both keys.
    pub fn carry_out(&mut self) -> (GroupKey, GroupKey) {
        self.enrol_new();
        let (custody, election, confirmations) = self.confirm();
        let request = self.commit(&confirmations);
        assert!(self.tokens.iter_mut().all(|token| token.exchange(&request) == Response::Done));
        self.each(|token| token.log_in(tamga_wire::Purposes::ALL));
        (custody, election)
    }

    fn each<T>(&mut self, act: impl FnMut(&mut Bench) -> T) -> Vec<T> {
        self.tokens.iter_mut().map(act).collect()
    }
}
