//! A handful of pages as drawn, in each language: `snapshots/NAME.txt`, two pixels in each character.
//!
//! With `PANEL_SNAPSHOTS=write` the files are written instead of compared, for whoever has looked at the new ones.

use tamga_panel::{Language, Page};
use tamga_token::{Content, Screen};
use tamga_wire::{ActKind, Purpose, Role};

use crate::contents::statement;
use crate::frame::Frame;
use crate::hands::Desk;

fn compare(name: &str, page: &Page) {
    let path = format!("{}/tests/panel/snapshots/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let art = Frame::of(page).art();
    if std::env::var_os("PANEL_SNAPSHOTS").is_some_and(|word| word == "write") {
        std::fs::write(&path, &art).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(art == expected, "{name} is drawn as\n{art}");
}

fn page(language: Language, rehearsal: bool, content: Content, leaf: &str) -> Page {
    let mut desk = Desk::new(language, rehearsal);
    desk.panel.ask(&Screen { rehearsal, content });
    desk.press(leaf);
    desk.panel.page()
}

#[test]
fn the_question_to_unlock_looks_as_it_did() {
    for (name, language) in
        [("unlock-kk", Language::Kazakh), ("unlock-ru", Language::Russian), ("unlock-en", Language::English)]
    {
        let content = Content::Unlock { role: Role::Tally, hsm: 2, serial: "0000123456".into(), generation: 7 };
        compare(name, &page(language, false, content, ""));
    }
}

#[test]
fn a_control_number_looks_as_it_did() {
    let content = Content::Keep { purpose: Purpose::Election, transcript: [0x5a; 32] };
    compare("control-number-kk-rehearsal", &page(Language::Kazakh, true, content, "d"));
}

#[test]
fn a_figure_looks_as_it_did() {
    let act = Content::Act { kind: ActKind::Close, figures: [1, 1_204_331, 17, 0], digest: [3; 32], replaces: false };
    compare("received-ru-rehearsal", &page(Language::Russian, true, act, "d"));
}

#[test]
fn the_answers_to_a_statement_look_as_they_did() {
    for (name, language) in
        [("sign-kk", Language::Kazakh), ("sign-ru", Language::Russian), ("sign-en", Language::English)]
    {
        compare(name, &page(language, false, statement(), &"d".repeat(40)));
    }
}
