//! Keys: of what stands in front, of fields, of the present screen, of all screens.

use std::path::PathBuf;

use super::begin;
use super::next::{adjudication, closing, next, sign};
use crate::screen::acts::Act;
use crate::screen::event::{Effect, Key};
use crate::screen::state::{Code, Front, Place, PlayedAnswer, State};
use crate::state::Phase;
use crate::words::Words;

/// Characters of a field at most.
const FIELD_LEN_MAX: usize = 256;

/// What a key does.
pub fn pressed(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(front) = state.front.take() {
        return in_front(state, front, key);
    }
    if let Some(field) = field(state) {
        return typed(state, field, key);
    }
    let (place, looks_only) = (state.place, state.watching || state.is_rehearsing());
    let effects = match looks_only {
        true => looked(state, key),
        false => of_place(state, key).unwrap_or_else(|| of_all(state, key)),
    };
    // Who chose a screen stays there.
    state.follows &= state.place == place;
    effects
}

/// Keys of the observers' view, and while a rehearsal runs by itself: those that only show.
fn looked(state: &mut State, key: Key) -> Vec<Effect> {
    let shown = match state.place {
        Place::Regions => of_regions(state, key),
        Place::Results => of_results(state, key),
        Place::Ledger => of_ledger(state, key),
        _ => None,
    };
    match (shown, key) {
        (Some(effects), _) => effects,
        (None, Key::Enter) => Vec::new(),
        (None, Key::Letter('x' | 'ч')) if state.watching => Vec::new(),
        (None, key) => of_all(state, key),
    }
}

/// Keys of what stands in front of the screen.
fn in_front(state: &mut State, front: Front, key: Key) -> Vec<Effect> {
    match (front, key) {
        (Front::Confirm { act, sure: false }, Key::Enter) => {
            state.front = Some(Front::Confirm { act, sure: true });
            Vec::new()
        }
        (Front::Confirm { act, sure: true }, Key::Letter('y' | 'Y' | 'н' | 'Н' | 'и' | 'д' | 'Д')) => {
            begin(state, act)
        }
        (Front::Leave, Key::Letter('y' | 'Y' | 'н' | 'Н' | 'и' | 'д' | 'Д')) => vec![Effect::Leave],
        (Front::Record { answer, shown: false }, Key::Enter) => {
            state.front = Some(Front::Record { answer, shown: true });
            Vec::new()
        }
        (_, Key::Escape) => Vec::new(),
        (front @ (Front::Help | Front::Told { .. }), Key::Letter('l' | 'L' | 'д' | 'Д')) => {
            state.front = Some(front);
            state.language = Words::next(state.language);
            Vec::new()
        }
        (
            Front::Record { shown: true, .. } | Front::Help | Front::Told { .. } | Front::Code(_),
            Key::Enter | Key::Letter(_),
        ) => Vec::new(),
        (front, _) => {
            state.front = Some(front);
            Vec::new()
        }
    }
}

/// A field that takes what is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Filter,
    Source,
    Why,
    SetUp(usize),
}

fn field(state: &State) -> Option<Field> {
    if state.place == Place::Regions && state.regions.filtering {
        return Some(Field::Filter);
    }
    let editing = state.form.editing;
    match state.place {
        Place::Import if editing => Some(Field::Source),
        Place::Adjudication if editing => Some(Field::Why),
        Place::SetUp if editing => Some(Field::SetUp(state.form.field)),
        _ => None,
    }
}

fn typed(state: &mut State, field: Field, key: Key) -> Vec<Effect> {
    if let Key::Enter | Key::Escape | Key::Tab = key {
        state.form.editing = false;
        state.regions.filtering = false;
        return Vec::new();
    }
    let mut text = match field {
        Field::Filter => state.regions.filter.clone(),
        Field::Source => state.source.clone(),
        Field::Why => state.why.clone(),
        Field::SetUp(field) => set_up_text(state, field),
    };
    match key {
        Key::Letter(letter) if text.chars().count() < FIELD_LEN_MAX => text.push(letter),
        Key::Backspace => drop(text.pop()),
        _ => return Vec::new(),
    }
    match field {
        Field::Filter => {
            state.regions.filter = text;
            state.regions.line = 0;
        }
        Field::Source => state.source = text,
        Field::Why => state.why = text,
        Field::SetUp(field) => set_set_up(state, field, &text),
    }
    Vec::new()
}

/// The fields of the set-up in their order: election, scale, officers, quorum, tokens, mischief.
pub const SET_UP_FIELDS: usize = 6;

