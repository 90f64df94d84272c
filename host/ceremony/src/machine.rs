//! Messages in, messages out: what all ceremonies have in common, and the loop that drives one.

use tamga_record::ledger::Entry;
use tamga_wire::{Request, Response};

use crate::desk::{Desk, Lack};
use crate::fault::{CeremonyError, Fault};

/// Rounds in a row in which [`run`] only polls; then the officers who have not answered count as absent.
pub const POLL_ROUNDS_MAX: u32 = 100_000;

/// A ceremony with the officers' tokens: it says what to send, is given what came back, and ends in an outcome.
///
/// It holds no device and no clock. Ledger entries are to be taken and written before the outcome is acted on; a ceremony
/// that failed has entries too.
pub trait Machine {
    /// What the ceremony is for.
    type Outcome;

    /// Its desk.
    fn desk(&mut self) -> &mut Desk;

    /// Takes the answer to the request that the token was last sent; neither a refusal nor that it waits.
    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault>;

    /// The outcome. Refuses while answers are missing ([`CeremonyError::NotFinished`]) and names who failed.
    fn finish(&mut self) -> Result<Self::Outcome, CeremonyError>;

    /// What is to be sent now, at most one request per token; empty when all answers are in, or those that are still owed
    /// have to come first.
    fn requests(&mut self) -> Vec<(u8, Request)> {
        self.desk().next()
    }

    /// Takes a token's response. Refuses where every token is needed and this one failed; where a quorum is, the token
    /// drops out and the others go on.
    fn receive(&mut self, token: u8, untrusted_response: Response) -> Result<(), CeremonyError> {
        let answer = self.desk().take(token, untrusted_response)?;
        let result = match answer {
            None => Ok(()),
            Some(Err(fault)) => Err(fault),
            Some(Ok(response)) => self.answered(token, response),
        };
        result.or_else(|fault| self.desk().fail(token, fault))
    }

    /// The token does not answer. Refuses where every token is needed.
    fn absent(&mut self, token: u8) -> Result<(), CeremonyError> {
        self.desk().fail(token, Fault::Absent)
    }

    /// The token lost its memory of this ceremony, as after a loss of power, and is to be asked from the beginning. False
    /// where that cannot be, as others built on what it forgot: then it is absent.
    fn again(&mut self, token: u8) -> bool {
        self.desk().begin_again(token);
        true
    }

    /// Whether answers that came stand without those that did not, so that a ceremony that is stopped ends with them.
    fn may_be_stopped(&self) -> bool {
        false
    }

    /// What is lost if the ceremony ends without those that still owe an answer.
    fn lacks(&mut self) -> Lack {
        self.desk().lacks()
    }

    /// The tokens that have answered everything so far.
    fn done(&mut self) -> Vec<u8> {
        self.desk().done()
    }

    /// How many tokens have to do their part; 0 where nobody has to.
    fn needed(&mut self) -> u8 {
        self.desk().needed()
    }

    /// The ledger entries since the last call, in their order, without time.
    fn take_entries(&mut self) -> Vec<Entry> {
        self.desk().take_entries()
    }

    /// The tokens that dropped out, and why, in the order in which they did.
    fn faults(&mut self) -> &[(u8, Fault)] {
        self.desk().faults()
    }
}

/// Why [`run`] ended without an outcome; `E` is the error of the exchange.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError<E> {
    /// The ceremony stopped.
    #[error(transparent)]
    Ceremony(#[from] CeremonyError),
    /// A token that is needed could not be reached.
    #[error("token {token} cannot be reached")]
    Exchange {
        /// The token.
        token: u8,
        /// What the exchange said.
        #[source]
        error: E,
    },
}

/// Drives a ceremony to its outcome: sends what it asks for through `exchange` and hands back the responses. A token whose exchange fails counts as absent, as does one whose officer has not answered after
/// [`POLL_ROUNDS_MAX`] rounds.
pub fn run<M: Machine, E>(
    machine: &mut M,
    mut exchange: impl FnMut(u8, &Request) -> Result<Response, E>,
) -> Result<M::Outcome, RunError<E>> {
    let mut poll_rounds = 0;
    loop {
        let requests = machine.requests();
        if requests.is_empty() {
            return Ok(machine.finish()?);
        }
        let only_polls = requests.iter().all(|(_, request)| *request == Request::Poll);
        poll_rounds = if only_polls { poll_rounds + 1 } else { 0 };
        for (token, request) in requests {
            match exchange(token, &request) {
                Ok(response) => machine.receive(token, response)?,
                Err(error) => machine.absent(token).map_err(|_| RunError::Exchange { token, error })?,
            }
        }
        if poll_rounds == POLL_ROUNDS_MAX {
            for token in machine.desk().waiting() {
                machine.absent(token)?;
            }
        }
    }
}
