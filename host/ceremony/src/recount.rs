//! Signing a recount: a quorum says what came out when the result was derived again.

use tamga_crypto::hash::Digest;
use tamga_record::acts::{ActKind, Signatures};
use tamga_record::ledger::{Entry, TokenAct};
use tamga_record::recount::RecountBody;
use tamga_wire::Response;

use crate::act::{Act, officers};
use crate::commission::Commission;
use crate::desk::Desk;
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;

/// At least a quorum signs a recount. The outcome are officers and signatures, ascending; one entry `recount`.
#[derive(Debug)]
pub struct RecountSigning {
    act: Act,
    number: u32,
    statement: Digest,
    agrees: bool,
}

impl RecountSigning {
    /// Has this recount signed. The tokens show opening, `received` and `counted` as the statement has them, and whether the
    /// recount agrees with it.
    pub fn new(commission: &Commission, body: &RecountBody, received: u64, counted: u64) -> Self {
        let kind = (TokenAct::Recount, ActKind::Recount);
        let figures = body.figures(received, counted);
        Self {
            act: Act::by_quorum(commission, kind, &body.election, figures, body.digest()),
            number: body.number,
            statement: body.statement,
            agrees: body.agrees,
        }
    }
}

impl Machine for RecountSigning {
    type Outcome = Signatures;

    fn desk(&mut self) -> &mut Desk {
        &mut self.act.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        self.act.answered(token, response)
    }

    fn finish(&mut self) -> Result<Signatures, CeremonyError> {
        let signatures = self.act.signatures()?;
        self.act.desk.settle([Entry::Recount {
            number: self.number,
            statement: self.statement,
            agrees: self.agrees,
            digest: self.act.digest(),
            officers: officers(&signatures),
        }]);
        Ok(signatures)
    }
}
