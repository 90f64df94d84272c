//! Fields that are typed into.

use std::path::PathBuf;

use super::next::source;
use crate::screen::event::{Effect, Key};
use crate::screen::set_up::SetUp;
use crate::screen::state::{Place, State};

/// Characters of a field at most.
const FIELD_LEN_MAX: usize = 256;

/// A field that takes what is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Of the regions.
    Filter,
    /// The stick or folder to import.
    Source,
    /// Why officers decide so.
    Why,
    /// One of the set-up.
    SetUp(usize),
}

/// The field that takes the keys now.
pub fn field(state: &State) -> Option<Field> {
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

/// A key in a field: Enter keeps what was typed, Escape has what stood there before.
pub fn typed(state: &mut State, field: Field, key: Key) -> Vec<Effect> {
    let mut text = text(state, field);
    match key {
        Key::Enter | Key::Escape | Key::Tab => {
            state.form.editing = false;
            state.regions.filtering = false;
            if key != Key::Escape {
                return Vec::new();
            }
            text.clone_from(&state.form.before);
        }
        Key::Letter(letter) if text.chars().count() < FIELD_LEN_MAX => text.push(letter),
        Key::Backspace => drop(text.pop()),
        Key::Clear => text.clear(),
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

/// From here on the field of the present screen takes the keys.
pub fn edit(state: &mut State) {
    match state.place {
        Place::Regions => state.regions.filtering = true,
        _ => state.form.editing = true,
    }
    if let Some(field) = field(state) {
        state.form.before = text(state, field);
    }
}

/// What stands in a field.
fn text(state: &State, field: Field) -> String {
    match field {
        Field::Filter => state.regions.filter.clone(),
        Field::Source => source(state),
        Field::Why => state.why.clone(),
        Field::SetUp(field) => set_up_text(&state.set_up, field),
    }
}

/// The fields of the set-up in their order: election, scale, officers, quorum, tokens, HSMs, mischief.
pub const SET_UP_FIELDS: usize = 7;

/// What stands in a field of the set-up.
pub fn set_up_text(set_up: &SetUp, field: usize) -> String {
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    match field {
        0 => set_up.election.as_ref().map_or_else(String::new, |path| path.display().to_string()),
        1 => number(set_up.scale),
        2 => number(set_up.officers.map(u32::from)),
        3 => number(set_up.quorum.map(u32::from)),
        4 => set_up.tokens.clone(),
        5 => set_up.hsm.clone(),
        _ => if set_up.mischief { "+" } else { "" }.to_owned(),
    }
}

fn set_set_up(state: &mut State, field: usize, text: &str) {
    let set_up = &mut state.set_up;
    match field {
        0 => set_up.election = (!text.is_empty()).then(|| PathBuf::from(text)),
        1 => set_up.scale = digits(text).parse().ok().filter(|scale| *scale > 0),
        2 => set_up.officers = few(text),
        3 => set_up.quorum = few(text),
        4 => text.clone_into(&mut set_up.tokens),
        5 => text.clone_into(&mut set_up.hsm),
        _ => {}
    }
}

/// The digits of what was typed: nothing else makes a number.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A number of officers; one that there cannot be stays one, so that it is refused and not forgotten.
fn few(text: &str) -> Option<u8> {
    let digits = digits(text);
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(u8::MAX))
}
