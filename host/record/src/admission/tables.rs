//! The three tables over all boxes so far: `turnout.csv`, `held.csv`, `attestations.csv`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::csv::{Rows, numbers};
use super::{AttestationUse, HeldCounts, Reason, RegionTurnout, TurnoutTotal};
use crate::bytes::{ByteFault, same_bytes};
use crate::definition::Definition;

/// The columns of `turnout.csv`.
pub const TURNOUT_HEADER: &str = "region,registered,received,counted,green,blue,yellow,red,superseded,late";
/// The columns of `held.csv`.
pub const HELD_HEADER: &str = "reason,records,for,against,undecided,counted";
/// The columns of `attestations.csv`.
pub const ATTESTATIONS_HEADER: &str = "region,issued,used,received";

/// Why a table about records is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The bytes are not such a table, or not written in its one way.
    #[error("table: {0}")]
    Bytes(#[from] ByteFault),
    /// A line names no region or reason of the definition, or its numbers are none.
    #[error("table, line {line}: not a line of this table, or of another election")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// Statuses do not add up to what was received, more are counted than were received, or decided ones do not add up
    /// to the records held.
    #[error("table, line {line}: its numbers do not add up")]
    Sum {
        /// The line, from 1.
        line: usize,
    },
    /// Turnout and attestations have not the same regions.
    #[error("table: turnout and attestations must have the same regions, with the same numbers received")]
    Regions,
}

/// The three tables, of one opening or of all so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdmissionTables {
    /// Per region that is in a box, by index.
    pub turnout: BTreeMap<u16, RegionTurnout>,
    /// Per reason that holds records; a reason that is not here holds none.
    pub held: BTreeMap<Reason, HeldCounts>,
    /// Per region that is in a box, by index.
    pub attestations: BTreeMap<u16, AttestationUse>,
}

impl AdmissionTables {
    /// `turnout.csv`: a line per region, in definition order.
    pub fn turnout_csv(&self, definition: &Definition) -> String {
        let mut table = format!("{TURNOUT_HEADER}\n");
        for (region, counts) in &self.turnout {
            if let Some(region) = definition.region(*region) {
                let counts = counts.columns().map(|count| count.to_string()).join(",");
                let _ = writeln!(table, "{},{},{counts}", region.code, region.registered);
            }
        }
        table
    }

    /// `held.csv`: a line per reason that can hold a record under this definition, in the order of reasons.
    pub fn held_csv(&self, definition: &Definition) -> String {
        let mut table = format!("{HELD_HEADER}\n");
        for reason in Reason::holding(definition) {
            let HeldCounts { records, for_, against, undecided, counted } =
                self.held.get(&reason).copied().unwrap_or_default();
            let _ = writeln!(table, "{},{records},{for_},{against},{undecided},{counted}", reason.name());
        }
        table
    }

    /// `attestations.csv`: a line per region, in definition order.
    pub fn attestations_csv(&self, definition: &Definition) -> String {
        let mut table = format!("{ATTESTATIONS_HEADER}\n");
        for (region, AttestationUse { issued, used, received }) in &self.attestations {
            if let Some(region) = definition.region(*region) {
                let _ = writeln!(table, "{},{issued},{used},{received}", region.code);
            }
        }
        table
    }

    /// Reads the three tables. Refuses lines out of order, numbers that do not add up, and turnout and attestations of
    /// different regions.
    pub fn parse(
        definition: &Definition,
        untrusted_turnout: &[u8],
        untrusted_held: &[u8],
        untrusted_attestations: &[u8],
    ) -> Result<Self, TableError> {
        let tables = Self {
            turnout: parse_turnout(definition, untrusted_turnout)?,
            held: parse_held(untrusted_held)?,
            attestations: parse_attestations(definition, untrusted_attestations)?,
        };
        let received = tables.turnout.iter().map(|(region, counts)| (region, counts.received));
        if !received.eq(tables.attestations.iter().map(|(region, counts)| (region, counts.received))) {
            return Err(TableError::Regions);
        }
        same_bytes(untrusted_turnout, tables.turnout_csv(definition).as_bytes())?;
        same_bytes(untrusted_held, tables.held_csv(definition).as_bytes())?;
        same_bytes(untrusted_attestations, tables.attestations_csv(definition).as_bytes())?;
        Ok(tables)
    }

