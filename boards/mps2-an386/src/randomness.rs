//! The emulating computer's randomness.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use semihosting::fs::File;
use semihosting::io::Read;

/// `/dev/urandom` of the emulating computer; every draw reads it.
pub struct HostRandomness(File);

impl HostRandomness {
    /// `None` where there is no such file.
    pub fn open() -> Option<Self> {
        File::open(c"/dev/urandom").ok().map(Self)
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        if self.0.read_exact(bytes).is_err() {
            crate::stop("the computer gives no randomness");
        }
    }
}

impl TryRng for HostRandomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for HostRandomness {}
