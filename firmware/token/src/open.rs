//! May sums under this root be opened? Approvals, slots, consent.

use tamga_crypto::opening::{ChunkProver, OpeningContext};
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_wire::signed::approval_message;
use tamga_wire::{Approval, Digest, Refusal, Request, Response};

use crate::definition::Enrolment;
use crate::env::Env;
use crate::question::Question;
use crate::screen::Content;
use crate::slots::{self, Opened, RegionBits, Slot};
use crate::token::{Task, Token};

/// An opening under way: sums stream through it, leaf by leaf.
pub(crate) struct OpeningRun {
    pub(crate) context: OpeningContext,
    pub(crate) leaves: u32,
    pub(crate) sums: u32,
    pub(crate) ballots: u64,
    /// Whether the slot is already this root's, with these figures.
    pub(crate) slot: Slot,
    pub(crate) next_leaf: u32,
    pub(crate) next_sum: u32,
    /// The chunk that sums are being added to; between chunks there is none.
    pub(crate) prover: Option<ChunkProver>,
    pub(crate) contest: ContestRun,
}

impl OpeningRun {
    /// What is stored when the slot is taken.
    pub(crate) fn opened(&self) -> Opened {
        Opened { root: self.context.root, ballots: self.ballots, leaves: self.leaves, sums: self.sums }
    }
}

/// What has passed of the contest whose leaves are passing.
pub(crate) struct ContestRun {
    pub(crate) contest: u16,
    /// The head of the leaf before.
    pub(crate) head: Option<u16>,
    /// The regions in leaves of this run: no region is in two of them.
    pub(crate) seen: RegionBits,
    /// The ballots in leaves of this run.
    pub(crate) ballots: u64,
}

impl<E: Env> Token<E> {
    /// Checks opening, previous root, approvals, box and slot of an `OpenBegin`, then asks the officer; for a root that was
    /// opened before with the same figures, nothing is asked again.
    pub(crate) fn begin_opening(&mut self, request: Request) -> Result<Response, Refusal> {
        let Request::OpenBegin { opening, previous, close, root, leaves, sums, ballots, approvals } = request else {
            return Err(Refusal::OutOfOrder);
        };
        let election = self.election()?;
        self.election_share()?;
        let enrolment = self.enrolment()?;
        if !enrolment.openings.has(opening) {
            return Err(Refusal::OpeningBeyondDefinition);
        }
        let message = approval_message(&election, opening, &previous, &close, &root);
        check_approvals(enrolment, &message, &approvals)?;
        let (token, regions, id) = (enrolment.index, enrolment.regions, enrolment.id.clone());
        let openings = enrolment.openings;
        slots::check_box(&mut self.env, opening, &close)?;
        let asked = Opened { root, ballots, leaves, sums };
        let slot = slots::look_up(&mut self.env, openings, opening, &previous, &asked)?;
        let run = OpeningRun {
            context: OpeningContext { election, opening, root, token },
            leaves,
            sums,
            ballots,
            slot,
            next_leaf: 0,
            next_sum: 0,
            prover: None,
            contest: ContestRun::new(0, regions),
        };
        match slot {
            Slot::Same => Ok(self.allow_opening(run)),
            Slot::Free | Slot::OtherFigures => {
                self.ask(Question::Open(run), Content::Open { id, opening, ballots, regions, root })
            }
        }
    }

    /// Leaves may come; none do where all groups are withheld.
    pub(crate) fn allow_opening(&mut self, run: OpeningRun) -> Response {
        self.task = Task::Open(run);
        Response::Done
    }
}

impl ContestRun {
    pub(crate) fn new(contest: u16, regions: u16) -> Self {
        Self { contest, head: None, seen: RegionBits::none(regions), ballots: 0 }
    }
}

/// At least `k` checkers of the definition, each once, in their order, signed `message`. One bad approval is enough to
/// refuse all: a host that sends such has something to explain.
fn check_approvals(enrolment: &Enrolment, message: &Digest, approvals: &[Approval]) -> Result<(), Refusal> {
    let mut last = None;
    for approval in approvals {
        let refusal = Refusal::BadApproval(u8::try_from(approval.checker).unwrap_or(u8::MAX).saturating_add(1));
        let key = enrolment.checkers.get(usize::from(approval.checker)).ok_or(refusal)?;
        if last.is_some_and(|last| last >= approval.checker) {
            return Err(refusal);
        }
        last = Some(approval.checker);
        let key = VerifyingKey::from_bytes(key).map_err(|_| refusal)?;
        key.verify(message, &Signature::from_bytes(approval.signature)).map_err(|_| refusal)?;
    }
    if approvals.len() < usize::from(enrolment.approvals) {
        return Err(Refusal::ApprovalsMissing);
    }
    Ok(())
}
