//! Pauses and look-ups on the screen: what is typed, what is asked, what is shown.

use tamga_record::definition::Language;
use tamga_record::ledger::{ControlNumber, Why};
use tamga_record::pause::{PauseBody, ResumeBody, Seals};

use super::acts::Act;
use super::event::{Effect, Ended, Event, Key};
use super::seen::PausedNow;
use super::state::{Code, Front, Place, State};
use super::tests::{PLAIN, drawn, press, seen, state};
use super::update::update;
use super::view::code::text;
use crate::acts::lookup::Answer;
use crate::failure::Failure;
use crate::message::Message;
use crate::news::News;
use crate::state::Phase;
use crate::words::LANGUAGES;
use tamga_crypto::control_number::control_number;

fn typing(state: &mut State, text: &str) {
    let keys: Vec<Key> = text.chars().map(Key::Letter).collect();
    assert_eq!(press(state, &keys), []);
}

/// The list of other acts, and the one that stands at this place in it.
fn open(state: &mut State, place: usize) {
    press(state, &[Key::Home, Key::Letter('o')]);
    press(state, &vec![Key::Down; place]);
    press(state, &[Key::Enter]);
}

fn paused_now(entries: u64, root: [u8; 32]) -> PausedNow {
    PausedNow { number: 1, entries, root, seals: vec!["KZ-17".into(), "KZ-18".into()] }
}

fn paused() -> State {
    let mut state = state(Phase::Admitted, Language::En);
    let mut seen = seen(Phase::Admitted);
    (seen.pauses, seen.paused) = (1, Some(paused_now(57, [5; 32])));
    update(&mut state, Event::Seen(Box::new(seen)));
    state
}

#[test]
fn a_pause_asks_twice_with_the_control_number_of_the_tokens_and_then_shows_what_is_to_be_noted() {
    let mut state = state(Phase::Admitted, Language::En);
    open(&mut state, 1);
    typing(&mut state, "kz-18, KZ-17");
    assert_eq!(press(&mut state, &[Key::Enter]), []);
    let seals = Seals::new(["KZ-17".to_owned(), "KZ-18".to_owned()]).unwrap();
    let body = PauseBody { election: [7; 32], number: 1, entries: 57, root: [5; 32], seals };
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains(&control_number(&body.digest())) && shown.contains("KZ-17, KZ-18"), "{shown}");
    let act = Act::Pause { seals: vec!["kz-18".into(), "KZ-17".into()] };
    assert_eq!(press(&mut state, &[Key::Enter, Key::Letter('y')]), [Effect::Perform(act)]);
    update(&mut state, Event::Ended(Ended::Done));
    assert_eq!(state.front, Some(Front::Code(Code::Pause)));
    // The ledger of before is no note; that of the pause is, whatever was entered since.
    assert_eq!(text(Code::Pause, state.seen.as_ref().unwrap()), None);
    let mut after = seen(Phase::Admitted);
    (after.ledger, after.paused) = ((60, [8; 32]), Some(paused_now(58, [6; 32])));
    assert_eq!(text(Code::Pause, &after), Some(format!("TAMGA:CHECKPOINT:58:{}", "06".repeat(32))));
}

#[test]
fn in_a_pause_nothing_but_its_end_is_offered_and_its_seals_are_shown_beside_those_that_were_typed_alone() {
    let mut state = paused();
    for place in Place::ALL {
        state.place = place;
        assert!(!drawn(&state, PLAIN, (80, 24)).contains("KZ-1"), "{place:?}");
    }
    state.place = Place::Overview;
    assert!(drawn(&state, PLAIN, (80, 24)).contains("PAUSED"));
    assert_eq!(press(&mut state, &[Key::Enter]), []);
    assert!(matches!(&state.front, Some(Front::Sheet(sheet)) if sheet.fields.iter().all(String::is_empty)));
    typing(&mut state, "kz-17 kz-19");
    press(&mut state, &[Key::Down]);
    typing(&mut state, &control_number(&[6; 32]));
    press(&mut state, &[Key::Down]);
    typing(&mut state, "The cleaner cut one");
    assert_eq!(press(&mut state, &[Key::Enter]), []);
    let seals = Seals::new(["KZ-17".to_owned(), "KZ-19".to_owned()]).unwrap();
    let found = PauseBody { election: [7; 32], number: 1, entries: 57, root: [5; 32], seals };
    let (noted, why) = (Some(ControlNumber::of(&[6; 32])), Why::parse("The cleaner cut one").unwrap());
    let shown = drawn(&state, PLAIN, (80, 24));
    assert!(shown.contains(&control_number(&ResumeBody { found, noted, why }.digest())), "{shown}");
    assert!(shown.contains("NOT as noted") && shown.contains(&control_number(&[6; 32])), "{shown}");
    let rows: Vec<Vec<&str>> =
        shown.lines().map(|row| row.trim_matches(['"', ' ', '║']).split("  ").collect()).collect();
    let row = |word: &str| {
        rows.iter()
            .find(|row| row[0] == word)
            .map(|row| row[1..].iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>())
    };
    assert_eq!(row("! NOT NOTED"), Some(vec!["KZ-19", "-"]), "{shown}");
    // What is read off no door is counted, and not named.
    assert_eq!(row("! NOT FOUND"), Some(vec!["-", "1"]), "{shown}");
    assert!(!shown.contains("KZ-18"), "{shown}");
    assert_eq!(row("✓ as noted"), Some(vec!["KZ-17", "KZ-17"]), "{shown}");
    let effects = press(&mut state, &[Key::Enter, Key::Letter('y')]);
    assert!(matches!(&effects[..], [Effect::Perform(Act::Resume { broken: Some(_), .. })]), "{effects:?}");

    // Refused: forty digits are not typed once more.
    update(&mut state, Event::Ended(super::tests::stopped(Failure::bad_input("pause-bad-checkpoint"))));
    press(&mut state, &[Key::Escape, Key::Enter]);
    assert!(matches!(&state.front, Some(Front::Sheet(sheet)) if sheet.fields[0] == "kz-17 kz-19"), "{:?}", state.front);
    press(&mut state, &[Key::Enter, Key::Enter, Key::Letter('y')]);
    update(&mut state, Event::Ended(Ended::Done));
    assert_eq!(state.filled, None);
}

