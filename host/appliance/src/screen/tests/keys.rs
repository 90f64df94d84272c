//! What keys do, and what happens while nobody presses one.

use super::*;

#[test]
fn a_guided_screen_presses_what_begins_the_next_act_and_stops_where_something_is_to_be_read() {
    let mut guided = state(Phase::Closed, Language::En);
    let mut effects = Vec::new();
    while let Some(key) = guide(&guided) {
        effects.extend(update(&mut guided, Event::Pressed(key)));
    }
    assert_eq!(effects, [Effect::Perform(Act::Tally)], "then it waits for the act");
    update(&mut guided, Event::Ended(stopped(Failure::internal("box-not-closed"))));
    assert_eq!(guide(&guided), None);
    let mut published = state(Phase::Published, Language::En);
    while let Some(key) = guide(&published) {
        update(&mut published, Event::Pressed(key));
    }
    assert_eq!(published.place, Place::Results);
}

#[test]
fn what_nothing_undoes_is_asked_about_twice() {
    let mut state = state(Phase::Closed, Language::En);
    assert_eq!(press(&mut state, &[Key::Enter]), [], "first the screen of it");
    assert_eq!(state.place, Place::Tally);
    assert_eq!(press(&mut state, &[Key::Enter, Key::Enter]), [], "then two questions");
    assert_eq!(press(&mut state, &[Key::Enter]), [], "Enter alone never answers the second");
    assert_eq!(press(&mut state, &[Key::Letter('y')]), [Effect::Perform(Act::Tally)]);
    assert!(state.front.is_none() && state.working.is_some());
}

#[test]
fn one_act_goes_on_at_a_time() {
    let mut state = importing(Language::En);
    assert_eq!(press(&mut state, &[Key::Letter('i'), Key::Enter]), []);
    assert_eq!(press(&mut state, &[Key::Letter('x'), Key::Letter('x')]), [Effect::Stop]);
}

#[test]
fn an_act_that_stops_says_why_and_the_election_is_looked_at_again() {
    let mut state = importing(Language::Ru);
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let effects = update(&mut state, Event::Ended(stopped(full.into())));
    assert_eq!(effects, [Effect::Look]);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("на диске нет места") && shown.contains("остановлено"), "{shown}");
    press(&mut state, &[Key::Letter('l')]);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("the disk is full") && shown.contains("Make room"), "{shown}");
    press(&mut state, &[Key::Escape]);
    assert!(state.front.is_none());
}

#[test]
fn the_filter_takes_what_is_typed_and_every_key_else_does_nothing_there() {
    let mut state = state(Phase::Published, Language::En);
    state.place = Place::Regions;
    press(&mut state, &[Key::Letter('/'), Key::Letter('u'), Key::Letter('l'), Key::Letter('q')]);
    assert_eq!(state.regions.filter, "ulq");
    press(&mut state, &[Key::Backspace, Key::Enter]);
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("Ulytau") && !shown.contains("Astana"), "{shown}");
}

#[test]
fn officers_votes_go_round_and_stand_in_the_question() {
    let mut state = state(Phase::Admitted, Language::En);
    state.place = Place::Adjudication;
    press(&mut state, &[Key::Letter('1'), Key::Letter('2'), Key::Letter('3'), Key::Letter('4'), Key::Letter('4')]);
    press(&mut state, &[Key::Letter('e'), Key::Letter('o'), Key::Letter('k'), Key::Enter]);
    press(&mut state, &[Key::Enter, Key::Enter]);
    let effects = press(&mut state, &[Key::Letter('y')]);
    let (reason, why) = ("phone-shared".to_owned(), "ok".to_owned());
    let act = Act::Adjudicate { reason, in_favour: vec![1, 2, 3], against: vec![4], why };
    assert_eq!(effects, [Effect::Perform(act)]);
}

#[test]
fn progress_says_how_far_how_fast_and_how_long_still() {
    let mut state = importing(Language::En);
    let (step, what, took) = ("import".to_owned(), Message::of("unit-records"), Duration::from_secs(5));
    let elapsed = Duration::from_secs(9);
    update(&mut state, Event::News(News::Running { elapsed, step, what, done: 500, total: 2_000, took }));
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains("500 of 2,000, 100/s, 16 s left"), "{shown}");
}

