//! Identity links, `tamga/links/v1`: sealed to the escrow keys, kept in the appliance, in no edition.

use tamga_crypto::hash::{Digest, hash};

use super::{RollError, Tag};
use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::limits::{HSMS_MAX, ROLL_ENTRIES_MAX};

/// The first line of a file of links.
pub const FIRST_LINE: &str = "tamga/links/v1\n";
/// Bytes of a digest's worth of link at the least: a tag and the length of a link.
const ENTRY_LEN_MIN: usize = 18;

/// One HSM's copy of a link's key: HPKE to its escrow key.
pub type HsmSealed = Vec<u8>;

/// The identity link of one voter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link's fresh key, sealed to each HSM's escrow key in definition order.
    pub keys: Vec<HsmSealed>,
    /// Nonce (12 bytes), then AES-256-GCM of IIN and phone.
    pub sealed: Vec<u8>,
}

/// A link and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkEntry {
    /// The voter's tag.
    pub tag: Tag,
    /// The link.
    pub link: Link,
}

/// All links of a roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The definition `D` that the links belong to.
    pub definition: Digest,
    /// The links, ascending by tag.
    pub entries: Vec<LinkEntry>,
}

impl Link {
    /// The `info` that a link's key is sealed under: the label `tamga/identity-link/v1`, D and tag, unframed.
    pub fn info(definition: &Digest, tag: &Tag) -> Vec<u8> {
        [b"tamga/identity-link/v1".as_slice(), definition, tag].concat()
    }

    /// The additional data of a link's AES-256-GCM: D ‖ tag.
    pub fn aad(definition: &Digest, tag: &Tag) -> Vec<u8> {
        [definition.as_slice(), tag].concat()
    }

    /// The link's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut link = Writer::default();
        link.count8(self.keys.len());
        for key in &self.keys {
            link.blob16(key);
        }
        link.blob16(&self.sealed);
        link.finish()
    }

    /// The digest that the roll entry carries: `hash("tamga/link-digest/v1", link)`.
    pub fn digest(&self) -> Digest {
        hash("tamga/link-digest/v1", &[&self.to_bytes()])
    }

    /// Reads a link.
    pub fn parse(untrusted: &[u8]) -> Result<Self, RollError> {
        let mut reader = Reader::new(untrusted);
        let link = Self::read(&mut reader)?;
        reader.finish()?;
        same_bytes(untrusted, &link.to_bytes())?;
        Ok(link)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let hsms = u64::from(reader.u8()?);
        let keys = reader.items(hsms, HSMS_MAX as u64, 2, |reader| Ok(reader.blob16()?.to_vec()))?;
        Ok(Self { keys, sealed: reader.blob16()?.to_vec() })
    }
}

impl Links {
    /// Reads a file of links. Refuses tags that do not ascend.
    pub fn parse(untrusted: &[u8]) -> Result<Self, RollError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let definition = reader.digest()?;
        let count = u64::from(reader.u32()?);
        let entries = reader.items(count, ROLL_ENTRIES_MAX, ENTRY_LEN_MIN, |reader| {
            let tag = reader.array()?;
            let mut link = Reader::new(reader.blob16()?);
            let entry = LinkEntry { tag, link: Link::read(&mut link)? };
            link.finish()?;
            Ok(entry)
        })?;
        reader.finish()?;
        let links = Self { definition, entries };
        if !strictly_ascending(links.entries.iter().map(|entry| entry.tag)) {
            return Err(RollError::Order);
        }
        same_bytes(untrusted, &links.to_bytes())?;
        Ok(links)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.bytes(&self.definition).count32(self.entries.len());
        for entry in &self.entries {
            file.bytes(&entry.tag).blob16(&entry.link.to_bytes());
        }
        file.finish()
    }
}
