//! `tamga/recount/v1`: a quorum's act that it derived the counts of an opening again.

use super::acts::{self, Signatures};
use crate::bytes::Cursor;
use crate::digest::{Digest, hash};
use crate::reason::{Reason, same_number};

/// Bytes of the longest recount file.
pub(crate) const FILE_LEN_MAX: u64 = 17 + 32 + 8 + 96 + 2 + 255 * 65;

/// A recount.
#[derive(Clone, Debug)]
pub(crate) struct RecountAct {
    /// The opening whose statement was checked.
    pub(crate) opening: u32,
    /// SHA3-256 of that statement's text.
    pub(crate) statement: Digest,
    /// SHA3-256 of `totals.csv` as derived again.
    pub(crate) totals: Digest,
    /// SHA3-256 of `results.csv` as derived again.
    pub(crate) results: Digest,
    /// Whether it agrees with the statement.
    pub(crate) agrees: bool,
    /// `hash("tamga/recount/v1", body)`.
    pub(crate) digest: Digest,
    /// Officer and signature; not checked yet.
    pub(crate) signatures: Signatures,
}

impl RecountAct {
    /// Reads recount `number` of this election.
    pub(crate) fn parse(untrusted: &[u8], election: &Digest, number: u32) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/recount/v1")?;
        cursor.digest("E", election)?;
        same_number("number of the recount", number, cursor.u32()?)?;
        let (opening, statement, totals, results) = (cursor.u32()?, cursor.array()?, cursor.array()?, cursor.array()?);
        let agrees = match cursor.u8()? {
            0 => false,
            1 => true,
            _ => return Err(Reason::UnknownWord("agreement of a recount")),
        };
        let (body, _) = untrusted.split_at(untrusted.len() - cursor.left());
        let digest = hash("tamga/recount/v1", &[body]);
        let signatures = acts::signatures(&mut cursor)?;
        cursor.finish()?;
        Ok(Self { opening, statement, totals, results, agrees, digest, signatures })
    }
}
