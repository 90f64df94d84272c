//! Reading text files: lines that end with LF, numbers, digests, ids and times in their only form.

use crate::reason::Reason;

/// Lines, one after another.
pub(crate) type Lines<'a> = std::str::Split<'a, char>;

/// The lines of a text file without their line ends. Refuses anything but UTF-8 with LF after every line and no empty last line.
pub(crate) fn lines(untrusted: &[u8]) -> Result<Lines<'_>, Reason> {
    let text = std::str::from_utf8(untrusted).map_err(|_| Reason::NotUtf8)?;
    if text.starts_with('\u{feff}') || text.contains('\r') {
        return Err(Reason::LineEnds);
    }
    let body = text.strip_suffix('\n').ok_or(Reason::LineEnds)?;
    if body.is_empty() || body.ends_with('\n') {
        return Err(Reason::LineEnds);
    }
    Ok(body.split('\n'))
}

/// Whether this is 1 to 48 characters `[a-z0-9-]`.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=48).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// An id. Refuses other characters and lengths.
pub(crate) fn id(text: &str) -> Result<String, Reason> {
    if is_id(text) { Ok(text.to_owned()) } else { Err(Reason::BadId) }
}

/// A decimal number without leading zeros, sign or space, at most `max`.
pub(crate) fn number(text: &str, max: u64) -> Result<u64, Reason> {
    let canonical =
        text == "0" || (!text.starts_with('0') && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()));
    let value = if canonical { text.parse::<u64>().ok() } else { None };
    value.filter(|&v| v <= max).ok_or(Reason::BadNumber { max })
}

/// A 32-byte digest or key as 64 lower-case hexadecimal digits.
pub(crate) fn hex32(text: &str) -> Result<[u8; 32], Reason> {
    let lower = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let mut bytes = [0; 32];
    if !lower || text.len() != 64 || hex::decode_to_slice(text, &mut bytes).is_err() {
        return Err(Reason::BadHex);
    }
    Ok(bytes)
}

/// 64 bytes in lower-case hex.
pub(crate) fn hex64(text: &str) -> Result<[u8; 64], Reason> {
    let (first, second) = text.split_at_checked(64).ok_or(Reason::BadHex)?;
    let mut bytes = [0; 64];
    let (head, tail) = bytes.split_at_mut(32);
    head.copy_from_slice(&hex32(first)?);
    tail.copy_from_slice(&hex32(second)?);
    Ok(bytes)
}

/// 32 bytes in base64, standard alphabet with padding.
pub(crate) fn base64_32(text: &str) -> Result<[u8; 32], Reason> {
    let bytes = base64_bytes(text)?;
    bytes.try_into().map_err(|_| Reason::BadBase64)
}

/// Bytes in base64, standard alphabet with padding. Refuses any second encoding of the same bytes.
pub(crate) fn base64_bytes(text: &str) -> Result<Vec<u8>, Reason> {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    let bytes = engine.decode(text).map_err(|_| Reason::BadBase64)?;
    if engine.encode(&bytes) == text { Ok(bytes) } else { Err(Reason::BadBase64) }
}

/// 32 bytes as base64.
pub(crate) fn to_base64(bytes: &[u8; 32]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// An RFC 3339 time in whole seconds with `Z`. Times in this form are ordered as their text is.
pub(crate) fn time(text: &str) -> Result<String, Reason> {
    let shape = "dddd-dd-ddTdd:dd:ddZ";
    let fits = text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(b, s)| if s == b'd' { b.is_ascii_digit() } else { b == s });
    if !fits {
        return Err(Reason::BadTime);
    }
    let part = |from: usize, len: usize| -> u32 {
        text.get(from..from + len).and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX)
    };
    let (year, month, day) = (part(0, 4), part(5, 2), part(8, 2));
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    let clock = part(11, 2) < 24 && part(14, 2) < 60 && part(17, 2) < 60;
    if clock && (1..=days).contains(&day) { Ok(text.to_owned()) } else { Err(Reason::BadTime) }
}

/// The Unix seconds of a time in the form of [`time`].
pub(crate) fn unix(time: &str) -> i64 {
    let part = |from: usize, len: usize| -> i64 {
        time.get(from..from + len).and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    let (year, month, day) = (part(0, 4), part(5, 2), part(8, 2));
    // Years that begin in March, so that the leap day is their last; 1 March of year 0 is 719,468 days before 1970.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = 365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468;
    ((days * 24 + part(11, 2)) * 60 + part(14, 2)) * 60 + part(17, 2)
}

/// The value of a line `key value`. Refuses another key.
pub(crate) fn value<'a>(line: &'a str, key: &'static str) -> Result<&'a str, Reason> {
    line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' ')).ok_or(Reason::ExpectedLine(key))
}
