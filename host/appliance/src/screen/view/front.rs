//! What stands in front: help, questions, what happened.

use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Paragraph};

use super::gathering::without_quorum;
use super::people::FIELDS;
use super::{View, others};
use crate::acts::lookup::Answer;
use crate::failure::Stopped;
use crate::screen::acts::Act;
use crate::screen::seen::Seen;
use crate::screen::state::Front;
use crate::screen::theme::Mark;
use crate::screen::update::set_up_text;
use crate::words::Value;

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let Some(front) = &view.state.front else { return };
    if let Front::Code(code) = front {
        return super::code::draw(view, *code, frame, area);
    }
    // What stands in front names its own keys: those at the foot do nothing.
    frame.render_widget(Clear, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area });
    let width = area.width.saturating_sub(6).min(76);
    // No text touches the frame.
    let inside = width.saturating_sub(1);
    let (title, lines) = match front {
        Front::Help => (view.words.get("help-title"), help(view, inside)),
        Front::Leave => (view.words.get("leave-title"), leave(view, inside)),
        Front::Confirm { act, sure } => {
            let title = if act.is_irreversible() { "confirm-title" } else { "confirm-title-else" };
            (view.words.get(title), confirm(view, act, *sure, inside))
        }
        Front::Others { line } => (view.words.get("others-title"), others::list(view, *line, inside)),
        Front::Sheet(sheet) => {
            (view.words.get(&format!("other-{}", sheet.other.word())), others::sheet(view, sheet, inside))
        }
        Front::Code(_) => return,
        Front::Record { answer, shown } => (view.words.get("record-title"), record(view, answer, *shown, inside)),
        Front::Told { act, stopped } => (view.words.get("told-title"), told(view, act.as_ref(), stopped, inside)),
    };
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(area.height);
    let [place] = Layout::vertical([Constraint::Length(height)]).flex(Flex::Center).areas(area);
    let [place] = Layout::horizontal([Constraint::Length(width)]).flex(Flex::Center).areas(place);
    // Nothing of what is behind stands beside the frame.
    frame.render_widget(Clear, Rect { x: area.x, width: area.width, ..place });
    let block = Block::bordered().title(format!(" {title} ")).border_set(border(view));
    frame.render_widget(Paragraph::new(lines).block(block), place);
}

fn border(view: &View<'_>) -> ratatui::symbols::border::Set<'static> {
    use ratatui::symbols::border;
    if !view.theme.ascii {
        return border::DOUBLE;
    }
    border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    }
}

fn help(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let of_place = view.words.get(&view.help_key());
    let of_all = if view.state.watching { "help-watch-all" } else { "help-all" };
    let mut lines = vec![Line::raw("")];
    lines.extend(view.sentences(&of_place, width, view.theme.strong()));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get(of_all), width, view.theme.quiet()));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get("help-close"), width, view.theme.quiet()));
    lines
}

fn leave(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let key = match view.state.working.as_ref().map(|working| &working.act) {
        None => "leave",
        Some(Act::SetUp(_) | Act::Cast) => "leave-beginning",
        Some(_) => "leave-working",
    };
    let mut lines = vec![Line::raw("")];
    lines.extend(view.sentences(&view.words.get(key), width, view.theme.strong()));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get("leave-keys"), width, view.theme.quiet()));
    lines
}

/// What became of a record, for its voter alone.
fn record(view: &View<'_>, answer: &Answer, shown: bool, width: u16) -> Vec<Line<'static>> {
    let mut lines = vec![Line::raw("")];
    if !shown {
        lines.extend(view.sentences(&view.words.get("record-alone"), width, view.theme.style(Mark::Look)));
        return lines;
    }
    for (place, text) in answer.in_words(view.words).iter().enumerate() {
        let style = if place == 0 { view.theme.strong() } else { view.theme.quiet() };
        lines.extend(view.sentences(text, width, style));
    }
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get("record-private"), width, view.theme.style(Mark::Look)));
    lines.extend(view.sentences(&view.words.get("help-close"), width, view.theme.quiet()));
    lines
}

