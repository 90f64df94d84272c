//! The values of an entry about a copy of the protocol on paper.

use super::field::Field;
use crate::bytes::is_id;
use crate::definition::Language;
use crate::limits::NAME_LEN_MAX;
use crate::text::is_text;

/// Who a copy is for: 1 to 256 bytes of plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient(String);

impl Recipient {
    /// Refuses what is no plain text of 1 to 256 bytes: control characters, hidden ones, a space first or last.
    pub fn parse(untrusted: &str) -> Option<Self> {
        is_text(untrusted, NAME_LEN_MAX).then(|| Self(untrusted.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Field for Recipient {
    fn write(&self) -> String {
        self.0.clone()
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        Self::parse(untrusted_value)
    }
}

/// Which forms a copy has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// That of all regions together.
    Summary,
    /// That, then those of all regions in definition order.
    All,
    /// That of one region, by its code.
    Region(String),
}

impl Field for Scope {
    fn write(&self) -> String {
        match self {
            Self::Summary => "summary".to_owned(),
            Self::All => "all".to_owned(),
            Self::Region(code) => format!("region-{code}"),
        }
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        match untrusted_value {
            "summary" => Some(Self::Summary),
            "all" => Some(Self::All),
            other => {
                let code = other.strip_prefix("region-").filter(|code| is_id(code.as_bytes()))?;
                Some(Self::Region(code.to_owned()))
            }
        }
    }
}

/// The languages that every form of a copy is there in: at least one, in the order kk, ru, en.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages(Vec<Language>);

impl Languages {
    /// These languages, once each and in their order; `None` where there are none.
    pub fn of(languages: &[Language]) -> Option<Self> {
        let order = [Language::Kk, Language::Ru, Language::En];
        let there: Vec<Language> = order.into_iter().filter(|language| languages.contains(language)).collect();
        (!there.is_empty()).then_some(Self(there))
    }

    /// The languages.
    pub fn as_slice(&self) -> &[Language] {
        &self.0
    }
}

impl Field for Languages {
    fn write(&self) -> String {
        self.0.iter().map(|language| language.word()).collect::<Vec<_>>().join(",")
    }

    fn read(untrusted_value: &str) -> Option<Self> {
        let languages: Vec<Language> = untrusted_value.split(',').map(Language::from_word).collect::<Option<_>>()?;
        Self::of(&languages).filter(|there| there.0 == languages)
    }
}
