//! The seed of a token's random number generator, from a noise source that is watched.

use tamga_crypto::hash::hash;
use zeroize::{Zeroize, Zeroizing};

/// Bytes drawn for one seed, and the start-up test of [SP 800-90B, 4.3]: at one bit of entropy per byte, four times the
/// 256 bits of the seed.
pub const SAMPLES: usize = 1_024;

/// Bytes asked of the source at a time.
const CHUNK: usize = 32;

/// Equal bytes in a row at which the source counts as stuck: 1 + 30 / H, H = 1 bit per byte, one false alarm in 2^30
/// [SP 800-90B, 4.4.1].
const REPETITIONS: u32 = 31;

/// Bytes over which the most frequent value is watched [SP 800-90B, 4.4.2].
const WINDOW: u32 = 512;

/// How often the first byte of a window may come in it: the least number that a source of one bit per byte exceeds once
/// in 2^30 windows, plus one.
const PROPORTION: u32 = 325;

const LABEL: &str = "tamga/board-seed/v1";

/// The noise source failed, or is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoiseError {
    /// The chip says so.
    #[error("the noise source does not deliver")]
    Failed,
    /// One value again and again.
    #[error("the noise source is stuck")]
    Stuck,
    /// One value far too often.
    #[error("the noise source prefers a value")]
    Biased,
}

/// A chip's noise source.
pub trait Noise {
    /// Fills `bytes` with raw noise; refuses with [`NoiseError::Failed`] where the chip's own tests do.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoiseError>;
}

/// Draws [`SAMPLES`] bytes, holds them against the two health tests of SP 800-90B and gives the SHA3-256 of them, a seed
/// of 32 bytes. Refuses a source that fails or that a test refuses; then nothing was drawn.
pub fn draw(source: &mut impl Noise) -> Result<Zeroizing<[u8; 32]>, NoiseError> {
    let mut samples = Zeroizing::new([0; SAMPLES]);
    let mut health = Health::default();
    for chunk in samples.chunks_mut(CHUNK) {
        source.fill(chunk)?;
        for byte in chunk.iter() {
            health.watch(*byte)?;
        }
    }
    let mut digest = hash(LABEL, &[&*samples]);
    let seed = Zeroizing::new(digest);
    digest.zeroize();
    Ok(seed)
}

/// The two tests, over one stream of bytes.
#[derive(Default)]
struct Health {
    last: Option<u8>,
    repetitions: u32,
    watched: u8,
    seen: u32,
    in_window: u32,
}

impl Health {
    fn watch(&mut self, byte: u8) -> Result<(), NoiseError> {
        self.repetitions = if self.last == Some(byte) { self.repetitions + 1 } else { 1 };
        self.last = Some(byte);
        if self.repetitions >= REPETITIONS {
            return Err(NoiseError::Stuck);
        }
        if self.in_window == 0 {
            self.watched = byte;
            self.seen = 0;
        }
        self.in_window = (self.in_window + 1) % WINDOW;
        if self.watched == byte {
            self.seen += 1;
        }
        if self.seen >= PROPORTION { Err(NoiseError::Biased) } else { Ok(()) }
    }
}
