//! What is up on the display: pages to leaf through, and what their last one waits for.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::keys::Key;
use crate::language::Language;
use crate::page::{COLUMNS, LINES, Page, PageKind, Pages, header};
use crate::pin::PinTyping;
use crate::screens::Screens;
use crate::texts::Text;

/// A cell of the display with all its pixels lit.
const LIT: &str = "█";

/// Pages of the screen's check that are lit, and dark, all over.
const LIT_PAGE: u16 = 2;
const DARK_PAGE: u16 = 3;

/// What is up.
pub(crate) struct View {
    pub(crate) kind: PageKind,
    pub(crate) rehearsal: bool,
    pub(crate) purpose: Purpose,
    topic: Text,
    pages: Pages,
    /// How many of the pages were shown before the question.
    totals: u16,
    number: u16,
}

/// What the pages wait for.
pub(crate) enum Purpose {
    /// Nothing.
    Idle,
    /// Nothing; at this time the idle screen comes back, if one is given.
    Notice { until_ms: Option<u64> },
    /// The time until which the token takes no PIN; how many seconds of it the page tells.
    Wait { until_ms: u64, shown_s: u64 },
    /// An answer on the last page.
    Question { is_statement: bool },
    /// A PIN on a page after the others; nothing is typed before that page was up.
    Pin { title: Text, typing: Option<PinTyping> },
    /// Whether every pixel is lit, then dark.
    ScreenCheck,
    /// The keys, one after the other.
    KeysCheck { next: Key },
}

impl View {
    pub(crate) fn new(kind: PageKind, rehearsal: bool, screens: Screens, purpose: Purpose) -> Self {
        Self { kind, rehearsal, purpose, topic: screens.topic, pages: screens.pages, totals: 0, number: 1 }
    }

    /// With these pages of totals before its own.
    pub(crate) fn after(mut self, totals: Pages) -> Self {
        self.totals = totals.count();
        let own = core::mem::replace(&mut self.pages, totals);
        self.pages.append(&own);
        self
    }

    /// The same with the first page up, and nothing typed.
    pub(crate) fn begun_anew(mut self) -> Self {
        self.number = 1;
        if let Purpose::Pin { typing, .. } = &mut self.purpose {
            *typing = None;
        }
        self
    }

    /// How many pages there are.
    pub(crate) fn count(&self) -> u16 {
        let entry = u16::from(matches!(self.purpose, Purpose::Pin { .. }));
        self.pages.count().saturating_add(entry).max(1)
    }

    pub(crate) fn is_on_last(&self) -> bool {
        self.number == self.count()
    }

    /// The next page, if there is one.
    pub(crate) fn forward(&mut self) {
        self.number = self.number.saturating_add(1).min(self.count());
    }

    /// The page before, if there is one.
    pub(crate) fn back(&mut self) {
        self.number = self.number.saturating_sub(1).max(1);
    }

    /// The page `places` before the last one.
    pub(crate) fn turn_to_last_but(&mut self, places: u16) {
        self.number = self.count().saturating_sub(places).max(1);
    }

    /// The page that is up, in this language.
    pub(crate) fn page(&self, language: Language) -> Page {
        let lines = self.pattern().unwrap_or_else(|| self.lines(language));
        // Built within the limits: what is put together here fits, or the page is empty rather than the wrong one.
        Page::new(self.kind, (self.number, self.count()), self.rehearsal, lines)
            .unwrap_or_else(|| Page::blank(self.kind, self.rehearsal))
    }

    fn lines(&self, language: Language) -> Vec<String> {
        let topic = if self.number <= self.totals { Text::TopicTotals } else { self.topic };
        let word = if self.rehearsal { Text::Rehearsal } else { topic };
        let mut lines = vec![header(word.template(language), self.number, self.count())];
        match &self.purpose {
            Purpose::Pin { title, typing: Some(typing) } if self.is_on_last() => {
                let hint = if typing.may_end() { Text::HintDone } else { Text::HintTake };
                lines.extend([title.template(language).into(), typing.line(), hint.template(language).into()]);
            }
            _ => lines.extend(self.pages.body(self.number).map(String::from)),
        }
        lines
    }

    /// The lines of a page that is lit or dark all over. In a rehearsal the display is inverted.
    fn pattern(&self) -> Option<Vec<String>> {
        if !matches!(self.purpose, Purpose::ScreenCheck) || !matches!(self.number, LIT_PAGE | DARK_PAGE) {
            return None;
        }
        let is_full = (self.number == LIT_PAGE) != self.rehearsal;
        Some(if is_full { vec![LIT.repeat(COLUMNS); LINES] } else { vec![String::new()] })
    }
}
