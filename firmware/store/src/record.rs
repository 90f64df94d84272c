//! The bytes of a record's header.

/// Epoch, generation and sequence number.
pub(crate) const NONCE_LEN: usize = 12;

/// What authenticates a record, and in the next one names it.
pub(crate) const TAG_LEN: usize = 16;

pub(crate) type Tag = [u8; TAG_LEN];

/// The first bytes of every record, and the version of the format.
const MAGIC: [u8; 4] = *b"TSt1";

/// What a record is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// The first record of a bank: how many copied ones follow.
    Head = 1,
    /// A blob taken over from the other bank.
    Copied = 2,
    /// The record after the copied ones: where it can be read, even by chance, all before it was written in full.
    Complete = 3,
    /// A blob stored since.
    Stored = 4,
    /// The value that is kept apart, in a page of its own.
    Apart = 5,
}

impl Kind {
    /// Whether the body is a key and a value.
    pub(crate) fn is_blob(self) -> bool {
        matches!(self, Self::Copied | Self::Stored)
    }
}

/// The part of a record that is not encrypted, 20 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) epoch: u32,
    pub(crate) generation: u32,
    pub(crate) sequence: u32,
    pub(crate) kind: Kind,
    /// Bytes of the body, without tag.
    pub(crate) body_len: u16,
}

impl Header {
    pub(crate) const LEN: usize = 20;

    pub(crate) fn to_bytes(self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        let fields =
            MAGIC.into_iter().chain(self.nonce()).chain([self.kind as u8, 0]).chain(self.body_len.to_le_bytes());
        for (to, from) in bytes.iter_mut().zip(fields) {
            *to = from;
        }
        bytes
    }

    /// The header that these bytes begin with, if they do.
    pub(crate) fn parse(untrusted: &[u8]) -> Option<Self> {
        let (magic, rest) = untrusted.split_first_chunk::<4>()?;
        let (epoch, rest) = rest.split_first_chunk::<4>()?;
        let (generation, rest) = rest.split_first_chunk::<4>()?;
        let (sequence, rest) = rest.split_first_chunk::<4>()?;
        let (kind, rest) = rest.split_first_chunk::<2>()?;
        let body_len = rest.first_chunk::<2>()?;
        let kind = match kind {
            [1, 0] => Kind::Head,
            [2, 0] => Kind::Copied,
            [3, 0] => Kind::Complete,
            [4, 0] => Kind::Stored,
            [5, 0] => Kind::Apart,
            _ => return None,
        };
        (*magic == MAGIC).then_some(Self {
            epoch: u32::from_le_bytes(*epoch),
            generation: u32::from_le_bytes(*generation),
            sequence: u32::from_le_bytes(*sequence),
            kind,
            body_len: u16::from_le_bytes(*body_len),
        })
    }

    pub(crate) fn nonce(&self) -> [u8; NONCE_LEN] {
        let mut nonce = [0; NONCE_LEN];
        let numbers = [self.epoch, self.generation, self.sequence];
        for (to, from) in nonce.iter_mut().zip(numbers.iter().flat_map(|number| number.to_le_bytes())) {
            *to = from;
        }
        nonce
    }

    /// Bytes of the whole record, before it is filled up to the flash's unit.
    pub(crate) fn record_len(&self) -> usize {
        Self::LEN + usize::from(self.body_len) + TAG_LEN
    }
}
