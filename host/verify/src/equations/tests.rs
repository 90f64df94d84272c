use curve25519_dalek::{RistrettoPoint, Scalar};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng};

use super::ballot::{ElectionKey, Voter, check_marks, marks_len};
use super::dkg::{Purpose, check_package, context};
use super::opening::{Encoded, Logarithms, Slot, check_chunk, lagrange};
use crate::digest::{challenge, hash};
use crate::group;
use crate::reason::Reason;

const ELECTION: [u8; 32] = [1; 32];
const TAG: [u8; 16] = [2; 16];
const CREDENTIAL: [u8; 32] = [3; 32];

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([7; 32])
}

fn scalar(rng: &mut ChaCha20Rng) -> Scalar {
    let mut bytes = [0; 64];
    rng.fill_bytes(&mut bytes);
    Scalar::from_bytes_mod_order_wide(&bytes)
}

fn g(scalar: Scalar) -> RistrettoPoint {
    RistrettoPoint::mul_base(&scalar)
}

fn voter() -> Voter<'static> {
    Voter { election: &ELECTION, region: 4, tag: &TAG, credential: &CREDENTIAL }
}

/// (3), (4): a range proof of `m` among `n` values.
fn prove(p: RistrettoPoint, option: u16, r: Scalar, m: usize, n: usize, rng: &mut ChaCha20Rng) -> Vec<u8> {
    let (a, b) = (g(r), p * r + g(Scalar::from(m as u64)));
    let w = scalar(rng);
    let (mut c, mut z): (Vec<_>, Vec<_>) = (0..n).map(|_| (scalar(rng), scalar(rng))).unzip();
    let mut proof = Vec::new();
    for j in 0..n {
        let shifted = b - g(Scalar::from(j as u64));
        let (a_j, b_j) = if j == m { (g(w), p * w) } else { (g(z[j]) - a * c[j], p * z[j] - shifted * c[j]) };
        proof.extend([group::bytes(&a_j), group::bytes(&b_j)].concat());
    }
    let points = [group::bytes(&p), group::bytes(&a), group::bytes(&b)].concat();
    let head = [&ELECTION[..], &[0, 4], &TAG, &CREDENTIAL, &[0, 9], &option.to_be_bytes(), &points].concat();
    c[m] = Scalar::ZERO;
    c[m] = challenge("tamga/range/v1", &[&head, &proof]) - c.iter().sum::<Scalar>();
    z[m] = w + c[m] * r;
    proof.extend(c[..n - 1].iter().chain(&z).flat_map(Scalar::to_bytes));
    proof
}

/// (6): two options, at most two marks, in contest 9.
fn marks(p: RistrettoPoint, votes: [usize; 2], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let (mut bytes, mut sum) = (Vec::new(), Scalar::ZERO);
    for (option, m) in votes.into_iter().enumerate() {
        let r = scalar(rng);
        bytes.extend(group::bytes(&g(r)));
        bytes.extend(group::bytes(&(p * r + g(Scalar::from(m as u64)))));
        bytes.extend(prove(p, option as u16, r, m, 2, rng));
        sum += r;
    }
    bytes.extend(prove(p, 0xFFFF, sum, votes.iter().sum(), 3, rng));
    bytes
}

fn ballot() -> (ElectionKey, Vec<u8>) {
    let rng = &mut rng();
    let p = g(scalar(rng));
    (ElectionKey::new(&p), marks(p, [1, 0], rng))
}

#[test]
fn a_ballot_that_proves_its_marks_gives_its_ciphertexts() {
    let (key, bytes) = ballot();
    assert_eq!(bytes.len(), marks_len(2, 2));
    let ciphertexts = check_marks(&key, &voter(), 9, 2, 2, &bytes).unwrap();
    assert_eq!(ciphertexts.concat(), [&bytes[..64], &bytes[288..352]].concat());
}

#[test]
fn a_change_of_any_field_of_a_ballot_is_refused() {
    let (key, bytes) = ballot();
    for field in 0..bytes.len() / 32 {
        for change in [0_u8, 16, 31] {
            let mut changed = bytes.clone();
            changed[32 * field + usize::from(change)] ^= 1;
            assert!(check_marks(&key, &voter(), 9, 2, 2, &changed).is_err(), "field {field}, byte {change}");
        }
    }
}

