//! What quorum and registrar have done so far: amendments, revocations, boxes closed.

use tamga_crypto::sign::Signature;
use tamga_record::acts::ActError;
use tamga_record::amendments::{Amendments, AmendmentsError};
use tamga_record::box_file::{BoxBody, BoxError, BoxFile, check_boxes};
use tamga_record::ledger::Entry;
use tamga_record::revocations::Revocations;

use crate::election::Election;

/// Why acts are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActsError {
    /// An act is of another election.
    #[error("the act belongs to another election")]
    OtherElection,
    /// The amendments contradict the definition or each other, or a quorum did not sign them.
    #[error(transparent)]
    Amendments(#[from] AmendmentsError),
    /// The boxes contradict the definition or each other.
    #[error(transparent)]
    Boxes(#[from] BoxError),
    /// A quorum did not close a box.
    #[error("box {opening}: {error}")]
    Close {
        /// Number of the box's opening.
        opening: u32,
        /// What is wrong with the signatures.
        error: ActError,
    },
    /// The registrar did not sign the revocations.
    #[error("the revocations are not signed by the registrar")]
    Registrar,
    /// A box is closed: nobody is revoked any more.
    #[error("revocations come before the first box is closed")]
    AfterClose,
}

/// What the bundles are judged by beside the election's own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acts {
    /// The amendments, of this election also where there are none.
    pub amendments: Amendments,
    /// Tags that the registrar revoked, if a file was brought.
    pub revocations: Option<Revocations>,
    /// The boxes closed so far, in order.
    pub boxes: Vec<BoxFile>,
}

impl Acts {
    /// No acts yet.
    pub fn none(election: &Election) -> Self {
        Self { amendments: Amendments::none(*election.id()), revocations: None, boxes: Vec::new() }
    }

    /// Checks amendments, revocations and boxes against the election, with every signature. The import does so at its end.
    pub fn check(&self, election: &Election) -> Result<(), ActsError> {
        let definition = election.definition();
        let mut elections = self.boxes.iter().map(|closed| closed.body.election);
        if self.amendments.election != *election.id() || elections.any(|of_box| of_box != *election.id()) {
            return Err(ActsError::OtherElection);
        }
        self.amendments.verify(definition, election.commissions())?;
        if let Some(revocations) = &self.revocations {
            check_revocations(election, revocations)?;
        }
        check_boxes(definition, &self.bodies())?;
        self.boxes.iter().try_for_each(|closed| check_close(election, closed))
    }

    pub(crate) fn bodies(&self) -> Vec<BoxBody> {
        self.boxes.iter().map(|closed| closed.body.clone()).collect()
    }

    /// The first box that a region is in: the supplement comes after it.
    pub(crate) fn regular_box(&self, region: u16) -> Option<&BoxFile> {
        self.boxes.iter().find(|closed| closed.body.regions.iter().any(|boxed| boxed.region == region))
    }
}

/// Takes the registrar's revocations and gives the ledger entry. Refuses those of another election or without the
/// registrar's signature, and any once a box is closed.
pub fn revocations(election: &Election, acts: &Acts, brought: &Revocations) -> Result<Entry, ActsError> {
    if !acts.boxes.is_empty() {
        return Err(ActsError::AfterClose);
    }
    check_revocations(election, brought)?;
    // Tags are counted in 32 bits.
    Ok(Entry::Revocations { digest: brought.digest(), tags: brought.tags.len() as u32 })
}

fn check_revocations(election: &Election, revocations: &Revocations) -> Result<(), ActsError> {
    if revocations.election != *election.id() {
        return Err(ActsError::OtherElection);
    }
    let signature = Signature::from_bytes(revocations.signature);
    election.registrar().verify(&revocations.message(), &signature).map_err(|_| ActsError::Registrar)
}

/// Checks that a quorum of one of its commissions closed a box of this election.
pub(crate) fn check_close(election: &Election, closed: &BoxFile) -> Result<(), ActsError> {
    let opening = closed.body.opening;
    let message = closed.body.message(election.definition());
    let commissions = election.commissions();
    commissions
        .any(|commission| commission.verify_signatures(&message, &closed.signatures))
        .map_err(|error| ActsError::Close { opening, error })
}
