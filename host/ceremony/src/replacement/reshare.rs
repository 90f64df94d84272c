//! One key shared out again: those who stay deal, the host carries and checks, equations (24) and (25).

use tamga_crypto::dkg::{
    Context, ENVELOPE_LEN, GroupKey, NONCE_LEN, Package, Purpose, Quorum, Resharing, transcript, transcript_message,
};
use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::election::DkgRecord;
use tamga_wire::{Request, Response};

use crate::commission::Commission;
use crate::desk::Desk;
use crate::dkg::ENVELOPES_LABEL;
use crate::fault::Fault;
use crate::round::Round;

/// The resharing of one key, from the nonces to the signatures under its transcript.
#[derive(Debug)]
pub(super) struct Reshare {
    bound: Bound,
    purpose: Purpose,
    /// The key as it is shared before.
    before: GroupKey,
    nonces: Round<[u8; NONCE_LEN]>,
    commitments: Round<Digest>,
    packages: Round<Package>,
    envelopes: Round<Vec<[u8; ENVELOPE_LEN]>>,
    signatures: Round<[u8; SIGNATURE_LEN]>,
    /// Known as soon as all nonces are.
    context: Option<Context>,
    /// Transcript and envelopes digest, known as soon as all packages and envelopes are.
    made: Option<(Digest, Digest)>,
}

/// What both resharings of a replacement are bound to.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) election: Digest,
    /// Digest of the replacement.
    pub(super) digest: Digest,
    pub(super) resharing: Resharing,
    /// The commission after it.
    pub(super) commission: Commission,
}

impl Reshare {
    /// Nothing is dealt yet of this key.
    pub(super) fn new(bound: &Bound, purpose: Purpose, before: &GroupKey) -> Self {
        let tokens = bound.commission.quorum().tokens;
        Self {
            bound: bound.clone(),
            purpose,
            before: before.clone(),
            nonces: Round::new(tokens),
            commitments: Round::new(tokens),
            packages: Round::new(tokens),
            envelopes: Round::new(tokens),
            signatures: Round::new(tokens),
            context: None,
            made: None,
        }
    }

    /// Asks every token for its nonce.
    pub(super) fn begin(&self, desk: &mut Desk) {
        desk.push_all(&Request::DkgBegin { purpose: self.purpose });
    }

    /// Whether the token deals.
    fn deals(&self, token: u8) -> bool {
        self.bound.resharing.dealers().contains(&token)
    }

    fn quorum(&self) -> Quorum {
        self.bound.commission.quorum()
    }

    /// What the dealers gave, in their order, once the last has.
    fn of_dealers<T: Clone>(&self, round: &Round<T>) -> Option<Vec<T>> {
        self.bound.resharing.dealers().iter().map(|dealer| round.get(*dealer).cloned()).collect()
    }

    /// Takes an answer to what the token was asked last. A bare `Done` says that more packages or envelopes are expected, or that a
    /// new token has nothing to deal.
    pub(super) fn answered(&mut self, desk: &mut Desk, token: u8, response: Response) -> Result<(), Fault> {
        match (desk.is_done(token), response) {
            (false, Response::Done) => Ok(()),
            (true, Response::Done) if !self.deals(token) && self.made.is_none() => Ok(()),
            (true, Response::DkgNonce { nonce }) => self.nonce(desk, token, nonce),
            (true, Response::DkgCommitment { commitment }) => self.commitment(desk, token, commitment),
            (true, Response::DkgPackage { package }) => self.package(desk, token, &package),
            (true, Response::DkgEnvelopes { envelopes }) => self.envelopes(desk, token, envelopes),
            (true, Response::DkgTranscript { transcript, signature }) => {
                self.signed(desk, token, &transcript, signature)
            }
            _ => Err(Fault::WrongAnswer),
        }
    }

    fn nonce(&mut self, desk: &mut Desk, token: u8, nonce: [u8; NONCE_LEN]) -> Result<(), Fault> {
        self.nonces.put(token, nonce).ok_or(Fault::WrongAnswer)?;
        let Some(nonces) = self.nonces.all() else {
            return Ok(());
        };
        let Bound { election, digest, resharing, .. } = &self.bound;
        let context = resharing.context(election, digest, self.purpose, &nonces);
        self.context = Some(context.map_err(Fault::KeyGeneration)?);
        desk.push_all(&Request::DkgNonces { nonces });
        Ok(())
    }

