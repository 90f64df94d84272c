//! C2SP signed notes: a text, an empty line, and signature lines with named keys.

use sha2::{Digest as _, Sha256};

use super::keys::SealKey;
use crate::reason::Reason;
use crate::text;

/// Signature lines of a note.
const LINES_MAX: usize = 64;
/// Bytes of a note.
pub(crate) const NOTE_LEN_MAX: u64 = 16 << 10;

/// A signature line.
#[derive(Clone, Debug)]
pub(crate) struct NoteLine {
    /// The key's name.
    pub(crate) name: String,
    key_id: [u8; 4],
    /// The signature; how long it is, its key says.
    pub(crate) signature: Vec<u8>,
}

/// A note whose signatures are not checked yet.
#[derive(Clone, Debug)]
pub(crate) struct Note<'a> {
    /// The text with its last line end.
    pub(crate) text: &'a str,
    /// The signature lines in their order.
    pub(crate) lines: Vec<NoteLine>,
}

impl<'a> Note<'a> {
    /// Cuts a note into text and signatures.
    pub(crate) fn parse(untrusted: &'a [u8]) -> Result<Self, Reason> {
        let note = std::str::from_utf8(untrusted).map_err(|_| Reason::NotUtf8)?;
        let cut = note.rfind("\n\n").ok_or(Reason::NoSignatureLines)?;
        let (text, rest) = note.split_at_checked(cut + 1).ok_or(Reason::NoSignatureLines)?;
        let signatures = rest.strip_prefix('\n').and_then(|rest| rest.strip_suffix('\n'));
        let mut lines = Vec::new();
        for line in signatures.ok_or(Reason::NoSignatureLines)?.split('\n') {
            if lines.len() == LINES_MAX {
                return Err(Reason::TooMany { what: "signature lines", max: LINES_MAX });
            }
            lines.push(signature_line(line)?);
        }
        Ok(Self { text, lines })
    }
}

fn signature_line(line: &str) -> Result<NoteLine, Reason> {
    let (name, encoded) =
        line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(Reason::BadSignatureLine)?;
    let bytes = text::base64_bytes(encoded)?;
    let (key_id, signature) = bytes.split_first_chunk::<4>().ok_or(Reason::BadSignatureLine)?;
    if name.is_empty() || ![64, 96].contains(&signature.len()) {
        return Err(Reason::BadSignatureLine);
    }
    Ok(NoteLine { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
}

impl NoteLine {
    /// Checks key id and signature over `message`.
    pub(crate) fn check(&self, key: &SealKey, message: &[u8]) -> Result<(), Reason> {
        let (kind, bytes) = key.note_type();
        let name = Sha256::new_with_prefix(self.name.as_bytes()).chain_update(b"\n");
        let digest = name.chain_update(kind).chain_update(bytes).finalize();
        if !digest.starts_with(&self.key_id) || !key.signed(message, &self.signature) {
            return Err(Reason::Signature(self.name.clone()));
        }
        Ok(())
    }
}
