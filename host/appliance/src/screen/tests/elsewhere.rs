//! Acts of other processes, as those see them who look on.

use super::*;
use crate::at_work::{AtWork, Counted};

fn at_work(step: &str, live: Vec<Live>) -> Event {
    let counted = Some(Counted { done: 2, total: 3, took: Duration::from_secs(1) });
    Event::AtWork(Some(Box::new(AtWork { step: step.into(), counted, live, ..AtWork::default() })))
}

#[test]
fn observers_see_how_far_an_act_of_another_process_is_in_every_language() {
    let mut all = String::new();
    for language in LANGUAGES {
        let mut state = watched(Phase::Closed, language);
        state.place = Place::Results;
        update(&mut state, at_work("open", vec![revealed(2, [1_000, 900, 70, 10])]));
        update(&mut state, Event::Seen(Box::new(seen(Phase::Closed))));
        all += &format!("{language:?}\n{}\n", drawn(&state, PLAIN, (80, 24)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn figures_of_another_process_go_when_it_is_gone_and_are_not_counted_twice() {
    let mut state = watched(Phase::Closed, Language::En);
    let votes = |state: &State| state.seen.as_ref().unwrap().contests[0].options[0].votes;
    let before = votes(&state);
    let mut look = |event: Event| {
        update(&mut state, event);
        update(&mut state, Event::Seen(Box::new(seen(Phase::Closed))));
        votes(&state)
    };
    let [one, two] = [revealed(2, [1_000, 900, 70, 10]), revealed(1, [5, 6, 7, 8])];
    assert_eq!(look(at_work("open", vec![one.clone()])), before + 1_000);
    assert_eq!(look(at_work("open", vec![two])), before + 1_005);
    assert_eq!(look(Event::AtWork(None)), before);
    assert!(!drawn(&state, PLAIN, (80, 24)).contains("At work now"));
}

#[test]
fn votes_of_an_opening_before_are_not_added_to_the_next_one() {
    let mut state = watched(Phase::Closed, Language::En);
    let before = state.seen.clone();
    let Live::Revealed(of) = revealed(2, [1_000, 900, 70, 10]) else { panic!("votes are revealed") };
    update(&mut state, at_work("open", vec![Live::Revealed(Revealed { opening: of.opening + 1, ..of })]));
    update(&mut state, Event::Seen(Box::new(seen(Phase::Closed))));
    assert_eq!(state.seen, before);
}
