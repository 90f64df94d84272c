//! The labelled hashes of the protocol, over SHA-3 [FIPS 202].
//!
//! A label is framed by its own length, so no label is the beginning of another and the first byte of what is hashed
//! never belongs to two uses.

use sha3::{Digest as _, Sha3_256, Sha3_512};

/// The longest label in bytes: its length is framed in one byte.
pub const LABEL_LEN_MAX: usize = 255;

/// A SHA3-256 digest (or SHA-256, in the ledger's tree): 32 bytes.
pub type Digest = [u8; 32];

/// `hash(label, x)` of the README's notation: SHA3-256(u8 len(label) ‖ label ‖ parts…), 32 bytes.
///
/// Labels are constants of this protocol, far below [`LABEL_LEN_MAX`]; of a longer one only so much would count. The parts are joined without framing: callers use parts of fixed or stated length.
pub fn hash(label: &str, parts: &[&[u8]]) -> Digest {
    let mut state = Sha3_256::new();
    absorb(&mut state, label, parts);
    state.finalize().into()
}

/// SHA3-512(u8 len(label) ‖ label ‖ parts…), 64 bytes: the source of challenges and masks.
///
/// Framed as [`hash`].
pub fn wide_hash(label: &str, parts: &[&[u8]]) -> [u8; 64] {
    let mut state = Sha3_512::new();
    absorb(&mut state, label, parts);
    state.finalize().into()
}

/// SHA3-256 of the joined parts, 32 bytes, without a label: digests of whole files.
pub fn sha3_256(parts: &[&[u8]]) -> Digest {
    let mut running = RunningSha3::new();
    for part in parts {
        running.update(part);
    }
    running.finish()
}

fn absorb(state: &mut impl sha3::Digest, label: &str, parts: &[&[u8]]) {
    let text = label.as_bytes();
    let text = text.get(..LABEL_LEN_MAX).unwrap_or(text);
    state.update([text.len() as u8]);
    state.update(text);
    for part in parts {
        state.update(part);
    }
}

/// SHA3-256 of bytes that arrive piece by piece, for files larger than memory.
#[derive(Clone, Default)]
pub struct RunningSha3(Sha3_256);

impl RunningSha3 {
    /// A running hash of nothing yet, without a label.
    pub fn new() -> Self {
        Self::default()
    }

    /// A running [`hash`] under this label, of no parts yet.
    pub fn labelled(label: &str) -> Self {
        let mut state = Sha3_256::new();
        absorb(&mut state, label, &[]);
        Self(state)
    }

    /// Takes the next bytes; the split into pieces does not change the digest.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of everything taken, 32 bytes; equal to [`sha3_256`], or under a label [`hash`], of the same bytes.
    pub fn finish(self) -> Digest {
        self.0.finalize().into()
    }
}

impl core::fmt::Debug for RunningSha3 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RunningSha3")
    }
}
