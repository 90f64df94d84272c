//! Randomness by name and number: the same bytes in any order of work, on any number of threads.

use core::fmt;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::hash::hash;
use zeroize::Zeroizing;

/// A root seed from which every item of work gets a stream of its own.
///
/// Nothing is drawn in sequence: the stream of a voter depends on the root, a label and the voter's number alone, so work
/// may be split among threads in any way and gives the same bytes.
pub struct Streams(Zeroizing<[u8; 32]>);

impl Streams {
    /// Streams of a root seed of 32 bytes, which comes from the operating system or, in a repeatable rehearsal, from
    /// its user.
    pub fn new(root: [u8; 32]) -> Self {
        Self(Zeroizing::new(root))
    }

    /// The stream of one item: ChaCha20 [RFC 8439] with the seed
    /// `hash("tamga/stream/v1", root ‖ u64 len(label) ‖ label ‖ u64 index)`.
    ///
    /// Two calls with the same label and index give the same bytes: every use has a label of its own, and an index once.
    pub fn stream(&self, label: &str, index: u64) -> ChaCha20Rng {
        ChaCha20Rng::from_seed(*self.seed(label, index))
    }

    /// The 32 bytes with which [`Streams::stream`] begins: keys of single holders.
    pub fn seed(&self, label: &str, index: u64) -> Zeroizing<[u8; 32]> {
        let label_len = (label.len() as u64).to_be_bytes();
        let index = index.to_be_bytes();
        let parts: [&[u8]; 4] = [self.0.as_slice(), &label_len, label.as_bytes(), &index];
        Zeroizing::new(hash("tamga/stream/v1", &parts))
    }
}

impl fmt::Debug for Streams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Streams")
    }
}

#[cfg(test)]
mod tests {
    use rand_core::Rng;

    use super::*;

    fn first(streams: &Streams, label: &str, index: u64) -> u64 {
        streams.stream(label, index).next_u64()
    }

    #[test]
    fn a_stream_begins_the_same_each_time_it_is_asked_for() {
        let streams = Streams::new([7; 32]);
        assert_eq!(first(&streams, "voter", 3), first(&streams, "voter", 3));
    }

    #[test]
    fn root_label_and_index_each_make_another_stream() {
        let streams = Streams::new([7; 32]);
        let one = first(&streams, "voter", 3);
        assert_ne!(one, first(&Streams::new([8; 32]), "voter", 3));
        assert_ne!(one, first(&streams, "voters", 3));
        assert_ne!(one, first(&streams, "voter", 4));
    }

    #[test]
    fn the_debug_form_does_not_show_the_root() {
        assert_eq!(format!("{:?}", Streams::new([7; 32])), "Streams");
    }
}