#[test]
fn a_ballot_of_another_length_is_refused() {
    let (key, bytes) = ballot();
    for len in [0, 31, 64, bytes.len() - 32, bytes.len() - 1] {
        assert!(check_marks(&key, &voter(), 9, 2, 2, &bytes[..len]).is_err());
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(matches!(check_marks(&key, &voter(), 9, 2, 2, &longer), Err(Reason::LeftOver(1))));
}

#[test]
fn a_ballot_of_another_voter_place_or_key_is_refused() {
    let (key, bytes) = ballot();
    let (other, tag) = ([9; 32], [9; 16]);
    for voter in [
        Voter { election: &other, ..voter() },
        Voter { region: 5, ..voter() },
        Voter { tag: &tag, ..voter() },
        Voter { credential: &other, ..voter() },
    ] {
        assert!(check_marks(&key, &voter, 9, 2, 2, &bytes).is_err());
    }
    assert!(check_marks(&key, &voter(), 8, 2, 2, &bytes).is_err());
    assert!(check_marks(&ElectionKey::new(&g(Scalar::from(5_u8))), &voter(), 9, 2, 2, &bytes).is_err());
}

#[test]
fn a_vote_of_two_for_one_option_is_refused() {
    // The branches for 0 and 1 cannot both be simulated; the prover answers for 2 as if it were 1.
    let rng = &mut rng();
    let p = g(scalar(rng));
    let r = scalar(rng);
    let mut bytes = marks(p, [1, 0], rng);
    bytes[..32].copy_from_slice(&group::bytes(&g(r)));
    bytes[32..64].copy_from_slice(&group::bytes(&(p * r + g(Scalar::from(2_u8)))));
    bytes[64..288].copy_from_slice(&prove(p, 0, r, 1, 2, rng));
    let found = check_marks(&ElectionKey::new(&p), &voter(), 9, 2, 2, &bytes);
    assert!(matches!(found, Err(Reason::RangeProof { contest: 9, option: 0 })));
}

#[test]
fn the_identity_is_refused_as_a_half_and_as_a_commitment() {
    let (key, bytes) = ballot();
    let with_zeros = |at: usize| {
        let mut changed = bytes.clone();
        changed[at..at + 32].fill(0);
        check_marks(&key, &voter(), 9, 2, 2, &changed).unwrap_err()
    };
    assert!(matches!(with_zeros(0), Reason::Identity));
    assert!(matches!(with_zeros(64), Reason::IdentityCommitment { option: 0, .. }));
}

#[test]
fn a_sum_that_is_the_identity_is_refused() {
    let rng = &mut rng();
    let p = g(scalar(rng));
    let r = scalar(rng);
    let mut bytes = Vec::new();
    for (option, r) in [(0, r), (1, -r)] {
        bytes.extend(group::bytes(&g(r)));
        bytes.extend(group::bytes(&(p * r)));
        bytes.extend(prove(p, option, r, 0, 2, rng));
    }
    bytes.extend(prove(p, 0xFFFF, Scalar::ZERO, 0, 3, rng));
    let found = check_marks(&ElectionKey::new(&p), &voter(), 9, 2, 2, &bytes);
    assert!(matches!(found, Err(Reason::Identity)));
}

#[test]
fn a_change_of_any_field_of_a_dkg_package_is_refused() {
    let rng = &mut rng();
    let context = context(&[1; 32], Purpose::Election, 2, &[[4; 32], [5; 32], [6; 32]]);
    let (a0, a1, w) = (scalar(rng), scalar(rng), scalar(rng));
    let (c0, r) = (group::bytes(&g(a0)), group::bytes(&g(w)));
    let mu = w + challenge("tamga/dkg-proof/v1", &[&context, &[2], &c0, &r]) * a0;
    let package = [c0, group::bytes(&g(a1)), r, mu.to_bytes()].concat();
    assert_eq!(check_package(&context, 2, 2, &package).unwrap(), [g(a0), g(a1)]);
    // C_{2,1} is under the transcript's signatures, not under the proof of knowledge.
    for field in [0, 2, 3] {
        let mut changed = package.clone();
        changed[32 * field] ^= 2;
        assert!(check_package(&context, 2, 2, &changed).is_err(), "field {field}");
    }
    assert!(matches!(check_package(&context, 1, 2, &package), Err(Reason::ProofOfKnowledge { dealer: 1 })));
    assert!(check_package(&[0; 32], 2, 2, &package).is_err());
    assert!(check_package(&context, 2, 2, &package[..96]).is_err());
}

/// Two sums, one share of them, and its proof (16) as token 2 of root zero.
fn chunk() -> (Vec<(Encoded, Encoded)>, Scalar, [u8; 64]) {
    let rng = &mut rng();
    let (s, v) = (scalar(rng), scalar(rng));
    let mut t = hash("tamga/open-chunk/v1", &[&ELECTION, &[0, 0, 0, 1], &[0; 32], &[2], &[0, 0, 0, 1]]);
    let (mut pairs, mut a_hat) = (Vec::new(), RistrettoPoint::default());
    for j in 64_u32..66 {
        let a = g(scalar(rng));
        let encoded = |point: RistrettoPoint| Encoded { point, bytes: group::bytes(&point) };
        let pair = (encoded(a), encoded(a * s));
        t = hash("tamga/open-step/v1", &[&t, &j.to_be_bytes(), &pair.0.bytes, &pair.1.bytes]);
        a_hat += a * Scalar::from(u128::from_le_bytes(t[..16].try_into().unwrap()));
        pairs.push(pair);
    }
    let points = [g(s), a_hat, a_hat * s, g(v), a_hat * v].map(|point| group::bytes(&point)).concat();
    let c = challenge("tamga/open-proof/v1", &[&t, &points]);
    let proof = [c.to_bytes(), (v + c * s).to_bytes()].concat();
    (pairs, s, proof.try_into().unwrap())
}

fn slot(s: Scalar) -> Slot<'static> {
    Slot { election: &ELECTION, opening: 1, root: &[0; 32], token: 2, share_key: g(s) }
}

