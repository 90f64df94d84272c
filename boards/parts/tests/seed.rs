//! Seeds, from good and bad noise.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use tamga_crypto::hash::hash;
use tamga_parts::seed::{Noise, NoiseError, SAMPLES, draw};

/// Noise from a list of bytes, again and again.
struct Played<F>(F, usize);

impl<F: FnMut(usize) -> u8> Noise for Played<F> {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoiseError> {
        for byte in bytes {
            *byte = (self.0)(self.1);
            self.1 += 1;
        }
        Ok(())
    }
}

struct Broken;

impl Noise for Broken {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), NoiseError> {
        Err(NoiseError::Failed)
    }
}

/// Bytes that look like noise: the digests of a counter.
fn noise(place: usize) -> u8 {
    hash("test", &[&(place / 32).to_be_bytes()])[place % 32]
}

#[test]
fn a_seed_is_the_labelled_hash_of_all_samples() {
    let samples: Vec<u8> = (0..SAMPLES).map(noise).collect();
    assert_eq!(*draw(&mut Played(noise, 0)).unwrap(), hash("tamga/board-seed/v1", &[&samples]));
}

#[test]
fn two_seeds_of_one_source_differ() {
    let mut source = Played(noise, 0);
    assert_ne!(*draw(&mut source).unwrap(), *draw(&mut source).unwrap());
}

#[test]
fn a_source_that_fails_gives_no_seed() {
    assert_eq!(draw(&mut Broken).err(), Some(NoiseError::Failed));
}

#[test]
fn thirty_one_equal_bytes_in_a_row_are_stuck_and_thirty_are_not() {
    let stuck_for = |run: usize| move |place: usize| if (100..100 + run).contains(&place) { 7 } else { place as u8 };
    assert!(draw(&mut Played(stuck_for(30), 0)).is_ok());
    assert_eq!(draw(&mut Played(stuck_for(31), 0)).err(), Some(NoiseError::Stuck));
}

#[test]
fn a_value_that_comes_325_times_in_a_window_is_too_often() {
    // The first byte of the window is the one that is watched; runs stay short.
    let often = |times: usize| {
        move |place: usize| {
            if place < 512 && place * times / 512 != (place + 1) * times / 512 { 9 } else { place as u8 }
        }
    };
    let first_then = |times: usize| move |place: usize| if place == 0 { 9 } else { often(times)(place) };
    let count = |times| (0..512).filter(|place| first_then(times)(*place) == 9).count();
    let mut times = 300;
    while count(times) < 325 {
        times += 1;
    }
    assert_eq!(count(times), 325);
    assert_eq!(draw(&mut Played(first_then(times), 0)).err(), Some(NoiseError::Biased));
    assert!(draw(&mut Played(first_then(times - 1), 0)).is_ok());
}
