//! What the display shows at one moment, and the pages that belong together.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use tamga_crypto::control_number::groups;
use tamga_wire::Digest;
use zeroize::Zeroizing;

use crate::wrap::{wrap, wrap_under};

/// Characters of a line.
pub const COLUMNS: usize = 16;
/// Lines of a page, the header included.
pub const LINES: usize = 4;

/// Lines of a page under its header.
const BODY_LINES: usize = LINES - 1;

/// Before the lines of a row that goes on.
const ROW_INDENT: &str = "  ";

/// What a page belongs to; the word in the console form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Shown, asks nothing: `SHOW`.
    Show,
    /// A question, or a check that the officer answers: `ASK`.
    Ask,
    /// A PIN is asked for: `PIN`.
    Pin,
    /// The officer has to wait: `WAIT`.
    Wait,
    /// Nothing is asked: `IDLE`.
    Idle,
}

/// One page as on the display. Its lines are wiped when it is dropped, as one of them shows the digits of a PIN one by one.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    kind: PageKind,
    number: u16,
    of: u16,
    rehearsal: bool,
    lines: Zeroizing<Vec<String>>,
}

impl Page {
    /// A page; `None` if its number is not within 1 to `of`, or the lines are not 1 to 4 of at most 16 characters that have
    /// glyphs.
    pub fn new(kind: PageKind, (number, of): (u16, u16), rehearsal: bool, lines: Vec<String>) -> Option<Self> {
        let lines = Zeroizing::new(lines);
        let fits = |line: &String| line.chars().count() <= COLUMNS && line.chars().all(crate::font::has_glyph);
        let is_page = (1..=of).contains(&number) && (1..=LINES).contains(&lines.len()) && lines.iter().all(fits);
        is_page.then_some(Self { kind, number, of, rehearsal, lines })
    }

    /// A page with nothing on it.
    pub(crate) fn blank(kind: PageKind, rehearsal: bool) -> Self {
        Self { kind, number: 1, of: 1, rehearsal, lines: Zeroizing::new(vec![String::new()]) }
    }

    /// What it belongs to.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// Its place among the pages that belong together, from 1, and how many they are.
    pub fn place(&self) -> (u16, u16) {
        (self.number, self.of)
    }

    /// Whether the token is one for rehearsals: the display is inverted.
    pub fn is_rehearsal(&self) -> bool {
        self.rehearsal
    }

    /// Its lines, 1 to 4 of at most 16 characters.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = f.debug_struct("Page");
        page.field("kind", &self.kind).field("number", &self.number).field("of", &self.of);
        page.field("rehearsal", &self.rehearsal);
        if self.kind == PageKind::Pin {
            return page.finish_non_exhaustive();
        }
        page.field("lines", &*self.lines).finish()
    }
}

/// Between the pages of [`Pages::text`].
const PAGE_BREAK: char = '\u{c}';

/// The bodies of pages that belong together, one thing on each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    parts: Vec<Part>,
    count: u16,
    /// Lines of the last page that may still take more.
    open_lines: usize,
}

/// Some of the pages in one text: LF between lines, form feed between pages. A table of totals comes in many parts, as one text of
/// its size would have to be moved as it grows, which takes more memory than a chip has.
#[derive(Clone, Debug, Default)]
struct Part {
    text: String,
    count: u16,
}

impl Pages {
    /// A page of this text. What does not fit into three lines goes on on the next page.
    pub(crate) fn page(&mut self, text: &str) {
        self.open_lines = BODY_LINES;
        wrap(text, |line| self.line(line));
        self.open_lines = BODY_LINES;
    }

    /// A row of a table, on the page of the row before if it fits there whole. Where it goes on on further lines they are indented,
    /// as the end of a long name could else be read as a row of its own.
    pub(crate) fn row(&mut self, text: &str) {
        let mut lines = 0;
        wrap_under(text, ROW_INDENT, |_| lines += 1);
        if self.open_lines + lines > BODY_LINES {
            self.open_lines = BODY_LINES;
        }
        wrap_under(text, ROW_INDENT, |line| self.line(line));
    }

    /// Two pages with five groups of four digits of a control number each, under a title of one line.
    pub(crate) fn control_number(&mut self, title: &str, digest: &Digest) {
        let [a, b, c, d, e, f, g, h, i, j] = groups(digest);
        for [a, b, c, d, e] in [[a, b, c, d, e], [f, g, h, i, j]] {
            self.page(&format!("{title}\n{a:04} {b:04} {c:04}\n{d:04} {e:04}"));
        }
    }

