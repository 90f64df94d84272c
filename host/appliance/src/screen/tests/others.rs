//! Acts that are seldom needed: the list, the forms, the questions.

use super::*;
use crate::screen::others::{Choice, Choices, Other, Sheet};
use tamga_crypto::control_number::control_number;
use tamga_record::amendments::{AmendmentBody, AmendmentKind};

/// Two options to choose from.
pub fn choices() -> Choices {
    let contest = names("Мәслихат депутаты", "Депутат маслихата", "Member of the maslikhat");
    let option = |number: usize, value: &str, name| Choice {
        value: value.into(),
        place: vec![1, number],
        names: vec![contest.clone(), name],
    };
    let options = vec![
        option(1, "head/aliya", names("Әлия Серікқызы", "Алия Сериккызы", "Aliya Serikkyzy")),
        option(2, "head/bolat", names("Болат Ғалымұлы", "Болат Галымулы", "Bolat Galymuly")),
    ];
    Choices {
        options,
        lots: Vec::new(),
        closes: "2024-11-05T20:00:00Z".into(),
        amendments: 1,
        amended: [3; 32],
        replacements: 0,
        ended: 0,
    }
}

fn typed(text: &str) -> Vec<Key> {
    text.chars().map(Key::Letter).collect()
}

/// The election in which a lot is to be drawn.
fn tied() -> State {
    let mut state = state(Phase::Closed, Language::En);
    let contest = names("Мәслихат депутаты", "Депутат маслихата", "Member of the maslikhat");
    let lot = Choice { value: "head".into(), place: vec![1], names: vec![contest] };
    state.seen.as_mut().unwrap().choices.lots.push(lot);
    press(&mut state, &[Key::Enter, Key::Enter, Key::Enter, Key::Letter('y')]);
    let message = Message::of("lot-needed").with("contests", "head").with("contest", "head").with("at", "/srv");
    update(&mut state, Event::Ended(stopped(Failure::not_verified(message))));
    press(&mut state, &[Key::Escape]);
    state
}

#[test]
fn no_lot_comes_next_before_the_count_has_asked_for_one() {
    let mut state = tied();
    assert!(matches!(crate::screen::update::next(&state), Some((Place::Tally, Act::Lot { .. }))));
    state.lot_waits = false;
    assert_eq!(crate::screen::update::next(&state), Some((Place::Tally, Act::Tally)));
}

#[test]
fn only_acts_whose_turn_is_now_are_listed() {
    let words = |phase| {
        let possible = Other::possible(state(phase, Language::En).seen.as_ref().unwrap());
        possible.into_iter().map(Other::word).collect::<Vec<_>>()
    };
    assert_eq!(words(Phase::Gathering), ["pause", "regions", "extend", "withdraw", "replace"]);
    assert_eq!(words(Phase::Closed), ["look-up", "pause", "replace"]);
    assert_eq!(words(Phase::Published), ["look-up", "pause", "replace", "protocol", "recount", "end"]);
    assert_eq!(words(Phase::Ended), ["look-up", "protocol", "recount", "end"]);
    assert_eq!(
        Other::possible(tied().seen.as_ref().unwrap()),
        [Other::LookUp, Other::Pause, Other::Lot, Other::Replace]
    );
}

#[test]
fn an_option_is_withdrawn_from_the_list_by_form_and_two_questions() {
    let mut state = state(Phase::Admitted, Language::En);
    state.place = Place::Overview;
    press(&mut state, &[Key::Letter('o'), Key::Down, Key::Down, Key::Down, Key::Down, Key::Enter, Key::Right]);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("< Member of the maslikhat: Bolat Galymuly >"));
    assert_eq!(press(&mut state, &[Key::Enter]), []);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("1/2 (Member of the maslikhat: Bolat Galymuly)"));
    let effects = press(&mut state, &[Key::Enter, Key::Letter('y')]);
    assert_eq!(effects, [Effect::Perform(Act::Withdraw { option: "head/bolat".into() })]);
}

