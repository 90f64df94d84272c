//! Numbers and lists in sentences, and sentences in lines.

use std::fmt::Display;

/// `1 token`, `3 tokens`, `no tokens`.
pub fn count(number: usize, one: &str, several: &str) -> String {
    match number {
        0 => format!("no {several}"),
        1 => format!("1 {one}"),
        number => format!("{number} {several}"),
    }
}

/// `1`, `1 and 2`, `1, 2 and 3`; `none` of nothing.
pub fn all_of<T: Display>(things: &[T]) -> String {
    joined(things)
}

/// `officer 1`, `officers 1 and 2`.
pub fn officers(indices: &[u8]) -> String {
    numbered("officer", indices)
}

/// `token 1`, `tokens 1 and 2`.
pub fn tokens(indices: &[u8]) -> String {
    numbered("token", indices)
}

/// The text in lines of at most so many columns, broken between words; all lines but the first begin with `indent` spaces. A word
/// that is longer stays whole.
pub fn wrapped(text: &str, columns: usize, indent: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for (place, word) in text.split(' ').enumerate() {
        let width = word.chars().count();
        if place > 0 && column + 1 + width > columns && column > indent {
            lines.truncate(lines.trim_end_matches(' ').len());
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            column = indent;
        } else if place > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += width;
    }
    lines
}

fn numbered(one: &str, indices: &[u8]) -> String {
    match indices {
        [] => format!("no {one}"),
        [index] => format!("{one} {index}"),
        several => format!("{one}s {}", all_of(several)),
    }
}

fn joined<T: Display>(things: &[T]) -> String {
    let things: Vec<String> = things.iter().map(ToString::to_string).collect();
    match things.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_as_people_write_them() {
        assert_eq!([0, 1, 3].map(|number| count(number, "token", "tokens")), ["no tokens", "1 token", "3 tokens"]);
        assert_eq!(
            [&[][..], &[4], &[1, 2], &[1, 2, 5]].map(officers),
            ["no officer", "officer 4", "officers 1 and 2", "officers 1, 2 and 5"]
        );
        assert_eq!(tokens(&[2, 3]), "tokens 2 and 3");
        assert_eq!(all_of::<u8>(&[]), "none");
    }

    #[test]
    fn lines_break_between_words_and_keep_what_is_too_long_whole() {
        assert_eq!(wrapped("tokens     one two three", 18, 4), "tokens     one two\n    three");
        assert_eq!(wrapped("a b", 80, 4), "a b");
        assert_eq!(wrapped("see /a/very/long/path now", 10, 2), "see\n  /a/very/long/path\n  now");
        assert_eq!(wrapped("", 10, 2), "");
    }
}
