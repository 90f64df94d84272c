//! What the tally keeps of a record while its ballot stays on disk.

use std::ops::Range;

use tamga_crypto::hash::Digest;
use tamga_record::admission::{Reason, Reasons, Status};
use tamga_record::definition::{ContestSet, Definition, HeldStatus};
use tamga_record::roll::Tag;

/// A record without its ballot, 116 bytes. It is found again by the place of its bundle and [`Record::item`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub(crate) collector: u16,
    pub(crate) bundle: u32,
    pub(crate) item: u32,
    pub(crate) tag: Tag,
    pub(crate) contests: ContestSet,
    pub(crate) counter: u32,
    pub(crate) attestation: Digest,
    pub(crate) tracker: Digest,
    pub(crate) reasons: Reasons,
    pub(crate) default: HeldStatus,
}

impl Record {
    /// Index of the collector who brought it.
    pub fn collector(&self) -> u16 {
        self.collector
    }

    /// Number of its bundle, from 1.
    pub fn bundle(&self) -> u32 {
        self.bundle
    }

    /// Its place in the bundle, from 0.
    pub fn item(&self) -> u32 {
        self.item
    }

    /// The tag of its header.
    pub fn tag(&self) -> &Tag {
        &self.tag
    }

    /// Its tracker.
    pub fn tracker(&self) -> &Digest {
        &self.tracker
    }

    /// All reasons known at this stage.
    pub fn reasons(&self) -> Reasons {
        self.reasons
    }

    /// The status that the reasons known at this stage give it.
    pub fn status(&self, definition: &Definition) -> Status {
        self.reasons.status(definition, self.default)
    }

    /// Whether it is a further copy of a record received before: then it is no record of its own in any count.
    pub fn is_copy(&self) -> bool {
        self.reasons.contains(Reason::Duplicate)
    }

    /// Whether a reason makes it red.
    pub fn is_red(&self) -> bool {
        self.reasons.has_red()
    }
}

/// The records of all regions, in list order.
#[derive(Debug, Default)]
pub(crate) struct Records {
    all: Vec<Record>,
    /// Where the list of each region ends.
    ends: Vec<usize>,
}

impl Records {
    /// Adds a record to the region that is being filled.
    pub(crate) fn push(&mut self, record: Record) {
        self.all.push(record);
    }

    /// Ends the region that is being filled; the next record belongs to the next one.
    pub(crate) fn end_region(&mut self) {
        self.ends.push(self.all.len());
    }

    pub(crate) fn all(&self) -> &[Record] {
        &self.all
    }

    pub(crate) fn all_mut(&mut self) -> &mut [Record] {
        &mut self.all
    }

    /// Where the records of a region stand among all; empty for a region that is not there.
    fn range(&self, region: u16) -> Range<usize> {
        let region = usize::from(region);
        let end = self.ends.get(region).copied().unwrap_or_default();
        let begin = region.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        begin.min(end)..end
    }

    pub(crate) fn of(&self, region: u16) -> &[Record] {
        self.all.get(self.range(region)).unwrap_or_default()
    }

    pub(crate) fn of_mut(&mut self, region: u16) -> &mut [Record] {
        let range = self.range(region);
        self.all.get_mut(range).unwrap_or_default()
    }
}
