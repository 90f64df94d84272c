//! What must become of everything that mischief adds: verdicts, files, chains, decisions.

use tamga_crypto::hash::Digest;
use tamga_record::admission::{Reason, Reasons, Status};
use tamga_record::bundle::ChainState;

/// What must become of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The kind of mischief that it belongs to.
    pub kind: &'static str,
    /// Index of the region in whose verdicts it stands.
    pub region: u16,
    /// Whether it stands in the verdicts of the supplement.
    pub late: bool,
    /// The record's tracker.
    pub tracker: Digest,
    /// SHA3-256 of the item's bytes.
    pub item: Digest,
    /// Its status.
    pub status: Status,
    /// All its reasons.
    pub reasons: Reasons,
    /// Whether it is in the sums: never, but for votes of honest voters that mischief touched.
    pub counted: bool,
}

/// A kind of mischief that could not be made in this election.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// The kind.
    pub kind: &'static str,
    /// What the election lacks for it.
    pub lacks: &'static str,
}

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// All records that a reason holds: in one region, or in every region of the opening. With no region it is put to the
    /// vote in every opening, the supplement included, in which the reason holds a record.
    Class {
        /// The region; `None` for all.
        region: Option<u16>,
        /// The reason.
        reason: Reason,
    },
    /// One record, with all that holds it.
    Record {
        /// The region.
        region: u16,
        /// Its tracker, which no other record of the region has.
        tracker: Digest,
    },
}

/// How the officers vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A quorum votes for counting.
    For,
    /// A quorum votes against it.
    Against,
    /// Neither side has a quorum: fewer than M officers vote for it, and fewer than M against.
    Split,
}

impl Answer {
    /// The officers who vote for counting, and those who vote against, of so many officers with this quorum.
    pub fn votes(self, officers: u8, quorum: u8) -> (Vec<u8>, Vec<u8>) {
        match self {
            Self::For => ((1..=quorum).collect(), Vec::new()),
            Self::Against => (Vec::new(), (1..=quorum).collect()),
            Self::Split => {
                let last_against = officers.min((quorum - 1).saturating_mul(2));
                ((1..quorum).collect(), (quorum..=last_against).collect())
            }
        }
    }
}

/// A decision of the plan, in the order in which they are put to the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedDecision {
    /// What it is about.
    pub about: About,
    /// The votes.
    pub answer: Answer,
    /// The reason that the officers give: a text value of the record.
    pub why: &'static str,
}

/// What a file on a stick is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A bundle, or what pretends to be one.
    Bundle,
    /// Attestation counts.
    Counts,
    /// Revocations.
    Revocations,
}

/// What must become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is imported.
    Taken,
    /// The same is there already; it changes nothing.
    Again,
    /// It stays outside, with this word in the ledger.
    Refused(&'static str),
}

/// A file for the stick, to be imported after the bundles of honest polling, in the order of the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StickFile {
    /// The kind of mischief.
    pub kind: &'static str,
    /// Path on the stick.
    pub name: String,
    /// What it is.
    pub file: FileKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What must become of it.
    pub fate: Fate,
}

/// What is wrong with a chain when its box is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedChain {
    /// Index of the region.
    pub region: u16,
    /// Index of the collector.
    pub collector: u16,
    /// The state, never complete.
    pub state: ChainState,
}
