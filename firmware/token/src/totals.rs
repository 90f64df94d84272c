//! `totals.csv`: a table that the officer leafs through, page by page.

use alloc::string::String;
use alloc::vec::Vec;
use core::str;

use crate::text::{decimal, is_id};

/// Rows of a page.
const PAGE_ROWS: usize = 8;

const HEADER: &str = "contest,option,votes\n";

/// The rows of a table of totals, without the header and the last LF. `None` if it is anything else or has no row: nothing
/// else reaches the screen.
pub(crate) fn rows(untrusted_table: &[u8]) -> Option<&str> {
    let table = str::from_utf8(untrusted_table).ok()?;
    let rows = table.strip_prefix(HEADER)?.strip_suffix('\n')?;
    rows.split('\n').all(is_row).then_some(rows)
}

/// The pages of these rows with their numbers, from 1.
pub(crate) fn pages(rows: &str) -> impl Iterator<Item = (u16, Vec<String>)> {
    let mut rest = rows.split('\n').map(String::from);
    (1..).map_while(move |page| {
        let rows: Vec<String> = rest.by_ref().take(PAGE_ROWS).collect();
        (!rows.is_empty()).then_some((page, rows))
    })
}

fn is_row(row: &str) -> bool {
    let mut fields = row.split(',');
    let (Some(contest), Some(option), Some(votes), None) = (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return false;
    };
    is_id(contest) && is_id(option) && decimal::<u64>(votes).is_some()
}
