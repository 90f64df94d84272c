//! The bounded discrete logarithm, README (18).

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use proptest::prelude::*;
use tamga_crypto::discrete_log::DiscreteLog;
use tamga_crypto::group::{RistrettoPoint, Scalar};

fn point_of(m: u64) -> RistrettoPoint {
    RistrettoPoint::mul_base(&Scalar::from(m))
}

#[test]
fn every_count_from_zero_to_the_bound_is_found_and_none_above() {
    for bound in [0, 1, 2, 3, 15, 16, 17, 100] {
        let table = DiscreteLog::new(bound);
        for m in 0..=bound {
            assert_eq!(table.find_vartime(&point_of(m), bound), Some(m), "{m} of {bound}");
        }
        for m in bound + 1..=bound + 40 {
            assert_eq!(table.find_vartime(&point_of(m), bound), None, "{m} of {bound}");
        }
    }
}

#[test]
fn a_bad_ciphertext_ends_without_an_answer() {
    let table = DiscreteLog::new(10_000);
    assert_eq!(table.find_vartime(&-RISTRETTO_BASEPOINT_POINT, 10_000), None);
    let stray = RistrettoPoint::from_uniform_bytes(&[9; 64]);
    assert_eq!(table.find_vartime(&stray, 10_000), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_table_serves_any_bound(made_for in 0u64..5_000, bound in 0u64..50_000, part in 0.0f64..1.0) {
        let m = (bound as f64 * part) as u64;
        let table = DiscreteLog::new(made_for);
        prop_assert_eq!(table.find_vartime(&point_of(m), bound), Some(m));
    }
}
