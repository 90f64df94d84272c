//! The few forms of words and numbers that the token reads in a definition, a statement or a table.

use tamga_wire::limits::ID_LEN_MAX;

/// A decimal number without sign or leading zeros.
pub(crate) fn decimal<T: core::str::FromStr>(untrusted: &str) -> Option<T> {
    let are_digits = untrusted.bytes().all(|byte| byte.is_ascii_digit());
    let is_canonical = untrusted == "0" || !untrusted.starts_with('0');
    (are_digits && is_canonical).then(|| untrusted.parse().ok())?
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
