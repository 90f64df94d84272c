//! What the tally keeps of a record while its ballot stays on disk.

use tamga_crypto::hash::Digest;
use tamga_record::admission::{Place, Reason, Reasons, RegionTurnout, Status, VerdictLine};
use tamga_record::definition::{ContestSet, Definition, HeldStatus};
use tamga_record::roll::Tag;

/// A record without its ballot, 120 bytes. It is found again by its region and [`Record::place`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub(crate) place: Place,
    pub(crate) tag: Tag,
    pub(crate) contests: ContestSet,
    pub(crate) counter: u32,
    pub(crate) attestation: Digest,
    pub(crate) tracker: Digest,
    pub(crate) reasons: Reasons,
    pub(crate) default: HeldStatus,
    pub(crate) counted: bool,
}

impl Record {
    /// Where it was received.
    pub fn place(&self) -> Place {
        self.place
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

    /// The reasons known at this stage that hold it.
    pub fn holding(&self, definition: &Definition) -> Reasons {
        self.reasons.holding(definition, self.default)
    }

    /// The status that the reasons known at this stage give it.
    pub fn status(&self, definition: &Definition) -> Status {
        self.reasons.status(definition, self.default)
    }

    /// Whether it is in the sums; no record is before verification.
    pub fn is_counted(&self) -> bool {
        self.counted
    }

    /// Whether it is a further copy of a record received before: then it is no record of its own in any count.
    pub fn is_copy(&self) -> bool {
        self.reasons.contains(Reason::Duplicate)
    }

    /// Whether a reason makes it red.
    pub fn is_red(&self) -> bool {
        self.reasons.has_red()
    }

    pub(crate) fn verdict(&self, definition: &Definition) -> VerdictLine {
        VerdictLine {
            place: self.place,
            tracker: self.tracker,
            status: self.status(definition),
            counted: self.counted,
            reasons: self.reasons,
        }
    }
}

/// The counts of these records of one region. `received` is the sum of the statuses: a further copy is in neither.
pub(crate) fn turnout(definition: &Definition, records: &[Record]) -> RegionTurnout {
    let mut turnout = RegionTurnout::default();
    for record in records.iter().filter(|record| !record.is_copy()) {
        turnout.received += 1;
        turnout.counted += u32::from(record.counted);
        match record.status(definition) {
            Status::Green => turnout.green += 1,
            Status::Blue => turnout.blue += 1,
            Status::Yellow => turnout.yellow += 1,
            Status::Red => turnout.red += 1,
            Status::Superseded => turnout.superseded += 1,
            Status::Late => turnout.late += 1,
        }
    }
    turnout
}