    fn commitment(&mut self, desk: &mut Desk, token: u8, commitment: Digest) -> Result<(), Fault> {
        if self.context.is_none() || !self.deals(token) {
            return Err(Fault::WrongAnswer);
        }
        self.commitments.put(token, commitment).ok_or(Fault::WrongAnswer)?;
        if let Some(commitments) = self.of_dealers(&self.commitments) {
            desk.push_all(&Request::DkgCommitments { commitments });
        }
        Ok(())
    }

    /// Checks a package against its commitment, its proof of knowledge, (9) and (10), and the dealer's part of the key (24): so the
    /// packages of all dealers add up to the key that there was.
    fn package(&mut self, desk: &mut Desk, token: u8, untrusted_package: &[u8]) -> Result<(), Fault> {
        let context = self.context.ok_or(Fault::WrongAnswer)?;
        self.of_dealers(&self.commitments).ok_or(Fault::WrongAnswer)?;
        let committed = self.commitments.get(token).ok_or(Fault::WrongAnswer)?;
        let package = Package::parse(untrusted_package, self.quorum()).map_err(Fault::BadPackage)?;
        package.check(&context, token, committed).map_err(Fault::BadPackage)?;
        self.bound.resharing.check(token, &package, &self.before).map_err(Fault::BadPackage)?;
        self.packages.put(token, package).ok_or(Fault::WrongAnswer)?;
        let Some(packages) = self.of_dealers(&self.packages) else {
            return Ok(());
        };
        for (dealer, package) in self.bound.resharing.dealers().iter().zip(&packages) {
            desk.push_all(&Request::DkgPackage { dealer: *dealer, package: package.to_bytes() });
        }
        Ok(())
    }

    /// Keeps a dealer's envelopes; when all are there, works out the transcript and sends every envelope to every token, in the
    /// order of (25).
    fn envelopes(&mut self, desk: &mut Desk, token: u8, envelopes: Vec<[u8; ENVELOPE_LEN]>) -> Result<(), Fault> {
        let packages = self.of_dealers(&self.packages).ok_or(Fault::WrongAnswer)?;
        let context = self.context.ok_or(Fault::WrongAnswer)?;
        if !self.deals(token) || envelopes.len() + 1 != usize::from(self.quorum().tokens) {
            return Err(Fault::WrongAnswer);
        }
        self.envelopes.put(token, envelopes).ok_or(Fault::WrongAnswer)?;
        let Some(dealt) = self.of_dealers(&self.envelopes) else {
            return Ok(());
        };
        let in_order: Vec<[u8; ENVELOPE_LEN]> = dealt.concat();
        let parts: Vec<&[u8]> = in_order.iter().map(<[u8; ENVELOPE_LEN]>::as_slice).collect();
        let package_bytes: Vec<Vec<u8>> = packages.iter().map(Package::to_bytes).collect();
        self.made = Some((transcript(&context, &package_bytes, &in_order), hash(ENVELOPES_LABEL, &parts)));
        for (dealer, envelopes) in self.bound.resharing.dealers().iter().zip(dealt) {
            for envelope in envelopes {
                desk.push_all(&Request::DkgEnvelope { dealer: *dealer, envelope });
            }
        }
        Ok(())
    }

    fn signed(
        &mut self,
        desk: &mut Desk,
        token: u8,
        seen: &Digest,
        signature: [u8; SIGNATURE_LEN],
    ) -> Result<(), Fault> {
        let (transcript, _) = self.made.ok_or(Fault::WrongAnswer)?;
        if *seen != transcript {
            return Err(Fault::OtherTranscript);
        }
        self.bound.commission.verify(token, &transcript_message(&transcript), &signature)?;
        self.signatures.put(token, signature).ok_or(Fault::WrongAnswer)?;
        if let Some(signatures) = self.signatures.all() {
            desk.push_all(&Request::DkgSignatures { signatures });
        }
        Ok(())
    }

    /// The transcript, once every token has signed it.
    pub(super) fn transcript(&self) -> Option<Digest> {
        let (transcript, _) = self.made?;
        self.signatures.all().map(|_| transcript)
    }

    /// What the record keeps of it, once every token has signed.
    pub(super) fn record(&self) -> Option<DkgRecord> {
        let (_, envelopes_digest) = self.made?;
        let packages = self.of_dealers(&self.packages)?;
        Some(DkgRecord {
            nonces: self.nonces.all()?,
            packages: packages.iter().map(Package::to_bytes).collect(),
            envelopes_digest,
            signatures: self.signatures.all()?,
        })
    }
}
