//! Lines of figures and names, aligned by the cells that they take.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::Digest;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::View;
use crate::screen::theme::{Mark, Theme};

/// Cells of an officer with a number of two digits, in every language, and a space.
pub const OFFICER: usize = 20;

/// The text in exactly so many cells: cut with a mark where it is longer, filled where it is shorter.
pub fn fit(text: &str, cells: usize, theme: Theme) -> String {
    let text = theme.text(text);
    let width = text.width();
    if width <= cells {
        return format!("{text}{}", " ".repeat(cells - width));
    }
    let (mut cut, mut taken) = (String::new(), 0);
    for letter in text.chars() {
        let width = letter.width().unwrap_or(0);
        if taken + width + 1 > cells {
            break;
        }
        taken += width;
        cut.push(letter);
    }
    let mark = if theme.ascii { "~" } else { "…" };
    format!("{cut}{mark}{}", " ".repeat(cells.saturating_sub(taken + 1)))
}

/// The end of a text that is longer than so many cells: of a path it says more than the beginning, and what is typed is seen.
pub fn fit_end(text: &str, cells: usize, theme: Theme) -> String {
    let text = theme.text(text);
    let (mut from, mut taken) = (text.len(), 0);
    for (at, letter) in text.char_indices().rev() {
        taken += letter.width().unwrap_or(0);
        if taken > cells {
            break;
        }
        from = at;
    }
    if from == 0 {
        return text.into_owned();
    }
    let mark = if theme.ascii { "~" } else { "…" };
    let tail = text.get(from..).unwrap_or_default();
    format!("{mark}{}", tail.chars().skip(1).collect::<String>())
}

/// The text at the right of so many cells.
pub fn right(text: &str, cells: usize, theme: Theme) -> String {
    let text = theme.text(text);
    let width = text.width();
    if width >= cells { fit(&text, cells, theme) } else { format!("{}{text}", " ".repeat(cells - width)) }
}

/// A text over lines of so many cells, broken at spaces.
pub fn wrapped(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.width() + 1 + word.width() > cells {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

impl View<'_> {
    /// A name and what there is to say of it.
    pub fn pair(&self, key: &str, value: &str) -> Line<'static> {
        let name = fit(&self.words.get(key), 23, self.theme);
        Line::from(vec![
            Span::styled(format!("  {name} "), self.theme.quiet()),
            Span::raw(self.theme.text(value).into_owned()),
        ])
    }

    /// A name and a text that somebody typed, whole: it is signed as it is.
    pub fn said(&self, key: &str, text: &str, width: u16) -> Vec<Line<'static>> {
        self.sentences(&format!("{}: {text}", self.words.get(key)), width, Style::default())
    }

    /// What a control number is of, and on a line of its own the number, so that nothing breaks it.
    pub fn control(&self, key: &str, digest: &Digest) -> [Line<'static>; 2] {
        let number = format!("    {}", control_number(digest));
        let of = self.theme.text(&self.words.get(key)).into_owned();
        [Line::styled(format!("  {of}"), self.theme.quiet()), Line::styled(number, self.theme.strong())]
    }

    /// The same in one line, which every language has room for.
    pub fn control_in_line(&self, key: &str, digest: &Digest) -> Line<'static> {
        let name = self.theme.text(&self.words.get(key)).into_owned();
        Line::from(vec![
            Span::styled(format!("  {name}  "), self.theme.quiet()),
            Span::styled(control_number(digest).to_string(), self.theme.strong()),
        ])
    }

    /// A light with its words.
    pub fn light(&self, mark: Mark, text: &str) -> Line<'static> {
        let text = self.theme.text(text).into_owned();
        Line::from(vec![
            Span::styled(format!("  {} ", self.theme.symbol(mark)), self.theme.style(mark)),
            Span::raw(text),
        ])
    }

    /// A heading.
    pub fn heading(&self, key: &str) -> Line<'static> {
        Line::styled(format!(" {}", self.words.get(key)), self.theme.strong())
    }

    /// A sentence over as many lines as it takes.
    pub fn sentences(&self, text: &str, width: u16, style: Style) -> Vec<Line<'static>> {
        let text = self.theme.text(text).into_owned();
        let cells = usize::from(width).saturating_sub(4);
        wrapped(&text, cells).into_iter().map(|line| Line::styled(format!("  {line}"), style)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEME: Theme = Theme { colours: false, ascii: false };

    #[test]
    fn a_text_takes_exactly_its_cells() {
        for text in ["", "a", "Шымкент қаласы", "中文中文", "exactly ten"] {
            assert_eq!(fit(text, 10, THEME).width(), 10, "{text}");
            assert_eq!(right(text, 10, THEME).width(), 10, "{text}");
        }
        assert_eq!(fit("Шымкент қаласы", 10, THEME), "Шымкент қ…");
    }

    #[test]
    fn of_a_long_text_the_end_is_shown() {
        assert_eq!(fit_end("/media/stick", 12, THEME), "/media/stick");
        assert_eq!(fit_end("/media/stick", 8, THEME), "…a/stick");
        assert_eq!(fit_end("", 8, THEME), "");
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("a\n\nb", 8), ["a", "", "b"]);
    }
}
