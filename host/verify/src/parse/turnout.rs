//! `turnout.csv`: what became of the records, by region.

use super::definition::Definition;
use super::finding::Verdict;
use super::tables;
use crate::reason::Reason;

/// The first line.
const HEADER: &str = "region,registered,received,counted,green,blue,yellow,red,superseded,late";

/// The numbers of one region, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turnout {
    /// On the roll.
    pub(crate) registered: u64,
    /// Distinct records.
    pub(crate) received: u64,
    /// Added up.
    pub(crate) counted: u64,
    /// By status.
    pub(crate) green: u64,
    /// By status.
    pub(crate) blue: u64,
    /// By status.
    pub(crate) yellow: u64,
    /// By status.
    pub(crate) red: u64,
    /// By status.
    pub(crate) superseded: u64,
    /// By status.
    pub(crate) late: u64,
}

impl Turnout {
    /// In the order of the columns.
    pub(crate) fn columns(&self) -> [u64; 9] {
        [
            self.registered,
            self.received,
            self.counted,
            self.green,
            self.blue,
            self.yellow,
            self.red,
            self.superseded,
            self.late,
        ]
    }

    fn from_columns(columns: [u64; 9]) -> Self {
        let [registered, received, counted, green, blue, yellow, red, superseded, late] = columns;
        Self { registered, received, counted, green, blue, yellow, red, superseded, late }
    }

    /// The figures of entry 12: all but `registered`.
    pub(crate) fn figures(&self) -> [u64; 8] {
        let [_, figures @ ..] = self.columns();
        figures
    }

    /// A received record with this verdict.
    pub(crate) fn receive(&mut self, verdict: Verdict, counted: bool) {
        self.received += 1;
        self.counted += u64::from(counted);
        match verdict {
            Verdict::Red => self.red += 1,
            Verdict::Late => self.late += 1,
            Verdict::Superseded => self.superseded += 1,
            Verdict::Yellow => self.yellow += 1,
            Verdict::Blue => self.blue += 1,
            Verdict::Green => self.green += 1,
        }
    }

    /// The sum over regions.
    pub(crate) fn total<'a>(rows: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut columns = [0; 9];
        for row in rows {
            for (sum, value) in columns.iter_mut().zip(row.columns()) {
                *sum += value;
            }
        }
        Self::from_columns(columns)
    }

    /// received = green + blue + yellow + red + superseded + late; all green and, where blue counts, all blue records are
    /// counted, and of the others none that is red or superseded.
    pub(crate) fn is_conserved(&self, definition: &Definition) -> bool {
        let kept = self.green + self.blue + self.yellow + self.red + self.superseded + self.late;
        let least = self.green + if definition.blue_counts { self.blue } else { 0 };
        let most = self.green + self.blue + self.yellow + self.late;
        self.received == kept && (least..=most).contains(&self.counted)
    }
}

/// Reads the rows of these regions.
pub(crate) fn parse(
    untrusted: &[u8],
    definition: &Definition,
    regions: &[usize],
) -> Result<Vec<(usize, Turnout)>, Reason> {
    let names: Vec<&str> = regions.iter().map(|region| definition.code(*region)).collect();
    let rows = tables::rows(untrusted, HEADER, &names)?;
    Ok(regions.iter().copied().zip(rows.into_iter().map(Turnout::from_columns)).collect())
}

/// The rows as a file.
pub(crate) fn file<'a>(definition: &Definition, rows: impl IntoIterator<Item = &'a (usize, Turnout)>) -> Vec<u8> {
    let line = |(region, row): &'a (usize, Turnout)| (*region, row.columns().to_vec());
    let lines: Vec<(usize, Vec<u64>)> = rows.into_iter().map(line).collect();
    tables::file(HEADER, lines.into_iter().map(|(region, columns)| (definition.code(region), columns)))
}
