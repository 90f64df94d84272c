//! The names that a token takes: one rule for whoever types them and for the token that refuses others.

use crate::limits::LABEL_CHARACTERS_MAX;

/// Letters that Kazakh has beside those of Russian.
const KAZAKH: &str = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

/// Whether a token may be called this: at most [`LABEL_CHARACTERS_MAX`] characters [`is_for_labels`], no space at an end, as a
/// display of 16 columns shows it as it is. The empty name takes the name away.
pub fn is_label(untrusted_text: &str) -> bool {
    let is_short = untrusted_text.chars().count() <= LABEL_CHARACTERS_MAX;
    let is_trimmed = !untrusted_text.starts_with(' ') && !untrusted_text.ends_with(' ');
    is_short && is_trimmed && untrusted_text.chars().all(is_for_labels)
}

/// Whether a label may have this character: Latin letters and digits, the letters of Russian and Kazakh, space, hyphen and dot. A
/// panel has to have glyphs for all of them, so that two labels never look the same for want of one.
pub fn is_for_labels(character: char) -> bool {
    let is_russian = matches!(character, 'А'..='я' | 'Ё' | 'ё');
    character.is_ascii_alphanumeric() || is_russian || " -.".contains(character) || KAZAKH.contains(character)
}
