//! What a voter's device hands in: attestation, header, signature and the sealed ballot.

use tamga_crypto::hash::{Digest, hash, sha3_256};

use crate::bytes::{ByteFault, Reader, Writer, same_bytes};
use crate::definition::ContestSet;
use crate::limits::OUTER_LEN_MAX;
use crate::roll::Tag;

/// Bytes of an attestation.
pub const ATTESTATION_LEN: usize = 204;
/// Bytes of a header.
pub const HEADER_LEN: usize = 166;
/// Bytes of an item before its outer part: attestation, header and signature.
pub const ITEM_HEAD_LEN: usize = ATTESTATION_LEN + HEADER_LEN + 64;
/// Bytes of an item at most.
pub const ITEM_LEN_MAX: usize = ITEM_HEAD_LEN + OUTER_LEN_MAX;

/// Flag of an attestation: the IIN is in the registry.
pub const FLAG_IIN_IN_REGISTRY: u8 = 1;
/// Flag of an attestation: the phone equals the registry's mobile base.
pub const FLAG_PHONE_EQUALS: u8 = 2;
/// Flag of an attestation: the phone is shared with another IIN.
pub const FLAG_PHONE_SHARED: u8 = 4;
/// Flag of an attestation: the one-time code was verified.
pub const FLAG_CODE_VERIFIED: u8 = 8;
/// All flags that have a meaning.
pub const FLAGS_ALL: u8 = FLAG_IIN_IN_REGISTRY | FLAG_PHONE_EQUALS | FLAG_PHONE_SHARED | FLAG_CODE_VERIFIED;
/// No biometric comparison was made.
pub const BIOMETRIC_NONE: u8 = 0;
/// The biometric comparison passed.
pub const BIOMETRIC_PASS: u8 = 1;
/// The biometric comparison failed.
pub const BIOMETRIC_FAIL: u8 = 2;

const ATTESTATION_MAGIC: [u8; 4] = *b"TAT1";
const HEADER_MAGIC: [u8; 4] = *b"TCR1";

/// The identity service's word about one request to vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// The election `E`.
    pub election: Digest,
    /// Index of the region.
    pub region: u16,
    /// The voter's tag.
    pub tag: Tag,
    /// The key that will sign the record.
    pub credential: [u8; 32],
    /// Counts the attestations of a voter, so that re-votes have an order.
    pub counter: u32,
    /// When it was issued, in Unix seconds.
    pub issued_at: u64,
    /// Verdicts, by the `FLAG_` constants. Others are kept as they came: they make a bad attestation.
    pub flags: u8,
    /// Verdict of the biometric comparison, by the `BIOMETRIC_` constants.
    pub biometric: u8,
    /// Date of the base that was asked, in Unix seconds.
    pub base_date: u64,
    /// Digest of the base that was asked.
    pub base_digest: Digest,
    /// The identity service's signature over [`Attestation::message`].
    pub signature: [u8; 64],
}

impl Attestation {
    fn unsigned(&self) -> Writer {
        let mut bytes = Writer::default();
        bytes.bytes(&ATTESTATION_MAGIC).bytes(&self.election).u16(self.region).bytes(&self.tag);
        bytes.bytes(&self.credential).u32(self.counter).u64(self.issued_at).u8(self.flags);
        bytes.u8(self.biometric).u64(self.base_date).bytes(&self.base_digest);
        bytes
    }

    /// What the identity service signs: the label `tamga/attestation/v1` over all bytes before the signature.
    pub fn message(&self) -> Digest {
        hash("tamga/attestation/v1", &[&self.unsigned().finish()])
    }

    /// The 204 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.unsigned();
        bytes.bytes(&self.signature);
        bytes.finish()
    }

    /// SHA3-256 of the 204 bytes, which the header carries.
    pub fn digest(&self) -> Digest {
        sha3_256(&[&self.to_bytes()])
    }

    /// Reads an attestation of exactly 204 bytes. Its signature and verdicts are judged at admission, not here.
    pub fn parse(untrusted: &[u8]) -> Result<Self, ByteFault> {
        let mut reader = Reader::new(untrusted);
        let attestation = Self::read(&mut reader)?;
        reader.finish()?;
        same_bytes(untrusted, &attestation.to_bytes())?;
        Ok(attestation)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        if reader.array()? != ATTESTATION_MAGIC {
            return Err(ByteFault::WrongFirstLine);
        }
        Ok(Self {
            election: reader.digest()?,
            region: reader.u16()?,
            tag: reader.array()?,
            credential: reader.array()?,
            counter: reader.u32()?,
            issued_at: reader.u64()?,
            flags: reader.u8()?,
            biometric: reader.u8()?,
            base_date: reader.u64()?,
            base_digest: reader.digest()?,
            signature: reader.array()?,
        })
    }
}

