//! The few forms of words and numbers that the token reads in a definition, a statement or a table.

use core::fmt;

use tamga_wire::limits::ID_LEN_MAX;

/// The last second of the year 9999, as host/record's times end there.
pub(crate) const UNIX_SECONDS_MAX: u64 = 253_402_300_799;

const DAY: u64 = 86_400;

/// A decimal number without sign or leading zeros.
pub(crate) fn decimal<T: core::str::FromStr>(untrusted: &str) -> Option<T> {
    let are_digits = untrusted.bytes().all(|byte| byte.is_ascii_digit());
    let is_canonical = untrusted == "0" || !untrusted.starts_with('0');
    (are_digits && is_canonical).then(|| untrusted.parse().ok())?
}

/// Unix seconds, at most those of the year 9999, shown as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utc(
    /// Seconds since 1970-01-01.
    pub u64,
);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date_of(self.0 / DAY);
        let second = self.0 % DAY;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar: years and months that are over are
/// taken off one by one, at most eight thousand and twelve of them.
fn date_of(mut days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut year, mut month) = (1970, 1);
    let mut of_year = 365;
    while days >= of_year {
        days -= of_year;
        year += 1;
        of_year = 365 + u64::from(is_leap(year));
    }
    let february = 28 + u64::from(is_leap(year));
    for of_month in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < of_month {
            break;
        }
        days -= of_month;
        month += 1;
    }
    (year, month, days + 1)
}

/// 32 bytes in lower-case hex.
pub(crate) fn hex_32(untrusted: &str) -> Option<[u8; 32]> {
    let (pairs, rest) = untrusted.as_bytes().as_chunks::<2>();
    if pairs.len() != 32 || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// An id, a code or a serial number: 1 to 48 of `a`–`z`, `0`–`9` and `-`.
pub(crate) fn is_id(untrusted: &str) -> bool {
    let is_id_byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=ID_LEN_MAX).contains(&untrusted.len()) && untrusted.bytes().all(is_id_byte)
}
