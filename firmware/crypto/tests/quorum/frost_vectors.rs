//! The vectors of ZcashFoundation/frost as a witness: same polynomials, same commitments, shares and keys.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;
use tamga_crypto::dkg::{Context, Dealer, GroupKey, Package, Purpose, Quorum, final_share};
use tamga_crypto::group::{RistrettoPoint, Scalar, decode_scalar, encode_point};
use tamga_crypto::opening::{combine, lagrange_at_zero};
use zeroize::Zeroizing;

const DKG: &str = include_str!("../vectors/frost/ristretto255_vectors_dkg.json");
const SIGNING: &str = include_str!("../vectors/frost/ristretto255_vectors.json");

fn bytes(value: &Value) -> [u8; 32] {
    hex::decode(value.as_str().unwrap()).unwrap().try_into().unwrap()
}

fn scalar(value: &Value) -> Scalar {
    decode_scalar(&bytes(value)).unwrap()
}

fn quorum_and_context() -> (Quorum, Context) {
    let quorum = Quorum::new(3, 2).unwrap();
    (quorum, Context::new(&[0; 32], Purpose::Election, quorum, &[[0; 32]; 3]).unwrap())
}

/// The dealer with the polynomial `constant + linear·x`.
fn dealer(index: u8, constant: Scalar, linear: Scalar) -> Dealer {
    let (quorum, context) = quorum_and_context();
    let coefficients = Zeroizing::new(vec![constant, linear]);
    let mut rng = ChaCha20Rng::seed_from_u64(0);
    Dealer::from_coefficients(&context, index, quorum, coefficients, &mut rng).unwrap()
}

fn dkg() -> (Value, Vec<Dealer>) {
    let file: Value = serde_json::from_str(DKG).unwrap();
    let inputs = file["inputs"].clone();
    let dealers = (1..=3u8)
        .map(|i| {
            let given = &inputs[i.to_string()];
            dealer(i, scalar(&given["signing_key"]), scalar(&given["coefficient"]))
        })
        .collect();
    (inputs, dealers)
}

#[test]
fn commitments_to_coefficients_are_those_of_frost() {
    let (inputs, dealers) = dkg();
    let (quorum, _) = quorum_and_context();
    for (i, dealer) in (1..).zip(&dealers) {
        let package = Package::parse(&dealer.package(), quorum).unwrap();
        let given = inputs[i.to_string()]["vss_commitments"].as_array().unwrap();
        assert_eq!(package.commitments().len(), given.len());
        for (point, encoding) in package.commitments().iter().zip(given) {
            assert_eq!(encode_point(point), bytes(encoding));
        }
    }
}

#[test]
fn shares_from_token_to_token_are_those_of_frost() {
    let (inputs, dealers) = dkg();
    for (i, dealer) in (1u8..).zip(&dealers) {
        for j in (1..=3u8).filter(|j| *j != i) {
            // The vectors list what token j received, by sender.
            let given = &inputs[j.to_string()]["signing_shares"][i.to_string()];
            assert_eq!(*dealer.share_for(j).unwrap(), scalar(given), "from {i} to {j}");
        }
    }
}

#[test]
fn group_key_final_shares_and_verification_shares_are_those_of_frost() {
    let (inputs, dealers) = dkg();
    let (quorum, _) = quorum_and_context();
    let packages: Vec<Package> =
        dealers.iter().map(|dealer| Package::parse(&dealer.package(), quorum).unwrap()).collect();
    let group = GroupKey::from_packages(&packages).unwrap();
    assert_eq!(encode_point(&group.public()), bytes(&inputs["verifying_key"]));
    for j in 1..=3u8 {
        let given = &inputs[j.to_string()];
        let shares: Vec<_> = dealers.iter().map(|dealer| dealer.share_for(j).unwrap()).collect();
        assert_eq!(*final_share(&group, j, &shares).unwrap(), scalar(&given["signing_share"]));
        assert_eq!(encode_point(&group.verification_share(j)), bytes(&given["verifying_share"]));
    }
}

#[test]
fn polynomial_and_interpolation_are_those_of_rfc_9591() {
    let file: Value = serde_json::from_str(SIGNING).unwrap();
    let inputs = &file["inputs"];
    let secret = scalar(&inputs["group_secret_key"]);
    let dealer = dealer(1, secret, scalar(&inputs["share_polynomial_coefficients"][0]));
    let mut shares = Vec::new();
    for given in inputs["participant_shares"].as_array().unwrap() {
        let index = given["identifier"].as_u64().unwrap() as u8;
        let share = scalar(&given["participant_share"]);
        assert_eq!(*dealer.share_for(index).unwrap(), share);
        shares.push((index, share));
    }
    let public = bytes(&inputs["verifying_key_key"]);
    assert_eq!(encode_point(&RistrettoPoint::mul_base(&secret)), public);
    for pair in [[0, 1], [0, 2], [1, 2], [2, 0]] {
        let [(i, s_i), (k, s_k)] = pair.map(|place| shares[place]);
        let lambda = lagrange_at_zero(&[i, k]).unwrap();
        assert_eq!(lambda[0] * s_i + lambda[1] * s_k, secret);
        // From B = P the shares of P = s·G leave nothing.
        let points = [(i, RistrettoPoint::mul_base(&s_i)), (k, RistrettoPoint::mul_base(&s_k))];
        assert_eq!(combine(&RistrettoPoint::mul_base(&secret), &points), Ok(RistrettoPoint::default()));
    }
}
