//! The statement's text, `tamga/statement/v1`: the result in at most 1,024 bytes.

use tamga_crypto::hash::{Digest, hash, sha3_256};
pub use tamga_wire::signed::statement_message;

use crate::bytes::{ByteFault, is_id, same_bytes};
use crate::limits::STATEMENT_LEN_MAX;
use crate::text::{Lines, base64, decimal, unbase64, unhex};

/// The first line of a statement.
pub const FIRST_LINE: &str = "tamga/statement/v1\n";

crate::definition::words! {
    /// What kind of result the statement states.
    StatementStatus {
        /// Not all openings are in.
        Partial = "partial",
        /// All openings are in.
        Complete = "complete",
        /// The commission certified it.
        Certified = "certified",
        /// Another body recounted.
        Recount = "recount",
        /// It replaces an earlier one.
        Correction = "correction",
    }
}

/// Why a statement's text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The bytes are no statement.
    #[error("statement: {0}")]
    Bytes(#[from] ByteFault),
    /// The line does not have the key that stands at this place, or its value is not of the key's form.
    #[error("statement, line {line}: expected `{expected}` with a value of its form")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The key that has to stand there.
        expected: &'static str,
    },
}

/// What a statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The election's id.
    pub id: String,
    /// The election `E`.
    pub election: Digest,
    /// Whether it was a rehearsal.
    pub rehearsal: bool,
    /// What kind of result this is.
    pub status: StatementStatus,
    /// Number of the opening.
    pub opening: u32,
    /// The tally root.
    pub root: Digest,
    /// People on the roll.
    pub registered: u64,
    /// Distinct records received.
    pub received: u64,
    /// Ballots counted.
    pub counted: u64,
    /// Green records.
    pub green: u64,
    /// Blue records.
    pub blue: u64,
    /// Yellow records.
    pub yellow: u64,
    /// Red records.
    pub red: u64,
    /// Superseded records.
    pub superseded: u64,
    /// Late records.
    pub late: u64,
    /// Groups opened.
    pub opened: u32,
    /// Groups withheld.
    pub withheld: u32,
    /// SHA3-256 of `totals.csv`.
    pub totals: Digest,
    /// SHA3-256 of `results.csv`.
    pub results: Digest,
    /// [`files_digest`] of `record/` without statement and ledger.
    pub record: Digest,
    /// [`files_digest`] of `audit/`.
    pub audit: Digest,
    /// Size of the ledger just before the statement's own entry.
    pub ledger_size: u64,
    /// Root of the ledger at that size.
    pub ledger_root: Digest,
}

impl Statement {
    /// The text that is signed.
    pub fn to_text(&self) -> String {
        let rehearsal = if self.rehearsal { "yes" } else { "no" };
        let ledger = format!("{} {}", self.ledger_size, base64(&self.ledger_root));
        let lines: [(&str, String); 22] = [
            ("id", self.id.clone()),
            ("election", hex::encode(self.election)),
            ("rehearsal", rehearsal.to_owned()),
            ("status", self.status.word().to_owned()),
            ("opening", self.opening.to_string()),
            ("root", hex::encode(self.root)),
            ("registered", self.registered.to_string()),
            ("received", self.received.to_string()),
            ("counted", self.counted.to_string()),
            ("green", self.green.to_string()),
            ("blue", self.blue.to_string()),
            ("yellow", self.yellow.to_string()),
            ("red", self.red.to_string()),
            ("superseded", self.superseded.to_string()),
            ("late", self.late.to_string()),
            ("opened", self.opened.to_string()),
            ("withheld", self.withheld.to_string()),
            ("totals", hex::encode(self.totals)),
            ("results", hex::encode(self.results)),
            ("record", hex::encode(self.record)),
            ("audit", hex::encode(self.audit)),
            ("ledger", ledger),
        ];
        let mut text = FIRST_LINE.to_owned();
        for (key, value) in &lines {
            for part in [key, " ", value, "\n"] {
                text.push_str(part);
            }
        }
        text
    }

    /// SHA3-256 of the text, whose control number people compare.
    pub fn digest(&self) -> Digest {
        sha3_256(&[self.to_text().as_bytes()])
    }

    /// Reads a statement's text. Refuses a text over its limit and lines that are not all there, once, in order.
    pub fn parse(untrusted: &[u8]) -> Result<Self, StatementError> {
        if untrusted.len() > STATEMENT_LEN_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let mut text = Text(Lines::after_version(untrusted, FIRST_LINE)?);
        let statement = Self::read(&mut text)?;
        if !text.0.is_at_end() {
            return Err(ByteFault::TrailingBytes.into());
        }
        same_bytes(untrusted, statement.to_text().as_bytes())?;
        Ok(statement)
    }

    // Fields of a struct expression are evaluated in the order they are written: here that is the order of the lines.
    fn read(text: &mut Text<'_>) -> Result<Self, StatementError> {
        let mut statement = Self {
            id: text.value("id", |id| is_id(id.as_bytes()).then(|| id.to_owned()))?,
            election: text.value("election", unhex)?,
            rehearsal: text.value("rehearsal", yes_or_no)?,
            status: text.value("status", StatementStatus::from_word)?,
            opening: text.value("opening", decimal)?,
            root: text.value("root", unhex)?,
            registered: text.value("registered", decimal)?,
            received: text.value("received", decimal)?,
            counted: text.value("counted", decimal)?,
            green: text.value("green", decimal)?,
            blue: text.value("blue", decimal)?,
            yellow: text.value("yellow", decimal)?,
            red: text.value("red", decimal)?,
            superseded: text.value("superseded", decimal)?,
            late: text.value("late", decimal)?,
            opened: text.value("opened", decimal)?,
            withheld: text.value("withheld", decimal)?,
            totals: text.value("totals", unhex)?,
            results: text.value("results", unhex)?,
            record: text.value("record", unhex)?,
            audit: text.value("audit", unhex)?,
            ledger_size: 0,
            ledger_root: [0; 32],
        };
        (statement.ledger_size, statement.ledger_root) = text.value("ledger", size_and_root)?;
        Ok(statement)
    }
}

struct Text<'a>(Lines<'a>);

impl<'a> Text<'a> {
    /// The value of the next line, which must have this key, read by `read`.
    fn value<T>(
        &mut self,
        expected: &'static str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, StatementError> {
        let line = self.0.number() + 1;
        self.0.value_if(expected).and_then(read).ok_or(StatementError::Line { line, expected })
    }
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// `SIZE BASE64`, as statement and anchor write the end of a ledger.
pub(crate) fn size_and_root(value: &str) -> Option<(u64, Digest)> {
    let (size, root) = value.split_once(' ')?;
    Some((decimal(size)?, unbase64(root)?.try_into().ok()?))
}

/// The digest of a file list: per file its path below the edition's folder (with `/`), length in bytes and SHA3-256;
/// sorted here, ascending by the bytes of the path.
pub fn files_digest(files: &[(String, u64, Digest)]) -> Digest {
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let lines = files.iter().map(|(path, len, digest)| format!("{path} {len} {}\n", hex::encode(digest)));
    let list: String = lines.collect();
    hash("tamga/files/v1", &[list.as_bytes()])
}
