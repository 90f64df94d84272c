//! What became of each record: `verdicts/REGION.csv`, and `trackers/REGION.txt`, which does not tell.

use std::fmt::Write as _;

use tamga_crypto::hash::Digest;

use super::csv::Rows;
use super::place::BundleName;
use super::{Place, Reason, Reasons, Status};
use crate::bytes::{ByteFault, same_bytes};
use crate::definition::{Definition, HeldStatus};
use crate::text::{decimal, unhex};

/// The columns of a verdicts file.
pub const VERDICTS_HEADER: &str = "collector,bundle,item,tracker,status,counted,reasons";

/// Why a verdicts file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerdictsError {
    /// The bytes are not a verdicts file.
    #[error("verdicts: {0}")]
    Bytes(#[from] ByteFault),
    /// A line has other cells, or cells of another form.
    #[error("verdicts, line {line}: not the seven cells of a verdict, or one that the definition does not know")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// A line does not stand behind that of the place before.
    #[error("verdicts, line {line}: places must ascend and none may be there twice")]
    Order {
        /// The line, from 1.
        line: usize,
    },
    /// The status is none that the reasons give, or a red or superseded record is counted.
    #[error("verdicts, line {line}: its status does not follow from its reasons, or it cannot be counted with it")]
    Status {
        /// The line, from 1.
        line: usize,
    },
}

/// What became of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictLine {
    /// Where it was received.
    pub place: Place,
    /// The record's tracker.
    pub tracker: Digest,
    /// Its status.
    pub status: Status,
    /// Whether it is in the sums.
    pub counted: bool,
    /// All its reasons.
    pub reasons: Reasons,
}

/// The verdicts file of a region: a line per record, in the order given. Text; ids need no quotes.
pub fn verdicts_csv(definition: &Definition, lines: &[VerdictLine]) -> String {
    let mut table = format!("{VERDICTS_HEADER}\n");
    for VerdictLine { place, tracker, status, counted, reasons } in lines {
        let collector = definition.collectors.get(usize::from(place.collector));
        let collector = collector.map_or("", |named| named.id.as_str());
        let bundle = BundleName { bundle: place.bundle, variant: place.variant };
        let (tracker, status, counted) = (hex::encode(tracker), status.name(), yes_or_no(*counted));
        let reasons: Vec<&str> = reasons.iter().map(Reason::name).collect();
        let reasons = reasons.join("|");
        let _ = writeln!(table, "{collector},{bundle},{},{tracker},{status},{counted},{reasons}", place.item);
    }
    table
}

/// Reads a verdicts file. Refuses unknown collectors and reasons, places that do not ascend, and a status that no default
/// of the roll makes of the reasons.
pub fn parse_verdicts_csv(definition: &Definition, untrusted: &[u8]) -> Result<Vec<VerdictLine>, VerdictsError> {
    let mut rows = Rows::after_header(untrusted, VERDICTS_HEADER)?;
    let mut lines: Vec<VerdictLine> = Vec::new();
    while let Some((line, cells)) = rows.next() {
        let verdict = cells.and_then(|cells| read_line(definition, cells)).ok_or(VerdictsError::Line { line })?;
        if lines.last().is_some_and(|last| last.place >= verdict.place) {
            return Err(VerdictsError::Order { line });
        }
        if !verdict.is_consistent(definition) {
            return Err(VerdictsError::Status { line });
        }
        lines.push(verdict);
    }
    same_bytes(untrusted, verdicts_csv(definition, &lines).as_bytes())?;
    Ok(lines)
}

impl VerdictLine {
    fn is_consistent(&self, definition: &Definition) -> bool {
        let defaults: &[HeldStatus] = HeldStatus::ALL;
        let follows = defaults.iter().any(|default| self.reasons.status(definition, *default) == self.status);
        let may_count = !self.reasons.has_red()
            && !self.reasons.contains(Reason::AlreadyCounted)
            && !self.reasons.contains(Reason::Superseded);
        follows && (may_count || !self.counted)
    }
}

fn read_line(definition: &Definition, cells: [&str; 7]) -> Option<VerdictLine> {
    let [collector, bundle, item, tracker, status, counted, reasons] = cells;
    let BundleName { bundle, variant } = BundleName::read(bundle)?;
    let place = Place { collector: definition.collector_index(collector)?, bundle, variant, item: decimal(item)? };
    let counted = match counted {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    let reasons = match reasons {
        "" => Reasons::new(),
        words => words.split('|').map(Reason::from_word).collect::<Option<Reasons>>()?,
    };
    Some(VerdictLine { place, tracker: unhex(tracker)?, status: Status::from_word(status)?, counted, reasons })
}

const fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// The list of received trackers of a region, given ascending; equal ones of different items stay.
pub fn trackers_txt(region: &str, trackers: &[Digest]) -> String {
    let mut text = format!("tamga/trackers/v1 {region}\n");
    for tracker in trackers {
        text.push_str(&hex::encode(tracker));
        text.push('\n');
    }
    text
}
