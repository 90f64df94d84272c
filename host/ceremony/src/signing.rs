//! Signing the statement: each officer signs, signs with dissent, or refuses, and each is on record.

use tamga_crypto::hash::sha3_256;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::ledger::{Entry, Signer, TokenAct};
use tamga_wire::limits::PART_LEN_MAX;
use tamga_wire::signed::statement_message;
use tamga_wire::{Answer, Request, Response};

use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::round::Round;

/// What the officers answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Officers, answers and signatures, ascending; 64 zeros for one who refuses.
    pub answers: Vec<(u8, Answer, [u8; SIGNATURE_LEN])>,
    /// Why they are too few; none where as many sign without dissent as were lacking.
    pub short: Option<CeremonyError>,
}

/// The officers sign the statement, a quorum of them without dissent; an entry `signature` each. Answers that are too few are an
/// outcome too: each stands until its officer answers anew.
#[derive(Debug)]
pub struct Signing {
    desk: Desk,
    commission: Commission,
    opening: u32,
    text: Vec<u8>,
    totals: Vec<u8>,
    /// Parts of the totals sent to each token.
    sent: Vec<usize>,
    answers: Round<(Answer, [u8; SIGNATURE_LEN])>,
}

impl Signing {
    /// Has this statement about `opening` signed; the totals stream into the tokens, which show them. So many officers signed it
    /// before, and are not waited for.
    pub fn new(commission: &Commission, opening: u32, text: &[u8], totals: &[u8], signed_before: u8) -> Self {
        let mut quorum = commission.quorum();
        quorum.needed = quorum.needed.saturating_sub(signed_before).max(1);
        let mut desk = Desk::new(Some(TokenAct::Sign), quorum, Needed::Quorum);
        let totals_length = u32::try_from(totals.len()).unwrap_or(u32::MAX);
        desk.push_all(&Request::StatementBegin { text: text.to_vec(), totals_length });
        Self {
            desk,
            commission: commission.clone(),
            opening,
            text: text.to_vec(),
            totals: totals.to_vec(),
            sent: vec![0; usize::from(quorum.tokens)],
            answers: Round::new(quorum.tokens),
        }
    }

    /// The part that the token has not been sent yet, if there is one.
    fn next_part(&mut self, token: u8) -> Option<Vec<u8>> {
        let sent = self.sent.get_mut(usize::from(token).checked_sub(1)?)?;
        let part = self.totals.chunks(PART_LEN_MAX).nth(*sent)?;
        *sent += 1;
        Some(part.to_vec())
    }

    fn signed(&mut self, token: u8, answer: Answer, signature: [u8; SIGNATURE_LEN]) -> Result<(), Fault> {
        match answer {
            Answer::Sign | Answer::Dissent => {
                let message = statement_message(&self.text, answer == Answer::Dissent);
                self.commission.verify(token, &message, &signature)?;
            }
            Answer::Refuse if signature == [0; SIGNATURE_LEN] => {}
            Answer::Refuse => return Err(Fault::BadSignature),
        }
        self.answers.put(token, (answer, signature)).ok_or(Fault::WrongAnswer)
    }
}

impl Machine for Signing {
    type Outcome = Answered;

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

    fn may_be_stopped(&self) -> bool {
        true
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        match (self.next_part(token), response) {
            (Some(bytes), Response::Done) => {
                self.desk.push(token, Request::StatementTotals { bytes });
                Ok(())
            }
            (None, Response::StatementSigned { answer, signature }) => self.signed(token, answer, signature),
            _ => Err(Fault::WrongAnswer),
        }
    }

    fn finish(&mut self) -> Result<Self::Outcome, CeremonyError> {
        self.desk.check_answered()?;
        let given = self.answers.given().map(|(token, (answer, signature))| (token, *answer, *signature));
        let answers: Vec<_> = given.collect();
        let opening = self.opening;
        self.desk.settle(answers.iter().map(|answer| entry(opening, answer)));
        let signing = answers.iter().filter(|(_, answer, _)| *answer == Answer::Sign).count();
        Ok(Answered { answers, short: self.desk.check_finished(signing).err() })
    }
}

fn entry(opening: u32, (token, answer, signature): &(u8, Answer, [u8; SIGNATURE_LEN])) -> Entry {
    let digest = match answer {
        Answer::Refuse => [0; 32],
        Answer::Sign | Answer::Dissent => sha3_256(&[signature]),
    };
    Entry::Signature { opening, signer: Signer::Officer(*token), answer: *answer, digest }
}
