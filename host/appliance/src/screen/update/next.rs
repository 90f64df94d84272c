//! What comes next in an election, and on which screen.

use std::path::PathBuf;

use crate::screen::acts::Act;
use crate::screen::seen::Seen;
use crate::screen::sequel::Waiting;
use crate::screen::state::{Place, State};
use crate::state::Phase;

/// The act that comes next and the screen of it; none where the election waits for nothing.
pub fn next(state: &State) -> Option<(Place, Act)> {
    if !state.looked {
        return None;
    }
    let Some(seen) = &state.seen else {
        return Some((Place::SetUp, Act::SetUp(state.set_up.clone())));
    };
    if seen.paused.is_some() {
        return Some((Place::Overview, Act::Resume { seals: Vec::new(), checkpoint: None, broken: None }));
    }
    let import = (Place::Import, Act::Import { path: PathBuf::from(source(state)) });
    // What waits in the form comes first, wherever it is from. Observers see no paths, and that something waits.
    if seen.incoming.is_open && !(state.source.is_empty() && seen.incoming.sticks.is_empty()) {
        return Some(import);
    }
    let has_nothing = seen.sources.iter().all(|source| source.bundles == 0);
    Some(match seen.phase {
        Phase::SettingUp => (Place::SetUp, Act::SetUp(state.set_up.clone())),
        Phase::Gathering if has_nothing && seen.rehearsal => (Place::Import, Act::Cast),
        Phase::Gathering if has_nothing => import,
        Phase::Gathering => (Place::Regions, Act::Admit { regions: Vec::new() }),
        Phase::Admitted if seen.held.rows.iter().any(|held| held.decided.is_none()) => {
            (Place::Adjudication, adjudication(state))
        }
        Phase::Admitted | Phase::Adjudicated => (Place::Tally, closing(seen)),
        // Only the count knows whether figures are equal. Whose throws they are is filled in first.
        Phase::Closed => match seen.choices.lots.first().filter(|_| state.lot_waits) {
            Some(lot) => (Place::Tally, Act::Lot { contest: lot.value.clone(), dice: Vec::new() }),
            None => (Place::Tally, Act::Tally),
        },
        Phase::Opened => (Place::Sign, sign(state)),
        Phase::Signed => (Place::Export, Act::Export),
        Phase::Published => match seen.sequel.waiting? {
            Waiting::Silent(_) => import,
            Waiting::Regions(_) | Waiting::Late(_) => (Place::Regions, Act::Admit { regions: Vec::new() }),
        },
        Phase::Ended => return None,
    })
}

/// The stick or folder that is imported next: the one that was typed, else the first of a rehearsal's own that waits.
pub fn source(state: &State) -> String {
    let waiting = state.seen.as_ref().and_then(|seen| seen.incoming.sticks.first());
    match waiting {
        Some(stick) if state.source.is_empty() => stick.display().to_string(),
        _ => state.source.clone(),
    }
}

/// The vote on the marked reason as the officers gave it.
pub fn adjudication(state: &State) -> Act {
    let held = state.seen.as_ref().and_then(|seen| seen.held.rows.get(state.line));
    let officers = |vote: bool| {
        let numbered = (1u8..).zip(&state.votes).filter(move |(_, given)| **given == Some(vote));
        numbered.map(|(officer, _)| officer).collect()
    };
    Act::Adjudicate {
        reason: held.map_or_else(String::new, |held| held.reason.clone()),
        in_favour: officers(true),
        against: officers(false),
        why: state.why.clone(),
    }
}

/// The closing, of a box that is whole or of one that is not.
pub fn closing(seen: &Seen) -> Act {
    Act::Close { incomplete: seen.to_close.is_some_and(|[.., incomplete]| incomplete > 0) }
}

/// The signing, with what the officers of played tokens are to answer.
pub fn sign(state: &State) -> Act {
    use crate::screen::state::PlayedAnswer::{Dissent, Refuse};
    let of = |answer| {
        let numbered = (1u8..).zip(&state.answers).filter(move |(_, given)| **given == answer);
        numbered.map(|(officer, _)| officer).collect()
    };
    Act::Sign { dissent: of(Dissent), refuse: of(Refuse) }
}
