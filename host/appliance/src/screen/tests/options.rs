//! Contests with more options than a screen has lines, and the figures for a projector.

use super::*;
use crate::screen::state::PlayedAnswer;

/// An election with 40 candidates, the last of them named, and 15 officers.
fn crowded() -> Seen {
    let mut seen = seen(Phase::Signed);
    let candidate = |number: u64| {
        let name = format!("Candidate {number}");
        option(names(&name, &name, &name), Role::Candidate, 1_000 * number, None)
    };
    let contest = &mut seen.contests[0];
    contest.options.splice(0..3, (1..=40).map(candidate));
    let votes = contest.options.iter().map(|option| option.votes / 2).collect();
    contest.by_region = vec![("astana".into(), votes)];
    seen.officers = 15;
    seen
}

fn state_of(seen: Seen, place: Place) -> State {
    let mut state = State::new("/srv/tamga/rehearsal-1".into(), Language::En);
    update(&mut state, Event::Seen(Box::new(seen)));
    state.place = place;
    state
}

/// The options that a screen shows, in its order.
fn listed(shown: &str) -> Vec<u64> {
    let numbers = shown.split("Candidate ").skip(1).filter_map(|rest| rest.split_whitespace().next()?.parse().ok());
    numbers.collect()
}

#[test]
fn every_option_of_a_long_contest_can_be_read_at_80_by_24() {
    for (place, big) in [(Place::Results, false), (Place::Results, true), (Place::Sign, false)] {
        let mut state = state_of(crowded(), place);
        state.big = big;
        let mut all = std::collections::BTreeSet::new();
        for page in 0.. {
            let shown = drawn(&state, PLAIN, (80, 24));
            let options = listed(&shown);
            assert!(shown.contains("of 41: Page Up, Page Down"), "{shown}");
            assert!(!options.is_empty(), "{shown}");
            all.extend(options);
            if shown.contains("unused votes") {
                assert!(page > 0, "{shown}");
                break;
            }
            assert!(page < 41, "{shown}");
            press(&mut state, &[Key::PageDown]);
        }
        assert_eq!(all.len(), 40, "{place:?} {big}: {all:?}");
        press(&mut state, &[Key::PageUp; 30]);
        assert_eq!(listed(&drawn(&state, PLAIN, (80, 24)))[0], 1);
    }
}

#[test]
fn fifteen_officers_sign_a_long_contest_on_one_screen() {
    let shown = drawn(&state_of(crowded(), Place::Sign), PLAIN, (80, 24));
    for officer in ["1   has signed  ", "4   has signed with dissent", "· 8 ", "· 9 ", "· 15 "] {
        assert!(shown.contains(officer), "{officer}: {shown}");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_projector_shows_shares_in_high_letters_where_all_options_fit() {
    let mut all = String::new();
    for (theme, size) in [(PLAIN, (80, 30)), (PLAIN, (80, 24)), (Theme { colours: false, ascii: true }, (120, 40))] {
        let mut state = state_of(seen(Phase::Signed), Place::Results);
        state.big = true;
        all += &format!("{size:?} {}\n{}\n", if theme.ascii { "ASCII" } else { "" }, drawn(&state, theme, size));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn officers_with_two_digits_vote_and_answer_by_0_and_their_last_digit() {
    let keys = ['1', '0', '0', '0', '5', '0', '9', '5'].map(Key::Letter);
    let mut held = seen(Phase::Admitted);
    held.officers = 15;
    let mut state = state_of(held, Place::Adjudication);
    press(&mut state, &keys);
    let votes: Vec<usize> = (1..).zip(&state.votes).filter(|(_, vote)| vote.is_some()).map(|(of, _)| of).collect();
    assert_eq!(votes, [1, 5, 10, 15]);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("15\u{a0}for") && shown.contains("For officers 10 to 15"), "{shown}");

    // Something else in between, and it is the third officer.
    press(&mut state, &[Key::Letter('0'), Key::Down, Key::Up, Key::Letter('3')]);
    assert_eq!((state.votes[2], state.votes[12]), (Some(true), None));

    let mut opened = crowded();
    opened.answers.clear();
    opened.phase = Phase::Opened;
    let mut state = state_of(opened, Place::Sign);
    press(&mut state, &keys);
    let answers = (1..).zip(&state.answers).filter(|(_, answer)| **answer == PlayedAnswer::Dissent);
    assert_eq!(answers.map(|(of, _): (usize, _)| of).collect::<Vec<_>>(), [1, 5, 10, 15]);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("15  played: dissents") && shown.contains("8   played: signs"), "{shown}");
}
