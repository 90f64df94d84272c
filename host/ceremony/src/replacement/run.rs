//! The replacement itself, all tokens together: new ones are enrolled, both keys are shared out again, every officer keeps the new
//! shares.

use tamga_crypto::dkg::{Purpose, Resharing, replaced_message, replacement_outcome};
use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::acts::Signatures;
use tamga_record::commission::Commission as InForce;
use tamga_record::definition::{Definition, OfficerKeys};
use tamga_record::ledger::TokenAct;
use tamga_record::replacement::{Replacement, ReplacementBody};
use tamga_wire::limits::PART_LEN_MAX;
use tamga_wire::request::OfficerSignature;
use tamga_wire::{Request, Response};

use super::passing::Passing;
use super::reshare::{Bound, Reshare};
use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// Lost tokens are replaced. Every token of the commission after it is needed. The outcome is the file of the record;
/// one entry `replacement`, which puts it in force. The tokens use their new shares when they are told so.
#[derive(Debug)]
pub struct Replacing {
    desk: Desk,
    stage: Stage,
    definition: Digest,
    body: ReplacementBody,
    signatures: Signatures,
    bound: Bound,
    /// New tokens whose officers agreed to the definition.
    enrolled: Round<()>,
    /// Tokens that know the replacement.
    ready: Round<()>,
    custody: Reshare,
    /// Tokens that hold their new share of the custody key.
    shared: Round<()>,
    passing: Passing,
    election_key: Reshare,
    confirmations: Round<[u8; SIGNATURE_LEN]>,
}

/// What goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The tokens learn of the replacement, the new ones of the definition too.
    Enrolling,
    /// The custody key is shared out again.
    Custody,
    /// New tokens take over what the others have opened.
    Passing,
    /// The election key is shared out again, and every officer keeps both shares.
    Election,
}

impl Replacing {
    /// Replaces the tokens of `body`, which a quorum of `before` signed. `earlier` are the replacements that led to `before`, in their
    /// order: a new token follows them from the definition on.
    ///
    /// Refuses a body that names no token of the commission or more than the quorum can spare, and keys that are none.
    pub fn new(
        definition: &Definition,
        before: &InForce,
        earlier: &[Replacement],
        body: &ReplacementBody,
        signatures: &Signatures,
    ) -> Result<Self, CeremonyError> {
        let quorum = before.quorum();
        let resharing = Resharing::new(quorum, &body.replaced()).map_err(CeremonyError::Quorum)?;
        let mut officers = before.officers().to_vec();
        for newcomer in &body.newcomers {
            let place = usize::from(newcomer.token).checked_sub(1).and_then(|place| officers.get_mut(place));
            *place.ok_or(CeremonyError::NoSuchToken { token: newcomer.token })? =
                OfficerKeys { identity: newcomer.identity, share: newcomer.share_key };
        }
        let commission = Commission::new(quorum, &officers)?;
        let mut desk = Desk::new(Some(TokenAct::Replacement), quorum, Needed::All);
        let last = replace_request(body, signatures);
        for token in quorum.indices() {
            if body.replaces(token) {
                enrol(&mut desk, token, &definition.to_bytes());
                earlier.iter().for_each(|file| desk.push(token, replace_request(&file.body, &file.signatures)));
                desk.push(token, last.clone());
            }
            desk.push(token, last.clone());
        }
        let bound = Bound { election: body.election, digest: body.digest(), resharing, commission };
        Ok(Self {
            desk,
            stage: Stage::Enrolling,
            definition: definition.digest(),
            body: body.clone(),
            signatures: signatures.clone(),
            enrolled: Round::new(quorum.tokens),
            ready: Round::new(quorum.tokens),
            custody: Reshare::new(&bound, Purpose::Custody, before.custody()),
            shared: Round::new(quorum.tokens),
            passing: Passing::new(&bound, definition),
            election_key: Reshare::new(&bound, Purpose::Election, before.election_key()),
            confirmations: Round::new(quorum.tokens),
            bound,
        })
    }

