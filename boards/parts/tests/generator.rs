//! The token's generator, against ChaCha20 itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use tamga_parts::generator::Generator;
use zeroize::Zeroizing;

/// The first bytes of a stream: the next key, and what is given out.
fn stream<const N: usize>(key: [u8; 32]) -> ([u8; 32], [u8; N]) {
    let mut stream = ChaCha20Rng::from_seed(key);
    let (mut next, mut given) = ([0; 32], [0; N]);
    stream.fill_bytes(&mut next);
    stream.fill_bytes(&mut given);
    (next, given)
}

#[test]
fn every_request_is_under_a_key_that_the_one_before_drew() {
    let mut generator = Generator::new(Zeroizing::new([7; 32]));
    let (key, expected) = stream::<100>([7; 32]);
    let mut given = [0; 100];
    generator.fill_bytes(&mut given);
    assert_eq!(given, expected);
    let (key, expected) = stream::<4>(key);
    assert_eq!(generator.next_u32().to_le_bytes(), expected);
    let (key, expected) = stream::<8>(key);
    assert_eq!(generator.next_u64().to_le_bytes(), expected);
    generator.fill_bytes(&mut []);
    let (key, _) = stream::<0>(key);
    let (_, expected) = stream::<100>(key);
    generator.fill_bytes(&mut given);
    assert_eq!(given, expected);
}