    /// The pages of `others` after these.
    pub(crate) fn append(&mut self, others: &Self) {
        self.parts.extend(others.parts.iter().cloned());
        self.count = self.count.saturating_add(others.count);
        self.open_lines = BODY_LINES;
    }

    /// How many pages there are.
    pub(crate) fn count(&self) -> u16 {
        self.count
    }

    /// The lines of a page, counted from 1; none if there is no such page.
    pub(crate) fn body(&self, number: u16) -> impl Iterator<Item = &str> {
        let mut place = usize::from(number).checked_sub(1);
        let page = self.parts.iter().find_map(|part| {
            let (here, count) = (place?, usize::from(part.count));
            if here < count {
                return part.text.split(PAGE_BREAK).nth(here);
            }
            place = Some(here - count);
            None
        });
        page.into_iter().flat_map(|page| page.split('\n'))
    }

    fn line(&mut self, line: &str) {
        if self.parts.is_empty() {
            self.parts.push(Part::default());
        }
        let Some(part) = self.parts.last_mut() else { return };
        if self.open_lines >= BODY_LINES || part.count == 0 {
            if part.count > 0 {
                part.text.push(PAGE_BREAK);
            }
            part.count = part.count.saturating_add(1);
            self.count = self.count.saturating_add(1);
            self.open_lines = 0;
        } else {
            part.text.push('\n');
        }
        part.text.push_str(line);
        self.open_lines += 1;
    }
}

/// The first line of a page: a word on the left, the page's place on the right; its number alone where both do not fit.
pub(crate) fn header(word: &str, number: u16, of: u16) -> String {
    let columns = word.chars().count();
    let place = if of == 1 { String::new() } else { format!("{number}/{of}") };
    let place = if columns + 1 + place.len() > COLUMNS { format!("{number}") } else { place };
    let width = COLUMNS.saturating_sub(columns);
    format!("{word}{place:>width$}").trim_end().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_fits_shares_a_page_and_one_that_does_not_begins_the_next() {
        let mut pages = Pages::default();
        for row in ["a,b,1", "president,candidate-a,1", "a,b,2", "a,b,3", "a,b,4"] {
            pages.row(row);
        }
        let body = |number| pages.body(number).collect::<Vec<_>>().join("|");
        assert_eq!(pages.count(), 2);
        assert_eq!(body(1), "a,b,1|president,|  candidate-a,1");
        assert_eq!(body(2), "a,b,2|a,b,3|a,b,4");
    }

    #[test]
    fn no_group_of_a_control_number_is_cut() {
        let mut pages = Pages::default();
        pages.control_number("Control number", &[0xff; 32]);
        let shown: Vec<&str> =
            (1..=pages.count()).flat_map(|n| pages.body(n).skip(1)).flat_map(|l| l.split(' ')).collect();
        assert_eq!(shown.join(" "), tamga_crypto::control_number::control_number(&[0xff; 32]));
        assert_eq!(pages.count(), 2);
    }

    #[test]
    fn a_header_gives_up_the_count_before_it_cuts_a_number() {
        assert_eq!(header("REHEARSAL", 7, 12), "REHEARSAL   7/12");
        assert_eq!(header("REHEARSAL", 123, 456), "REHEARSAL123/456".replace("123/456", "    123"));
        assert_eq!(header("TOTALS", 1234, 1300), "TOTALS 1234/1300");
        assert_eq!(header("IDLE", 1, 1), "IDLE");
    }

    #[test]
    fn a_page_outside_its_limits_is_none() {
        let page = |place, lines: &[&str]| {
            Page::new(PageKind::Ask, place, false, lines.iter().map(|line| String::from(*line)).collect())
        };
        assert!(page((1, 1), &["a"]).is_some());
        assert!(page((0, 1), &["a"]).is_none());
        assert!(page((2, 1), &["a"]).is_none());
        assert!(page((1, 1), &[]).is_none());
        assert!(page((1, 1), &["a"; 5]).is_none());
        assert!(page((1, 1), &["0123456789abcdefg"]).is_none());
        assert!(page((1, 1), &["\t"]).is_none());
    }
}
