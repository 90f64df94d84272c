//! Values in the words that name an HSM: percent-encoded text, and the file that holds a PIN.

use std::path::PathBuf;

use crate::hsm::HsmError;

/// The file of a `pin-source`, percent-decoded: `file:` and a whole path. Nothing reads it here.
pub(crate) fn pin_file(source: &str) -> Result<PathBuf, HsmError> {
    let path = source.strip_prefix("file:").map(|path| path.strip_prefix("//").unwrap_or(path)).unwrap_or(source);
    if !path.starts_with('/') {
        return naming("pin-source names a file by its whole path: pin-source=file:/…");
    }
    Ok(PathBuf::from(path))
}

/// RFC 3986 section 2.1, to UTF-8 without control characters. Refuses a value that is empty.
pub(crate) fn percent_decoded(value: &str) -> Result<String, HsmError> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let decoded = match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte.unwrap_or(b'?')).to_digit(16);
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                let (Some(high), Some(low)) = (high, low) else {
                    return naming("a % in the URI is not followed by two hexadecimal digits");
                };
                (high * 16 + low) as u8
            }
            plain => plain,
        };
        bytes.push(decoded);
    }
    let text = String::from_utf8(bytes).ok().filter(|text| !text.is_empty() && !text.chars().any(char::is_control));
    text.ok_or_else(|| why("a value of the URI is empty, or no printable text"))
}

fn why(why: &str) -> HsmError {
    HsmError::Naming { why: why.to_owned() }
}

fn naming<T>(sentence: &str) -> Result<T, HsmError> {
    Err(why(sentence))
}