#[test]
fn an_amendment_is_asked_about_with_the_control_number_of_the_tokens() {
    let mut state = state(Phase::Admitted, Language::En);
    let kinds = [
        AmendmentKind::ClosingTime { region: 1, closes: 1_730_844_000 },
        AmendmentKind::Withdrawn { contest: 0, option: 1 },
    ];
    let acts = [
        Act::Extend { region: "aral".into(), closes: "2024-11-05T22:00:00Z".into() },
        Act::Withdraw { option: "head/bolat".into() },
    ];
    for (act, kind) in acts.into_iter().zip(kinds) {
        state.front = Some(Front::Confirm { act, sure: false });
        let shown = drawn(&state, PLAIN, (80, 24));
        let number = control_number(&AmendmentBody { previous: [3; 32], kind }.digest());
        assert!(shown.contains(&number), "{number}\n{shown}");
    }
}

#[test]
fn where_only_the_act_makes_the_control_number_the_question_says_so() {
    let mut state = state(Phase::Published, Language::En);
    state.seen.as_mut().unwrap().plays_tokens = false;
    for (act, is_later) in [(Act::Recount, true), (Act::Replace { lost: vec![3] }, true), (Act::End, false)] {
        state.front = Some(Front::Confirm { act, sure: false });
        assert_eq!(drawn(&state, PLAIN, (80, 24)).contains("is made by the act itself"), is_later);
    }
}

#[test]
fn a_lot_that_the_count_waits_for_comes_next_and_takes_the_throws_of_two_officers() {
    let mut state = tied();
    press(&mut state, &[Key::Enter]);
    assert!(matches!(state.front, Some(Front::Sheet(Sheet { other: Other::Lot, .. }))), "{:?}", state.front);
    for text in ["", "2", "1 2 3 4 5 6 1 2 3 4", "2", "6543216543"] {
        press(&mut state, &typed(text));
        assert_eq!(press(&mut state, &[Key::Enter]), []);
    }
    assert!(drawn(&state, PLAIN, (80, 24)).contains("does not fit"), "one officer does not throw twice");
    press(&mut state, &[Key::Up, Key::Up, Key::Backspace, Key::Letter('5'), Key::Enter]);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("1 of 2") && shown.contains("1234561234") && shown.contains("6543216543"), "{shown}");
    let dice = vec![(2, "1234561234".to_owned()), (5, "6543216543".to_owned())];
    let effects = press(&mut state, &[Key::Enter, Key::Letter('y')]);
    assert_eq!(effects, [Effect::Perform(Act::Lot { contest: "head".into(), dice })]);
}

#[test]
fn lost_tokens_are_named_and_no_more_than_the_quorum_can_spare() {
    let seen = seen(Phase::Gathering);
    let act = |lost: &str| Sheet { fields: vec![lost.into()], ..Sheet::new(Other::Replace, &seen) }.act(&seen);
    assert_eq!(act("3, 4"), Some(Act::Replace { lost: vec![3, 4] }));
    for wrong in ["", "0", "6", "1,2,3", "x"] {
        assert_eq!(act(wrong), None, "{wrong}");
    }
}

#[test]
fn some_regions_are_admitted_without_a_question_and_unknown_ones_not_at_all() {
    let seen = seen(Phase::Gathering);
    let act = |codes: &str| Sheet { fields: vec![codes.into()], ..Sheet::new(Other::Regions, &seen) }.act(&seen);
    assert_eq!(act("aral,ulytau"), Some(Act::Admit { regions: vec!["aral".into(), "ulytau".into()] }));
    assert_eq!(act("aral,nowhere"), None);
}

