//! Sentences in lines.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_keep_what_is_too_long_whole() {
        assert_eq!(wrapped("tokens     one two three", 18, 4), "tokens     one two\n    three");
        assert_eq!(wrapped("a b", 80, 4), "a b");
        assert_eq!(wrapped("see /a/very/long/path now", 10, 2), "see\n  /a/very/long/path\n  now");
        assert_eq!(wrapped("", 10, 2), "");
    }
}
