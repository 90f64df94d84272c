//! The list of other acts, their forms, and the figures that are asked about.

use ratatui::text::Line;
use tamga_crypto::hash::Digest;
use tamga_record::ledger::ControlNumber;
use tamga_record::pause::PauseBody;

use super::View;
use super::rows::{OFFICER, fit};
use super::tokens::listed;
use crate::acts::pause;
use crate::screen::acts::Act;
use crate::screen::others::{Choice, Other, Sheet, resumed};
use crate::screen::seen::Seen;
use crate::screen::theme::Mark;

/// Cells of a field's name.
const NAME: usize = 24;

/// The acts whose turn is now, one of them marked.
pub fn list(view: &View<'_>, marked: usize, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let possible = view.state.seen.as_ref().map_or_else(Vec::new, Other::possible);
    let mut lines = vec![Line::raw("")];
    let intro = if possible.is_empty() { "others-none" } else { "others-intro" };
    lines.extend(view.sentences(&words.get(intro), width, view.theme.quiet()));
    lines.push(Line::raw(""));
    for (place, other) in possible.iter().enumerate() {
        let mark = if place == marked { view.theme.symbol(Mark::Now) } else { " " };
        let text = fit(
            &format!(" {mark} {}", words.get(&format!("other-{}", other.word()))),
            usize::from(width) - 4,
            view.theme,
        );
        let style = if place == marked { view.theme.marked() } else { Default::default() };
        lines.push(Line::styled(format!(" {text}"), style));
    }
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&words.get("others-keys"), width, view.theme.quiet()));
    lines
}

/// A form.
pub fn sheet(view: &View<'_>, sheet: &Sheet, width: u16) -> Vec<Line<'static>> {
    let words = view.words;
    let Some(seen) = &view.state.seen else { return Vec::new() };
    let mut lines = vec![Line::raw("")];
    lines.extend(view.sentences(&words.get(&format!("about-{}", sheet.other.word())), width, view.theme.strong()));
    lines.push(Line::raw(""));
    let fields = sheet.other.fields().iter().zip(&sheet.fields).enumerate();
    for (place, (key, value)) in fields {
        let is_marked = place == sheet.field;
        let mark = if is_marked { view.theme.symbol(Mark::Now) } else { " " };
        let value = match sheet.chosen(place, seen) {
            Some(choice) => format!("< {} >", name(view, seen, choice)),
            None => format!("{value}{}", if is_marked { "_" } else { "" }),
        };
        let cells = usize::from(width).saturating_sub(NAME + 6);
        let text = format!(
            " {mark} {} {}",
            fit(&words.get(&format!("entry-{key}")), NAME, view.theme),
            fit(&value, cells, view.theme)
        );
        lines.push(Line::styled(text, if is_marked { view.theme.strong() } else { view.theme.quiet() }));
    }
    lines.push(Line::raw(""));
    if let Some(key) = sheet.other.fields().get(sheet.field) {
        lines.extend(view.sentences(&words.get(&format!("hint-{key}")), width, view.theme.quiet()));
    }
    let key = if sheet.act(seen).is_some() { "sheet-complete" } else { "sheet-incomplete" };
    let mark = if sheet.act(seen).is_some() { Mark::Good } else { Mark::Later };
    lines.extend(view.sentences(&words.get(key), width, view.theme.style(mark)));
    lines.push(Line::raw(""));
    lines.extend(view.sentences(&words.get("sheet-keys"), width, view.theme.quiet()));
    lines
}

/// The names of a choice.
fn name(view: &View<'_>, seen: &Seen, choice: &Choice) -> String {
    let names = choice.names.iter().map(|names| view.words.name(names, seen.language));
    names.collect::<Vec<_>>().join(": ")
}

/// A choice as the tokens show it and as people call it: its places, its names.
fn numbered(view: &View<'_>, seen: &Seen, choices: &[Choice], value: &str) -> String {
    let Some(choice) = choices.iter().find(|choice| choice.value == value) else { return value.to_owned() };
    let places: Vec<String> = choice.place.iter().map(usize::to_string).collect();
    format!("{} ({})", places.join("/"), name(view, seen, choice))
}

/// The figures of a pause, and the control number of what is signed.
fn paused(view: &View<'_>, body: &PauseBody, digest: &Digest) -> Vec<Line<'static>> {
    let mut lines = vec![
        view.pair("pause-number", &view.words.number(body.number.into())),
        view.pair("pause-seals", &body.seals.numbers().join(", ")),
        view.pair("pause-entries", &view.words.number(body.entries)),
    ];
    lines.extend(view.control("control-pause", digest));
    lines
}

/// The end of a pause: what was found, what was noted, and whether that is this ledger.
fn resuming(view: &View<'_>, act: &Act, seen: &Seen) -> Vec<Line<'static>> {
    let Some(body) = resumed(act, seen) else { return Vec::new() };
    let mut lines = paused(view, &body.found, &body.digest());
    let noted = body.noted.as_ref().map_or("-", ControlNumber::as_str);
    lines.extend([view.pair("pause-checkpoint", ""), Line::raw(format!("    {noted}"))]);
    match &body.why.0 {
        Some(why) => {
            lines.extend([view.light(Mark::Bad, &view.words.get("pause-not-as-noted")), view.pair("pause-why", why)])
        }
        None if body.is_of_this_ledger() => lines.push(view.light(Mark::Look, &view.words.get("pause-compared"))),
        None => lines.push(view.light(Mark::Bad, &view.words.get("pause-not-as-noted"))),
    }
    lines
}

/// The figures of these acts as the tokens show them.
pub fn figures(view: &View<'_>, act: &Act, seen: &Seen) -> Vec<Line<'static>> {
    let number = |number: u64| view.words.number(number);
    let choices = &seen.choices;
    match act {
        Act::Extend { region, closes } => {
            let place = seen.regions.iter().position(|row| row.code == *region).map_or(0, |place| place + 1);
            vec![
                view.pair("figure-amendment", &number(u64::from(choices.amendments) + 1)),
                view.pair("region", &format!("{place} ({region})")),
                view.pair("entry-closes", closes),
            ]
        }
        Act::Withdraw { option } => vec![
            view.pair("figure-amendment", &number(u64::from(choices.amendments) + 1)),
            view.pair("entry-option", &numbered(view, seen, &choices.options, option)),
        ],
        Act::Lot { contest, dice } => {
            let mut lines = vec![view.pair("entry-contest", &numbered(view, seen, &choices.lots, contest))];
            for (officer, thrown) in dice {
                let officer = view.words.count("officer", (*officer).into());
                lines.push(Line::raw(format!("  {}{thrown}", fit(&officer, OFFICER, view.theme))));
            }
            lines
        }
        Act::Replace { lost } => vec![
            view.pair("figure-replacement", &number(u64::from(choices.replacements) + 1)),
            view.pair("entry-lost", &listed(lost)),
        ],
        Act::Pause { seals } => {
            let Ok(seals) = pause::seals(seals) else { return Vec::new() };
            let body = pause::pause_body(seen.election, seen.pauses, seen.ledger, seals);
            paused(view, &body, &body.digest())
        }
        Act::Resume { .. } => resuming(view, act, seen),
        Act::End => {
            let counted: u64 = seen.regions.iter().map(|region| region.counted).sum();
            let mut lines = vec![
                view.pair("openings", &number(seen.published.into())),
                view.pair("counted", &number(counted)),
                view.pair("figure-tokens", &number(seen.officers.into())),
            ];
            lines.extend(seen.statement.iter().flat_map(|of| view.control("control-statement", of)));
            lines
        }
        _ => Vec::new(),
    }
}
