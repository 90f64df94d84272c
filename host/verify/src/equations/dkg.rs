//! Equations (7) to (13), (24) and (25): what the record shows of a key ceremony, and of a key that was shared out again.

use curve25519_dalek::traits::Identity;
use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::bytes::Cursor;
use crate::digest::{Digest, challenge, hash};
use crate::equations::opening::lagrange;
use crate::group;
use crate::reason::Reason;

/// (7) What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The key that encrypts PINs of HSMs.
    Custody = 1,
    /// The key that encrypts ballots.
    Election = 2,
}

/// (7) `ctx`: definition, purpose, numbers and nonces.
pub(crate) fn context(definition: &Digest, purpose: Purpose, quorum: u8, nonces: &[[u8; 32]]) -> Digest {
    let dealers = u8::try_from(nonces.len()).unwrap_or(u8::MAX);
    hash("tamga/dkg-context/v1", &[definition, &[purpose as u8, dealers, quorum], &nonces.concat()])
}

/// (9), (10) Checks the package of dealer `i`: commitments that are points and no identity, and the proof of knowledge of `a_{i,0}`.
/// Returns the `quorum` commitments `C_{i,k}`.
pub(crate) fn check_package(
    context: &Digest,
    dealer: u8,
    quorum: usize,
    untrusted_package: &[u8],
) -> Result<Vec<RistrettoPoint>, Reason> {
    let mut cursor = Cursor::new(untrusted_package);
    let commitments: Vec<[u8; 32]> = cursor.arrays(quorum)?;
    let r_bytes: [u8; 32] = cursor.array()?;
    let mu = group::scalar(&cursor.array()?)?;
    cursor.finish()?;

    let points: Vec<RistrettoPoint> = commitments.iter().map(group::key_point).collect::<Result<_, _>>()?;
    let r = group::key_point(&r_bytes)?;
    let (Some(constant), Some(constant_bytes)) = (points.first(), commitments.first()) else {
        return Err(Reason::EndsEarly { needed: 32, left: 0 });
    };
    // (9) μ_i·G = R_i + c·C_{i,0}
    let c = challenge("tamga/dkg-proof/v1", &[context, &[dealer], constant_bytes, &r_bytes]);
    if RistrettoPoint::mul_base(&mu) != r + constant * c {
        return Err(Reason::ProofOfKnowledge { dealer });
    }
    Ok(points)
}

/// (12) `C_k = Σ_i C_{i,k}`.
pub(crate) fn sum_commitments(packages: &[Vec<RistrettoPoint>], quorum: usize) -> Vec<RistrettoPoint> {
    let mut sums = vec![RistrettoPoint::identity(); quorum];
    for package in packages {
        for (sum, commitment) in sums.iter_mut().zip(package) {
            *sum += commitment;
        }
    }
    sums
}

/// (13) The transcript; `envelopes` is the inner hash.
pub(crate) fn transcript(context: &Digest, packages: &[&[u8]], envelopes: &Digest) -> Digest {
    hash("tamga/dkg-transcript/v1", &[context, &packages.concat(), envelopes])
}

/// (24) Who deals when a key is shared out again: all tokens but the replaced ones.
pub(crate) struct Resharing {
    tokens: u8,
    quorum: u8,
    dealers: Vec<u8>,
    lambdas: Vec<Scalar>,
}

impl Resharing {
    /// The resharing among `tokens` tokens that replaces these.
    pub(crate) fn new(tokens: usize, quorum: usize, replaced: &[u8]) -> Self {
        let byte = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        let dealers: Vec<u8> = (1..=byte(tokens)).filter(|token| !replaced.contains(token)).collect();
        let lambdas = lagrange(&dealers);
        Self { tokens: byte(tokens), quorum: byte(quorum), dealers, lambdas }
    }

    /// The dealers, ascending.
    pub(crate) fn dealers(&self) -> impl Iterator<Item = u8> {
        self.dealers.iter().copied()
    }

    /// (24) `ctx`: election, replacement, purpose, numbers, dealers and nonces.
    pub(crate) fn context(
        &self,
        election: &Digest,
        replacement: &Digest,
        purpose: Purpose,
        nonces: &[[u8; 32]],
    ) -> Digest {
        let bits = self.dealers().fold(0_u32, |bits, dealer| bits | 1 << (dealer - 1));
        let numbers = [purpose as u8, self.tokens, self.quorum];
        hash("tamga/reshare-context/v1", &[election, replacement, &numbers, &bits.to_be_bytes(), &nonces.concat()])
    }

    /// (24) `C_{i,0} = λ_i·Y_i`: a dealer deals its part of the key and nothing else. `before` are the commitments of the key.
    pub(crate) fn check_part(
        &self,
        dealer: u8,
        commitments: &[RistrettoPoint],
        before: &[RistrettoPoint],
    ) -> Result<(), Reason> {
        let lambda = self.dealers().zip(&self.lambdas).find(|(known, _)| *known == dealer).map(|(_, lambda)| lambda);
        let part = lambda.map(|lambda| group::evaluate(before, dealer) * lambda);
        if part.is_some() && commitments.first() == part.as_ref() {
            return Ok(());
        }
        Err(Reason::Part { dealer })
    }
}
