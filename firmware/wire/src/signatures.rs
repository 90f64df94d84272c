//! Signatures that the host passes on to tokens, with whose they are.

use serde::{Deserialize, Serialize};
use tamga_crypto::sign::SIGNATURE_LEN;

use crate::array;

/// A checker's approval of a tally root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The checker's place in the definition, from 0.
    pub checker: u16,
    /// Over [`crate::signed::approval_message`].
    #[serde(with = "array")]
    pub signature: [u8; SIGNATURE_LEN],
}

/// An officer's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerSignature {
    /// The officer's token, from 1.
    pub token: u8,
    /// By its identity key.
    #[serde(with = "array")]
    pub signature: [u8; SIGNATURE_LEN],
}
