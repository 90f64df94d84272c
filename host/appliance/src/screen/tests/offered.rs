//! What stands at the foot does something, and what nothing undoes alone is called so.

use super::*;
use crate::screen::others::{Other, Sheet};
use crate::screen::seen::PausedNow;
use crate::screen::update::offered;

const PHASES: [Phase; 9] = [
    Phase::SettingUp,
    Phase::Gathering,
    Phase::Admitted,
    Phase::Adjudicated,
    Phase::Closed,
    Phase::Opened,
    Phase::Signed,
    Phase::Published,
    Phase::Ended,
];

/// A pause with one seal.
pub fn paused_now() -> PausedNow {
    PausedNow { number: 1, entries: 3, root: [1; 32], seals: vec!["K-1".into()] }
}

/// Every state whose foot is looked at: phases, with a pause and without, an act at work, observers, no election.
fn all_states() -> Vec<State> {
    let nothing = State::new("/srv/tamga/rehearsal-1".into(), Language::En);
    let mut states = vec![nothing.clone(), State { looked: true, ..nothing }];
    for phase in PHASES {
        let plain = state(phase, Language::En);
        let mut typed = plain.clone();
        (typed.source, typed.why, typed.votes) = ("/media/stick".into(), "seen".into(), vec![Some(true); 5]);
        let mut paused = plain.clone();
        let seen = paused.seen.as_mut().unwrap();
        seen.paused = Some(paused_now());
        seen.incoming.is_open = false;
        let mut at_work = plain.clone();
        begin(&mut at_work, Act::Verify);
        states.extend([plain, typed, paused, at_work, watched(phase, Language::En)]);
    }
    states
}

#[test]
fn every_key_at_the_foot_does_something_now() {
    let mut seen_words = std::collections::BTreeSet::new();
    for state in all_states() {
        for place in state.places() {
            let here = State { place: *place, ..state.clone() };
            for (key, word) in offered(&here) {
                let mut pressed = here.clone();
                let effects = update(&mut pressed, Event::Pressed(key));
                let phase = here.seen.as_ref().map(|seen| seen.phase);
                assert!(pressed != here || !effects.is_empty(), "{phase:?} {place:?} {key:?} {word}");
                let letter = match key {
                    Key::Letter(letter) => letter.to_uppercase().to_string(),
                    Key::Enter => "Enter".into(),
                    _ => "↑↓".into(),
                };
                for language in LANGUAGES {
                    let text = Words::of(language).get(word);
                    assert!(text.starts_with(&letter), "{language:?} {word}: {text}");
                }
                seen_words.insert(word);
            }
        }
    }
    assert!(seen_words.len() > 25, "{seen_words:?}");
}

#[test]
fn the_foot_fits_80_columns_in_every_language() {
    for state in all_states() {
        for (place, language) in state.places().iter().flat_map(|place| LANGUAGES.map(|language| (*place, language))) {
            let words = Words::of(language);
            let here = State { place, language, ..state.clone() };
            let shown = drawn(&here, PLAIN, (80, 24));
            let foot = shown.lines().nth(23).unwrap().trim_end_matches('"').trim_end().to_owned();
            let ends = [words.get("keys-all"), words.get("keys-few")];
            assert!(ends.iter().any(|end| foot.ends_with(end)), "{language:?} {place:?}: {foot}");
        }
    }
}

#[test]
fn what_stands_over_a_control_number_is_one_line_in_every_language() {
    for language in LANGUAGES {
        let words = Words::of(language);
        for key in ["compare-token", "compare-played", "dissent-means", "refused-files"] {
            let text = words.with(key, &[("n", crate::words::Value::Number(1_000))]);
            assert!(text.width() <= 76, "{language:?} {key}: {}", text.width());
        }
    }
}

