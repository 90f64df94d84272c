//! The PIN, typed with four keys.

use tamga_panel::{Language, Page, PageKind};
use tamga_token::{PinEntry, PinPrompt, PinReason};
use tamga_wire::Purposes;

use crate::hands::{Desk, body};

fn prompt(reason: PinReason) -> PinPrompt {
    PinPrompt {
        rehearsal: true,
        reason,
        election: Some(("president-2026".into(), [9; 32])),
        purposes: Purposes::UNLOCK | Purposes::OPEN | Purposes::UPKEEP,
        label: "token 3".into(),
    }
}

fn log_in() -> PinPrompt {
    prompt(PinReason::LogIn { tries_left: 15 })
}

/// The digit in brackets on the page that is up.
fn shown(desk: &Desk) -> u8 {
    let body = desk.body();
    let line = body.lines().nth(1).unwrap();
    line.split_once('[').unwrap().1.as_bytes()[0] - b'0'
}

/// Types these digits, each by the shorter way from the one shown.
fn type_digits(desk: &mut Desk, digits: &str) {
    for digit in digits.bytes() {
        let steps = usize::from((digit - b'0' + 10 - shown(desk)) % 10);
        desk.press(&if steps <= 5 { "u".repeat(steps) } else { "d".repeat(10 - steps) });
        desk.press("y");
    }
}

fn ask(desk: &mut Desk, prompt: &PinPrompt) -> Vec<Page> {
    assert!(matches!(desk.panel.ask_pin(prompt), PinEntry::Pending));
    desk.tick().unwrap();
    desk.leaf()
}

#[test]
fn election_control_number_purposes_and_tries_are_shown_before_the_pin() {
    let mut desk = Desk::new(Language::English, true);
    let pages = ask(&mut desk, &log_in());
    let text = pages.iter().map(body).collect::<Vec<_>>();
    assert_eq!(text[0], "Log in by PIN");
    assert_eq!(text[1], "Name:\ntoken 3");
    assert_eq!(text[2], "Election:\npresident-2026");
    let number: Vec<&str> = text[3..5].iter().flat_map(|page| page.lines().skip(1)).collect();
    assert_eq!(number.join(" "), tamga_crypto::control_number::control_number(&[9; 32]));
    assert_eq!(text[5], "For:\nunlock\nopen the sums");
    assert_eq!(text[6], "For:\nupkeep");
    assert_eq!(text[7], "Tries left:\n15");
    assert!(text[8].starts_with("Type the PIN:\n["));
    assert_eq!(pages.len(), 9);
    assert!(pages.iter().all(|page| page.kind() == PageKind::Pin && page.is_rehearsal()));
}

#[test]
fn the_last_tries_are_warned_of() {
    for (tries_left, warned) in [(1, true), (3, true), (4, false)] {
        let mut desk = Desk::new(Language::Russian, true);
        let pages = ask(&mut desk, &prompt(PinReason::LogIn { tries_left }));
        assert_eq!(pages.iter().any(|page| body(page) == "При 0 токен\nсотрёт данные"), warned, "{tries_left}");
    }
}

#[test]
fn a_typed_pin_arrives_once_and_only_stars_were_shown_of_what_was_taken() {
    let mut desk = Desk::new(Language::Kazakh, true);
    ask(&mut desk, &log_in());
    type_digits(&mut desk, "2718281828");
    assert!(desk.body().lines().nth(1).unwrap().starts_with("**********["));
    assert!(matches!(desk.panel.ask_pin(&log_in()), PinEntry::Pending));
    desk.press("Y");
    assert_eq!(desk.body(), "PIN тексерілуде");
    let PinEntry::Typed(pin) = desk.panel.ask_pin(&log_in()) else { panic!("a PIN was typed") };
    assert_eq!(format!("{pin:?}"), "Pin");
    for page in &desk.eyes.pages {
        let digits = page.lines().filter(|line| line.contains('*')).flat_map(str::chars);
        assert!(digits.filter(char::is_ascii_digit).count() <= 1);
        assert!(!format!("{page:?}").contains('*'));
    }
    assert!(matches!(desk.panel.ask_pin(&log_in()), PinEntry::Pending));
    assert_eq!(desk.body(), "PIN теріп кіру");
}

