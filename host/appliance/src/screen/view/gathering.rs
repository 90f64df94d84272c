//! What comes in: sources, regions, held records.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::View;
use super::rows::{fit, fit_end, right, wrapped};
use crate::screen::acts::Act;
use crate::screen::held::HeldRow;
use crate::screen::seen::{RegionRow, Seen};
use crate::screen::theme::Mark;
use crate::screen::update::{adjudication, source, unready};
use crate::state::Phase;
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
    if seen.incoming.is_open {
        let source = format!("{}{cursor}", source(view.state));
        let cells = usize::from(area.width).saturating_sub(28);
        lines.push(view.pair("source", &fit_end(&source, cells, view.theme)));
        if !view.state.source.is_empty() && view.state.working.is_none() {
            lines.extend(view.sentences(&view.words.get("source-waits"), area.width, view.theme.quiet()));
        }
    } else if seen.paused.is_none() {
        lines.extend(view.sentences(&view.words.get(closed_word(seen)), area.width, view.theme.quiet()));
    }
    lines.push(Line::raw(""));
    lines.extend(balance(view, seen));
    lines.push(Line::raw(""));
    lines.extend(lacking(view, seen, area.width));
    lines.extend(refused(view, seen, area.width));
    frame.render_widget(Paragraph::new(lines), area);
}

/// Why nothing can be imported now.
fn closed_word(seen: &Seen) -> &'static str {
    match seen.phase {
        Phase::Published | Phase::Ended => "import-over",
        Phase::Closed | Phase::Opened | Phase::Signed => "import-counted",
        _ => "import-voted",
    }
}

