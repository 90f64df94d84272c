//! The languages of the texts.

/// A language of the texts; its number is what is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Language {
    /// Kazakh, in Cyrillic letters.
    #[default]
    Kazakh = 0,
    /// Russian.
    Russian = 1,
    /// English.
    English = 2,
}

impl Language {
    /// All, in the order in which the keys change them.
    pub const ALL: [Self; 3] = [Self::Kazakh, Self::Russian, Self::English];

    /// The language after this one, and after the last the first.
    pub fn next(self) -> Self {
        match self {
            Self::Kazakh => Self::Russian,
            Self::Russian => Self::English,
            Self::English => Self::Kazakh,
        }
    }

    /// The language of this number; `None` if there is none.
    pub fn from_number(untrusted_number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|language| *language as u8 == untrusted_number)
    }
}