#[test]
fn five_digits_are_no_pin_and_a_thirteenth_is_not_taken() {
    let mut desk = Desk::new(Language::English, true);
    ask(&mut desk, &prompt(PinReason::Choose));
    type_digits(&mut desk, "12345");
    desk.press("Y");
    assert!(matches!(desk.panel.ask_pin(&prompt(PinReason::Choose)), PinEntry::Pending));
    assert_eq!(desk.body().lines().next(), Some("New PIN:"));
    type_digits(&mut desk, "6789012");
    assert_eq!(desk.body(), "New PIN:\n************\nHold ✓: done");
    desk.press("yyY");
    assert!(matches!(desk.panel.ask_pin(&prompt(PinReason::Choose)), PinEntry::Typed(_)));
}

#[test]
fn no_takes_digits_back_then_leafs_back_and_held_gives_up() {
    let mut desk = Desk::new(Language::English, true);
    let pages = ask(&mut desk, &log_in()).len() as u16;
    type_digits(&mut desk, "12");
    desk.press("nn");
    assert!(desk.body().contains("\n["));
    desk.press("n");
    assert_eq!(desk.panel.page().place(), (pages - 1, pages));
    desk.press("Y");
    assert!(matches!(desk.panel.ask_pin(&log_in()), PinEntry::Pending));
    desk.press("dN");
    assert!(matches!(desk.panel.ask_pin(&log_in()), PinEntry::Cancelled));
}

#[test]
fn a_pin_can_be_refused_before_anything_is_typed() {
    let mut desk = Desk::new(Language::English, true);
    desk.panel.ask_pin(&log_in());
    desk.press("N");
    assert!(matches!(desk.panel.ask_pin(&log_in()), PinEntry::Cancelled));
}

#[test]
fn another_prompt_begins_anew_and_what_was_typed_is_gone() {
    let mut desk = Desk::new(Language::English, true);
    ask(&mut desk, &prompt(PinReason::Choose));
    type_digits(&mut desk, "271828");
    let pages = ask(&mut desk, &prompt(PinReason::Repeat));
    assert_eq!(pages.len(), 1);
    assert!(desk.body().starts_with("Repeat the PIN:\n["));
    desk.press("Y");
    assert!(matches!(desk.panel.ask_pin(&prompt(PinReason::Repeat)), PinEntry::Pending));
    desk.panel.cancel();
    assert_eq!(desk.panel.page().kind(), PageKind::Idle);
    assert!(matches!(desk.panel.ask_pin(&prompt(PinReason::Repeat)), PinEntry::Pending));
}

#[test]
fn the_first_digit_shown_is_a_random_one() {
    let mut desk = Desk::new(Language::English, true);
    ask(&mut desk, &log_in());
    let mut seen = [false; 10];
    for _ in 0..200 {
        seen[usize::from(shown(&desk))] = true;
        desk.press("yn");
    }
    assert_eq!(seen, [true; 10]);
}

#[test]
fn a_pin_that_nobody_asks_for_in_a_minute_has_to_be_typed_anew() {
    let mut desk = Desk::new(Language::English, true);
    let pages = ask(&mut desk, &log_in());
    type_digits(&mut desk, "271828");
    desk.press("Y");
    desk.wait(60_000);
    assert_eq!(desk.panel.page(), pages[0]);
    assert!(matches!(desk.panel.ask_pin(&log_in()), PinEntry::Pending));
    desk.leaf();
    assert!(desk.body().starts_with("Type the PIN:\n["), "no digit is there: {}", desk.body());
    type_digits(&mut desk, "314159");
    desk.press("Y");
    desk.wait(59_000);
    assert!(matches!(desk.panel.ask_pin(&log_in()), PinEntry::Typed(_)));
    desk.wait(120_000);
    assert_eq!(desk.panel.page().kind(), PageKind::Idle);
}
