//! Pausing and going on: a quorum signs which seals are on the room, and what it found when it came back.

use tamga_record::acts::{ActKind, Signatures};
use tamga_record::ledger::{Entry, TokenAct};
use tamga_record::pause::{PauseBody, ResumeBody};
use tamga_wire::Response;

use crate::act::Act;
use crate::commission::Commission;
use crate::desk::Desk;
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;

/// At least a quorum signs that work is paused, or that it goes on. The outcome are officers and signatures, ascending; one entry
/// `pause` or `resume`, which holds them.
#[derive(Debug)]
pub struct PauseSigning {
    act: Act,
    of: Of,
}

/// What is signed.
#[derive(Debug)]
enum Of {
    Pause(PauseBody),
    Resume(ResumeBody),
}

impl PauseSigning {
    /// Has this pause signed. The tokens show its number, seals and entries of the ledger.
    pub fn pause(commission: &Commission, body: &PauseBody) -> Self {
        let kind = (TokenAct::Pause, ActKind::Pause);
        let act = Act::by_quorum(commission, kind, &body.election, body.figures(), body.digest());
        Self { act, of: Of::Pause(body.clone()) }
    }

    /// Has this end of a pause signed. The tokens show also whether all is as it was noted.
    pub fn resume(commission: &Commission, body: &ResumeBody) -> Self {
        let kind = (TokenAct::Resume, ActKind::Resume);
        let act = Act::by_quorum(commission, kind, &body.found.election, body.figures(), body.digest());
        Self { act, of: Of::Resume(body.clone()) }
    }

    fn entry(&self, signatures: Signatures) -> Entry {
        match &self.of {
            Of::Pause(body) => body.entry(signatures),
            Of::Resume(body) => body.entry(signatures),
        }
    }
}

impl Machine for PauseSigning {
    type Outcome = Signatures;

    fn desk(&mut self) -> &mut Desk {
        &mut self.act.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        self.act.answered(token, response)
    }

    fn finish(&mut self) -> Result<Signatures, CeremonyError> {
        let signatures = self.act.signatures()?;
        let entry = self.entry(signatures.clone());
        self.act.desk.settle([entry]);
        Ok(signatures)
    }
}
