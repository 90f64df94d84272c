//! What all acts have in common: each officer's token shows kind, figures and digest, and signs them.

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::acts::{ActKind, Figures, Signatures, act_message};
use tamga_record::ledger::TokenAct;
use tamga_wire::{Request, Response};

use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::round::Round;

/// An act that officers are signing.
#[derive(Debug)]
pub(crate) struct Act {
    pub(crate) desk: Desk,
    commission: Commission,
    election: Digest,
    digest: Digest,
    figures: Figures,
    /// The kind that each token is asked to sign, where it is asked at all.
    kinds: Round<ActKind>,
    signatures: Round<[u8; SIGNATURE_LEN]>,
}

impl Act {
    /// An act that nobody is asked to sign yet.
    pub(crate) fn new(
        commission: &Commission,
        (act, needed): (TokenAct, Needed),
        election: &Digest,
        figures: Figures,
        digest: Digest,
    ) -> Self {
        let quorum = commission.quorum();
        Self {
            desk: Desk::new(Some(act), quorum, needed),
            commission: commission.clone(),
            election: *election,
            digest,
            figures,
            kinds: Round::new(quorum.tokens),
            signatures: Round::new(quorum.tokens),
        }
    }

    /// An act of one kind that a quorum signs; every officer is asked.
    pub(crate) fn by_quorum(
        commission: &Commission,
        (act, kind): (TokenAct, ActKind),
        election: &Digest,
        figures: Figures,
        digest: Digest,
    ) -> Self {
        let mut run = Self::new(commission, (act, Needed::Quorum), election, figures, digest);
        for token in commission.quorum().indices() {
            run.ask(token, kind);
        }
        run
    }

    /// Asks a token to sign the act as one of this kind, once. A token that the commission does not have is not asked.
    pub(crate) fn ask(&mut self, token: u8, kind: ActKind) {
        if self.kinds.put(token, kind).is_some() {
            self.desk.push(token, Request::Act { kind, digest: self.digest, figures: self.figures });
        }
    }

    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }

    pub(crate) fn kind(&self, token: u8) -> Option<ActKind> {
        self.kinds.get(token).copied()
    }

    pub(crate) fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let (Some(kind), Response::Signed { signature }) = (self.kind(token), response) else {
            return Err(Fault::WrongAnswer);
        };
        let message = act_message(&self.election, kind, &self.figures, &self.digest);
        self.commission.verify(token, &message, &signature)?;
        self.signatures.put(token, signature).ok_or(Fault::WrongAnswer)
    }

    /// Officers and signatures, ascending. Refuses while answers are missing, and where fewer than needed signed.
    pub(crate) fn signatures(&self) -> Result<Signatures, CeremonyError> {
        let signed: Signatures = self.signatures.given().map(|(officer, signature)| (officer, *signature)).collect();
        self.desk.check_finished(signed.len())?;
        Ok(signed)
    }
}

/// The officers of these signatures.
pub(crate) fn officers(signatures: &Signatures) -> Vec<u8> {
    signatures.iter().map(|(officer, _)| *officer).collect()
}
