//! A key shared out again, without the tokens that were lost: README (24), (25) and (26).

use alloc::vec::Vec;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{Context, Dealer, DkgError, GroupKey, NONCE_LEN, Package, Purpose, Quorum};
use crate::group::Scalar;
use crate::hash::{Digest, hash};

const CONTEXT_LABEL: &str = "tamga/reshare-context/v1";
const OUTCOME_LABEL: &str = "tamga/replacement-outcome/v1";
const CONFIRMATION_LABEL: &str = "tamga/replaced/v1";

/// Who deals when a key is shared out again: all tokens but the replaced ones, README (24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resharing {
    quorum: Quorum,
    dealers: Vec<u8>,
}

impl Resharing {
    /// The resharing that replaces these tokens. Refuses none or more than `N − M`, and indices that do not ascend within
    /// `1 … N`.
    pub fn new(quorum: Quorum, replaced: &[u8]) -> Result<Self, DkgError> {
        let mut last = 0;
        for index in replaced {
            quorum.check_index(*index)?;
            if *index <= last {
                return Err(DkgError::Index { index: *index });
            }
            last = *index;
        }
        let dealers: Vec<u8> = quorum.indices().filter(|index| !replaced.contains(index)).collect();
        if replaced.is_empty() || dealers.len() < usize::from(quorum.needed) {
            return Err(DkgError::Count);
        }
        Ok(Self { quorum, dealers })
    }

    /// The dealers, ascending: at least `M`.
    pub fn dealers(&self) -> &[u8] {
        &self.dealers
    }

    /// The context of one resharing, README (24), of election `E`, the digest of the replacement, and the nonces of tokens `1 … N`
    /// in order. Refuses another number of nonces than `N`.
    pub fn context(
        &self,
        election: &Digest,
        replacement: &Digest,
        purpose: Purpose,
        nonces: &[[u8; NONCE_LEN]],
    ) -> Result<Context, DkgError> {
        let bits = self.dealers.iter().fold(0_u32, |bits, dealer| bits | 1 << (dealer - 1));
        let head = [purpose as u8, self.quorum.tokens, self.quorum.needed];
        Context::of(CONTEXT_LABEL, &[election, replacement, &head, &bits.to_be_bytes()], self.quorum, nonces)
    }

    /// The dealing of dealer `index`, README (24): the polynomial begins with `λ_i·s_i`, the dealer's part of the key that is
    /// shared out again. Refuses an index that deals nothing.
    pub fn dealer(
        &self,
        context: &Context,
        index: u8,
        share: &Scalar,
        rng: &mut impl CryptoRng,
    ) -> Result<Dealer, DkgError> {
        let secret = Zeroizing::new(product(&self.weight(index)?, share));
        Dealer::of_secret(context, index, self.quorum, secret, rng)
    }

    /// Whether a dealer deals its part of the key that these commitments are of, and no other: `C_{i,0} = λ_i·Y_i`, README (24).
    /// The refusal names the dealer.
    pub fn check(&self, dealer: u8, package: &Package, before: &GroupKey) -> Result<(), DkgError> {
        let part = self.weight(dealer)? * before.verification_share(dealer);
        if package.commitments().first() != Some(&part) {
            return Err(DkgError::Part { dealer });
        }
        Ok(())
    }

    /// `C'_k = Σ_i C_{i,k}` of the checked packages of all dealers, README (25). That `C'_0` is the public key of before follows
    /// from [`Resharing::check`] of each.
    ///
    /// Refuses another number of packages than of dealers, packages of another quorum, and a sum that is the identity.
    pub fn group_key(&self, packages: &[Package]) -> Result<GroupKey, DkgError> {
        if packages.len() != self.dealers.len() {
            return Err(DkgError::Count);
        }
        GroupKey::from_dealers(packages, self.quorum)
    }

    /// `λ_i` over the dealers: for small programs, as a fraction of integers, which are below 15!.
    fn weight(&self, dealer: u8) -> Result<Scalar, DkgError> {
        if !self.dealers.contains(&dealer) {
            return Err(DkgError::Index { index: dealer });
        }
        let (mut numerator, mut denominator) = (1_u64, 1_i64);
        for &other in self.dealers.iter().filter(|other| **other != dealer) {
            numerator *= u64::from(other);
            denominator *= i64::from(other) - i64::from(dealer);
        }
        let size = Scalar::from(denominator.unsigned_abs());
        let inverse = inverse_vartime(&if denominator < 0 { Scalar::ZERO - size } else { size });
        Ok(product(&Scalar::from(numerator), &inverse))
    }
}

/// `x^(ℓ − 2) = 1/x`: a fraction of the code that the curve's own inversion takes on a chip, and not in constant time, as indices
/// are public.
fn inverse_vartime(x: &Scalar) -> Scalar {
    let exponent = (Scalar::ZERO - Scalar::from(2_u8)).to_bytes();
    let mut power = Scalar::ONE;
    for byte in exponent.iter().rev() {
        for bit in (0..8).rev() {
            power = product(&power, &power);
            if byte >> bit & 1 == 1 {
                power = product(&power, x);
            }
        }
    }
    power
}

/// `x·y`, once: on a chip each multiplication that is compiled into its caller takes 600 bytes.
#[inline(never)]
fn product(x: &Scalar, y: &Scalar) -> Scalar {
    x * y
}

/// The outcome `r` of a replacement, README (26), of which all screens show the control number: its digest and the transcripts of
/// both resharings.
pub fn replacement_outcome(replacement: &Digest, custody: &Digest, election: &Digest) -> Digest {
    hash(OUTCOME_LABEL, &[replacement, custody, election])
}

/// What token `token` signs when it keeps its new shares, README (26).
pub fn replaced_message(election: &Digest, number: u16, token: u8, outcome: &Digest) -> Digest {
    hash(CONFIRMATION_LABEL, &[election, &number.to_be_bytes(), &[token], outcome])
}
