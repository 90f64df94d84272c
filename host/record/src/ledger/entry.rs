//! Ledger entries, `tamga/entry/v1`: their text, and what an entry must not say.

use tamga_crypto::hash::Digest;

use super::field::Field;
use super::registry::Entry;
use crate::bytes::{ByteFault, same_bytes};
use crate::limits::{ENTRY_LEN_MAX, OFFICERS_MAX, REPLACEMENTS_MAX, VARIANTS_MAX};
use crate::text::{Lines, decimal};
use crate::time::{format_time, parse_time};

/// The first line of an entry.
pub const FIRST_LINE: &str = "tamga/entry/v1\n";

/// Why an entry is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are no entry.
    #[error("entry: {0}")]
    Bytes(#[from] ByteFault),
    /// The number and name are not those of a known kind; reserved ones are not known.
    #[error("entry: its kind is unknown to this version")]
    Kind,
    /// The entry contradicts itself: a variant that there is not, an officer on both sides, a number 0, a token that there is not.
    #[error("entry: its values contradict each other, or a number is 0")]
    Contradiction,
    /// The line does not have the key that stands at this place, or its value is not of the key's form.
    #[error("entry, line {line}: expected `{expected}` with a value of its form")]
    Line {
        /// The line, from 1.
        line: usize,
        /// The key that has to stand there.
        expected: &'static str,
    },
}

/// Reads the value of the next line, which must have this key.
pub(super) fn value<T: Field>(lines: &mut Lines<'_>, expected: &'static str) -> Result<T, EntryError> {
    let line = lines.number() + 1;
    lines.value_if(expected).and_then(T::read).ok_or(EntryError::Line { line, expected })
}

/// The registry. From this one table come the enum, its numbers and names, and both directions of the text.
macro_rules! registry {
    ($($(#[$doc:meta])* $number:literal $name:literal $kind:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal,)+
    })+) => {
        /// What happened, by kind. Numbers that are not here are reserved and refused.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Entry {
            $($(#[$doc])* $kind { $($(#[$field_doc])* $field: $type,)+ },)+
        }

        impl Entry {
            /// Number and name of every kind, in the order of numbers.
            pub const KINDS: &'static [(u8, &'static str)] = &[$(($number, $name),)+];

            /// The kind's number.
            pub const fn number(&self) -> u8 {
                match self {
                    $(Self::$kind { .. } => $number,)+
                }
            }

            /// The kind's name.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$kind { .. } => $name,)+
                }
            }

            /// Keys and values behind `time`, in order.
            pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$kind { $($field,)+ } => vec![$(($key, $field.write()),)+],)+
                }
            }

            pub(super) fn read(number: u8, name: &str, lines: &mut Lines<'_>) -> Result<Self, EntryError> {
                match (number, name) {
                    $(($number, $name) => Ok(Self::$kind { $($field: value(lines, $key)?,)+ }),)+
                    _ => Err(EntryError::Kind),
                }
            }
        }
    };
}

pub(super) use registry;

impl Entry {
    /// The entry's bytes at `time`, in Unix seconds.
    pub fn to_bytes(&self, time: u64) -> Vec<u8> {
        let (number, name, time) = (self.number(), self.name(), format_time(time));
        let mut text = format!("{FIRST_LINE}{number} {name}\ntime {time}\n");
        for (key, value) in self.fields() {
            for part in [key, " ", &value, "\n"] {
                text.push_str(part);
            }
        }
        text.into_bytes()
    }

    /// Reads an entry and its time in Unix seconds. Refuses unknown and reserved kinds, unknown, missing or disordered
    /// keys, and values that are not of their key's form.
    pub fn parse(untrusted: &[u8]) -> Result<(u64, Self), EntryError> {
        if untrusted.len() > ENTRY_LEN_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let mut lines = Lines::after_version(untrusted, FIRST_LINE)?;
        let kind = lines.next().and_then(|line| line.split_once(' ')).ok_or(EntryError::Kind)?;
        let number = decimal(kind.0).ok_or(EntryError::Kind)?;
        let bad_time = EntryError::Line { line: 3, expected: "time" };
        let time = lines.value_if("time").and_then(parse_time).ok_or(bad_time)?;
        let entry = Self::read(number, kind.1, &mut lines)?;
        if !lines.is_at_end() {
            return Err(ByteFault::TrailingBytes.into());
        }
        if !entry.is_consistent() {
            return Err(EntryError::Contradiction);
        }
        same_bytes(untrusted, &entry.to_bytes(time))?;
        Ok((time, entry))
    }

    /// What the forms of the single values do not say.
    fn is_consistent(&self) -> bool {
        match self {
            Self::Import { bundle, variant, .. } => *bundle > 0 && (1..=VARIANTS_MAX).contains(variant),
            Self::Fork { bundle, first, second, .. } => *bundle > 0 && first != second,
            Self::Decision { number, for_, against, .. } => {
                *number > 0 && !for_.0.iter().any(|officer| against.0.contains(officer))
            }
            Self::Amendment { number, .. }
            | Self::Recount { number, .. }
            | Self::Copy { number, .. }
            | Self::Resume { number, .. } => *number > 0,
            Self::Pause { number, entries, seals, .. } => *number > 0 && *entries > 0 && !seals.numbers().is_empty(),
            Self::End { openings, .. } => *openings > 0,
            Self::Operations { token, .. } | Self::Ended { token, .. } => {
                (1..=OFFICERS_MAX).contains(&usize::from(*token))
            }
            Self::Replacement { number, tokens, officers, .. } => {
                (1..=REPLACEMENTS_MAX).contains(number) && !tokens.iter().any(|token| officers.contains(token))
            }
            Self::Lot { first_officer, second_officer, .. } => first_officer != second_officer,
            _ => true,
        }
    }

    /// The digest of the answers to an unlock, as received, in the order of officers.
    pub fn unlock_digest(answers: &[Vec<u8>]) -> Digest {
        let parts: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
        tamga_crypto::hash::hash("tamga/unlock-answers/v1", &parts)
    }

    /// The running digest of a device's log after some more entries of it: 32 zero bytes before the first,
    /// `hash("tamga/device-log/v1", digest before ‖ raw entry[32])` after each.
    pub fn device_log_digest(before: &Digest, raw_entries: &[[u8; 32]]) -> Digest {
        let next = |digest: Digest, raw: &[u8; 32]| tamga_crypto::hash::hash("tamga/device-log/v1", &[&digest, raw]);
        raw_entries.iter().fold(*before, next)
    }

    /// The salted digest of the verdicts of an opening: salt from its number and the seeds of the box's regions in order,
    /// then SHA3-256 of each verdicts file in the same order.
    pub fn verdicts_digest<'a>(
        opening: u32,
        seeds: impl IntoIterator<Item = &'a crate::tally_file::Seed>,
        files: &[Digest],
    ) -> Digest {
        let opening = opening.to_be_bytes();
        let seeds = seeds.into_iter().map(|seed| seed.as_slice());
        let parts: Vec<&[u8]> = core::iter::once(opening.as_slice()).chain(seeds).collect();
        let salt = tamga_crypto::hash::hash("tamga/verdicts-salt/v1", &parts);
        tamga_crypto::hash::hash("tamga/verdicts/v1", &[&salt, files.as_flattened()])
    }
}
