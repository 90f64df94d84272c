//! One token's dealing: README (8), (9) and (10).

use alloc::vec::Vec;
use core::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::package::{commitment, proof_challenge, proved};
use super::share::{ENVELOPE_LEN, seal};
use super::{Context, DkgError, Quorum};
use crate::group::{RistrettoPoint, Scalar, encode_point, hedged_nonce};
use crate::hash::Digest;
use crate::sign::SigningKey;

/// A token's secret polynomial and the package that shows its commitments. Wiped on drop.
pub struct Dealer {
    context: Context,
    index: u8,
    quorum: Quorum,
    /// `a_{i,0} … a_{i,M−1}`.
    coefficients: Zeroizing<Vec<Scalar>>,
    package: Vec<u8>,
}

impl Dealer {
    /// Token `index`'s dealing with a fresh polynomial of degree `M − 1`, README (8), and its proof of knowledge,
    /// README (9). Refuses an index outside `1 … N`.
    pub fn new(context: &Context, index: u8, quorum: Quorum, rng: &mut impl CryptoRng) -> Result<Self, DkgError> {
        let secret = Zeroizing::new(Scalar::random(rng));
        Self::of_secret(context, index, quorum, secret, rng)
    }

    /// A dealing of this secret `a_{i,0}`, with all other coefficients fresh.
    pub(super) fn of_secret(
        context: &Context,
        index: u8,
        quorum: Quorum,
        secret: Zeroizing<Scalar>,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, DkgError> {
        let mut coefficients = Zeroizing::new(Vec::with_capacity(usize::from(quorum.needed)));
        coefficients.push(*secret);
        for _ in 1..quorum.needed {
            coefficients.push(Scalar::random(rng));
        }
        Self::from_coefficients(context, index, quorum, coefficients, rng)
    }

    /// A dealing of a given polynomial, lowest coefficient first: for known answers only, as who knows the polynomial
    /// knows the token's part of the key. Refuses another number of coefficients than `M`, and a bad index.
    pub fn from_coefficients(
        context: &Context,
        index: u8,
        quorum: Quorum,
        coefficients: Zeroizing<Vec<Scalar>>,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, DkgError> {
        quorum.check_index(index)?;
        let secret = coefficients.first().ok_or(DkgError::Count)?;
        if coefficients.len() != usize::from(quorum.needed) {
            return Err(DkgError::Count);
        }
        let mut package = Vec::new();
        for coefficient in coefficients.iter() {
            package.extend_from_slice(&encode_point(&RistrettoPoint::mul_base(coefficient)));
        }
        let public = encode_point(&RistrettoPoint::mul_base(secret));
        let w = hedged_nonce(secret, &proved(context, index, &public), rng);
        let r = encode_point(&RistrettoPoint::mul_base(&w));
        let mu = *w + proof_challenge(context, index, &public, &r) * secret;
        package.extend_from_slice(&r);
        package.extend_from_slice(mu.as_bytes());
        Ok(Dealer { context: *context, index, quorum, coefficients, package })
    }

    /// The commitment `h_i`, shown before anyone's package: README (10).
    pub fn commitment(&self) -> Digest {
        commitment(&self.context, self.index, &self.package)
    }

    /// The bytes of the package `p_i`, `32·(M + 2)`: README (10).
    pub fn package(&self) -> Vec<u8> {
        self.package.clone()
    }

    /// The share `f_i(j)` of token `receiver`, README (11). Refuses an index outside `1 … N`: `f_i(0)` is the secret.
    pub fn share_for(&self, receiver: u8) -> Result<Zeroizing<Scalar>, DkgError> {
        self.quorum.check_index(receiver)?;
        let x = Scalar::from(receiver);
        let mut value = Zeroizing::new(Scalar::ZERO);
        for coefficient in self.coefficients.iter().rev() {
            *value = *value * x + coefficient;
        }
        Ok(value)
    }

    /// The share of token `receiver`, sealed to its X25519 share key and signed with the dealer's identity key, 144
    /// bytes: README (11). Refuses a bad index and a share key that is none.
    pub fn seal_share(
        &self,
        receiver: u8,
        share_key: &[u8; 32],
        identity: &SigningKey,
        rng: &mut impl CryptoRng,
    ) -> Result<[u8; ENVELOPE_LEN], DkgError> {
        let share = self.share_for(receiver)?;
        seal(&self.context, [self.index, receiver], &share, share_key, identity, rng)
    }
}

impl fmt::Debug for Dealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dealer")
    }
}