/// What stands in a field of the set-up.
pub fn set_up_text(state: &State, field: usize) -> String {
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    match field {
        0 => state.set_up.election.as_ref().map_or_else(String::new, |path| path.display().to_string()),
        1 => number(state.set_up.scale),
        2 => number(state.set_up.officers.map(u32::from)),
        3 => number(state.set_up.quorum.map(u32::from)),
        4 => state.set_up.tokens.clone(),
        _ => if state.set_up.mischief { "+" } else { "" }.to_owned(),
    }
}

fn set_set_up(state: &mut State, field: usize, text: &str) {
    let set_up = &mut state.set_up;
    match field {
        0 => set_up.election = (!text.is_empty()).then(|| PathBuf::from(text)),
        1 => set_up.scale = text.parse().ok().filter(|scale| *scale > 0),
        2 => set_up.officers = text.parse().ok(),
        3 => set_up.quorum = text.parse().ok(),
        4 => text.clone_into(&mut set_up.tokens),
        _ => {}
    }
}

/// Keys of the present screen; none where it has no use for this one.
fn of_place(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    match state.place {
        Place::SetUp => of_set_up(state, key),
        Place::Import => of_import(state, key),
        Place::Regions => of_regions(state, key),
        Place::Adjudication => of_adjudication(state, key),
        Place::Results => of_results(state, key),
        Place::Sign => of_sign(state, key),
        Place::Verify => of_verify(state, key),
        Place::Ledger => of_ledger(state, key),
        _ => None,
    }
}

fn of_set_up(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    if state.seen.is_some() {
        return None;
    }
    match key {
        Key::Down => state.form.field = (state.form.field + 1) % SET_UP_FIELDS,
        Key::Up => state.form.field = (state.form.field + SET_UP_FIELDS - 1) % SET_UP_FIELDS,
        Key::Letter('e' | 'у') => match state.form.field {
            5 => state.set_up.mischief = !state.set_up.mischief,
            _ => state.form.editing = true,
        },
        _ => return None,
    }
    Some(Vec::new())
}

fn of_import(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    match key {
        Key::Letter('e' | 'у') => {
            state.form.editing = true;
            Some(Vec::new())
        }
        Key::Letter('i' | 'ш') => Some(begin(state, Act::Import { path: PathBuf::from(&state.source) })),
        _ => None,
    }
}

fn of_regions(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let rows = state.seen.as_ref().map_or(0, |seen| seen.regions.len());
    let table = &mut state.regions;
    match key {
        Key::Letter('/') => table.filtering = true,
        Key::Letter('s' | 'ы') => table.sort = (table.sort + 1) % 4,
        Key::Up => table.line = table.line.saturating_sub(1),
        Key::Down => table.line = (table.line + 1).min(rows.saturating_sub(1)),
        Key::PageUp => table.line = table.line.saturating_sub(10),
        Key::PageDown => table.line = (table.line + 10).min(rows.saturating_sub(1)),
        Key::Home => table.line = 0,
        Key::End => table.line = rows.saturating_sub(1),
        Key::Escape if !table.filter.is_empty() => table.filter.clear(),
        _ => return None,
    }
    Some(Vec::new())
}

/// Whether officers can still decide on held records.
fn decidable(state: &State) -> bool {
    let phase = state.seen.as_ref().map(|seen| seen.phase);
    state.working.is_none() && matches!(phase, Some(Phase::Admitted | Phase::Adjudicated))
}