    /// Adds the tables of the next opening: counts add up, and what was issued is what `next` says, which is newer.
    pub fn add(&mut self, next: &Self) {
        for (region, counts) in &next.turnout {
            self.turnout.entry(*region).or_default().add(counts);
        }
        for (reason, counts) in &next.held {
            self.held.entry(*reason).or_default().add(counts);
        }
        for (region, counts) in &next.attestations {
            let sum = self.attestations.entry(*region).or_default();
            sum.issued = counts.issued;
            sum.used = sum.used.saturating_add(counts.used);
            sum.received = sum.received.saturating_add(counts.received);
        }
    }

    /// Takes what was issued in every region that is here from newer counts, given per region in definition order.
    pub fn set_issued(&mut self, counts: &[u32]) {
        for (region, attestations) in &mut self.attestations {
            attestations.issued = counts.get(usize::from(*region)).copied().unwrap_or(0);
        }
    }

    /// The sums of the turnout.
    pub fn total(&self) -> TurnoutTotal {
        let mut total = TurnoutTotal::default();
        for counts in self.turnout.values() {
            total.received += u64::from(counts.received);
            total.counted += u64::from(counts.counted);
            total.green += u64::from(counts.green);
            total.blue += u64::from(counts.blue);
            total.yellow += u64::from(counts.yellow);
            total.red += u64::from(counts.red);
            total.superseded += u64::from(counts.superseded);
            total.late += u64::from(counts.late);
        }
        total
    }

    /// People on the roll in the regions of the turnout.
    pub fn registered(&self, definition: &Definition) -> u64 {
        let regions = self.turnout.keys().filter_map(|region| definition.region(*region));
        regions.map(|region| u64::from(region.registered)).sum()
    }
}

fn parse_turnout(definition: &Definition, untrusted: &[u8]) -> Result<BTreeMap<u16, RegionTurnout>, TableError> {
    let mut rows = Rows::after_header(untrusted, TURNOUT_HEADER)?;
    let mut turnout = BTreeMap::new();
    while let Some((line, cells)) = rows.next::<10>() {
        let read = || {
            // That `registered` is the definition's is checked where the table is written again.
            let [region, _, counts @ ..] = cells?;
            Some((definition.region_index(region)?, RegionTurnout::from_columns(numbers(counts)?)))
        };
        let (region, counts) = read().ok_or(TableError::Line { line })?;
        if !counts.is_conserved() {
            return Err(TableError::Sum { line });
        }
        turnout.insert(region, counts);
    }
    Ok(turnout)
}

fn parse_held(untrusted: &[u8]) -> Result<BTreeMap<Reason, HeldCounts>, TableError> {
    let mut rows = Rows::after_header(untrusted, HELD_HEADER)?;
    let mut held = BTreeMap::new();
    while let Some((line, cells)) = rows.next::<6>() {
        let read = || {
            let [reason, counts @ ..] = cells?;
            let [records, for_, against, undecided, counted] = numbers(counts)?;
            Some((Reason::from_word(reason)?, HeldCounts { records, for_, against, undecided, counted }))
        };
        let (reason, counts) = read().ok_or(TableError::Line { line })?;
        if !counts.is_conserved() {
            return Err(TableError::Sum { line });
        }
        held.insert(reason, counts);
    }
    Ok(held)
}

fn parse_attestations(definition: &Definition, untrusted: &[u8]) -> Result<BTreeMap<u16, AttestationUse>, TableError> {
    let mut rows = Rows::after_header(untrusted, ATTESTATIONS_HEADER)?;
    let mut attestations = BTreeMap::new();
    while let Some((line, cells)) = rows.next::<4>() {
        let read = || {
            let [region, counts @ ..] = cells?;
            let [issued, used, received] = numbers(counts)?;
            Some((definition.region_index(region)?, AttestationUse { issued, used, received }))
        };
        let (region, counts) = read().ok_or(TableError::Line { line })?;
        if counts.used > counts.received {
            return Err(TableError::Sum { line });
        }
        attestations.insert(region, counts);
    }
    Ok(attestations)
}
