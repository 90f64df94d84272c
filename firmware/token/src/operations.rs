//! Counting what the token did, and saying so under its identity key.

use tamga_wire::operations::operations_message;
use tamga_wire::{Operation, Operations, Refusal, Response};

use crate::env::{Blob, Env};
use crate::slots;
use crate::stored;
use crate::token::Token;

impl<E: Env> Token<E> {
    /// One more operation of this kind, stored: called when its product is there and before it leaves. A product that could
    /// not be counted does not leave.
    pub(crate) fn count(&mut self, operation: Operation) -> Result<(), Refusal> {
        let counts: Operations = stored::load(&mut self.env, Blob::Operations)?.unwrap_or_default();
        let counts = counts.counted(operation).ok_or(Refusal::Storage)?;
        stored::save(&mut self.env, Blob::Operations, &counts)
    }

    /// The counts, signed with the host's nonce. Roots are counted by the slots that they took, so that no loss of power
    /// comes between the two; those that were taken over from other tokens are not.
    pub(crate) fn operations(&mut self, nonce: &[u8; 32]) -> Result<Response, Refusal> {
        let enrolment = self.enrolment()?;
        let (definition, index, openings) = (enrolment.definition, enrolment.index, enrolment.openings);
        let opened = slots::opened(&mut self.env, openings)?;
        let roots = opened.iter().filter(|(_, opened)| opened.leaves > 0).count();
        let counts: Operations = stored::load(&mut self.env, Blob::Operations)?.unwrap_or_default();
        let counts = counts.with(Operation::Open, u32::try_from(roots).map_err(|_| Refusal::Storage)?);
        let message = operations_message(&counts.report(&definition, index, nonce));
        let signature = self.identity()?.key.sign(&message).to_bytes();
        Ok(Response::Operations { counts, signature })
    }
}