fn of_adjudication(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let rows = state.seen.as_ref().map_or(0, |seen| seen.held.len());
    match key {
        _ if !decidable(state) => return None,
        Key::Up | Key::Down => {
            let line = if key == Key::Up { state.line.saturating_sub(1) } else { state.line + 1 };
            let line = line.min(rows.saturating_sub(1));
            if line != state.line {
                // Votes are given on one reason.
                state.votes.fill(None);
                state.line = line;
            }
        }
        Key::Enter if state.votes.iter().any(Option::is_some) => {
            let act = adjudication(state);
            state.front = Some(Front::Confirm { act, sure: false });
        }
        Key::Letter('e' | 'у') => state.form.editing = true,
        Key::Letter(digit @ '1'..='9') => {
            let vote = (digit as usize).checked_sub('1' as usize).and_then(|place| state.votes.get_mut(place))?;
            *vote = match *vote {
                None => Some(true),
                Some(true) => Some(false),
                Some(false) => None,
            };
        }
        Key::Letter('c' | 'с') => {
            let seen = state.seen.as_ref()?;
            let act = closing(seen);
            state.place = Place::Tally;
            state.front = Some(Front::Confirm { act, sure: false });
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn of_results(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let seen = state.seen.as_ref()?;
    let contest = seen.contests.get(state.contest);
    let regions = contest.map_or(0, |contest| contest.by_region.len());
    match key {
        Key::Letter('b' | 'и') => state.big = !state.big,
        Key::Letter('c' | 'с') if !seen.contests.is_empty() => {
            state.contest = (state.contest + 1) % seen.contests.len();
            state.region = None;
        }
        Key::Down => {
            let next = state.region.map_or(0, |region| region + 1);
            state.region = (next < regions).then_some(next);
        }
        Key::Up => {
            let last = regions.checked_sub(1);
            state.region = state.region.map_or(last, |region| region.checked_sub(1));
        }
        Key::Escape if state.big => state.big = false,
        _ => return None,
    }
    Some(Vec::new())
}

fn of_ledger(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    (key == Key::Letter('c') || key == Key::Letter('с')).then(|| {
        let is_paused = state.seen.as_ref().is_some_and(|seen| seen.paused.is_some());
        state.front = Some(Front::Code(if is_paused { Code::Pause } else { Code::Checkpoint }));
        Vec::new()
    })
}

/// Whether officers can answer the statement once more.
fn signable(state: &State) -> bool {
    let phase = state.seen.as_ref().map(|seen| seen.phase);
    state.working.is_none() && matches!(phase, Some(Phase::Opened | Phase::Signed))
}

fn of_verify(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let is_published = state.seen.as_ref().is_some_and(|seen| seen.published > 0);
    match key {
        Key::Enter if is_published => Some(begin(state, Act::Verify)),
        Key::Letter('n' | 'т') if is_published && state.working.is_none() => {
            state.front = Some(Front::Confirm { act: Act::Recount, sure: false });
            Some(Vec::new())
        }
        _ => None,
    }
}

fn of_sign(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let contests = state.seen.as_ref().map_or(0, |seen| seen.contests.len());
    match key {
        Key::Down => {
            state.contest = (state.contest + 1).min(contests.saturating_sub(1));
            Some(Vec::new())
        }
        Key::Up => {
            state.contest = state.contest.saturating_sub(1);
            Some(Vec::new())
        }
        Key::Letter(digit @ '1'..='9') => {
            let place = (digit as usize).checked_sub('1' as usize)?;
            let answer = state.answers.get_mut(place)?;
            *answer = match answer {
                PlayedAnswer::Sign => PlayedAnswer::Dissent,
                PlayedAnswer::Dissent => PlayedAnswer::Refuse,
                PlayedAnswer::Refuse => PlayedAnswer::Sign,
            };
            Some(Vec::new())
        }
        Key::Letter('c' | 'с') => {
            state.front = Some(Front::Code(Code::Statement));
            Some(Vec::new())
        }
        Key::Letter('a' | 'ф') if signable(state) => {
            let act = sign(state);
            state.front = Some(Front::Confirm { act, sure: false });
            Some(Vec::new())
        }
        _ => None,
    }
}

/// Keys of all screens.
fn of_all(state: &mut State, key: Key) -> Vec<Effect> {
    match key {
        Key::Tab | Key::Right => state.place = state.moved(1),
        Key::BackTab | Key::Left => state.place = state.moved(-1),
        Key::Letter('?' | ',') => state.front = Some(Front::Help),
        Key::Letter('l' | 'L' | 'д' | 'Д') => state.language = Words::next(state.language),
        Key::Letter('q' | 'й') if state.rehearsed.is_some() && state.working.is_none() => return vec![Effect::Leave],
        Key::Letter('q' | 'й') => state.front = Some(Front::Leave),
        Key::Letter('r' | 'к') => return vec![Effect::Look],
        Key::Letter('x' | 'ч') => return stop(state),
        Key::Interrupt => return interrupt(state),
        Key::Home => state.place = Place::Overview,
        Key::Enter => return go_on(state),
        _ => {}
    }
    Vec::new()
}

fn stop(state: &mut State) -> Vec<Effect> {
    match &mut state.working {
        Some(working) if !working.stopping => {
            working.stopping = true;
            vec![Effect::Stop]
        }
        _ => Vec::new(),
    }
}

fn interrupt(state: &mut State) -> Vec<Effect> {
    if state.working.is_some() {
        return stop(state);
    }
    state.front = Some(Front::Leave);
    Vec::new()
}

/// What comes next: on its own screen it is begun, from another one that screen is shown first.
fn go_on(state: &mut State) -> Vec<Effect> {
    if state.working.is_some() {
        return Vec::new();
    }
    let Some((place, act)) = next(state) else {
        return Vec::new();
    };
    if state.place != place {
        state.place = place;
        return Vec::new();
    }
    if act.is_final() {
        state.front = Some(Front::Confirm { act, sure: false });
        return Vec::new();
    }
    begin(state, act)
}