    /// A token learns of the replacement. A new one answers `Done` to what comes before its officer's yes, and after it.
    fn learns(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let is_new = self.body.replaces(token);
        match (self.desk.is_done(token), response) {
            (false, Response::Done) if is_new => Ok(()),
            (false, Response::Enrolled { definition }) if is_new && definition == self.definition => {
                self.enrolled.put(token, ()).ok_or(Fault::WrongAnswer)
            }
            (false, Response::Enrolled { .. }) if is_new => Err(Fault::OtherDefinition),
            (true, Response::Done) if !is_new || self.enrolled.get(token).is_some() => {
                self.ready.put(token, ()).ok_or(Fault::WrongAnswer)?;
                if self.ready.all().is_some() {
                    self.stage = Stage::Custody;
                    self.custody.begin(&mut self.desk);
                }
                Ok(())
            }
            _ => Err(Fault::WrongAnswer),
        }
    }

    /// A step of the custody key's resharing, or what ends it.
    fn shares_custody(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        if self.custody.transcript().is_none() {
            return self.custody.answered(&mut self.desk, token, response);
        }
        if response != Response::Done {
            return Err(Fault::WrongAnswer);
        }
        self.shared.put(token, ()).ok_or(Fault::WrongAnswer)?;
        if self.shared.all().is_some() {
            self.stage = Stage::Passing;
            self.passing.begin(&mut self.desk);
        }
        Ok(())
    }

    fn passes(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let custody = self.custody.transcript().ok_or(Fault::WrongAnswer)?;
        self.passing.answered(&mut self.desk, &custody, token, response)?;
        if self.passing.is_over() {
            self.stage = Stage::Election;
            self.election_key.begin(&mut self.desk);
        }
        Ok(())
    }

    /// A step of the election key's resharing, or the confirmation that ends it.
    fn shares_election_key(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let Some(outcome) = self.outcome() else {
            return self.election_key.answered(&mut self.desk, token, response);
        };
        let Response::Signed { signature } = response else {
            return Err(Fault::WrongAnswer);
        };
        let message = replaced_message(&self.body.election, self.body.number, token, &outcome);
        self.bound.commission.verify(token, &message, &signature)?;
        self.confirmations.put(token, signature).ok_or(Fault::WrongAnswer)
    }

    /// The outcome `r` (26), once all have signed both transcripts. Its control number stands on every screen.
    fn outcome(&self) -> Option<Digest> {
        let (custody, election_key) = (self.custody.transcript()?, self.election_key.transcript()?);
        Some(replacement_outcome(&self.bound.digest, &custody, &election_key))
    }
}

/// The request that tells a token of a replacement.
fn replace_request(body: &ReplacementBody, signatures: &Signatures) -> Request {
    let signatures = signatures.iter();
    Request::Replace {
        election: body.election,
        number: body.number,
        replaced: body.newcomers.clone(),
        signatures: signatures
            .map(|(token, signature)| OfficerSignature { token: *token, signature: *signature })
            .collect(),
    }
}

/// Puts the definition before a new token.
fn enrol(desk: &mut Desk, own: u8, definition: &[u8]) {
    let length = u32::try_from(definition.len()).unwrap_or(u32::MAX);
    desk.push(own, Request::EnrolBegin { length, own });
    for part in definition.chunks(PART_LEN_MAX) {
        desk.push(own, Request::EnrolPart { bytes: part.to_vec() });
    }
}

impl Machine for Replacing {
    type Outcome = Replacement;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// Until the first key is shared out, a token may begin again; then the others built on what it forgot.
    fn again(&mut self, token: u8) -> bool {
        if self.stage != Stage::Enrolling {
            return false;
        }
        self.ready.forget(token);
        self.enrolled.forget(token);
        self.desk.begin_again(token);
        true
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        match self.stage {
            Stage::Enrolling => self.learns(token, response),
            Stage::Custody => self.shares_custody(token, response),
            Stage::Passing => self.passes(token, response),
            Stage::Election => self.shares_election_key(token, response),
        }
    }

    fn finish(&mut self) -> Result<Replacement, CeremonyError> {
        self.desk.check_finished(self.confirmations.given().count())?;
        let missing = CeremonyError::NotFinished;
        let file = Replacement {
            body: self.body.clone(),
            signatures: self.signatures.clone(),
            custody: self.custody.record().ok_or(missing.clone())?,
            election_key: self.election_key.record().ok_or(missing.clone())?,
            confirmations: self.confirmations.all().ok_or(missing)?,
        };
        self.desk.settle([file.entry()]);
        Ok(file)
    }
}
