//! The salts of the counted digests, `tamga/salts/v1`: in `audit/` alone.

use tamga_crypto::hash::Digest;

use super::{GROUPS_MAX, TallyFileError};
use crate::bytes::{Reader, Writer, same_bytes};

/// The first line of a salts file.
pub const FIRST_LINE: &str = "tamga/salts/v1\n";

/// One salt per leaf of an opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salts {
    /// The election `E`.
    pub election: Digest,
    /// Number of the opening, from 1.
    pub opening: u32,
    /// Salts of 32 bytes in the order of the leaves.
    pub salts: Vec<[u8; 32]>,
}

impl Salts {
    /// Reads a salts file.
    pub fn parse(untrusted: &[u8]) -> Result<Self, TallyFileError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let (election, opening) = (reader.digest()?, reader.u32()?);
        let count = u64::from(reader.u32()?);
        let salts = reader.items(count, GROUPS_MAX, 32, Reader::array)?;
        reader.finish()?;
        let file = Self { election, opening, salts };
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.bytes(&self.election).u32(self.opening).count32(self.salts.len()).all(&self.salts);
        file.finish()
    }
}
