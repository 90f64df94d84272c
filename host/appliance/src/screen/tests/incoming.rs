//! What comes in: what waits, what was refused, what is held, and how far the figures go.

use super::*;
use crate::acts::lookup;
use crate::screen::others::{Other, Sheet};
use crate::screen::update::{next, source};

const STICK: &str = "/srv/tamga/rehearsal-1/appliance/sticks/2-others";

#[test]
fn what_waits_in_the_import_form_comes_next_wherever_it_is_from() {
    let import = |path: &str| Some((Place::Import, Act::Import { path: path.into() }));
    for phase in [Phase::Gathering, Phase::Admitted, Phase::Published] {
        let mut found = state(phase, Language::En);
        assert_ne!(next(&found).map(|(place, _)| place), Some(Place::Import), "nothing waits");
        found.seen.as_mut().unwrap().incoming.sticks = vec![STICK.into()];
        assert_eq!(next(&found), import(STICK), "{phase:?}");
        let mut typed = state(phase, Language::En);
        typed.place = Place::Import;
        press(&mut typed, &[Key::Letter('e'), Key::Letter('/'), Key::Letter('m'), Key::Enter]);
        assert_eq!(next(&typed), import("/m"), "{phase:?}");
        assert_eq!(press(&mut typed, &[Key::Enter]), [Effect::Perform(Act::Import { path: "/m".into() })]);
        update(&mut typed, Event::Ended(Ended::Done));
        assert_eq!(source(&typed), "", "what was taken waits no more");
    }
    let mut closed = state(Phase::Closed, Language::En);
    closed.source = "/m".into();
    assert_eq!(next(&closed), Some((Place::Tally, Act::Tally)), "nothing is imported now");
}

#[test]
fn a_stick_that_was_pulled_out_waits_on() {
    let mut state = state(Phase::Gathering, Language::En);
    state.seen.as_mut().unwrap().incoming.sticks = vec![STICK.into()];
    state.place = Place::Import;
    press(&mut state, &[Key::Letter('i')]);
    update(&mut state, Event::Ended(stopped(Failure::internal("files-unread"))));
    state.seen.as_mut().unwrap().incoming.sticks.clear();
    assert_eq!(source(&state), STICK);
    press(&mut state, &[Key::Escape]);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("To give it up: E, then Ctrl-U and Enter"));
    press(&mut state, &[Key::Letter('e'), Key::Clear, Key::Enter]);
    assert_eq!(source(&state), "");
}

#[test]
fn a_stick_of_which_all_was_refused_waits_no_more() {
    let mut state = importing(Language::En);
    let refused = Message::of("nothing-taken").with("path", "file 1 of 1").with("word", "bad-root");
    update(&mut state, Event::Ended(stopped(Failure::bad_input(refused))));
    assert_eq!(source(&state), "");
}

#[test]
fn refused_files_stand_under_import_by_class_and_without_a_name() {
    let mut state = state(Phase::Gathering, Language::En);
    state.place = Place::Import;
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("refused"));
    let refused = [
        ("bad-root", 2),
        ("counts-signature", 1),
        ("other-election", 4),
        ("bad-signature", 3),
        ("bad-header", 1),
        ("acts", 2),
    ];
    state.seen.as_mut().unwrap().incoming.refused = refused.map(|(word, n)| (word.to_owned(), n)).to_vec();
    let counted = [("new", 3u32), ("again", 0), ("refused", 13), ("foreign", 2), ("unreadable", 1)];
    let taken = counted.into_iter().fold(Message::of("import-taken"), |taken, (place, n)| taken.with(place, n));
    let (elapsed, step) = (Duration::ZERO, "import".to_owned());
    update(&mut state, Event::News(News::Said { elapsed, step, text: taken, alarm: false }));
    let shown = drawn(&state, PLAIN, (80, 24));
    let classes = ["signature does not hold: 4", "of another", "election: 4"];
    for said in classes.into_iter().chain(["Files refused so far: 13", "damaged: 3", "2 not of an election, 1"]) {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    assert!(shown.contains("changed after it was made: 2") && shown.contains("Ask the collector"), "{shown}");
}

