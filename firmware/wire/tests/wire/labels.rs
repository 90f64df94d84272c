//! Which names a token takes.

use tamga_wire::label::{is_for_labels, is_label};

#[test]
fn names_of_both_alphabets_are_labels_and_what_a_panel_cannot_show_as_it_is_is_none() {
    for name in ["", "Aral 1", "Ақтөбе-2", "Ә.Ғ.Қ.Ң.Ө.Ұ.Ү.І", "0123456789abcdef", "Ёлка"] {
        assert!(is_label(name), "{name:?}");
    }
    for name in [" ", "a ", " a", "0123456789abcdefg", "a_b", "a\u{a0}b", "a\nb", "ї", "é", "a\u{202e}b", "Aral!"] {
        assert!(!is_label(name), "{name:?}");
    }
    assert!(is_for_labels(' '), "inside a name");
}
