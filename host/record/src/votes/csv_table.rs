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

impl<'a> CsvTable<'a> {
    /// Reads the header. Refuses a file that is too long or does not end with a line end, and columns that are missing,
    /// unknown, there twice, or for later versions.
    pub(super) fn open(
        file: &'static str,
        untrusted: &'a str,
        known: &[&'static str],
        for_later: Option<&'static str>,
    ) -> Result<Self, InputError> {
        let fault = |line, problem| Err(InputError { file, line, problem });
        if untrusted.len() > INPUT_LEN_MAX {
            return fault(0, InputProblem::TooLong);
        }
        let mut reader = ReaderBuilder::new().has_headers(true).flexible(true).from_reader(untrusted.as_bytes());
        let columns: Vec<String> = match reader.headers() {
            Ok(headers) => headers.iter().map(str::to_owned).collect(),
            Err(_) => return fault(1, InputProblem::NotCsv),
        };
        if columns.iter().any(|column| Some(column.as_str()) == for_later) {
            return fault(1, InputProblem::NotYetSupported);
        }
        if let Some(column) = known.iter().find(|column| !columns.iter().any(|found| found == *column)) {
            return fault(1, InputProblem::MissingColumn { column });
        }
        if columns.len() != known.len() {
            return fault(1, InputProblem::OtherColumns { columns: known.join(",") });
        }
        if !untrusted.ends_with('\n') {
            let line = untrusted.lines().count() as u64;
            return fault(line, InputProblem::EndsEarly);
        }
        Ok(Self { file, reader, columns, last_line: 1 })
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

    pub(super) fn field(&self, column: &'static str) -> Result<&str, InputError> {
        let place = self.columns.iter().position(|known| known == column);
        let field = place.and_then(|place| self.record.get(place));
        field.ok_or_else(|| self.fault(InputProblem::MissingColumn { column }))
    }

    pub(super) fn number(&self, column: &'static str) -> Result<u32, InputError> {
        let field = self.field(column)?;
        let bad =
            || self.fault(InputProblem::BadNumber { column, field: field.chars().take(FIELD_SHOWN_MAX).collect() });
        decimal(field).ok_or_else(bad)
    }
}

/// Characters of a bad field that an error shows.
const FIELD_SHOWN_MAX: usize = 32;
