//! Voting on held records: each officer signs for counting them, or against.

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_record::acts::ActKind;
use tamga_record::decisions::{self, DecisionBody};
use tamga_record::ledger::{Entry, TokenAct, Voters};
use tamga_wire::Response;

use crate::act::Act;
use crate::commission::Commission;
use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;

/// Officers vote on a decision. The outcome are officers, votes and signatures, ascending; one entry `decision`, also of a
/// vote in which nobody voted.
///
/// An officer who says no on the token, is absent or lies has not voted. There is no quorum to reach here: how many votes
/// decide is the record's to say, and a vote that decides nothing is an outcome.
#[derive(Debug)]
pub struct Vote {
    act: Act,
    number: u32,
    opening: u32,
}

impl Vote {
    /// Puts a decision to the vote. Each officer in `votes` is asked to sign that vote, and the others nothing; of two votes
    /// of one officer the first is asked for. The tokens show the vote, reason, region, records
    /// (of one record instead the first 8 bytes of its tracker) and number of the decision.
    pub fn new(
        commission: &Commission,
        election: &Digest,
        body: &DecisionBody,
        votes: &[(u8, decisions::Vote)],
    ) -> Self {
        let needed = (TokenAct::Vote, Needed::Nobody);
        let mut act = Act::new(commission, needed, election, body.figures(), body.digest());
        for (officer, vote) in votes {
            act.ask(*officer, vote.kind());
        }
        Self { act, number: body.number, opening: body.opening }
    }
}

impl Machine for Vote {
    type Outcome = Vec<(u8, decisions::Vote, [u8; SIGNATURE_LEN])>;

    fn desk(&mut self) -> &mut Desk {
        &mut self.act.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        self.act.answered(token, response)
    }

    fn finish(&mut self) -> Result<Self::Outcome, CeremonyError> {
        let mut outcome = Self::Outcome::new();
        for (officer, signature) in self.act.signatures()? {
            let vote = match self.act.kind(officer) {
                Some(ActKind::For) => decisions::Vote::For,
                _ => decisions::Vote::Against,
            };
            outcome.push((officer, vote, signature));
        }
        let voters = |wanted| {
            let of_side = outcome.iter().filter(|(_, vote, _)| *vote == wanted);
            Voters(of_side.map(|(officer, ..)| *officer).collect())
        };
        self.act.desk.settle([Entry::Decision {
            number: self.number,
            opening: self.opening,
            digest: self.act.digest(),
            for_: voters(decisions::Vote::For),
            against: voters(decisions::Vote::Against),
        }]);
        Ok(outcome)
    }
}
