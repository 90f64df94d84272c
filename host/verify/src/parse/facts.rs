//! Reading `key value` lines in a fixed order.

use crate::limits;
use crate::reason::Reason;
use crate::text;

/// The languages in the order in which they appear.
pub(crate) const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];

/// The unread lines of a text.
pub(crate) struct Facts<'a> {
    lines: std::iter::Peekable<text::Lines<'a>>,
    read: usize,
}

impl<'a> Facts<'a> {
    /// Starts at the first line. Refuses texts that are not lines.
    pub(crate) fn new(untrusted: &'a [u8]) -> Result<Self, Reason> {
        Ok(Self { lines: text::lines(untrusted)?.peekable(), read: 0 })
    }

    /// The number of the line that was read last, from 1.
    pub(crate) fn line_number(&self) -> usize {
        self.read
    }

    /// The next line. Refuses the end.
    pub(crate) fn line(&mut self) -> Result<&'a str, Reason> {
        self.read += 1;
        self.lines.next().ok_or(Reason::EndsEarly { needed: 1, left: 0 })
    }

    /// Exactly this line.
    pub(crate) fn literal(&mut self, expected: &'static str) -> Result<(), Reason> {
        if self.line()? == expected { Ok(()) } else { Err(Reason::ExpectedLine(expected)) }
    }

    /// The value of the next line, whose key is `key`.
    pub(crate) fn value(&mut self, key: &'static str) -> Result<&'a str, Reason> {
        text::value(self.line()?, key)
    }

    /// Whether the next line has this key.
    pub(crate) fn next_is(&mut self, key: &'static str) -> bool {
        self.lines.peek().is_some_and(|line| text::value(line, key).is_ok())
    }

    /// A number of at most `max` under this key.
    pub(crate) fn number(&mut self, key: &'static str, max: u64) -> Result<u64, Reason> {
        text::number(self.value(key)?, max)
    }

    /// A number from 1 to `max` under this key.
    pub(crate) fn positive(&mut self, key: &'static str, max: u64) -> Result<u64, Reason> {
        match self.number(key, max)? {
            0 => Err(Reason::Zero(key)),
            number => Ok(number),
        }
    }

    /// An id under this key.
    pub(crate) fn id(&mut self, key: &'static str) -> Result<String, Reason> {
        text::id(self.value(key)?)
    }

    /// A key or digest under this key.
    pub(crate) fn hex32(&mut self, key: &'static str) -> Result<[u8; 32], Reason> {
        text::hex32(self.value(key)?)
    }

    /// The place of the value among `words`.
    pub(crate) fn word(&mut self, key: &'static str, words: &[&str]) -> Result<usize, Reason> {
        let value = self.value(key)?;
        words.iter().position(|word| *word == value).ok_or(Reason::UnknownWord(key))
    }

    /// `key LANGUAGE TEXT` lines: languages in their order, once each, the default language there.
    pub(crate) fn texts(&mut self, key: &'static str, language: &str) -> Result<(), Reason> {
        let mut next = 0;
        let mut has_default = false;
        while self.next_is(key) {
            let (code, value) = self.value(key)?.split_once(' ').ok_or(Reason::ExpectedLine(key))?;
            let place = LANGUAGES.iter().position(|known| *known == code).ok_or(Reason::UnknownWord(key))?;
            if place < next {
                return Err(Reason::OutOfOrder("languages"));
            }
            next = place + 1;
            has_default |= code == language;
            check_text(value)?;
        }
        if has_default { Ok(()) } else { Err(Reason::NoDefaultLanguage(key)) }
    }

    /// Refuses lines after the end.
    pub(crate) fn finish(mut self) -> Result<(), Reason> {
        if self.lines.next().is_none() { Ok(()) } else { Err(Reason::ExtraLines) }
    }
}

/// A text value: 1 to 256 bytes, no control or hidden characters, no space first or last.
pub(crate) fn check_text(value: &str) -> Result<(), Reason> {
    let fits = (1..=limits::TITLE).contains(&value.len());
    if fits
        && !value.chars().any(|c| c.is_control() || is_hidden(c))
        && !value.starts_with(' ')
        && !value.ends_with(' ')
    {
        Ok(())
    } else {
        Err(Reason::BadText)
    }
}

/// Characters that reorder or hide text.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}
