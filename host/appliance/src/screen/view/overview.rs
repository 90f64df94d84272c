//! Where the election stands, what is next, who is needed, and the lights.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::View;
use super::front::quorum;
use super::gathering::{is_bound, region_name};
use super::verify::{verdict, verdict_mark};
use crate::screen::seen::{RegionRow, Seen};
use crate::screen::sequel::Waiting;
use crate::screen::theme::Mark;
use crate::screen::update::next;
use crate::state::Phase;
use crate::words::Value;

/// So many regions with too many attestations are named.
const OVERDRAWN_SHOWN: usize = 1;

pub fn draw(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = match &view.state.seen {
        Some(seen) => standing(view, seen, area.width),
        None => nothing(view, area.width),
    };
    let room = usize::from(area.height);
    if lines.len() > room {
        lines.truncate(room.saturating_sub(1));
        lines.push(view.light(Mark::Look, &view.words.get("lights-cut")));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

fn nothing(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let mut lines = vec![Line::raw("")];
    if view.state.watching {
        lines.extend(view.sentences(&view.words.get("watch-welcome"), width, view.theme.strong()));
        return lines;
    }
    if !view.state.looked {
        lines.extend(view.sentences(&view.words.get("reading"), width, view.theme.strong()));
        return lines;
    }
    lines.extend(view.sentences(&view.words.get("welcome"), width, view.theme.strong()));
    lines.push(Line::raw(""));
    lines.push(view.pair("folder", &view.state.at.display().to_string()));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&view.words.get("welcome-next"), width, view.theme.quiet()));
    lines
}

fn standing(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let registered: u64 = seen.regions.iter().map(|region| region.registered).sum();
    let received: u64 = seen.regions.iter().map(|region| region.received).sum();
    let voters: u64 = seen.regions.iter().map(RegionRow::voters).sum();
    let mut lines = vec![Line::raw("")];
    if seen.paused.is_none() {
        let has_held = !seen.held.rows.is_empty() || seen.held.single > 0;
        let text = match seen.phase {
            Phase::Admitted if !has_held => words.get("phase-admitted-all"),
            phase => phase.message().text(words),
        };
        lines.extend(view.sentences(&text, width, view.theme.strong()));
    }
    if seen.phase == Phase::Gathering && received == 0 {
        // Before anything is imported everybody is to see that there is nothing.
        lines.extend(view.sentences(&words.get("zero-statement"), width, view.theme.style(Mark::Good)));
    }
    if let Some((_, act)) = next(view.state) {
        let who = words.get(&format!("who-{}", act.word()));
        lines.extend(view.sentences(&who, width, view.theme.quiet()));
    }
    lines.push(Line::raw(""));
    lines.push(view.pair("received", &words.number(received)));
    let verified = seen.regions.iter().all(|region| region.verified);
    lines.push(view.pair("turnout", &turnout_of(view, voters, registered, verified)));
    lines.push(view.pair("quorum", &quorum(view, seen)));
    let openings = [("n", Value::Number(seen.published.into())), ("all", Value::Number(seen.openings.into()))];
    lines.push(view.pair("openings", &words.with("published-of", &openings)));
    lines.push(view.control_in_line("control-election", &seen.election));
    lines.push(Line::raw(""));
    lines.extend(lights(view, seen, width));
    lines
}

/// The turnout, or what can be said of it by now.
fn turnout_of(view: &View<'_>, voters: u64, registered: u64, verified: bool) -> String {
    let share = view.words.percent(voters, registered);
    let of = [("share", Value::Text(&share)), ("n", Value::Number(registered))];
    if verified {
        view.words.with("turnout-of", &of)
    } else if is_bound(voters, registered) {
        view.words.with("turnout-at-most", &of)
    } else {
        view.words.count("turnout-unknown", registered)
    }
}

