//! Stage 3, closing the box: what was received and decided is fixed by a quorum before any seal is opened.

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{RootBuilder, Sha3Tree, TreeHash};
use tamga_record::acts::Signatures;
use tamga_record::box_file::{BoxBody, BoxFile};
use tamga_record::bundle::ChainState;
use tamga_record::decisions::{DecisionBody, Decisions, DecisionsError};
use tamga_record::ledger::Entry;

use crate::acts::{ActsError, check_close};
use crate::admit::Admitted;
use crate::election::Election;

/// Why the box stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CloseError {
    /// The officers' signatures are not those of a quorum.
    #[error(transparent)]
    Acts(#[from] ActsError),
    /// The decisions contradict the definition or each other, or an officer did not vote so.
    #[error(transparent)]
    Decisions(#[from] DecisionsError),
    /// The decisions are of another election.
    #[error("the decisions belong to another election")]
    OtherDecisions,
    /// A decision is about a region that is not in the box, a record that was not received or has another tracker, or
    /// another number of records than the officers were told.
    #[error("decision {number} is not about the records of this box")]
    Question {
        /// The decision's number.
        number: u32,
    },
    /// The box that was closed is another one than these bundles and decisions make.
    #[error("the box that was closed is not that of these bundles and decisions")]
    OtherBox,
}

/// The box as it will be closed, waiting for the signatures of a quorum.
#[derive(Debug)]
pub struct BoxToClose<'a> {
    admitted: Admitted<'a>,
    decisions: Decisions,
    body: BoxBody,
    digest: Digest,
}

/// Writes down the chains and, per region, number and Merkle root of the received trackers, and what was decided.
/// Decisions of later openings are left out.
pub fn close<'a>(admitted: Admitted<'a>, decisions: &Decisions) -> BoxToClose<'a> {
    let opening = admitted.imported().opening();
    let mut decisions = decisions.clone();
    decisions.decisions.retain(|decision| decision.body.opening <= opening);
    let body = body(&admitted, &decisions);
    let digest = body.digest();
    BoxToClose { admitted, decisions, body, digest }
}

fn body(admitted: &Admitted<'_>, decisions: &Decisions) -> BoxBody {
    let mut body = admitted.imported().body();
    body.decisions = decisions.digest();
    (body.decided, body.single) = decisions.counts(body.opening);
    for region in &mut body.regions {
        let trackers = admitted.trackers(region.region);
        let mut root = RootBuilder::<Sha3Tree>::new();
        for tracker in &trackers {
            root.push(Sha3Tree::leaf(tracker));
        }
        // A region with 2^32 records would be a hundred times larger than any electorate.
        region.received = u32::try_from(trackers.len()).unwrap_or(u32::MAX);
        region.root = root.root();
    }
    body
}

impl<'a> BoxToClose<'a> {
    /// The records in the box.
    pub fn admitted(&self) -> &Admitted<'a> {
        &self.admitted
    }

    /// What officers are asked to close.
    pub fn body(&self) -> &BoxBody {
        &self.body
    }

    /// The CLOSE digest `Z`.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Region, collector and state of every incomplete chain, no state where a collector brought none for the region: what
    /// the officers have to be told before they close the box.
    pub fn incomplete(&self) -> Vec<(u16, u16, Option<ChainState>)> {
        self.body.incomplete(self.admitted.election().definition())
    }

    /// What the officers' signatures close it with, ascending by officer: the box is closed when at least a quorum signed
    /// `Z` and its figures. Refuses unknown officers, signatures that do not verify, too few of them, and decisions that
    /// were not made by such signatures, or about other records than those of the box.
    pub fn sign(self, signatures: Signatures) -> Result<(ClosedBox<'a>, Entry), CloseError> {
        let election = self.admitted.election();
        let file = BoxFile { body: self.body, signatures };
        check_close(election, &file)?;
        check_decisions(&self.admitted, &self.decisions)?;
        let entry = Entry::Close {
            opening: file.body.opening,
            digest: self.digest,
            // A box has at most 4,096 regions of 16 collectors.
            incomplete: file.body.incomplete(election.definition()).len() as u32,
            officers: file.signatures.iter().map(|(officer, _)| *officer).collect(),
        };
        Ok((ClosedBox { admitted: self.admitted, decisions: self.decisions, file, digest: self.digest }, entry))
    }
}

/// Checks the votes on all decisions, and that those of this opening are about what the box holds.
fn check_decisions(admitted: &Admitted<'_>, decisions: &Decisions) -> Result<(), CloseError> {
    let election = admitted.election();
    if decisions.election != *election.id() {
        return Err(CloseError::OtherDecisions);
    }
    decisions.verify(election.definition(), election.commissions())?;
    let opening = admitted.imported().opening();
    let mut of_opening = decisions.decisions.iter().filter(|decision| decision.body.opening == opening);
    let strange = of_opening.find(|decision| !is_about(&decision.body, admitted));
    strange.map_or(Ok(()), |decision| Err(CloseError::Question { number: decision.body.number }))
}

fn is_about(body: &DecisionBody, admitted: &Admitted<'_>) -> bool {
    let region = body.region.is_none_or(|region| admitted.imported().regions().contains(&region));
    let records = match (body.reason, body.place, body.region) {
        (Some(reason), None, region) => body.records == admitted.held(region, reason),
        (None, Some(place), Some(region)) => {
            admitted.record_at(region, place).is_some_and(|record| *record.tracker() == body.tracker)
        }
        _ => false,
    };
    region && records
}

/// A box that a quorum closed: the only thing whose seals can be opened.
#[derive(Debug)]
pub struct ClosedBox<'a> {
    admitted: Admitted<'a>,
    decisions: Decisions,
    file: BoxFile,
    digest: Digest,
}

impl<'a> ClosedBox<'a> {
    /// Takes up again a box that was closed before, with the records as [`Import::resume`](crate::import::Import::resume)
    /// and [`admit`](crate::admit::admit) give them again. Refuses a box that these do not make, and what
    /// [`BoxToClose::sign`] refuses.
    pub fn restore(admitted: Admitted<'a>, decisions: &Decisions, file: BoxFile) -> Result<Self, CloseError> {
        let mut open = close(admitted, decisions);
        if is_amended_later(open.admitted.election(), &open, &file) {
            open.body.amendments = file.body.amendments;
            open.digest = open.body.digest();
        }
        if open.body != file.body {
            return Err(CloseError::OtherBox);
        }
        Ok(open.sign(file.signatures)?.0)
    }

    /// The election.
    pub fn election(&self) -> &'a Election {
        self.admitted.election()
    }

    /// The records in the box.
    pub fn admitted(&self) -> &Admitted<'a> {
        &self.admitted
    }

    /// The box file, `record/opening-N/box.tamga`.
    pub fn file(&self) -> &BoxFile {
        &self.file
    }

    /// The CLOSE digest `Z`.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    pub(crate) fn into_parts(self) -> (Admitted<'a>, Decisions) {
        (self.admitted, self.decisions)
    }
}

/// Whether the box names an amendment before the last one, or none: other regions may have been given more time since.
fn is_amended_later(election: &Election, open: &BoxToClose<'_>, file: &BoxFile) -> bool {
    let amendments = &open.admitted.imported().acts().amendments.amendments;
    let named = file.body.amendments;
    named == *election.definition_digest() || amendments.iter().any(|(body, _)| body.digest() == named)
}
