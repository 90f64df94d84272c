//! What the host asks.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use tamga_crypto::dkg::{ENVELOPE_LEN, Purpose};
use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_crypto::tdh2::PIN_CIPHERTEXT_LEN;

use crate::act::{ActKind, Figures};
use crate::array;
use crate::leaf::{Group, SUM_LEN};
use crate::life::BoardPart;
use crate::limits::{
    CHECKERS_MAX, ID_LEN_MAX, KEYS_HEAD_LEN_MAX, LABEL_LEN_MAX, OFFICERS_MAX, OPTIONS_MAX, PART_LEN_MAX, PATH_LEN_MAX,
    SLOTS_PART_LEN_MAX, STATEMENT_LEN_MAX,
};
use crate::list::{arrays, at_most, text_at_most};
use crate::pin_label::Role;
use crate::purposes::Purposes;
use crate::replacement::NewOfficer;

pub use crate::signatures::{Approval, OfficerSignature};

/// A request. The order of the variants is their number on the wire and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// 0: who are you? Answered by [`crate::Response::Info`] in every state.
    Hello,
    /// 1: make an identity; the officer types a PIN twice.
    Init {
        /// Whether the token is for rehearsals: it then refuses real elections, and the other way round.
        rehearsal: bool,
    },
    /// 2: the officer reads the election and what the log-in is for, and types the PIN.
    Login {
        /// `D` of the definition that the host works under; `None` while it has none. A token that is enrolled in another is
        /// not brought to the PIN.
        definition: Option<Digest>,
        /// What the host may ask for until power goes or the next log-in.
        purposes: Purposes,
    },
    /// 3: 32 random bytes.
    Random,
    /// 4: a canonical definition follows.
    EnrolBegin {
        /// Its length in bytes.
        length: u32,
        /// The token's own index, from 1.
        own: u8,
    },
    /// 5: the next bytes of the definition.
    EnrolPart {
        /// At most [`PART_LEN_MAX`].
        #[serde(deserialize_with = "at_most::<_, _, PART_LEN_MAX>")]
        bytes: Vec<u8>,
    },
    /// 6: a key generation begins; an unfinished one is forgotten.
    DkgBegin {
        /// What the key is for.
        #[serde(with = "purpose")]
        purpose: Purpose,
    },
    /// 7: the nonces of tokens 1 … N.
    DkgNonces {
        /// In the order of the tokens, the own one included.
        #[serde(deserialize_with = "at_most::<_, _, OFFICERS_MAX>")]
        nonces: Vec<[u8; 32]>,
    },
    /// 8: the commitments (10) of tokens 1 … N.
    DkgCommitments {
        /// In the order of the tokens, the own one included.
        #[serde(deserialize_with = "at_most::<_, _, OFFICERS_MAX>")]
        commitments: Vec<Digest>,
    },
    /// 9: one dealer's package (10); dealers ascending, the own one included.
    DkgPackage {
        /// The dealer.
        dealer: u8,
        /// The bytes of the package.
        #[serde(deserialize_with = "at_most::<_, _, PACKAGE_LEN_MAX>")]
        package: Vec<u8>,
    },
    /// 10: one envelope (11), in the order of (13): dealer ascending, then receiver.
    DkgEnvelope {
        /// The dealer.
        dealer: u8,
        /// The envelope.
        #[serde(with = "array")]
        envelope: [u8; ENVELOPE_LEN],
    },
    /// 11: the signatures of tokens 1 … N over the transcript (13).
    DkgSignatures {
        /// In the order of the tokens, the own one included.
        #[serde(
            serialize_with = "arrays::serialize",
            deserialize_with = "arrays::deserialize::<_, SIGNATURE_LEN, OFFICERS_MAX>"
        )]
        signatures: Vec<[u8; SIGNATURE_LEN]>,
    },
    /// 12: sign the election id.
    Endorse {
        /// The head of the public-key file.
        #[serde(deserialize_with = "at_most::<_, _, KEYS_HEAD_LEN_MAX>")]
        head: Vec<u8>,
        /// SHA3-256 of its body.
        body_digest: Digest,
        /// The roll digest `R`.
        roll_digest: Digest,
    },
    /// 13: a share (20) of the decryption of an HSM's PIN.
    Unlock {
        /// The role that the PIN opens.
        role: Role,
        /// The HSM's serial number.
        #[serde(deserialize_with = "text_at_most::<_, ID_LEN_MAX>")]
        serial: String,
        /// The generation of the PIN.
        generation: u32,
        /// The ciphertext (19).
        #[serde(with = "array")]
        ciphertext: [u8; PIN_CIPHERTEXT_LEN],
        /// The host's ephemeral X25519 key.
        host_key: [u8; 32],
    },
    /// 14: sign an act.
    Act {
        /// What is decided.
        kind: ActKind,
        /// The digest of what is decided.
        digest: Digest,
        /// Figures that are shown and signed: [`ActKind`] says what each stands for.
        figures: Figures,
    },
    /// 15: may sums under this root be opened?
    OpenBegin {
        /// The opening, from 1.
        opening: u32,
        /// The root of the opening before, or zeros.
        previous: Digest,
        /// The CLOSE digest `Z`.
        close: Digest,
        /// The tally root.
        root: Digest,
        /// Leaves under the root.
        leaves: u32,
        /// Sums in all leaves together.
        sums: u32,
        /// Ballots counted; no contest may have more in its leaves together.
        ballots: u64,
        /// Approvals, ascending by checker.
        #[serde(deserialize_with = "at_most::<_, _, CHECKERS_MAX>")]
        approvals: Vec<Approval>,
    },
    /// 16: open the sums of one leaf; leaves ascending from 0.
    OpenLeaf {
        /// The leaf's number, from 0.
        leaf: u32,
        /// Contest, regions and ballots.
        group: Group,
        /// The counted digest.
        counted_digest: Digest,
        /// The inclusion proof, from the leaf upwards.
        #[serde(deserialize_with = "at_most::<_, _, PATH_LEN_MAX>")]
        path: Vec<Digest>,
        /// `A ‖ B` per option.
        #[serde(
            serialize_with = "arrays::serialize",
            deserialize_with = "arrays::deserialize::<_, SUM_LEN, OPTIONS_MAX>"
        )]
        sums: Vec<[u8; SUM_LEN]>,
    },
    /// 17: a statement to sign; its totals follow.
    StatementBegin {
        /// The text, with the LF at its end.
        #[serde(deserialize_with = "at_most::<_, _, STATEMENT_LEN_MAX>")]
        text: Vec<u8>,
        /// Bytes of `totals.csv`.
        totals_length: u32,
    },
    /// 18: the next bytes of `totals.csv`.
    StatementTotals {
        /// At most [`PART_LEN_MAX`].
        #[serde(deserialize_with = "at_most::<_, _, PART_LEN_MAX>")]
        bytes: Vec<u8>,
    },
    /// 19: what became of the request that waits?
    Poll,
    /// 20: forget the request that waits and everything begun.
    Cancel,
    /// 21: how often did you do what?
    Operations {
        /// Fresh from the host, so that an old report is not shown as a new one.
        nonce: [u8; 32],
    },
    /// 22: the officer chooses another PIN, typed twice.
    ChangePin,
    /// 23: a name for the token, shown on its screen and to hosts.
    Label {
        /// At most [`LABEL_LEN_MAX`] bytes, and 16 printable characters of ASCII or letters of Cyrillic; empty for none.
        #[serde(deserialize_with = "text_at_most::<_, LABEL_LEN_MAX>")]
        text: String,
    },
    /// 24: does this part of the board work?
    Check {
        /// The part.
        part: BoardPart,
    },
    /// 25: erase the share of the election key, as a quorum decided by an act of kind [`ActKind::End`].
    End {
        /// The digest of the act.
        digest: Digest,
        /// Its figures.
        figures: Figures,
        /// At least `M` officers' signatures over [`crate::signed::act_message`], ascending by token.
        #[serde(deserialize_with = "at_most::<_, _, OFFICERS_MAX>")]
        signatures: Vec<OfficerSignature>,
    },
    /// 26: erase everything; needs no log-in, as who forgot the PIN must be able to give the token back.
    Wipe {
        /// Whether the token is never to have an identity again.
        retire: bool,
    },
    /// 27: open this many made-up sums, 1 to 64, with a made-up share, so that the host can take the time.
    Bench {
        /// The sums.
        sums: u8,
    },
    /// 28: tokens are replaced, as a quorum decided by an act of kind [`ActKind::Replacement`].
    Replace {
        /// `E`.
        election: Digest,
        /// The number of the replacement in its election, from 1.
        number: u16,
        /// The new tokens, ascending.
        #[serde(deserialize_with = "at_most::<_, _, OFFICERS_MAX>")]
        replaced: Vec<NewOfficer>,
        /// At least `M` signatures of officers who stay over [`crate::signed::act_message`], ascending by token.
        #[serde(deserialize_with = "at_most::<_, _, OFFICERS_MAX>")]
        signatures: Vec<OfficerSignature>,
    },
    /// 29: what has this token opened? Asked of a token that stays, part by part.
    SlotsAsk {
        /// The part, from 0.
        part: u32,
    },
    /// 30: what another token has opened, for a new one.
    SlotsTake {
        /// The other token.
        token: u8,
        /// Its next part.
        #[serde(deserialize_with = "at_most::<_, _, SLOTS_PART_LEN_MAX>")]
        bytes: Vec<u8>,
    },
    /// 31: the other token's signature over all of its parts.
    SlotsSigned {
        /// The other token.
        token: u8,
        /// Over [`crate::replacement::PassingSlots::message`].
        #[serde(with = "array")]
        signature: [u8; SIGNATURE_LEN],
    },
    /// 32: all tokens confirmed: the new shares take the place of those before.
    ReplaceCommit {
        /// The number of the replacement.
        number: u16,
        /// The confirmations (26) of tokens 1 … N.
        #[serde(
            serialize_with = "arrays::serialize",
            deserialize_with = "arrays::deserialize::<_, SIGNATURE_LEN, OFFICERS_MAX>"
        )]
        signatures: Vec<[u8; SIGNATURE_LEN]>,
    },
}

/// Bytes of a DKG package at the largest quorum.
const PACKAGE_LEN_MAX: usize = 32 * (OFFICERS_MAX + 2);

/// [`Purpose`] as its byte of (7).
mod purpose {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use tamga_crypto::dkg::Purpose;

    pub(super) fn serialize<S: Serializer>(purpose: &Purpose, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u8(*purpose as u8)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Purpose, D::Error> {
        match u8::deserialize(d)? {
            1 => Ok(Purpose::Custody),
            2 => Ok(Purpose::Election),
            _ => Err(D::Error::custom("a purpose that there is not")),
        }
    }
}
