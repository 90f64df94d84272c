//! Endorsing an election, and signing acts in it.

use tamga_wire::signed::{act_message, election_id, endorsement_message, keys_digest, keys_head};
use tamga_wire::{ActKind, Digest, Figures, Operation, Refusal, Response};

use crate::env::{Blob, Env};
use crate::figures;
use crate::question::Question;
use crate::screen::Content;
use crate::slots;
use crate::stored;
use crate::token::Token;

/// An act that the officer was asked about.
pub(crate) struct ActQuestion {
    /// What is signed.
    message: Digest,
    /// What it counts as.
    operation: Option<Operation>,
    /// The opening whose box is closed, and its CLOSE digest.
    closes: Option<(u32, Digest)>,
}

impl<E: Env> Token<E> {
    /// Asks whether to endorse the election of this public-key file and roll. The head must be the one that the token
    /// itself would write: its definition, its quorum, the two keys it made. The rest of the file it takes by digest. A key
    /// generation under way ends here, as the keys do not change any more.
    pub(crate) fn endorse(
        &mut self,
        untrusted_head: &[u8],
        body_digest: &Digest,
        roll_digest: &Digest,
    ) -> Result<Response, Refusal> {
        let enrolment = self.enrolment()?;
        let quorum = enrolment.quorum().ok_or(Refusal::Storage)?;
        let custody = self.state.custody.as_ref().ok_or(Refusal::OutOfOrder)?;
        let custody = custody.group.to_bytes();
        let election = self.election_share()?.group.to_bytes();
        let own_head = keys_head(&enrolment.definition, quorum.tokens, quorum.needed, &custody, &election);
        if untrusted_head != own_head {
            return Err(Refusal::WrongKeys);
        }
        let election = election_id(&enrolment.definition, &keys_digest(&own_head, body_digest), roll_digest);
        if self.state.election.is_some_and(|endorsed| endorsed != election) {
            return Err(Refusal::OtherElection);
        }
        let content = Content::Endorse { id: enrolment.id.clone(), election };
        self.ask(Question::Endorse(election), content)
    }

    /// The officer agreed: from here on the token knows one election only.
    pub(crate) fn sign_endorsement(&mut self, election: Digest) -> Result<Response, Refusal> {
        stored::save(&mut self.env, Blob::Election, &election)?;
        self.state.election = Some(election);
        self.count(Operation::Endorse)?;
        self.sign_digest(&endorsement_message(&election))
    }

    /// Asks whether to sign an act. Figures that cannot be, and another box for an opening whose sums this token has opened,
    /// are refused before they reach the screen; a box that replaces one that was signed before says so on it.
    pub(crate) fn act(&mut self, kind: ActKind, digest: Digest, figures: Figures) -> Result<Response, Refusal> {
        let message = act_message(&self.election()?, kind, &figures, &digest);
        if !figures::can_be(self.enrolment()?, kind, &figures) {
            return Err(Refusal::BadFigures);
        }
        let (mut closes, mut replaces) = (None, false);
        if let (ActKind::Close, [opening, ..]) = (kind, figures) {
            let opening = u32::try_from(opening).map_err(|_| Refusal::BadFigures)?;
            replaces = slots::replaces_box(&mut self.env, opening, &digest)?;
            closes = Some((opening, digest));
        }
        let operation = operation_of(kind);
        self.ask(
            Question::Act(ActQuestion { message, operation, closes }),
            Content::Act { kind, figures, digest, replaces },
        )
    }

    /// The officer agreed: for an opening that is closed the token knows this box alone from here on.
    pub(crate) fn sign_act(&mut self, question: &ActQuestion) -> Result<Response, Refusal> {
        if let Some((opening, close)) = &question.closes {
            slots::keep_box(&mut self.env, *opening, close)?;
        }
        if let Some(operation) = question.operation {
            self.count(operation)?;
        }
        self.sign_digest(&question.message)
    }

    /// A signature by the identity key over 32 bytes that the officer agreed to.
    pub(crate) fn sign_digest(&mut self, message: &Digest) -> Result<Response, Refusal> {
        let signature = self.identity()?.key.sign(message).to_bytes();
        Ok(Response::Signed { signature })
    }
}

/// What an act counts as. The end of an election and a replacement count as nothing: what follows them is signed by each token.
/// Nor do pauses: the ledger holds each signature.
fn operation_of(kind: ActKind) -> Option<Operation> {
    match kind {
        ActKind::Close => Some(Operation::Close),
        ActKind::Amendment => Some(Operation::Amend),
        ActKind::For | ActKind::Against => Some(Operation::Vote),
        ActKind::Recount => Some(Operation::Recount),
        ActKind::End | ActKind::Replacement | ActKind::Pause | ActKind::Resume => None,
    }
}
