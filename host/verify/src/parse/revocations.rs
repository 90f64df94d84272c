//! `tamga/revocations/v1`: the tags that the registrar took back before the first box was closed.

use crate::bytes::Cursor;
use crate::digest::{Digest, sha3};
use crate::reason::Reason;
use crate::signature::signed;

/// Bytes of the file without its tags.
const FIXED_LEN: u64 = 21 + 32 + 4 + 64;

/// The revoked tags.
#[derive(Clone, Debug, Default)]
pub(crate) struct Revocations {
    /// Ascending, each once.
    tags: Vec<[u8; 16]>,
    /// SHA3-256 of the file, or zeros without one.
    pub(crate) digest: Digest,
}

impl Revocations {
    /// Reads the file of this election and checks the registrar's signature.
    pub(crate) fn parse(untrusted: &[u8], election: &Digest, registrar: &[u8; 32]) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/revocations/v1")?;
        cursor.digest("E", election)?;
        let count = usize::try_from(cursor.u32()?).unwrap_or(usize::MAX);
        let tags: Vec<[u8; 16]> = cursor.arrays(count)?;
        let signature = cursor.array()?;
        cursor.finish()?;
        if !tags.is_sorted_by(|a, b| a < b) {
            return Err(Reason::OutOfOrder("tags"));
        }
        let message = untrusted.get(..untrusted.len() - 64).unwrap_or_default();
        if !signed(registrar, "tamga/revocations/v1", &[message], &signature) {
            return Err(Reason::Signature("the registrar".to_owned()));
        }
        Ok(Self { tags, digest: sha3(&[untrusted]) })
    }

    /// Bytes of a file with so many tags.
    pub(crate) fn file_len(tags: u64) -> u64 {
        FIXED_LEN.saturating_add(tags.saturating_mul(16))
    }

    /// How many tags there are.
    pub(crate) fn len(&self) -> usize {
        self.tags.len()
    }

    /// Whether this tag is among them.
    pub(crate) fn has(&self, tag: &[u8; 16]) -> bool {
        self.tags.binary_search(tag).is_ok()
    }
}