#[test]
fn a_chunk_is_bound_to_its_slot_its_token_and_every_answer() {
    let (pairs, s, proof) = chunk();
    let halves: Vec<_> = pairs.iter().map(|(a, d)| (a, d)).collect();
    assert!(check_chunk(&slot(s), 1, &halves, &proof).is_ok());
    assert!(check_chunk(&slot(s), 0, &halves, &proof).is_err());
    assert!(check_chunk(&slot(s + Scalar::ONE), 1, &halves, &proof).is_err());
    assert!(check_chunk(&Slot { opening: 2, ..slot(s) }, 1, &halves, &proof).is_err());
    assert!(check_chunk(&Slot { root: &[1; 32], ..slot(s) }, 1, &halves, &proof).is_err());
    assert!(check_chunk(&Slot { token: 1, ..slot(s) }, 1, &halves, &proof).is_err());
    for at in [0, 31, 32, 63] {
        let mut changed = proof;
        changed[at] ^= 1;
        assert!(check_chunk(&slot(s), 1, &halves, &changed).is_err(), "byte {at}");
    }
    let swapped = [(halves[0].0, halves[1].1), (halves[1].0, halves[0].1)];
    assert!(check_chunk(&slot(s), 1, &swapped, &proof).is_err());
}

#[test]
fn shares_of_any_quorum_combine_to_the_same_secret() {
    let rng = &mut rng();
    let coefficients: Vec<Scalar> = (0..3).map(|_| scalar(rng)).collect();
    let share = |x: u8| coefficients.iter().rev().fold(Scalar::ZERO, |sum, a| sum * Scalar::from(x) + a);
    for indices in [[1_u8, 2, 3], [2, 4, 5], [5, 1, 3]] {
        let secret: Scalar = indices.iter().zip(lagrange(&indices)).map(|(i, lambda)| share(*i) * lambda).sum();
        assert_eq!(secret, coefficients[0]);
    }
}

#[test]
fn every_count_up_to_the_bound_is_found_and_none_above() {
    for most in [0_u64, 1, 2, 15, 16, 17, 100] {
        let logarithms = Logarithms::new(most);
        for m in 0..=most + 3 {
            let found = logarithms.find(&g(Scalar::from(m)), most);
            assert_eq!(found, (m <= most).then_some(m), "{m} of {most}");
        }
        assert_eq!(logarithms.find(&g(-Scalar::ONE), most), None);
        assert_eq!(logarithms.find(&g(scalar(&mut rng())), most), None);
    }
}
