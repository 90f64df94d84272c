//! Officers and their tokens on the screen while an act needs them.

use tamga_record::definition::Language;
use tamga_wire::ActKind;

use super::*;
use crate::screen::hsms::HsmRow;
use crate::tokens::{Presence, Question, TokenState, Wait};

/// An HSM of two unlocks and three seeds.
pub fn hsm(serial: &str, log: Option<[u64; 2]>) -> HsmRow {
    HsmRow { serial: serial.into(), unlocks: 2, seeds: 3, log }
}

/// Of five tokens one is asked, one has answered, one was pulled out, one took a wrong PIN, one never came.
fn presence() -> Presence {
    Presence {
        officers: vec![
            TokenState::Asked(Question::Act(ActKind::Close)),
            TokenState::Answered,
            TokenState::Pulled,
            TokenState::WrongPins { left: 3, wait_s: 640 },
            TokenState::Away,
        ],
        needed: 3,
        wanted: vec![3, 5],
        new: 0,
        wait: Some(Wait { more: 1, left_s: 1799 }),
        compare: Some([3; 32]),
    }
}

/// The box is being closed, and the tokens stand like this.
fn closing(language: Language, presence: Presence) -> State {
    let mut state = state(Phase::Adjudicated, language);
    state.place = Place::Tally;
    press(&mut state, &[Key::Enter, Key::Enter, Key::Letter('y')]);
    update(&mut state, Event::News(News::Tokens(presence)));
    state
}

