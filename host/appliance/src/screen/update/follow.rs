//! Which screen a rehearsal is on, while nobody has chosen one.

use super::next::next;
use crate::live::Live;
use crate::screen::state::{Place, State};
use crate::state::Phase;

/// Goes along: to the screen of what comes next, and to those of figures while they move.
pub fn follow(state: &mut State, live: Option<&Live>) {
    if !state.follows || !state.is_rehearsing() {
        return;
    }
    let Some(seen) = &state.seen else { return };
    state.place = match (live, seen.phase) {
        (Some(Live::Received(_) | Live::Judged { .. }), Phase::Gathering | Phase::Admitted) => Place::Regions,
        (_, Phase::Closed) if seen.revealing.is_some() => Place::Results,
        (_, Phase::Gathering) if seen.regions.iter().any(|region| region.received > 0) => Place::Regions,
        (_, Phase::Published | Phase::Ended) => Place::Verify,
        _ => next(state).map_or(state.place, |(place, _)| place),
    };
}
