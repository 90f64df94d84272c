//! Tables and values of a TOML file that know their line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::{Datetime, Offset};

use super::{Problem, TomlError};
use crate::bytes::is_id;
use crate::definition::{Language, Names, RESERVED_IDS};
use crate::limits::NAME_LEN_MAX;
use crate::text::is_text;
use crate::time::{UNIX_SECONDS_MAX, unix_seconds};

pub(super) type Read<T> = Result<T, TomlError>;

/// The line of a byte of the source, from 1.
pub(super) fn line_of(source: &str, offset: usize) -> usize {
    let before = source.as_bytes().get(..offset).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// A table all of whose keys are known.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    source: &'a str,
    table: &'a DeTable<'a>,
    /// Where it begins, in bytes: its line is counted where it is to be said.
    at: usize,
}

impl<'a> Table<'a> {
    /// Refuses the first key that is not among `known`.
    pub(super) fn new(source: &'a str, table: &'a DeTable<'a>, at: usize, known: &[&str]) -> Read<Self> {
        let unknown = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        if let Some(key) = unknown.min_by_key(|key| key.span().start) {
            let line = line_of(source, key.span().start);
            return Err(TomlError { line, problem: Problem::UnknownKey { key: key.get_ref().to_string() } });
        }
        Ok(Self { source, table, at })
    }

    pub(super) fn optional(&self, key: &'static str) -> Option<Value<'a>> {
        self.table.get(key).map(|value| Value { source: self.source, value, key })
    }

    pub(super) fn required(&self, key: &'static str) -> Read<Value<'a>> {
        let missing = || TomlError { line: line_of(self.source, self.at), problem: Problem::MissingKey { key } };
        self.optional(key).ok_or_else(missing)
    }

    /// The number at `key`, or what it is by default.
    pub(super) fn number_or(&self, key: &'static str, min: u32, max: u32, default: u32) -> Read<u32> {
        self.optional(key).map_or(Ok(default), |value| value.number(min, max))
    }

    /// The word at `key`, or what it is by default.
    pub(super) fn word_or<T: Copy>(
        &self,
        key: &'static str,
        choices: (&'static [T], fn(T) -> &'static str),
        default: T,
    ) -> Read<T> {
        self.optional(key).map_or(Ok(default), |value| value.word(choices))
    }

    /// The table at `key`; `None` where it is not.
    pub(super) fn optional_table(&self, key: &'static str, known: &[&str]) -> Read<Option<Table<'a>>> {
        self.optional(key).map(|value| value.table(known)).transpose()
    }
}

/// A value that knows its key and its line.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    source: &'a str,
    value: &'a Spanned<DeValue<'a>>,
    key: &'static str,
}

impl<'a> Value<'a> {
    pub(super) fn line(&self) -> usize {
        line_of(self.source, self.value.span().start)
    }

    pub(super) fn fault(&self, problem: Problem) -> TomlError {
        TomlError { line: self.line(), problem }
    }

    pub(super) fn not_yet_supported(&self) -> TomlError {
        self.fault(Problem::NotYetSupported { key: self.key })
    }

    fn wrong_type(&self, expected: &'static str) -> TomlError {
        self.fault(Problem::WrongType { key: self.key, expected })
    }

    pub(super) fn text(&self) -> Read<&'a str> {
        self.value.get_ref().as_str().ok_or_else(|| self.wrong_type("a text in quotes"))
    }

    pub(super) fn number(&self, min: u32, max: u32) -> Read<u32> {
        let integer = self.value.get_ref().as_integer();
        let number = integer.and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok());
        let bad = || self.fault(Problem::BadNumber { key: self.key, min, max });
        number.filter(|number| (min..=max).contains(number)).ok_or_else(bad)
    }

    /// One of the values of a choice, by its word.
    pub(super) fn word<T: Copy>(&self, (choices, word): (&'static [T], fn(T) -> &'static str)) -> Read<T> {
        let text = self.text()?;
        let words = || choices.iter().map(|choice| word(*choice)).collect::<Vec<_>>().join(", ");
        let chosen = choices.iter().find(|choice| word(**choice) == text).copied();
        chosen.ok_or_else(|| self.fault(Problem::BadWord { key: self.key, words: words() }))
    }

    /// An id that is not reserved.
    pub(super) fn id(&self) -> Read<String> {
        let id = self.text()?.to_owned();
        if id == "*" || RESERVED_IDS.contains(&id.as_str()) {
            return Err(self.fault(Problem::ReservedId { id }));
        }
        if is_id(id.as_bytes()) { Ok(id) } else { Err(self.fault(Problem::BadId { id })) }
    }

    pub(super) fn table(&self, known: &[&str]) -> Read<Table<'a>> {
        let table = self.value.get_ref().as_table().ok_or_else(|| self.wrong_type("a table"))?;
        Table::new(self.source, table, self.value.span().start, known)
    }

    /// The values of an array, 1 to `max` of them.
    pub(super) fn values(&self, max: usize) -> Read<Vec<Value<'a>>> {
        let array = self.value.get_ref().as_array().ok_or_else(|| self.wrong_type("an array"))?;
        if !(1..=max).contains(&array.len()) {
            return Err(self.fault(Problem::BadCount { key: self.key, max }));
        }
        Ok(array.iter().map(|value| Value { value, ..*self }).collect())
    }

    /// A title or name: a table of texts by language, the default language among them.
    pub(super) fn names(&self, default: Language) -> Read<Names> {
        let languages: Vec<&str> = Language::ALL.iter().map(|language| language.word()).collect();
        let table = self.table(&languages)?;
        let mut names = Names::default();
        for language in Language::ALL {
            let Some(value) = table.optional(language.word()) else {
                continue;
            };
            let text = value.text()?;
            if !is_text(text, NAME_LEN_MAX) {
                return Err(value.fault(Problem::BadText { key: self.key }));
            }
            names.set(*language, text.to_owned());
        }
        if names.in_language(default).is_none() {
            let language = default.word();
            return Err(self.fault(Problem::NoDefaultLanguage { key: self.key, language }));
        }
        Ok(names)
    }

    /// A time in Unix seconds.
    pub(super) fn time(&self) -> Read<u64> {
        let datetime = self.value.get_ref().as_datetime();
        let bad = || self.fault(Problem::BadTime { key: self.key });
        datetime.and_then(to_unix_seconds).ok_or_else(bad)
    }
}

/// Unix seconds of a date and time with offset; `None` for anything less, and for fractions of a second.
fn to_unix_seconds(datetime: &Datetime) -> Option<u64> {
    let (date, time, offset) = (datetime.date?, datetime.time?, datetime.offset?);
    if time.nanosecond.unwrap_or(0) != 0 {
        return None;
    }
    let [month, day, hour, minute] = [date.month, date.day, time.hour, time.minute].map(u64::from);
    let second = u64::from(time.second.unwrap_or(0));
    let local = unix_seconds(u64::from(date.year), month, day, hour, minute, second)?;
    let east_minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let seconds = i64::try_from(local).ok()?.checked_sub(east_minutes * 60)?;
    u64::try_from(seconds).ok().filter(|seconds| *seconds <= UNIX_SECONDS_MAX)
}
