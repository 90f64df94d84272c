//! Results: bars by option, by region and in all, with their status on every page.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tamga_record::definition::Role;
use tamga_record::statement::StatementStatus;

use super::View;
use super::rows::{fit, right};
use super::tokens::listed;
use crate::screen::seen::{ContestRow, OptionRow, Seen};
use crate::screen::theme::Mark;
use crate::words::Value;

/// Cells of the bar beside an option, and of its seats.
const BAR: usize = 16;
const SEATS: usize = 12;

/// The name of an option; that of the unused votes.
pub fn option_name(view: &View<'_>, seen: &Seen, option: &OptionRow) -> String {
    match (&option.name, option.role) {
        (Some(name), _) => view.words.name(name, seen.language).to_owned(),
        (None, _) => view.words.get("unused"),
    }
}

/// The status of the result, as on every page.
pub fn status_line(view: &View<'_>, seen: &Seen) -> Line<'static> {
    if let Some((open, all)) = seen.revealing {
        let of = [("n", Value::Number(open)), ("all", Value::Number(all))];
        return view.light(Mark::Look, &view.words.with("status-revealing", &of));
    }
    let key = match seen.status {
        Some(StatementStatus::Partial) => "status-partial",
        Some(StatementStatus::Complete) => "status-complete",
        Some(StatementStatus::Certified) => "status-certified",
        Some(StatementStatus::Recount) => "status-recount",
        Some(StatementStatus::Correction) => "status-correction",
        None => "status-none",
    };
    let status = view.words.get(key);
    if seen.is_unsigned() {
        return view.light(Mark::Look, &view.words.with("status-unsigned", &[("status", Value::Text(&status))]));
    }
    view.light(Mark::Now, &status)
}

/// What the newest recount of this statement said, where there was one.
pub fn recounted(view: &View<'_>, seen: &Seen) -> Option<(Mark, String)> {
    let recount = seen.sequel.recount.as_ref()?;
    let officers = listed(&recount.officers);
    let of = [("n", Value::Number(recount.number.into())), ("officers", Value::Text(&officers))];
    let (mark, key) = if recount.agrees { (Mark::Good, "recount-same") } else { (Mark::Bad, "recount-other") };
    Some((mark, view.words.with(key, &of)))
}

/// The status, what a recount said, and whose votes are shown.
pub fn head(view: &View<'_>, seen: &Seen, contest: &ContestRow) -> Vec<Line<'static>> {
    let place = Line::styled(place(view, seen, contest), view.theme.strong());
    let recounted = recounted(view, seen).map(|(mark, text)| view.light(mark, &text));
    [status_line(view, seen)].into_iter().chain(recounted).chain([place]).collect()
}

/// The contest that is shown, where there are results of it.
pub fn shown<'v>(view: &View<'v>) -> Option<(&'v Seen, &'v ContestRow)> {
    let seen = view.state.seen.as_ref()?;
    let contest = seen.contests.get(view.state.contest)?;
    (!contest.by_region.is_empty()).then_some((seen, contest))
}

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    match shown(view) {
        Some((seen, contest)) => lines.extend(page(view, seen, contest, area)),
        None => lines.extend(view.sentences(&view.words.get("results-none"), area.width, view.theme.quiet())),
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// Which of so many options stand in so many lines, and the line that says so where that is not all of them.
pub fn fitting(view: &View<'_>, options: usize, lines: usize) -> (Range<usize>, Option<Line<'static>>) {
    if options <= lines {
        return (0..options, None);
    }
    let room = lines.saturating_sub(1).max(1);
    let first = view.state.option.min(options - room.min(options));
    let shown = first..(first + room).min(options);
    let of = [("n", shown.start + 1), ("last", shown.end), ("all", options)];
    let text = view.words.with("options-shown", &of.map(|(name, number)| (name, Value::Number(number as u64))));
    (shown, Some(Line::styled(format!("  {}", view.theme.text(&text)), view.theme.strong())))
}

/// The contest, and the region or all of them.
fn place(view: &View<'_>, seen: &Seen, contest: &ContestRow) -> String {
    let title = view.words.name(&contest.title, seen.language);
    let region = match view.state.region.and_then(|region| contest.by_region.get(region)) {
        Some((code, _)) => {
            let region = seen.regions.iter().find(|region| region.code == *code);
            region.map_or(code.clone(), |region| view.words.name(&region.name, seen.language).to_owned())
        }
        None => view.words.get("all-regions"),
    };
    view.theme.text(&format!("  {title} · {region}")).into_owned()
}

/// The votes of each option, of the chosen region or all.
pub fn votes_of(view: &View<'_>, contest: &ContestRow) -> Vec<u64> {
    match view.state.region.and_then(|region| contest.by_region.get(region)) {
        Some((_, votes)) => votes.clone(),
        None => contest.options.iter().map(|option| option.votes).collect(),
    }
}

fn page(view: &View<'_>, seen: &Seen, contest: &ContestRow, area: Rect) -> Vec<Line<'static>> {
    let mut lines = head(view, seen, contest);
    lines.push(Line::raw(""));
    let votes = votes_of(view, contest);
    let all: u64 = votes.iter().sum();
    let most =
        votes.iter().zip(&contest.options).filter(|(_, option)| option.name.is_some()).map(|(votes, _)| *votes).max();
    let name_cells = usize::from(area.width).saturating_sub(2 + 12 + 9 + 2 + BAR + SEATS).clamp(12, 44);
    let below = if seen.revealing.is_none() { revealed(view, contest, area.width) } else { Vec::new() };
    // Beside the options: what stands below, and an empty line above that.
    let room = usize::from(area.height).saturating_sub(lines.len() + below.len() + 1);
    let (range, more) = fitting(view, contest.options.len().min(votes.len()), room);
    for (option, votes) in contest.options.iter().zip(&votes).skip(range.start).take(range.len()) {
        let theme = view.theme;
        let name = fit(&option_name(view, seen, option), name_cells, theme);
        let figures = right(&view.words.number(*votes), 12, theme) + &right(&view.words.percent(*votes, all), 9, theme);
        let is_first = option.name.is_some() && Some(*votes) == most && option.role == Some(Role::Candidate);
        let style = if is_first { theme.style(Mark::Good) } else { theme.quiet() };
        let mut spans =
            vec![Span::raw(format!("  {name}{figures}  ")), Span::styled(theme.bar(*votes, all, BAR), style)];
        if view.state.region.is_none() {
            spans.extend(seats(view, option));
        }
        lines.push(Line::from(spans));
    }
    lines.extend(more);
    lines.push(Line::raw(""));
    lines.extend(below);
    lines
}

fn seats(view: &View<'_>, option: &OptionRow) -> Option<Span<'static>> {
    if option.tie {
        return Some(Span::styled(format!(" {}", view.words.get("tie")), view.theme.style(Mark::Look)));
    }
    let seats = option.seats.filter(|seats| *seats > 0)?;
    Some(Span::styled(format!(" {}", view.words.count("seats", seats)), view.theme.strong()))
}

/// How many regions have results, and where the others' ballots went: what nobody sees the votes of is to be looked at.
pub fn revealed(view: &View<'_>, contest: &ContestRow, width: u16) -> Vec<Line<'static>> {
    let of = [
        ("n", Value::Number(contest.by_region.len() as u64)),
        ("without", Value::Number(contest.without)),
        ("withheld", Value::Number(contest.withheld)),
    ];
    let (key, style) = match contest.withheld {
        0 => ("revealed", view.theme.quiet()),
        _ => ("revealed-but", view.theme.style(Mark::Look)),
    };
    view.sentences(&view.words.with(key, &of), width, style)
}
