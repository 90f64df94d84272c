//! `tamga/replacement/v1`: new tokens in the places of lost ones, and how the others shared both keys out again.

use super::acts::{self, Signatures};
use super::definition::Definition;
use super::election::{Ceremony, ceremony};
use crate::bytes::Cursor;
use crate::digest::{Digest, sha3};
use crate::limits;
use crate::reason::{Reason, same_number};

/// Bytes of the longest file: 15 tokens, a quorum of 8.
pub(crate) const FILE_LEN_MAX: u64 = 16 << 10;

/// A new token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Newcomer {
    /// The place that it takes, from 1.
    pub(crate) token: u8,
    /// Its Ed25519 key.
    pub(crate) identity: [u8; 32],
    /// Its X25519 key.
    pub(crate) share: [u8; 32],
}

/// A replacement; what is signed and proved in it is not checked yet.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    /// Its number, from 1.
    pub(crate) number: u16,
    /// The new tokens, ascending: at least one, and no more than the quorum can spare.
    pub(crate) newcomers: Vec<Newcomer>,
    /// SHA3-256 of the body, which officers sign.
    pub(crate) digest: Digest,
    /// Officer and signature.
    pub(crate) signatures: Signatures,
    /// The resharing of the custody key, with packages of the remaining tokens alone.
    pub(crate) custody: Ceremony,
    /// The resharing of the election key.
    pub(crate) election: Ceremony,
    /// A confirmation per token.
    pub(crate) confirmations: Vec<[u8; 64]>,
    /// SHA3-256 of the file.
    pub(crate) file: Digest,
}

impl Replacement {
    /// Reads replacement `number` of this election.
    pub(crate) fn parse(
        untrusted: &[u8],
        definition: &Definition,
        election: &Digest,
        number: u16,
    ) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/replacement/v1")?;
        cursor.digest("E", election)?;
        same_number("number of the replacement", number, cursor.u16()?)?;
        let newcomers = newcomers(&mut cursor, definition)?;
        let (body, _) = untrusted.split_at(untrusted.len() - cursor.left());
        let signatures = acts::signatures(&mut cursor)?;
        let dealers = definition.officers.len() - newcomers.len();
        let custody = ceremony(&mut cursor, definition, dealers)?;
        let election = ceremony(&mut cursor, definition, dealers)?;
        let confirmations = cursor.arrays(definition.officers.len())?;
        cursor.finish()?;
        let (digest, file) = (sha3(&[body]), sha3(&[untrusted]));
        Ok(Self { number, newcomers, digest, signatures, custody, election, confirmations, file })
    }

    /// The tokens that are replaced, ascending.
    pub(crate) fn replaced(&self) -> Vec<u8> {
        self.newcomers.iter().map(|newcomer| newcomer.token).collect()
    }
}

/// `u8 newcomers ‖ (u8 token ‖ identity key[32] ‖ share key[32]) …`
fn newcomers(cursor: &mut Cursor<'_>, definition: &Definition) -> Result<Vec<Newcomer>, Reason> {
    let (tokens, count) = (definition.officers.len(), usize::from(cursor.u8()?));
    let spare = tokens.saturating_sub(definition.quorum);
    match count {
        0 => return Err(Reason::Zero("replaced tokens")),
        count if count > spare => return Err(Reason::TooMany { what: "replaced tokens", max: spare }),
        _ => {}
    }
    let mut newcomers: Vec<Newcomer> = Vec::new();
    for _ in 0..count {
        let newcomer = Newcomer { token: cursor.u8()?, identity: cursor.array()?, share: cursor.array()? };
        if newcomer.token == 0 || usize::from(newcomer.token) > tokens {
            return Err(Reason::IndexOutOfRange { what: "token", index: newcomer.token.into() });
        }
        if newcomers.last().is_some_and(|last| last.token >= newcomer.token) {
            return Err(Reason::OutOfOrder("tokens"));
        }
        newcomers.push(newcomer);
    }
    Ok(newcomers)
}

/// The number of a replacement by its path, two digits from 01.
pub(crate) fn number_of(path: &str) -> Option<u16> {
    let digits = path.strip_prefix("replacements/")?.strip_suffix(".bin")?;
    let number = digits.parse().ok()?;
    (1..=limits::REPLACEMENTS).contains(&number).then_some(number).filter(|number| path == self::path(*number))
}

/// Where a replacement stands in the record.
pub(crate) fn path(number: u16) -> String {
    format!("replacements/{number:02}.bin")
}
