//! Whether amendments follow each other and fit their definition.

use super::{AmendmentBody, AmendmentKind, Amendments};
use crate::acts::{ActError, check_signers};
use crate::bytes::ByteFault;
use crate::commission::Commissions;
use crate::definition::Definition;
use crate::time::UNIX_SECONDS_MAX;

/// Why amendments are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmendmentsError {
    /// The bytes are no amendments.
    #[error("amendments: {0}")]
    Bytes(#[from] ByteFault),
    /// It does not name the amendment before, or the definition.
    #[error("amendment {number}: it does not follow the amendment before, or belongs to another definition")]
    Previous {
        /// The amendment's number, from 1.
        number: u32,
    },
    /// A region, contest or option is not the definition's.
    #[error("amendment {number}: it names a region, contest or option that this election does not have")]
    OtherDefinition {
        /// The amendment's number, from 1.
        number: u32,
    },
    /// A closing time is not later than the one before, or after the year 9999.
    #[error("amendment {number}: a closing time can only be extended")]
    Earlier {
        /// The amendment's number, from 1.
        number: u32,
    },
    /// The option is withdrawn already.
    #[error("amendment {number}: the option is withdrawn already")]
    Twice {
        /// The amendment's number, from 1.
        number: u32,
    },
    /// It is not signed by a quorum.
    #[error("amendment {number}: {error}")]
    Act {
        /// The amendment's number, from 1.
        number: u32,
        /// What is wrong with the signatures.
        error: ActError,
    },
}

impl Amendments {
    /// Checks that each names the one before, what is amended, and officers and quorum; not the signatures themselves.
    pub fn check(&self, definition: &Definition) -> Result<(), AmendmentsError> {
        let mut so_far = Self::none(self.election);
        for (number, (body, signatures)) in (1u32..).zip(&self.amendments) {
            so_far.check_next(definition, body)?;
            check_signers(definition, signatures).map_err(|error| AmendmentsError::Act { number, error })?;
            so_far.amendments.push((*body, Vec::new()));
        }
        Ok(())
    }

    /// Checks whether this amendment may come next, before it is put to the officers.
    pub fn check_next(&self, definition: &Definition, body: &AmendmentBody) -> Result<(), AmendmentsError> {
        let number = u32::try_from(self.amendments.len()).unwrap_or(u32::MAX).saturating_add(1);
        if body.previous != self.last_digest(&definition.digest()) {
            return Err(AmendmentsError::Previous { number });
        }
        match body.kind {
            AmendmentKind::ClosingTime { region, closes } => {
                definition.region(region).ok_or(AmendmentsError::OtherDefinition { number })?;
                let is_later = closes > self.closes(definition, region) && closes <= UNIX_SECONDS_MAX;
                if is_later { Ok(()) } else { Err(AmendmentsError::Earlier { number }) }
            }
            AmendmentKind::Withdrawn { contest, option } => {
                let defined = definition.contest(contest).and_then(|contest| contest.options.get(usize::from(option)));
                defined.ok_or(AmendmentsError::OtherDefinition { number })?;
                if self.withdrawn(contest, option) { Err(AmendmentsError::Twice { number }) } else { Ok(()) }
            }
        }
    }

    /// Verifies the signatures, beside [`Amendments::check`]: each amendment's are those of one commission that there was.
    pub fn verify(&self, definition: &Definition, commissions: &Commissions) -> Result<(), AmendmentsError> {
        self.check(definition)?;
        for (number, (body, signatures)) in (1u32..).zip(&self.amendments) {
            let message = body.message(&self.election, number);
            commissions
                .any(|commission| commission.verify_signatures(&message, signatures))
                .map_err(|error| AmendmentsError::Act { number, error })?;
        }
        Ok(())
    }
}
