//! Whether decisions are questions, and fit their definition.

use super::{Decision, DecisionBody, Decisions, NO_TRACKER};
use crate::acts::{ActError, check_officers};
use crate::admission::Reason;
use crate::bytes::ByteFault;
use crate::commission::{Commission, Commissions};
use crate::definition::Definition;
use crate::limits::NAME_LEN_MAX;
use crate::tally_file::is_opening;
use crate::text::is_text;

/// Why decisions are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionsError {
    /// The bytes are no decisions.
    #[error("decisions: {0}")]
    Bytes(#[from] ByteFault),
    /// The numbers do not count from 1, or an opening is before that of the decision before.
    #[error("decision {number}: its number or its opening does not follow those of the one before")]
    Number {
        /// The decision's number.
        number: u32,
    },
    /// It is about neither one reason nor one record of a region, or `why` is no text.
    #[error("decision {number}: it must be about one reason, or one record of a region, and say why")]
    Question {
        /// The decision's number.
        number: u32,
    },
    /// A region, a collector or an opening is not the definition's, or the reason holds no record under it.
    #[error(
        "decision {number}: it names a region, a collector, an opening or a reason that this election does not have"
    )]
    OtherDefinition {
        /// The decision's number.
        number: u32,
    },
    /// A vote is not one of an officer of the commission, or its signature does not verify.
    #[error("decision {number}: {error}")]
    Vote {
        /// The decision's number.
        number: u32,
        /// What is wrong with it.
        error: ActError,
    },
}

impl DecisionBody {
    /// About one reason that may hold records, or about all reasons of one record of a region; and it says why.
    pub(super) fn is_question(&self) -> bool {
        let subject = match (self.reason, &self.place) {
            (Some(reason), None) => reason.may_hold() && self.tracker == NO_TRACKER,
            (None, Some(_)) => self.region.is_some() && self.records == 1,
            _ => false,
        };
        subject && is_text(&self.why, NAME_LEN_MAX)
    }

    /// Checks form, opening, region, collector and reason against the definition.
    pub fn check(&self, definition: &Definition) -> Result<(), DecisionsError> {
        let number = self.number;
        if !self.is_question() {
            return Err(DecisionsError::Question { number });
        }
        let opening = is_opening(definition, self.opening);
        let region = self.region.is_none_or(|region| definition.region(region).is_some());
        let collectors = definition.collectors.len();
        let place = self.place.is_none_or(|place| usize::from(place.collector) < collectors);
        let mut holding = Reason::holding(definition);
        let reason = self.reason.is_none_or(|reason| holding.any(|holding| holding == reason));
        if opening && region && place && reason { Ok(()) } else { Err(DecisionsError::OtherDefinition { number }) }
    }
}

impl Decisions {
    /// Numbers count from 1; openings do not go back.
    pub(super) fn check_numbers(&self) -> Result<(), DecisionsError> {
        let mut opening = 1;
        for (expected, decision) in (1u32..).zip(&self.decisions) {
            let body = &decision.body;
            if body.number != expected || body.opening < opening {
                return Err(DecisionsError::Number { number: body.number });
            }
            opening = body.opening;
        }
        Ok(())
    }

    /// Checks all of them against the definition, and officers; not the signatures themselves.
    pub fn check(&self, definition: &Definition) -> Result<(), DecisionsError> {
        self.check_numbers()?;
        for decision in &self.decisions {
            let number = decision.body.number;
            decision.body.check(definition)?;
            let officers = decision.votes.iter().map(|(officer, _, _)| *officer);
            check_officers(definition.tokens(), officers).map_err(|error| DecisionsError::Vote { number, error })?;
        }
        Ok(())
    }

    /// Verifies the signature of every vote, beside [`Decisions::check`]: all votes on a decision are of one commission that there
    /// was.
    pub fn verify(&self, definition: &Definition, commissions: &Commissions) -> Result<(), DecisionsError> {
        self.check(definition)?;
        for decision in &self.decisions {
            let number = decision.body.number;
            commissions
                .any(|commission| self.verify_votes(commission, decision))
                .map_err(|error| DecisionsError::Vote { number, error })?;
        }
        Ok(())
    }

    fn verify_votes(&self, commission: &Commission, decision: &Decision) -> Result<(), ActError> {
        decision.votes.iter().try_for_each(|(officer, vote, signature)| {
            commission.verify_signature(*officer, &decision.body.message(&self.election, *vote), signature)
        })
    }
}
