//! Replacing lost tokens: what officers sign of the new ones, and what tokens pass on of what they have opened.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::{Digest, RunningSha3, hash, sha3_256};

const REPLACEMENT_LABEL: &[u8] = b"tamga/replacement/v1\n";
const SLOTS_LABEL: &str = "tamga/slots/v1";
const PARTS_LABEL: &str = "tamga/slots-parts/v1";

/// A new token in the place of a lost one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOfficer {
    /// The place, from 1.
    pub token: u8,
    /// The new token's Ed25519 key.
    pub identity: [u8; 32],
    /// Its X25519 key.
    pub share_key: [u8; 32],
}

/// `"tamga/replacement/v1\n" ‖ E ‖ u16 number ‖ u8 count ‖ count × (u8 token ‖ identity ‖ share key)`, tokens ascending: with
/// these bytes the file of a replacement begins. There are at most 15 new tokens.
pub fn replacement_bytes(election: &Digest, number: u16, replaced: &[NewOfficer]) -> Vec<u8> {
    let mut bytes = REPLACEMENT_LABEL.to_vec();
    bytes.extend_from_slice(election);
    bytes.extend_from_slice(&number.to_be_bytes());
    bytes.push(replaced.len() as u8);
    for officer in replaced {
        bytes.push(officer.token);
        bytes.extend_from_slice(&officer.identity);
        bytes.extend_from_slice(&officer.share_key);
    }
    bytes
}

/// The replacement digest, SHA3-256 of [`replacement_bytes`]: that of the act, and what (24) and (26) bind.
pub fn replacement_digest(election: &Digest, number: u16, replaced: &[NewOfficer]) -> Digest {
    sha3_256(&[&replacement_bytes(election, number, replaced)])
}

/// What a token has opened, part by part, as it passes from a token that stays to a new one.
#[derive(Clone, Debug)]
pub struct PassingSlots(RunningSha3);

impl PassingSlots {
    /// No part yet.
    pub fn new() -> Self {
        Self(RunningSha3::labelled(PARTS_LABEL))
    }

    /// Takes the next part: `u32 length ‖ bytes`.
    pub fn take(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u32).to_be_bytes());
        self.0.update(part);
    }

    /// What token `token` signs when there is no further part: `hash("tamga/slots/v1", t ‖ u8 token ‖ hash("tamga/slots-parts/v1",
    /// parts))`, `t` the transcript of the resharing of the custody key, which makes it fresh.
    pub fn message(self, custody_transcript: &Digest, token: u8) -> Digest {
        hash(SLOTS_LABEL, &[custody_transcript, &[token], &self.0.finish()])
    }
}

impl Default for PassingSlots {
    fn default() -> Self {
        Self::new()
    }
}
