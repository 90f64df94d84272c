//! README (1) and (3) to (5) once more, one plain equation after the other: a second reading to hold the fast code against, and a
//! prover that can be told to cheat.

use rand_chacha::ChaCha20Rng;
use sha3::{Digest, Sha3_512};
use tamga_crypto::group::{RistrettoPoint, Scalar, decode_point, decode_scalar, encode_point};
use tamga_crypto::marks::BallotContext;

/// A ciphertext `(A, B)` and where it stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub context: &'a BallotContext,
    pub contest: u16,
    pub option: u16,
    pub p: RistrettoPoint,
    pub a: RistrettoPoint,
    pub b: RistrettoPoint,
}

/// README (1).
pub fn encrypt(p: RistrettoPoint, m: u64, r: Scalar) -> (RistrettoPoint, RistrettoPoint) {
    (RistrettoPoint::mul_base(&r), r * p + RistrettoPoint::mul_base(&Scalar::from(m)))
}

/// README (4).
fn challenge(place: &Place<'_>, commitments: &[u8]) -> Scalar {
    let mut state = Sha3_512::new();
    state.update(b"\x0etamga/range/v1");
    state.update(place.context.election);
    state.update(place.context.region.to_be_bytes());
    state.update(place.context.tag);
    state.update(place.context.credential_key);
    state.update(place.contest.to_be_bytes());
    state.update(place.option.to_be_bytes());
    for point in [place.p, place.a, place.b] {
        state.update(encode_point(&point));
    }
    state.update(commitments);
    Scalar::from_bytes_mod_order_wide(&state.finalize().into())
}

/// README (3): the branch `m` is done with `w` and `r`, every other one is simulated.
pub fn prove(place: &Place<'_>, n: u64, m: u64, r: Scalar, w: Scalar, rng: &mut ChaCha20Rng) -> Vec<u8> {
    let (mut commitments, mut challenges, mut responses) = (Vec::new(), Vec::new(), Vec::new());
    for j in 0..n {
        let (c, z) = (Scalar::random(rng), Scalar::random(rng));
        let (a_j, b_j) = if j == m {
            (RistrettoPoint::mul_base(&w), w * place.p)
        } else {
            let shifted = place.b - RistrettoPoint::mul_base(&Scalar::from(j));
            (RistrettoPoint::mul_base(&z) - c * place.a, z * place.p - c * shifted)
        };
        commitments.extend(encode_point(&a_j));
        commitments.extend(encode_point(&b_j));
        challenges.push(c);
        responses.push(z);
    }
    let total = challenge(place, &commitments);
    let m = m as usize;
    if m < challenges.len() {
        let others: Scalar = challenges.iter().sum::<Scalar>() - challenges[m];
        challenges[m] = total - others;
        responses[m] = w + challenges[m] * r;
    }
    challenges.pop();
    let scalars = challenges.iter().chain(&responses).flat_map(|scalar| scalar.to_bytes());
    commitments.into_iter().chain(scalars).collect()
}

/// README (5), and the decoding rules of its notation.
pub fn holds(place: &Place<'_>, n: usize, proof: &[u8]) -> bool {
    if proof.len() != 128 * n - 32 {
        return false;
    }
    let words: Vec<[u8; 32]> = proof.chunks(32).map(|word| word.try_into().unwrap()).collect();
    let (commitments, scalars) = words.split_at(2 * n);
    let Ok(points) = commitments.iter().map(decode_point).collect::<Result<Vec<_>, _>>() else {
        return false;
    };
    let Ok(scalars) = scalars.iter().map(decode_scalar).collect::<Result<Vec<_>, _>>() else {
        return false;
    };
    let (challenges, responses) = scalars.split_at(n - 1);
    let mut challenges = challenges.to_vec();
    let total = challenge(place, &commitments.concat());
    challenges.push(total - challenges.iter().sum::<Scalar>());
    (0..n).all(|j| {
        let (a_j, b_j, c, z) = (points[2 * j], points[2 * j + 1], challenges[j], responses[j]);
        let shifted = place.b - RistrettoPoint::mul_base(&Scalar::from(j as u64));
        RistrettoPoint::mul_base(&z) == a_j + c * place.a && z * place.p == b_j + c * shifted
    })
}
