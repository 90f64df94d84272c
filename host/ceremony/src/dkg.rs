//! Making a key that nobody holds: the tokens deal, the host carries and checks, equations (7) to (13).

use tamga_crypto::dkg::{
    Context, ENVELOPE_LEN, GroupKey, NONCE_LEN, Package, Purpose, Quorum, transcript, transcript_message,
};
use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::election::DkgRecord;
use tamga_record::ledger::TokenAct;
use tamga_wire::{Request, Response};

use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

pub(crate) const ENVELOPES_LABEL: &str = "tamga/dkg-envelopes/v1";

/// A key that the tokens made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkgOutcome {
    /// For the election file.
    pub record: DkgRecord,
    /// The key (12).
    pub group: GroupKey,
    /// `t` (13), which every token signed.
    pub transcript: Digest,
}

/// One distributed key generation. Every token is needed; whoever deals badly is named by the host, which checks packages,
/// or by the token that got the bad share.
#[derive(Debug)]
pub struct Dkg {
    desk: Desk,
    commission: Commission,
    definition: Digest,
    purpose: Purpose,
    nonces: Round<[u8; NONCE_LEN]>,
    commitments: Round<Digest>,
    packages: Round<Package>,
    envelopes: Round<Vec<[u8; ENVELOPE_LEN]>>,
    signatures: Round<[u8; SIGNATURE_LEN]>,
    kept: Round<()>,
    /// Known as soon as all nonces are.
    context: Option<Context>,
    /// Known as soon as all packages and envelopes are.
    made: Option<Made>,
}

/// What the host has computed when all was dealt.
#[derive(Clone, Debug)]
struct Made {
    group: GroupKey,
    transcript: Digest,
    envelopes_digest: Digest,
}

impl Dkg {
    /// Makes the custody or the election key of a definition with digest `D`.
    pub fn new(commission: &Commission, definition: &Digest, purpose: Purpose) -> Self {
        let quorum = commission.quorum();
        let mut desk = Desk::new(Some(TokenAct::Dkg), quorum, Needed::All);
        desk.push_all(&Request::DkgBegin { purpose });
        Self {
            desk,
            commission: commission.clone(),
            definition: *definition,
            purpose,
            nonces: Round::new(quorum.tokens),
            commitments: Round::new(quorum.tokens),
            packages: Round::new(quorum.tokens),
            envelopes: Round::new(quorum.tokens),
            signatures: Round::new(quorum.tokens),
            kept: Round::new(quorum.tokens),
            context: None,
            made: None,
        }
    }

    fn quorum(&self) -> Quorum {
        self.commission.quorum()
    }

    fn nonce(&mut self, token: u8, nonce: [u8; NONCE_LEN]) -> Result<(), Fault> {
        self.nonces.put(token, nonce).ok_or(Fault::WrongAnswer)?;
        let Some(nonces) = self.nonces.all() else {
            return Ok(());
        };
        let context = Context::new(&self.definition, self.purpose, self.quorum(), &nonces);
        self.context = Some(context.map_err(Fault::KeyGeneration)?);
        self.desk.push_all(&Request::DkgNonces { nonces });
        Ok(())
    }

    fn commitment(&mut self, token: u8, commitment: Digest) -> Result<(), Fault> {
        self.context.ok_or(Fault::WrongAnswer)?;
        self.commitments.put(token, commitment).ok_or(Fault::WrongAnswer)?;
        if let Some(commitments) = self.commitments.all() {
            self.desk.push_all(&Request::DkgCommitments { commitments });
        }
        Ok(())
    }

    /// Checks a package against its commitment and its proof of knowledge, (9) and (10).
    fn package(&mut self, token: u8, untrusted_package: &[u8]) -> Result<(), Fault> {
        let context = self.context.ok_or(Fault::WrongAnswer)?;
        let commitments = self.commitments.all().ok_or(Fault::WrongAnswer)?;
        let committed = commitments.get(usize::from(token).wrapping_sub(1)).ok_or(Fault::WrongAnswer)?;
        let package = Package::parse(untrusted_package, self.quorum()).map_err(Fault::BadPackage)?;
        package.check(&context, token, committed).map_err(Fault::BadPackage)?;
        self.packages.put(token, package).ok_or(Fault::WrongAnswer)?;
        let Some(packages) = self.packages.all() else {
            return Ok(());
        };
        for (dealer, package) in (1..).zip(&packages) {
            let package = package.to_bytes();
            self.desk.push_all(&Request::DkgPackage { dealer, package });
        }
        Ok(())
    }

