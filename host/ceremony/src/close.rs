//! Closing a box: a quorum signs what was received.

use tamga_record::acts::{ActKind, Signatures};
use tamga_record::box_file::BoxBody;
use tamga_record::definition::Definition;
use tamga_record::ledger::{Entry, TokenAct};
use tamga_wire::Response;

use crate::act::{Act, officers};
use crate::commission::Commission;
use crate::desk::Desk;
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;

/// At least a quorum signs the CLOSE digest `Z`. The outcome are officers and signatures, ascending; one entry `close`.
#[derive(Debug)]
pub struct Close {
    act: Act,
    opening: u32,
    incomplete: u32,
}

impl Close {
    /// Closes this box of the definition. The tokens show opening, received, regions and incomplete chains (a collector
    /// without a chain in a region is one). A token that signed
    /// another box for this opening says that this one replaces it, and refuses once it has opened that one's sums.
    pub fn new(commission: &Commission, definition: &Definition, body: &BoxBody) -> Self {
        let kind = (TokenAct::Close, ActKind::Close);
        Self {
            act: Act::by_quorum(commission, kind, &body.election, body.figures(definition), body.digest()),
            opening: body.opening,
            incomplete: u32::try_from(body.incomplete(definition).len()).unwrap_or(u32::MAX),
        }
    }
}

impl Machine for Close {
    type Outcome = Signatures;

    fn desk(&mut self) -> &mut Desk {
        &mut self.act.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        self.act.answered(token, response)
    }

    fn finish(&mut self) -> Result<Signatures, CeremonyError> {
        let signatures = self.act.signatures()?;
        self.act.desk.settle([Entry::Close {
            opening: self.opening,
            digest: self.act.digest(),
            incomplete: self.incomplete,
            officers: officers(&signatures),
        }]);
        Ok(signatures)
    }
}
