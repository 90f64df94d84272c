//! The tables about records: `verdicts/REGION.csv`, `trackers/REGION.txt`, `turnout.csv`.

use std::fmt::Write as _;

use tamga_crypto::hash::Digest;

use super::{Reasons, Status};
use crate::definition::Definition;

/// The columns of a verdicts file.
pub const VERDICTS_HEADER: &str = "collector,bundle,item,tracker,status,reasons";
/// The columns of `turnout.csv`.
pub const TURNOUT_HEADER: &str = "region,registered,received,counted,green,blue,yellow,red,superseded,late";

/// What became of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictLine {
    /// Index of the collector.
    pub collector: u16,
    /// Number of the bundle.
    pub bundle: u32,
    /// Place in the bundle, from 0.
    pub item: u32,
    /// The record's tracker.
    pub tracker: Digest,
    /// Its status.
    pub status: Status,
    /// All its reasons.
    pub reasons: Reasons,
}

/// The verdicts file of a region: a line per record, in the order given. Text; ids need no quotes.
pub fn verdicts_csv(definition: &Definition, lines: &[VerdictLine]) -> String {
    let mut table = format!("{VERDICTS_HEADER}\n");
    for line in lines {
        let collector = definition.collectors.get(usize::from(line.collector));
        let collector = collector.map_or("", |named| named.id.as_str());
        let reasons: Vec<&str> = line.reasons.iter().map(super::Reason::name).collect();
        let (tracker, status) = (hex::encode(line.tracker), line.status.name());
        let _ = writeln!(table, "{collector},{},{},{tracker},{status},{}", line.bundle, line.item, reasons.join("|"));
    }
    table
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

/// The counts of one region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegionTurnout {
    /// Distinct items received.
    pub received: u32,
    /// Ballots counted.
    pub counted: u32,
    /// Green records.
    pub green: u32,
    /// Blue records.
    pub blue: u32,
    /// Yellow records.
    pub yellow: u32,
    /// Red records, further copies of a received one left out.
    pub red: u32,
    /// Superseded records.
    pub superseded: u32,
    /// Late records.
    pub late: u32,
}

impl RegionTurnout {
    /// Whether every received record has exactly one status.
    pub fn is_conserved(&self) -> bool {
        let parts = [self.green, self.blue, self.yellow, self.red, self.superseded, self.late];
        parts.iter().map(|part| u64::from(*part)).sum::<u64>() == u64::from(self.received)
    }
}

/// `turnout.csv`: a line per region, given in definition order.
pub fn turnout_csv(definition: &Definition, turnout: &[RegionTurnout]) -> String {
    let mut table = format!("{TURNOUT_HEADER}\n");
    for (region, counts) in definition.regions.iter().zip(turnout) {
        let RegionTurnout { received, counted, green, blue, yellow, red, superseded, late } = counts;
        let _ = writeln!(
            table,
            "{},{},{received},{counted},{green},{blue},{yellow},{red},{superseded},{late}",
            region.code, region.registered
        );
    }
    table
}
