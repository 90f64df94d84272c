//! What the auditors' program said of the published bytes: its checks with their titles, and what is in its own words.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::View;
use super::results::recounted;
use super::rows::{fit, right, wrapped};
use crate::screen::theme::Mark;
use crate::verification::{Check, Outcome, Verification};
use crate::words::Value;

/// Cells of how a check came out.
const OUTCOME: usize = 16;
/// Cells before what belongs to a check.
const INDENT: usize = 10;

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let report = view.state.seen.as_ref().and_then(|seen| seen.report.as_ref());
    let Some(report) = report else {
        lines.extend(view.sentences(&view.words.get("verify-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    lines.extend(judged(view, report, &report.verdict().text(view.words), area.width));
    lines.extend(recount(view, area.width));
    lines.extend(view.sentences(&view.words.get("verify-intro"), area.width, view.theme.quiet()));
    lines.push(Line::raw(""));
    let checks = report.by_urgency().into_iter().map(|check| of_check(view, check, area.width));
    let others = report.others.iter().map(|line| view.sentences(line, area.width, view.theme.quiet()));
    lines.extend(checks.chain(others).skip(view.state.read).flatten());
    frame.render_widget(Paragraph::new(lines), area);
}

/// What its last line says: so many checks passed, so many failed, and in so many there is something to read, on this screen.
pub fn verdict(view: &View<'_>, report: &Verification, width: u16) -> Vec<Line<'static>> {
    judged(view, report, &report.verdict().text_on_screen(view.words), width)
}

fn judged(view: &View<'_>, report: &Verification, verdict: &str, width: u16) -> Vec<Line<'static>> {
    let mark = verdict_mark(report);
    view.sentences(&format!("{} {verdict}", view.theme.symbol(mark)), width, view.theme.style(mark))
}

/// How the newest recount came out.
fn recount(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let recount = view.state.seen.as_ref().and_then(|seen| recounted(view, seen));
    let line = |(mark, text): (Mark, String)| {
        view.sentences(&format!("{} {text}", view.theme.symbol(mark)), width, view.theme.style(mark))
    };
    recount.into_iter().flat_map(line).collect()
}

/// Whether it is in order, or has something to be looked at.
pub fn verdict_mark(report: &Verification) -> Mark {
    match (report.is_good(), report.remarked()) {
        (true, 0) => Mark::Good,
        (true, _) => Mark::Look,
        (false, _) => Mark::Bad,
    }
}

/// A check: how it came out, its number and title; what the program says where somebody has to read it.
fn of_check(view: &View<'_>, check: &Check, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let says = || words.with("audit-words", &[("says", Value::Text(&check.says))]);
    let (mark, key, more) = match check.outcome {
        Outcome::Failed => (Mark::Bad, "audit-failed", Some(says())),
        Outcome::NotChecked(on) => (Mark::Look, "audit-skipped", Some(words.count("audit-depends", on.into()))),
        Outcome::Remarked => (Mark::Look, "audit-remarked", Some(says())),
        Outcome::Passed => (Mark::Good, "audit-passed", None),
    };
    let outcome = fit(&words.get(key), OUTCOME, view.theme);
    let number = right(&check.number.to_string(), 2, view.theme);
    let title = words.find(check.title().key(), None, &[]).unwrap_or_else(|| check.name.clone());
    let head = format!("  {} {outcome} {number}  ", view.theme.symbol(mark));
    let title = view.theme.text(&title).into_owned();
    let mut lines = vec![Line::from(vec![Span::styled(head, view.theme.style(mark)), Span::raw(title)])];
    let cells = usize::from(width).saturating_sub(INDENT + 2);
    let indented = |text: String| Line::styled(" ".repeat(INDENT) + &text, Style::new());
    lines.extend(more.iter().flat_map(|more| wrapped(&view.theme.text(more), cells)).map(indented));
    lines
}
