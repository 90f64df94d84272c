//! The roll, `tamga/roll/v1`: who may vote, by tag.

mod links;

use std::io::{self, Write};

use tamga_crypto::hash::{Digest, RunningSha3, hash};

pub use links::{HsmSealed, Link, LinkEntry, Links};

use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::definition::{ContestSet, Definition, HeldStatus};
use crate::limits::ROLL_ENTRIES_MAX;

/// The first line of a roll.
pub const FIRST_LINE: &str = "tamga/roll/v1\n";
/// Bytes of a tag.
pub const TAG_LEN: usize = 16;
/// Bytes of a roll entry.
pub const ENTRY_LEN: usize = 163;

/// A voter's tag, drawn by the registrar.
pub type Tag = [u8; TAG_LEN];

/// Why a roll is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RollError {
    /// The bytes are not a roll.
    #[error("roll: {0}")]
    Bytes(#[from] ByteFault),
    /// Tags do not ascend, or one is there twice.
    #[error("roll: tags must ascend and none may be there twice")]
    Order,
    /// An entry has a default above 2.
    #[error("roll: an entry has an unknown admission default")]
    Default,
    /// The roll belongs to another definition.
    #[error("roll: it belongs to another definition; use the files of one election together")]
    OtherDefinition,
    /// An entry has a region or a contest that its definition or its region does not have.
    #[error("roll: entry number {} has a region or a contest that is not in the definition", entry + 1)]
    Entry {
        /// The entry's place in the roll, from 0.
        entry: usize,
    },
    /// A region has another number of entries than it has registered people.
    #[error("roll: region number {} has {entries} entries, the definition says {registered} registered", region + 1)]
    Registered {
        /// Index of the region.
        region: usize,
        /// Entries in the roll.
        entries: u32,
        /// Registered by the definition.
        registered: u32,
    },
}

/// A voter on the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollEntry {
    /// The voter's tag.
    pub tag: Tag,
    /// Index of the voter's region.
    pub region: u16,
    /// The contests on the voter's ballot.
    pub contests: ContestSet,
    /// What the roll makes of a record that is fine otherwise.
    pub default: HeldStatus,
    /// The Ed25519 key that signs the voter's records.
    pub credential: [u8; 32],
    /// The registrar's signature over [`RollEntry::certificate_message`].
    pub certificate: [u8; 64],
    /// Digest of the identity link; zeros where the registrar delivered none.
    pub link_digest: Digest,
}

impl RollEntry {
    /// What the registrar's certificate signs: the label `tamga/credential/v1` over `D` and everything else in the entry.
    pub fn certificate_message(&self, definition: &Digest) -> Digest {
        let (region, contests) = (self.region.to_be_bytes(), self.contests.to_bytes());
        let default = [self.default.number()];
        let parts: [&[u8]; 7] =
            [definition, &self.tag, &region, &contests, &default, &self.credential, &self.link_digest];
        hash("tamga/credential/v1", &parts)
    }

    /// The entry's 163 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut entry = Writer::default();
        entry.bytes(&self.tag).u16(self.region).bytes(&self.contests.to_bytes()).u8(self.default.number());
        entry.bytes(&self.credential).bytes(&self.certificate).bytes(&self.link_digest);
        entry.finish()
    }
}

/// A whole roll, in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// The definition `D` that the roll belongs to.
    pub definition: Digest,
    /// The voters, ascending by tag.
    pub entries: Vec<RollEntry>,
}

impl Roll {
    /// Reads a roll. Refuses unknown defaults and tags that do not ascend; [`Roll::check`] compares it with its definition.
    pub fn parse(untrusted: &[u8]) -> Result<Self, RollError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let definition = reader.digest()?;
        let count = u64::from(reader.u32()?);
        let mut all_defaults_known = true;
        let entries = reader.items(count, ROLL_ENTRIES_MAX, ENTRY_LEN, |reader| {
            Ok(RollEntry {
                tag: reader.array()?,
                region: reader.u16()?,
                contests: ContestSet::from_bytes(reader.array()?),
                default: HeldStatus::from_number(reader.u8()?).unwrap_or_else(|| {
                    all_defaults_known = false;
                    HeldStatus::Yellow
                }),
                credential: reader.array()?,
                certificate: reader.array()?,
                link_digest: reader.digest()?,
            })
        })?;
        reader.finish()?;
        if !all_defaults_known {
            return Err(RollError::Default);
        }
        let roll = Self { definition, entries };
        if !strictly_ascending(roll.entries.iter().map(|entry| entry.tag)) {
            return Err(RollError::Order);
        }
        same_bytes(untrusted, &roll.to_bytes())?;
        Ok(roll)
    }

    /// Checks the roll against its definition: digest, regions and contests of every entry, entries per region.
    pub fn check(&self, definition: &Definition) -> Result<(), RollError> {
        if self.definition != definition.digest() {
            return Err(RollError::OtherDefinition);
        }
        let mut counted = vec![0u32; definition.regions.len()];
        for (entry, voter) in self.entries.iter().enumerate() {
            let region = definition.region(voter.region).ok_or(RollError::Entry { entry })?;
            let mut contests = voter.contests.indices();
            if voter.contests.is_empty() || !contests.all(|contest| region.contests.contains(contest)) {
                return Err(RollError::Entry { entry });
            }
            if let Some(count) = counted.get_mut(usize::from(voter.region)) {
                *count += 1;
            }
        }
        for (region, (entries, defined)) in counted.into_iter().zip(&definition.regions).enumerate() {
            if entries != defined.registered {
                return Err(RollError::Registered { region, entries, registered: defined.registered });
            }
        }
        Ok(())
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Vec::new();
        self.write(&mut file).expect("writing into memory does not fail");
        file
    }

    /// Writes the file without holding its bytes in memory.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let count = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let head: [&[u8]; 3] = [FIRST_LINE.as_bytes(), &self.definition, &count.to_be_bytes()];
        for part in head {
            out.write_all(part)?;
        }
        for entry in &self.entries {
            out.write_all(&entry.to_bytes())?;
        }
        Ok(())
    }

    /// `R`, SHA3-256 of the file.
    pub fn digest(&self) -> Digest {
        let mut running = HashingWriter(RunningSha3::new());
        self.write(&mut running).expect("hashing does not fail");
        running.0.finish()
    }

    /// The voter with this tag.
    pub fn find(&self, tag: &Tag) -> Option<&RollEntry> {
        let place = self.entries.binary_search_by(|entry| entry.tag.cmp(tag)).ok()?;
        self.entries.get(place)
    }
}

/// A sink that hashes what is written to it.
struct HashingWriter(RunningSha3);

impl Write for HashingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
