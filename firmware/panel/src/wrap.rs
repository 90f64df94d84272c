//! Lines that fit: a text is broken, never cut.

use alloc::string::String;

use crate::font::{REPLACEMENT, has_glyph};
use crate::page::COLUMNS;

/// Calls `line` with each line of the text, of at most [`COLUMNS`] characters. Lines end where the text has LF, else after
/// a space, comma or hyphen, and only where there is none within the columns, in the middle of a word. A character without a
/// glyph is replaced.
pub(crate) fn wrap(text: &str, line: impl FnMut(&str)) {
    wrap_under(text, "", line);
}

/// The same with `indent` before every line but the first of a text or after LF, so that none of them looks like one.
pub(crate) fn wrap_under(text: &str, indent: &str, mut line: impl FnMut(&str)) {
    let mut shown = String::new();
    for part in text.split('\n') {
        shown.clear();
        shown.extend(part.chars().map(|character| if has_glyph(character) { character } else { REPLACEMENT }));
        let (mut rest, mut before) = (shown.as_str(), "");
        loop {
            let columns = COLUMNS - before.len();
            let end = if rest.chars().nth(columns).is_some() { break_of(rest, columns) } else { rest.len() };
            let (head, tail) = rest.split_at(end);
            if before.is_empty() {
                line(head.trim_end_matches(' '));
            } else {
                line(&[before, head.trim_end_matches(' ')].concat());
            }
            if tail.is_empty() {
                break;
            }
            (rest, before) = (tail.trim_start_matches(' '), indent);
        }
    }
}

/// Where the first line of a text that is longer than so many columns ends, in bytes.
fn break_of(text: &str, columns: usize) -> usize {
    let mut end = 0;
    let mut last_break = None;
    for (place, (start, character)) in text.char_indices().enumerate() {
        if character == ' ' && place <= columns {
            last_break = Some(start);
        }
        if place == columns {
            break;
        }
        end = start + character.len_utf8();
        if matches!(character, ',' | '-') {
            last_break = Some(end);
        }
    }
    last_break.filter(|place| *place > 0).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        wrap(text, |line| lines.push(line.into()));
        lines
    }

    #[test]
    fn a_line_breaks_at_the_last_space_that_fits() {
        assert_eq!(lines("Accept this election?"), ["Accept this", "election?"]);
        assert_eq!(lines("0123456789abcdef x"), ["0123456789abcdef", "x"]);
        assert_eq!(lines("Голос ПРОТИВ зачёта?"), ["Голос ПРОТИВ", "зачёта?"]);
    }

    #[test]
    fn a_row_breaks_after_its_commas_and_an_id_after_its_hyphens() {
        assert_eq!(lines("president,candidate-a,12345"), ["president,", "candidate-a,", "12345"]);
        assert_eq!(lines("parliament-of-the-republic-2026"), ["parliament-of-", "the-republic-", "2026"]);
    }

    #[test]
    fn a_word_that_is_too_long_is_broken_and_nothing_is_lost() {
        assert_eq!(lines("18446744073709551615"), ["1844674407370955", "1615"]);
        let id = "a".repeat(48);
        assert_eq!(lines(&id).concat(), id);
    }

    #[test]
    fn lines_that_go_on_are_indented_and_no_wider_than_the_display() {
        let mut lines = Vec::new();
        wrap_under("president,candidate-abc,12345\nmayor,x,1", "  ", |line| lines.push(String::from(line)));
        assert_eq!(lines, ["president,", "  candidate-abc,", "  12345", "mayor,x,1"]);
        lines.clear();
        wrap_under(&"a".repeat(48), "  ", |line| lines.push(String::from(line)));
        assert_eq!(lines.iter().map(|line| line.chars().count()).collect::<Vec<_>>(), [16, 16, 16, 6]);
        assert_eq!(lines.concat().replace(' ', ""), "a".repeat(48));
    }

    #[test]
    fn no_line_has_more_columns_than_the_display() {
        for text in [
            "",
            " ",
            "                    x",
            "-----------------------",
            "a b c d e f g h i j k l",
            "Ә".repeat(40).as_str(),
        ] {
            assert!(lines(text).iter().all(|line| line.chars().count() <= COLUMNS), "{text}");
        }
    }

    #[test]
    fn what_has_no_glyph_is_replaced() {
        assert_eq!(lines("a\tb\u{c}c"), ["a\u{fffd}b\u{fffd}c"]);
    }
}