#[test]
fn after_publication_nothing_is_offered_that_was_before() {
    let words = |phase, place| {
        let state = State { place, ..state(phase, Language::En) };
        offered(&state).into_iter().map(|(_, word)| word).collect::<Vec<_>>()
    };
    assert_eq!(words(Phase::Signed, Place::Export), ["key-go-on", "key-paper"]);
    assert_eq!(words(Phase::Published, Place::Export), ["key-paper", "key-publish-again"]);
    assert_eq!(words(Phase::Opened, Place::Sign), ["key-sign", "key-answer", "key-code"]);
    assert_eq!(words(Phase::Published, Place::Sign), ["key-code"]);
    assert_eq!(words(Phase::Published, Place::SetUp), [""; 0]);
    assert_eq!(words(Phase::Ended, Place::Import), [""; 0]);
    assert_eq!(words(Phase::Closed, Place::Adjudication), ["key-go-on"]);
}

#[test]
fn only_what_nothing_undoes_is_titled_so() {
    let mut state = state(Phase::Published, Language::En);
    let (seals, text) = (vec!["K-1".to_owned()], String::new());
    let undone = [
        Act::Pause { seals: seals.clone() },
        Act::Resume { seals, checkpoint: None, broken: Some(text) },
        Act::Recount,
        Act::Sign { dissent: Vec::new(), refuse: Vec::new() },
    ];
    let is_titled_so = |state: &mut State, act: &Act| {
        state.front = Some(Front::Confirm { act: act.clone(), sure: false });
        drawn(state, PLAIN, (80, 24)).contains("Nothing undoes this")
    };
    for act in undone {
        assert!(act.is_asked_twice() && !is_titled_so(&mut state, &act), "{act:?}");
    }
    for act in [Act::Tally, Act::End, Act::Export, Act::Close { incomplete: false }] {
        assert!(is_titled_so(&mut state, &act), "{act:?}");
    }
}

#[test]
fn a_closing_time_is_extended_only_where_a_region_is_in_no_box() {
    let mut published = seen(Phase::Published);
    assert!(!Other::possible(&published).contains(&Other::Extend), "all regions are in a box");
    published.regions[1].boxed = false;
    assert!(Other::possible(&published).contains(&Other::Extend));
    let act = |code: &str| {
        let fields = vec![code.to_owned(), "2024-11-05T22:00:00Z".to_owned()];
        Sheet { fields, ..Sheet::new(Other::Extend, &published) }.act(&published)
    };
    assert!(act("aral").is_some() && act("astana").is_none());
    published.published = published.openings;
    assert!(!Other::possible(&published).contains(&Other::Extend), "nothing is opened any more");
}

#[test]
fn a_pause_stands_first_on_every_screen_and_no_phase_beside_it() {
    let mut state = state(Phase::Gathering, Language::En);
    let seen = state.seen.as_mut().unwrap();
    seen.paused = Some(paused_now());
    seen.incoming.is_open = false;
    for place in Place::ALL {
        state.place = place;
        let shown = drawn(&state, PLAIN, (80, 24));
        assert!(shown.lines().nth(2).unwrap().contains("PAUSED"), "{place:?}\n{shown}");
        for wrong in ["Bundles may", "bundles may", "I import", "E source"] {
            assert!(!shown.contains(wrong), "{place:?}\n{shown}");
        }
    }
}

#[test]
fn the_election_s_control_number_stays_while_somebody_looks_who_is_there() {
    let mut state = state(Phase::Gathering, Language::En);
    state.control = Some(("anchor".into(), [8; 32]));
    state.place = Place::Officers;
    press(&mut state, &[Key::Letter('p')]);
    assert!(state.control.is_some());
    update(&mut state, Event::Ended(Ended::Done));
    begin(&mut state, Act::Close { incomplete: false });
    assert_eq!(state.control, None, "an act of the tokens has a number of its own");
}

#[test]
fn played_tokens_are_said_to_be_and_nobody_is_asked_to_compare_with_them() {
    let mut state = state(Phase::Closed, Language::En);
    state.front = Some(Front::Confirm { act: Act::Tally, sure: false });
    assert!(drawn(&state, PLAIN, (80, 24)).contains("played by this machine"));
    state.seen.as_mut().unwrap().plays_tokens = false;
    assert!(drawn(&state, PLAIN, (80, 24)).contains("compare the figures with the tokens"));
    state.front = None;
    state.place = Place::Officers;
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("played by this machine"));
    state.seen.as_mut().unwrap().plays_tokens = true;
    assert!(drawn(&state, PLAIN, (80, 24)).contains("played by this machine"));
}
