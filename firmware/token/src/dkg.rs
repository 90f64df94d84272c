//! The token's part in a key generation, README of firmware/crypto, (7) to (13), and in a resharing, (24) and (25), in which fewer
//! tokens deal.

mod run;

use alloc::boxed::Box;
use alloc::vec::Vec;

use rand_core::Rng;
use tamga_crypto::dkg::{
    Context, Dealer, DkgError, ENVELOPE_LEN, GroupKey, Package, PassingEnvelopes, final_share, open_share,
    transcript_message,
};
use tamga_crypto::sign::{SIGNATURE_LEN, Signature};
use tamga_wire::{Digest, Operation, Purpose, Refusal, Response};

use crate::env::Env;
use crate::question::Question;
use crate::screen::Content;
use crate::stored::Share;
use crate::token::{Task, Token};

pub(crate) use run::DkgRun;
use run::{Dealing, Envelopes, Stage, check_own, parties};

/// A key that all tokens signed the transcript of.
pub(crate) struct KeptKey {
    purpose: Purpose,
    share: Share,
}

impl<E: Env> Token<E> {
    /// Draws the nonce.
    pub(crate) fn begin_dkg(&mut self, purpose: Purpose) -> Result<Response, Refusal> {
        let index = self.enrolment()?.index;
        let mut replacement = match self.take_task() {
            Task::Dkg(run) => run.replacement,
            _ => None,
        };
        match &mut replacement {
            Some(replacement) => replacement.begin(purpose, index)?,
            None => self.check_keys_may_change()?,
        }
        let mut own = [0; 32];
        self.env.rng().fill_bytes(&mut own);
        self.task = Task::Dkg(DkgRun { purpose, replacement, stage: Stage::Nonces { own } });
        Ok(Response::DkgNonce { nonce: own })
    }

    /// Once an election is endorsed, its keys stay, and a token in the place of a lost one makes none: no step of a key generation
    /// goes on, whenever it was begun, but in a replacement.
    fn check_keys_may_change(&self) -> Result<(), Refusal> {
        if self.state.election.is_some() || self.enrolment()?.is_new {
            return Err(Refusal::OutOfOrder);
        }
        Ok(())
    }

    fn take_dkg(&mut self) -> Result<DkgRun, Refusal> {
        match self.take_task() {
            Task::Dkg(run) if run.replacement.is_some() || self.state.election.is_none() => Ok(run),
            _ => Err(Refusal::OutOfOrder),
        }
    }

    /// All nonces: the context, (7) or (24), is fixed, and a dealer deals, (8) and (9).
    pub(crate) fn take_nonces(&mut self, nonces: &[[u8; 32]]) -> Result<Response, Refusal> {
        let mut run = self.take_dkg()?;
        let Stage::Nonces { own } = run.stage else {
            return Err(Refusal::OutOfOrder);
        };
        let enrolment = self.enrolment()?;
        let (index, quorum) = (enrolment.index, enrolment.quorum().ok_or(Refusal::Storage)?);
        check_own(nonces, index, quorum.indices(), &own)?;
        let context = match &run.replacement {
            Some(of) => of.resharing.context(&of.election, &of.digest, run.purpose, nonces),
            None => Context::new(&enrolment.definition, run.purpose, quorum, nonces),
        };
        let context = context.map_err(|_| Refusal::BadTranscript)?;
        let deals = run.dealers(quorum).contains(&index);
        let rng = self.env.rng();
        let dealer = match (&run.replacement, self.state.share(run.purpose)) {
            _ if !deals => None,
            (None, _) => Some(Dealer::new(&context, index, quorum, rng)),
            (Some(of), Some(share)) => Some(of.resharing.dealer(&context, index, &share.secret, rng)),
            (Some(_), None) => return Err(Refusal::OutOfOrder),
        };
        let dealer = dealer.transpose().map_err(refusal_of)?;
        let commitment = dealer.as_ref().map(Dealer::commitment);
        run.stage = Stage::Commitments(Dealing { context, dealer });
        self.task = Task::Dkg(run);
        Ok(commitment.map_or(Response::Done, |commitment| Response::DkgCommitment { commitment }))
    }

