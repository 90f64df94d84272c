//! The checks of screen and keys, the idle screen, progress.

use tamga_panel::{HEIGHT, Idle, Language, PageKind, WIDTH};
use tamga_token::{Content, PartCheck, Screen};
use tamga_wire::BoardPart;

use crate::frame::Frame;
use crate::hands::{Desk, body};

#[test]
fn the_keys_pass_when_each_is_pressed_as_asked() {
    let mut desk = Desk::new(Language::English, false);
    assert_eq!(desk.panel.check(BoardPart::Keys), PartCheck::Pending);
    for (byte, sign) in [("u", "▲"), ("d", "▼"), ("y", "✓"), ("n", "✗")] {
        assert_eq!(desk.body(), format!("Press {sign}"));
        assert_eq!(desk.panel.check(BoardPart::Keys), PartCheck::Pending);
        desk.press(byte);
    }
    assert_eq!(desk.panel.check(BoardPart::Keys), PartCheck::Passed);
    assert_eq!(desk.panel.page().kind(), PageKind::Idle);
}

#[test]
fn the_keys_fail_at_any_other_press() {
    for presses in ["d", "uu", "udn", "udyN", "U"] {
        let mut desk = Desk::new(Language::English, false);
        desk.panel.check(BoardPart::Keys);
        desk.press(presses);
        assert_eq!(desk.panel.check(BoardPart::Keys), PartCheck::Failed, "{presses}");
    }
}

#[test]
fn the_screen_is_lit_then_dark_and_the_officer_says_how_it_was() {
    for rehearsal in [false, true] {
        for (answer, how) in [("Y", PartCheck::Passed), ("N", PartCheck::Failed)] {
            let mut desk = Desk::new(Language::Russian, rehearsal);
            desk.panel.check(BoardPart::Screen);
            let pages = desk.leaf();
            let lit: Vec<usize> = pages.iter().map(|page| Frame::of(page).lit()).collect();
            assert_eq!(lit[1..3], [(WIDTH * HEIGHT) as usize, 0]);
            assert_eq!(body(&pages[3]), "Экран исправен?");
            desk.press(answer);
            assert_eq!(desk.panel.check(BoardPart::Screen), how);
        }
    }
}

#[test]
fn a_check_that_is_over_begins_anew() {
    let mut desk = Desk::new(Language::English, false);
    desk.panel.check(BoardPart::Keys);
    desk.press("d");
    assert_eq!(desk.panel.check(BoardPart::Keys), PartCheck::Failed);
    assert_eq!(desk.panel.check(BoardPart::Keys), PartCheck::Pending);
    assert_eq!(desk.body(), "Press ▲");
}

#[test]
fn the_idle_screen_tells_label_board_and_election() {
    let mut desk = Desk::new(Language::English, false);
    assert_eq!(desk.body(), "Name:\ntoken 3");
    desk.press("d");
    assert_eq!(desk.body(), "Board:\nnrf52840-dongle");
    desk.press("d");
    assert_eq!(desk.body(), "In no election");
    desk.panel.set_idle(Idle {
        rehearsal: true,
        label: String::new(),
        board: "sim",
        election: Some(("president-2026".into(), [9; 32])),
        retired: false,
    });
    let pages = desk.leaf();
    assert_eq!(body(&pages[0]), "Board:\nsim");
    assert_eq!(body(&pages[1]), "Election:\npresident-2026");
    assert!(pages.iter().all(|page| page.kind() == PageKind::Idle && page.is_rehearsal()));
}

#[test]
fn the_idle_screen_of_a_retired_token_says_so() {
    let mut desk = Desk::new(Language::English, false);
    desk.panel.set_idle(Idle { rehearsal: false, label: String::new(), board: "sim", election: None, retired: true });
    let pages = desk.leaf();
    assert_eq!(body(&pages[1]), "Token is out\nof service");
    assert!(pages.iter().all(|page| !page.is_rehearsal()));
}

#[test]
fn language_and_hold_time_are_set_on_the_idle_screen() {
    let mut desk = Desk::new(Language::Kazakh, false);
    desk.press("U");
    assert_eq!(desk.panel.settings().language(), Language::Russian);
    assert_eq!(desk.body(), "Русский\n▲ держать:\nдругой язык");
    desk.press("D");
    assert_eq!(desk.panel.settings().hold_ms(), 2_000);
    assert_eq!(desk.body(), "Удержание 2.0 с\n▼ держать:\nизменить");
    desk.panel.check(BoardPart::Randomness);
    desk.press("UD");
    assert_eq!(desk.panel.settings().language(), Language::Russian);
}

#[test]
fn progress_is_told_and_ends() {
    let mut desk = Desk::new(Language::English, true);
    desk.panel.progress(12, 33_554_432);
    desk.tick().unwrap();
    assert_eq!(desk.body(), "Opening:\n12\nof 33 554 432");
    desk.panel.progress(33_554_432, 33_554_432);
    desk.now_ms += 2_000;
    desk.tick().unwrap();
    assert_eq!(desk.panel.page().kind(), PageKind::Idle);
}

#[test]
fn a_wait_is_counted_down_and_ends() {
    let mut desk = Desk::new(Language::Russian, true);
    desk.panel.show(&Screen { rehearsal: true, content: Content::Wait { seconds: 2_560 } });
    desk.tick().unwrap();
    assert_eq!(desk.body(), "Неверный PIN:\nждите 2560 с");
    for (passed_s, left) in [(5, "2560"), (10, "2550"), (2_500, "60"), (2_501, "59"), (2_559, "1")] {
        desk.now_ms = 1_000 * passed_s + 10;
        desk.press("dY");
        assert_eq!(desk.body(), format!("Неверный PIN:\nждите {left} с"), "{passed_s}");
    }
    desk.now_ms = 2_560_010;
    desk.tick().unwrap();
    assert_eq!(desk.panel.page().kind(), PageKind::Idle);
}
