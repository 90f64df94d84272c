//! What people decide: the set-up, and what officers say to the statement.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tamga_record::ledger::Answer;

use super::View;
use super::front::quorum;
use super::rows::{OFFICER, fit};
use super::tokens::control_word;
use crate::screen::seen::Seen;
use crate::screen::state::PlayedAnswer;
use crate::screen::theme::Mark;
use crate::screen::update::set_up_text;
use crate::state::Phase;
use crate::words::Value;

/// The names of the set-up's fields, in their order.
pub const FIELDS: [&str; 7] =
    ["field-election", "field-scale", "field-officers", "field-quorum", "field-tokens", "field-hsm", "field-mischief"];

/// The HSMs of an election by their serials.
fn serials(seen: &Seen) -> String {
    seen.hsms.iter().map(|hsm| hsm.serial.as_str()).collect::<Vec<_>>().join(", ")
}

pub fn draw_set_up(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    if let Some(seen) = &view.state.seen {
        lines.extend(view.sentences(&view.words.get("set-up-over"), area.width, view.theme.strong()));
        lines.push(Line::raw(""));
        lines.push(view.pair("election-id", &seen.id));
        lines.push(view.pair("folder", &seen.at.display().to_string()));
        lines.push(view.pair("quorum", &quorum(view, seen)));
        lines.push(view.pair("hsms", &serials(seen)));
        lines.extend(view.control("control-election", &seen.election));
        return frame.render_widget(Paragraph::new(lines), area);
    }
    lines.extend(view.sentences(&view.words.get("set-up-intro"), area.width, view.theme.quiet()));
    lines.push(Line::raw(""));
    for (place, key) in FIELDS.iter().enumerate() {
        let is_marked = view.state.form.field == place;
        let text = set_up_text(&view.state.set_up, place);
        let text = match text.as_str() {
            "" => view.words.get(&format!("{key}-default")),
            "+" => view.words.get("yes"),
            _ => text,
        };
        let cursor = if is_marked && view.state.form.editing { "_" } else { "" };
        let name = fit(&view.words.get(key), 26, view.theme);
        let mark = if is_marked { view.theme.symbol(Mark::Now) } else { " " };
        let style = if is_marked { view.theme.strong() } else { view.theme.quiet() };
        lines.push(Line::styled(format!(" {mark} {name} {}{cursor}", view.theme.text(&text)), style));
    }
    if let Some(key) = FIELDS.get(view.state.form.field) {
        lines.push(Line::raw(""));
        lines.extend(view.sentences(&view.words.get(&format!("{key}-hint")), area.width, view.theme.quiet()));
    }
    if let Some(fault) = view.state.set_up.fault() {
        lines.push(Line::raw(""));
        lines.push(view.light(Mark::Bad, &view.words.get(fault)));
    }
    if let Some((step, digest)) = &view.state.control {
        lines.push(Line::raw(""));
        lines.push(view.heading("compare"));
        lines.extend(view.control(&control_word(step), digest));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// What an officer said to the statement.
pub fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Sign => "officer-signed",
        Answer::Dissent => "officer-dissented",
        Answer::Refuse => "officer-refused",
    }
}

pub fn draw_sign(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let seen = view.state.seen.as_ref().filter(|seen| seen.status.is_some());
    let Some(seen) = seen else {
        lines.extend(view.sentences(&view.words.get("sign-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    lines.push(super::results::status_line(view, seen));
    let counted: u64 = seen.regions.iter().map(|region| region.counted).sum();
    lines.push(view.pair("counted", &view.words.number(counted)));
    if let Some(statement) = &seen.statement {
        lines.extend(view.control("control-statement", statement));
    }
    lines.push(Line::raw(""));
    let contest = seen.contests.get(view.state.contest);
    if let Some(contest) = contest {
        let title = view.words.name(&contest.title, seen.language);
        let of = [
            ("title", Value::Text(title)),
            ("n", Value::Number(view.state.contest as u64 + 1)),
            ("all", Value::Number(seen.contests.len() as u64)),
        ];
        lines.push(Line::styled(
            view.theme.text(&format!("  {}", view.words.with("contest-of", &of))).into_owned(),
            view.theme.strong(),
        ));
    }
    for option in contest.iter().flat_map(|contest| &contest.options) {
        let name = super::results::option_name(view, seen, option);
        let votes = super::rows::right(&view.words.number(option.votes), 14, view.theme);
        lines.push(Line::raw(format!("    {}{votes}", fit(&name, 34, view.theme))));
    }
    if let Some(contest) = contest {
        let revealed = super::results::revealed(view, seen, contest);
        lines.push(Line::styled(view.theme.text(&revealed).into_owned(), view.theme.quiet()));
    }
    lines.push(Line::raw(""));
    if seen.phase == Phase::Opened && !seen.answers.is_empty() {
        lines.push(view.light(Mark::Look, &view.words.get("sign-again")));
    }
    for officer in 1..=seen.officers {
        lines.push(answer_line(view, seen, officer));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// What an officer said, or is to say on a token that is played.
fn answer_line(view: &View<'_>, seen: &Seen, officer: u8) -> Line<'static> {
    let name = fit(&view.words.count("officer", officer.into()), OFFICER, view.theme);
    if let Some((_, answer)) = seen.answers.iter().find(|(of, _)| *of == officer)
        && seen.phase != Phase::Opened
    {
        let mark = if *answer == Answer::Refuse { Mark::Bad } else { Mark::Good };
        return view.light(mark, &format!("{name}  {}", view.words.get(answer_word(*answer))));
    }
    let place = usize::from(officer).saturating_sub(1);
    let key = match view.state.answers.get(place).copied().unwrap_or_default() {
        PlayedAnswer::Sign => "will-sign",
        PlayedAnswer::Dissent => "will-dissent",
        PlayedAnswer::Refuse => "will-refuse",
    };
    let mark = view.theme.symbol(Mark::Later);
    Line::from(vec![
        Span::styled(format!("  {mark} "), view.theme.style(Mark::Later)),
        Span::raw(format!("{name}  {}", view.theme.text(&view.words.get(key)))),
    ])
}
