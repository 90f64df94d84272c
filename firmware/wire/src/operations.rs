//! How often a token did what: counted in the token, reported under its identity key.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::sign::SIGNATURE_LEN;

const OPERATIONS_LABEL: &str = "tamga/token-operations/v1";

/// Kinds of operations that a token counts.
pub const OPERATIONS: usize = 9;
/// Bytes of a report without its signature: `D`, token, nonce, counts.
pub const REPORT_LEN: usize = 32 + 1 + 32 + 4 * OPERATIONS;

/// What a token counts, in the order in which the counts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// A share of a PIN's decryption was given.
    Unlock,
    /// A root was opened: once per root, with the first leaf that is answered.
    Open,
    /// A statement was signed, with dissent or without.
    Sign,
    /// A box was closed.
    Close,
    /// A vote for or against was signed.
    Vote,
    /// An amendment was signed.
    Amend,
    /// A recount was signed.
    Recount,
    /// An election was endorsed.
    Endorse,
    /// The share of a key was kept.
    Dkg,
}

impl Operation {
    /// All kinds, in the order in which their counts stand.
    pub const ALL: [Self; OPERATIONS] = [
        Self::Unlock,
        Self::Open,
        Self::Sign,
        Self::Close,
        Self::Vote,
        Self::Amend,
        Self::Recount,
        Self::Endorse,
        Self::Dkg,
    ];

    /// What a report calls it: one lower-case word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unlock => "unlock",
            Self::Open => "open",
            Self::Sign => "sign",
            Self::Close => "close",
            Self::Vote => "vote",
            Self::Amend => "amend",
            Self::Recount => "recount",
            Self::Endorse => "endorse",
            Self::Dkg => "dkg",
        }
    }
}

/// How often a token did what since its identity was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operations([u32; OPERATIONS]);

impl Operations {
    /// Counts in the order of [`Operation::ALL`].
    pub const fn new(counts: [u32; OPERATIONS]) -> Self {
        Self(counts)
    }

    /// How often the token did this.
    pub fn get(&self, operation: Operation) -> u32 {
        self.0.get(operation as usize).copied().unwrap_or_default()
    }

    /// One more of this kind. `None` after 2^32 − 1.
    pub fn counted(mut self, operation: Operation) -> Option<Self> {
        let count = self.0.get_mut(operation as usize)?;
        *count = count.checked_add(1)?;
        Some(self)
    }

    /// The same with another count of this kind.
    pub fn with(mut self, operation: Operation, count: u32) -> Self {
        if let Some(place) = self.0.get_mut(operation as usize) {
            *place = count;
        }
        self
    }

    /// All kinds together, at most 2^32 − 1.
    pub fn total(&self) -> u32 {
        self.0.iter().fold(0, |sum: u32, count| sum.saturating_add(*count))
    }

    /// The report that a token signs: `D ‖ u8 token ‖ nonce[32] ‖ u32 count ·9`, [`REPORT_LEN`] bytes.
    pub fn report(&self, definition: &Digest, token: u8, nonce: &[u8; 32]) -> Vec<u8> {
        let mut report = Vec::with_capacity(REPORT_LEN + SIGNATURE_LEN);
        report.extend_from_slice(definition);
        report.push(token);
        report.extend_from_slice(nonce);
        report.extend_from_slice(self.0.map(u32::to_be_bytes).as_flattened());
        report
    }
}

/// What a token signs under its report: `hash("tamga/token-operations/v1", report)`.
pub fn operations_message(report: &[u8]) -> Digest {
    hash(OPERATIONS_LABEL, &[report])
}
