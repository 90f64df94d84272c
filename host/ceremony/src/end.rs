//! The end of an election: a quorum signs the END act, then each token erases its share of the election key and signs that.

use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::acts::{ActKind, Signatures};
use tamga_record::end::EndBody;
use tamga_record::ledger::{Entry, TokenAct};
use tamga_wire::request::OfficerSignature;
use tamga_wire::{Request, Response};

use crate::act::Act;
use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// At least a quorum signs the END act. The outcome are officers and signatures, ascending; one entry `end`, which holds them.
#[derive(Debug)]
pub struct EndAct {
    act: Act,
    body: EndBody,
}

impl EndAct {
    /// Has this end signed. The tokens show openings, ballots counted and tokens, and the control number of the statement.
    pub fn new(commission: &Commission, body: &EndBody) -> Self {
        let kind = (TokenAct::End, ActKind::End);
        let act = Act::by_quorum(commission, kind, &body.election, body.figures(), body.digest());
        Self { act, body: *body }
    }
}

impl Machine for EndAct {
    type Outcome = Signatures;

    fn desk(&mut self) -> &mut Desk {
        &mut self.act.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        self.act.answered(token, response)
    }

    fn finish(&mut self) -> Result<Signatures, CeremonyError> {
        let signatures = self.act.signatures()?;
        let EndBody { openings, counted, statement, .. } = self.body;
        self.act.desk.settle([Entry::End { openings, counted, statement, signatures: signatures.clone() }]);
        Ok(signatures)
    }
}

/// Tokens erase their shares, each upon its officer's yes. The outcome are tokens and signatures, ascending; an entry `ended`
/// each. There is no quorum to reach: whoever is absent or says no keeps a share, and is asked another time.
#[derive(Debug)]
pub struct End {
    desk: Desk,
    commission: Commission,
    body: EndBody,
    signatures: Round<[u8; SIGNATURE_LEN]>,
}

impl End {
    /// Asks every token but those that `ended` before. `signatures` are those of the END act, of [`EndAct`].
    pub fn new(commission: &Commission, body: &EndBody, signatures: &Signatures, ended: &[u8]) -> Self {
        let quorum = commission.quorum();
        let mut desk = Desk::new(Some(TokenAct::End), quorum, Needed::Nobody);
        let signatures =
            signatures.iter().map(|(token, signature)| OfficerSignature { token: *token, signature: *signature });
        let request = Request::End { digest: body.digest(), figures: body.figures(), signatures: signatures.collect() };
        for token in quorum.indices().filter(|token| !ended.contains(token)) {
            desk.push(token, request.clone());
        }
        Self { desk, commission: commission.clone(), body: *body, signatures: Round::new(quorum.tokens) }
    }
}

impl Machine for End {
    type Outcome = Signatures;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let Response::Ended { signature } = response else {
            return Err(Fault::WrongAnswer);
        };
        self.commission.verify(token, &self.body.ended_message(token), &signature)?;
        self.signatures.put(token, signature).ok_or(Fault::WrongAnswer)
    }

    fn finish(&mut self) -> Result<Signatures, CeremonyError> {
        let ended: Signatures = self.signatures.given().map(|(token, signature)| (token, *signature)).collect();
        self.desk.check_finished(ended.len())?;
        let statement = self.body.statement;
        let entry = |(token, signature): &(u8, _)| Entry::Ended { token: *token, statement, signature: *signature };
        self.desk.settle(ended.iter().map(entry));
        Ok(ended)
    }
}
