//! What officers, HSMs and checkers put their keys to. Token, host and record take these bytes from here and nowhere else.

use alloc::vec::Vec;

use tamga_crypto::hash::{Digest, hash, sha3_256};

use crate::act::{ActKind, FIGURES, Figures};

const ENDORSEMENT_LABEL: &str = "tamga/endorsement/v1";
const ACT_LABEL: &str = "tamga/act/v1";
const APPROVAL_LABEL: &str = "tamga/approval/v1";
const ENDED_LABEL: &str = "tamga/ended/v1";
const ELECTION_LABEL: &[u8] = b"tamga/election/v1";
const KEYS_LABEL: &[u8] = b"tamga/keys/v1\n";
const DISSENT_LINE: &[u8] = b"dissent\n";

/// The head of the public-key file: `"tamga/keys/v1\n" ‖ D ‖ u8 N ‖ u8 M ‖ custody commitments ‖ election commitments`,
/// each 32·M bytes as in (12).
pub fn keys_head(
    definition: &Digest,
    tokens: u8,
    needed: u8,
    custody_commitments: &[u8],
    election_commitments: &[u8],
) -> Vec<u8> {
    let mut head = KEYS_LABEL.to_vec();
    head.extend_from_slice(definition);
    head.extend_from_slice(&[tokens, needed]);
    head.extend_from_slice(custody_commitments);
    head.extend_from_slice(election_commitments);
    head
}

/// The public-key file's digest `K = SHA3-256(head ‖ SHA3-256(body))`.
pub fn keys_digest(head: &[u8], body_digest: &Digest) -> Digest {
    sha3_256(&[head, body_digest])
}

/// The election id `E = SHA3-256("tamga/election/v1" ‖ D ‖ K ‖ R)`.
pub fn election_id(definition: &Digest, keys: &Digest, roll: &Digest) -> Digest {
    sha3_256(&[ELECTION_LABEL, definition, keys, roll])
}

/// What officers and HSMs sign to endorse an election: `hash("tamga/endorsement/v1", E)`.
pub fn endorsement_message(election: &Digest) -> Digest {
    hash(ENDORSEMENT_LABEL, &[election])
}

/// What officers sign in an act: `hash("tamga/act/v1", E ‖ u8 kind ‖ u64 figure ·4 ‖ digest)`. The figures are in it, so that
/// a signature says what its officer was shown.
pub fn act_message(election: &Digest, kind: ActKind, figures: &Figures, digest: &Digest) -> Digest {
    let figures: [[u8; 8]; FIGURES] = figures.map(u64::to_be_bytes);
    hash(ACT_LABEL, &[election, &[kind as u8], figures.as_flattened(), digest])
}

/// What a token signs when it has erased its share of the election key: `hash("tamga/ended/v1", E ‖ u8 token ‖ digest)`, with
/// the digest of the END act.
pub fn ended_message(election: &Digest, token: u8, digest: &Digest) -> Digest {
    hash(ENDED_LABEL, &[election, &[token], digest])
}

/// What a checker signs: `hash("tamga/approval/v1", E ‖ u32 opening ‖ previous root ‖ Z ‖ tally root)`; `Z` is the CLOSE digest.
pub fn approval_message(
    election: &Digest,
    opening: u32,
    previous_root: &Digest,
    close: &Digest,
    root: &Digest,
) -> Digest {
    hash(APPROVAL_LABEL, &[election, &opening.to_be_bytes(), previous_root, close, root])
}

/// What an officer signs under a statement: the text itself, and with `dissent` that word as a line after it.
pub fn statement_message(text: &[u8], dissent: bool) -> Vec<u8> {
    let mut message = text.to_vec();
    if dissent {
        message.extend_from_slice(DISSENT_LINE);
    }
    message
}
