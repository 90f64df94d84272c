//! `tamga/election-file/v1`: definition, keys, key ceremonies and endorsements in one file.

use super::definition::Definition;
use super::keys::PublicKeys;
use crate::bytes::Cursor;
use crate::digest::Digest;
use crate::reason::Reason;

/// What the file shows of one key ceremony; lengths follow from officers and quorum.
#[derive(Clone, Debug)]
pub(crate) struct Ceremony {
    /// A nonce per token.
    pub(crate) nonces: Vec<[u8; 32]>,
    /// The packages (10) of the dealers, ascending, not yet checked.
    pub(crate) packages: Vec<Vec<u8>>,
    /// The inner hash of (13).
    pub(crate) envelopes: Digest,
    /// A signature of the transcript per token.
    pub(crate) signatures: Vec<[u8; 64]>,
}

/// The parts of the file up to the roll digest, and what stands behind them.
#[derive(Clone, Debug)]
pub(crate) struct ElectionFile<'a> {
    /// The canonical definition's bytes.
    pub(crate) definition: &'a [u8],
    /// The public-key file's bytes.
    pub(crate) keys: &'a [u8],
    /// `R`.
    pub(crate) roll: Digest,
    /// Entries of the roll.
    pub(crate) roll_entries: u32,
    /// Both ceremonies and all signatures.
    pub(crate) rest: &'a [u8],
}

impl<'a> ElectionFile<'a> {
    /// Cuts the file into its parts.
    pub(crate) fn split(untrusted: &'a [u8]) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/election-file/v1")?;
        let definition = cursor.blob32()?;
        let keys = cursor.blob32()?;
        let roll = cursor.array()?;
        let roll_entries = cursor.u32()?;
        let rest = cursor.take(cursor.left())?;
        Ok(Self { definition, keys, roll, roll_entries, rest })
    }
}

/// Ceremonies and endorsements.
#[derive(Clone, Debug)]
pub(crate) struct Endorsed {
    /// The ceremony of the custody key.
    pub(crate) custody: Ceremony,
    /// The ceremony of the election key.
    pub(crate) election: Ceremony,
    /// A signature over `E` per HSM, of its key's length.
    pub(crate) hsms: Vec<Vec<u8>>,
    /// A signature over `E` per officer.
    pub(crate) officers: Vec<[u8; 64]>,
}

impl Endorsed {
    /// Reads what stands behind the roll digest.
    pub(crate) fn parse(untrusted: &[u8], definition: &Definition, keys: &PublicKeys) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        let parsed = Self {
            custody: ceremony(&mut cursor, definition, definition.officers.len())?,
            election: ceremony(&mut cursor, definition, definition.officers.len())?,
            hsms: keys
                .hsms
                .iter()
                .map(|hsm| Ok(cursor.take(hsm.seal.signature_len())?.to_vec()))
                .collect::<Result<_, Reason>>()?,
            officers: cursor.arrays(definition.officers.len())?,
        };
        cursor.finish()?;
        Ok(parsed)
    }
}

/// Nonces and signatures of all tokens, and the packages of those that dealt.
pub(super) fn ceremony(cursor: &mut Cursor<'_>, definition: &Definition, dealers: usize) -> Result<Ceremony, Reason> {
    let tokens = definition.officers.len();
    let package_len = 32 * (definition.quorum + 2);
    let nonces = cursor.arrays(tokens)?;
    let mut packages = Vec::with_capacity(dealers);
    for _ in 0..dealers {
        packages.push(cursor.take(package_len)?.to_vec());
    }
    Ok(Ceremony { nonces, packages, envelopes: cursor.array()?, signatures: cursor.arrays(tokens)? })
}
