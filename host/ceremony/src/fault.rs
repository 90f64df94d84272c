//! Why a ceremony stops, and who is at fault.

use tamga_crypto::dkg::DkgError;
use tamga_crypto::hpke::HpkeError;
use tamga_crypto::opening::OpeningError;
use tamga_crypto::sign::SignatureError;
use tamga_crypto::tdh2::Tdh2Error;
use tamga_wire::Refusal;

/// Why one token's part does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The token does not answer: not plugged in, pulled out, or its officer did not come.
    #[error("the token does not answer")]
    Absent,
    /// The token said no.
    #[error("the token refused: {0}")]
    Refused(Refusal),
    /// The answer is not one to the question.
    #[error("the answer does not belong to the question")]
    WrongAnswer,
    /// The token enrolled another definition than it was given.
    #[error("the token holds another definition")]
    OtherDefinition,
    /// The signature does not verify under the officer's identity key.
    #[error("the signature does not verify")]
    BadSignature,
    /// The package of a key generation is malformed, not what was committed to, or without knowledge of its secret.
    #[error("the package does not check: {0}")]
    BadPackage(DkgError),
    /// The transcript (13) is not that of the messages that went by.
    #[error("the token saw another key generation")]
    OtherTranscript,
    /// The commitments (12) are not the sums of the packages.
    #[error("the token made another key")]
    OtherKey,
    /// The key generation as a whole does not work out; no token is to blame.
    #[error("the key generation does not work out: {0}")]
    KeyGeneration(DkgError),
    /// A sealed answer does not open.
    #[error("the sealed answer does not open: {0}")]
    BadSeal(HpkeError),
    /// A share of a PIN (20) does not verify.
    #[error("the share of the PIN does not verify: {0}")]
    BadShare(Tdh2Error),
    /// A partial decryption is no point, or there are too few or too many of them or of proofs.
    #[error("the partial decryptions do not decode or are not as many as the sums")]
    BadDecryptions,
    /// The proof of a chunk (16) does not hold.
    #[error("the proof of chunk {chunk} does not hold: {error}")]
    BadProof {
        /// The chunk, from 0.
        chunk: u32,
        /// What does not hold.
        error: OpeningError,
    },
}

impl Fault {
    /// Who lied, where somebody did: the token itself, or the one that it accuses. Nobody lies by being absent or by
    /// saying no.
    pub fn culprit(self, token: u8) -> Option<u8> {
        match self {
            Fault::Absent | Fault::KeyGeneration(_) => None,
            Fault::Refused(Refusal::DkgCulprit(accused)) => Some(accused),
            Fault::Refused(_) => None,
            _ => Some(token),
        }
    }
}

/// Why a ceremony stops without its outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyError {
    /// Every token is needed, and one failed.
    #[error("token {token}: {fault}")]
    Token {
        /// The token.
        token: u8,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Fewer than the quorum are left.
    #[error("{good} of the {needed} tokens that are needed did their part")]
    TooFew {
        /// `M`.
        needed: u8,
        /// How many did.
        good: u8,
        /// The others, in the order in which they dropped out.
        faults: Vec<(u8, Fault)>,
    },
    /// An answer was handed in for a token that this commission does not have.
    #[error("the commission has no token {token}")]
    NoSuchToken {
        /// The index.
        token: u8,
    },
    /// The outcome was asked for while answers are missing.
    #[error("answers are still missing")]
    NotFinished,
    /// The quorum of the definition cannot be.
    #[error("quorum: {0}")]
    Quorum(DkgError),
    /// An officer's identity key in the definition is no key.
    #[error("the identity key of officer {officer}: {error}")]
    OfficerKey {
        /// The officer, from 1.
        officer: u8,
        /// What is wrong with it.
        error: SignatureError,
    },
    /// The encrypted PIN was not made for this key and label, or does not decrypt to a PIN.
    #[error("the encrypted PIN: {0}")]
    Pin(#[from] Tdh2Error),
    /// A sum of the tally does not decode, or there are more than fit.
    #[error("the sums of the tally do not decode")]
    Sums,
}

impl CeremonyError {
    /// The tokens that lied, as far as the ceremony can tell, each once and ascending.
    pub fn culprits(&self) -> Vec<u8> {
        match self {
            CeremonyError::Token { token, fault } => fault.culprit(*token).into_iter().collect(),
            CeremonyError::TooFew { faults, .. } => culprits(faults),
            _ => Vec::new(),
        }
    }
}

/// The tokens that lied, each once and ascending.
pub fn culprits(faults: &[(u8, Fault)]) -> Vec<u8> {
    let mut named: Vec<u8> = faults.iter().filter_map(|(token, fault)| fault.culprit(*token)).collect();
    named.sort_unstable();
    named.dedup();
    named
}