/// What has come from each collector.
fn balance(view: &View<'_>, seen: &Seen) -> Vec<Line<'static>> {
    let columns = ["collector", "bundles", "chains", "records-title"];
    let [collector, bundles, chains, records] = columns.map(|key| view.words.get(key));
    let row = |cells: [&str; 4]| {
        let [name, bundles, chains, records] = cells;
        let theme = view.theme;
        format!(
            "  {}{}{}{}",
            fit(name, 24, theme),
            right(bundles, 10, theme),
            right(chains, 26, theme),
            right(records, 12, theme)
        )
    };
    let mut lines = vec![Line::styled(row([&collector, &bundles, &chains, &records]), view.theme.strong())];
    let number = |number: usize| view.words.number(number as u64);
    for of in &seen.sources {
        let chains = format!("{}/{}", number(of.whole), number(of.begun));
        lines.push(Line::raw(row([&of.collector, &number(of.bundles), &chains, &view.words.number(of.records)])));
    }
    lines
}

/// What is missing still, and what to do about it; once the box is closed nothing is brought for it any more.
fn lacking(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (region, collector, missing) in seen.incomplete.iter().take(INCOMPLETE_MAX) {
        let region = region_name(view, seen, region);
        let list = missing.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        let of =
            [("region", Value::Text(&region)), ("collector", Value::Text(collector)), ("list", Value::Text(&list))];
        let key = if missing.is_empty() { "incomplete" } else { "incomplete-missing" };
        let text = fit(&view.words.with(key, &of), usize::from(width).saturating_sub(6), view.theme);
        lines.push(view.light(Mark::Look, &text));
    }
    if seen.incomplete.len() > INCOMPLETE_MAX {
        let more = (seen.incomplete.len() - INCOMPLETE_MAX) as u64;
        lines.push(view.light(Mark::Look, &view.words.count("incomplete-more", more)));
    }
    if !seen.incomplete.is_empty() && seen.phase < Phase::Closed {
        lines.extend(view.sentences(&view.words.get("incomplete-advice"), width, view.theme.quiet()));
    }
    let key = if seen.has_counts { "counts-here" } else { "counts-missing" };
    lines.push(view.light(if seen.has_counts { Mark::Good } else { Mark::Look }, &view.words.get(key)));
    lines
}

/// What the newest import took and what not, then what the ledger has of refused files, and what to do about them. No file is named:
/// what people call their files is nobody's business.
fn refused(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let taken = view.state.taken.as_ref().map(|taken| taken.text(words));
    let mut lines: Vec<Line<'static>> =
        taken.iter().flat_map(|taken| view.sentences(taken, width, view.theme.strong())).collect();
    let all: u64 = seen.incoming.refused.iter().map(|(_, files)| files).sum();
    if all == 0 {
        return lines;
    }
    lines.push(view.light(Mark::Look, &words.count("refused-files", all)));
    // Several words of the ledger are one class in words.
    let mut classes: Vec<(String, u64)> = Vec::new();
    for (fault, files) in &seen.incoming.refused {
        let class = words.with("refused-class", &[("fault", Value::Text(fault))]);
        match classes.iter_mut().find(|(of, _)| *of == class) {
            Some((_, sum)) => *sum += files,
            None => classes.push((class, *files)),
        }
    }
    let classes: Vec<String> =
        classes.iter().map(|(class, files)| format!("{class}: {}", words.number(*files))).collect();
    lines.extend(view.sentences(&classes.join("; "), width, Style::new()));
    if seen.incoming.is_open {
        lines.extend(view.sentences(&words.get("refused-advice"), width, view.theme.quiet()));
    }
    lines
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
    let about = about_statuses(view, seen, area.width);
    let foot_len = 2 + u16::try_from(about.len()).unwrap_or_default();
    let [top, table, foot] =
        Layout::vertical([Constraint::Length(2), Constraint::Min(1), Constraint::Length(foot_len)]).areas(area);
    let rows = rows_of(view, seen);
    let state = &view.state.regions;
    let sort = view.words.get(&format!("sort-{}", state.sort));
    let cursor = if state.filtering { "_" } else { "" };
    let head =
        view.words.with("regions-head", &[("n", Value::Number(rows.len() as u64)), ("sort", Value::Text(&sort))]);
    let is_filtered = state.filtering || !state.filter.is_empty();
    let filter = if is_filtered { format!("/{}{cursor}", state.filter) } else { String::new() };
    let filter = format!("  {head}  {filter}");
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
    let foot_lines: Vec<_> = region_foot(view, seen, &rows, area.width).into_iter().chain(about).collect();
    frame.render_widget(Paragraph::new(foot_lines), foot);
}

/// How far the figures go: only the count checks every proof. Judging drops copies, so that fewer are received after it than before.
fn about_statuses(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let of = |is_so: fn(&RegionRow) -> bool| seen.regions.iter().any(is_so);
    let is_supplement = seen.opening == seen.openings && (Phase::Admitted..=Phase::Closed).contains(&seen.phase);
    let key = if is_supplement {
        "statuses-late"
    } else if of(|row| row.statuses.is_some() && !row.verified) {
        "statuses-so-far"
    } else if of(|row| row.verified) {
        "statuses-final"
    } else {
        "statuses-none"
    };
    view.sentences(&view.words.get(key), width, view.theme.style(Mark::Look))
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

/// Whether so many voters at most says anything: not where nothing is there, nor where everybody may have voted.
pub fn is_bound(voters: u64, registered: u64) -> bool {
    (1..registered).contains(&voters)
}

/// The share of voters who took part; before every ballot is checked the most that it can be, where that says anything.
fn turnout(view: &View<'_>, voters: u64, registered: u64, verified: bool) -> String {
    let share = view.words.percent(voters, registered);
    match verified {
        true => share,
        false if is_bound(voters, registered) => view.theme.text(&format!("≤{share}")).into_owned(),
        false => "–".to_owned(),
    }
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
    let Some(seen) = view.state.seen.as_ref().filter(|seen| !seen.held.rows.is_empty() || seen.held.single > 0) else {
        lines.extend(view.sentences(&view.words.get("held-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    let is_open = matches!(seen.phase, Phase::Admitted | Phase::Adjudicated);
    let intro = match is_open {
        true => view.words.get("held-intro"),
        false => view.words.count("held-closed", seen.held.opening.into()),
    };
    lines.extend(view.sentences(&intro, area.width, view.theme.quiet()));
    lines.push(Line::raw(""));
    for (place, row) in seen.held.rows.iter().enumerate() {
        let text = held_line(view, row);
        let style = if is_open && place == view.state.line { view.theme.marked() } else { Default::default() };
        lines.push(Line::styled(text, style));
    }
    if seen.held.single > 0 {
        lines.extend(view.sentences(
            &view.words.count("held-single", seen.held.single),
            area.width,
            view.theme.quiet(),
        ));
    }
    lines.push(Line::raw(""));
    if is_open {
        lines.extend(vote(view, area.width));
    }
    if lines.len() > usize::from(area.height) {
        // What is said of the vote stands last: gaps give way to it.
        lines.retain(|line| line.width() > 0);
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// The form of a vote, and what it lacks still.
fn vote(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let votes = (1u64..).zip(&view.state.votes).map(|(officer, vote)| {
        let key = match vote {
            Some(true) => "vote-for",
            Some(false) => "vote-against",
            None => "vote-none",
        };
        // A vote is not torn from its officer.
        format!("{officer}\u{a0}{}\u{a0}", view.words.get(key))
    });
    let votes: Vec<String> = votes.collect();
    let votes = wrapped(&votes.join(" "), usize::from(width).saturating_sub(28));
    let votes = votes.iter().enumerate().map(|(row, votes)| match row {
        0 => view.pair("votes", votes),
        _ => Line::raw(format!("{:26}{}", "", view.theme.text(votes))),
    });
    let mut lines: Vec<Line<'static>> = votes.collect();
    lines.extend(more_officers(view, width));
    let cursor = if view.state.form.editing { "_" } else { "" };
    let why = format!("{}{cursor}", view.state.why);
    let (mark, text) = match (unready(view.state), without_quorum(view, &adjudication(view.state))) {
        (Some(lacks), _) => (Mark::Later, view.words.get(lacks)),
        (None, Some(quorum)) => (Mark::Look, view.words.count("held-will-decide-nothing", quorum)),
        (None, None) => (Mark::Good, view.words.get("held-ready")),
    };
    lines.extend([view.pair("why", &fit_end(&why, usize::from(width).saturating_sub(28), view.theme)), Line::raw("")]);
    lines.extend(view.sentences(&format!("{} {text}", view.theme.symbol(mark)), width, view.theme.style(mark)));
    let is_begun = view.state.votes.iter().any(Option::is_some) || !view.state.why.is_empty();
    if is_begun && view.state.seen.as_ref().is_some_and(|seen| seen.held.rows.len() > 1) {
        lines.extend(view.sentences(&view.words.get("held-will-be-cleared"), width, view.theme.quiet()));
    }
    lines
}

/// The quorum that neither side of a vote has: it would decide nothing. None where one has it, and of other acts.
pub fn without_quorum(view: &View<'_>, act: &Act) -> Option<u64> {
    let Act::Adjudicate { in_favour, against, .. } = act else { return None };
    let quorum = view.state.seen.as_ref().map_or(0, |seen| seen.quorum);
    (in_favour.len().max(against.len()) < usize::from(quorum)).then_some(quorum.into())
}

/// How officers with two digits are named, where there are some.
pub fn more_officers(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let officers = view.state.seen.as_ref().map_or(0, |seen| seen.officers);
    let how = (officers > 9).then(|| view.words.count("more-officers", officers.into()));
    let (typed, mark) = if view.state.tens { (" 0_", Mark::Now) } else { ("", Mark::Later) };
    how.into_iter().flat_map(|how| view.sentences(&(how + typed), width, view.theme.style(mark))).collect()
}

fn held_line(view: &View<'_>, row: &HeldRow) -> String {
    let words = view.words;
    let reason = words.get(&format!("reason-{}", row.reason));
    let decided = match (row.decided, row.voted) {
        (None, None) => words.get("held-undecided"),
        (decided, voted) => {
            let [for_it, against] = voted.unwrap_or_default();
            let key = match decided {
                Some(true) => "held-counted",
                Some(false) => "held-not-counted",
                None => "held-no-quorum",
            };
            words.with(key, &[("n", Value::Number(for_it)), ("against", Value::Number(against))])
        }
    };
    let theme = view.theme;
    format!("  {}{}  {decided} ", fit(&reason, 32, theme), right(&words.number(row.records), 7, theme))
}
