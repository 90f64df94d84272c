//! What leaves the room and what watches over it: editions, ledger.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tamga_record::time::format_time;

use super::View;
use super::others::{copied, languages_of};
use super::rows::{fit, wrapped};
use crate::acts::protocol;
use crate::screen::seen::{EntryRow, Seen};
use crate::state::Phase;

/// Cells of a copy's file and of its recipient.
const FILE: usize = 12;
const RECIPIENT: usize = 24;

pub fn draw_export(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let seen =
        view.state.seen.as_ref().filter(|seen| matches!(seen.phase, Phase::Signed | Phase::Published | Phase::Ended));
    let Some(seen) = seen else {
        lines.extend(view.sentences(&view.words.get("export-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    let key = if seen.phase == Phase::Signed { "export-ready" } else { "export-done" };
    lines.extend(view.sentences(&view.words.get(key), area.width, view.theme.strong()));
    lines.push(Line::raw(""));
    for (key, path) in [("edition-record", "record"), ("edition-audit", "audit"), ("edition-anchor", "anchor.txt")] {
        lines.push(view.pair(key, &seen.at.join(path).display().to_string()));
    }
    lines.push(Line::raw(""));
    let room = usize::from(area.height).saturating_sub(lines.len());
    lines.extend(copies(view, seen, area.width, room));
    frame.render_widget(Paragraph::new(lines), area);
}

/// The copies of the official form on paper: where their files lie, then the newest ones.
fn copies(view: &View<'_>, seen: &Seen, width: u16, room: usize) -> Vec<Line<'static>> {
    let copies = &seen.sequel.copies;
    if copies.is_empty() {
        return view.sentences(&view.words.get("copies-none"), width, view.theme.quiet());
    }
    let mut lines = vec![view.pair("copies", &seen.at.join(protocol::FOLDER).display().to_string())];
    if copies.iter().any(|copy| !copy.is_published) {
        lines.extend(view.sentences(&view.words.get("copies-next"), width, view.theme.quiet()));
    }
    let shown = copies.iter().skip((copies.len() + lines.len()).saturating_sub(room));
    lines.extend(shown.map(|copy| {
        let form = copied(view, seen, copy.region.as_deref(), copy.has_all);
        let form = if copy.is_newest { form } else { view.words.get("copy-replaced-since") };
        let name = fit(&protocol::file(copy.number), FILE, view.theme);
        let recipient = fit(&copy.recipient, RECIPIENT, view.theme);
        let text = format!("{name}  {recipient}  {}  {form}", languages_of(&copy.languages));
        let style = if copy.is_newest { Default::default() } else { view.theme.quiet() };
        Line::styled(format!("  {}", fit(&text, usize::from(width).saturating_sub(4), view.theme)), style)
    }));
    lines
}

pub fn draw_ledger(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let Some(seen) = &view.state.seen else {
        lines.extend(view.sentences(&view.words.get("ledger-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    let (size, root) = &seen.ledger;
    lines.push(view.pair("entries", &view.words.number(*size)));
    lines.extend(view.control("ledger-root", root));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get("ledger-tail"), area.width, view.theme.quiet()));
    if seen.rehearsal {
        lines.extend(view.sentences(&view.words.get("rehearsal-clock"), area.width, view.theme.quiet()));
    }
    let room = usize::from(area.height).saturating_sub(lines.len());
    let shown = seen.tail.len().saturating_sub(view.state.older);
    let tail: Vec<Line<'static>> = seen.tail.iter().take(shown).flat_map(|row| entry(view, row, area.width)).collect();
    lines.extend(tail.into_iter().rev().take(room).rev());
    frame.render_widget(Paragraph::new(lines), area);
}

/// An entry: its number and time of day, then what it says, over as many lines as that takes.
fn entry(view: &View<'_>, row: &EntryRow, width: u16) -> Vec<Line<'static>> {
    let time = format_time(row.time_s);
    let head = format!("  {:>6}  {}  ", row.number, time.get(11..19).unwrap_or_default());
    let indent = " ".repeat(head.len());
    let cells = usize::from(width).saturating_sub(head.len() + 2);
    let about = row.about.as_ref().map_or_else(String::new, |about| format!(" {}", about.text(view.words)));
    let says = view.theme.text(&(row.says.text(view.words) + &about)).into_owned();
    let line = |(place, text): (usize, String)| {
        let head = if place == 0 { head.clone() } else { indent.clone() };
        Line::from(vec![Span::styled(head, view.theme.quiet()), Span::raw(text)])
    };
    wrapped(&says, cells).into_iter().enumerate().map(line).collect()
}
