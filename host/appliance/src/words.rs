//! The catalogue of what people are told, in Kazakh, Russian and English (Fluent), and how each language writes numbers.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use tamga_record::definition::{Language, Names};
use unic_langid::LanguageIdentifier;

/// The files of the catalogue in one language.
type Files = [&'static str; 2];

const KK: Files = [include_str!("../words/kk/screen.ftl"), include_str!("../words/kk/watch.ftl")];
const RU: Files = [include_str!("../words/ru/screen.ftl"), include_str!("../words/ru/watch.ftl")];
const EN: Files = [include_str!("../words/en/screen.ftl"), include_str!("../words/en/watch.ftl")];

/// The languages in the order in which a key goes through them.
pub const LANGUAGES: [Language; 3] = [Language::Kk, Language::Ru, Language::En];

/// The catalogue in one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// Something that a message has a place for.
pub enum Value<'a> {
    /// A number: it chooses the plural and is written as the language has it.
    Number(u64),
    /// A text.
    Text(&'a str),
}

impl Words {
    /// The catalogue in this language. A mistake in a catalogue is found by this crate's tests; what can be read of it serves.
    pub fn of(language: Language) -> Self {
        let (files, id) = match language {
            Language::Kk => (KK, "kk"),
            Language::Ru => (RU, "ru"),
            Language::En => (EN, "en"),
        };
        let id: LanguageIdentifier = id.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![id]);
        // Marks around what is filled in would be cells of their own on a terminal.
        bundle.set_use_isolating(false);
        for text in files {
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message; its key where there is none.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with what it has places for. A number stands under its name for the plural and under its name with `-text` as it
    /// is written.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Number(number) => {
                    args.set((*name).to_owned(), FluentValue::from(*number as f64));
                    args.set(format!("{name}-text"), FluentValue::from(self.number(*number)));
                }
                Value::Text(text) => args.set((*name).to_owned(), FluentValue::from(*text)),
            }
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// A message with one number.
    pub fn count(&self, key: &str, number: u64) -> String {
        self.with(key, &[("n", Value::Number(number))])
    }

    /// A name in this language, else in the one that it is there in.
    pub fn name<'n>(&self, names: &'n Names, default: Language) -> &'n str {
        names.get(self.language, default)
    }

    /// A number with its thousands apart: a comma in English, else a space that does not break.
    pub fn number(&self, number: u64) -> String {
        let apart = if self.language == Language::En { ',' } else { '\u{a0}' };
        crate::news::grouped(number).replace(',', &apart.to_string())
    }

    /// `part` of `whole` in per cent with one decimal, written as the language has it; a dash of nothing.
    pub fn percent(&self, part: u64, whole: u64) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        let tenths = (u128::from(part) * 2000 + u128::from(whole)) / (2 * u128::from(whole));
        let point = if self.language == Language::En { '.' } else { ',' };
        let space = if self.language == Language::En { "" } else { "\u{a0}" };
        format!("{}{point}{}{space}%", tenths / 10, tenths % 10)
    }

    /// The language after this one.
    pub fn next(language: Language) -> Language {
        let place = LANGUAGES.iter().position(|of| *of == language).unwrap_or(0);
        LANGUAGES.get((place + 1) % LANGUAGES.len()).copied().unwrap_or(Language::En)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(files: &[&str]) -> BTreeSet<String> {
        let of = |line: &str| {
            let (key, _) = line.split_once(" =")?;
            let is_key = key.starts_with(|first: char| first.is_ascii_lowercase());
            is_key.then(|| key.to_owned())
        };
        files.iter().flat_map(|text| text.lines()).filter_map(of).collect()
    }

    #[test]
    fn every_message_is_in_all_three_languages() {
        assert_eq!(keys(&KK), keys(&EN));
        assert_eq!(keys(&RU), keys(&EN));
    }

    #[test]
    fn every_catalogue_can_be_read_and_no_message_is_in_two_files() {
        for files in [KK, RU, EN] {
            for text in files {
                assert!(FluentResource::try_new(text.to_owned()).is_ok());
            }
            let one_by_one: usize = files.map(|text| keys(&[text]).len()).into_iter().sum();
            assert_eq!(one_by_one, keys(&files).len());
        }
    }

    #[test]
    fn numbers_are_written_as_the_language_has_them() {
        let written = |language| Words::of(language).number(1_234_567);
        assert_eq!(written(Language::En), "1,234,567");
        assert_eq!(written(Language::Ru), "1\u{a0}234\u{a0}567");
        let share = |language| Words::of(language).percent(1, 3);
        assert_eq!((share(Language::En).as_str(), share(Language::Kk).as_str()), ("33.3%", "33,3\u{a0}%"));
        assert_eq!(Words::of(Language::En).percent(2_000, 3_000), "66.7%");
    }

    #[test]
    fn plurals_follow_the_rules_of_the_language() {
        let ru = |n| Words::of(Language::Ru).count("records", n);
        assert_eq!([ru(1), ru(2), ru(5), ru(21)], ["1 запись", "2 записи", "5 записей", "21 запись"]);
    }
}
