//! `tamga/anchor/v1`.

use tamga_record::ByteFault;
use tamga_record::anchor::{Anchor, AnchorError};

use crate::bytes::{digest, other_version};
use crate::examples::readme_block;

fn text() -> &'static str {
    readme_block("tamga/anchor/v1\nelection 1")
}

fn anchor() -> Anchor {
    Anchor { election: digest(0x11), size: 11, root: digest(0x22) }
}

#[test]
fn the_anchor_of_the_readme_is_written_and_read() {
    assert_eq!(anchor().to_text(), text());
    assert_eq!(Anchor::parse(text().as_bytes()), Ok(anchor()));
    let first_three: Vec<&str> = text().lines().take(3).collect();
    assert_eq!(anchor().qr_text(), first_three.join("\n") + "\n");
}

#[test]
fn what_stands_below_the_empty_line_is_not_read() {
    for sheet in ["REHEARSAL\n\n\nanything", "\u{0}\u{2588}"] {
        assert_eq!(Anchor::parse(format!("{}{sheet}", text()).as_bytes()), Ok(anchor()));
    }
    let binary = [text().as_bytes(), &[0xff, 0xfe]].concat();
    assert_eq!(Anchor::parse(&binary), Ok(anchor()));
}

#[test]
fn spoilt_anchors_are_refused() {
    let spoil = |old: &str, new: &str| {
        assert_eq!(text().matches(old).count(), 1, "{old}");
        Anchor::parse(text().replace(old, new).as_bytes())
    };
    let line = |line| Err(AnchorError::Line { line });
    assert_eq!(spoil("election 1111", "election 2111"), line(4), "the control number no longer fits");
    assert_eq!(spoil("election 1111", "election 111"), line(2));
    assert_eq!(spoil("checkpoint 11 I", "checkpoint 011 I"), line(3));
    assert_eq!(spoil("checkpoint 11 I", "checkpoint 11 J"), line(5));
    assert_eq!(spoil("IiI=", "IiI"), line(3));
    assert_eq!(spoil("IiI=", "IiJ="), line(3), "bits behind the last byte");
    assert_eq!(spoil("0217 9989", "0217 9988"), line(4));
    assert_eq!(spoil("0217 9989", "02179989"), line(4));
    assert_eq!(spoil("control-number checkpoint", "control-number ledger"), line(5));
    assert_eq!(spoil("8658\n\n", "8658\nmore\n\n"), Err(ByteFault::NotCanonical.into()));
    assert_eq!(spoil("8658\n\n", "8658\n"), Err(AnchorError::NoEnd));
    let other = Anchor::parse(&other_version(text().as_bytes()));
    assert_eq!(other, Err(ByteFault::WrongFirstLine.into()));
    for len in 0..text().len() {
        assert_eq!(Anchor::parse(&text().as_bytes()[..len]), Err(AnchorError::NoEnd), "cut to {len}");
    }
}