/// The part of a record that its voter signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The election `E`.
    pub election: Digest,
    /// Index of the region.
    pub region: u16,
    /// The contests on the ballot.
    pub contests: ContestSet,
    /// The voter's tag.
    pub tag: Tag,
    /// SHA3-256 of the attestation's bytes.
    pub attestation_digest: Digest,
    /// SHA3-256 of the inner part: the tracker.
    pub inner_digest: Digest,
    /// SHA3-256 of the outer part.
    pub outer_digest: Digest,
}

impl Header {
    /// The 166 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Writer::default();
        bytes.bytes(&HEADER_MAGIC).bytes(&self.election).u16(self.region);
        bytes.bytes(&self.contests.to_bytes()).bytes(&self.tag);
        bytes.bytes(&self.attestation_digest).bytes(&self.inner_digest).bytes(&self.outer_digest);
        bytes.finish()
    }

    /// Reads a header of exactly 166 bytes.
    pub fn parse(untrusted: &[u8]) -> Result<Self, ByteFault> {
        let mut reader = Reader::new(untrusted);
        let header = Self::read(&mut reader)?;
        reader.finish()?;
        same_bytes(untrusted, &header.to_bytes())?;
        Ok(header)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        if reader.array()? != HEADER_MAGIC {
            return Err(ByteFault::WrongFirstLine);
        }
        Ok(Self {
            election: reader.digest()?,
            region: reader.u16()?,
            contests: ContestSet::from_bytes(reader.array()?),
            tag: reader.array()?,
            attestation_digest: reader.digest()?,
            inner_digest: reader.digest()?,
            outer_digest: reader.digest()?,
        })
    }
}

/// What the voter's credential key signs: the label `tamga/cast/v1` over the header.
pub fn cast_message(header: &Header) -> Digest {
    hash("tamga/cast/v1", &[&header.to_bytes()])
}

/// The `info` that a ballot is sealed under: the label `tamga/ballot/v1`, E and region, unframed.
pub fn ballot_info(election: &Digest, region: u16) -> Vec<u8> {
    [b"tamga/ballot/v1".as_slice(), election, &region.to_be_bytes()].concat()
}

/// One record of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The attestation.
    pub attestation: Attestation,
    /// The header.
    pub header: Header,
    /// The credential key's signature over [`cast_message`].
    pub signature: [u8; 64],
    /// The sealed ballot.
    pub outer: Vec<u8>,
}

impl Item {
    /// Reads an item. Refuses other first bytes of attestation and header, fewer than 434 bytes and an outer part over its
    /// limit; what the fields say is judged at admission.
    pub fn parse(untrusted: &[u8]) -> Result<Self, ByteFault> {
        if untrusted.len() > ITEM_LEN_MAX {
            return Err(ByteFault::OverLimit);
        }
        let mut reader = Reader::new(untrusted);
        let (attestation, header) = (Attestation::read(&mut reader)?, Header::read(&mut reader)?);
        let signature = reader.array()?;
        let outer = untrusted.get(ITEM_HEAD_LEN..).ok_or(ByteFault::EndsEarly)?.to_vec();
        Ok(Self { attestation, header, signature, outer })
    }

    /// The item's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Writer::default();
        bytes.bytes(&self.attestation.to_bytes()).bytes(&self.header.to_bytes());
        bytes.bytes(&self.signature).bytes(&self.outer);
        bytes.finish()
    }

    /// SHA3-256 of the item's bytes, by which a second copy is known.
    pub fn digest(&self) -> Digest {
        sha3_256(&[&self.to_bytes()])
    }

    /// Whether the bytes begin as an item does, without reading it whole: length and the first bytes of both parts.
    pub fn is_item(untrusted: &[u8]) -> bool {
        (ITEM_HEAD_LEN..=ITEM_LEN_MAX).contains(&untrusted.len())
            && untrusted.starts_with(&ATTESTATION_MAGIC)
            && untrusted.get(ATTESTATION_LEN..).is_some_and(|rest| rest.starts_with(&HEADER_MAGIC))
    }
}
