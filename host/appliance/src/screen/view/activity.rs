//! The two lines at the foot: what is under way and how far, or what came last.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use tamga_crypto::control_number::control_number;

use super::{View, rows, tokens};
use crate::at_work::Counted;
use crate::news;
use crate::screen::event::Ended;
use crate::screen::state::{Counting, Place, Working};
use crate::screen::theme::Mark;
use crate::words::Value;

/// Cells of the bar.
const BAR: usize = 20;

/// Lines that it takes: where officers are waited for, what they are to do stands below on every screen but theirs; else the last
/// alarm stays in sight.
pub fn height(view: &View<'_>) -> u16 {
    if is_waiting(view) {
        5
    } else if alarm(view).is_some() {
        3
    } else {
        2
    }
}

fn is_waiting(view: &View<'_>) -> bool {
    view.state.place != Place::Officers && tokens::prompt(view).is_some()
}

/// What the last alarm says; its step is no matter here.
fn alarm(view: &View<'_>) -> Option<String> {
    let text = view.state.alarm.as_ref()?.text_on_screen(view.words);
    Some(format!("{} {text}", view.theme.symbol(Mark::Bad)))
}

/// The last alarm in so many lines; where it is longer, the rest stands under System.
fn alarm_in(view: &View<'_>, lines: usize, width: u16) -> Vec<Line<'static>> {
    let cells = usize::from(width).saturating_sub(4);
    let text = alarm(view).unwrap_or_default();
    let mut wrapped = rows::wrapped(&view.theme.text(&text), cells);
    let rest = wrapped.split_off(wrapped.len().min(lines));
    if let (Some(last), Some(next)) = (wrapped.last_mut(), rest.first()) {
        *last = rows::fit(&format!("{last} {next}"), cells, view.theme);
    }
    let style = view.theme.style(Mark::Bad);
    wrapped.into_iter().map(|line| Line::styled(format!("   {}", line.trim_end()), style)).collect()
}

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let lines = match &view.state.working {
        Some(working) if is_waiting(view) => waiting(view, working, area.width),
        Some(working) => under_way(view, working, area.width),
        None if !step(view).is_empty() => elsewhere(view, area.width),
        None if view.state.watching => watched(view, area.width),
        None => at_rest(view, area.width),
    };
    frame.render_widget(Paragraph::new(lines), area);
}

fn under_way(view: &View<'_>, working: &Working, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let since = view.state.now.saturating_sub(working.began).as_secs();
    let act = words.get(&format!("act-{}", working.act.word()));
    let key = if working.stopping { "working-stops" } else { "working" };
    let text = words.with(key, &[("act", Value::Text(&act)), ("n", Value::Number(since))]);
    let head = Line::from(vec![
        Span::styled(format!(" {} ", view.theme.symbol(Mark::Now)), view.theme.style(Mark::Now)),
        Span::styled(text, view.theme.strong()),
    ]);
    let cells = usize::from(width).saturating_sub(4);
    let detail = match (&working.counting, view.state.lines.back()) {
        (Some(Counting { done, total, took, .. }), _) => progress(view, *done, *total, *took),
        (None, Some(line)) => line.shown(view.words),
        (None, None) => String::new(),
    };
    let mut lines =
        vec![head, Line::styled(format!("   {}", rows::fit(&detail, cells, view.theme)), view.theme.quiet())];
    lines.extend(alarm_in(view, 1, width));
    lines
}

/// What officers are to do, and the number that they compare.
fn waiting(view: &View<'_>, working: &Working, width: u16) -> Vec<Line<'static>> {
    let mut lines = under_way(view, working, width);
    lines.truncate(1);
    if let Some((mark, text)) = tokens::prompt(view) {
        lines.extend(view.sentences(&text, width, view.theme.style(mark)));
    }
    lines.truncate(3);
    if let Some(digest) = tokens::to_compare(view) {
        let of = view.theme.text(&view.words.get(tokens::compare_word(view))).into_owned();
        lines.push(Line::styled(format!("  {of}"), view.theme.quiet()));
        lines.push(Line::styled(format!("    {}", control_number(&digest)), view.theme.strong()));
    }
    lines
}

/// A bar, so many of so many, rate and remaining time.
fn progress(view: &View<'_>, done: u64, total: u64, took: Duration) -> String {
    let words = view.words;
    let rate = (done as f64 / took.as_secs_f64().max(0.001)) as u64;
    let left = news::left(done, total, took).as_secs().saturating_add(1);
    let text = words.with(
        "progress",
        &[
            ("done", Value::Number(done)),
            ("total", Value::Number(total)),
            ("rate", Value::Number(rate)),
            ("n", Value::Number(left)),
        ],
    );
    format!("{} {}  {text}", view.theme.bar(done, total, BAR), words.percent(done, total))
}

/// The step that another process is at; nothing where none is at work, or has not said anything.
fn step<'s>(view: &View<'s>) -> &'s str {
    view.state.elsewhere.as_ref().map_or("", |at_work| &at_work.step)
}

/// What another process is at, and how far.
fn elsewhere(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let step = view.words.get(&format!("at-{}", step(view)));
    let text = view.words.with("elsewhere", &[("step", Value::Text(&step))]);
    let head = Line::from(vec![
        Span::styled(format!(" {} ", view.theme.symbol(Mark::Now)), view.theme.style(Mark::Now)),
        Span::styled(view.theme.text(&text).into_owned(), view.theme.strong()),
    ]);
    let counted = view.state.elsewhere.as_ref().and_then(|at_work| at_work.counted);
    let detail = match counted {
        Some(Counted { done, total, took }) => progress(view, done, total, took),
        None => view.words.get("elsewhere-about"),
    };
    let cells = usize::from(width).saturating_sub(4);
    vec![head, Line::styled(format!("   {}", rows::fit(&detail, cells, view.theme)), view.theme.quiet())]
}

/// What comes next, and that this view follows by itself.
fn watched(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let next = match (&view.state.seen, crate::screen::update::next(view.state)) {
        (None, _) => view.words.get("watch-waits"),
        (Some(_), Some((_, act))) => {
            let act = view.words.get(&format!("act-{}", act.word()));
            view.words.with("watch-next", &[("act", Value::Text(&act))])
        }
        (Some(_), None) => view.words.get("watch-nothing"),
    };
    let cells = usize::from(width).saturating_sub(4);
    let about = rows::fit(&view.words.get("watch-about"), cells, view.theme);
    vec![
        Line::styled(format!(" {}", view.theme.text(&next)), view.theme.strong()),
        Line::styled(format!("   {about}"), view.theme.quiet()),
    ]
}

fn at_rest(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let next = match view.state.rehearsed {
        Some(Ended::Done) => view.words.get("rehearsed"),
        _ => what_is_next(view),
    };
    let mut lines = vec![Line::styled(format!(" {}", view.theme.text(&next)), view.theme.strong())];
    lines.extend(alarm_in(view, 2, width));
    lines
}

fn what_is_next(view: &View<'_>) -> String {
    match crate::screen::update::next(view.state) {
        Some((place, act)) => {
            let act = view.words.get(&format!("act-{}", act.word()));
            let place = view.words.get(place.word());
            let key = if act == place { "next-is-here" } else { "next-is" };
            view.words.with(key, &[("act", Value::Text(&act)), ("place", Value::Text(&place))])
        }
        None if !view.state.looked => String::new(),
        None => view.words.get("next-nothing"),
    }
}
