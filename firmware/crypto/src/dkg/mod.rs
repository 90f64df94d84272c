//! Distributed key generation with a hash-committed first round: README (7) to (13).
//!
//! The order of one run: nonces → [`Context`] → each [`Dealer`] shows its commitment → all packages are shown and checked
//! ([`Package`]) → sealed shares ([`Dealer::seal_share`], [`open_share`]) → [`GroupKey`], [`final_share`] → every token signs the
//! [`transcript()`]. [`Resharing`] is a run of fewer dealers, who share out a key that there is: README (24) to (26).

mod dealer;
mod group_key;
mod package;
mod resharing;
mod share;

pub use dealer::Dealer;
pub use group_key::{GroupKey, PassingEnvelopes, final_share, recorded_transcript, transcript, transcript_message};
pub use package::{Package, package_len};
pub use resharing::{Resharing, replaced_message, replacement_outcome};
pub use share::{ENVELOPE_LEN, open_share};

use crate::hash::{Digest, hash};

/// The most tokens of a commission, `N ≤ 15`.
pub const TOKENS_MAX: u8 = crate::opening::TOKENS_MAX;

/// Bytes of a token's nonce.
pub const NONCE_LEN: usize = 32;

const CONTEXT_LABEL: &str = "tamga/dkg-context/v1";

/// Why a key generation stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DkgError {
    /// Not `1 ≤ M ≤ N ≤ 15` with `2M > N`.
    #[error("a quorum that is not a majority of at most fifteen tokens")]
    Quorum,
    /// Another number of nonces, packages or shares than of tokens.
    #[error("something is missing of a token, or there is too much")]
    Count,
    /// No token has this index.
    #[error("no token has the index {index}")]
    Index {
        /// The index.
        index: u8,
    },
    /// A package of another length than the quorum needs.
    #[error("a package of another length than the quorum needs")]
    PackageLength,
    /// A point in a package or group key is not canonical, or is the identity.
    #[error("a bad point in a package or group key")]
    Point,
    /// A response in a package is not below the group order.
    #[error("a bad scalar in a package")]
    Scalar,
    /// A package is not the one committed to, README (10).
    #[error("dealer {dealer} shows another package than committed to")]
    Commitment {
        /// The dealer.
        dealer: u8,
    },
    /// The proof of knowledge does not hold, README (9).
    #[error("the proof of knowledge of dealer {dealer} does not hold")]
    Proof {
        /// The dealer.
        dealer: u8,
    },
    /// A dealer shares out another secret than its part of the key, README (24).
    #[error("dealer {dealer} deals another secret than its part of the key")]
    Part {
        /// The dealer.
        dealer: u8,
    },
    /// An envelope without its dealer's signature: anyone on the way may have made it.
    #[error("an envelope that dealer {dealer} did not sign")]
    EnvelopeSignature {
        /// The dealer that it names.
        dealer: u8,
    },
    /// An envelope of another length than [`ENVELOPE_LEN`].
    #[error("an envelope of a wrong length")]
    EnvelopeLength,
    /// A signed envelope does not open to a scalar.
    #[error("the signed envelope of dealer {dealer} does not open")]
    EnvelopeOpening {
        /// The dealer.
        dealer: u8,
    },
    /// A signed share does not fit the dealer's commitments, README (11).
    #[error("the share of dealer {dealer} does not fit its package")]
    Share {
        /// The dealer.
        dealer: u8,
    },
    /// A token's share key is no key, so nothing can be sealed to it.
    #[error("the share key of token {token} is no key")]
    ShareKey {
        /// The token.
        token: u8,
    },
    /// The sum of checked shares does not fit the group key.
    #[error("the shares do not add up to the group key")]
    FinalShare,
}

impl DkgError {
    /// The token whose message is at fault, where it is a token's and not the way's.
    pub fn culprit(&self) -> Option<u8> {
        match self {
            DkgError::Commitment { dealer }
            | DkgError::Proof { dealer }
            | DkgError::Part { dealer }
            | DkgError::EnvelopeOpening { dealer }
            | DkgError::Share { dealer } => Some(*dealer),
            DkgError::ShareKey { token } => Some(*token),
            _ => None,
        }
    }
}

/// What a key is for, the byte of README (7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// Encrypts the PINs of HSMs.
    Custody = 1,
    /// Encrypts the ballots of one election.
    Election = 2,
}

/// `M` of `N` tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quorum {
    /// `N`, the number of tokens.
    pub tokens: u8,
    /// `M`, how many of them are needed.
    pub needed: u8,
}

impl Quorum {
    /// `needed` of `tokens`; refuses unless `1 ≤ M ≤ N ≤ 15` and `2M > N`, so that no two quorums are disjoint.
    pub fn new(tokens: u8, needed: u8) -> Result<Self, DkgError> {
        let sensible = (1..=TOKENS_MAX).contains(&tokens) && needed <= tokens;
        if !sensible || 2 * u16::from(needed) <= u16::from(tokens) {
            return Err(DkgError::Quorum);
        }
        Ok(Quorum { tokens, needed })
    }

    /// The indices `1 … N`.
    pub fn indices(&self) -> impl Iterator<Item = u8> + use<> {
        1..=self.tokens
    }

    /// Refuses an index outside `1 … N`.
    pub fn check_index(&self, index: u8) -> Result<(), DkgError> {
        if index == 0 || index > self.tokens {
            return Err(DkgError::Index { index });
        }
        Ok(())
    }
}

/// The context `ctx` of one key generation, README (7): everything else is bound to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context(Digest);

impl Context {
    /// The context of definition digest `D`, purpose, quorum and the nonces of tokens `1 … N` in order.
    ///
    /// Refuses another number of nonces than `N`.
    pub fn new(
        definition: &Digest,
        purpose: Purpose,
        quorum: Quorum,
        nonces: &[[u8; NONCE_LEN]],
    ) -> Result<Self, DkgError> {
        let head = [purpose as u8, quorum.tokens, quorum.needed];
        Self::of(CONTEXT_LABEL, &[definition, &head], quorum, nonces)
    }

    fn of(label: &str, head: &[&[u8]], quorum: Quorum, nonces: &[[u8; NONCE_LEN]]) -> Result<Self, DkgError> {
        if nonces.len() != usize::from(quorum.tokens) {
            return Err(DkgError::Count);
        }
        let mut parts = head.to_vec();
        parts.extend(nonces.iter().map(|nonce| nonce.as_slice()));
        Ok(Context(hash(label, &parts)))
    }

    /// The 32 bytes of `ctx`.
    pub fn digest(&self) -> &Digest {
        &self.0
    }
}
