//! What is drawn over a screen that is recorded, or shown again: nobody should take the one for the other.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use super::rows;
use crate::screen::theme::{Mark, Theme};
use crate::words::{Value, Words};

/// What there is to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tape {
    /// The screen is recorded.
    Records,
    /// Its recording ended before it did.
    RecordingEnded,
    /// A recording is shown.
    Replays,
    /// It stands still.
    Paused,
    /// It is over.
    ReplayEnded,
}

impl Tape {
    /// A recorded screen says so in an empty line of it; of a replay the whole last line says so, with the keys that it knows.
    pub fn draw(self, words: &Words, theme: Theme, now: Duration, frame: &mut Frame<'_>) {
        let area = frame.area();
        let (key, mark) = match self {
            Self::Records => ("tape-records", Mark::Now),
            Self::RecordingEnded => ("tape-recording-ended", Mark::Look),
            Self::Replays => ("tape-replays", Mark::Now),
            Self::Paused => ("tape-paused", Mark::Now),
            Self::ReplayEnded => ("tape-replay-ended", Mark::Now),
        };
        let (minutes, seconds) = (now.as_secs() / 60, now.as_secs() % 60);
        let at = format!("{minutes}:{seconds:02}");
        let text = format!(" {} {} ", theme.symbol(mark), words.with(key, &[("at", Value::Text(&at))]));
        let (text, place, style) = match self {
            Self::Records | Self::RecordingEnded => {
                let width = u16::try_from(text.width()).unwrap_or(area.width).min(area.width);
                (
                    theme.text(&text).into_owned(),
                    Rect { x: area.right() - width, y: area.y + 2, width, height: 1 },
                    theme.style(mark),
                )
            }
            _ => {
                let text = rows::fit(&text, area.width.into(), theme);
                (text, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, theme.marked())
            }
        };
        let place = place.intersection(area);
        frame.render_widget(Clear, place);
        frame.render_widget(Paragraph::new(text).style(style), place);
    }
}
