//! The bounded discrete logarithm that turns `m·G` into a count: README (18).

use alloc::vec::Vec;

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::traits::Identity;

use crate::group::{POINT_LEN, RistrettoPoint, Scalar, encode_point};

/// The most baby steps that a table holds, about 40 MB; a larger bound takes more giant steps, not more memory.
pub const BABY_STEPS_MAX: u64 = 1 << 20;

/// A table of baby steps `j·G`, for logarithms up to a bound: README (18).
pub struct DiscreteLog {
    /// Encodings of `j·G` with their `j`, sorted by encoding.
    baby_steps: Vec<([u8; POINT_LEN], u64)>,
    giant_step: RistrettoPoint,
}

impl DiscreteLog {
    /// A table of about `√bound` baby steps, at most [`BABY_STEPS_MAX`], 40 bytes each.
    pub fn new(bound: u64) -> Self {
        let steps = bound.isqrt().saturating_add(1).min(BABY_STEPS_MAX);
        let mut baby_steps = Vec::new();
        let mut point = RistrettoPoint::identity();
        for j in 0..steps {
            baby_steps.push((encode_point(&point), j));
            point += RISTRETTO_BASEPOINT_POINT;
        }
        baby_steps.sort_unstable();
        DiscreteLog { baby_steps, giant_step: RistrettoPoint::mul_base(&Scalar::from(steps)) }
    }

    /// The `m` with `point = m·G` and `0 ≤ m ≤ bound`, or `None` if there is none: README (18). Variable time.
    ///
    /// Takes `bound / √(the table's bound)` giant steps at most, so a bad ciphertext ends too.
    pub fn find_vartime(&self, point: &RistrettoPoint, bound: u64) -> Option<u64> {
        let steps = self.baby_steps.len() as u64;
        let mut rest = *point;
        for giant in 0..=bound / steps {
            let encoded = encode_point(&rest);
            if let Ok(found) = self.baby_steps.binary_search_by_key(&encoded, |(encoding, _)| *encoding) {
                let (_, baby) = self.baby_steps.get(found)?;
                return (giant * steps).checked_add(*baby).filter(|m| *m <= bound);
            }
            rest -= self.giant_step;
        }
        None
    }
}

impl core::fmt::Debug for DiscreteLog {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "DiscreteLog({} baby steps)", self.baby_steps.len())
    }
}
