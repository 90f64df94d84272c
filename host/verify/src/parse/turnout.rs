//! `turnout.csv`: what became of the records, by region.

use super::definition::Definition;
use crate::reason::Reason;
use crate::text;

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

    /// The sum over regions.
    pub(crate) fn total(rows: &[Self]) -> Self {
        let mut columns = [0; 9];
        for row in rows {
            for (sum, value) in columns.iter_mut().zip(row.columns()) {
                *sum += value;
            }
        }
        Self::from_columns(columns)
    }

    /// received = green + blue + yellow + red + superseded + late, counted = green.
    pub(crate) fn is_conserved(&self) -> bool {
        let kept = self.green + self.blue + self.yellow + self.red + self.superseded + self.late;
        self.received == kept && self.counted == self.green
    }
}

/// Reads the rows, in definition order.
pub(crate) fn parse(untrusted: &[u8], definition: &Definition) -> Result<Vec<Turnout>, Reason> {
    let mut lines = text::lines(untrusted)?;
    if lines.next() != Some(HEADER) {
        return Err(Reason::ExpectedLine(HEADER));
    }
    let mut rows = Vec::with_capacity(definition.regions.len());
    for region in &definition.regions {
        let row = row(lines.next().unwrap_or_default(), &region.code);
        rows.push(row.map_err(|why| Reason::Region { code: region.code.clone(), why: Box::new(why) })?);
    }
    if lines.next().is_some() { Err(Reason::ExtraLines) } else { Ok(rows) }
}

fn row(line: &str, code: &str) -> Result<Turnout, Reason> {
    let mut cells = line.split(',');
    if cells.next() != Some(code) {
        return Err(Reason::OutOfOrder("regions"));
    }
    let mut columns = [0; 9];
    for column in &mut columns {
        *column = text::number(cells.next().unwrap_or_default(), u64::from(u32::MAX))?;
    }
    if cells.next().is_some() { Err(Reason::ExtraColumns) } else { Ok(Turnout::from_columns(columns)) }
}

/// The rows as a file.
pub(crate) fn file(definition: &Definition, rows: &[Turnout]) -> Vec<u8> {
    let mut text = format!("{HEADER}\n");
    for (region, row) in definition.regions.iter().zip(rows) {
        text.push_str(&region.code);
        for column in row.columns() {
            text.push_str(&format!(",{column}"));
        }
        text.push('\n');
    }
    text.into_bytes()
}
