use alloc::vec::Vec;

use super::Text;
use crate::font::has_glyph;
use crate::language::Language;
use crate::page::COLUMNS;
use crate::wrap::wrap;

/// The largest values that the places of an entry are filled with; of an entry whose only place is its last line, none: a
/// name or a figure there goes on on further lines.
fn largest(text: Text) -> &'static [&'static str] {
    match text {
        Text::EnrolFigures => &["15", "15", "15"],
        Text::EnrolCheckers => &["16", "16"],
        Text::WithdrawOption => &["64"],
        Text::EnrolReplaces => &["15", "65535"],
        Text::UnlockTally | Text::UnlockEscrow | Text::UnlockAdmin => &["8"],
        Text::CloseAsk | Text::RecountAsk | Text::OpenAsk => &["17"],
        Text::OpeningProgress => &["33 554 432", "33 554 432"],
        Text::HowToAnswer | Text::HoldTimeIs => &["5.0"],
        Text::TriesLeft => &["15"],
        Text::WaitSeconds => &["5 120"],
        Text::CheckKey => &["✓"],
        _ => &[],
    }
}

fn lines(text: &str) -> Vec<alloc::string::String> {
    let mut lines = Vec::new();
    wrap(text, |line| lines.push(line.into()));
    lines
}

#[test]
fn every_entry_is_there_in_every_language_with_the_same_places() {
    for text in Text::ALL {
        let places = |language| {
            let mut places: Vec<&str> = text.template(language).split('{').skip(1).collect();
            places.iter_mut().for_each(|place| *place = place.split('}').next().unwrap());
            places.sort_unstable();
            places
        };
        for language in Language::ALL {
            assert!(!text.template(language).trim().is_empty(), "{text:?} {language:?}");
            assert_eq!(places(language), places(Language::English), "{text:?} {language:?}");
        }
    }
}

#[test]
fn every_entry_fits_three_lines_with_its_largest_figures_and_breaks_no_word() {
    for text in Text::ALL {
        for language in Language::ALL {
            let values = largest(*text);
            let template = text.template(language);
            let is_open = values.is_empty() && template.contains('{');
            assert!(!is_open || template.ends_with("\n{0}"), "{text:?} {language:?} needs its largest figures");
            let filled = text.fill(language, values);
            let lines = lines(&filled);
            assert!(lines.len() <= if is_open { 2 } else { 3 }, "{text:?} {language:?}: {lines:?}");
            let words: Vec<&str> = filled.split_whitespace().collect();
            assert!(words.iter().all(|word| word.chars().count() <= COLUMNS), "{text:?} {language:?}: {words:?}");
            assert_eq!(lines.join(" ").split_whitespace().collect::<Vec<_>>(), words, "{text:?} {language:?}");
        }
    }
}

#[test]
fn the_lines_of_an_entry_are_those_written_in_the_catalogue() {
    for text in Text::ALL {
        for language in Language::ALL {
            let filled = text.fill(language, largest(*text));
            assert_eq!(lines(&filled).len(), filled.split('\n').count(), "{text:?} {language:?}: {filled}");
        }
    }
}

#[test]
fn a_word_in_the_header_leaves_room_for_two_digits_of_pages() {
    for text in Text::ALL.iter().filter(|text| alloc::format!("{text:?}").starts_with("Topic")) {
        for language in Language::ALL {
            assert!(text.template(language).chars().count() <= COLUMNS - 3, "{text:?} {language:?}");
        }
    }
}

#[test]
fn every_character_has_a_glyph() {
    for text in Text::ALL {
        for language in Language::ALL {
            let template = text.template(language);
            assert!(template.chars().all(|c| c == '\n' || has_glyph(c)), "{text:?} {language:?}: {template}");
        }
    }
}

#[test]
fn no_word_mixes_latin_and_cyrillic_letters_that_look_alike() {
    for text in Text::ALL {
        for language in Language::ALL {
            for word in text.template(language).split(|c: char| !c.is_alphabetic()) {
                let is_latin = word.chars().any(|c| c.is_ascii_alphabetic());
                assert!(!is_latin || word.is_ascii(), "{text:?} {language:?}: {word}");
            }
        }
    }
}

#[test]
fn no_russian_text_has_a_kazakh_letter_and_no_english_one_a_cyrillic() {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    for text in Text::ALL.iter().filter(|text| **text != Text::LanguageIs) {
        let russian = text.template(Language::Russian);
        assert!(!russian.chars().any(|c| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c)), "{text:?}: {russian}");
        assert!(!text.template(Language::English).chars().any(is_cyrillic), "{text:?}");
    }
}
