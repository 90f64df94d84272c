//! Alarms, which stay in sight at the foot of every screen.

use super::*;
use crate::message::Part;

fn overdrawn() -> Event {
    let name = Part::Name(names("Арал ауданы", "Аральский район", "Aral district"), Language::Kk);
    let region = Message::of("region-named").with("name", name).with("code", "aral");
    let text = Message::of("attestations-overdrawn").with("region", region).with("used", 9u64).with("issued", 8u64);
    Event::News(News::Said { elapsed: Duration::ZERO, step: "admit".into(), text, alarm: true })
}

/// The last lines above the keys.
fn foot(state: &State) -> String {
    let shown = drawn(state, PLAIN, (80, 24));
    let lines: Vec<&str> = shown.lines().collect();
    lines[lines.len() - 6..].join("\n")
}

#[test]
fn an_alarm_stays_at_the_foot_with_its_region_by_name_at_rest_and_under_an_act() {
    let begins = [
        "ДАБЫЛ, Арал ауданы (aral): 9 растау қолданылды, 8 берілген.",
        "ТРЕВОГА, Аральский район (aral): использовано подтверждений 9, выдано 8.",
        "ALARM, Aral district (aral): 9 attestations used, 8 issued. Sign nothing",
    ];
    for (language, begin_of) in LANGUAGES.into_iter().zip(begins) {
        let mut state = state(Phase::Gathering, language);
        state.place = Place::Regions;
        begin(&mut state, Act::Admit { regions: Vec::new() });
        update(&mut state, overdrawn());
        let text = Message::of("nothing-held");
        update(
            &mut state,
            Event::News(News::Said { elapsed: Duration::ZERO, step: "admit".into(), text, alarm: false }),
        );
        assert!(foot(&state).contains(begin_of), "{}", foot(&state));
        update(&mut state, Event::Ended(Ended::Done));
        state.front = None;
        let at_rest = foot(&state);
        assert!(at_rest.contains(begin_of) && at_rest.contains('…'), "{at_rest}");
    }
}
