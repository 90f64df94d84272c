//! The tokens' shares of an opening, `tamga/shares/v1`.

use tamga_crypto::group::decode_point_or_identity;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_crypto::opening::CHUNK_SUMS;

use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::limits::{CONTESTS_MAX, OFFICERS_MAX, OPTIONS_MAX, REGIONS_MAX};

/// The first line of a shares file.
pub const FIRST_LINE: &str = "tamga/shares/v1\n";
/// Sums of an opening at most.
const SUMS_MAX: u64 = (REGIONS_MAX * CONTESTS_MAX * OPTIONS_MAX) as u64;

/// Why a shares file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SharesError {
    /// The bytes are not a shares file.
    #[error("shares: {0}")]
    Bytes(#[from] ByteFault),
    /// Tokens do not ascend, or one is there twice or is no token.
    #[error("shares: tokens must ascend from 1, and none may be there twice")]
    Order,
    /// A share of a token is no point.
    #[error("shares: token {token} answered with something that is no point")]
    Point {
        /// The token, from 1.
        token: u8,
    },
}

/// One token's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenShares {
    /// The token, from 1.
    pub index: u8,
    /// Its partial decryption (14) of every sum.
    pub ds: Vec<[u8; 32]>,
    /// Its proof (16) of every chunk (15).
    pub proofs: Vec<[u8; 64]>,
}

impl TokenShares {
    fn read(reader: &mut Reader<'_>, sums: u64) -> Result<Self, ByteFault> {
        let chunks = sums.div_ceil(CHUNK_SUMS as u64);
        Ok(Self {
            index: reader.u8()?,
            ds: reader.items(sums, SUMS_MAX, 32, Reader::array)?,
            proofs: reader.items(chunks, SUMS_MAX, 64, Reader::array)?,
        })
    }

    /// The token's bytes in the shares file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Writer::default();
        bytes.u8(self.index).all(&self.ds).all(&self.proofs);
        bytes.finish()
    }

    /// SHA3-256 of the token's bytes, which the ledger carries.
    pub fn digest(&self) -> Digest {
        sha3_256(&[&self.to_bytes()])
    }
}

/// The shares of one opening: only answers whose proofs hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharesFile {
    /// The election `E`.
    pub election: Digest,
    /// Number of the opening, from 1.
    pub opening: u32,
    /// The tally root.
    pub root: Digest,
    /// Sums of the opening.
    pub sums: u32,
    /// The tokens that answered, ascending.
    pub tokens: Vec<TokenShares>,
}

impl SharesFile {
    /// Reads a shares file. Refuses answers that are no points; the proofs are checked by who has the sums.
    pub fn parse(untrusted: &[u8]) -> Result<Self, SharesError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let (election, opening, root) = (reader.digest()?, reader.u32()?, reader.digest()?);
        let sums = reader.u32()?;
        let count = u64::from(reader.u8()?);
        let tokens =
            reader.items(count, OFFICERS_MAX as u64, 1, |reader| TokenShares::read(reader, u64::from(sums)))?;
        reader.finish()?;
        let file = Self { election, opening, root, sums, tokens };
        let known = 1..=OFFICERS_MAX as u8;
        let indices = || file.tokens.iter().map(|token| token.index);
        if !strictly_ascending(indices()) || !indices().all(|index| known.contains(&index)) {
            return Err(SharesError::Order);
        }
        for token in &file.tokens {
            if !token.ds.iter().all(|d| decode_point_or_identity(d).is_ok()) {
                return Err(SharesError::Point { token: token.index });
            }
        }
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.bytes(&self.election).u32(self.opening).bytes(&self.root).u32(self.sums);
        file.count8(self.tokens.len());
        for token in &self.tokens {
            file.bytes(&token.to_bytes());
        }
        file.finish()
    }
}
