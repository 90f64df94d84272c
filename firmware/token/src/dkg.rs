//! The token's part in a key generation: README of firmware/crypto, (7) to (13).

use alloc::boxed::Box;
use alloc::vec::Vec;

use rand_core::Rng;
use tamga_crypto::dkg::{
    Context, Dealer, DkgError, ENVELOPE_LEN, GroupKey, Package, PassingEnvelopes, final_share, open_share,
    transcript_message,
};
use tamga_crypto::group::Scalar;
use tamga_crypto::sign::{SIGNATURE_LEN, Signature, VerifyingKey};
use tamga_wire::{Digest, Operation, Purpose, Refusal, Response};
use zeroize::Zeroizing;

use crate::definition::Enrolment;
use crate::env::Env;
use crate::question::Question;
use crate::screen::Content;
use crate::stored::Share;
use crate::token::{Task, Token};

/// A key generation under way.
pub(crate) struct DkgRun {
    purpose: Purpose,
    stage: Stage,
}

/// What the token waits for.
enum Stage {
    Nonces { own: [u8; 32] },
    Commitments(Dealing),
    Packages { dealing: Dealing, commitments: Vec<Digest>, packages: Vec<Package> },
    Envelopes(Box<Envelopes>),
    Signatures { transcript: Digest, share: Share },
}

/// The token's own dealing.
struct Dealing {
    context: Context,
    dealer: Dealer,
}

/// How many envelopes passed and what the transcript takes of them, and what those to this token held.
struct Envelopes {
    dealing: Dealing,
    packages: Vec<Package>,
    own: Vec<[u8; ENVELOPE_LEN]>,
    passed: usize,
    passing: PassingEnvelopes,
    shares: Vec<Zeroizing<Scalar>>,
}

/// A key that all tokens signed the transcript of.
pub(crate) struct KeptKey {
    purpose: Purpose,
    share: Share,
}

impl<E: Env> Token<E> {
    /// Draws the nonce.
    pub(crate) fn begin_dkg(&mut self, purpose: Purpose) -> Result<Response, Refusal> {
        self.enrolment()?;
        self.check_keys_may_change()?;
        let mut own = [0; 32];
        self.env.rng().fill_bytes(&mut own);
        self.task = Task::Dkg(DkgRun { purpose, stage: Stage::Nonces { own } });
        Ok(Response::DkgNonce { nonce: own })
    }

    /// Once an election is endorsed, its keys stay: no step of a key generation goes on, whenever it was begun.
    fn check_keys_may_change(&self) -> Result<(), Refusal> {
        if self.state.election.is_some() {
            return Err(Refusal::OutOfOrder);
        }
        Ok(())
    }

    fn take_dkg(&mut self) -> Result<DkgRun, Refusal> {
        self.check_keys_may_change()?;
        match self.take_task() {
            Task::Dkg(run) => Ok(run),
            _ => Err(Refusal::OutOfOrder),
        }
    }

    /// All nonces: the context (7) is fixed, and the token deals, (8) and (9).
    pub(crate) fn take_nonces(&mut self, nonces: &[[u8; 32]]) -> Result<Response, Refusal> {
        let DkgRun { purpose, stage: Stage::Nonces { own } } = self.take_dkg()? else {
            return Err(Refusal::OutOfOrder);
        };
        let enrolment = self.enrolment()?;
        let (index, quorum) = (enrolment.index, enrolment.quorum().ok_or(Refusal::Storage)?);
        let context =
            Context::new(&enrolment.definition, purpose, quorum, nonces).map_err(|_| Refusal::BadTranscript)?;
        check_own(nonces, index, &own)?;
        let dealer = Dealer::new(&context, index, quorum, self.env.rng()).map_err(refusal_of)?;
        let commitment = dealer.commitment();
        let stage = Stage::Commitments(Dealing { context, dealer });
        self.task = Task::Dkg(DkgRun { purpose, stage });
        Ok(Response::DkgCommitment { commitment })
    }

