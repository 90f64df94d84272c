//! The anchor, `tamga/anchor/v1`: what is read aloud, photographed and published when the ceremony ends.

use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::Digest;

use crate::bytes::{ByteFault, same_bytes};
use crate::statement::size_and_root;
use crate::text::{Lines, base64, unhex};

/// The first line of an anchor.
pub const FIRST_LINE: &str = "tamga/anchor/v1\n";
/// Bytes that programs read at most, up to the empty line.
const HEAD_LEN_MAX: usize = 1_024;

/// Why an anchor is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// The bytes are no anchor.
    #[error("anchor: {0}")]
    Bytes(#[from] ByteFault),
    /// There is no empty line behind the five lines that programs read.
    #[error("anchor: an empty line must end the part that programs read")]
    NoEnd,
    /// A line is not what stands at its place.
    #[error("anchor, line {line}: not what has to stand here")]
    Line {
        /// The line, from 1.
        line: usize,
    },
}

/// What an anchor holds fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The election `E`.
    pub election: Digest,
    /// Entries of the ledger at the first checkpoint.
    pub size: u64,
    /// Root of the ledger there.
    pub root: Digest,
}

impl Anchor {
    /// The first three lines, which the QR code holds.
    pub fn qr_text(&self) -> String {
        let (election, root) = (hex::encode(self.election), base64(&self.root));
        format!("{FIRST_LINE}election {election}\ncheckpoint {} {root}\n", self.size)
    }

    /// The part that programs read: five lines and an empty one. The sheet for people may follow.
    pub fn to_text(&self) -> String {
        let (election, root) = (control_number(&self.election), control_number(&self.root));
        let numbers = format!("control-number election {election}\ncontrol-number checkpoint {root}\n");
        format!("{}{numbers}\n", self.qr_text())
    }

    /// Reads an anchor up to its empty line. Refuses control numbers that are not those of the digests.
    pub fn parse(untrusted: &[u8]) -> Result<Self, AnchorError> {
        let head_len = untrusted.windows(2).take(HEAD_LEN_MAX).position(|pair| pair == b"\n\n");
        let head_len = head_len.ok_or(AnchorError::NoEnd)? + 2;
        let untrusted_head = untrusted.get(..head_len).ok_or(AnchorError::NoEnd)?;
        let mut lines = Lines::after_version(untrusted_head, FIRST_LINE)?;
        let election = lines.value_if("election").and_then(unhex);
        let election = election.ok_or(AnchorError::Line { line: 2 })?;
        let checkpoint = lines.value_if("checkpoint").and_then(size_and_root);
        let (size, root) = checkpoint.ok_or(AnchorError::Line { line: 3 })?;
        let anchor = Self { election, size, root };
        for (digest, what) in [(&election, "election"), (&root, "checkpoint")] {
            let line = lines.number() + 1;
            let expected = format!("{what} {}", control_number(digest));
            if lines.value_if("control-number") != Some(&expected) {
                return Err(AnchorError::Line { line });
            }
        }
        same_bytes(untrusted_head, anchor.to_text().as_bytes())?;
        Ok(anchor)
    }
}
