//! Equations (7) to (13): what the record shows of a key ceremony.

use curve25519_dalek::RistrettoPoint;
use curve25519_dalek::traits::Identity;

use crate::bytes::Cursor;
use crate::digest::{Digest, challenge, hash};
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
