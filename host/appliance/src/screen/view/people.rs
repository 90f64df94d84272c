//! What people decide: the set-up, and what officers say to the statement.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tamga_record::ledger::Answer;

use super::View;
use super::front::quorum;
use super::gathering::more_officers;
use super::overview::overdrawn;
use super::rows::{OFFICER, fit, fit_end};
use super::tokens::control_word;
use crate::screen::seen::{ContestRow, Seen};
use crate::screen::state::PlayedAnswer;
use crate::screen::theme::Mark;
use crate::screen::update::{is_answered_here, set_up_text};
use crate::state::Phase;
use crate::words::Value;

/// The names of the set-up's fields, in their order.
pub const FIELDS: [&str; 7] =
    ["field-election", "field-scale", "field-officers", "field-quorum", "field-tokens", "field-hsm", "field-mischief"];

/// So many officers stand below each other on the screen of signatures, more in two columns.
const OFFICERS_BELOW_EACH_OTHER: u8 = 7;

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
        lines.extend(view.control("control-set-up", &seen.definition));
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
        let text = fit_end(&format!("{text}{cursor}"), usize::from(area.width).saturating_sub(32), view.theme);
        let mark = if is_marked { view.theme.symbol(Mark::Now) } else { " " };
        let style = if is_marked { view.theme.strong() } else { view.theme.quiet() };
        lines.push(Line::styled(format!(" {mark} {name} {text}"), style));
    }
    if let Some(key) = FIELDS.get(view.state.form.field) {
        lines.push(Line::raw(""));
        lines.extend(view.sentences(&view.words.get(&format!("{key}-hint")), area.width, view.theme.quiet()));
    }
    if let Some((field, fault)) = view.state.set_up.fault() {
        lines.push(Line::raw(""));
        let field = FIELDS.get(field).map_or_else(String::new, |key| view.words.get(key));
        let text = format!("{} {field}: {}", view.theme.symbol(Mark::Bad), view.words.get(fault));
        lines.extend(view.sentences(&text, area.width, view.theme.style(Mark::Bad)));
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
    let is_there = |seen: &&Seen| seen.status.is_some() && (seen.phase == Phase::Opened || seen.statement.is_some());
    let Some(seen) = view.state.seen.as_ref().filter(is_there) else {
        let mut lines = vec![Line::raw("")];
        lines.extend(view.sentences(&view.words.get("sign-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    let height = usize::from(area.height);
    let whole = sign_page(view, seen, area.width, None);
    // What does not fit is said shorter, and its options are paged.
    let lines = if whole.len() <= height { whole } else { sign_page(view, seen, area.width, Some(height)) };
    frame.render_widget(Paragraph::new(lines), area);
}

/// The figures of one contest as they are signed, and who said what; in so many lines where all of it does not fit.
fn sign_page(view: &View<'_>, seen: &Seen, width: u16, height: Option<usize>) -> Vec<Line<'static>> {
    let (words, contest, is_whole) = (view.words, seen.contests.get(view.state.contest), height.is_none());
    let gap = || is_whole.then(|| Line::raw(""));
    let mut above: Vec<Line<'static>> = gap().into_iter().collect();
    above.push(super::results::status_line(view, seen));
    let counted: u64 = seen.regions.iter().map(|region| region.counted).sum();
    above.push(view.pair("counted", &words.number(counted)));
    if let Some(statement) = &seen.statement {
        match is_whole {
            true => above.extend(view.control("control-statement", statement)),
            false => above.push(view.control_in_line("control-number", statement)),
        }
    }
    above.extend(gap());
    above.extend(contest.map(|contest| contest_title(view, seen, contest)));
    let mut below = Vec::new();
    match contest {
        Some(contest) if is_whole => below.extend(super::results::revealed(view, contest, width)),
        Some(contest) if contest.withheld > 0 => {
            below.push(view.light(Mark::Look, &words.count("withheld", contest.withheld)));
        }
        _ => {}
    }
    below.extend(gap());
    if seen.phase == Phase::Opened {
        below.extend((!seen.answers.is_empty()).then(|| view.light(Mark::Look, &words.get("sign-again"))));
        below.extend(overdrawn(view, seen, width));
    }
    if is_whole {
        below.extend(view.sentences(&words.get("dissent-means"), width, view.theme.quiet()));
    }
    if is_answered_here(view.state) {
        below.extend(more_officers(view, width));
    }
    below.extend(answers(view, seen, width));
    let options = contest.map_or(&[][..], |contest| &contest.options);
    let room = height.map_or(options.len(), |height| height.saturating_sub(above.len() + below.len()).max(3));
    let (range, more) = super::results::fitting(view, options.len(), room);
    let rows = options.iter().skip(range.start).take(range.len()).map(|option| {
        let name = super::results::option_name(view, seen, option);
        let votes = super::rows::right(&words.number(option.votes), 14, view.theme);
        Line::raw(format!("    {}{votes}", fit(&name, 34, view.theme)))
    });
    above.into_iter().chain(rows).chain(more).chain(below).collect()
}

fn contest_title(view: &View<'_>, seen: &Seen, contest: &ContestRow) -> Line<'static> {
    let of = [
        ("title", Value::Text(view.words.name(&contest.title, seen.language))),
        ("n", Value::Number(view.state.contest as u64 + 1)),
        ("all", Value::Number(seen.contests.len() as u64)),
    ];
    let text = format!("  {}", view.words.with("contest-of", &of));
    Line::styled(view.theme.text(&text).into_owned(), view.theme.strong())
}

/// What the officers said or are to say, two beside each other where they are many.
fn answers(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let (rows, cells, name) = match seen.officers {
        few @ ..=OFFICERS_BELOW_EACH_OTHER => (few, usize::from(width), OFFICER + 2),
        many => (many.div_ceil(2), usize::from(width) / 2, 4),
    };
    let line = |row: u8| {
        let officers = [row, row + rows].into_iter().filter(|officer| (1..=seen.officers).contains(officer));
        Line::from(officers.flat_map(|officer| answer(view, seen, officer, name, cells)).collect::<Vec<_>>())
    };
    (1..=rows).map(line).collect()
}

/// What an officer said, or is to say on a token that is played, in so many cells; those of the name, or the number alone where they
/// are too few for it.
fn answer(view: &View<'_>, seen: &Seen, officer: u8, name: usize, cells: usize) -> [Span<'static>; 2] {
    let number = officer.to_string();
    let named = if name > OFFICER { view.words.count("officer", officer.into()) } else { number };
    let name = fit(&named, name, view.theme);
    let given = seen.answers.iter().find(|(of, _)| *of == officer);
    let place = usize::from(officer).saturating_sub(1);
    let played = match view.state.answers.get(place).copied().unwrap_or_default() {
        _ if !seen.plays_tokens => "will-answer",
        PlayedAnswer::Sign => "will-sign",
        PlayedAnswer::Dissent => "will-dissent",
        PlayedAnswer::Refuse => "will-refuse",
    };
    let (mark, key) = match given {
        Some((_, answer @ Answer::Refuse)) => (Mark::Bad, answer_word(*answer)),
        Some((_, answer)) => (Mark::Good, answer_word(*answer)),
        None => (Mark::Later, played),
    };
    let mut text = format!("{name}{}", view.words.get(key));
    if given.is_some() && played != "will-sign" && is_answered_here(view.state) {
        // What was chosen for when all are asked again.
        text += &format!("; {}", view.words.get(played));
    }
    let symbol = Span::styled(format!("  {} ", view.theme.symbol(mark)), view.theme.style(mark));
    [symbol, Span::raw(fit(&text, cells.saturating_sub(4), view.theme))]
}
