//! What counts as an answer, and what does not.

use tamga_panel::{Language, PageKind};
use tamga_token::{Consent, Content, Screen};
use tamga_wire::Purpose;

use crate::contents::{largest, statement, totals};
use crate::hands::Desk;

fn keep() -> Content {
    Content::Keep { purpose: Purpose::Election, transcript: [1; 32] }
}

#[test]
fn a_question_is_answered_on_its_last_page_only() {
    for (content, _) in largest() {
        let mut desk = Desk::new(Language::Kazakh, false);
        desk.ask(&content);
        let pages = desk.leaf().len();
        assert!(pages >= 2, "{content:?}");
        desk.ask(&content);
        for _ in 1..pages {
            desk.press("YNDU");
            assert_eq!(desk.panel.consent(), Consent::Pending, "{content:?}");
            desk.press("d");
        }
        desk.press("Y");
        assert_eq!(desk.panel.consent(), Consent::Yes, "{content:?}");
    }
}

#[test]
fn short_presses_are_no_answer() {
    let mut desk = Desk::new(Language::English, true);
    desk.ask(&keep());
    desk.leaf();
    desk.press("yndddy");
    assert_eq!(desk.panel.consent(), Consent::Pending);
    assert_eq!(desk.panel.page().place(), (4, 4));
}

#[test]
fn dissent_is_an_answer_to_a_statement_and_to_nothing_else() {
    let mut desk = Desk::new(Language::Russian, true);
    desk.ask(&statement());
    desk.leaf();
    desk.press("D");
    assert_eq!(desk.panel.consent(), Consent::Dissent);
    desk.ask(&keep());
    desk.leaf();
    desk.press("D");
    assert_eq!(desk.panel.consent(), Consent::Pending);
    desk.press("N");
    assert_eq!(desk.panel.consent(), Consent::No);
}

#[test]
fn an_answer_is_no_answer_to_the_next_question() {
    let mut desk = Desk::new(Language::English, true);
    desk.ask(&keep());
    desk.leaf();
    desk.press("Y");
    assert_eq!(desk.panel.consent(), Consent::Yes);
    desk.ask(&keep());
    assert_eq!(desk.panel.consent(), Consent::Pending);
    desk.panel.cancel();
    assert_eq!(desk.panel.consent(), Consent::Pending);
}

#[test]
fn an_answer_that_nobody_fetches_for_a_minute_is_none_and_the_question_is_asked_again() {
    for (key, consent) in [("Y", Consent::Yes), ("N", Consent::No), ("D", Consent::Dissent)] {
        let mut desk = Desk::new(Language::English, true);
        desk.panel.show(&Screen { rehearsal: true, content: totals(1) });
        desk.ask(&statement());
        let pages = desk.leaf();
        desk.press(key);
        desk.wait(59_990);
        assert_eq!(desk.panel.page().kind(), PageKind::Idle, "nobody has asked");
        desk.wait(10);
        assert_eq!(desk.panel.consent(), Consent::Pending);
        assert_eq!(desk.leaf(), pages, "the totals, too");
        desk.press(key);
        assert_eq!(desk.panel.consent(), consent);
        desk.wait(120_000);
        assert_eq!(desk.panel.page().kind(), PageKind::Idle, "it was fetched");
    }
}

#[test]
fn a_question_that_was_answered_to_nobody_does_not_come_back_over_another_one() {
    let mut desk = Desk::new(Language::English, true);
    desk.ask(&keep());
    desk.leaf();
    desk.press("Y");
    desk.panel.cancel();
    desk.wait(120_000);
    assert_eq!(desk.panel.page().kind(), PageKind::Idle);
    desk.ask(&keep());
    desk.leaf();
    desk.press("Y");
    desk.ask(&statement());
    desk.wait(120_000);
    assert!(desk.body().starts_with("SIGN the"), "{}", desk.body());
    assert_eq!(desk.panel.consent(), Consent::Pending);
}

#[test]
fn presses_from_before_a_question_was_drawn_are_dropped() {
    let mut desk = Desk::new(Language::English, true);
    for byte in "dddY".bytes() {
        desk.presses.0.push_back(tamga_panel::console::press(byte).unwrap());
    }
    desk.ask(&keep());
    for _ in 0..10 {
        desk.tick().unwrap();
    }
    assert_eq!(desk.panel.page().place(), (1, 4));
    assert_eq!(desk.panel.consent(), Consent::Pending);
}

#[test]
fn nothing_is_agreed_to_while_the_display_takes_no_page() {
    let mut desk = Desk::new(Language::English, true);
    desk.ask(&keep());
    desk.leaf();
    desk.press("u");
    desk.eyes.closed = true;
    desk.presses.0.push_back(tamga_panel::console::press(b'd').unwrap());
    assert!(desk.tick().is_err());
    desk.presses.0.push_back(tamga_panel::console::press(b'Y').unwrap());
    assert!(desk.tick().is_err());
    assert_eq!(desk.panel.consent(), Consent::Pending);
    desk.eyes.closed = false;
    desk.tick().unwrap();
    let [.., last, _] = desk.eyes.pages.as_slice() else { panic!("two pages were put up") };
    assert_eq!(last.place(), (4, 4));
    assert_eq!(desk.panel.consent(), Consent::Yes);
}

#[test]
fn an_answer_is_confirmed_and_then_the_idle_screen_comes_back() {
    let mut desk = Desk::new(Language::Russian, true);
    desk.ask(&keep());
    desk.leaf();
    desk.press("Y");
    assert_eq!((desk.panel.page().kind(), desk.body().as_str()), (PageKind::Wait, "Ответ принят:\nда"));
    desk.now_ms += 2_000;
    desk.tick().unwrap();
    assert_eq!(desk.panel.page().kind(), PageKind::Idle);
    assert_eq!(desk.panel.consent(), Consent::Yes);
}

#[test]
fn totals_ask_nothing_until_their_statement_does() {
    let mut desk = Desk::new(Language::English, true);
    desk.panel.show(&Screen { rehearsal: true, content: totals(1) });
    let pages = desk.leaf();
    assert!(pages.iter().all(|page| page.kind() == PageKind::Show));
    desk.press("YND");
    assert_eq!(desk.panel.consent(), Consent::Pending);
}

#[test]
fn an_erased_token_says_so_until_it_is_told_otherwise() {
    for (content, text) in [
        (Content::Wiped, "ДЕРЕК ЖОЙЫЛДЫ:\nқате PIN тым көп"),
        (Content::Erased { retired: false }, "Бәрі жойылды"),
        (Content::Erased { retired: true }, "Бәрі жойылды,\nтокен есептен\nшығарылды"),
    ] {
        let mut desk = Desk::new(Language::Kazakh, false);
        desk.panel.show(&Screen { rehearsal: false, content });
        desk.now_ms += 1_000_000;
        desk.press("dY");
        assert_eq!((desk.panel.page().kind(), desk.body().as_str()), (PageKind::Show, text));
        desk.panel.cancel();
        assert_eq!(desk.panel.page().kind(), PageKind::Idle);
    }
}
