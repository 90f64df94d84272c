//! Results: bars by option, by region and in all, with their status on every page.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
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
pub fn recounted(view: &View<'_>, seen: &Seen) -> Option<Line<'static>> {
    let recount = seen.sequel.recount.as_ref()?;
    let officers = listed(&recount.officers);
    let of = [("n", Value::Number(recount.number.into())), ("officers", Value::Text(&officers))];
    let (mark, key) = if recount.agrees { (Mark::Good, "recount-same") } else { (Mark::Bad, "recount-other") };
    Some(view.light(mark, &view.words.with(key, &of)))
}

/// The status, what a recount said, and whose votes are shown.
fn head(view: &View<'_>, seen: &Seen, contest: &ContestRow) -> Vec<Line<'static>> {
    let place = Line::styled(place(view, seen, contest), view.theme.strong());
    [status_line(view, seen)].into_iter().chain(recounted(view, seen)).chain([place]).collect()
}

/// The contest that is shown, where there are results of it.
fn shown<'v>(view: &View<'v>) -> Option<(&'v Seen, &'v ContestRow)> {
    let seen = view.state.seen.as_ref()?;
    let contest = seen.contests.get(view.state.contest)?;
    (!contest.by_region.is_empty()).then_some((seen, contest))
}

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    match shown(view) {
        Some((seen, contest)) => lines.extend(page(view, seen, contest, area.width)),
        None => lines.extend(view.sentences(&view.words.get("results-none"), area.width, view.theme.quiet())),
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// The same over the whole screen, twice as high, for a projector.
pub fn draw_big(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let Some((seen, contest)) = shown(view) else { return draw(view, frame, area) };
    let mut lines = head(view, seen, contest);
    let votes = votes_of(view, contest);
    let all: u64 = votes.iter().sum();
    let cells = usize::from(area.width).saturating_sub(4);
    for (option, votes) in contest.options.iter().zip(&votes) {
        let figures = format!("{}  {}", view.words.number(*votes), view.words.percent(*votes, all));
        let name = fit(&option_name(view, seen, option), cells.saturating_sub(figures.chars().count()), view.theme);
        lines.push(Line::raw(""));
        lines.push(Line::styled(format!("  {name}{figures}"), view.theme.strong()));
        let bar = view.theme.bar(*votes, all, cells);
        lines.push(Line::styled(format!("  {bar}"), view.theme.style(Mark::Good)));
        lines.push(Line::styled(format!("  {bar}"), view.theme.style(Mark::Good)));
    }
    let [page, foot] = Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(area);
    frame.render_widget(Paragraph::new(lines), page);
    let keys = view.theme.text(&view.words.get("keys-big")).into_owned();
    frame.render_widget(Paragraph::new(format!(" {keys}")).style(view.theme.quiet()), foot);
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
fn votes_of(view: &View<'_>, contest: &ContestRow) -> Vec<u64> {
    match view.state.region.and_then(|region| contest.by_region.get(region)) {
        Some((_, votes)) => votes.clone(),
        None => contest.options.iter().map(|option| option.votes).collect(),
    }
}

fn page(view: &View<'_>, seen: &Seen, contest: &ContestRow, width: u16) -> Vec<Line<'static>> {
    let mut lines = head(view, seen, contest);
    lines.push(Line::raw(""));
    let votes = votes_of(view, contest);
    let all: u64 = votes.iter().sum();
    let most =
        votes.iter().zip(&contest.options).filter(|(_, option)| option.name.is_some()).map(|(votes, _)| *votes).max();
    let name_cells = usize::from(width).saturating_sub(2 + 12 + 9 + 2 + BAR + SEATS).clamp(12, 44);
    for (option, votes) in contest.options.iter().zip(&votes) {
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
    lines.push(Line::raw(""));
    if seen.revealing.is_none() {
        lines.push(Line::styled(view.theme.text(&revealed(view, seen, contest)).into_owned(), view.theme.quiet()));
    }
    lines
}

fn seats(view: &View<'_>, option: &OptionRow) -> Option<Span<'static>> {
    if option.tie {
        return Some(Span::styled(format!(" {}", view.words.get("tie")), view.theme.style(Mark::Look)));
    }
    let seats = option.seats.filter(|seats| *seats > 0)?;
    Some(Span::styled(format!(" {}", view.words.count("seats", seats)), view.theme.strong()))
}

/// How many regions have results, and where the others' ballots went.
pub fn revealed(view: &View<'_>, seen: &Seen, contest: &ContestRow) -> String {
    let without = seen.regions.iter().filter(|region| region.counted > 0 && !region.has_results).count() as u64;
    let open = seen.regions.iter().filter(|region| region.has_results).count() as u64;
    let of = [
        ("n", Value::Number(open)),
        ("without", Value::Number(without)),
        ("withheld", Value::Number(contest.withheld)),
    ];
    let key = if contest.withheld > 0 { "revealed-but" } else { "revealed" };
    format!("  {}", view.words.with(key, &of))
}
