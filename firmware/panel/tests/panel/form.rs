//! The console form, printed and read.

use proptest::prelude::*;
use tamga_panel::console::{self, Reader};
use tamga_panel::{Language, Page, PageKind};

use crate::contents::{largest, totals};
use crate::hands::Desk;

fn read(bytes: &[u8]) -> Vec<Page> {
    let mut reader = Reader::default();
    bytes.iter().filter_map(|byte| reader.byte(*byte)).collect()
}

fn printed(pages: &[Page]) -> String {
    let mut text = String::new();
    for page in pages {
        console::print(page, &mut text).unwrap();
    }
    text
}

#[test]
fn every_page_is_read_back_as_it_was_printed() {
    for language in Language::ALL {
        for (content, _) in largest() {
            let mut desk = Desk::new(language, true);
            desk.panel.show(&tamga_token::Screen { rehearsal: true, content: totals(1) });
            desk.ask(&content);
            let pages = desk.leaf();
            assert_eq!(read(printed(&pages).as_bytes()), pages);
        }
    }
}

#[test]
fn a_page_has_these_bytes() {
    let lines = ["REHEARSAL    4/4", "Hold ✓: yes"].map(String::from).to_vec();
    let page = Page::new(PageKind::Ask, (4, 4), true, lines).unwrap();
    assert_eq!(printed(&[page]), "#4/4 ASK REHEARSAL\n|REHEARSAL    4/4\n|Hold ✓: yes\n#end\n");
    let page = Page::new(PageKind::Idle, (1, 1), false, vec![String::new()]).unwrap();
    assert_eq!(printed(&[page]), "#1/1 IDLE\n|\n#end\n");
}

#[test]
fn every_key_has_its_byte() {
    for byte in 0..=255 {
        match console::press(byte) {
            Some(press) => assert_eq!(console::byte(press), byte),
            None => assert!(!b"udynUDYN".contains(&byte)),
        }
    }
}

#[test]
fn what_is_no_page_is_skipped() {
    let page = Page::new(PageKind::Wait, (1, 2), false, vec!["a".into()]).unwrap();
    let good = printed(std::slice::from_ref(&page));
    for other in [
        "boot\n",
        "#1/2 WAIT\n|a\n",
        "#1/2 WAIT\n#end\n",
        "#0/2 WAIT\n|a\n#end\n",
        "#3/2 WAIT\n|a\n#end\n",
        "#01/2 WAIT\n|a\n#end\n",
        "#1/2 WAIT \n|a\n#end\n",
        "#1/2 OTHER\n|a\n#end\n",
        "#1/2 WAIT\n|a\n|a\n|a\n|a\n|a\n#end\n",
        "#1/2 WAIT\n|0123456789abcdefg\n#end\n",
        "#1/2 WAIT\n|a\nx\n#end\n",
        "|a\n#end\n",
    ] {
        assert_eq!(read(format!("{other}{good}").as_bytes()), std::slice::from_ref(&page), "{other}");
    }
    assert_eq!(read(&[&[0xff; 5000][..], b"\n", good.as_bytes()].concat()), [page]);
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for page in read(&bytes) {
            prop_assert_eq!(read(printed(std::slice::from_ref(&page)).as_bytes()), [page]);
        }
    }

    #[test]
    fn lines_in_any_order_are_pages_or_nothing(lines in proptest::collection::vec(0usize..7, 0..40)) {
        let parts = ["#1/2 ASK\n", "#2/2 PIN REHEARSAL\n", "|a\n", "|Қазақша\n", "#end\n", "\n", "|\n"];
        let text: String = lines.iter().map(|line| parts[*line]).collect();
        let pages = read(text.as_bytes());
        prop_assert!(pages.len() <= text.matches("#end").count());
        prop_assert_eq!(read(printed(&pages).as_bytes()), pages);
    }
}
