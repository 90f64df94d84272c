//! What leaves the room and what watches over it: editions, verification, ledger, devices.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::View;
use super::others::{copied, languages_of};
use super::rows::fit;
use crate::acts::protocol;
use crate::screen::seen::Seen;
use crate::screen::theme::Mark;
use crate::state::Phase;
use crate::words::Value;

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
    lines.extend(view.sentences(&view.words.get("copies-next"), width, view.theme.quiet()));
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

pub fn draw_verify(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let report = view.state.seen.as_ref().and_then(|seen| seen.report.as_ref());
    let Some(report) = report else {
        lines.extend(view.sentences(&view.words.get("verify-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    lines.push(verdict(view, report));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get("verify-intro"), area.width, view.theme.quiet()));
    lines.push(Line::raw(""));
    let cells = usize::from(area.width).saturating_sub(4);
    let all: Vec<&str> = report.lines().collect();
    let room = usize::from(area.height).saturating_sub(lines.len());
    // The end has the verdict: failed checks first where there are any, then as much of the end as there is room for.
    let failed = all.iter().filter(|line| line.contains("FAIL")).copied();
    let rest = all.iter().skip(all.len().saturating_sub(room)).copied();
    let shown: Vec<&str> = if all.iter().any(|line| line.contains("FAIL")) { failed.collect() } else { rest.collect() };
    for line in shown.iter().take(room) {
        let mark = if line.contains("FAIL") { view.theme.style(Mark::Bad) } else { Default::default() };
        lines.push(Line::styled(format!("  {}", fit(line, cells, view.theme)), mark));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// What the verifier's last line says: so many checks passed, so many failed.
pub fn verdict(view: &View<'_>, report: &str) -> Line<'static> {
    let last = report.lines().next_back().unwrap_or_default();
    let numbers: Vec<u64> =
        last.split(|letter: char| !letter.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let [passed, failed, ..] = numbers[..] else {
        return view.light(Mark::Bad, &view.words.get("verify-unfinished"));
    };
    let of = [("n", Value::Number(passed)), ("failed", Value::Number(failed))];
    let (mark, key) = if failed == 0 { (Mark::Good, "verify-passed") } else { (Mark::Bad, "verify-failed") };
    view.light(mark, &view.words.with(key, &of))
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
    let cells = usize::from(area.width).saturating_sub(4);
    let room = usize::from(area.height).saturating_sub(lines.len());
    for (number, text) in seen.tail.iter().skip(seen.tail.len().saturating_sub(room)) {
        lines.push(Line::raw(format!("  {}", fit(&format!("{number:>5}  {text}"), cells, view.theme))));
    }
    frame.render_widget(Paragraph::new(lines), area);
}
