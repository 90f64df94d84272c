//! C2SP signed notes, as checkpoints and statements are: text and signature lines, of Ed25519 or of ECDSA on P-384.
//!
//! Stricter than C2SP in one point: unknown keys are for the reader of the particular file to refuse, and every line must
//! be of one of the two algorithms.

use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use tamga_crypto::sign::{SignatureError, VerifyingKey};

use crate::bytes::{ByteFault, same_bytes};
use crate::limits::{NOTE_LEN_MAX, NOTE_LINES_MAX};
use crate::seal::{SealKey, SealSignature};

/// The C2SP signature type of Ed25519.
const TYPE_ED25519: u8 = 1;
/// The C2SP signature type of what has no number there, with the name of ECDSA on P-384 in this system.
const TYPE_ECDSA: &[u8] = b"\xfftamga/ecdsa-p384-sha384/v1";
const LINE_START: &str = "\u{2014} ";

/// Why a note is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The bytes are no note.
    #[error("note: {0}")]
    Bytes(#[from] ByteFault),
    /// There is no empty line between text and signatures, or one of them is missing.
    #[error("note: it must be a text, an empty line and at least one signature line")]
    Parts,
    /// The text has control characters.
    #[error("note: the text has control characters")]
    ControlCharacter,
    /// A signature line is not `— NAME BASE64` with a signature of 64 or 96 bytes.
    #[error("note: signature line number {} is not a signature line of Ed25519 or ECDSA", line + 1)]
    Line {
        /// The line among the signature lines, from 0.
        line: usize,
    },
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    /// Name of the key.
    pub name: String,
    /// [`key_hash`] or [`seal_key_hash`] of name and key.
    pub key_hash: [u8; 4],
    /// The signature over the text.
    pub signature: SealSignature,
}

/// The C2SP key id of an Ed25519 key: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
pub fn key_hash(name: &str, key: &[u8; 32]) -> [u8; 4] {
    typed_key_hash(name, &[TYPE_ED25519], key)
}

/// The C2SP key id of a seal key: of Ed25519 as [`key_hash`], of ECDSA the first four bytes of
/// SHA-256(name ‖ 0x0A ‖ 0xFF ‖ "tamga/ecdsa-p384-sha384/v1" ‖ key).
pub fn seal_key_hash(name: &str, key: &SealKey) -> [u8; 4] {
    let kind = match key {
        SealKey::Ed25519(_) => &[TYPE_ED25519],
        SealKey::EcdsaP384(_) => TYPE_ECDSA,
    };
    typed_key_hash(name, kind, &key.to_bytes())
}

fn typed_key_hash(name: &str, kind: &[u8], key: &[u8]) -> [u8; 4] {
    let mut state = Sha256::new();
    for part in [name.as_bytes(), b"\n", kind, key] {
        state.update(part);
    }
    let [a, b, c, d, ..] = <[u8; 32]>::from(state.finalize());
    [a, b, c, d]
}

/// The key name of an HSM: `tamga/hsm/SERIAL`.
pub fn hsm_key_name(serial: &str) -> String {
    format!("tamga/hsm/{serial}")
}

/// The key name of an officer (from 1): `tamga/officer/N`, with `/dissent` behind it for the text with the line `dissent`.
pub fn officer_key_name(officer: u8, dissent: bool) -> String {
    let suffix = if dissent { "/dissent" } else { "" };
    format!("tamga/officer/{officer}{suffix}")
}

/// Whether a key name is not empty and has neither spaces nor `+` nor control characters.
fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

impl NoteLine {
    /// The line of an Ed25519 signature that was made by `key` under `name`.
    pub fn new(name: &str, key: &[u8; 32], signature: [u8; 64]) -> Self {
        let signature = SealSignature::Ed25519(signature);
        Self { name: name.to_owned(), key_hash: key_hash(name, key), signature }
    }

    /// The line of a signature by the seal key of the HSM with this serial.
    pub fn of_hsm(serial: &str, key: &SealKey, signature: SealSignature) -> Self {
        let name = hsm_key_name(serial);
        Self { key_hash: seal_key_hash(&name, key), name, signature }
    }

    /// Checks that the line is of this Ed25519 key and that its signature is over `text`.
    pub fn verify(&self, key: &VerifyingKey, text: &[u8]) -> Result<(), SignatureError> {
        self.verify_seal(&SealKey::Ed25519(*key), text)
    }

    /// Checks that the line is of this seal key and that its signature is over `text`.
    pub fn verify_seal(&self, key: &SealKey, text: &[u8]) -> Result<(), SignatureError> {
        if self.key_hash != seal_key_hash(&self.name, key) {
            return Err(SignatureError::BadKey);
        }
        key.verify(text, &self.signature)
    }

    fn parse(untrusted_line: &str) -> Option<Self> {
        let (name, value) = untrusted_line.strip_prefix(LINE_START)?.split_once(' ')?;
        let bytes = STANDARD.decode(value).ok()?;
        let (key_hash, signature) = bytes.split_first_chunk::<4>()?;
        let signature = SealSignature::from_bytes(signature)?;
        is_key_name(name).then(|| Self { name: name.to_owned(), key_hash: *key_hash, signature })
    }
}

impl fmt::Display for NoteLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.key_hash.as_slice(), self.signature.as_bytes()].concat();
        write!(f, "{LINE_START}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A signed note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text, its last LF included.
    pub text: String,
    /// The signature lines.
    pub signatures: Vec<NoteLine>,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Note {
    /// Reads a note. Refuses control characters other than LF, a missing empty line, no or too many signature lines, and
    /// any line whose signature has neither 64 nor 96 bytes. The signatures are checked by [`NoteLine::verify`].
    pub fn parse(untrusted: &[u8]) -> Result<Self, NoteError> {
        if untrusted.len() > NOTE_LEN_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let whole = core::str::from_utf8(untrusted).map_err(|_| ByteFault::NotUtf8)?;
        if whole.chars().any(|c| c.is_control() && c != '\n') {
            return Err(NoteError::ControlCharacter);
        }
        let (text, lines) = whole.rsplit_once("\n\n").ok_or(NoteError::Parts)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Parts)?;
        if lines.split('\n').count() > NOTE_LINES_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let signatures = lines
            .split('\n')
            .enumerate()
            .map(|(line, text)| NoteLine::parse(text).ok_or(NoteError::Line { line }))
            .collect::<Result<_, _>>()?;
        let note = Self { text: format!("{text}\n"), signatures };
        same_bytes(untrusted, note.to_string().as_bytes())?;
        Ok(note)
    }
}
