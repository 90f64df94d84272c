//! `totals.csv` on its way through the token: hashed, and shown page by page.

use alloc::string::String;
use alloc::vec::Vec;

use tamga_crypto::hash::RunningSha3;
use tamga_wire::Digest;
use tamga_wire::limits::ID_LEN_MAX;

use crate::text::{decimal, is_id};

/// Rows of a page.
const PAGE_ROWS: usize = 8;

/// Bytes of a row: contest, option, votes of up to 20 digits.
const ROW_LEN_MAX: usize = 2 * ID_LEN_MAX + 22;

const HEADER: &str = "contest,option,votes";

/// The table as it streams. Holds one page.
pub(crate) struct TotalsReader {
    hash: RunningSha3,
    row: Vec<u8>,
    saw_header: bool,
    rows: Vec<String>,
    pages: u16,
}

impl TotalsReader {
    pub(crate) fn new() -> Self {
        Self {
            hash: RunningSha3::new(),
            row: Vec::new(),
            saw_header: false,
            rows: Vec::new(),
            pages: 0,
        }
    }

    /// Takes the next bytes and gives each page that they fill to `show`, with its number. `None` if they are no rows of a
    /// table of totals: nothing else reaches the screen.
    pub(crate) fn take(&mut self, untrusted_part: &[u8], mut show: impl FnMut(u16, Vec<String>)) -> Option<()> {
        self.hash.update(untrusted_part);
        for byte in untrusted_part {
            if *byte != b'\n' {
                (self.row.len() < ROW_LEN_MAX).then(|| self.row.push(*byte))?;
                continue;
            }
            self.take_row()?;
            if self.rows.len() == PAGE_ROWS {
                self.turn(&mut show);
            }
        }
        Some(())
    }

    /// Shows the last page and gives the digest of all bytes. `None` if the table ends inside a row or has none.
    pub(crate) fn finish(mut self, mut show: impl FnMut(u16, Vec<String>)) -> Option<Digest> {
        if !self.rows.is_empty() {
            self.turn(&mut show);
        }
        (self.row.is_empty() && self.pages > 0).then(|| self.hash.finish())
    }

    fn take_row(&mut self) -> Option<()> {
        let row = String::from_utf8(core::mem::take(&mut self.row)).ok()?;
        if !self.saw_header {
            self.saw_header = true;
            return (row == HEADER).then_some(());
        }
        let mut fields = row.split(',');
        let (contest, option, votes) = (fields.next()?, fields.next()?, fields.next()?);
        decimal::<u64>(votes)?;
        let is_row = is_id(contest) && is_id(option) && fields.next().is_none();
        is_row.then(|| self.rows.push(row))
    }

    fn turn(&mut self, show: &mut impl FnMut(u16, Vec<String>)) {
        self.pages = self.pages.saturating_add(1);
        show(self.pages, core::mem::take(&mut self.rows));
    }
}
