//! Amending the definition: a quorum signs a later closing time, or that an option is withdrawn.

use tamga_crypto::hash::Digest;
use tamga_record::acts::{ActKind, Signatures};
use tamga_record::amendments::{AmendmentBody, figures};
use tamga_record::ledger::{Entry, TokenAct};
use tamga_wire::Response;

use crate::act::{Act, officers};
use crate::commission::Commission;
use crate::desk::Desk;
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;

/// At least a quorum signs an amendment. The outcome are officers and signatures, ascending; one entry `amendment`.
#[derive(Debug)]
pub struct Amend {
    act: Act,
    number: u32,
}

impl Amend {
    /// Amends the definition of `election`; `number` counts its amendments from 1. The tokens show number and amendment.
    pub fn new(commission: &Commission, election: &Digest, number: u32, body: &AmendmentBody) -> Self {
        let kind = (TokenAct::Amend, ActKind::Amendment);
        Self { act: Act::by_quorum(commission, kind, election, figures(number, body), body.digest()), number }
    }
}

impl Machine for Amend {
    type Outcome = Signatures;

    fn desk(&mut self) -> &mut Desk {
        &mut self.act.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        self.act.answered(token, response)
    }

    fn finish(&mut self) -> Result<Signatures, CeremonyError> {
        let signatures = self.act.signatures()?;
        self.act.desk.settle([Entry::Amendment {
            number: self.number,
            digest: self.act.digest(),
            officers: officers(&signatures),
        }]);
        Ok(signatures)
    }
}