#[test]
fn the_language_changes_at_any_time_and_goes_round() {
    let mut state = state(Phase::Gathering, Language::Kk);
    press(&mut state, &[Key::Letter('l')]);
    assert_eq!(state.language, Language::Ru);
    press(&mut state, &[Key::Letter('д'), Key::Letter('L')]);
    assert_eq!(state.language, Language::Kk);
}

#[test]
fn before_the_folder_was_looked_into_nothing_is_said_of_it_and_nothing_begins() {
    let mut state = State::new("/srv/tamga/rehearsal-1".into(), Language::En);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Reading the election"));
    assert_eq!(press(&mut state, &[Key::Enter, Key::Enter]), []);
    assert_eq!((state.place, &state.front), (Place::Overview, &None));
    update(&mut state, Event::Empty);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("no election in this folder yet"));
    press(&mut state, &[Key::Enter]);
    assert_eq!(state.place, Place::SetUp);
}

#[test]
fn one_reason_after_the_other_is_put_to_the_vote_until_the_box_is_closed() {
    let mut state = state(Phase::Adjudicated, Language::En);
    state.place = Place::Adjudication;
    state.why = "seen".into();
    press(&mut state, &[Key::Letter('1'), Key::Letter('2'), Key::Letter('2'), Key::Enter]);
    let asked = drawn(&state, PLAIN, (80, 24));
    assert!(asked.contains("1 (officer 1)") && asked.contains("1 (officer 2)"), "{asked}");
    press(&mut state, &[Key::Escape]);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Marking another reason clears votes and why"));
    press(&mut state, &[Key::Down]);
    assert!(state.votes.iter().all(Option::is_none) && state.why.is_empty(), "they are given on one reason");
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("Marking another"));
    state.why = "seen".into();
    press(&mut state, &[Key::Letter('1'), Key::Enter]);
    let Some(Front::Confirm { act: Act::Adjudicate { reason, .. }, .. }) = &state.front else { panic!() };
    assert_eq!(reason, "outside-period");
}

#[test]
fn a_closed_box_is_not_closed_again_and_its_held_records_are_not_voted_on() {
    let mut state = state(Phase::Closed, Language::En);
    state.place = Place::Adjudication;
    press(&mut state, &[Key::Letter('1'), Key::Letter('c')]);
    assert!(state.front.is_none() && state.votes.iter().all(Option::is_none));
}

#[test]
fn turnout_is_what_is_counted_and_before_that_never_more_than_the_roll() {
    let row =
        RegionRow { statuses: Some([16, 0, 6, 1, 0, 0]), verified: false, ..region("charyn", names("", "", ""), 9, 7) };
    assert_eq!(row.voters(), 9);
    assert_eq!(RegionRow { statuses: None, received: 4, ..row.clone() }.voters(), 4);
    assert_eq!(RegionRow { verified: true, ..row }.voters(), 7);
}

#[test]
fn figures_that_change_under_a_question_are_asked_about_anew() {
    let mut state = state(Phase::Adjudicated, Language::En);
    state.place = Place::Tally;
    press(&mut state, &[Key::Enter, Key::Enter]);
    let mut changed = seen(Phase::Adjudicated);
    changed.ledger.0 += 1;
    changed.to_close = Some([1, 120_040, 3, 3]);
    update(&mut state, Event::Seen(Box::new(changed)));
    assert!(drawn(&state, PLAIN, (80, 24)).contains("120,040"));
    assert_eq!(press(&mut state, &[Key::Letter('y')]), []);
    let effects = press(&mut state, &[Key::Enter, Key::Letter('y')]);
    assert_eq!(effects, [Effect::Perform(Act::Close { incomplete: true })]);
}

#[test]
fn before_the_first_import_everybody_sees_that_nothing_is_there() {
    for language in LANGUAGES {
        let zero = Words::of(language).get("zero-statement");
        let begins: String = zero.chars().take(60).collect();
        for received in [0, 1] {
            let mut empty = seen(Phase::Gathering);
            empty.regions.iter_mut().for_each(|region| (region.received, region.statuses) = (0, None));
            empty.regions[0].received = received;
            let (mut acts, mut watches) = (state(Phase::Gathering, language), watched(Phase::Gathering, language));
            for state in [&mut acts, &mut watches] {
                update(state, Event::Seen(Box::new(empty.clone())));
                state.place = Place::Overview;
                let shown = drawn(state, PLAIN, (80, 24));
                assert_eq!(shown.contains(&begins), received == 0, "{shown}");
            }
        }
    }
}