/// The question before an act, with the figures that the tokens will show.
fn confirm(view: &View<'_>, act: &Act, sure: bool, width: u16) -> Vec<Line<'static>> {
    let mut lines = vec![Line::raw("")];
    let question = view.words.get(&format!("confirm-{}", act.word()));
    lines.extend(view.sentences(&question, width, view.theme.strong()));
    lines.push(Line::raw(""));
    if let Some(seen) = &view.state.seen {
        lines.extend(figures(view, act, seen, width));
    }
    if let (Act::Sign { .. }, Some(seen)) = (act, &view.state.seen) {
        lines.extend(super::overview::overdrawn(view, seen, width));
    }
    if let Act::Adjudicate { reason, in_favour, against, why } = act {
        lines.push(view.pair("reason", &view.words.get(&format!("reason-{reason}"))));
        lines.push(view.pair("votes-for", &officers(view, in_favour)));
        lines.push(view.pair("votes-against", &officers(view, against)));
        lines.extend(view.said("why", why, width));
    }
    if let Some(quorum) = without_quorum(view, act) {
        let text = view.words.count("confirm-adjudicate-nothing", quorum);
        lines.extend(view.sentences(&text, width, view.theme.style(Mark::Look)));
    }
    if view.state.seen.as_ref().is_some_and(|seen| has_number_later(act, seen) && !seen.plays_tokens) {
        lines.extend(view.sentences(&view.words.get("control-later"), width, view.theme.quiet()));
    }
    if let Act::SetUp(set_up) = act {
        for (place, key) in FIELDS.iter().enumerate() {
            let text = match set_up_text(set_up, place).as_str() {
                "" => view.words.get(&format!("{key}-default")),
                "+" => view.words.get("yes"),
                text => text.to_owned(),
            };
            lines.push(view.pair(key, &text));
        }
    }
    lines.push(Line::raw(""));
    let has_figures = !matches!(act, Act::SetUp(_) | Act::Export | Act::Lot { .. } | Act::Protocol { .. });
    let key = match sure {
        true => "confirm-second",
        false if has_figures && super::tokens::are_played(view) => "confirm-played",
        false if has_figures => "confirm-first",
        false => "confirm-read",
    };
    lines.extend(view.sentences(&view.words.get(key), width, view.theme.style(Mark::Now)));
    lines
}

/// Whether the tokens will show a control number that is made by the act itself.
fn has_number_later(act: &Act, seen: &Seen) -> bool {
    match act {
        Act::Adjudicate { .. } | Act::Close { .. } | Act::Tally | Act::Replace { .. } | Act::Recount => true,
        Act::Sign { .. } => seen.statement.is_none(),
        _ => false,
    }
}

/// The figures of an act as the tokens show them.
fn figures(view: &View<'_>, act: &Act, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let number = |number: u64| view.words.number(number);
    let counted: u64 = seen.regions.iter().map(|region| region.counted).sum();
    let mut lines = Vec::new();
    match act {
        Act::Close { .. } => {
            let figures = ["opening", "received", "regions", "incomplete-chains"];
            let shown = figures.iter().zip(seen.to_close.unwrap_or_default());
            lines.extend(shown.map(|(key, figure)| view.pair(key, &number(figure))));
            let undecided = seen.held.rows.iter().filter(|held| held.decided.is_none()).count() as u64;
            if undecided > 0 {
                let text = view.words.count("confirm-close-undecided", undecided);
                lines.extend(view.sentences(&text, width, view.theme.style(Mark::Look)));
            }
        }
        Act::Tally => {
            lines.push(view.pair("opening", &number(seen.opening.into())));
            lines.push(view.pair("quorum", &quorum(view, seen)));
            lines.extend(seen.closed.iter().flat_map(|closed| view.control("control-box", closed)));
        }
        Act::Sign { dissent, refuse } => {
            lines.push(view.pair("counted", &number(counted)));
            lines.extend(seen.statement.iter().flat_map(|of| view.control("control-statement", of)));
            if !dissent.is_empty() || !refuse.is_empty() {
                lines.push(view.pair("dissenting", &officers(view, dissent)));
                lines.push(view.pair("refusing", &officers(view, refuse)));
            }
        }
        Act::Export | Act::Recount => {
            lines.push(view.pair("counted", &number(counted)));
            lines.extend(seen.statement.iter().flat_map(|of| view.control("control-statement", of)));
        }
        act => lines.extend(others::figures(view, act, seen, width)),
    }
    lines
}

/// How many officers, and which: a number of an officer alone is read as a number of votes.
fn officers(view: &View<'_>, officers: &[u8]) -> String {
    let list = officers.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    view.words.with("votes-of", &[("n", Value::Number(officers.len() as u64)), ("list", Value::Text(&list))])
}

/// So many of so many.
pub fn quorum(view: &View<'_>, seen: &Seen) -> String {
    let of = [("needed", Value::Number(seen.quorum.into())), ("all", Value::Number(seen.officers.into()))];
    view.words.with("quorum-of", &of)
}

/// What happened and what to do, in the screen's language.
fn told(view: &View<'_>, act: Option<&Act>, stopped: &Stopped, width: u16) -> Vec<Line<'static>> {
    let act = view.words.get(&format!("act-{}", act.map_or("look", Act::word)));
    let head = view.words.with("told-stopped", &[("act", Value::Text(&act))]);
    let mut lines = vec![Line::raw("")];
    lines.extend(view.sentences(&head, width, view.theme.style(Mark::Bad)));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&stopped.happened(view.words), width, view.theme.strong()));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&stopped.advice_on_screen(view.words), width, view.theme.style(Mark::Now)));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get("help-close"), width, view.theme.quiet()));
    lines
}