#[test]
fn every_form_list_and_question_of_these_acts_in_every_language() {
    let mut all = String::new();
    let lot = vec![(1, "1234561234".to_owned()), (4, "65".repeat(24))];
    let acts = [
        Act::Extend { region: "aral".into(), closes: "2024-11-05T22:00:00Z".into() },
        Act::Withdraw { option: "head/aliya".into() },
        Act::Lot { contest: "head".into(), dice: lot },
        Act::Replace { lost: vec![3, 4] },
        sequel::copy_for_court(),
        Act::End,
    ];
    for language in LANGUAGES {
        let mut state = tied();
        state.language = language;
        let seen = state.seen.clone().unwrap();
        let with_form = Other::ALL.into_iter().filter(|other| !other.fields().is_empty());
        let forms = with_form.map(|other| Front::Sheet(Sheet::new(other, &seen)));
        let questions = acts.iter().map(|act| Front::Confirm { act: act.clone(), sure: false });
        for front in [Front::Others { line: 0 }].into_iter().chain(forms).chain(questions) {
            state.front = Some(front);
            let shown = drawn(&state, PLAIN, (80, 24));
            let closed = shown.lines().filter(|line| line.contains('╝')).count();
            assert_eq!(closed, 1, "the frame stands on the screen\n{shown}");
            let inside = shown.lines().filter(|line| line.contains(['║', '╔', '╚']));
            all += &inside.collect::<Vec<_>>().join("\n");
            all.push('\n');
        }
    }
    insta::assert_snapshot!(all);
}

/// The set-up form with this folder of an election.
fn form(language: Language) -> State {
    let mut state = State::new("/srv/tamga/rehearsal-1".into(), language);
    update(&mut state, Event::Empty);
    state.place = Place::SetUp;
    state
}

#[test]
fn what_cannot_be_set_up_is_said_before_any_question() {
    let mut state = form(Language::En);
    state.set_up.quorum = Some(2);
    state.set_up.officers = Some(5);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("More than half of the officers"));
    assert_eq!(press(&mut state, &[Key::Enter]), []);
    assert!(state.front.is_none());
    state.set_up.quorum = Some(3);
    press(&mut state, &[Key::Enter]);
    assert!(matches!(state.front, Some(Front::Confirm { .. })));
}

#[test]
fn an_election_s_folder_is_read_before_the_questions_and_these_show_every_setting() {
    for language in LANGUAGES {
        let mut state = form(language);
        press(&mut state, &[Key::Letter('e'), Key::Letter('/'), Key::Letter('v'), Key::Enter]);
        let effects = press(&mut state, &[Key::Enter]);
        assert_eq!(effects, [Effect::Perform(Act::Check(state.set_up.clone()))]);
        update(&mut state, Event::Ended(Ended::Done));
        let shown = drawn(&state, PLAIN, (80, 24));
        let words = Words::of(language);
        assert!(shown.contains("/v") && shown.contains(&words.get("field-hsm")), "{shown}");
        assert!(shown.contains("1 of 2") || shown.contains("1 из 2") || shown.contains("2-ден 1"), "{shown}");
    }
}

#[test]
fn escape_gives_a_field_back_what_stood_in_it_and_the_foot_says_so_while_typing() {
    let mut state = form(Language::En);
    press(&mut state, &[Key::Down, Key::Letter('e'), Key::Letter('7'), Key::Enter, Key::Letter('e'), Key::Letter('9')]);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Enter keeps it  Esc takes it back"));
    press(&mut state, &[Key::Escape]);
    assert_eq!(state.set_up.scale, Some(7));
}

#[test]
fn the_language_changes_before_a_question_and_yes_is_the_same_key_on_every_keyboard() {
    let mut state = state(Phase::Closed, Language::En);
    press(&mut state, &[Key::Enter, Key::Enter, Key::Letter('l'), Key::Letter('д'), Key::Enter]);
    assert_eq!(state.language, Language::Ru);
    assert_eq!(press(&mut state, &[Key::Letter('н')]), [Effect::Perform(Act::Tally)]);
}

#[test]
fn old_news_can_be_read_again() {
    let mut state = state(Phase::Published, Language::En);
    state.place = Place::System;
    for number in 0..60 {
        let (elapsed, step, text) = (Duration::ZERO, "setup".to_owned(), Message::plain(format!("line {number}.")));
        update(&mut state, Event::News(News::Said { elapsed, step, text, alarm: false }));
    }
    assert!(drawn(&state, PLAIN, (80, 24)).contains("line 59.") && !drawn(&state, PLAIN, (80, 24)).contains("line 0."));
    press(&mut state, &[Key::PageUp; 9]);
    let oldest = drawn(&state, PLAIN, (80, 24));
    assert!(oldest.lines().filter(|row| row.contains("line ")).count() > 8 && oldest.contains("line 0."), "{oldest}");
}
