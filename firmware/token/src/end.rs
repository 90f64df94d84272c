//! The end of an election: the share of its key is erased, as a quorum decided.

use tamga_crypto::sign::Signature;
use tamga_wire::request::OfficerSignature;
use tamga_wire::signed::{act_message, ended_message};
use tamga_wire::{ActKind, Digest, Figures, Refusal, Response};

use crate::definition::Enrolment;
use crate::env::{Blob, Env};
use crate::figures;
use crate::question::Question;
use crate::screen::Content;
use crate::stored;
use crate::token::{Task, Token};

impl<E: Env> Token<E> {
    /// Asks whether to erase the share of the election key, once a quorum's signatures under the END act check. A token that
    /// ended upon this act says so again without asking; another act is refused.
    pub(crate) fn ask_to_end(
        &mut self,
        digest: Digest,
        figures: Figures,
        untrusted_signatures: &[OfficerSignature],
    ) -> Result<Response, Refusal> {
        let election = self.election()?;
        match self.state.ended {
            Some(ended) if ended == digest => return self.sign_end(&digest),
            Some(_) => return Err(Refusal::Ended),
            None => {}
        }
        let enrolment = self.enrolment()?;
        if !figures::can_be(enrolment, ActKind::End, &figures) {
            return Err(Refusal::BadFigures);
        }
        let message = act_message(&election, ActKind::End, &figures, &digest);
        check_quorum(enrolment, &message, untrusted_signatures).ok_or(Refusal::QuorumMissing)?;
        let id = enrolment.id.clone();
        self.ask(Question::End(digest), Content::End { id, figures, digest })
    }

    /// The officer agreed. That the token ended is stored first: from then on the share is erased, now or at the next start.
    pub(crate) fn end(&mut self, digest: Digest) -> Result<Response, Refusal> {
        stored::save(&mut self.env, Blob::Ended, &digest)?;
        self.task = Task::Idle;
        self.state.ended = Some(digest);
        self.state.election_share = None;
        self.sign_end(&digest)
    }

    /// Signs that the share is erased, and not before it is.
    fn sign_end(&mut self, digest: &Digest) -> Result<Response, Refusal> {
        let (election, token) = (self.election()?, self.enrolment()?.index);
        self.env.erase(Blob::ElectionShare)?;
        let message = ended_message(&election, token, digest);
        let signature = self.identity()?.key.sign(&message).to_bytes();
        Ok(Response::Ended { signature })
    }
}

/// Whether at least `M` officers, each once, in their order, signed `message`, and no signature is bad.
pub(crate) fn check_quorum(
    enrolment: &Enrolment,
    message: &Digest,
    untrusted_signatures: &[OfficerSignature],
) -> Option<()> {
    let mut last = 0;
    for OfficerSignature { token, signature } in untrusted_signatures {
        if *token <= last {
            return None;
        }
        last = *token;
        let key = enrolment.officer(*token)?.key().ok()?;
        key.verify(message, &Signature::from_bytes(*signature)).ok()?;
    }
    (untrusted_signatures.len() >= usize::from(enrolment.needed)).then_some(())
}
