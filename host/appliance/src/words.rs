//! The catalogue of what people are told, in Kazakh, Russian and English (Fluent), and how each language writes numbers.

use std::env;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use tamga_record::definition::{Language, Names};
use unic_langid::LanguageIdentifier;

/// The files of the catalogue in one language. Those of failures and causes hold what a [`Message`](crate::message::Message) says.
type Files = [&'static str; 15];

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../words/", $language, "/paper.ftl")),
            include_str!(concat!("../words/", $language, "/screen.ftl")),
            include_str!(concat!("../words/", $language, "/officers.ftl")),
            include_str!(concat!("../words/", $language, "/others.ftl")),
            include_str!(concat!("../words/", $language, "/watch.ftl")),
            include_str!(concat!("../words/", $language, "/recording.ftl")),
            include_str!(concat!("../words/", $language, "/pauses.ftl")),
            include_str!(concat!("../words/", $language, "/receipts.ftl")),
            include_str!(concat!("../words/", $language, "/ledger.ftl")),
            include_str!(concat!("../words/", $language, "/checks.ftl")),
            include_str!(concat!("../words/", $language, "/inputs.ftl")),
            include_str!(concat!("../words/", $language, "/listings.ftl")),
            include_str!(concat!("../words/", $language, "/failures.ftl")),
            include_str!(concat!("../words/", $language, "/causes.ftl")),
            include_str!(concat!("../words/", $language, "/news.ftl")),
        ]
    };
}

const KK: Files = files!("kk");
const RU: Files = files!("ru");
const EN: Files = files!("en");

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
    /// The catalogue in this language, read once.
    pub fn of(language: Language) -> &'static Self {
        static READ: [OnceLock<Words>; 3] = [const { OnceLock::new() }; 3];
        let [kk, ru, en] = &READ;
        let place = match language {
            Language::Kk => kk,
            Language::Ru => ru,
            Language::En => en,
        };
        place.get_or_init(|| Self::read(language))
    }

    /// The catalogue of the command line: of the language of the surroundings, else English, as scripts read it.
    pub fn of_command_line() -> &'static Self {
        Self::of(surroundings().unwrap_or(Language::En))
    }

    /// A mistake in a catalogue is found by this crate's tests; what can be read of it serves.
    fn read(language: Language) -> Self {
        let (files, id) = match language {
            Language::Kk => (KK, "kk"),
            Language::Ru => (RU, "ru"),
            Language::En => (EN, "en"),
        };
        let id: LanguageIdentifier = id.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Marks around what is filled in would be cells of their own on a terminal.
        bundle.set_use_isolating(false);
        for text in files {
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
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
        self.find(key, None, values).unwrap_or_else(|| key.to_owned())
    }

    /// As [`Words::with`], of a message or of an attribute of it; nothing where there is none.
    pub fn find(&self, key: &str, attribute: Option<&str>, values: &[(&str, Value<'_>)]) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        };
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
        Some(self.bundle.format_pattern(pattern?, Some(&args), &mut Vec::new()).into_owned())
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

/// The language that the surroundings name: `TAMGA_LANGUAGE`, then `LC_ALL`, `LC_MESSAGES` and `LANG`; the first that is set
/// decides, and names none where it is another one than Kazakh, Russian or English.
pub fn surroundings() -> Option<Language> {
    let named = ["TAMGA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"];
    named_by(&named.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))?)
}

/// `ru`, `ru_RU.UTF-8`, `ru-KZ`.
fn named_by(locale: &str) -> Option<Language> {
    match locale.split(['_', '-', '.', '@']).next() {
        Some("kk") => Some(Language::Kk),
        Some("ru") => Some(Language::Ru),
        Some("en") => Some(Language::En),
        _ => None,
    }
}

#[cfg(test)]
pub use tests::messages_with_advice;

#[cfg(test)]
mod tests;
