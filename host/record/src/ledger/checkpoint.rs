//! The ledger's checkpoint: the text of a C2SP signed note.

use tamga_crypto::hash::Digest;

use crate::bytes::{ByteFault, same_bytes};
use crate::text::{Lines, base64, decimal, unbase64, unhex};

const ORIGIN_PREFIX: &str = "tamga/ledger/";

/// Why a checkpoint's text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is not three lines in their one way.
    #[error("checkpoint: {0}")]
    Bytes(#[from] ByteFault),
    /// The first line is no ledger of this system.
    #[error("checkpoint: line 1 must be `tamga/ledger/` and a definition digest")]
    Origin,
    /// The second line is no size.
    #[error("checkpoint: line 2 must be the number of entries")]
    Size,
    /// The third line is no root.
    #[error("checkpoint: line 3 must be a root in base64")]
    Root,
}

/// The origin line of a ledger: `tamga/ledger/` and D in hex.
pub fn origin(definition: &Digest) -> String {
    format!("{ORIGIN_PREFIX}{}", hex::encode(definition))
}

/// The text that the seal key signs: origin, size and base64 root, a line each.
pub fn checkpoint_text(definition: &Digest, size: u64, root: &Digest) -> String {
    format!("{}\n{size}\n{}\n", origin(definition), base64(root))
}

/// A checkpoint without its signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The definition `D` whose ledger it is.
    pub definition: Digest,
    /// Entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Digest,
}

impl Checkpoint {
    /// The text.
    pub fn to_text(&self) -> String {
        checkpoint_text(&self.definition, self.size, &self.root)
    }

    /// Reads the text of a checkpoint's note, exactly three lines.
    pub fn parse(untrusted_text: &str) -> Result<Self, CheckpointError> {
        let mut lines = Lines::new(untrusted_text.as_bytes())?;
        let definition = lines.next().and_then(|line| line.strip_prefix(ORIGIN_PREFIX)).and_then(unhex);
        let definition = definition.ok_or(CheckpointError::Origin)?;
        let size = lines.next().and_then(decimal).ok_or(CheckpointError::Size)?;
        let root = lines.next().and_then(unbase64).and_then(|root| root.try_into().ok());
        let checkpoint = Self { definition, size, root: root.ok_or(CheckpointError::Root)? };
        if !lines.is_at_end() {
            return Err(ByteFault::TrailingBytes.into());
        }
        same_bytes(untrusted_text.as_bytes(), checkpoint.to_text().as_bytes())?;
        Ok(checkpoint)
    }
}
