//! The box and its count: closing, stages, approvals, shares arriving.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::View;
use super::front::quorum;
use super::rows::fit;
use super::tokens::control_word;
use crate::screen::seen::Seen;
use crate::screen::theme::Mark;
use crate::state::Phase;
use crate::words::Value;

/// The stages of a count: their word, and the step of the news that belongs to it.
const STAGES: [(&str, &str); 5] = [
    ("stage-unseal", "unseal"),
    ("stage-verify", "verify"),
    ("stage-root", "root"),
    ("stage-approve", "approval"),
    ("stage-open", "open"),
];

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    match &view.state.seen {
        Some(seen) => lines.extend(standing(view, seen, area.width)),
        None => lines.extend(view.sentences(&view.words.get("tally-none"), area.width, view.theme.quiet())),
    }
    frame.render_widget(Paragraph::new(lines), area);
}

fn standing(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let mut lines = Vec::new();
    let key = match seen.phase {
        Phase::SettingUp | Phase::Gathering => "tally-not-yet",
        Phase::Admitted | Phase::Adjudicated => "tally-close-first",
        Phase::Closed => "tally-closed",
        Phase::Opened | Phase::Signed | Phase::Published | Phase::Ended => "tally-done",
    };
    if seen.paused.is_none() {
        lines.extend(view.sentences(&words.get(key), width, view.theme.strong()));
    }
    lines.push(Line::raw(""));
    lines.extend(seen.closed.iter().flat_map(|closed| view.control("control-box", closed)));
    lines.extend(seen.root.iter().flat_map(|root| view.control("control-root", root)));
    if let Some((step, digest)) = &view.state.control
        && matches!(step.as_str(), "close" | "root")
        && ![seen.closed, seen.root].contains(&Some(*digest))
    {
        lines.extend(view.control(&control_word(step), digest));
    }
    lines.push(Line::raw(""));
    let heard = STAGES.iter().rposition(|(_, step)| view.state.lines.iter().any(|line| line.step == *step));
    for (place, (key, _)) in STAGES.iter().enumerate() {
        let mark = match seen.phase {
            Phase::Opened | Phase::Signed | Phase::Published | Phase::Ended => Mark::Good,
            Phase::Closed if view.state.working.is_some() => match heard {
                Some(at) if place < at => Mark::Good,
                Some(at) if place == at => Mark::Now,
                None if place == 0 => Mark::Now,
                _ => Mark::Later,
            },
            _ => Mark::Later,
        };
        lines.push(view.light(mark, &words.get(key)));
    }
    lines.push(Line::raw(""));
    let [approved, needed, all] = seen.approvals.map(|of| of as u64);
    let of = [("needed", Value::Number(needed)), ("all", Value::Number(all)), ("n", Value::Number(approved))];
    lines.push(view.pair("approvals", &words.with("approvals-of", &of)));
    let shares: Vec<String> = seen.shares.iter().map(u8::to_string).collect();
    let bar = view.theme.bar(shares.len() as u64, seen.quorum.into(), 20);
    let (arrived, quorum) = (shares.len(), quorum(view, seen));
    let text = format!("{bar}  {arrived}  ({quorum})  {}", shares.join(", "));
    lines.push(view.pair("shares", &fit(&text, usize::from(width).saturating_sub(28), view.theme)));
    lines
}
