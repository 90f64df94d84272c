//! What the text files share: lines that all end with LF, decimal numbers, digests in hex.

use tamga_crypto::hash::Digest;

use crate::bytes::ByteFault;

/// Lines of a text file, counted from 1. Every line ends with LF and nothing follows the last one.
#[derive(Clone)]
pub(crate) struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    /// Refuses what is not UTF-8 or does not end with LF.
    pub(crate) fn new(untrusted: &'a [u8]) -> Result<Self, ByteFault> {
        let rest = core::str::from_utf8(untrusted).map_err(|_| ByteFault::NotUtf8)?;
        if !rest.ends_with('\n') {
            return Err(ByteFault::EndsEarly);
        }
        Ok(Self { rest, number: 0 })
    }

    /// As [`Lines::new`], behind the first line `version`, which is given with its LF.
    pub(crate) fn after_version(untrusted: &'a [u8], version: &str) -> Result<Self, ByteFault> {
        let mut lines = Self::new(untrusted)?;
        lines.rest = lines.rest.strip_prefix(version).ok_or(ByteFault::WrongFirstLine)?;
        lines.number = 1;
        Ok(lines)
    }

    /// The number of the line last taken, from 1.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn next(&mut self) -> Option<&'a str> {
        let (line, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
        self.number += 1;
        Some(line)
    }

    /// What stands behind `key ` in the next line; `None`, and the line stays, where the next line has another key.
    pub(crate) fn value_if(&mut self, key: &str) -> Option<&'a str> {
        let (line, _) = self.rest.split_once('\n')?;
        let value = line.strip_prefix(key)?.strip_prefix(' ')?;
        self.next()?;
        Some(value)
    }
}

/// A decimal number without leading zeros or sign.
pub(crate) fn decimal<T: core::str::FromStr>(untrusted: &str) -> Option<T> {
    let is_canonical =
        untrusted.bytes().all(|byte| byte.is_ascii_digit()) && (untrusted == "0" || !untrusted.starts_with('0'));
    if is_canonical { untrusted.parse().ok() } else { None }
}

/// `N` bytes in lower-case hex.
pub(crate) fn unhex<const N: usize>(untrusted: &str) -> Option<[u8; N]> {
    let mut bytes = [0u8; N];
    let is_lower = !untrusted.bytes().any(|byte| byte.is_ascii_uppercase());
    (is_lower && hex::decode_to_slice(untrusted, &mut bytes).is_ok()).then_some(bytes)
}

/// Base64 of a digest, standard alphabet with padding; 44 characters.
pub(crate) fn base64(digest: &Digest) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(digest)
}

/// Reads what [`base64`] writes.
pub(crate) fn unbase64(untrusted: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(untrusted).ok()
}

/// Whether a title, a name or the like may stand in a line: 1 to `len_max` bytes, no control characters, none that hide or
/// reorder text, no space first or last.
pub(crate) fn is_text(text: &str, len_max: usize) -> bool {
    (1..=len_max).contains(&text.len())
        && !text.chars().any(|character| character.is_control() || hides_or_reorders(character))
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// Characters that cannot be seen, or change the order of those that can: two names could look alike.
pub fn hides_or_reorders(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    )
}
