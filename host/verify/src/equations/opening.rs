//! Equations (14) to (18): partial decryptions, the proofs of their chunks, combination, counts.

use std::collections::HashMap;

use curve25519_dalek::traits::{Identity, IsIdentity};
use curve25519_dalek::{RistrettoPoint, Scalar};

use crate::digest::{Digest, challenge, hash};
use crate::group;
use crate::reason::Reason;

/// (15) Sums in a chunk.
pub(crate) const CHUNK_LEN: usize = 64;

/// A point with its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Encoded {
    /// The point.
    pub(crate) point: RistrettoPoint,
    /// Its bytes in the file.
    pub(crate) bytes: [u8; 32],
}

impl Encoded {
    /// Decodes a point that may be the identity.
    pub(crate) fn read(untrusted: [u8; 32]) -> Result<Self, Reason> {
        Ok(Self { point: group::point(&untrusted)?, bytes: untrusted })
    }
}

/// What all chunks of one token's share are bound to.
pub(crate) struct Slot<'a> {
    /// The election id.
    pub(crate) election: &'a Digest,
    /// The opening's number.
    pub(crate) opening: u32,
    /// The tally root.
    pub(crate) root: &'a Digest,
    /// The token's index.
    pub(crate) token: u8,
    /// The token's verification share `Y_i`.
    pub(crate) share_key: RistrettoPoint,
}

/// (15), (16) Checks the proof of chunk `q`: `halves` are the `A_j` and `D_j` of its sums.
pub(crate) fn check_chunk(
    slot: &Slot<'_>,
    q: u32,
    halves: &[(&Encoded, &Encoded)],
    untrusted_proof: &[u8; 64],
) -> Result<(), Reason> {
    let refused = Reason::ChunkProof { token: slot.token, chunk: q };
    let mut t = hash(
        "tamga/open-chunk/v1",
        &[slot.election, &slot.opening.to_be_bytes(), slot.root, &[slot.token], &q.to_be_bytes()],
    );
    let (mut a_hat, mut d_hat) = (RistrettoPoint::identity(), RistrettoPoint::identity());
    let first = q.saturating_mul(CHUNK_LEN as u32);
    for (j, (a, d)) in (first..).zip(halves) {
        t = hash("tamga/open-step/v1", &[&t, &j.to_be_bytes(), &a.bytes, &d.bytes]);
        let mut low = [0; 32];
        for (to, from) in low.iter_mut().zip(t.iter().take(16)) {
            *to = *from;
        }
        let w = Scalar::from_bytes_mod_order(low);
        a_hat += a.point * w;
        d_hat += d.point * w;
    }
    let (c_bytes, z_bytes) = untrusted_proof.split_at(32);
    let half = |bytes: &[u8]| <[u8; 32]>::try_from(bytes).map_err(|_| Reason::BadScalar);
    let c = group::scalar(&half(c_bytes)?)?;
    let z = group::scalar(&half(z_bytes)?)?;
    // (16) T1 = z·G − c·Y_i, T2 = z·Â − c·D̂
    let t1 = RistrettoPoint::mul_base(&z) - slot.share_key * c;
    let t2 = a_hat * z - d_hat * c;
    let again = challenge(
        "tamga/open-proof/v1",
        &[
            &t,
            &group::bytes(&slot.share_key),
            &group::bytes(&a_hat),
            &group::bytes(&d_hat),
            &group::bytes(&t1),
            &group::bytes(&t2),
        ],
    );
    if again == c { Ok(()) } else { Err(refused) }
}

/// (17) `λ_i` of every index in `indices`, which are distinct and not zero.
pub(crate) fn lagrange(indices: &[u8]) -> Vec<Scalar> {
    let lambda = |&i: &u8| {
        let others = indices.iter().filter(|&&k| k != i);
        others.map(|&k| Scalar::from(k) * (Scalar::from(k) - Scalar::from(i)).invert()).product::<Scalar>()
    };
    indices.iter().map(lambda).collect()
}

/// (18) Baby steps, enough for every bound up to the one it was made for.
pub(crate) struct Logarithms {
    baby: HashMap<[u8; 32], u64>,
    stride: u64,
}

impl Logarithms {
    /// Steps for values up to `bound`, about its square root of them.
    pub(crate) fn new(bound: u64) -> Self {
        let stride = bound.isqrt() + 1;
        let mut baby = HashMap::new();
        let base = RistrettoPoint::mul_base(&Scalar::ONE);
        let mut point = RistrettoPoint::identity();
        for m in 0..stride {
            baby.insert(group::bytes(&point), m);
            point += base;
        }
        Self { baby, stride }
    }

    /// (18) The `m` with `m·G = point` and `0 ≤ m ≤ bound`; none if there is none.
    pub(crate) fn find(&self, point: &RistrettoPoint, bound: u64) -> Option<u64> {
        if point.is_identity() {
            return Some(0);
        }
        let giant = RistrettoPoint::mul_base(&Scalar::from(self.stride));
        let mut rest = *point;
        let mut steps = 0;
        while steps <= bound {
            if let Some(m) = self.baby.get(&group::bytes(&rest)) {
                return Some(steps + m).filter(|&value| value <= bound);
            }
            rest -= giant;
            steps += self.stride;
        }
        None
    }
}
