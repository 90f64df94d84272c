//! Why a replacement is refused.

use tamga_crypto::dkg::{DkgError, Purpose};

use crate::acts::ActError;
use crate::bytes::ByteFault;

/// Why a replacement is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplacementError {
    /// The bytes are no replacement.
    #[error("replacement: {0}")]
    Bytes(#[from] ByteFault),
    /// Its number is 0 or above the limit.
    #[error("replacement: replacements are numbered from 1 to 99")]
    Number,
    /// No token is replaced, or more than the quorum can spare.
    #[error("replacement: at least one token is replaced, and no more than the quorum can spare")]
    Count,
    /// The tokens do not ascend, or one is not of the commission.
    #[error("replacement: the replaced tokens must be of the commission and ascend")]
    Tokens,
    /// It belongs to another election.
    #[error("replacement: it belongs to another election")]
    OtherElection,
    /// It is not the one that comes next.
    #[error("replacement {number}: it is not the next one of this election")]
    NotNext {
        /// Its number.
        number: u16,
    },
    /// A key of a new token is none, or somebody has it already.
    #[error("replacement: a key of the new token {token} is no key, or is there already in this election")]
    Key {
        /// The token, from 1.
        token: u8,
    },
    /// It is not signed by a quorum of those who remain.
    #[error("replacement: {0}")]
    Act(#[from] ActError),
    /// A token that is replaced signed.
    #[error("replacement: officer {officer} signed, whose token is replaced")]
    LostSigner {
        /// The officer, from 1.
        officer: u8,
    },
    /// A resharing does not hold.
    #[error("replacement, {key:?} key: {error}")]
    Resharing {
        /// Which key was shared again.
        key: Purpose,
        /// What is wrong with it.
        error: ResharingError,
    },
    /// A token did not confirm the outcome.
    #[error("replacement: token {token} did not confirm the outcome")]
    Confirmation {
        /// The token, from 1.
        token: u8,
    },
}

/// Why a resharing does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResharingError {
    /// Packages, nonces or signatures are not as many as there are tokens, or cannot be read.
    #[error("{0}")]
    Form(DkgError),
    /// A remaining token's package is none, its proof does not hold, or it shares something else than its share.
    #[error("the package of token {dealer}: {error}")]
    Package {
        /// The remaining token.
        dealer: u8,
        /// What is wrong with it.
        error: DkgError,
    },
    /// What the packages add up to is not the key that was there.
    #[error("what the tokens shared is not the key that was there")]
    OtherKey,
    /// A token did not sign the transcript.
    #[error("token {token} did not sign the transcript")]
    Transcript {
        /// The token, from 1.
        token: u8,
    },
}
