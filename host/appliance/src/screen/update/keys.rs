//! Keys: of what stands in front, of fields, of the present screen, of all screens.

use std::path::PathBuf;

use super::fields::{SET_UP_FIELDS, edit, field, typed};
use super::next::{adjudication, closing, next, sign, source};
use super::offered::{
    is_answered_here, is_decidable, is_importable, is_publishable_again, is_signable, is_voting, report_len, unready,
};
use super::{begin, others};
use crate::screen::acts::Act;
use crate::screen::event::{Effect, Key};
use crate::screen::others::Other;
use crate::screen::state::{Code, Front, Place, PlayedAnswer, State};
use crate::words::Words;

/// Lines that a page goes on.
const PAGE: usize = 10;

/// What a key does.
pub fn pressed(state: &mut State, key: Key) -> Vec<Effect> {
    // A number of two digits is typed without anything between them.
    state.tens &= matches!(key, Key::Letter('0'..='9'));
    if let Some(front) = state.front.take() {
        return in_front(state, front, key);
    }
    if let Some(field) = field(state) {
        return typed(state, field, key);
    }
    // With Shift or Caps Lock a key does the same.
    let key = key.in_lower_case();
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
        Place::Verify => of_report(state, key),
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
        (Front::Others { line }, key) => others::in_list(state, line, key),
        (Front::Sheet(sheet), key) => others::in_sheet(state, sheet, key),
        (Front::Confirm { act, sure: false }, Key::Enter) => {
            state.front = Some(Front::Confirm { act, sure: true });
            Vec::new()
        }
        (Front::Confirm { act, sure: true }, Key::Letter('y' | 'Y' | 'н' | 'Н')) => begin(state, act),
        (Front::Leave, Key::Letter('y' | 'Y' | 'н' | 'Н')) => vec![Effect::Leave],
        (Front::Record { answer, shown: false }, Key::Enter) => {
            state.front = Some(Front::Record { answer, shown: true });
            Vec::new()
        }
        (_, Key::Escape) => Vec::new(),
        (front, Key::Letter('l' | 'L' | 'д' | 'Д')) => {
            state.language = Words::next(state.language);
            state.front = Some(front);
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

/// Keys of the present screen; none where it has no use for this one.
fn of_place(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    match state.place {
        Place::Overview => of_overview(state, key),
        Place::SetUp => of_set_up(state, key),
        Place::Officers if matches!(key, Key::Letter('p' | 'з')) && state.seen.is_some() => {
            Some(begin(state, Act::Tokens))
        }
        Place::Import => of_import(state, key),
        Place::Regions => of_regions(state, key),
        Place::Adjudication => of_adjudication(state, key),
        Place::Results => of_results(state, key),
        Place::Sign => of_sign(state, key),
        Place::Export => of_export(state, key),
        Place::Verify => of_verify(state, key),
        Place::Ledger => of_ledger(state, key),
        Place::System => of_system(state, key),
        _ => None,
    }
}

fn of_overview(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let is_for_others = matches!(key, Key::Letter('o' | 'щ'));
    is_for_others.then(|| {
        others::open(state);
        Vec::new()
    })
}

/// Goes through what acts have said, the newest last.
fn of_system(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let back = state.back;
    let last = state.lines.len().saturating_sub(1);
    state.back = match key {
        Key::Up => back + 1,
        Key::Down => back.saturating_sub(1),
        Key::PageUp => back + PAGE,
        Key::PageDown => back.saturating_sub(PAGE),
        _ => return None,
    }
    .min(last);
    Some(Vec::new())
}

fn of_set_up(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    if state.seen.is_some() {
        return None;
    }
    match key {
        Key::Down => state.form.field = (state.form.field + 1) % SET_UP_FIELDS,
        Key::Up => state.form.field = (state.form.field + SET_UP_FIELDS - 1) % SET_UP_FIELDS,
        Key::Letter('e' | 'у') => match state.form.field {
            6 => state.set_up.mischief = !state.set_up.mischief,
            _ => edit(state),
        },
        _ => return None,
    }
    Some(Vec::new())
}

fn of_import(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    match key {
        _ if !state.seen.as_ref().is_some_and(|seen| seen.incoming.is_open) => None,
        Key::Letter('e' | 'у') => {
            edit(state);
            Some(Vec::new())
        }
        Key::Letter('i' | 'ш') if is_importable(state) => {
            let path = PathBuf::from(source(state));
            Some(begin(state, Act::Import { path }))
        }
        _ => None,
    }
}

fn of_regions(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let rows = state.seen.as_ref().map_or(0, |seen| seen.regions.len());
    let table = &mut state.regions;
    match key {
        Key::Letter('/') => {
            edit(state);
            return Some(Vec::new());
        }
        Key::Letter('s' | 'ы') => table.sort = (table.sort + 1) % 4,
        Key::Up => table.line = table.line.saturating_sub(1),
        Key::Down => table.line = (table.line + 1).min(rows.saturating_sub(1)),
        Key::PageUp => table.line = table.line.saturating_sub(10),
        Key::PageDown => table.line = (table.line + 10).min(rows.saturating_sub(1)),
        Key::End => table.line = rows.saturating_sub(1),
        Key::Escape if !table.filter.is_empty() => table.filter.clear(),
        _ => return None,
    }
    Some(Vec::new())
}

fn of_adjudication(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let rows = state.seen.as_ref().map_or(0, |seen| seen.held.rows.len());
    match key {
        _ if !is_decidable(state) => return None,
        // There is nothing to vote on: the box can be closed.
        _ if rows == 0 && !matches!(key, Key::Letter('c' | 'с')) => return None,
        Key::Up | Key::Down => {
            let line = if key == Key::Up { state.line.saturating_sub(1) } else { state.line + 1 };
            let line = line.min(rows.saturating_sub(1));
            if line != state.line {
                // Votes are given on one reason, and so is why.
                state.votes.fill(None);
                state.why.clear();
                state.line = line;
            }
        }
        Key::Enter if is_voting(state) => {
            // What is missing stands on the screen.
            if unready(state).is_none() {
                let act = adjudication(state);
                state.front = Some(Front::Confirm { act, sure: false });
            }
        }
        Key::Letter('e' | 'у') => edit(state),
        Key::Letter(digit @ '0'..='9') => {
            if let Some(vote) = numbered(state, digit).and_then(|place| state.votes.get_mut(place)) {
                *vote = match *vote {
                    None => Some(true),
                    Some(true) => Some(false),
                    Some(false) => None,
                };
            }
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
            (state.option, state.region) = (0, None);
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
        _ => return of_options(state, key),
    }
    Some(Vec::new())
}

/// The officer whom digits name, by place from 0: those from 10 on by 0 and their last digit. None where there is none, or the second
/// digit is still to come.
fn numbered(state: &mut State, digit: char) -> Option<usize> {
    let has_tens = state.seen.as_ref().is_some_and(|seen| seen.officers > 9);
    let (digit, is_second) = (digit.to_digit(10)? as usize, std::mem::take(&mut state.tens));
    match (digit, is_second) {
        (last, true) => Some(9 + last),
        (0, false) => {
            state.tens = has_tens;
            None
        }
        (first, false) => Some(first - 1),
    }
}

/// Goes through the options of a contest that has more of them than fit.
fn of_options(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let contest = state.seen.as_ref().and_then(|seen| seen.contests.get(state.contest));
    let options = contest.map_or(0, |contest| contest.options.len());
    // No more than stand on the smallest screen: none is skipped.
    let page = match state.place {
        Place::Sign => 2,
        _ if state.big => 3,
        _ => 7,
    };
    state.option = match key {
        Key::PageDown => state.option + page,
        Key::PageUp => state.option.saturating_sub(page),
        _ => return None,
    }
    .min(options.saturating_sub(1));
    Some(Vec::new())
}

fn of_ledger(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    if matches!(key, Key::Letter('c' | 'с')) {
        let is_paused = state.seen.as_ref().is_some_and(|seen| seen.paused.is_some());
        state.front = Some(Front::Code(if is_paused { Code::Pause } else { Code::Checkpoint }));
        return Some(Vec::new());
    }
    let newest = state.seen.as_ref().map_or(0, |seen| seen.tail.len());
    state.older = match key {
        Key::Up => state.older + 1,
        Key::Down => state.older.saturating_sub(1),
        Key::PageUp => state.older + PAGE,
        Key::PageDown => state.older.saturating_sub(PAGE),
        _ => return None,
    }
    .min(newest.saturating_sub(1));
    Some(Vec::new())
}

fn of_export(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let seen = state.seen.as_ref().filter(|_| state.working.is_none())?;
    match key {
        Key::Letter('p' | 'з') if Other::Protocol.is_possible(seen) => others::fill_in(state, Other::Protocol),
        // What came after a publication, such as copies, is in the public ledger with the next one.
        Key::Letter('a' | 'ф') if is_publishable_again(seen) => {
            state.front = Some(Front::Confirm { act: Act::Export, sure: false });
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn of_verify(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let is_published = state.seen.as_ref().is_some_and(|seen| seen.published > 0);
    let can_recount = state.seen.as_ref().is_some_and(|seen| Other::Recount.is_possible(seen));
    match key {
        Key::Enter if is_published => Some(begin(state, Act::Verify)),
        Key::Letter('n' | 'т') if can_recount && state.working.is_none() => {
            state.front = Some(Front::Confirm { act: Act::Recount, sure: false });
            Some(Vec::new())
        }
        _ => of_report(state, key),
    }
}

/// Goes through the auditors' report.
fn of_report(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let all = report_len(state);
    state.read = match key {
        Key::Down => state.read + 1,
        Key::Up => state.read.saturating_sub(1),
        Key::PageDown => state.read + PAGE,
        Key::PageUp => state.read.saturating_sub(PAGE),
        _ => return None,
    }
    .min(all.saturating_sub(1));
    Some(Vec::new())
}

fn of_sign(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let contests = state.seen.as_ref().map_or(0, |seen| seen.contests.len());
    match key {
        Key::Down => {
            (state.contest, state.option) = ((state.contest + 1).min(contests.saturating_sub(1)), 0);
            Some(Vec::new())
        }
        Key::Up => {
            (state.contest, state.option) = (state.contest.saturating_sub(1), 0);
            Some(Vec::new())
        }
        Key::Letter(digit @ '0'..='9') if is_answered_here(state) => {
            if let Some(answer) = numbered(state, digit).and_then(|place| state.answers.get_mut(place)) {
                *answer = match answer {
                    PlayedAnswer::Sign => PlayedAnswer::Dissent,
                    PlayedAnswer::Dissent => PlayedAnswer::Refuse,
                    PlayedAnswer::Refuse => PlayedAnswer::Sign,
                };
            }
            Some(Vec::new())
        }
        Key::Letter('c' | 'с') => {
            state.front = Some(Front::Code(Code::Statement));
            Some(Vec::new())
        }
        Key::Letter('a' | 'ф') if is_signable(state) => {
            let act = sign(state);
            state.front = Some(Front::Confirm { act, sure: false });
            Some(Vec::new())
        }
        _ => of_options(state, key),
    }
}

/// Keys of all screens.
fn of_all(state: &mut State, key: Key) -> Vec<Effect> {
    match key {
        Key::Tab | Key::Right => state.place = state.moved(1),
        Key::BackTab | Key::Left => state.place = state.moved(-1),
        Key::Letter('?' | ',') => state.front = Some(Front::Help),
        Key::Letter('l' | 'д') => state.language = Words::next(state.language),
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
        if place == Place::Sign {
            // Figures that are to be signed are read from the first one on.
            (state.contest, state.option) = (0, 0);
        }
        state.place = place;
        return Vec::new();
    }
    if let Act::SetUp(set_up) = &act {
        match set_up {
            // What cannot be stands on the screen.
            set_up if set_up.fault().is_some() => return Vec::new(),
            set_up if set_up.election.is_some() => return begin(state, Act::Check(set_up.clone())),
            _ => {}
        }
    }
    if let Act::Lot { .. } = act {
        others::fill_in(state, Other::Lot);
        return Vec::new();
    }
    if let Act::Resume { .. } = act {
        others::fill_in(state, Other::Resume);
        return Vec::new();
    }
    if act.is_asked_twice() {
        state.front = Some(Front::Confirm { act, sure: false });
        return Vec::new();
    }
    begin(state, act)
}
