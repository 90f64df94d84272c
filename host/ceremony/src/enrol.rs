//! Enrolling the tokens: each is given the definition, shows what it is, and keeps it.

use tamga_crypto::hash::Digest;
use tamga_record::definition::Definition;
use tamga_record::ledger::TokenAct;
use tamga_wire::limits::PART_LEN_MAX;
use tamga_wire::{Request, Response};

use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// Every token takes the definition and its officer agrees to it.
#[derive(Debug)]
pub struct Enrol {
    desk: Desk,
    definition: Digest,
    bytes: Vec<u8>,
    /// Parts sent to each token.
    sent: Vec<usize>,
    enrolled: Round<()>,
}

impl Enrol {
    /// Enrols the commission of this definition. Refuses as [`Commission::of`].
    pub fn new(definition: &Definition) -> Result<Self, CeremonyError> {
        let quorum = Commission::of(definition)?.quorum();
        let bytes = definition.to_bytes();
        let mut desk = Desk::new(Some(TokenAct::Enrol), quorum, Needed::All);
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        for own in quorum.indices() {
            desk.push(own, Request::EnrolBegin { length, own });
        }
        Ok(Self {
            desk,
            definition: definition.digest(),
            bytes,
            sent: vec![0; usize::from(quorum.tokens)],
            enrolled: Round::new(quorum.tokens),
        })
    }

    /// The part that the token has not been sent yet, if there is one.
    fn next_part(&mut self, token: u8) -> Option<Vec<u8>> {
        let sent = self.sent.get_mut(usize::from(token).checked_sub(1)?)?;
        let part = self.bytes.chunks(PART_LEN_MAX).nth(*sent)?;
        *sent += 1;
        Some(part.to_vec())
    }
}

impl Machine for Enrol {
    type Outcome = ();

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn again(&mut self, token: u8) -> bool {
        if let Some(sent) = usize::from(token).checked_sub(1).and_then(|place| self.sent.get_mut(place)) {
            *sent = 0;
        }
        self.desk.begin_again(token);
        true
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        match (self.next_part(token), response) {
            (Some(bytes), Response::Done) => {
                self.desk.push(token, Request::EnrolPart { bytes });
                Ok(())
            }
            (None, Response::Enrolled { definition }) if definition == self.definition => {
                self.enrolled.put(token, ()).ok_or(Fault::WrongAnswer)
            }
            (None, Response::Enrolled { .. }) => Err(Fault::OtherDefinition),
            _ => Err(Fault::WrongAnswer),
        }
    }

    fn finish(&mut self) -> Result<(), CeremonyError> {
        self.desk.check_finished(self.enrolled.given().count())
    }
}
