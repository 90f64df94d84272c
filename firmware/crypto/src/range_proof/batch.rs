//! Many range proofs checked in one multiplication of many points.

use alloc::vec::Vec;

use curve25519_dalek::traits::IsIdentity;

use super::{Proof, RangeProofError, Statement};
use crate::elgamal::{Ciphertext, ElectionKey};
use crate::group::{POINT_LEN, RistrettoPoint, Scalar, decode_point};
use crate::hash::{Digest, hash};

const RUNNING_LABEL: &str = "tamga/range-batch/v1";
const WEIGHT_LABEL: &str = "tamga/range-weight/v1";

/// The weighted sum of both sides of README (5) over all branches of all proofs added so far: the identity if every
/// equation holds, and with a chance of 2⁻¹²⁸ if one does not.
///
/// Weights are 128 bits from a running hash over each statement and proof, so each is fixed only after its equation is,
/// and errors cannot be arranged to cancel; nobody's randomness is needed, and they leave no bytes.
pub(crate) struct Batch<'a> {
    key: &'a ElectionKey,
    running: Digest,
    /// The coefficients of `P` and `G`.
    p: Scalar,
    g: Scalar,
    scalars: Vec<Scalar>,
    points: Vec<RistrettoPoint>,
}

impl<'a> Batch<'a> {
    /// The empty batch under the election key.
    pub(crate) fn new(key: &'a ElectionKey) -> Self {
        Batch { key, running: [0; 32], p: Scalar::ZERO, g: Scalar::ZERO, scalars: Vec::new(), points: Vec::new() }
    }

    /// Adds the equations of one proof; refuses what cannot be read. The statement is about the batch's key.
    pub(crate) fn add(
        &mut self,
        statement: &Statement<'_>,
        branches: usize,
        untrusted_proof: &[u8],
    ) -> Result<(), RangeProofError> {
        let proof = Proof::read(statement, branches, untrusted_proof)?;
        self.running = hash(RUNNING_LABEL, &[&self.running, proof.total.as_bytes(), untrusted_proof]);
        let Ciphertext { a, b } = *statement.ciphertext();
        let (mut of_a, mut of_b) = (Scalar::ZERO, Scalar::ZERO);
        let (encoded, _) = proof.commitments.as_chunks::<{ 2 * POINT_LEN }>();
        for (j, ((z, c), pair)) in (0u64..).zip(proof.branches().zip(encoded)) {
            let unreadable = RangeProofError::Equation { branch: j as usize };
            let (u, v) = self.weights(j);
            self.g += u * z + v * c * Scalar::from(j);
            self.p += v * z;
            of_a -= u * c;
            of_b -= v * c;
            let (commitments, _) = pair.as_chunks::<POINT_LEN>();
            for (weight, commitment) in [u, v].into_iter().zip(commitments) {
                self.scalars.push(weight);
                // Negated points keep the weights short.
                let commitment = decode_point(commitment).map_err(|_| unreadable)?;
                self.points.push(-commitment);
            }
        }
        self.scalars.extend([of_a, of_b]);
        self.points.extend([a, b]);
        Ok(())
    }

    /// Whether every proof added holds.
    pub(crate) fn holds_vartime(&self) -> bool {
        self.key.sum_vartime(&self.p, &self.g, &self.scalars, &self.points).is_identity()
    }

    /// The weights of the two equations of branch `j` of the latest proof.
    fn weights(&self, j: u64) -> (Scalar, Scalar) {
        let bytes = hash(WEIGHT_LABEL, &[&self.running, &j.to_be_bytes()]);
        let (halves, _) = bytes.as_chunks::<16>();
        let mut weights = halves.iter().map(|half| Scalar::from(u128::from_le_bytes(*half)));
        (weights.next().unwrap_or_default(), weights.next().unwrap_or_default())
    }
}
