//! The devices, the versions, what is red, and everything that the acts have said.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use tamga_wire::PROTOCOL_VERSION;

use super::View;
use super::overview::{hsm_out, overdrawn};
use super::rows::fit;
use super::verify::verdict;
use crate::screen::hsms::HsmRow;
use crate::screen::seen::Seen;
use crate::screen::state;
use crate::screen::theme::Mark;
use crate::words::Value;

/// Cells of a serial; longer ones push what follows to the right.
const SERIAL: usize = 16;

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let versions = [("tokens", Value::Number(PROTOCOL_VERSION.into()))];
    let versions = view.words.with("versions", &versions);
    lines.push(view.pair("version", &format!("tamga {}, {versions}", env!("CARGO_PKG_VERSION"))));
    lines.push(view.pair("folder", &view.state.at.display().to_string()));
    if let Some(seen) = &view.state.seen {
        lines.push(view.heading("hsms"));
        lines.extend(seen.hsms.iter().flat_map(|hsm| device(view, hsm, area.width)));
        lines.extend(red(view, seen, area.width));
    }
    lines.push(view.heading("news"));
    let room = usize::from(area.height).saturating_sub(lines.len());
    lines.extend(news(view, usize::from(area.width).saturating_sub(4), room));
    frame.render_widget(Paragraph::new(lines), area);
}

/// An HSM: what is wrong with it, else what the ledger says of it, its own log among that.
fn device(view: &View<'_>, hsm: &HsmRow, width: u16) -> Vec<Line<'static>> {
    if let Some(text) = hsm_out(view, &hsm.serial) {
        let text = format!("{} {text}", view.theme.symbol(Mark::Bad));
        return view.sentences(&text, width, view.theme.style(Mark::Bad));
    }
    let words = view.words;
    let log = match hsm.log {
        None => words.get("hsm-log-never"),
        Some([entries, 0]) => words.count("hsm-log-explained", entries),
        Some([entries, unexplained]) => {
            words.with("hsm-log-unexplained", &[("n", Value::Number(unexplained)), ("all", Value::Number(entries))])
        }
    };
    let has_come = view.state.hsms.came.contains(&hsm.serial);
    let mark = if hsm.is_unexplained() {
        Mark::Bad
    } else if has_come {
        Mark::Good
    } else {
        Mark::Later
    };
    let of = [("n", Value::Number(hsm.unlocks)), ("seeds", Value::Number(hsm.seeds)), ("log", Value::Text(&log))];
    let serial = fit(&hsm.serial, SERIAL.max(hsm.serial.len()), view.theme);
    vec![view.light(mark, &format!("{serial} {}", words.with("hsm-did", &of)))]
}

/// What stands in red anywhere on this screen.
fn red(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let mut lines = overdrawn(view, seen, width);
    lines.extend(seen.report.iter().filter(|report| !report.is_good()).flat_map(|report| verdict(view, report, width)));
    let has_alarms = view.state.lines.iter().any(|line| line.alarm);
    let is_red = |hsm: &HsmRow| hsm.is_unexplained() || view.state.hsms.out.contains_key(&hsm.serial);
    if lines.is_empty() && !has_alarms && !seen.hsms.iter().any(is_red) {
        lines.push(view.light(Mark::Good, &view.words.get("nothing-red")));
    }
    lines
}

/// The newest news, or those that somebody went back to.
fn news(view: &View<'_>, cells: usize, room: usize) -> Vec<Line<'static>> {
    if view.state.lines.is_empty() {
        return vec![Line::styled(format!("  {}", view.words.get("news-none")), view.theme.quiet())];
    }
    let lines = &view.state.lines;
    let shown = lines.len().saturating_sub(view.state.back);
    let line = |line: &state::Line| {
        let seconds = line.at.as_secs();
        let text = format!("{:>3}:{:02}  {}", seconds / 60, seconds % 60, line.shown(view.words));
        match line.alarm {
            // What to do stands at its end.
            true => view.sentences(&text, cells as u16 + 4, view.theme.style(Mark::Bad)),
            false => vec![Line::styled(format!("  {}", fit(&text, cells, view.theme)), view.theme.quiet())],
        }
    };
    let mut rows: Vec<Line<'_>> = lines.iter().take(shown).skip(shown.saturating_sub(room)).flat_map(line).collect();
    if rows.len() < room {
        // Those before them were gone back to: the oldest ones fill the screen.
        return lines.iter().take(room).flat_map(line).take(room).collect();
    }
    rows.split_off(rows.len() - room)
}
