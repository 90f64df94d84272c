//! What each request needs: a purpose of the log-in, and a share of the election key.

use tamga_wire::{Purposes, Request};

/// What the officer has to have logged in for; `None` where any log-in serves.
pub(crate) fn purpose_of(request: &Request) -> Option<Purposes> {
    match request {
        Request::Random
        | Request::EnrolBegin { .. }
        | Request::EnrolPart { .. }
        | Request::DkgBegin { .. }
        | Request::DkgNonces { .. }
        | Request::DkgCommitments { .. }
        | Request::DkgPackage { .. }
        | Request::DkgEnvelope { .. }
        | Request::DkgSignatures { .. }
        | Request::Endorse { .. }
        | Request::Replace { .. }
        | Request::SlotsAsk { .. }
        | Request::SlotsTake { .. }
        | Request::SlotsSigned { .. }
        | Request::ReplaceCommit { .. } => Some(Purposes::SETUP),
        Request::Unlock { .. } => Some(Purposes::UNLOCK),
        Request::Act { .. } | Request::End { .. } => Some(Purposes::ACT),
        Request::OpenBegin { .. } | Request::OpenLeaf { .. } => Some(Purposes::OPEN),
        Request::StatementBegin { .. } | Request::StatementTotals { .. } => Some(Purposes::SIGN),
        Request::ChangePin | Request::Label { .. } | Request::Check { .. } | Request::Bench { .. } => {
            Some(Purposes::UPKEEP)
        }
        Request::Hello
        | Request::Init { .. }
        | Request::Login { .. }
        | Request::Poll
        | Request::Cancel
        | Request::Operations { .. }
        | Request::Wipe { .. } => None,
    }
}

/// Whether this waits while the shares of a replacement are kept and not in use: it takes the share that they replace.
pub(crate) fn waits_for_replacement(request: &Request) -> bool {
    matches!(
        request,
        Request::Unlock { .. } | Request::OpenBegin { .. } | Request::OpenLeaf { .. } | Request::End { .. }
    )
}

/// Whether the token needs its share of the election key for this, or makes one: nothing of it after the END act.
pub(crate) fn needs_election_key(request: &Request) -> bool {
    matches!(
        request,
        Request::DkgBegin { .. }
            | Request::DkgNonces { .. }
            | Request::DkgCommitments { .. }
            | Request::DkgPackage { .. }
            | Request::DkgEnvelope { .. }
            | Request::DkgSignatures { .. }
            | Request::Endorse { .. }
            | Request::OpenBegin { .. }
            | Request::OpenLeaf { .. }
            | Request::Replace { .. }
            | Request::SlotsAsk { .. }
            | Request::SlotsTake { .. }
            | Request::SlotsSigned { .. }
            | Request::ReplaceCommit { .. }
    )
}
