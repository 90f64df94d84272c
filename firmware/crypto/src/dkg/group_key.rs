//! What a key generation ends in: README (12) and (13).

use alloc::vec::Vec;

use curve25519_dalek::traits::{Identity, MultiscalarMul};
use zeroize::Zeroizing;

use super::{Context, DkgError, Package, Quorum};
use crate::group::{POINT_LEN, RistrettoPoint, Scalar, decode_point, encode_point, next_32};
use crate::hash::{Digest, RunningSha3, hash};

const TRANSCRIPT_LABEL: &str = "tamga/dkg-transcript/v1";
const ENVELOPES_LABEL: &str = "tamga/dkg-envelopes/v1";
const SIGNATURE_LABEL: &str = "tamga/dkg-signature/v1";

/// `Σ_k x^k·C_k`.
pub(super) fn evaluate(commitments: &[RistrettoPoint], x: u8) -> RistrettoPoint {
    let powers: Vec<Scalar> = core::iter::successors(Some(Scalar::ONE), |power| Some(power * Scalar::from(x)))
        .take(commitments.len())
        .collect();
    RistrettoPoint::multiscalar_mul(&powers, commitments)
}

/// The public outcome `C_0 … C_{M−1}` of a key generation, README (12).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupKey {
    /// `M` of `N`.
    pub quorum: Quorum,
    /// `C_0 … C_{M−1}`, none of them the identity.
    pub commitments: Vec<RistrettoPoint>,
}

impl GroupKey {
    /// `C_k = Σ_i C_{i,k}` of the checked packages of all dealers, README (12).
    ///
    /// Refuses another number of packages than `N`, packages of different quorums, and a sum that is the identity.
    pub fn from_packages(packages: &[Package]) -> Result<Self, DkgError> {
        let quorum = packages.first().ok_or(DkgError::Count)?.quorum();
        if packages.len() != usize::from(quorum.tokens) {
            return Err(DkgError::Count);
        }
        Self::from_dealers(packages, quorum)
    }

    /// The same of as many dealers as there are packages.
    pub(super) fn from_dealers(packages: &[Package], quorum: Quorum) -> Result<Self, DkgError> {
        if packages.iter().any(|package| package.quorum() != quorum) {
            return Err(DkgError::Count);
        }
        let mut commitments = alloc::vec![RistrettoPoint::identity(); usize::from(quorum.needed)];
        for package in packages {
            for (sum, point) in commitments.iter_mut().zip(package.commitments()) {
                *sum += point;
            }
        }
        if commitments.contains(&RistrettoPoint::identity()) {
            return Err(DkgError::Point);
        }
        Ok(GroupKey { quorum, commitments })
    }

    /// The group key in these `32·M` bytes; refuses another length, non-canonical points and the identity.
    pub fn from_bytes(untrusted: &[u8], quorum: Quorum) -> Result<Self, DkgError> {
        if untrusted.is_empty() || untrusted.len() != POINT_LEN * usize::from(quorum.needed) {
            return Err(DkgError::PackageLength);
        }
        let mut rest = untrusted;
        let mut commitments = Vec::with_capacity(usize::from(quorum.needed));
        while let Some(bytes) = next_32(&mut rest) {
            commitments.push(decode_point(bytes).map_err(|_| DkgError::Point)?);
        }
        Ok(GroupKey { quorum, commitments })
    }

    /// `C_0 ‖ … ‖ C_{M−1}`, `32·M` bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.commitments.iter().flat_map(encode_point).collect()
    }

    /// The public key `P = C_0`.
    pub fn public(&self) -> RistrettoPoint {
        self.commitments.first().copied().unwrap_or_default()
    }

    /// The verification share `Y_j = Σ_k j^k·C_k` of token `index`, README (12). Of an index outside `1 … N` it is of no
    /// use: at 0 it is `P`.
    pub fn verification_share(&self, index: u8) -> RistrettoPoint {
        evaluate(&self.commitments, index)
    }
}

/// Token `index`'s share `s_j = Σ_i f_i(j)` of the key, README (12) and (25), from the checked shares of all dealers, its own
/// included, in any order. Refuses a sum that does not fit `Y_j`, as where one is missing.
pub fn final_share(group: &GroupKey, index: u8, shares: &[Zeroizing<Scalar>]) -> Result<Zeroizing<Scalar>, DkgError> {
    group.quorum.check_index(index)?;
    let mut sum = Zeroizing::new(Scalar::ZERO);
    for share in shares {
        *sum += **share;
    }
    if RistrettoPoint::mul_base(&sum) != group.verification_share(index) {
        return Err(DkgError::FinalShare);
    }
    Ok(sum)
}

/// The envelopes of a transcript, README (13) and (25), one after another: what they are hashed to, so that a token keeps none.
///
/// They come with the dealer ascending, then the receiver ascending, without those to oneself.
#[derive(Debug, Clone)]
pub struct PassingEnvelopes(RunningSha3);

impl PassingEnvelopes {
    /// None yet.
    pub fn new() -> Self {
        Self(RunningSha3::labelled(ENVELOPES_LABEL))
    }

    /// Takes the next.
    pub fn take(&mut self, envelope: &[u8]) {
        self.0.update(envelope);
    }

    /// The transcript `t` of these envelopes and the packages of the dealers, ascending: README (13) and (25).
    pub fn transcript(self, context: &Context, packages: &[impl AsRef<[u8]>]) -> Digest {
        recorded_transcript(context, packages, &self.0.finish())
    }
}

/// The transcript of these packages where of all envelopes only the inner hash of README (13) is kept, as in a record.
pub fn recorded_transcript(context: &Context, packages: &[impl AsRef<[u8]>], envelopes: &Digest) -> Digest {
    let mut parts: Vec<&[u8]> = alloc::vec![context.digest()];
    parts.extend(packages.iter().map(AsRef::as_ref));
    parts.push(envelopes);
    hash(TRANSCRIPT_LABEL, &parts)
}

impl Default for PassingEnvelopes {
    fn default() -> Self {
        Self::new()
    }
}

/// The transcript `t` of a key generation or resharing, README (13) and (25), of the packages of the dealers, ascending, and all
/// envelopes in the order of [`PassingEnvelopes`].
pub fn transcript(context: &Context, packages: &[impl AsRef<[u8]>], envelopes: &[impl AsRef<[u8]>]) -> Digest {
    let mut passing = PassingEnvelopes::new();
    for envelope in envelopes {
        passing.take(envelope.as_ref());
    }
    passing.transcript(context, packages)
}

/// What every token signs with its identity key, README (13): `hash("tamga/dkg-signature/v1", t)`.
pub fn transcript_message(transcript: &Digest) -> Digest {
    hash(SIGNATURE_LABEL, &[transcript])
}
