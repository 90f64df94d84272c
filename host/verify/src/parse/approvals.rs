//! `tamga/approvals/v1`: the checkers' signatures over a tally root.

use super::definition::Definition;
use crate::bytes::Cursor;
use crate::digest::{Digest, hash};
use crate::reason::Reason;
use crate::signature::signed_bytes;

/// What a checker signs.
pub(crate) struct Approved<'a> {
    /// The election id.
    pub(crate) election: &'a Digest,
    /// The opening's number.
    pub(crate) opening: u32,
    /// Root of the opening before, or zeros.
    pub(crate) previous: &'a Digest,
    /// The CLOSE digest.
    pub(crate) close: &'a Digest,
    /// The tally root.
    pub(crate) root: &'a Digest,
}

impl Approved<'_> {
    /// The 32 bytes that are signed.
    pub(crate) fn message(&self) -> Digest {
        let opening = self.opening.to_be_bytes();
        hash("tamga/approval/v1", &[self.election, &opening, self.previous, self.close, self.root])
    }
}

/// Reads approvals, ascending by checker, and checks every signature. Returns checker and signature.
pub(crate) fn parse(
    untrusted: &[u8],
    definition: &Definition,
    approved: &Approved<'_>,
) -> Result<Vec<(u16, [u8; 64])>, Reason> {
    let mut cursor = Cursor::new(untrusted);
    cursor.format("tamga/approvals/v1")?;
    let count = cursor.u8()?;
    let mut approvals: Vec<(u16, [u8; 64])> = Vec::new();
    for _ in 0..count {
        let number = cursor.u16()?;
        let signature = cursor.array()?;
        if approvals.last().is_some_and(|(last, _)| *last >= number) {
            return Err(Reason::OutOfOrder("checkers"));
        }
        let checker = definition
            .checkers
            .get(usize::from(number))
            .ok_or(Reason::IndexOutOfRange { what: "checker", index: u64::from(number) })?;
        if !signed_bytes(&checker.key, &approved.message(), &signature) {
            return Err(Reason::Signature(checker.id.clone()));
        }
        approvals.push((number, signature));
    }
    cursor.finish()?;
    Ok(approvals)
}

/// A file with the approval of one checker.
pub(crate) fn one(checker: u16, signature: &[u8; 64]) -> Vec<u8> {
    [b"tamga/approvals/v1\n".as_slice(), &[1], &checker.to_be_bytes(), signature].concat()
}
