//! The chip's noise source, with its own correction of bias on [nRF52840 product specification, 6.19].

use nrf52840_hal::Rng;
use tamga_parts::seed::{Noise, NoiseError};

/// The source.
pub struct Trng(pub Rng);

impl Noise for Trng {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoiseError> {
        self.0.random(bytes);
        Ok(())
    }
}
