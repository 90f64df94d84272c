//! Replacing lost tokens: a quorum of those who stay decides, all tokens share both keys out again, and the new shares take the
//! place of those before.

mod passing;
mod reshare;
mod run;

use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::acts::{ActKind, Signatures};
use tamga_record::ledger::TokenAct;
use tamga_record::replacement::ReplacementBody;
use tamga_wire::{Request, Response};

use crate::act::Act;
use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

pub use run::Replacing;

/// At least a quorum of those who stay signs a replacement. The outcome are officers and signatures, ascending; the entry
/// `replacement` comes when the tokens have shared the keys out again.
#[derive(Debug)]
pub struct ReplacementAct {
    act: Act,
}

impl ReplacementAct {
    /// Has this replacement signed by officers of `commission`, the one before it. The tokens show its number and the lost tokens.
    /// Officers whose tokens are lost are not asked.
    pub fn new(commission: &Commission, body: &ReplacementBody) -> Self {
        let act = (TokenAct::Replacement, Needed::Quorum);
        let mut act = Act::new(commission, act, &body.election, body.figures(), body.digest());
        for token in body.remaining(commission.quorum().tokens) {
            act.ask(token, ActKind::Replacement);
        }
        Self { act }
    }
}

impl Machine for ReplacementAct {
    type Outcome = Signatures;

    fn desk(&mut self) -> &mut Desk {
        &mut self.act.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        self.act.answered(token, response)
    }

    fn finish(&mut self) -> Result<Signatures, CeremonyError> {
        self.act.signatures()
    }
}

/// The tokens are told that all have confirmed a replacement, so that each uses its new shares from here on; to be sent when the
/// entry `replacement` is written. The outcome are the tokens that do, ascending. Whoever is absent is told another time.
#[derive(Debug)]
pub struct ReplacementCommit {
    desk: Desk,
    committed: Round<()>,
}

impl ReplacementCommit {
    /// Tells every token of this commission of replacement `number` and the confirmations of tokens `1 … N`.
    pub fn new(commission: &Commission, number: u16, confirmations: &[[u8; SIGNATURE_LEN]]) -> Self {
        let quorum = commission.quorum();
        let mut desk = Desk::new(Some(TokenAct::Replacement), quorum, Needed::Nobody);
        desk.push_all(&commit_request(number, confirmations));
        Self { desk, committed: Round::new(quorum.tokens) }
    }
}

/// What a token is told when all have confirmed a replacement.
pub fn commit_request(number: u16, confirmations: &[[u8; SIGNATURE_LEN]]) -> Request {
    Request::ReplaceCommit { number, signatures: confirmations.to_vec() }
}

impl Machine for ReplacementCommit {
    type Outcome = Vec<u8>;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        if response != Response::Done {
            return Err(Fault::WrongAnswer);
        }
        self.committed.put(token, ()).ok_or(Fault::WrongAnswer)
    }

    fn finish(&mut self) -> Result<Vec<u8>, CeremonyError> {
        let committed: Vec<u8> = self.committed.given().map(|(token, ())| token).collect();
        self.desk.check_finished(committed.len())?;
        Ok(committed)
    }
}
