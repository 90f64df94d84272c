//! Time of encrypting and checking the marks of one ballot, as a ratio to one variable-base multiplication.
//!
//! `cargo bench -p tamga-crypto --bench marks`; prints, checks nothing.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::elgamal::ElectionKey;
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::marks::{BallotContext, encrypt_marks, marks_len, verify_marks_vartime};

const ROUNDS: u32 = 400;

/// The shortest of [`ROUNDS`] runs, which other programs on the machine disturb least.
fn time_of(mut work: impl FnMut()) -> Duration {
    let mut shortest = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work();
        shortest = shortest.min(start.elapsed());
    }
    shortest
}

fn main() {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let point = RistrettoPoint::random(&mut rng);
    let scalar = Scalar::random(&mut rng);
    let multiplication = time_of(|| {
        black_box(black_box(&scalar) * black_box(&point));
    });
    println!("one variable-base multiplication: {multiplication:?}");

    let key = ElectionKey::from_bytes(&encode_point(&point)).expect("a random point is a key");
    let context = BallotContext { election: [1; 32], region: 2, tag: [3; 16], credential_key: [4; 32] };
    for options in [2, 5, 8, 10] {
        let marks: Vec<bool> = (0..options).map(|option| option == 1).collect();
        let encrypt = time_of(|| {
            black_box(encrypt_marks(&key, &context, 0, black_box(&marks), 1, &mut rng)).expect("one mark is allowed");
        });
        let bytes = encrypt_marks(&key, &context, 0, &marks, 1, &mut rng).expect("one mark is allowed");
        let verify = time_of(|| {
            verify_marks_vartime(&key, &context, 0, options, 1, black_box(&bytes)).expect("honest marks");
        });
        println!(
            "{options} options, {} bytes: encrypt {encrypt:?} = {:.1}, verify {verify:?} = {:.1} multiplications",
            marks_len(options, 1),
            encrypt.as_secs_f64() / multiplication.as_secs_f64(),
            verify.as_secs_f64() / multiplication.as_secs_f64(),
        );
    }
}
