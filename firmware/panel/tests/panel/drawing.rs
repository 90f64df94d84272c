//! Every page of every content, drawn.

use tamga_panel::{Drawn, Language, Page, PageKind, Surface};
use tamga_token::{Content, Screen};

use crate::contents::{largest, statement, totals};
use crate::frame::Frame;
use crate::hands::Desk;

fn every_page(rehearsal: bool) -> Vec<Page> {
    let mut pages = Vec::new();
    for language in Language::ALL {
        let mut desk = Desk::new(language, rehearsal);
        pages.extend(desk.leaf());
        for (content, _) in largest() {
            desk.panel.ask(&Screen { rehearsal, content });
            pages.extend(desk.leaf());
        }
        for content in [totals(1), totals(2)] {
            desk.panel.show(&Screen { rehearsal, content });
        }
        desk.panel.ask(&Screen { rehearsal, content: statement() });
        pages.extend(desk.leaf());
        desk.panel.show(&Screen { rehearsal, content: Content::Wiped });
        pages.extend(desk.leaf());
        desk.panel.progress(u32::MAX - 1, u32::MAX);
        pages.extend(desk.leaf());
    }
    pages
}

#[test]
fn every_character_that_a_label_may_have_has_a_glyph() {
    let characters: Vec<char> =
        ('\0'..=char::MAX).filter(|character| tamga_wire::label::is_for_labels(*character)).collect();
    assert_eq!(characters.len(), 62 + 66 + 18 + 3);
    for character in characters {
        assert!(Page::new(PageKind::Ask, (1, 1), false, vec![character.into()]).is_some(), "{character}");
    }
}

#[test]
fn no_page_is_drawn_outside_the_display_and_each_has_its_ink() {
    for page in every_page(false) {
        let frame = Frame::of(&page);
        assert_eq!(frame.outside, 0, "{page:?}");
        // The rule under the header is 128 pixels, and there is text besides.
        assert!((200..4_000).contains(&frame.lit()), "{page:?}");
    }
}

#[test]
fn a_rehearsal_is_inverted_and_says_so_on_every_page_in_every_language() {
    let (real, rehearsal) = (every_page(false), every_page(true));
    assert_eq!(real.len(), rehearsal.len());
    for (real, rehearsal) in real.iter().zip(&rehearsal) {
        assert!(rehearsal.is_rehearsal() && !real.is_rehearsal());
        assert!(real.lines().skip(1).eq(rehearsal.lines().skip(1)), "{real:?} {rehearsal:?}");
        let header = rehearsal.lines().next().unwrap();
        assert!(["ЖАТТЫҒУ", "РЕПЕТИЦИЯ", "REHEARSAL"].iter().any(|word| header.starts_with(word)), "{rehearsal:?}");
        assert!(Frame::of(rehearsal).lit() > 4_096, "{rehearsal:?}");
    }
}

#[test]
fn a_page_replaces_all_of_the_one_before_and_is_sent_once() {
    let mut display = Drawn(Frame::default());
    let full = Page::new(PageKind::Ask, (1, 1), true, vec!["████████████████".into(); 4]).unwrap();
    let page = Page::new(PageKind::Ask, (1, 1), false, vec!["A".into()]).unwrap();
    display.put(&full).unwrap();
    assert_eq!(display.0.lit(), 0);
    display.put(&page).unwrap();
    assert_eq!(display.0.art(), Frame::of(&page).art());
    assert_eq!(display.0.flushes, 2);
}
