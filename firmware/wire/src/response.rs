//! What the token answers.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};
use tamga_crypto::dkg::ENVELOPE_LEN;
use tamga_crypto::hash::Digest;
use tamga_crypto::opening::CHUNK_PROOF_LEN;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_crypto::tdh2::PIN_SHARE_LEN;

use crate::array;
use crate::life::Life;
use crate::limits::{BOARD_LEN_MAX, LABEL_LEN_MAX, OFFICERS_MAX, OPTIONS_MAX, PROOFS_MAX, SLOTS_PART_LEN_MAX};
use crate::list::{arrays, at_most, text_at_most};
use crate::operations::Operations;
use crate::refusal::Refusal;

/// Bytes of a sealed answer to an unlock: HPKE's encapsulated key (32), the share (20), the tag (16).
pub const SEALED_LEN: usize = 32 + PIN_SHARE_LEN + 16;

/// Bytes of the commitments (12) and of a DKG package (10) at the largest quorum.
const PACKAGE_LEN_MAX: usize = 32 * (OFFICERS_MAX + 2);

/// An answer. The order of the variants is their number on the wire and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// 0: to `Hello`.
    Info(Info),
    /// 1: done, nothing to say.
    Done,
    /// 2: an officer has not answered yet; ask again with `Poll`.
    Waiting,
    /// 3: no.
    Refused(Refusal),
    /// 4: the token's public keys.
    Identity {
        /// Ed25519.
        identity: [u8; 32],
        /// X25519.
        share_key: [u8; 32],
    },
    /// 5: fresh randomness.
    Random {
        /// 32 bytes.
        bytes: RandomBytes,
    },
    /// 6: the officer agreed to the definition.
    Enrolled {
        /// `D`, as the token hashed it.
        definition: Digest,
    },
    /// 7: the token's nonce for (7).
    DkgNonce {
        /// 32 bytes.
        nonce: [u8; 32],
    },
    /// 8: the commitment `h_i` (10).
    DkgCommitment {
        /// 32 bytes.
        commitment: Digest,
    },
    /// 9: the package `p_i` (10).
    DkgPackage {
        /// 32·(M + 2) bytes.
        #[serde(deserialize_with = "at_most::<_, _, PACKAGE_LEN_MAX>")]
        package: Vec<u8>,
    },
    /// 10: the token's envelopes (11) to the others, receivers ascending.
    DkgEnvelopes {
        /// N − 1 of them.
        #[serde(
            serialize_with = "arrays::serialize",
            deserialize_with = "arrays::deserialize::<_, ENVELOPE_LEN, OFFICERS_MAX>"
        )]
        envelopes: Vec<[u8; ENVELOPE_LEN]>,
    },
    /// 11: the transcript as this token saw it, signed (13).
    DkgTranscript {
        /// `t`.
        transcript: Digest,
        /// Over `hash("tamga/dkg-signature/v1", t)`.
        #[serde(with = "array")]
        signature: [u8; SIGNATURE_LEN],
    },
    /// 12: the token keeps its share.
    DkgDone {
        /// `C_0 ‖ … ‖ C_{M−1}` (12).
        #[serde(deserialize_with = "at_most::<_, _, PACKAGE_LEN_MAX>")]
        commitments: Vec<u8>,
    },
    /// 13: an endorsement or an act, signed.
    Signed {
        /// By the identity key.
        #[serde(with = "array")]
        signature: [u8; SIGNATURE_LEN],
    },
    /// 14: a share (20), sealed to the host's ephemeral key.
    Sealed {
        /// `enc ‖ ciphertext ‖ tag`.
        #[serde(with = "array")]
        sealed: [u8; SEALED_LEN],
    },
    /// 15: the partial decryptions (14) of a leaf.
    Opened {
        /// `D_j` per sum.
        #[serde(deserialize_with = "at_most::<_, _, OPTIONS_MAX>")]
        decryptions: Vec<[u8; 32]>,
        /// The proofs (16) of the chunks that this leaf completes, ascending.
        #[serde(
            serialize_with = "arrays::serialize",
            deserialize_with = "arrays::deserialize::<_, CHUNK_PROOF_LEN, PROOFS_MAX>"
        )]
        proofs: Vec<[u8; CHUNK_PROOF_LEN]>,
    },
    /// 16: what the officer said to the statement.
    StatementSigned {
        /// The answer.
        answer: Answer,
        /// Over [`crate::signed::statement_message`]; 64 zeros when refused.
        #[serde(with = "array")]
        signature: [u8; SIGNATURE_LEN],
    },
    /// 17: how often the token did what since its identity was made.
    Operations {
        /// The counts.
        counts: Operations,
        /// Over [`crate::operations::operations_message`].
        #[serde(with = "array")]
        signature: [u8; SIGNATURE_LEN],
    },
    /// 18: what came of a check.
    Checked {
        /// Whether the part works.
        passed: bool,
    },
    /// 19: the share of the election key is erased, as far as the token can say.
    Ended {
        /// Over [`crate::signed::ended_message`].
        #[serde(with = "array")]
        signature: [u8; SIGNATURE_LEN],
    },
    /// 20: a part of what the token has opened.
    Slots {
        /// At most [`SLOTS_PART_LEN_MAX`].
        #[serde(deserialize_with = "at_most::<_, _, SLOTS_PART_LEN_MAX>")]
        bytes: Vec<u8>,
    },
}

