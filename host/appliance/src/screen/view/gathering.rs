//! What comes in: sources, regions, held records.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::View;
use super::rows::{fit, right};
use crate::screen::seen::{HeldRow, RegionRow, Seen};
use crate::screen::theme::Mark;
use crate::words::Value;

/// Chains that are not whole, named at most.
const INCOMPLETE_MAX: usize = 4;

pub fn draw_import(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let Some(seen) = &view.state.seen else {
        lines.extend(view.sentences(&view.words.get("import-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    let cursor = if view.state.form.editing { "_" } else { "" };
    let source = format!("{}{cursor}", view.state.source);
    let cells = usize::from(area.width).saturating_sub(28);
    lines.push(view.pair("source", &fit_left(&source, cells)));
    lines.push(Line::raw(""));
    let columns = ["collector", "bundles", "chains", "records-title"];
    let [collector, bundles, chains, records] = columns.map(|key| view.words.get(key));
    let row = |cells: [&str; 4]| {
        let [name, bundles, chains, records] = cells;
        let theme = view.theme;
        format!(
            "  {}{}{}{}",
            fit(name, 24, theme),
            right(bundles, 10, theme),
            right(chains, 14, theme),
            right(records, 14, theme)
        )
    };
    lines.push(Line::styled(row([&collector, &bundles, &chains, &records]), view.theme.strong()));
    let number = |number: usize| view.words.number(number as u64);
    for of in &seen.sources {
        let chains = format!("{}/{}", number(of.whole), number(of.begun));
        lines.push(Line::raw(row([&of.collector, &number(of.bundles), &chains, &view.words.number(of.records)])));
    }
    lines.push(Line::raw(""));
    for (region, collector) in seen.incomplete.iter().take(INCOMPLETE_MAX) {
        let region = region_name(view, seen, region);
        let of = [("region", Value::Text(&region)), ("collector", Value::Text(collector))];
        lines.push(view.light(Mark::Look, &view.words.with("incomplete", &of)));
    }
    if seen.incomplete.len() > INCOMPLETE_MAX {
        let more = (seen.incomplete.len() - INCOMPLETE_MAX) as u64;
        lines.push(view.light(Mark::Look, &view.words.count("incomplete-more", more)));
    }
    if !seen.incomplete.is_empty() {
        lines.extend(view.sentences(&view.words.get("incomplete-advice"), area.width, view.theme.quiet()));
    }
    let key = if seen.has_counts { "counts-here" } else { "counts-missing" };
    lines.push(view.light(if seen.has_counts { Mark::Good } else { Mark::Look }, &view.words.get(key)));
    frame.render_widget(Paragraph::new(lines), area);
}

/// The end of a long path, which says more than its beginning.
fn fit_left(text: &str, cells: usize) -> String {
    let letters = text.chars().count();
    if letters <= cells {
        return text.to_owned();
    }
    let tail: String = text.chars().skip(letters + 1 - cells).collect();
    format!("…{tail}")
}

/// The regions that the table shows, filtered and sorted.
pub fn rows_of<'s>(view: &View<'_>, seen: &'s Seen) -> Vec<&'s RegionRow> {
    let table = &view.state.regions;
    let filter = table.filter.to_lowercase();
    let name = |row: &RegionRow| view.words.name(&row.name, seen.language).to_lowercase();
    let is_in = |row: &&RegionRow| filter.is_empty() || row.code.contains(&filter) || name(row).contains(&filter);
    let mut rows: Vec<&RegionRow> = seen.regions.iter().filter(is_in).collect();
    match table.sort {
        1 => rows.sort_by_key(|row| name(row)),
        2 => rows.sort_by_key(|row| std::cmp::Reverse(row.received)),
        3 => rows.sort_by(|a, b| {
            let share = |row: &RegionRow| u128::from(row.voters()) * 1_000_000 / u128::from(row.registered.max(1));
            share(b).cmp(&share(a))
        }),
        _ => {}
    }
    rows
}

pub fn draw_regions(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let Some(seen) = &view.state.seen else {
        let text = Line::raw(format!("  {}", view.words.get("import-none")));
        return frame.render_widget(Paragraph::new(vec![Line::raw(""), text]), area);
    };
    let [top, table, foot] =
        Layout::vertical([Constraint::Length(2), Constraint::Min(1), Constraint::Length(2)]).areas(area);
    let rows = rows_of(view, seen);
    let state = &view.state.regions;
    let sort = view.words.get(&format!("sort-{}", state.sort));
    let cursor = if state.filtering { "_" } else { "" };
    let head =
        view.words.with("regions-head", &[("n", Value::Number(rows.len() as u64)), ("sort", Value::Text(&sort))]);
    let filter = format!("  {head}  /{}{cursor}", state.filter);
    let titles = Line::styled(region_titles(view, area.width), view.theme.strong());
    frame.render_widget(Paragraph::new(vec![Line::styled(filter, view.theme.quiet()), titles]), top);
    let height = usize::from(table.height);
    let line = state.line.min(rows.len().saturating_sub(1));
    let from = line.saturating_sub(height.saturating_sub(1));
    let shown = rows.iter().enumerate().skip(from).take(height);
    let lines = shown.map(|(place, row)| {
        let text = region_line(view, seen, row, row.voters(), area.width);
        if place == line { Line::styled(text, view.theme.marked()) } else { Line::raw(text) }
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), table);
    frame.render_widget(Paragraph::new(region_foot(view, seen, &rows, area.width)), foot);
}

/// Cells of what was received and of the turnout, `<=100,0 %` where there is no other sign, a blank before each.
const RECEIVED_CELLS: usize = 9;
const TURNOUT_CELLS: usize = 10;

/// Cells of each status: most records are green.
const STATUS_CELLS: [usize; 6] = [9, 6, 7, 7, 7, 7];

/// Cells of a region's name on a screen of this width.
fn name_cells(width: u16) -> usize {
    usize::from(width)
        .saturating_sub(2 + RECEIVED_CELLS + TURNOUT_CELLS + STATUS_CELLS.iter().sum::<usize>() + 2)
        .clamp(10, 40)
}

/// The share of voters who took part; before every ballot is checked it is the most that it can be.
pub fn turnout(view: &View<'_>, voters: u64, registered: u64, verified: bool) -> String {
    let share = view.words.percent(voters, registered);
    if verified || registered == 0 { share } else { view.theme.text(&format!("≤{share}")).into_owned() }
}

fn region_titles(view: &View<'_>, width: u16) -> String {
    let theme = view.theme;
    let statuses = ["green", "blue", "yellow", "red", "superseded", "late"];
    let mut text = format!("  {}", fit(&view.words.get("region"), name_cells(width), theme));
    text += &right(&view.words.get("received-short"), RECEIVED_CELLS, theme);
    text += &right(&view.words.get("turnout-short"), TURNOUT_CELLS, theme);
    for (status, cells) in statuses.iter().zip(STATUS_CELLS) {
        text += &right(&view.words.get(&format!("{status}-short")), cells, theme);
    }
    text
}

fn region_line(view: &View<'_>, seen: &Seen, row: &RegionRow, voters: u64, width: u16) -> String {
    let theme = view.theme;
    let mut text = format!("  {}", fit(view.words.name(&row.name, seen.language), name_cells(width), theme));
    text += &right(&view.words.number(row.received), RECEIVED_CELLS, theme);
    text += &right(&turnout(view, voters, row.registered, row.verified), TURNOUT_CELLS, theme);
    let statuses = row.statuses.map(|statuses| statuses.map(|of| view.words.number(of)));
    for (place, cells) in STATUS_CELLS.iter().enumerate() {
        let of = statuses.as_ref().and_then(|statuses| statuses.get(place));
        text += &right(of.map_or("–", String::as_str), *cells, theme);
    }
    text
}

/// The sums, and what stands at the marked region.
fn region_foot(view: &View<'_>, seen: &Seen, rows: &[&RegionRow], width: u16) -> Vec<Line<'static>> {
    let mut total = RegionRow {
        code: String::new(),
        name: Default::default(),
        registered: 0,
        received: 0,
        counted: 0,
        verified: true,
        statuses: None,
        boxed: false,
        has_results: false,
        merges_into: None,
    };
    let mut voters = 0;
    for row in rows {
        total.registered += row.registered;
        total.received += row.received;
        voters += row.voters();
        total.verified &= row.verified;
        if let Some(of) = row.statuses {
            let sums = total.statuses.get_or_insert([0; 6]);
            sums.iter_mut().zip(of).for_each(|(sum, part)| *sum += part);
        }
    }
    let mut text = region_line(view, seen, &total, voters, width);
    let all = if view.state.regions.filter.is_empty() { "all-regions" } else { "shown-regions" };
    let name = fit(&view.words.get(all), name_cells(width), view.theme);
    text.replace_range(
        ..text.char_indices().nth(2 + name_cells(width)).map_or(text.len(), |(at, _)| at),
        &format!("  {name}"),
    );
    let marked = rows.get(view.state.regions.line.min(rows.len().saturating_sub(1)));
    let about = marked.map_or_else(String::new, |row| {
        let registered = [("n", Value::Number(row.registered))];
        let registered = view.words.with("registered-are", &registered);
        let name = |code: &str| region_name(view, seen, code);
        let into = row.merges_into.as_ref().map_or_else(String::new, |into| {
            format!("  {}", view.words.with("merges-into", &[("region", Value::Text(&name(into)))]))
        });
        format!("  {}: {registered}{into}", name(&row.code))
    });
    vec![
        Line::styled(text, view.theme.strong()),
        Line::styled(view.theme.text(&about).into_owned(), view.theme.quiet()),
    ]
}

/// The name of a region with this code; the code where there is none.
pub fn region_name(view: &View<'_>, seen: &Seen, code: &str) -> String {
    let region = seen.regions.iter().find(|region| region.code == code);
    region.map_or(code, |region| view.words.name(&region.name, seen.language)).to_owned()
}

pub fn draw_held(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = vec![Line::raw("")];
    let held = view.state.seen.as_ref().map_or(&[][..], |seen| seen.held.as_slice());
    if held.is_empty() {
        lines.extend(view.sentences(&view.words.get("held-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    }
    lines.extend(view.sentences(&view.words.get("held-intro"), area.width, view.theme.quiet()));
    lines.push(Line::raw(""));
    for (place, row) in held.iter().enumerate() {
        let text = held_line(view, row);
        let style = if place == view.state.line { view.theme.marked() } else { Default::default() };
        lines.push(Line::styled(text, style));
    }
    lines.push(Line::raw(""));
    let votes = (1u64..).zip(&view.state.votes).map(|(officer, vote)| {
        let key = match vote {
            Some(true) => "vote-for",
            Some(false) => "vote-against",
            None => "vote-none",
        };
        format!("{officer} {}", view.words.get(key))
    });
    let votes: Vec<String> = votes.collect();
    lines.push(view.pair("votes", &votes.join("  ")));
    let cursor = if view.state.form.editing { "_" } else { "" };
    lines.push(view.pair("why", &format!("{}{cursor}", view.state.why)));
    frame.render_widget(Paragraph::new(lines), area);
}

fn held_line(view: &View<'_>, row: &HeldRow) -> String {
    let reason = view.words.get(&format!("reason-{}", row.reason));
    let decided = match (row.decided, row.voted) {
        (Some(true), _) => view.words.get("held-counted"),
        (Some(false), _) => view.words.get("held-not-counted"),
        (None, None) => view.words.get("held-undecided"),
        (None, Some([for_it, against])) => {
            view.words.with("held-no-quorum", &[("n", Value::Number(for_it)), ("against", Value::Number(against))])
        }
    };
    let theme = view.theme;
    format!("  {}{}  {decided} ", fit(&reason, 40, theme), right(&view.words.number(row.records), 9, theme))
}
