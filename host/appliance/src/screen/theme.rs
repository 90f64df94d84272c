//! Symbols and colours. What a colour says a symbol and a word say too: nobody has to tell red from green.

use ratatui::style::{Color, Modifier, Style};

use crate::visible::visible;

/// How this terminal is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Whether there are colours (`NO_COLOR` says no).
    pub colours: bool,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Done, in order.
    Good,
    /// Under way, or next.
    Now,
    /// Not yet.
    Later,
    /// Somebody has to look at it.
    Look,
    /// Wrong.
    Bad,
}

impl Theme {
    /// The symbol of a mark, one cell wide.
    pub fn symbol(self, mark: Mark) -> &'static str {
        match (mark, self.ascii) {
            (Mark::Good, false) => "✓",
            (Mark::Good, true) => "+",
            (Mark::Now, false) => "▶",
            (Mark::Now, true) => ">",
            (Mark::Later, false) => "·",
            (Mark::Later, true) => ".",
            (Mark::Look | Mark::Bad, _) => "!",
        }
    }

    /// The style of a mark. Blue, orange and bold differ for every kind of eyes; red is never alone.
    pub fn style(self, mark: Mark) -> Style {
        let colour = match mark {
            Mark::Good => Color::LightBlue,
            Mark::Now => Color::LightYellow,
            Mark::Later => Color::Gray,
            Mark::Look => Color::LightYellow,
            Mark::Bad => Color::LightRed,
        };
        let style = self.coloured(Style::new(), colour);
        match mark {
            Mark::Now | Mark::Look | Mark::Bad => style.add_modifier(Modifier::BOLD),
            Mark::Good | Mark::Later => style,
        }
    }

    /// The head of a screen: REHEARSAL is inverted, as on the tokens.
    pub fn head(self, rehearsal: bool) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD);
        if rehearsal { style.add_modifier(Modifier::REVERSED) } else { style }
    }

    /// The marked line of a list.
    pub fn marked(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Words beside what matters.
    pub fn quiet(self) -> Style {
        self.coloured(Style::new(), Color::Gray)
    }

    /// What matters.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    fn coloured(self, style: Style, colour: Color) -> Style {
        if self.colours { style.fg(colour) } else { style }
    }

    /// A bar of so many cells of which `part` of `whole` are full.
    pub fn bar(self, part: u64, whole: u64, cells: usize) -> String {
        let (full, empty) = if self.ascii { ("#", "-") } else { ("█", "░") };
        let filled = match whole {
            0 => 0,
            _ => usize::try_from(u128::from(part.min(whole)) * cells as u128 / u128::from(whole)).unwrap_or(cells),
        };
        full.repeat(filled) + &empty.repeat(cells - filled.min(cells))
    }

    /// A text as this terminal can show it.
    pub fn text<'t>(self, text: &'t str) -> std::borrow::Cow<'t, str> {
        let text = visible(text);
        if !self.ascii {
            return text;
        }
        text.replace(['–', '—', '·'], "-")
            .replace('\u{a0}', " ")
            .replace('…', "...")
            .replace('×', "x")
            .replace('→', "->")
            .replace('↑', "^")
            .replace('↓', "v")
            .replace('≤', "<=")
            .replace(['«', '»'], "\"")
            .into()
    }
}
