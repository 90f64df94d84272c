//! The token's random number generator.

use core::convert::Infallible;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng, TryCryptoRng, TryRng};
use zeroize::Zeroizing;

/// ChaCha20 with fast key erasure: each request of any length is a stream of its own, whose first 32 bytes are the key of the next
/// one. So the state tells nothing of what was drawn before; it does tell all that is drawn later.
pub struct Generator {
    key: Zeroizing<[u8; 32]>,
}

impl Generator {
    /// From a seed of [`crate::seed::draw`].
    pub fn new(seed: Zeroizing<[u8; 32]>) -> Self {
        Self { key: seed }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        let mut stream = ChaCha20Rng::from_seed(*self.key);
        stream.fill_bytes(&mut *self.key);
        stream.fill_bytes(bytes);
    }
}

impl TryRng for Generator {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = Zeroizing::new([0; 4]);
        self.fill(&mut *bytes);
        Ok(u32::from_le_bytes(*bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = Zeroizing::new([0; 8]);
        self.fill(&mut *bytes);
        Ok(u64::from_le_bytes(*bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Generator {}
