//! Keys of the list of other acts and of their forms.

use super::begin;
use crate::screen::acts::Act;
use crate::screen::event::{Effect, Key};
use crate::screen::others::{Other, Sheet};
use crate::screen::state::{Front, State};

/// Characters of a field at most.
const FIELD_LEN_MAX: usize = 256;

/// Opens the list, where there is an election and no act is under way.
pub fn open(state: &mut State) {
    if state.seen.is_some() && state.working.is_none() {
        state.front = Some(Front::Others { line: 0 });
    }
}

/// Opens the form of an act, or asks at once where nothing has to be filled in.
pub fn fill_in(state: &mut State, other: Other) {
    if other == Other::LookUp && state.recorded {
        // A receipt is in no recording.
        return;
    }
    let Some(seen) = &state.seen else { return };
    let kept = state.filled.take().filter(|sheet| sheet.other == other);
    let sheet = kept.unwrap_or_else(|| Sheet::new(other, seen));
    state.front = Some(match sheet.act(seen).filter(|_| sheet.fields.is_empty()) {
        Some(act) => Front::Confirm { act, sure: false },
        None => Front::Sheet(sheet),
    });
}

/// A key in the list, whose line is marked.
pub fn in_list(state: &mut State, line: usize, key: Key) -> Vec<Effect> {
    let possible = state.seen.as_ref().map_or_else(Vec::new, Other::possible);
    let last = possible.len().saturating_sub(1);
    match key {
        Key::Escape => return Vec::new(),
        Key::Enter => {
            if let Some(other) = possible.get(line) {
                fill_in(state, *other);
            }
            return Vec::new();
        }
        Key::Up => state.front = Some(Front::Others { line: line.saturating_sub(1) }),
        Key::Down => state.front = Some(Front::Others { line: (line + 1).min(last) }),
        _ => state.front = Some(Front::Others { line }),
    }
    Vec::new()
}

/// A key in a form.
pub fn in_sheet(state: &mut State, mut sheet: Sheet, key: Key) -> Vec<Effect> {
    let Some(seen) = &state.seen else { return Vec::new() };
    let fields = sheet.fields.len();
    match key {
        Key::Escape => {
            state.front = Some(Front::Others { line: 0 });
            return Vec::new();
        }
        Key::Enter => {
            if let Some(act) = sheet.act(seen) {
                // A receipt is nobody's but the voter's.
                state.filled = Some(sheet).filter(|sheet| sheet.other != Other::LookUp);
                return ask(state, act);
            }
            sheet.field = (sheet.field + 1) % fields.max(1);
        }
        Key::Down | Key::Tab => sheet.field = (sheet.field + 1) % fields.max(1),
        Key::Up | Key::BackTab => sheet.field = (sheet.field + fields.max(1) - 1) % fields.max(1),
        Key::Left | Key::Right => {
            let choices = sheet.other.choices(sheet.field, seen);
            if let Some(field) = sheet.fields.get_mut(sheet.field).filter(|_| !choices.is_empty()) {
                let at = choices.iter().position(|choice| choice.value == *field).unwrap_or(0);
                let step = if key == Key::Right { 1 } else { choices.len() - 1 };
                if let Some(choice) = choices.get((at + step) % choices.len()) {
                    field.clone_from(&choice.value);
                }
            }
        }
        key => {
            let is_typed = sheet.other.choices(sheet.field, seen).is_empty();
            if let Some(field) = sheet.fields.get_mut(sheet.field).filter(|_| is_typed) {
                match key {
                    Key::Letter(letter) if field.chars().count() < FIELD_LEN_MAX => field.push(letter),
                    Key::Backspace => drop(field.pop()),
                    Key::Clear => field.clear(),
                    _ => {}
                }
            }
        }
    }
    state.front = Some(Front::Sheet(sheet));
    Vec::new()
}

/// Asks twice where that has to be, and begins the rest.
fn ask(state: &mut State, act: Act) -> Vec<Effect> {
    if !act.is_asked_twice() {
        return begin(state, act);
    }
    state.front = Some(Front::Confirm { act, sure: false });
    Vec::new()
}
