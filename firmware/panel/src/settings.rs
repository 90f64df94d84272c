//! What the officer sets with the keys, and the board keeps.

use crate::language::Language;

/// Hold times to choose from, in milliseconds.
const HOLD_TIMES_MS: [u16; 6] = [500, 1_000, 1_500, 2_000, 3_000, 5_000];

/// Bytes of stored settings.
const SETTINGS_LEN: usize = 3;

/// Language and hold time. Kazakh and 1.5 s where nothing was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    language: Language,
    hold_ms: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: Language::default(), hold_ms: 1_500 }
    }
}

impl Settings {
    /// These settings; a hold time outside 500 to 5,000 ms is taken to the nearer end.
    pub fn new(language: Language, hold_ms: u16) -> Self {
        Self { language, hold_ms: hold_ms.clamp(500, 5_000) }
    }

    /// The language of the texts.
    pub fn language(self) -> Language {
        self.language
    }

    /// How long a key is held to answer, in milliseconds: 500 to 5,000.
    pub fn hold_ms(self) -> u16 {
        self.hold_ms
    }

    /// As stored: u8 language (0 Kazakh, 1 Russian, 2 English), u16 hold time in milliseconds, big endian.
    pub fn to_bytes(self) -> [u8; SETTINGS_LEN] {
        let [high, low] = self.hold_ms.to_be_bytes();
        [self.language as u8, high, low]
    }

    /// From what was stored; `None` for anything that [`Self::to_bytes`] does not give.
    pub fn from_bytes(untrusted_bytes: &[u8]) -> Option<Self> {
        let &[language, high, low] = untrusted_bytes else { return None };
        let hold_ms = u16::from_be_bytes([high, low]);
        let settings = Self::new(Language::from_number(language)?, hold_ms);
        (settings.hold_ms == hold_ms).then_some(settings)
    }

    pub(crate) fn with_next_language(self) -> Self {
        Self { language: self.language.next(), ..self }
    }

    /// The next longer hold time to choose from, and after the longest the shortest.
    pub(crate) fn with_next_hold_time(self) -> Self {
        let longer = HOLD_TIMES_MS.into_iter().find(|time| *time > self.hold_ms);
        let [shortest, ..] = HOLD_TIMES_MS;
        Self { hold_ms: longer.unwrap_or(shortest), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_from_their_bytes_and_nothing_else_does() {
        for language in Language::ALL {
            let settings = Settings::new(language, 700);
            assert_eq!(Settings::from_bytes(&settings.to_bytes()), Some(settings));
        }
        for bytes in [&[][..], &[0], &[3, 2, 0], &[0, 0, 0], &[0, 0xff, 0xff], &[0, 5, 0xdc, 0]] {
            assert_eq!(Settings::from_bytes(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn the_keys_go_round_all_languages_and_hold_times() {
        let start = Settings::default();
        let languages = (0..3).fold(start, |settings, _| settings.with_next_language());
        assert_eq!(languages, start);
        let times = (0..6).fold(start, |settings, _| settings.with_next_hold_time());
        assert_eq!(times, start);
        assert_eq!(Settings::new(Language::Kazakh, 700).with_next_hold_time().hold_ms(), 1_000);
    }
}
