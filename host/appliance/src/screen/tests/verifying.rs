//! The auditors' report on the screen.

use super::*;
use crate::screen::sequel::Waiting;
use crate::verification::Verification;
use crate::words::Value;

/// Lines of every check, as the program writes them; these numbers fail.
fn of_checks(failed: &[u8]) -> Verification {
    let line = |number: u8| match number {
        _ if failed.first() == Some(&number) => {
            format!(
                "{number:>2}  FAIL  public keys: public-keys.tamga: HSM rehearsal-1: its certificate holds another key"
            )
        }
        _ if failed.contains(&number) => format!("{number:>2}  FAIL  name: not checked: depends on {}", failed[0]),
        25 => "25  PASS  attestation counts: ALARM: ulytau used 1982, issued 1980".to_owned(),
        _ => format!("{number:>2}  PASS  name: figures"),
    };
    let lines: Vec<String> = (1..=46).filter(|number| *number != 43).map(line).collect();
    let end = "asserted, not verified:\n  that the voter's device encrypted the choice\n";
    let (passed, failed) = (45 - failed.len(), failed.len());
    Verification::parse(&format!("{}\n{end}{passed} checks passed, {failed} failed", lines.join("\n")))
}

/// A report in which every check passed, one of them with an alarm.
pub fn report() -> Verification {
    of_checks(&[])
}

#[test]
fn what_failed_stands_first_with_the_programs_words_in_quotes_in_every_language() {
    let mut all = String::new();
    for language in LANGUAGES {
        let mut state = state(Phase::Published, language);
        state.place = Place::Verify;
        state.seen.as_mut().unwrap().report = Some(of_checks(&[4, 8, 39]));
        all += &format!("{language:?}\n{}\n", drawn(&state, PLAIN, (80, 24)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_whole_report_can_be_read_at_80_by_24_by_observers_too() {
    for mut state in [state(Phase::Published, Language::En), watched(Phase::Published, Language::En)] {
        state.place = Place::Verify;
        assert!(!drawn(&state, PLAIN, (80, 24)).contains("46  Pauses and seals"));
        press(&mut state, &[Key::PageDown; 4]);
        assert!(drawn(&state, PLAIN, (80, 24)).contains("46  Pauses and seals"));
        press(&mut state, &[Key::PageDown; 9]);
        assert!(drawn(&state, PLAIN, (80, 24)).contains("that the voter's device encrypted the choice"));
        press(&mut state, &[Key::PageUp; 9]);
        assert_eq!(state.read, 0);
    }
}

#[test]
fn what_is_red_stays_on_the_overview_however_much_there_is() {
    for language in LANGUAGES {
        let mut state = state(Phase::Published, language);
        let seen = state.seen.as_mut().unwrap();
        seen.report = Some(of_checks(&[4]));
        seen.overdrawn = vec![("ulytau".into(), 9, 8); 40];
        seen.sequel.waiting = Some(Waiting::Late(3));
        for serial in ["rehearsal-1", "rehearsal-2"] {
            state.hsms.out.insert(serial.into(), Message::of("verifier-mute"));
        }
        let alarm = News::Said {
            elapsed: Duration::ZERO,
            step: "log".into(),
            text: Message::of("log-unlogged").with("serial", "h").with("n", 3u64),
            alarm: true,
        };
        update(&mut state, Event::News(alarm));
        let shown = drawn(&state, PLAIN, (80, 24));
        let words = Words::of(language);
        assert!(shown.contains(&words.count("light-alarms", 1)), "{shown}");
        let verdict = words.with("verify-failed", &[("n", Value::Number(44)), ("failed", Value::Number(1))]);
        let begins: String = verdict.chars().take(30).collect();
        assert!(shown.contains(&begins), "{begins}: {shown}");
        assert!(shown.contains(&words.get("lights-cut")), "{shown}");
        let more = words.count("light-overdrawn-more", 39);
        assert!(drawn(&state, PLAIN, (120, 40)).contains(&more), "{more}");
    }
}