#[test]
fn officers_and_the_foot_name_who_is_asked_and_whose_token_is_wanted() {
    let mut all = String::new();
    for language in LANGUAGES {
        for place in [Place::Officers, Place::Tally] {
            let mut state = closing(language, presence());
            state.place = place;
            all += &format!("{}\n", drawn(&state, PLAIN, (80, 24)));
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_screen_says_what_officers_are_to_do_and_the_number_to_compare() {
    let number = tamga_crypto::control_number::control_number(&[3; 32]);
    for language in LANGUAGES {
        for place in Place::ALL {
            let mut state = closing(language, presence());
            state.place = place;
            let shown = drawn(&state, PLAIN, (80, 24));
            assert!(shown.contains("3, 5") && shown.contains("29:59") && shown.contains(&number), "{place:?}\n{shown}");
        }
    }
}

#[test]
fn fifteen_officers_stand_on_80_by_24_with_what_they_are_asked() {
    for language in LANGUAGES {
        let officers = vec![TokenState::Asked(Question::Statement); 15];
        let mut state =
            closing(language, Presence { officers, needed: 8, wait: None, wanted: Vec::new(), ..presence() });
        state.place = Place::Officers;
        state.seen.as_mut().unwrap().officers = 15;
        let shown = drawn(&state, PLAIN, (80, 24));
        let rows = shown.lines().filter(|row| row.contains("▶  ") || row.contains("▶ 1")).count();
        assert!(rows == 8 && shown.contains("▶ 15 ") && shown.contains("3567 8821"), "{shown}");
    }
}

#[test]
fn what_a_token_says_fits_its_line_in_every_language() {
    let acts = [ActKind::Close, ActKind::Amendment, ActKind::For, ActKind::Against, ActKind::Recount, ActKind::End];
    let questions = [Question::NewPin, Question::Pin, Question::Definition, Question::Keep, Question::Endorse];
    let more = [Question::Unlock, Question::Open, Question::Statement, Question::Erase, Question::Else];
    let asked = acts.map(Question::Act).into_iter().chain(questions).chain(more).map(TokenState::Asked);
    let wrong = TokenState::WrongPins { left: 11, wait_s: 10_240 };
    for state in asked.chain([wrong, TokenState::SaidNo, TokenState::Out]) {
        for language in LANGUAGES {
            let mut state = closing(language, Presence { officers: vec![state; 5], ..presence() });
            state.place = Place::Officers;
            let shown = drawn(&state, PLAIN, (80, 24));
            assert!(!shown.contains('…'), "{shown}");
        }
    }
}

#[test]
fn a_token_that_comes_back_is_asked_for_no_more() {
    let mut state = closing(Language::En, presence());
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Plug in the token of officer 3, 5: 1 more is needed."));
    let back = Presence {
        officers: vec![TokenState::Answered; 5],
        wanted: Vec::new(),
        wait: None,
        compare: None,
        ..presence()
    };
    update(&mut state, Event::News(News::Tokens(back)));
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("Plug in"));
    update(&mut state, Event::Ended(Ended::Done));
    state.place = Place::Officers;
    assert!(drawn(&state, PLAIN, (80, 24)).contains("has answered"));
}

#[test]
fn no_language_cuts_the_number_of_an_officer() {
    for language in LANGUAGES {
        let words = Words::of(language);
        for (place, phase) in
            [(Place::Officers, Phase::Opened), (Place::Sign, Phase::Opened), (Place::Sign, Phase::Signed)]
        {
            let mut state = state(phase, language);
            state.place = place;
            let shown = drawn(&state, PLAIN, (80, 24));
            for officer in 1..=5 {
                assert!(shown.contains(&format!("{} ", words.count("officer", officer))), "{officer}\n{shown}");
            }
        }
        assert!(words.count("officer", 15).width() < 20, "{language:?}: cells of view::rows::OFFICER");
    }
}

/// The screen of devices and the overview, each when nothing was asked, when an act came to its end, and when an HSM is gone.
#[test]
fn hsms_are_green_only_when_an_act_found_them_and_red_when_it_did_not() {
    let mut state = state(Phase::Admitted, Language::En);
    state.place = Place::System;
    let shown = |state: &State| drawn(state, PLAIN, (80, 24));
    let line = |state: &State, serial: &str| {
        let is_wanted = |line: &&str| line.contains(serial) && !line.contains("Folder");
        shown(state).lines().find(is_wanted).unwrap().to_owned()
    };
    assert!(line(&state, "rehearsal-1").contains("· rehearsal-1"), "{}", shown(&state));
    // A box is closed without an HSM.
    begin(&mut state, Act::Close { incomplete: false });
    update(&mut state, Event::Ended(Ended::Done));
    assert!(line(&state, "rehearsal-1").contains("· rehearsal-1"), "{}", shown(&state));
    begin(&mut state, Act::Tally);
    let came = ["rehearsal-1", "rehearsal-2"].map(str::to_owned).to_vec();
    update(&mut state, Event::News(News::Hsms(came.clone())));
    assert!(line(&state, "rehearsal-1").contains("✓ rehearsal-1"), "{}", shown(&state));
    let gone =
        Message::of("hsm-out-of-service").with("serial", "rehearsal-1").with("error", Message::of("hsm-removed"));
    let elapsed = Duration::ZERO;
    update(&mut state, Event::News(News::Said { elapsed, step: "hsm".into(), text: gone, alarm: true }));
    assert!(line(&state, "rehearsal-1").contains("! HSM rehearsal-1: the device was removed"), "{}", shown(&state));
    let error = hsm_advice::failure("rehearsal-2", &HsmError::LogFull);
    update(&mut state, Event::Ended(Ended::Stopped(Stopped::of(&error))));
    state.front = None;
    assert!(
        line(&state, "rehearsal-2").contains("! HSM rehearsal-2: the device's audit log is full"),
        "{}",
        shown(&state)
    );
    state.place = Place::Overview;
    for serial in &came {
        assert!(line(&state, serial).contains(&format!("! HSM {serial}")), "{}", shown(&state));
    }
    // Nothing but the device itself makes it green again.
    begin(&mut state, Act::Close { incomplete: false });
    update(&mut state, Event::Ended(Ended::Done));
    assert!(line(&state, "rehearsal-1").contains("! HSM rehearsal-1"), "{}", shown(&state));
    update(&mut state, Event::News(News::Hsms(came)));
    assert!(shown(&state).contains("✓ 2 HSMs"), "{}", shown(&state));
}

#[test]
fn what_nothing_in_the_ledger_explains_in_an_hsms_log_stays_red() {
    let mut seen = seen(Phase::Published);
    seen.hsms = vec![hsm("rehearsal-1", Some([63, 2]))];
    let mut state = state(Phase::Published, Language::En);
    update(&mut state, Event::Seen(Box::new(seen)));
    state.place = Place::System;
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("! rehearsal-1") && shown.contains("2 of 63 UNEXPLAINED"), "{shown}");
    assert!(!shown.contains("Nothing is red"), "{shown}");
}

#[test]
fn every_act_that_has_a_control_number_has_a_name_for_it() {
    let sources = concat!(
        include_str!("../../acts/adjudicate.rs"),
        include_str!("../../acts/amend.rs"),
        include_str!("../../acts/anchor.rs"),
        include_str!("../../acts/close.rs"),
        include_str!("../../acts/counting.rs"),
        include_str!("../../acts/end.rs"),
        include_str!("../../acts/pause.rs"),
        include_str!("../../acts/recount.rs"),
        include_str!("../../acts/replacements.rs"),
        include_str!("../../acts/setup.rs"),
        include_str!("../../acts/statement.rs"),
    );
    let steps: Vec<&str> =
        sources.split(".control_number(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(steps.len() > 12, "{steps:?}");
    for step in steps {
        let mut state = state(Phase::Admitted, Language::En);
        state.place = Place::Officers;
        state.control = Some((step.to_owned(), [7; 32]));
        let shown = drawn(&state, PLAIN, (80, 24));
        assert!(shown.contains("Compare on every screen") && !shown.contains("control-"), "{step}\n{shown}");
        state.place = Place::Tally;
        let shown = drawn(&state, PLAIN, (80, 24));
        assert!(!shown.contains("control-"), "{step}\n{shown}");
    }
}

#[test]
fn what_was_answered_stands_on_sign_while_too_few_have_signed() {
    let mut all = String::new();
    for language in LANGUAGES {
        let mut short = seen(Phase::Opened);
        short.answers = vec![(1, Answer::Sign), (2, Answer::Refuse)];
        let mut state = State::new("/srv/tamga/rehearsal-1".into(), language);
        update(&mut state, Event::Seen(Box::new(short)));
        state.place = Place::Sign;
        // Officer 2 is to sign this time, the first one to dissent.
        press(&mut state, &[Key::Letter('1')]);
        all += &format!("{language:?}\n{}\n", drawn(&state, PLAIN, (80, 24)));
    }
    insta::assert_snapshot!(all);
}
