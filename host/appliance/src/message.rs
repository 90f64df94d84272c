//! What people are told, in no language yet: a message of the catalogue and what stands in its places. Whoever shows it, the
//! command line or the screen, writes it in the language of whoever reads it, at the very end.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tamga_record::definition::{Definition, Language, Names};

use crate::words::{Value, Words};

/// A message of the catalogue with what stands in its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    key: Cow<'static, str>,
    parts: Vec<(Cow<'static, str>, Part)>,
}

/// What stands in a place of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A number. `{ $n }` chooses the plural, `{ $n-text }` is it as the language writes it.
    Number(u64),
    /// A text that is the same in every language: a path, a name, a code.
    Text(String),
    /// A title or name of the definition: in the reader's language, else in the election's.
    Name(Names, Language),
    /// A part of a whole, in per cent.
    Share(u64, u64),
    /// Another message. `{ $why }` is what happened, `{ $why-advice }` what to do about it.
    Message(Box<Message>),
    /// `1, 2 and 3`. `{ $officers-n }` is how many there are.
    All(Vec<Part>),
    /// `1, 2 or 3`. `{ $officers-n }` is how many there are.
    OneOf(Vec<Part>),
}

impl Message {
    /// The message with this key, nothing in its places.
    pub const fn of(key: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), parts: Vec::new() }
    }

    /// The message about one of several kinds of a thing: what it is a kind of, and the kind's name.
    pub fn of_kind(family: &str, kind: &str) -> Self {
        Self { key: Cow::Owned(format!("{family}-{kind}")), parts: Vec::new() }
    }

    /// Words that no catalogue has: of another program, the operating system, or the innermost part of this one. They are shown
    /// as they are.
    pub fn plain(text: impl Display) -> Self {
        Self::of("plain").with("text", text.to_string())
    }

    /// The same with something in one of its places.
    pub fn with(mut self, place: &'static str, part: impl Into<Part>) -> Self {
        self.parts.push((Cow::Borrowed(place), part.into()));
        self
    }

    /// Its key, the same in every language and version.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The text that stands in a place; none where something else or nothing does.
    pub fn text_in(&self, place: &str) -> Option<&str> {
        match self.part(place)? {
            Part::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The message that stands in a place; none where something else or nothing does.
    pub fn message_in(&self, place: &str) -> Option<&Self> {
        match self.part(place)? {
            Part::Message(message) => Some(message),
            _ => None,
        }
    }

    fn part(&self, place: &str) -> Option<&Part> {
        self.parts.iter().find(|(of, _)| of == place).map(|(_, part)| part)
    }

    /// What happened.
    pub fn text(&self, words: &Words) -> String {
        self.text_for(Reader::Output, words)
    }

    /// The same for whoever has the screen before them: `.shown` where the message has it, as commands are no help there.
    pub fn text_on_screen(&self, words: &Words) -> String {
        self.text_for(Reader::Screen, words)
    }

    /// What to do about it, where the catalogue says so: the message's attribute `.advice`.
    pub fn advice(&self, words: &Words) -> Option<String> {
        self.advice_for(Reader::Output, words)
    }

    /// The same for whoever has the screen before them: `.on-screen` where the message has it.
    pub fn advice_on_screen(&self, words: &Words) -> Option<String> {
        self.advice_for(Reader::Screen, words)
    }

    fn text_for(&self, reader: Reader, words: &Words) -> String {
        let shown = if reader == Reader::Screen { self.written(words, Some("shown"), reader) } else { None };
        shown.or_else(|| self.written(words, None, reader)).unwrap_or_else(|| self.key.clone().into_owned())
    }

    fn advice_for(&self, reader: Reader, words: &Words) -> Option<String> {
        let shown = if reader == Reader::Screen { self.written(words, Some("on-screen"), reader) } else { None };
        shown.or_else(|| self.written(words, Some("advice"), reader))
    }

    fn written(&self, words: &Words, attribute: Option<&str>, reader: Reader) -> Option<String> {
        let mut places: Vec<(String, Written)> = Vec::new();
        for (place, part) in &self.parts {
            match part {
                Part::Message(message) => {
                    let advice = message.advice_for(reader, words).unwrap_or_default();
                    places.push((format!("{place}-advice"), Written::Text(advice)));
                }
                Part::All(parts) | Part::OneOf(parts) => {
                    places.push((format!("{place}-n"), Written::Number(parts.len() as u64)));
                }
                Part::Number(_) | Part::Text(_) | Part::Name(..) | Part::Share(..) => {}
            }
            places.push((place.clone().into_owned(), part.written(reader, words)));
        }
        let values: Vec<(&str, Value<'_>)> =
            places.iter().map(|(place, written)| (place.as_str(), written.value())).collect();
        words.find(&self.key, attribute, &values)
    }
}

/// Who reads a message: whoever typed a command, or whoever has the screen before them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Output,
    Screen,
}

/// What a part is in one language.
enum Written {
    Number(u64),
    Text(String),
}

impl Written {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) => Value::Text(text),
        }
    }
}

