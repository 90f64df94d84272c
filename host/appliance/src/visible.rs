//! Text that came from outside, as a terminal may be given it.

use std::borrow::Cow;

/// What stands for a character that is not shown.
const HIDDEN: char = '\u{fffd}';

/// The same text with a mark for each character that would steer the terminal, hide or reorder what is read: control characters but
/// line ends, and those that texts of a definition must not have. Names of files, what was typed, words of devices and of the
/// operating system all pass here before they are shown.
pub fn visible(untrusted_text: &str) -> Cow<'_, str> {
    if !untrusted_text.contains(steers) {
        return untrusted_text.into();
    }
    untrusted_text.chars().map(|letter| if steers(letter) { HIDDEN } else { letter }).collect::<String>().into()
}

fn steers(letter: char) -> bool {
    letter.is_control() && letter != '\n' || tamga_record::hides_or_reorders(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal_or_reorders_what_is_read() {
        assert_eq!(visible("Шымкент қаласы\nаудан · 12"), "Шымкент қаласы\nаудан · 12");
        assert_eq!(
            visible("\x1b[2J\u{9b}31m\u{202e}txt.\u{200b}\t\r\x07"),
            "\u{fffd}[2J\u{fffd}31m\u{fffd}txt.\u{fffd}\u{fffd}\u{fffd}\u{fffd}"
        );
    }
}