    /// All commitments (10): only now the own package is shown.
    pub(crate) fn take_commitments(&mut self, commitments: Vec<Digest>) -> Result<Response, Refusal> {
        let mut run = self.take_dkg()?;
        let Stage::Commitments(dealing) = run.stage else {
            return Err(Refusal::OutOfOrder);
        };
        run.stage = Stage::Between;
        let enrolment = self.enrolment()?;
        let dealers = run.dealers(enrolment.quorum().ok_or(Refusal::Storage)?);
        if commitments.len() != dealers.len() {
            return Err(Refusal::BadTranscript);
        }
        if let Some(dealer) = &dealing.dealer {
            check_own(&commitments, enrolment.index, dealers.into_iter(), &dealer.commitment())?;
        }
        let package = dealing.dealer.as_ref().map(Dealer::package);
        run.stage = Stage::Packages { dealing, commitments, packages: Vec::new() };
        self.task = Task::Dkg(run);
        Ok(package.map_or(Response::Done, |package| Response::DkgPackage { package }))
    }

    /// The next dealer's package; after the last, the own shares are sealed (11). Who shows a malformed package, or one
    /// without its proof, or deals another secret than (24) has, is named; a host that damages packages can make it look so, and
    /// gains a failed run by it.
    pub(crate) fn take_package(&mut self, dealer: u8, untrusted_package: &[u8]) -> Result<Response, Refusal> {
        let mut run = self.take_dkg()?;
        let Stage::Packages { dealing, commitments, mut packages } = run.stage else {
            return Err(Refusal::OutOfOrder);
        };
        run.stage = Stage::Between;
        let enrolment = self.enrolment()?;
        let (index, quorum) = (enrolment.index, enrolment.quorum().ok_or(Refusal::Storage)?);
        let dealers = run.dealers(quorum);
        if dealers.get(packages.len()) != Some(&dealer) {
            return Err(Refusal::OutOfOrder);
        }
        let own = dealing.dealer.as_ref();
        if dealer == index && own.is_some_and(|own| untrusted_package != own.package()) {
            return Err(Refusal::BadTranscript);
        }
        let commitment = commitments.get(packages.len()).ok_or(Refusal::OutOfOrder)?;
        let before = self.state.share(run.purpose).filter(|_| own.is_some());
        let package = Package::parse(untrusted_package, quorum).and_then(|package| {
            package.check(&dealing.context, dealer, commitment)?;
            if let (Some(of), Some(share)) = (&run.replacement, before) {
                of.resharing.check(dealer, &package, &share.group)?;
            }
            Ok(package)
        });
        packages.push(package.map_err(|_| Refusal::DkgCulprit(dealer))?);
        if packages.len() < dealers.len() {
            run.stage = Stage::Packages { dealing, commitments, packages };
            self.task = Task::Dkg(run);
            return Ok(Response::Done);
        }
        let own = match &dealing.dealer {
            Some(dealer) => self.seal_shares(dealer, &run)?,
            None => Vec::new(),
        };
        let response = match own.clone() {
            envelopes if dealing.dealer.is_some() => Response::DkgEnvelopes { envelopes },
            _ => Response::Done,
        };
        // Room for all shares from the start: a list that grew would leave some behind where it was before.
        let (passing, shares) = (PassingEnvelopes::new(), Vec::with_capacity(packages.len()));
        let envelopes = Envelopes { dealing, packages, own, passed: 0, passing, shares };
        run.stage = Stage::Envelopes(Box::new(envelopes));
        self.task = Task::Dkg(run);
        Ok(response)
    }

    fn seal_shares(&mut self, dealer: &Dealer, run: &DkgRun) -> Result<Vec<[u8; ENVELOPE_LEN]>, Refusal> {
        let (Some(identity), Some(enrolment)) = (&self.state.identity, &self.state.enrolment) else {
            return Err(Refusal::OutOfOrder);
        };
        let mut envelopes = Vec::new();
        for (receiver, officer) in (1..).zip(run.officers(&self.state)) {
            if receiver != enrolment.index {
                let sealed = dealer.seal_share(receiver, &officer.share_key, &identity.key, self.env.rng());
                envelopes.push(sealed.map_err(refusal_of)?);
            }
        }
        Ok(envelopes)
    }