impl Part {
    /// `1, 2 and 3`; `none` of nothing.
    pub fn all_of<P: Into<Self>>(parts: impl IntoIterator<Item = P>) -> Self {
        Self::All(parts.into_iter().map(Into::into).collect())
    }

    /// `1, 2 or 3`; `none` of nothing.
    pub fn one_of<P: Into<Self>>(parts: impl IntoIterator<Item = P>) -> Self {
        Self::OneOf(parts.into_iter().map(Into::into).collect())
    }

    /// A region by its name and code.
    pub fn region(definition: &Definition, region: u16) -> Self {
        let Some(described) = definition.region(region) else { return Self::Text("?".to_owned()) };
        let name = Self::Name(described.name.clone(), definition.language);
        Message::of("region-named").with("name", name).with("code", &described.code).into()
    }

    fn written(&self, reader: Reader, words: &Words) -> Written {
        Written::Text(match self {
            Self::Number(number) => return Written::Number(*number),
            Self::Text(text) => text.clone(),
            Self::Name(names, default) => words.name(names, *default).to_owned(),
            Self::Share(part, whole) => words.percent(*part, *whole),
            Self::Message(message) => message.text_for(reader, words),
            Self::All(parts) => joined(parts, "list-all", reader, words),
            Self::OneOf(parts) => joined(parts, "list-one-of", reader, words),
        })
    }

    fn text_for(&self, reader: Reader, words: &Words) -> String {
        match self.written(reader, words) {
            Written::Number(number) => words.number(number),
            Written::Text(text) => text,
        }
    }

    /// As it is written in one language.
    pub fn text(&self, words: &Words) -> String {
        self.text_for(Reader::Output, words)
    }

    /// Whether it is a figure, which stands to the right in its column.
    pub fn is_figure(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Share(..))
    }
}

fn joined(parts: &[Part], key: &str, reader: Reader, words: &Words) -> String {
    let texts: Vec<String> = parts.iter().map(|part| part.text_for(reader, words)).collect();
    match texts.as_slice() {
        [] => words.get("list-none"),
        [one] => one.clone(),
        [before @ .., last] => {
            let before = before.join(", ");
            words.with(key, &[("before", Value::Text(&before)), ("last", Value::Text(last))])
        }
    }
}

/// In English, for whoever reads the inside of the program.
impl Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Words::of(Language::En)))
    }
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Self {
        Self::of(key)
    }
}

impl From<Message> for Part {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Part {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&Path> for Part {
    fn from(path: &Path) -> Self {
        Self::Text(path.display().to_string())
    }
}

impl From<&PathBuf> for Part {
    fn from(path: &PathBuf) -> Self {
        Self::from(path.as_path())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Part {
            fn from(number: $number) -> Self {
                Self::Number(number as u64)
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, usize);

impl From<&u8> for Part {
    fn from(number: &u8) -> Self {
        Self::Number(u64::from(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::LANGUAGES;

    #[test]
    fn a_message_is_written_in_the_language_of_whoever_reads_it() {
        let message = Message::of("officers-listed").with("officers", Part::all_of([1u8, 2, 5]));
        let written = LANGUAGES.map(|language| message.text(Words::of(language)));
        assert_eq!(written, ["1, 2 және 5-мүшелер", "члены комиссии 1, 2 и 5", "officers 1, 2 and 5"]);
        assert_eq!(Message::of("officers-listed").with("officers", Part::all_of([4u8])).to_string(), "officer 4");
        assert_eq!(Message::of("officers-listed").with("officers", Part::all_of::<u8>([])).to_string(), "no officer");
    }

    #[test]
    fn what_is_inside_a_message_is_in_its_language_and_its_advice_is_at_hand() {
        let inside = Message::of("interrupted");
        let message = Message::of("hsm-failed").with("serial", "x-1").with("error", inside);
        let ru = Words::of(Language::Ru);
        assert_eq!(message.text(ru), "HSM x-1: остановлено по просьбе");
        assert_eq!(
            message.advice(ru).as_deref(),
            Words::of(Language::Ru).find("interrupted", Some("advice"), &[]).as_deref()
        );
    }

    #[test]
    fn the_screen_is_told_of_screens_where_the_command_line_is_told_of_commands() {
        let next = Message::of("next-closed").with("at", "/e");
        let around = Message::of("next-casting").with("at", "/e").with("next", next.clone());
        for words in LANGUAGES.map(Words::of) {
            assert!(next.text(words).contains("tamga tally --at /e"));
            for told in [next.text_on_screen(words), around.text_on_screen(words)] {
                assert!(told.contains("Enter") && !told.contains("tamga"), "{told}");
            }
        }
    }

    #[test]
    fn a_message_without_advice_has_none() {
        assert_eq!(Message::plain("x").advice(Words::of(Language::Kk)), None);
    }
}