/// 32 random bytes. They go into the seeds of region keys: [`fmt::Debug`] does not show them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RandomBytes(pub [u8; 32]);

impl fmt::Debug for RandomBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RandomBytes")
    }
}

/// What a token says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// Whether this is a program and not a device: rehearsals only.
    pub simulator: bool,
    /// Whether the token was initialised for rehearsals; false as long as it was not initialised.
    pub rehearsal: bool,
    /// The board's name, such as `rp2350`.
    #[serde(deserialize_with = "text_at_most::<_, BOARD_LEN_MAX>")]
    pub board: String,
    /// The name that the officer gave the token; empty without one.
    #[serde(deserialize_with = "text_at_most::<_, LABEL_LEN_MAX>")]
    pub label: String,
    /// How far the token is in its life.
    pub life: Life,
    /// The Ed25519 identity key, once initialised.
    pub identity: Option<[u8; 32]>,
    /// The X25519 key that shares are sealed to, once initialised.
    pub share_key: Option<[u8; 32]>,
    /// Whether the officer typed the PIN since power came.
    pub logged_in: bool,
    /// Wrong PINs that are left before the token erases itself.
    pub tries_left: u8,
    /// Seconds until the token takes the next PIN, after several wrong ones.
    pub wait_s: u32,
    /// The own index, 0 as long as the token is not enrolled.
    pub index: u8,
    /// `D`, once enrolled.
    pub definition: Option<Digest>,
    /// Whether the token holds a share of the custody key.
    pub custody_key: bool,
    /// Whether the token holds a share of the election key.
    pub election_key: bool,
    /// `E`, once endorsed.
    pub election: Option<Digest>,
    /// Replacements of this election that the token knows: whose shares it uses, or, of a new token, that went before its own.
    pub replacements: u16,
    /// Whether the shares of a further replacement are kept and not in use yet.
    pub pending: bool,
}

/// What an officer says to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[repr(u8)]
pub enum Answer {
    /// Signs it.
    Sign = 1,
    /// Signs it with the line `dissent`.
    Dissent = 2,
    /// Does not sign; the ledger says so.
    Refuse = 3,
}

impl From<Answer> for u8 {
    fn from(answer: Answer) -> u8 {
        answer as u8
    }
}

impl TryFrom<u8> for Answer {
    type Error = &'static str;

    fn try_from(untrusted_byte: u8) -> Result<Self, Self::Error> {
        match untrusted_byte {
            1 => Ok(Self::Sign),
            2 => Ok(Self::Dissent),
            3 => Ok(Self::Refuse),
            _ => Err("an answer that there is not"),
        }
    }
}