    /// Keeps a dealer's envelopes; when all are there, works out key and transcript and sends every envelope to every
    /// token, in the order of (13).
    fn envelopes(&mut self, token: u8, envelopes: Vec<[u8; ENVELOPE_LEN]>) -> Result<(), Fault> {
        let packages = self.packages.all().ok_or(Fault::WrongAnswer)?;
        let context = self.context.ok_or(Fault::WrongAnswer)?;
        if envelopes.len() + 1 != usize::from(self.quorum().tokens) {
            return Err(Fault::WrongAnswer);
        }
        self.envelopes.put(token, envelopes).ok_or(Fault::WrongAnswer)?;
        let Some(dealt) = self.envelopes.all() else {
            return Ok(());
        };
        let in_order: Vec<[u8; ENVELOPE_LEN]> = dealt.concat();
        let parts: Vec<&[u8]> = in_order.iter().map(<[u8; ENVELOPE_LEN]>::as_slice).collect();
        let package_bytes: Vec<Vec<u8>> = packages.iter().map(Package::to_bytes).collect();
        self.made = Some(Made {
            group: GroupKey::from_packages(&packages).map_err(Fault::KeyGeneration)?,
            transcript: transcript(&context, &package_bytes, &in_order),
            envelopes_digest: hash(ENVELOPES_LABEL, &parts),
        });
        for (dealer, envelopes) in (1..).zip(dealt) {
            for envelope in envelopes {
                self.desk.push_all(&Request::DkgEnvelope { dealer, envelope });
            }
        }
        Ok(())
    }

    fn signed(&mut self, token: u8, seen: &Digest, signature: [u8; SIGNATURE_LEN]) -> Result<(), Fault> {
        let made = self.made.as_ref().ok_or(Fault::WrongAnswer)?;
        if *seen != made.transcript {
            return Err(Fault::OtherTranscript);
        }
        let message = transcript_message(&made.transcript);
        self.commission.verify(token, &message, &signature)?;
        self.signatures.put(token, signature).ok_or(Fault::WrongAnswer)?;
        if let Some(signatures) = self.signatures.all() {
            self.desk.push_all(&Request::DkgSignatures { signatures });
        }
        Ok(())
    }

    fn keeps(&mut self, token: u8, commitments: &[u8]) -> Result<(), Fault> {
        self.signatures.all().ok_or(Fault::WrongAnswer)?;
        let made = self.made.as_ref().ok_or(Fault::WrongAnswer)?;
        if commitments != made.group.to_bytes() {
            return Err(Fault::OtherKey);
        }
        self.kept.put(token, ()).ok_or(Fault::WrongAnswer)
    }
}

impl Machine for Dkg {
    type Outcome = DkgOutcome;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// The others have built on what the token forgot.
    fn again(&mut self, _: u8) -> bool {
        false
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        // A bare `Done` says that more packages or envelopes are expected; the answer with contents comes after the last.
        match (self.desk.is_done(token), response) {
            (false, Response::Done) => Ok(()),
            (true, Response::DkgNonce { nonce }) => self.nonce(token, nonce),
            (true, Response::DkgCommitment { commitment }) => self.commitment(token, commitment),
            (true, Response::DkgPackage { package }) => self.package(token, &package),
            (true, Response::DkgEnvelopes { envelopes }) => self.envelopes(token, envelopes),
            (true, Response::DkgTranscript { transcript, signature }) => self.signed(token, &transcript, signature),
            (true, Response::DkgDone { commitments }) => self.keeps(token, &commitments),
            _ => Err(Fault::WrongAnswer),
        }
    }

    fn finish(&mut self) -> Result<DkgOutcome, CeremonyError> {
        self.desk.check_finished(self.kept.given().count())?;
        let missing = CeremonyError::NotFinished;
        let made = self.made.clone().ok_or(missing.clone())?;
        let packages = self.packages.all().ok_or(missing.clone())?;
        let record = DkgRecord {
            nonces: self.nonces.all().ok_or(missing.clone())?,
            packages: packages.iter().map(Package::to_bytes).collect(),
            envelopes_digest: made.envelopes_digest,
            signatures: self.signatures.all().ok_or(missing)?,
        };
        Ok(DkgOutcome { record, group: made.group, transcript: made.transcript })
    }
}