/// What is red first, then what somebody has to look at: nothing that is in order may push it off the screen.
fn lights(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let light = |mark, text: &str| (mark, vec![view.light(mark, text)]);
    let mut lights = Vec::new();
    lights.extend(seen.report.iter().map(|report| (verdict_mark(report), verdict(view, report, width))));
    let alarms = view.state.lines.iter().filter(|line| line.alarm).count() as u64;
    lights.extend((alarms > 0).then(|| light(Mark::Bad, &words.count("light-alarms", alarms))));
    lights.extend(hsm_lights(view, seen).into_iter().map(|(mark, text)| light(mark, &text)));
    lights.push((Mark::Bad, overdrawn(view, seen, width)));
    lights.push(light(Mark::Good, &words.count("light-ledger", seen.ledger.0)));
    // Once the box is closed nothing is brought for it any more.
    if !seen.incomplete.is_empty() && seen.phase < Phase::Closed {
        lights.push(light(Mark::Look, &words.count("light-incomplete", seen.incomplete.len() as u64)));
    }
    let held: u64 = seen.held.rows.iter().filter(|held| held.decided.is_none()).map(|held| held.records).sum();
    if held > 0 && matches!(seen.phase, Phase::Admitted | Phase::Adjudicated) {
        lights.push(light(Mark::Look, &words.count("light-held", held)));
    }
    if let Some(waiting) = seen.sequel.waiting {
        let (key, waiting) = match waiting {
            Waiting::Silent(regions) | Waiting::Regions(regions) => ("light-regions-wait", regions),
            Waiting::Late(bundles) => ("light-late-wait", bundles),
        };
        lights.push(light(Mark::Look, &words.count(key, waiting)));
    }
    lights.extend(super::results::recounted(view, seen).map(|(mark, text)| light(mark, &text)));
    lights.sort_by_key(|(mark, _)| match mark {
        Mark::Bad => 0,
        Mark::Look => 1,
        Mark::Now | Mark::Later | Mark::Good => 2,
    });
    lights.into_iter().flat_map(|(_, lines)| lines).collect()
}

/// The HSMs as the newest act found them. Those of a screen that only watches are nobody's to ask.
fn hsm_lights(view: &View<'_>, seen: &Seen) -> Vec<(Mark, String)> {
    let (words, now) = (view.words, &view.state.hsms);
    let out: Vec<_> = seen.hsms.iter().filter_map(|hsm| hsm_out(view, &hsm.serial)).collect();
    let unexplained = seen.hsms.iter().filter(|hsm| hsm.is_unexplained());
    let unexplained = unexplained.map(|hsm| words.with("light-hsm-log", &[("serial", Value::Text(&hsm.serial))]));
    let red: Vec<_> = out.into_iter().chain(unexplained).collect();
    if !red.is_empty() {
        return red.into_iter().map(|text| (Mark::Bad, text)).collect();
    }
    let (mark, key) = match seen.hsms.iter().all(|hsm| now.came.contains(&hsm.serial)) {
        true => (Mark::Good, "light-hsms-answered"),
        false if view.state.watching => (Mark::Later, "light-hsms-named"),
        false => (Mark::Later, "light-hsms"),
    };
    vec![(mark, words.count(key, seen.hsms.len() as u64))]
}

/// What is wrong with an HSM, where the newest act found something.
pub fn hsm_out(view: &View<'_>, serial: &str) -> Option<String> {
    let error = view.state.hsms.out.get(serial)?.text(view.words);
    Some(view.words.with("light-hsm-out", &[("serial", Value::Text(serial)), ("error", Value::Text(&error))]))
}

/// Regions in which more attestations are used than were issued: the first of them, and how many more.
pub fn overdrawn(view: &View<'_>, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let line = |(region, used, issued): &(String, u64, u64)| {
        let name = region_name(view, seen, region);
        let of = [("region", Value::Text(&name)), ("n", Value::Number(*used)), ("issued", Value::Number(*issued))];
        let advice = if seen.phase < Phase::Signed { "overdrawn-sign-nothing" } else { "overdrawn-explain" };
        let (what, advice) = (view.words.with("light-overdrawn", &of), view.words.get(advice));
        let text = format!("{} {what} {advice}", view.theme.symbol(Mark::Bad));
        view.sentences(&text, width, view.theme.style(Mark::Bad))
    };
    let more = seen.overdrawn.len().saturating_sub(OVERDRAWN_SHOWN) as u64;
    let more = (more > 0).then(|| view.light(Mark::Bad, &view.words.count("light-overdrawn-more", more)));
    seen.overdrawn.iter().take(OVERDRAWN_SHOWN).flat_map(line).chain(more).collect()
}
