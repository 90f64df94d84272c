//! A voter's receipt, `TAMGA:RECORD:…`: what the QR code says that the voter's device shows when a record was cast.

use core::fmt;
use core::str::FromStr;

use tamga_crypto::hash::Digest;

/// What a receipt begins with.
pub const PREFIX: &str = "TAMGA:RECORD:";
/// Bytes of the election id that a receipt has.
pub const ELECTION_LEN: usize = 8;
/// Bytes of a receipt: prefix, 16 digits, a colon, 64 digits.
pub const RECEIPT_LEN: usize = PREFIX.len() + 2 * ELECTION_LEN + 1 + 64;

/// Why a text is no receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It does not begin as a receipt does, or is shorter or longer.
    #[error("receipt: not a text of {RECEIPT_LEN} characters that begins with {PREFIX}")]
    Form,
    /// Election or tracker are not in upper-case hex.
    #[error("receipt: election and tracker are written in upper-case hex")]
    Hex,
}

/// A receipt. It says that a record arrived, and nothing of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The first bytes of `E`, so that a receipt of another election is told apart.
    pub election: [u8; ELECTION_LEN],
    /// The tracker of the record.
    pub tracker: Digest,
}

impl Receipt {
    /// The receipt of the record with this tracker.
    pub fn new(election: &Digest, tracker: Digest) -> Self {
        let mut of = [0; ELECTION_LEN];
        of.iter_mut().zip(election).for_each(|(byte, from)| *byte = *from);
        Self { election: of, tracker }
    }

    /// Whether it is of this election.
    pub fn is_of(&self, election: &Digest) -> bool {
        election.starts_with(&self.election)
    }
}

impl fmt::Display for Receipt {
    /// [`RECEIPT_LEN`] characters, all of which a QR code has in its alphanumeric mode.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}:{}", hex::encode_upper(self.election), hex::encode_upper(self.tracker))
    }
}

impl FromStr for Receipt {
    type Err = ReceiptError;

    /// Reads what [`fmt::Display`] writes, and nothing else.
    fn from_str(untrusted_text: &str) -> Result<Self, ReceiptError> {
        if untrusted_text.len() != RECEIPT_LEN {
            return Err(ReceiptError::Form);
        }
        let digits = untrusted_text.strip_prefix(PREFIX).and_then(|digits| digits.split_once(':'));
        let (election, tracker) = digits.ok_or(ReceiptError::Form)?;
        Ok(Self { election: upper_hex(election)?, tracker: upper_hex(tracker)? })
    }
}

fn upper_hex<const N: usize>(untrusted_digits: &str) -> Result<[u8; N], ReceiptError> {
    let mut bytes = [0; N];
    let is_upper = !untrusted_digits.bytes().any(|digit| digit.is_ascii_lowercase());
    let read = hex::decode_to_slice(untrusted_digits, &mut bytes).map_err(|_| ReceiptError::Hex);
    if is_upper { read.map(|()| bytes) } else { Err(ReceiptError::Hex) }
}
