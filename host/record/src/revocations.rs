//! Revocations, `tamga/revocations/v1`: tags that the registrar took off the roll before the first box was closed.

use tamga_crypto::hash::{Digest, hash, sha3_256};

use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::limits::ROLL_ENTRIES_MAX;
use crate::roll::{TAG_LEN, Tag};

/// The first line of the revocations.
pub const FIRST_LINE: &str = "tamga/revocations/v1\n";

/// Why revocations are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevocationsError {
    /// The bytes are no revocations.
    #[error("revocations: {0}")]
    Bytes(#[from] ByteFault),
    /// Tags do not ascend, or one is there twice.
    #[error("revocations: tags must ascend and none may be there twice")]
    Order,
}

/// The tags that are revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocations {
    /// The election `E`.
    pub election: Digest,
    /// The tags, ascending.
    pub tags: Vec<Tag>,
    /// The registrar's signature over [`Revocations::message`].
    pub signature: [u8; 64],
}

impl Revocations {
    fn unsigned(&self) -> Writer {
        let mut bytes = Writer::with_version(FIRST_LINE);
        bytes.bytes(&self.election).count32(self.tags.len()).all(&self.tags);
        bytes
    }

    /// What the registrar signs: the label `tamga/revocations/v1` over all bytes before the signature.
    pub fn message(&self) -> Digest {
        hash("tamga/revocations/v1", &[&self.unsigned().finish()])
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.unsigned();
        bytes.bytes(&self.signature);
        bytes.finish()
    }

    /// SHA3-256 of the file, which ledger and boxes carry.
    pub fn digest(&self) -> Digest {
        sha3_256(&[&self.to_bytes()])
    }

    /// Whether this tag is revoked.
    pub fn contains(&self, tag: &Tag) -> bool {
        self.tags.binary_search(tag).is_ok()
    }

    /// Reads the file. Refuses tags that do not ascend; the signature is checked by who knows the key.
    pub fn parse(untrusted: &[u8]) -> Result<Self, RevocationsError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let election = reader.digest()?;
        let count = u64::from(reader.u32()?);
        let tags = reader.items(count, ROLL_ENTRIES_MAX, TAG_LEN, Reader::array)?;
        let file = Self { election, tags, signature: reader.array()? };
        reader.finish()?;
        if !strictly_ascending(&file.tags) {
            return Err(RevocationsError::Order);
        }
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }
}
