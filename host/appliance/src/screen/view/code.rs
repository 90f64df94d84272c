//! QR codes over the whole screen, for a camera at some distance: dark on light, two modules a cell.

use qrcode::{Color, EcLevel, QrCode};
use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::style::{Color as Ink, Style};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};
use tamga_crypto::control_number::control_number;

use super::View;
use crate::acts::pause::checkpoint_text;
use crate::screen::seen::Seen;
use crate::screen::state::Code;
use crate::words::Value;

/// Light modules around the code [ISO/IEC 18004, 9.1].
const QUIET: usize = 4;

/// What the code says: upper-case, so that it is small. `TAMGA:CHECKPOINT:` entries `:` root in hex, or `TAMGA:STATEMENT:` digest of
/// the text in hex.
pub fn text(code: Code, seen: &Seen) -> Option<String> {
    Some(match code {
        Code::Checkpoint => checkpoint_text(seen.ledger.0, &seen.ledger.1),
        Code::Pause => {
            let paused = seen.paused.as_ref()?;
            checkpoint_text(paused.entries, &paused.root)
        }
        Code::Statement => format!("TAMGA:STATEMENT:{}", hex::encode_upper(seen.statement?)),
    })
}

pub fn draw(view: &View<'_>, code: Code, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let text = view.state.seen.as_ref().and_then(|seen| text(code, seen));
    if let Some(text) = text.as_ref().filter(|_| view.theme.ascii) {
        // Without half blocks there is no room for modules: the text can be typed.
        return frame.render_widget(Paragraph::new(view.sentences(text, area.width, view.theme.strong())), area);
    }
    let drawn = text.and_then(|text| QrCode::with_error_correction_level(text, EcLevel::L).ok());
    let Some(drawn) = drawn else {
        return frame.render_widget(Paragraph::new(view.words.get("code-none")), area);
    };
    let lines = lines(view, &drawn);
    let (width, height) = (drawn.width() + 2 * QUIET, lines.len());
    let cells = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
    let [place] = Layout::vertical([Constraint::Length(cells(height))]).flex(Flex::Center).areas(area);
    let [place] = Layout::horizontal([Constraint::Length(cells(width))]).flex(Flex::Center).areas(place);
    frame.render_widget(Paragraph::new(lines), place);
    let paused = view.state.seen.as_ref().and_then(|seen| seen.paused.as_ref()).filter(|_| code == Code::Pause);
    let said = match (paused, code) {
        (Some(paused), _) => {
            view.words.with("code-pause", &[("number", Value::Text(control_number(&paused.root).as_str()))])
        }
        (None, Code::Checkpoint | Code::Pause) => view.words.get("code-checkpoint"),
        (None, Code::Statement) => view.words.get("code-statement"),
    };
    if paused.is_some() {
        // Above the code: beside the number there is no room for it.
        let head = Rect { height: 1, ..area };
        let text = format!(" {}", view.words.get("code-pause-about"));
        frame.render_widget(Paragraph::new(text).style(view.theme.strong()), head);
    }
    let foot = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    frame.render_widget(Paragraph::new(format!(" {said}")).style(view.theme.quiet()), foot);
}

/// Two rows of modules a line. Light is drawn, dark is left out: so it is dark on light on every dark terminal; where there are
/// colours, on every terminal.
fn lines(view: &View<'_>, code: &QrCode) -> Vec<Line<'static>> {
    let width = code.width();
    let is_light = |x: usize, y: usize| {
        let (x, y) = (x.wrapping_sub(QUIET), y.wrapping_sub(QUIET));
        x >= width || y >= width || matches!(code[(x, y)], Color::Light)
    };
    let style = if view.theme.colours { Style::new().fg(Ink::White).bg(Ink::Black) } else { Style::new() };
    let line = |row: usize| {
        let cells = (0..width + 2 * QUIET).map(|x| match (is_light(x, 2 * row), is_light(x, 2 * row + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        });
        Line::styled(cells.collect::<String>(), style)
    };
    (0..(width + 2 * QUIET).div_ceil(2)).map(line).collect()
}