#[test]
fn after_the_box_is_closed_held_records_stand_there_with_what_was_decided() {
    let mut state = state(Phase::Published, Language::En);
    state.place = Place::Adjudication;
    state.seen.as_mut().unwrap().held.single = 2;
    let shown = drawn(&state, PLAIN, (80, 24));
    for said in
        ["Phone shared", "2 for, 1 against: no quorum", "not counted (1 for, 3 against)", "The box of opening 1"]
    {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    assert!(shown.contains("one region or one record alone: 2") && !shown.contains("Votes"), "{shown}");
    assert!(!shown.contains("1-9") && press(&mut state, &[Key::Letter('1')]).is_empty());
    assert!(state.votes.iter().all(Option::is_none));
}

#[test]
fn a_vote_that_lacks_something_says_what_and_asks_nothing() {
    let mut state = state(Phase::Admitted, Language::En);
    state.place = Place::Adjudication;
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Missing: the votes"));
    assert_eq!(press(&mut state, &[Key::Enter, Key::Letter('1'), Key::Enter]), []);
    assert!(state.front.is_none() && drawn(&state, PLAIN, (80, 24)).contains("Missing: why"));
    state.why = "ж".repeat(129);
    press(&mut state, &[Key::Enter]);
    assert!(state.front.is_none() && drawn(&state, PLAIN, (80, 24)).contains("256 bytes at most"));
    state.why = "seen".into();
    let nothing = drawn(&state, PLAIN, (80, 24));
    assert!(nothing.contains("No side has a quorum of 3") && !nothing.contains("Complete: Enter"), "{nothing}");
    press(&mut state, &[Key::Enter]);
    let asked = drawn(&state, PLAIN, (80, 24));
    assert!(asked.contains("No side has a quorum of 3: this vote decides nothing"), "{asked}");
    press(&mut state, &[Key::Escape, Key::Letter('2'), Key::Letter('3')]);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Complete: Enter"));
    press(&mut state, &[Key::Enter]);
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("No side"));
    assert!(matches!(state.front, Some(Front::Confirm { act: Act::Adjudicate { .. }, .. })));
}

#[test]
fn figures_before_the_count_are_called_so_and_no_turnout_is_made_of_nothing() {
    let mut state = state(Phase::Gathering, Language::En);
    let seen_now = state.seen.as_mut().unwrap();
    seen_now.regions.iter_mut().for_each(|row| (row.received, row.statuses) = (0, None));
    let overview = drawn(&state, PLAIN, (80, 24));
    assert!(overview.contains("not known yet; 203,060 registered") && !overview.contains('%'), "{overview}");
    state.place = Place::Regions;
    let regions = drawn(&state, PLAIN, (80, 24));
    assert!(regions.contains("Nothing is judged yet") && !regions.contains('%'), "{regions}");
    assert!(!regions.contains("definition  /"), "no filter is on\n{regions}");
    state.seen.as_mut().unwrap().regions[1].received = 113;
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("100"), "more than the roll has says nothing");
    update(&mut state, Event::Seen(Box::new(seen(Phase::Admitted))));
    let judged = drawn(&state, PLAIN, (80, 24));
    assert!(judged.contains("So far: judged from outside the seals") && judged.contains("≤"), "{judged}");
    update(&mut state, Event::Seen(Box::new(seen(Phase::Opened))));
    let counted = drawn(&state, PLAIN, (80, 24));
    assert!(counted.contains("Final: every proof is checked") && !counted.contains("≤"), "{counted}");
}

#[test]
fn of_a_scanned_receipt_the_end_and_the_length_are_seen() {
    let mut state = state(Phase::Published, Language::En);
    let seen_now = state.seen.as_ref().unwrap();
    let receipt = format!("TAMGA:RECORD:{}:{}BEEF", "0".repeat(16), "A".repeat(60));
    state.front = Some(Front::Sheet(Sheet { fields: vec![receipt], ..Sheet::new(Other::LookUp, seen_now) }));
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("BEEF_") && shown.contains("Typed: 94 characters. A whole receipt has 94"), "{shown}");
    press(&mut state, &[Key::Clear]);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Typed: 0 characters"));
}

#[test]
fn what_a_voter_is_told_implies_no_other_record_and_counts_nobody_s_ballot_before_the_count() {
    for language in LANGUAGES {
        let words = Words::of(language);
        let told = |reason: &str| {
            let (status, reasons) = ("yellow".to_owned(), vec![reason.to_owned()]);
            lookup::Answer::Received { status, reasons, is_final: false }.in_words(words).remove(1)
        };
        assert_eq!(told("counter-clash"), told("attestation-reused"));
        for reason in ["counter-clash", "attestation-reused", "phone-shared"] {
            assert_ne!(told(reason), words.get(&format!("reason-{reason}")));
        }
    }
    let green = |is_final| {
        let answer = lookup::Answer::Received { status: "green".into(), reasons: Vec::new(), is_final };
        answer.in_words(Words::of(Language::En)).join(" ")
    };
    assert!(green(false).contains("nothing is counted yet") && green(true).contains("one is counted"));
}

#[test]
fn a_fault_of_the_set_up_names_its_field_and_control_u_empties_it() {
    let mut state = State::new("/srv/tamga/rehearsal-1".into(), Language::En);
    update(&mut state, Event::Empty);
    state.place = Place::SetUp;
    press(&mut state, &[Key::Down, Key::Down, Key::Letter('e'), Key::Letter('3'), Key::Letter('0'), Key::Letter('0')]);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("Officers: 2 to 15 officers") && shown.contains("Ctrl-U clears it"), "{shown}");
    press(&mut state, &[Key::Clear, Key::Enter]);
    assert_eq!((state.set_up.officers, state.set_up.fault()), (None, None));
}
