//! `tamga/roll/v1`: who may vote, under tags that name nobody.

use super::contest_set::ContestSet;
use super::definition::{Definition, Status};
use crate::bytes::Cursor;
use crate::digest::Digest;
use crate::reason::Reason;
use crate::signature::signed;

/// Bytes of an entry.
const ENTRY_LEN: usize = 163;

/// An entry of the roll.
#[derive(Clone, Debug)]
pub(crate) struct RollEntry {
    /// The voter's tag.
    pub(crate) tag: [u8; 16],
    /// The region's index.
    pub(crate) region: u16,
    /// The contests on this voter's ballot.
    pub(crate) contests: ContestSet,
    /// What the registrar says of this voter.
    pub(crate) default: Status,
    /// The voter's credential key.
    pub(crate) credential: [u8; 32],
    /// The registrar's signature.
    certificate: [u8; 64],
    link: Digest,
}

impl RollEntry {
    /// Whether the registrar certified this credential for this definition.
    pub(crate) fn certified(&self, definition: &Definition) -> bool {
        signed(
            &definition.registrar,
            "tamga/credential/v1",
            &[
                &definition.digest,
                &self.tag,
                &self.region.to_be_bytes(),
                &self.contests.0,
                &[self.default as u8],
                &self.credential,
                &self.link,
            ],
            &self.certificate,
        )
    }
}

/// The entries of a roll, ascending by tag.
#[derive(Clone, Debug)]
pub(crate) struct Roll {
    /// Ascending by tag.
    pub(crate) entries: Vec<RollEntry>,
}

impl Roll {
    /// Reads a roll of this definition. Refuses entries out of order, unknown regions and contests that a region has not.
    pub(crate) fn parse(untrusted: &[u8], definition: &Definition) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/roll/v1")?;
        cursor.digest("D", &definition.digest)?;
        let count = usize::try_from(cursor.u32()?).unwrap_or(usize::MAX);
        let needed = count.saturating_mul(ENTRY_LEN);
        if needed != cursor.left() {
            return Err(Reason::EndsEarly { needed, left: cursor.left() });
        }
        let mut entries: Vec<RollEntry> = Vec::with_capacity(count);
        for number in 0..count {
            let item = |why| Reason::Item { item: number as u64, why: Box::new(why) };
            let entry = entry(&mut cursor, definition).map_err(item)?;
            if entries.last().is_some_and(|last| last.tag >= entry.tag) {
                return Err(item(Reason::OutOfOrder("tags")));
            }
            entries.push(entry);
        }
        cursor.finish()?;
        Ok(Self { entries })
    }

    /// Bytes of a roll with so many entries.
    pub(crate) fn file_len(entries: u32) -> u64 {
        ("tamga/roll/v1\n".len() + 32 + 4) as u64 + ENTRY_LEN as u64 * u64::from(entries)
    }

    /// The place of the entry with this tag.
    pub(crate) fn find(&self, tag: &[u8; 16]) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.tag.cmp(tag)).ok()
    }
}

fn entry(cursor: &mut Cursor<'_>, definition: &Definition) -> Result<RollEntry, Reason> {
    let entry = RollEntry {
        tag: cursor.array()?,
        region: cursor.u16()?,
        contests: ContestSet(cursor.array()?),
        default: match cursor.u8()? {
            0 => Status::Green,
            1 => Status::Blue,
            2 => Status::Yellow,
            _ => return Err(Reason::UnknownWord("admission default")),
        },
        credential: cursor.array()?,
        certificate: cursor.array()?,
        link: cursor.array()?,
    };
    let region = definition
        .regions
        .get(usize::from(entry.region))
        .ok_or(Reason::IndexOutOfRange { what: "region", index: u64::from(entry.region) })?;
    if entry.contests == ContestSet::default() || !entry.contests.is_subset(&region.contests) {
        return Err(Reason::ContestsOfRegion(region.code.clone()));
    }
    Ok(entry)
}
