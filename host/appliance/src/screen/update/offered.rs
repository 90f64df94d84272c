//! The keys that do something now: what stands at the foot, and what the keys themselves ask before they act.

use super::next::{next, source};
use crate::screen::event::Key;
use crate::screen::others::Other;
use crate::screen::seen::Seen;
use crate::screen::state::{Place, State};
use crate::state::Phase;

/// Bytes of what officers write about a decision at most.
const WHY_LEN_MAX: usize = 256;

/// A key and the word of what it does.
type Offer = (Key, &'static str);

/// The keys of the present screen that do something now, beside those of all screens.
pub fn offered(state: &State) -> Vec<Offer> {
    let mut offers = shows(state);
    if !state.watching && state.working.is_none() {
        offers.splice(0..0, acts(state));
        if !offers.iter().any(|(key, _)| *key == Key::Enter) && goes_on(state) {
            offers.insert(0, (Key::Enter, "key-go-on"));
        }
    }
    if state.working.as_ref().is_some_and(|working| !working.stopping) {
        offers.push((Key::Letter('x'), "key-stop"));
    }
    offers
}

/// Each where its condition holds.
fn where_so<const N: usize>(offers: [(bool, char, &'static str); N]) -> Vec<Offer> {
    let key = |letter| match letter {
        '↕' => Key::Down,
        '↑' => Key::Up,
        '⏎' => Key::Enter,
        letter => Key::Letter(letter),
    };
    offers.into_iter().filter(|(is_so, ..)| *is_so).map(|(_, letter, word)| (key(letter), word)).collect()
}

/// Keys that only show something: observers have them too.
fn shows(state: &State) -> Vec<Offer> {
    let Some(seen) = &state.seen else { return Vec::new() };
    let rows = seen.contests.get(state.contest).map_or(0, |contest| contest.by_region.len());
    match state.place {
        Place::Regions => where_so([(true, '/', "key-filter"), (true, 's', "key-sort")]),
        Place::Results if rows > 0 => {
            where_so([(true, '↕', "key-region"), (seen.contests.len() > 1, 'c', "key-contest"), (true, 'b', "key-big")])
        }
        Place::Verify => where_so([(report_len(state) > 1, '↕', "key-report")]),
        Place::Ledger => where_so([(seen.tail.len() > 1, '↑', "key-entries"), (true, 'c', "key-code")]),
        _ => Vec::new(),
    }
}

/// Keys that act, or fill in what an act needs.
fn acts(state: &State) -> Vec<Offer> {
    let Some(seen) = &state.seen else {
        let is_form = state.place == Place::SetUp;
        let begins = is_form && state.looked && state.set_up.fault().is_none();
        let form = [(begins, '⏎', "key-begin"), (is_form, '↕', "key-field"), (is_form, 'e', "key-edit")];
        return where_so(form);
    };
    match state.place {
        Place::Overview => where_so([(!Other::possible(seen).is_empty(), 'o', "key-others")]),
        Place::Officers => where_so([(true, 'p', "key-present")]),
        Place::Import => {
            where_so([(seen.incoming.is_open, 'e', "key-source"), (is_importable(state), 'i', "key-import")])
        }
        Place::Adjudication if is_decidable(state) => where_so([
            (unready(state).is_none(), '⏎', "key-vote"),
            (seen.held.rows.len() > 1, '↕', "key-reason"),
            (!seen.held.rows.is_empty(), '1', "key-votes"),
            (!seen.held.rows.is_empty(), 'e', "key-why"),
            (true, 'c', "key-close"),
        ]),
        Place::Sign => where_so([
            (matches!(next(state), Some((Place::Sign, _))), '⏎', "key-sign"),
            (is_answered_here(state), '1', "key-answer"),
            (is_signable(state) && !seen.answers.is_empty(), 'a', "key-ask-again"),
            (seen.statement.is_some(), 'c', "key-code"),
        ]),
        Place::Export => where_so([
            (Other::Protocol.is_possible(seen), 'p', "key-paper"),
            (is_publishable_again(seen), 'a', "key-publish-again"),
        ]),
        Place::Verify => {
            where_so([(seen.published > 0, '⏎', "key-verify"), (Other::Recount.is_possible(seen), 'n', "key-recount")])
        }
        Place::System => where_so([(state.lines.len() > 1, '↕', "key-news")]),
        _ => Vec::new(),
    }
}

/// Whether Enter leads to what comes next, or begins it.
fn goes_on(state: &State) -> bool {
    match next(state) {
        Some((Place::SetUp, _)) => state.place != Place::SetUp,
        Some(_) if state.place == Place::Adjudication && is_decidable(state) => !is_voting(state),
        next => next.is_some(),
    }
}

/// Checks and lines of the auditors' report.
pub fn report_len(state: &State) -> usize {
    let report = state.seen.as_ref().and_then(|seen| seen.report.as_ref());
    report.map_or(0, |report| report.checks.len() + report.others.len())
}

/// Whether something can be imported now, and it is known from where.
pub fn is_importable(state: &State) -> bool {
    state.seen.as_ref().is_some_and(|seen| seen.incoming.is_open) && !source(state).is_empty()
}

/// The phase, where acts other than the end of a pause can begin.
fn phase(state: &State) -> Option<Phase> {
    let seen = state.seen.as_ref().filter(|seen| seen.paused.is_none() && state.working.is_none());
    seen.map(|seen| seen.phase)
}

/// Whether officers can still decide on held records.
pub fn is_decidable(state: &State) -> bool {
    matches!(phase(state), Some(Phase::Admitted | Phase::Adjudicated))
}

/// Whether Enter is about a vote: one was begun, or nothing else comes next.
pub fn is_voting(state: &State) -> bool {
    state.votes.iter().any(Option::is_some) || matches!(next(state), Some((Place::Adjudication, _)))
}

/// What a vote on the marked reason lacks; none where it can be put to the officers.
pub fn unready(state: &State) -> Option<&'static str> {
    if state.votes.iter().all(Option::is_none) {
        return Some("held-lacks-votes");
    }
    match state.why.trim().len() {
        0 => Some("held-lacks-why"),
        _ => (state.why.len() > WHY_LEN_MAX).then_some("held-why-long"),
    }
}

/// Whether officers can answer the statement, for the first time or once more.
pub fn is_signable(state: &State) -> bool {
    matches!(phase(state), Some(Phase::Opened | Phase::Signed))
}

/// Whether what officers answer is chosen here: their tokens are played.
pub fn is_answered_here(state: &State) -> bool {
    is_signable(state) && state.seen.as_ref().is_some_and(|seen| seen.plays_tokens)
}

/// Whether what came after a publication can be published too.
pub fn is_publishable_again(seen: &Seen) -> bool {
    seen.paused.is_none() && matches!(seen.phase, Phase::Published | Phase::Ended)
}
