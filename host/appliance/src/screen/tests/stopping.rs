//! Acts that stop: what is said in every language, and that the same act goes on.

use super::*;

/// What the screen shows of an act that one of these stopped, in each language, and that the same keys begin the same act again.
fn goes_on_after(error: anyhow::Error, [kk, ru, en]: [&str; 3]) {
    let mut state = state(Phase::Closed, Language::Kk);
    state.place = Place::Tally;
    let keys = [Key::Enter, Key::Enter, Key::Letter('y')];
    assert_eq!(press(&mut state, &keys), [Effect::Perform(Act::Tally)]);
    update(&mut state, Event::Ended(stopped(error)));
    for said in [kk, ru, en] {
        let shown = drawn(&state, PLAIN, (80, 24));
        let inside = shown.lines().filter_map(|line| line.split('║').nth(1));
        let in_a_line = inside.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        assert!(in_a_line.contains(said), "{said}\n{shown}");
        press(&mut state, &[Key::Letter('l')]);
    }
    press(&mut state, &[Key::Escape]);
    assert_eq!(press(&mut state, &keys), [Effect::Perform(Act::Tally)], "without a restart");
}

#[test]
fn a_pulled_token_is_told_of_in_three_languages_and_the_same_act_goes_on() {
    let faults = vec![(1, Fault::Absent), (3, Fault::Absent)];
    let error = CeremonyError::TooFew { needed: 3, good: 2, faults };
    let said = ["токендерді салып, әрекетті қайталаңыз", "Вставьте токены, которые не ответили", "Plug the tokens in"];
    goes_on_after(tokens::explain(&error, &[].into()), said);
}

#[test]
fn an_hsm_that_is_gone_is_told_of_in_three_languages_and_the_same_act_goes_on() {
    let said = ["HSM x-1: құрылғы суырылған", "HSM x-1: устройство вынуто", "HSM x-1: the device was removed"];
    goes_on_after(hsm_advice::failure("x-1", &HsmError::Removed), said);
}

#[test]
fn a_full_disk_is_told_of_in_three_languages_and_the_same_act_goes_on() {
    let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
    let said = ["/proc дискісінде орын жоқ", "на диске /proc нет места", "the disk mounted at /proc is full"];
    goes_on_after(unwritten(Path::new("/proc/journal"), "not-written", full()), said);
}

#[test]
fn a_wrong_pin_is_told_of_in_three_languages_and_the_same_act_goes_on() {
    let faults = vec![(1, Fault::Absent), (2, Fault::Absent)];
    let error = CeremonyError::TooFew { needed: 2, good: 1, faults };
    let wrong = Exclusion::WrongPins(Tries { left: 3, wait_s: 0 });
    let said = ["PIN қате, 3 әрекет қалды", "неверный PIN, осталось 3 попытки", "wrong PIN, 3 tries left"];
    goes_on_after(tokens::explain(&error, &[(2, wrong)].into()), said);
}

#[test]
fn every_failure_and_what_to_do_fit_the_screen() {
    let long = "/media/stick-of-the-region/rehearsal-1/appliance/editions/record";
    let names = |text: &str| -> Vec<&'static str> {
        let names = text.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap_or_default());
        names.map(|name| &*name.to_owned().leak()).collect()
    };
    let all = messages_with_advice();
    for (key, text) in &all {
        // Advice that another message gives too has that one's places.
        let said_by = |(other, _): &&(&str, String)| text.contains(&format!("{{ {other}.advice }}"));
        let places = all.iter().filter(said_by).flat_map(|(_, text)| names(text)).chain(names(text));
        let message = places.fold(Message::of(key), |message, name| match name.rsplit_once('-') {
            Some((inside, "advice")) => message.with(inside, Message::of("link-silent")),
            Some((number, "text")) => message.with(number, 1_234_567u64),
            _ if name == "n" => message.with(name, 1_234_567u64),
            _ => message.with(name, long),
        });
        let ended = stopped(Failure::internal(message));
        for language in LANGUAGES {
            let mut state = state(Phase::Closed, language);
            state.working = None;
            update(&mut state, Event::Ended(ended.clone()));
            let shown = drawn(&state, PLAIN, (80, 24));
            assert!(shown.contains(&Words::of(language).get("help-close")), "{key} {language:?}\n{shown}");
            assert!(!shown.contains("{$"), "{key} {language:?}\n{shown}");
        }
    }
}

#[test]
fn an_election_that_cannot_be_read_says_so_and_is_not_read_again_by_itself() {
    let mut state = State::new("/srv/tamga/rehearsal-1".into(), Language::En);
    let error = Failure::internal(Message::of("ledger-damaged").with("why", "x"));
    assert_eq!(update(&mut state, Event::NotSeen(Stopped::of(&error))), []);
    assert!(drawn(&state, PLAIN, (80, 24)).contains("Reading the election: stopped"));
}

#[test]
fn a_rehearsal_that_is_refused_before_it_begins_leaves_the_screen() {
    let mut state = rehearsing();
    let refused = stopped(Failure::bad_input(Message::of("plain").with("text", "no such folder")));
    assert_eq!(update(&mut state, Event::Ended(refused)), [Effect::Leave]);
}

/// Set for the process that panics.
const PANICS: &str = "TAMGA_TEST_PANICS";

/// The test runs itself in a terminal (`script` of util-linux), as a screen whose worker panics.
#[test]
fn a_panic_on_any_thread_gives_the_terminal_back_and_says_where_the_ledger_stands() {
    if std::env::var_os(PANICS).is_some() {
        crate::screen::ENTRIES.store(57, std::sync::atomic::Ordering::Relaxed);
        crate::screen::give_back_on_panic("/srv/tamga/rehearsal-1".into(), Words::of(Language::Ru));
        std::thread::spawn(|| panic!("the worker is wrong")).join().unwrap_err();
        panic!("the program has ended before");
    }
    let name =
        "screen::tests::stopping::a_panic_on_any_thread_gives_the_terminal_back_and_says_where_the_ledger_stands";
    let command = format!("{} --exact {name} --nocapture", std::env::current_exe().unwrap().display());
    let mut script = std::process::Command::new("script");
    let script = script.args(["--quiet", "--return", "--command", &command, "/dev/null"]).env(PANICS, "1");
    let ran = script.output().unwrap();
    let shown = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(3), "{shown}");
    let (_, after) = shown.split_once("\u{1b}[?1049l").unwrap_or_else(|| panic!("not given back: {shown}"));
    let told = after.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("Журнал в /srv/tamga/rehearsal-1 цел; при последнем чтении записей было 57"), "{told}");
}
