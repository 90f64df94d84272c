//! Attestation, header and item: a cast record as it stands in a bundle.

use super::contest_set::ContestSet;
use crate::bytes::Cursor;
use crate::digest::{Digest, sha3};
use crate::limits;
use crate::reason::Reason;
use crate::signature::signed;

/// Bytes of an attestation.
const ATTESTATION_LEN: usize = 204;
/// Bytes of a header.
const HEADER_LEN: usize = 166;
/// Bytes of an item without its outer part.
pub(crate) const ITEM_HEAD_LEN: usize = ATTESTATION_LEN + HEADER_LEN + 64;
/// Bytes of the longest item.
pub(crate) const ITEM_LEN_MAX: usize = ITEM_HEAD_LEN + limits::OUTER;

/// What the identity service says of a voter, for one ballot.
#[derive(Clone, Debug)]
pub(crate) struct Attestation {
    /// The election id that it names.
    pub(crate) election: Digest,
    /// The region that it names.
    pub(crate) region: u16,
    /// The tag that it names.
    pub(crate) tag: [u8; 16],
    /// The credential key that it names.
    pub(crate) credential: [u8; 32],
    /// Which ballot of the voter this is.
    pub(crate) counter: u32,
    /// When it was issued, in Unix seconds.
    pub(crate) issued_at: u64,
    /// 1 in the registry, 2 phone equals, 4 phone shared, 8 code verified.
    pub(crate) flags: u8,
    /// 0 none, 1 pass, 2 fail.
    pub(crate) biometric: u8,
}

impl Attestation {
    /// Whether flags and biometric hold defined values only.
    pub(crate) fn is_defined(&self) -> bool {
        self.flags < 16 && self.biometric <= 2
    }
}

/// The header that the voter signs.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// The election id that it names.
    pub(crate) election: Digest,
    /// The region that it names.
    pub(crate) region: u16,
    /// The contests that it names.
    pub(crate) contests: ContestSet,
    /// The tag that it names.
    pub(crate) tag: [u8; 16],
    /// Digest of the attestation.
    pub(crate) attestation: Digest,
    /// Digest of the inner part: the tracker.
    pub(crate) inner: Digest,
    /// Digest of the outer part.
    pub(crate) outer: Digest,
}

/// An item of a bundle.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    /// The attestation.
    pub(crate) attestation: Attestation,
    attestation_bytes: &'a [u8],
    /// The header.
    pub(crate) header: Header,
    header_bytes: &'a [u8],
    signature: [u8; 64],
    /// The outer part, sealed to the region key.
    pub(crate) outer: &'a [u8],
}

impl<'a> Item<'a> {
    /// Cuts an item into its parts. Refuses other magic bytes and items that are too short.
    pub(crate) fn parse(untrusted: &'a [u8]) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        let attestation_bytes = cursor.take(ATTESTATION_LEN)?;
        let header_bytes = cursor.take(HEADER_LEN)?;
        Ok(Self {
            attestation: attestation(attestation_bytes)?,
            attestation_bytes,
            header: header(header_bytes)?,
            header_bytes,
            signature: cursor.array()?,
            outer: cursor.take(cursor.left())?,
        })
    }

    /// Digest of the attestation's bytes.
    pub(crate) fn attestation_digest(&self) -> Digest {
        sha3(&[self.attestation_bytes])
    }

    /// Whether the identity service signed the attestation: all bytes before the signature.
    pub(crate) fn attested_by(&self, identity: &[u8; 32]) -> bool {
        let Some((message, signature)) = self.attestation_bytes.split_last_chunk::<64>() else {
            return false;
        };
        signed(identity, "tamga/attestation/v1", &[message], signature)
    }

    /// Whether the credential key signed the header.
    pub(crate) fn cast_by(&self, credential: &[u8; 32]) -> bool {
        signed(credential, "tamga/cast/v1", &[self.header_bytes], &self.signature)
    }
}

fn attestation(untrusted: &[u8]) -> Result<Attestation, Reason> {
    let mut cursor = Cursor::new(untrusted);
    if cursor.take(4)? != b"TAT1" {
        return Err(Reason::WrongFormat("TAT1"));
    }
    let parsed = Attestation {
        election: cursor.array()?,
        region: cursor.u16()?,
        tag: cursor.array()?,
        credential: cursor.array()?,
        counter: cursor.u32()?,
        issued_at: cursor.u64()?,
        flags: cursor.u8()?,
        biometric: cursor.u8()?,
    };
    let _base_date = cursor.u64()?;
    let _base: Digest = cursor.array()?;
    let _signature: [u8; 64] = cursor.array()?;
    cursor.finish()?;
    Ok(parsed)
}

fn header(untrusted: &[u8]) -> Result<Header, Reason> {
    let mut cursor = Cursor::new(untrusted);
    if cursor.take(4)? != b"TCR1" {
        return Err(Reason::WrongFormat("TCR1"));
    }
    let parsed = Header {
        election: cursor.array()?,
        region: cursor.u16()?,
        contests: ContestSet(cursor.array()?),
        tag: cursor.array()?,
        attestation: cursor.array()?,
        inner: cursor.array()?,
        outer: cursor.array()?,
    };
    cursor.finish()?;
    Ok(parsed)
}