    /// The next envelope (11); after the last, the transcript, (13) or (25), is signed.
    pub(crate) fn take_envelope(&mut self, dealer: u8, envelope: [u8; ENVELOPE_LEN]) -> Result<Response, Refusal> {
        let mut run = self.take_dkg()?;
        let Stage::Envelopes(mut at) = run.stage else {
            return Err(Refusal::OutOfOrder);
        };
        run.stage = Stage::Between;
        let (identity, enrolment) = (self.identity()?, self.enrolment()?);
        let (index, tokens) = (enrolment.index, enrolment.officers.len());
        let dealers = run.dealers(enrolment.quorum().ok_or(Refusal::Storage)?);
        let (expected, receiver) = parties(at.passed, &dealers, tokens).ok_or(Refusal::OutOfOrder)?;
        if dealer != expected {
            return Err(Refusal::OutOfOrder);
        }
        let (turn, place) = (at.passed / (tokens - 1), at.passed % (tokens - 1));
        if dealer == index {
            if at.own.get(place) != Some(&envelope) {
                return Err(Refusal::BadTranscript);
            }
        } else if receiver == index {
            // Dealers are those of the enrolment: new tokens deal nothing.
            let dealer_key = enrolment.officer(dealer).ok_or(Refusal::OutOfOrder)?.key()?;
            let package = at.packages.get(turn).ok_or(Refusal::OutOfOrder)?;
            let (context, share_key) = (&at.dealing.context, &identity.share_key);
            let share = open_share(context, dealer, index, share_key, &dealer_key, package, &envelope);
            at.shares.push(share.map_err(refusal_of)?);
        }
        at.passing.take(&envelope);
        at.passed += 1;
        if parties(at.passed, &dealers, tokens).is_some() {
            run.stage = Stage::Envelopes(at);
            self.task = Task::Dkg(run);
            return Ok(Response::Done);
        }
        self.sign_transcript(run, *at)
    }

    /// All envelopes passed: the outcome, (12) or (25), and the signed transcript.
    fn sign_transcript(&mut self, mut run: DkgRun, mut at: Envelopes) -> Result<Response, Refusal> {
        let (identity, index) = (self.identity()?, self.enrolment()?.index);
        let group = match &run.replacement {
            Some(of) => of.resharing.group_key(&at.packages),
            None => GroupKey::from_packages(&at.packages),
        };
        let group = group.map_err(refusal_of)?;
        if let Some(dealer) = &at.dealing.dealer {
            at.shares.push(dealer.share_for(index).map_err(refusal_of)?);
        }
        let secret = final_share(&group, index, &at.shares).map_err(refusal_of)?;
        let packages: Vec<Vec<u8>> = at.packages.iter().map(Package::to_bytes).collect();
        let transcript = at.passing.transcript(&at.dealing.context, &packages);
        let signature = identity.key.sign(&transcript_message(&transcript)).to_bytes();
        run.stage = Stage::Signatures { transcript, share: Share { secret, group } };
        self.task = Task::Dkg(run);
        Ok(Response::DkgTranscript { transcript, signature })
    }

    /// All signatures over the transcript; asks whether to keep the share. A token that saw something else has signed
    /// something else, and is named.
    pub(crate) fn take_signatures(&mut self, signatures: &[[u8; SIGNATURE_LEN]]) -> Result<Response, Refusal> {
        let mut run = self.take_dkg()?;
        let Stage::Signatures { transcript, share } = core::mem::replace(&mut run.stage, Stage::Between) else {
            return Err(Refusal::OutOfOrder);
        };
        let officers = run.officers(&self.state);
        if signatures.len() != officers.len() {
            return Err(Refusal::BadTranscript);
        }
        for ((token, officer), signature) in (1..).zip(officers).zip(signatures) {
            let message = transcript_message(&transcript);
            let signed = officer.key()?.verify(&message, &Signature::from_bytes(*signature));
            signed.map_err(|_| Refusal::DkgCulprit(token))?;
        }
        let purpose = run.purpose;
        match run.replacement {
            Some(replacement) => self.take_reshared(purpose, replacement, transcript, share),
            None => self.ask(Question::Keep(KeptKey { purpose, share }), Content::Keep { purpose, transcript }),
        }
    }

    /// The officer agreed: the share is stored, in place of one of an earlier run.
    pub(crate) fn keep(&mut self, key: KeptKey) -> Result<Response, Refusal> {
        self.check_keys_may_change()?;
        key.share.save(&mut self.env, key.purpose)?;
        let commitments = key.share.group.to_bytes();
        *self.state.share_mut(key.purpose) = Some(key.share);
        self.count(Operation::Dkg)?;
        Ok(Response::DkgDone { commitments })
    }
}

/// A fault that is a token's names it; one that may be the way's does not.
fn refusal_of(error: DkgError) -> Refusal {
    error.culprit().map_or(Refusal::BadTranscript, Refusal::DkgCulprit)
}
