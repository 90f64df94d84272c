//! A CSV table [RFC 4180] whose columns are known by name and whose rows know their line.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::{InputError, InputProblem};
use crate::limits::INPUT_LEN_MAX;
use crate::text::decimal;

/// A table being read row by row.
pub(super) struct CsvTable<'a> {
    file: &'static str,
    reader: Reader<&'a [u8]>,
    columns: Vec<String>,
    last_line: u64,
}

/// A row with as many fields as there are columns.
pub(super) struct Row<'t> {
    file: &'static str,
    columns: &'t [String],
    record: StringRecord,
    line: u64,
}

/// The columns that a table must have in any order, and one that it may have.
pub(super) struct Columns {
    pub(super) needed: &'static [&'static str],
    pub(super) optional: Option<&'static str>,
}

impl Columns {
    /// Refuses columns that are missing, unknown or there twice.
    pub(super) fn check(&self, columns: &[String]) -> Result<(), InputProblem> {
        let has = |name: &str| columns.iter().any(|column| column == name);
        if let Some(column) = self.needed.iter().find(|name| !has(name)) {
            return Err(InputProblem::MissingColumn { column: (*column).to_owned() });
        }
        let known = self.needed.len() + self.optional.iter().filter(|name| has(name)).count();
        if columns.len() == known {
            return Ok(());
        }
        let optional = self.optional.map(|name| format!("[,{name}]")).unwrap_or_default();
        Err(InputProblem::OtherColumns { columns: format!("{}{optional}", self.needed.join(",")) })
    }
}

impl<'a> CsvTable<'a> {
    /// Reads the header. Refuses a file that is too long or does not end with a line end, and columns that `check` refuses.
    pub(super) fn open(
        file: &'static str,
        untrusted: &'a str,
        check: impl FnOnce(&[String]) -> Result<(), InputProblem>,
    ) -> Result<Self, InputError> {
        let fault = |line, problem| InputError { file, line, problem };
        if untrusted.len() > INPUT_LEN_MAX {
            return Err(fault(0, InputProblem::TooLong));
        }
        let mut reader = ReaderBuilder::new().has_headers(true).flexible(true).from_reader(untrusted.as_bytes());
        let headers = reader.headers().map_err(|_| fault(1, InputProblem::NotCsv))?;
        let columns: Vec<String> = headers.iter().map(str::to_owned).collect();
        check(&columns).map_err(|problem| fault(1, problem))?;
        if !untrusted.ends_with('\n') {
            let line = untrusted.lines().count() as u64;
            return Err(fault(line, InputProblem::EndsEarly));
        }
        Ok(Self { file, reader, columns, last_line: 1 })
    }

    /// The columns in the order of the file.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The next row; `None` after the last. Refuses a row with more or fewer fields than there are columns.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>, InputError> {
        let mut record = StringRecord::new();
        let has_row = self.reader.read_record(&mut record);
        let line = record.position().map_or(self.last_line + 1, csv::Position::line);
        let fault = |problem| InputError { file: self.file, line, problem };
        if !has_row.map_err(|_| fault(InputProblem::NotCsv))? {
            return Ok(None);
        }
        self.last_line = line;
        if record.len() != self.columns.len() {
            return Err(fault(InputProblem::FieldCount { found: record.len(), expected: self.columns.len() }));
        }
        Ok(Some(Row { file: self.file, columns: &self.columns, record, line }))
    }

    /// The fault that something did not come until the last line.
    pub(super) fn fault_at_end(&self, problem: InputProblem) -> InputError {
        InputError { file: self.file, line: self.last_line, problem }
    }
}

impl Row<'_> {
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn fault(&self, problem: InputProblem) -> InputError {
        InputError { file: self.file, line: self.line, problem }
    }

    /// The field of the column at this place, from 0; empty where there is none.
    pub(super) fn at(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    /// The field of a column; empty where the table does not have the column.
    pub(super) fn field(&self, column: &'static str) -> &str {
        let place = self.columns.iter().position(|known| known == column);
        place.map_or("", |place| self.at(place))
    }

    pub(super) fn number(&self, column: &'static str) -> Result<u32, InputError> {
        let field = self.field(column);
        decimal(field).ok_or_else(|| self.fault(InputProblem::BadNumber { column, field: shown(field) }))
    }
}

/// Characters of a field that an error shows.
const FIELD_SHOWN_MAX: usize = 48;

/// The beginning of a field, for errors: as long as any id may be.
pub(super) fn shown(field: &str) -> String {
    field.chars().take(FIELD_SHOWN_MAX).collect()
}
