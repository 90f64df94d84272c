//! `held.csv` and `attestations.csv`, and what all tables of the record have in common.

use super::definition::Definition;
use super::finding::Finding;
use crate::reason::Reason;
use crate::text;

/// The first line of `held.csv`.
const HELD: &str = "reason,records,for,against,undecided,counted";
/// The first line of `attestations.csv`.
const ATTESTATIONS: &str = "region,issued,used,received";

/// The records that one reason holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// All of them.
    pub(crate) records: u64,
    /// Where a quorum is for counting.
    pub(crate) decided_for: u64,
    /// Where it is against it.
    pub(crate) decided_against: u64,
    /// Where it is neither.
    pub(crate) undecided: u64,
    /// Of all of them counted.
    pub(crate) counted: u64,
}

impl Held {
    /// Adds the records of another opening or region.
    pub(crate) fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.decided_for += other.decided_for;
        self.decided_against += other.decided_against;
        self.undecided += other.undecided;
        self.counted += other.counted;
    }

    /// What must be true of every line: a record that is counted was decided for.
    pub(crate) fn is_consistent(&self) -> bool {
        let all = self.decided_for.checked_add(self.decided_against).and_then(|sum| sum.checked_add(self.undecided));
        all == Some(self.records) && self.counted <= self.decided_for
    }
}

/// How a region used attestations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attestations {
    /// Issued by the identity service.
    pub(crate) issued: u64,
    /// Distinct ones of received records that are not red.
    pub(crate) used: u64,
    /// Records received.
    pub(crate) received: u64,
}

/// Reads `held.csv`: a line per reason that can hold a record under this definition, in the order of the table.
pub(crate) fn parse_held(untrusted: &[u8], definition: &Definition) -> Result<Vec<Held>, Reason> {
    let names: Vec<&str> = Finding::holding(definition).into_iter().map(Finding::word).collect();
    let rows = rows(untrusted, HELD, &names)?;
    let held = |[records, decided_for, decided_against, undecided, counted]: [u64; 5]| Held {
        records,
        decided_for,
        decided_against,
        undecided,
        counted,
    };
    Ok(rows.into_iter().map(held).collect())
}

/// `held.csv` as a file, from its lines in order.
pub(crate) fn held_file(definition: &Definition, rows: &[Held]) -> Vec<u8> {
    let names = Finding::holding(definition).into_iter().map(Finding::word);
    let columns =
        rows.iter().map(|row| vec![row.records, row.decided_for, row.decided_against, row.undecided, row.counted]);
    file(HELD, names.zip(columns))
}

/// Reads `attestations.csv`: a line per region of these.
pub(crate) fn parse_attestations(
    untrusted: &[u8],
    definition: &Definition,
    regions: &[usize],
) -> Result<Vec<Attestations>, Reason> {
    let names: Vec<&str> = regions.iter().map(|region| definition.code(*region)).collect();
    let rows = rows(untrusted, ATTESTATIONS, &names)?;
    Ok(rows.into_iter().map(|[issued, used, received]| Attestations { issued, used, received }).collect())
}

/// `attestations.csv` as a file.
pub(crate) fn attestations_file(definition: &Definition, rows: &[(usize, Attestations)]) -> Vec<u8> {
    let line =
        |(region, row): &(usize, Attestations)| (definition.code(*region), vec![row.issued, row.used, row.received]);
    file(ATTESTATIONS, rows.iter().map(line))
}

/// The numbers of a table whose lines begin with these names, in this order.
pub(super) fn rows<const N: usize>(
    untrusted: &[u8],
    header: &'static str,
    names: &[&str],
) -> Result<Vec<[u64; N]>, Reason> {
    let mut lines = text::lines(untrusted)?;
    if lines.next() != Some(header) {
        return Err(Reason::ExpectedLine(header));
    }
    let mut rows = Vec::with_capacity(names.len());
    for name in names {
        let row = row(lines.next().unwrap_or_default(), name);
        rows.push(row.map_err(|why| Reason::Row { name: (*name).to_owned(), why: Box::new(why) })?);
    }
    if lines.next().is_some() { Err(Reason::ExtraLines) } else { Ok(rows) }
}

fn row<const N: usize>(line: &str, name: &str) -> Result<[u64; N], Reason> {
    let mut cells = line.split(',');
    if cells.next() != Some(name) {
        return Err(Reason::OutOfOrder("lines"));
    }
    let mut columns = [0; N];
    for column in &mut columns {
        *column = text::number(cells.next().unwrap_or_default(), u64::from(u32::MAX))?;
    }
    if cells.next().is_some() { Err(Reason::ExtraColumns) } else { Ok(columns) }
}

/// A table as a file.
pub(super) fn file<'a>(header: &str, rows: impl Iterator<Item = (&'a str, Vec<u64>)>) -> Vec<u8> {
    let mut text = format!("{header}\n");
    for (name, columns) in rows {
        text.push_str(name);
        for column in columns {
            text.push_str(&format!(",{column}"));
        }
        text.push('\n');
    }
    text.into_bytes()
}
