//! The list of other acts, their forms, and the figures that are asked about.

use ratatui::text::Line;
use tamga_crypto::hash::Digest;
use tamga_record::definition::Language;
use tamga_record::ledger::{ControlNumber, Scope};
use tamga_record::pause::PauseBody;
use tamga_record::receipt::RECEIPT_LEN;

use super::View;
use super::gathering::region_name;
use super::rows::{OFFICER, fit, fit_end};
use super::tokens::listed;
use crate::acts::pause;
use crate::screen::acts::Act;
use crate::screen::others::{Choice, Other, Sheet, amended, resumed};
use crate::screen::seen::Seen;
use crate::screen::theme::Mark;
use crate::words::Value;

/// Cells of a field's name.
const NAME: usize = 24;
/// Cells of a seal, and how many of them are shown: those that differ before the others.
const SEAL: usize = 22;
const SEALS_SHOWN_MAX: usize = 5;

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
        let cells = usize::from(width).saturating_sub(NAME + 6);
        let value = match sheet.chosen(place, seen) {
            Some(choice) => format!("< {} >", name(view, seen, choice)),
            None => fit_end(&format!("{value}{}", if is_marked { "_" } else { "" }), cells, view.theme),
        };
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
    if sheet.other == Other::LookUp {
        // Of what a scanner types only the end is in sight.
        let typed: usize = sheet.fields.iter().map(|field| field.chars().count()).sum();
        let of = [("n", Value::Number(typed as u64)), ("all", Value::Number(RECEIPT_LEN as u64))];
        lines.extend(view.sentences(&words.with("receipt-typed", &of), width, view.theme.quiet()));
    }
    let (mark, text) = match sheet.lacks(seen) {
        None => (Mark::Good, words.get("sheet-complete")),
        Some(field) => {
            let field = words.get(&format!("entry-{field}"));
            (Mark::Later, words.with("sheet-incomplete", &[("field", Value::Text(&field))]))
        }
    };
    lines.extend(view.sentences(&text, width, view.theme.style(mark)));
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

/// The figures of an amendment, and the control number of what is signed.
fn amending<const N: usize>(view: &View<'_>, act: &Act, seen: &Seen, amends: [Line<'static>; N]) -> Vec<Line<'static>> {
    let number = view.words.number(u64::from(seen.choices.amendments) + 1);
    let control = amended(act, seen).map(|body| view.control("control-pause", &body.digest()));
    let first = view.pair("figure-amendment", &number);
    [first].into_iter().chain(amends).chain(control.into_iter().flatten()).collect()
}

/// The seals that were found beside those that were noted, first those that differ.
fn seals(view: &View<'_>, found: &[String], noted: &[String]) -> Vec<Line<'static>> {
    let (both, strange): (Vec<&String>, Vec<&String>) = found.iter().partition(|seal| noted.contains(seal));
    let missing: Vec<&String> = noted.iter().filter(|seal| !found.contains(seal)).collect();
    let cells = |text: &str| fit(text, SEAL, view.theme);
    let line = |mark: Mark, key: &str, found: &str, noted: &str| {
        let word = fit(&format!("{} {}", view.theme.symbol(mark), view.words.get(key)), NAME - 1, view.theme);
        Line::styled(format!("  {word} {}{}", cells(found), cells(noted)), view.theme.style(mark))
    };
    let strange = strange.iter().map(|seal| line(Mark::Bad, "seals-strange", seal, "-"));
    // What was noted and not found is counted: its number is read off a door, or nowhere.
    let count = view.words.number(missing.len() as u64);
    let missing = (!missing.is_empty()).then(|| line(Mark::Bad, "seals-missing", "-", &count));
    let both = both.iter().map(|seal| line(Mark::Good, "seals-same", seal, seal));
    let counted = |key: &str, seals: &[String]| cells(&view.words.count(key, seals.len() as u64));
    let head = counted("seals-found", found) + &counted("seals-noted", noted);
    let mut lines = vec![view.pair("pause-seals", &head)];
    lines.extend(strange.chain(missing).chain(both).take(SEALS_SHOWN_MAX));
    lines
}

/// The end of a pause: what was found, what was noted, and whether that is this ledger.
fn resuming(view: &View<'_>, act: &Act, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let Some(body) = resumed(act, seen) else { return Vec::new() };
    let mut lines = vec![view.pair("pause-number", &view.words.number(body.found.number.into()))];
    let noted_seals = seen.paused.as_ref().map_or(&[][..], |paused| paused.seals.as_slice());
    lines.extend(seals(view, body.found.seals.numbers(), noted_seals));
    lines.extend(view.control("control-pause", &body.digest()));
    let noted = body.noted.as_ref().map_or("-", ControlNumber::as_str);
    lines.extend([view.pair("pause-checkpoint", ""), Line::raw(format!("    {noted}"))]);
    let is_as_noted = body.is_of_this_ledger() && body.found.seals.numbers() == noted_seals;
    let (mark, key) = if is_as_noted { (Mark::Good, "pause-as-noted") } else { (Mark::Bad, "pause-not-as-noted") };
    lines.push(view.light(mark, &view.words.get(key)));
    lines.extend(body.why.0.iter().flat_map(|why| view.said("pause-why", why, width)));
    lines
}

/// The forms of a copy: of this region, or the summary, alone or with all regions.
pub fn copied(view: &View<'_>, seen: &Seen, region: Option<&str>, has_all: bool) -> String {
    match region {
        Some(code) => region_name(view, seen, code),
        None => view.words.get(if has_all { "copy-of-all" } else { "copy-of-summary" }),
    }
}

/// Languages by their words.
pub fn languages_of(languages: &[Language]) -> String {
    languages.iter().map(|language| language.word()).collect::<Vec<_>>().join(", ")
}

/// The figures of these acts as the tokens show them.
pub fn figures(view: &View<'_>, act: &Act, seen: &Seen, width: u16) -> Vec<Line<'static>> {
    let number = |number: u64| view.words.number(number);
    let choices = &seen.choices;
    match act {
        Act::Extend { region, closes } => {
            let place = seen.regions.iter().position(|row| row.code == *region).map_or(0, |place| place + 1);
            let amends = [view.pair("region", &format!("{place} ({region})")), view.pair("entry-closes", closes)];
            amending(view, act, seen, amends)
        }
        Act::Withdraw { option } => {
            amending(view, act, seen, [view.pair("entry-option", &numbered(view, seen, &choices.options, option))])
        }
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
        Act::Protocol { recipient, scope, languages } => {
            let (region, has_all) = match scope {
                Scope::Region(code) => (Some(code.as_str()), false),
                whole => (None, *whole == Scope::All),
            };
            let mut lines = vec![
                view.pair("copy-number", &number(seen.sequel.copies.len() as u64 + 1)),
                view.pair("entry-recipient", recipient.as_str()),
                view.pair("copy-form", &copied(view, seen, region, has_all)),
                view.pair("entry-languages", &languages_of(languages.as_slice())),
            ];
            lines.extend(seen.statement.iter().flat_map(|of| view.control("control-statement", of)));
            lines
        }
        Act::Pause { seals } => {
            let Ok(seals) = pause::seals(seals) else { return Vec::new() };
            let body = pause::pause_body(seen.election, seen.pauses, seen.ledger, seals);
            paused(view, &body, &body.digest())
        }
        Act::Resume { .. } => resuming(view, act, seen, width),
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
