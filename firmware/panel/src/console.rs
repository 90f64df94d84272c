//! Pages and presses as text, for a token without a display: the console form of the README.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::draw::{Surface, SurfaceError};
use crate::keys::{Key, Press};
use crate::page::{LINES, Page, PageKind};

/// Bytes of a line of the console form, LF excluded, at most: a bar and 16 characters of at most three bytes.
const LINE_LEN_MAX: usize = 49;

const END: &str = "#end";

/// Writes a page in the console form.
pub fn print(page: &Page, out: &mut impl fmt::Write) -> fmt::Result {
    let (number, of) = page.place();
    let rehearsal = if page.is_rehearsal() { " REHEARSAL" } else { "" };
    writeln!(out, "#{number}/{of} {}{rehearsal}", word(page.kind()))?;
    for line in page.lines() {
        writeln!(out, "|{line}")?;
    }
    writeln!(out, "{END}")
}

/// A surface made of a console.
#[derive(Debug)]
pub struct Printed<W>(
    /// Where the text goes.
    pub W,
);

impl<W: fmt::Write> Surface for Printed<W> {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        print(page, &mut self.0).map_err(|_| SurfaceError)
    }
}

/// The press that a byte stands for: `u`, `d`, `y`, `n` short, `U`, `D`, `Y`, `N` held. `None` for any other.
pub fn press(untrusted_byte: u8) -> Option<Press> {
    let key = match untrusted_byte.to_ascii_lowercase() {
        b'u' => Key::Up,
        b'd' => Key::Down,
        b'y' => Key::Yes,
        b'n' => Key::No,
        _ => return None,
    };
    Some(Press { key, held: untrusted_byte.is_ascii_uppercase() })
}

/// The byte that stands for a press.
pub fn byte(press: Press) -> u8 {
    let short = match press.key {
        Key::Up => b'u',
        Key::Down => b'd',
        Key::Yes => b'y',
        Key::No => b'n',
    };
    if press.held { short.to_ascii_uppercase() } else { short }
}

/// Reads pages from the bytes of a console, as they come. What is not a page in its console form is skipped.
#[derive(Debug, Default)]
pub struct Reader {
    line: Vec<u8>,
    is_too_long: bool,
    page: Option<Heading>,
}

#[derive(Debug)]
struct Heading {
    kind: PageKind,
    place: (u16, u16),
    rehearsal: bool,
    lines: Vec<String>,
}

impl Reader {
    /// Takes the next byte; the page that it ends.
    pub fn byte(&mut self, untrusted_byte: u8) -> Option<Page> {
        if untrusted_byte != b'\n' {
            self.is_too_long |= self.line.len() >= LINE_LEN_MAX;
            if !self.is_too_long {
                self.line.push(untrusted_byte);
            }
            return None;
        }
        let line = core::mem::take(&mut self.line);
        let is_too_long = core::mem::take(&mut self.is_too_long);
        let line = String::from_utf8(line).ok().filter(|_| !is_too_long);
        self.line(&line.unwrap_or_default())
    }

    fn line(&mut self, untrusted_line: &str) -> Option<Page> {
        if untrusted_line == END {
            let page = self.page.take()?;
            return Page::new(page.kind, page.place, page.rehearsal, page.lines);
        }
        let mut page = self.page.take();
        if let Some(text) = untrusted_line.strip_prefix('|') {
            self.page = page.take().filter(|page| page.lines.len() < LINES);
            if let Some(page) = &mut self.page {
                page.lines.push(text.into());
            }
        } else {
            self.page = heading(untrusted_line);
        }
        None
    }
}

fn heading(untrusted_line: &str) -> Option<Heading> {
    let (place, rest) = untrusted_line.strip_prefix('#')?.split_once(' ')?;
    let (number, of) = place.split_once('/')?;
    let (word, rehearsal) = match rest.strip_suffix(" REHEARSAL") {
        Some(word) => (word, true),
        None => (rest, false),
    };
    let place = (decimal(number)?, decimal(of)?);
    Some(Heading { kind: kind(word)?, place, rehearsal, lines: Vec::new() })
}

fn decimal(untrusted: &str) -> Option<u16> {
    let is_canonical = untrusted.bytes().all(|byte| byte.is_ascii_digit()) && !untrusted.starts_with('0');
    is_canonical.then(|| untrusted.parse().ok())?
}

const KINDS: [PageKind; 5] = [PageKind::Show, PageKind::Ask, PageKind::Pin, PageKind::Wait, PageKind::Idle];

fn word(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Show => "SHOW",
        PageKind::Ask => "ASK",
        PageKind::Pin => "PIN",
        PageKind::Wait => "WAIT",
        PageKind::Idle => "IDLE",
    }
}

fn kind(untrusted_word: &str) -> Option<PageKind> {
    KINDS.into_iter().find(|kind| word(*kind) == untrusted_word)
}