#[test]
fn the_end_of_a_pause_is_not_asked_about_without_seals_and_note() {
    let mut state = paused();
    state.place = Place::Overview;
    press(&mut state, &[Key::Enter]);
    typing(&mut state, "kz-17");
    press(&mut state, &[Key::Enter]);
    assert!(matches!(state.front, Some(Front::Sheet(_))), "without the note");
    press(&mut state, &[Key::Down]);
    assert!(matches!(state.front, Some(Front::Sheet(_))));
}

#[test]
fn a_pause_that_is_found_as_it_was_noted_is_said_to_be_so_in_every_language() {
    for (language, said) in LANGUAGES.into_iter().zip(["жазылғандай", "как записано", "as noted"])
    {
        let mut state = paused();
        state.language = language;
        let act = Act::Resume {
            seals: vec!["KZ-18".into(), "kz-17".into()],
            checkpoint: Some(control_number(&[5; 32])),
            broken: None,
        };
        state.front = Some(Front::Confirm { act, sure: false });
        let shown = drawn(&state, PLAIN, (80, 24));
        assert!(shown.contains(said) && shown.matches('✓').count() >= 3, "{shown}");
    }
}

#[test]
fn the_longest_question_about_a_pause_stands_on_the_screen_with_its_whole_reason() {
    let mut reason = "Тазалаушы пломбаны кесіп қойды ".repeat(4);
    reason += "17:40";
    for language in LANGUAGES {
        let mut state = paused();
        state.language = language;
        let seals = (0..60).map(|number| format!("KZ-{number}")).collect();
        let act = Act::Resume { seals, checkpoint: Some(control_number(&[5; 32])), broken: Some(reason.clone()) };
        state.front = Some(Front::Confirm { act, sure: false });
        let shown = drawn(&state, PLAIN, (80, 24));
        assert!(shown.contains("17:40") && shown.contains(": 60") && shown.contains('╝'), "{shown}");
        assert!(shown.contains("1 of 2") || shown.contains("1 из 2") || shown.contains("2-ден 1"), "{shown}");
    }
}

#[test]
fn an_answer_shows_status_and_reason_in_every_language_and_goes_with_a_key() {
    for (language, words) in LANGUAGES.into_iter().zip(["САРЫ", "ЖЁЛТАЯ", "YELLOW"]) {
        let mut state = state(Phase::Admitted, language);
        let reasons = vec!["phone-shared".to_owned(), "attestation-reused".to_owned()];
        let answer = Answer::Received { status: "yellow".into(), reasons, is_final: false };
        update(&mut state, Event::News(News::Answer(answer)));
        assert!(!drawn(&state, PLAIN, (80, 24)).contains(words), "others are sent away first");
        press(&mut state, &[Key::Enter]);
        let shown = drawn(&state, PLAIN, (80, 24));
        assert!(shown.contains(words), "{shown}");
        press(&mut state, &[Key::Escape]);
        assert_eq!(state.front, None);
        assert!(!format!("{state:?}").contains("phone-shared\", \"att"), "nothing of it is kept");
    }
}

#[test]
fn a_receipt_is_asked_for_and_looked_up_without_a_question() {
    let mut state = state(Phase::Admitted, Language::En);
    open(&mut state, 0);
    let text = format!("TAMGA:RECORD:{}:{}", "0".repeat(16), "A".repeat(64));
    typing(&mut state, &text);
    assert_eq!(press(&mut state, &[Key::Enter]), [Effect::Perform(Act::LookUp { text })]);
}

#[test]
fn nothing_that_comes_from_outside_steers_the_terminal() {
    let mut state = state(Phase::Admitted, Language::En);
    let evil = "\u{1b}[2J\u{9b}31m\u{202e}txt\u{7}";
    update(
        &mut state,
        Event::News(News::Said {
            elapsed: std::time::Duration::ZERO,
            step: "import".into(),
            text: Message::plain(evil),
            alarm: true,
        }),
    );
    state.source = evil.to_owned();
    for place in Place::ALL {
        state.place = place;
        let shown = drawn(&state, PLAIN, (80, 24));
        let steers = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
        assert!(!shown.contains(steers), "{place:?}");
    }
}
