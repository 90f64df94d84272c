//! The keys of a training day, pressed one after the other while people watch.

use super::next::next;
use crate::screen::event::Key;
use crate::screen::state::{Front, Place, State};

/// The key that is pressed next; none while an act is under way, where something has to be read first, and at the end.
pub fn guide(state: &State) -> Option<Key> {
    match &state.front {
        Some(Front::Confirm { sure: false, .. }) => return Some(Key::Enter),
        Some(Front::Confirm { sure: true, .. }) => return Some(Key::Letter('y')),
        Some(_) => return None,
        None => {}
    }
    if state.working.is_some() {
        return None;
    }
    match next(state) {
        // What is held stays undecided: deciding is for people.
        Some((Place::Adjudication, _)) if state.place == Place::Adjudication => Some(Key::Letter('c')),
        Some(_) => Some(Key::Enter),
        None => (state.place != Place::Results).then_some(Key::Tab),
    }
}