    /// All commitments (10): only now the own package is shown.
    pub(crate) fn take_commitments(&mut self, commitments: Vec<Digest>) -> Result<Response, Refusal> {
        let DkgRun { purpose, stage: Stage::Commitments(dealing) } = self.take_dkg()? else {
            return Err(Refusal::OutOfOrder);
        };
        let enrolment = self.enrolment()?;
        if commitments.len() != enrolment.officers.len() {
            return Err(Refusal::BadTranscript);
        }
        check_own(&commitments, enrolment.index, &dealing.dealer.commitment())?;
        let package = dealing.dealer.package();
        let stage = Stage::Packages { dealing, commitments, packages: Vec::new() };
        self.task = Task::Dkg(DkgRun { purpose, stage });
        Ok(Response::DkgPackage { package })
    }

    /// The next dealer's package; after the last, the own shares are sealed (11). Who shows a malformed package, or one
    /// without its proof, is named; a host that damages packages can make it look so, and gains a failed run by it.
    pub(crate) fn take_package(&mut self, dealer: u8, untrusted_package: &[u8]) -> Result<Response, Refusal> {
        let DkgRun { purpose, stage } = self.take_dkg()?;
        let Stage::Packages { dealing, commitments, mut packages } = stage else {
            return Err(Refusal::OutOfOrder);
        };
        if usize::from(dealer) != packages.len() + 1 {
            return Err(Refusal::OutOfOrder);
        }
        let enrolment = self.enrolment()?;
        let (index, quorum) = (enrolment.index, enrolment.quorum().ok_or(Refusal::Storage)?);
        if dealer == index && untrusted_package != dealing.dealer.package() {
            return Err(Refusal::BadTranscript);
        }
        let commitment = commitments.get(packages.len()).ok_or(Refusal::OutOfOrder)?;
        let package = Package::parse(untrusted_package, quorum)
            .and_then(|package| package.check(&dealing.context, dealer, commitment).map(|()| package))
            .map_err(|_| Refusal::DkgCulprit(dealer))?;
        packages.push(package);
        if dealer < quorum.tokens {
            let stage = Stage::Packages { dealing, commitments, packages };
            self.task = Task::Dkg(DkgRun { purpose, stage });
            return Ok(Response::Done);
        }
        let own = self.seal_shares(&dealing.dealer)?;
        let envelopes = own.clone();
        let run = Envelopes { dealing, packages, own, passed: 0, passing: PassingEnvelopes::new(), shares: Vec::new() };
        let run = Box::new(run);
        self.task = Task::Dkg(DkgRun { purpose, stage: Stage::Envelopes(run) });
        Ok(Response::DkgEnvelopes { envelopes })
    }

    fn seal_shares(&mut self, dealer: &Dealer) -> Result<Vec<[u8; ENVELOPE_LEN]>, Refusal> {
        let (Some(identity), Some(enrolment)) = (&self.state.identity, &self.state.enrolment) else {
            return Err(Refusal::OutOfOrder);
        };
        let mut envelopes = Vec::new();
        for (receiver, officer) in (1..).zip(&enrolment.officers) {
            if receiver != enrolment.index {
                let sealed = dealer.seal_share(receiver, &officer.share_key, &identity.key, self.env.rng());
                envelopes.push(sealed.map_err(refusal_of)?);
            }
        }
        Ok(envelopes)
    }

    /// The next envelope (11); after the last, the transcript (13) is signed.
    pub(crate) fn take_envelope(&mut self, dealer: u8, envelope: [u8; ENVELOPE_LEN]) -> Result<Response, Refusal> {
        let DkgRun { purpose, stage: Stage::Envelopes(mut run) } = self.take_dkg()? else {
            return Err(Refusal::OutOfOrder);
        };
        let (identity, enrolment) = (self.identity()?, self.enrolment()?);
        let (index, tokens) = (enrolment.index, enrolment.officers.len());
        let (expected, receiver) = parties(run.passed, tokens).ok_or(Refusal::OutOfOrder)?;
        if dealer != expected {
            return Err(Refusal::OutOfOrder);
        }
        if dealer == index {
            let place = run.passed % (tokens - 1);
            if run.own.get(place) != Some(&envelope) {
                return Err(Refusal::BadTranscript);
            }
        } else if receiver == index {
            let dealer_key = identity_of(enrolment, dealer)?;
            let package = run.packages.get(usize::from(dealer) - 1).ok_or(Refusal::OutOfOrder)?;
            let (context, share_key) = (&run.dealing.context, &identity.share_key);
            let share = open_share(context, dealer, index, share_key, &dealer_key, package, &envelope);
            run.shares.push(share.map_err(refusal_of)?);
        }
        run.passing.take(&envelope);
        run.passed += 1;
        if parties(run.passed, tokens).is_some() {
            self.task = Task::Dkg(DkgRun { purpose, stage: Stage::Envelopes(run) });
            return Ok(Response::Done);
        }
        self.sign_transcript(purpose, *run)
    }

