//! What a dealer shows to all: README (9) and (10).

use alloc::vec::Vec;

use super::{Context, DkgError, Quorum};
use crate::group::{POINT_LEN, RistrettoPoint, Scalar, challenge, decode_point, decode_scalar, encode_point, next_32};
use crate::hash::{Digest, hash};

const PROOF_LABEL: &str = "tamga/dkg-proof/v1";
const COMMIT_LABEL: &str = "tamga/dkg-commit/v1";

/// Bytes of a package: `32·(M + 2)`, README (10).
pub const fn package_len(quorum: Quorum) -> usize {
    POINT_LEN * (quorum.needed as usize + 2)
}

/// The challenge of the proof of knowledge, README (9).
pub(super) fn proof_challenge(context: &Context, dealer: u8, public: &[u8; POINT_LEN], r: &[u8; POINT_LEN]) -> Scalar {
    challenge(PROOF_LABEL, &[context.digest(), &[dealer], public, r])
}

/// What a dealer proves, README (9), without its nonce: hedges that nonce.
pub(super) fn proved(context: &Context, dealer: u8, public: &[u8; POINT_LEN]) -> Digest {
    hash(PROOF_LABEL, &[context.digest(), &[dealer], public])
}

/// The commitment `h_i` to a package, README (10).
pub(super) fn commitment(context: &Context, dealer: u8, package: &[u8]) -> Digest {
    hash(COMMIT_LABEL, &[context.digest(), &[dealer], package])
}

/// A dealer's package `p_i = C_{i,0} ‖ … ‖ C_{i,M−1} ‖ R_i ‖ μ_i`, README (10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    quorum: Quorum,
    commitments: Vec<RistrettoPoint>,
    r: RistrettoPoint,
    mu: Scalar,
}

impl Package {
    /// The package in these bytes; refuses a wrong length, non-canonical points and scalars, and the identity.
    pub fn parse(untrusted: &[u8], quorum: Quorum) -> Result<Self, DkgError> {
        if untrusted.len() != package_len(quorum) {
            return Err(DkgError::PackageLength);
        }
        let mut rest = untrusted;
        let mut next = || next_32(&mut rest).ok_or(DkgError::PackageLength);
        let mut commitments = Vec::with_capacity(usize::from(quorum.needed));
        for _ in 0..quorum.needed {
            commitments.push(decode_point(next()?).map_err(|_| DkgError::Point)?);
        }
        let r = decode_point(next()?).map_err(|_| DkgError::Point)?;
        let mu = decode_scalar(next()?).map_err(|_| DkgError::Scalar)?;
        Ok(Package { quorum, commitments, r, mu })
    }

    /// Checks that dealer `dealer` committed to this package, README (10), and knows its secret, README (9).
    ///
    /// Refuses an index outside `1 … N`; both other refusals name the dealer.
    pub fn check(&self, context: &Context, dealer: u8, committed: &Digest) -> Result<(), DkgError> {
        self.quorum.check_index(dealer)?;
        if commitment(context, dealer, &self.to_bytes()) != *committed {
            return Err(DkgError::Commitment { dealer });
        }
        self.check_proof(context, dealer)
    }

    /// Checks that dealer `dealer` knows the secret of this package, README (9): all that a record, without commitments, can show.
    /// Refuses an index outside `1 … N`; the other refusal names the dealer.
    pub fn check_proof(&self, context: &Context, dealer: u8) -> Result<(), DkgError> {
        self.quorum.check_index(dealer)?;
        let public = self.commitments.first().ok_or(DkgError::PackageLength)?;
        let c = proof_challenge(context, dealer, &encode_point(public), &encode_point(&self.r));
        if RistrettoPoint::mul_base(&self.mu) != self.r + c * public {
            return Err(DkgError::Proof { dealer });
        }
        Ok(())
    }

    /// The `M` commitments `C_{i,0} … C_{i,M−1}` to the coefficients, README (8).
    pub fn commitments(&self) -> &[RistrettoPoint] {
        &self.commitments
    }

    /// The quorum that the package was parsed for.
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// The bytes `p_i` again, `32·(M + 2)`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(package_len(self.quorum));
        for point in self.commitments.iter().chain([&self.r]) {
            bytes.extend_from_slice(&encode_point(point));
        }
        bytes.extend_from_slice(self.mu.as_bytes());
        bytes
    }
}
