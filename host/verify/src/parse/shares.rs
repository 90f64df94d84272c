//! `tamga/shares/v1`: partial decryptions of the tokens, with the proofs of their chunks.

use super::definition::Definition;
use crate::bytes::Cursor;
use crate::digest::{Digest, sha3};
use crate::equations::opening::{CHUNK_LEN, Encoded};
use crate::reason::{Reason, same_number};

/// One token's answers.
#[derive(Clone, Debug)]
pub(crate) struct TokenShare {
    /// The token's index, from 1.
    pub(crate) token: u8,
    /// `D_j` of every sum.
    pub(crate) answers: Vec<Encoded>,
    /// A proof per chunk.
    pub(crate) proofs: Vec<[u8; 64]>,
    /// SHA3-256 of the token's bytes in the file.
    pub(crate) digest: Digest,
}

/// Reads the shares of this opening, ascending by token. Proofs are not checked here.
pub(crate) fn parse(
    untrusted: &[u8],
    definition: &Definition,
    election: &Digest,
    opening: u32,
    root: &Digest,
    sums: usize,
) -> Result<Vec<TokenShare>, Reason> {
    let mut cursor = Cursor::new(untrusted);
    cursor.format("tamga/shares/v1")?;
    cursor.digest("E", election)?;
    same_number("opening", u64::from(opening), cursor.u32()?)?;
    cursor.digest("tally root", root)?;
    same_number("sums", sums, cursor.u32()?)?;
    let count = cursor.u8()?;
    let mut shares: Vec<TokenShare> = Vec::new();
    for _ in 0..count {
        let start = untrusted.len() - cursor.left();
        let token = cursor.u8()?;
        if token == 0 || usize::from(token) > definition.officers.len() {
            return Err(Reason::IndexOutOfRange { what: "token", index: u64::from(token) });
        }
        if shares.last().is_some_and(|last| last.token >= token) {
            return Err(Reason::OutOfOrder("tokens"));
        }
        let answers = cursor.arrays(sums)?.into_iter().map(Encoded::read).collect::<Result<_, _>>()?;
        let proofs = cursor.arrays(sums.div_ceil(CHUNK_LEN))?;
        let bytes = untrusted.get(start..untrusted.len() - cursor.left()).unwrap_or_default();
        shares.push(TokenShare { token, answers, proofs, digest: sha3(&[bytes]) });
    }
    cursor.finish()?;
    Ok(shares)
}