    /// All envelopes passed: the outcome (12) and the signed transcript (13).
    fn sign_transcript(&mut self, purpose: Purpose, mut run: Envelopes) -> Result<Response, Refusal> {
        let (identity, index) = (self.identity()?, self.enrolment()?.index);
        let group = GroupKey::from_packages(&run.packages).map_err(refusal_of)?;
        run.shares.push(run.dealing.dealer.share_for(index).map_err(refusal_of)?);
        let secret = final_share(&group, index, &run.shares).map_err(refusal_of)?;
        let packages: Vec<Vec<u8>> = run.packages.iter().map(Package::to_bytes).collect();
        let transcript = run.passing.transcript(&run.dealing.context, &packages);
        let signature = identity.key.sign(&transcript_message(&transcript)).to_bytes();
        let stage = Stage::Signatures { transcript, share: Share { secret, group } };
        self.task = Task::Dkg(DkgRun { purpose, stage });
        Ok(Response::DkgTranscript { transcript, signature })
    }

    /// All signatures over the transcript; asks whether to keep the share. A token that saw something else has signed
    /// something else, and is named.
    pub(crate) fn take_signatures(&mut self, signatures: &[[u8; SIGNATURE_LEN]]) -> Result<Response, Refusal> {
        let DkgRun { purpose, stage: Stage::Signatures { transcript, share } } = self.take_dkg()? else {
            return Err(Refusal::OutOfOrder);
        };
        let enrolment = self.enrolment()?;
        if signatures.len() != enrolment.officers.len() {
            return Err(Refusal::BadTranscript);
        }
        for (token, signature) in (1..).zip(signatures) {
            let key = identity_of(enrolment, token)?;
            key.verify(&transcript_message(&transcript), &Signature::from_bytes(*signature))
                .map_err(|_| Refusal::DkgCulprit(token))?;
        }
        let question = Question::Keep(KeptKey { purpose, share });
        self.ask(question, Content::Keep { purpose, transcript })
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

/// Dealer and receiver of the envelope number `number`, from 0, in the order of (13); `None` after the last.
fn parties(number: usize, tokens: usize) -> Option<(u8, u8)> {
    let others = tokens.checked_sub(1).filter(|others| *others > 0)?;
    let (dealer, place) = (number / others, number % others);
    let receiver = if place < dealer { place } else { place + 1 };
    let parties = (u8::try_from(dealer + 1).ok()?, u8::try_from(receiver + 1).ok()?);
    (dealer < tokens).then_some(parties)
}

fn check_own<T: PartialEq>(all: &[T], index: u8, own: &T) -> Result<(), Refusal> {
    let place = usize::from(index).checked_sub(1);
    let given_back = place.and_then(|place| all.get(place));
    if given_back == Some(own) { Ok(()) } else { Err(Refusal::BadTranscript) }
}

fn identity_of(enrolment: &Enrolment, token: u8) -> Result<VerifyingKey, Refusal> {
    let officer = enrolment.officer(token).ok_or(Refusal::OutOfOrder)?;
    VerifyingKey::from_bytes(&officer.identity).map_err(|_| Refusal::Storage)
}

/// A fault that is a token's names it; one that may be the way's does not.
fn refusal_of(error: DkgError) -> Refusal {
    error.culprit().map_or(Refusal::BadTranscript, Refusal::DkgCulprit)
}
