//! Bundles, `tamga/bundle/v1`: the chains in which collectors bring records. Read and written in constant memory.

mod chain_state;
pub mod counts;
mod read;
mod write;

use std::io;

use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::sign::SignatureError;

pub use chain_state::ChainState;
pub use read::BundleReader;
pub use write::write_bundle;

use crate::bytes::{ByteFault, Reader, Writer};
use crate::limits::BUNDLE_RECORDS_MAX;

/// The first line of a bundle.
pub const FIRST_LINE: &str = "tamga/bundle/v1\n";
/// Bytes of a bundle's header, first line included.
pub const HEADER_LEN: usize = 101;
/// Bytes behind the items: root and signature.
pub const TAIL_LEN: usize = 96;

/// What a bundle carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleKind {
    /// Records.
    Records,
    /// Nothing: it ends its chain.
    Closing,
    /// Records that the collector brings after it closed the chain.
    Late,
}

impl BundleKind {
    const fn number(self) -> u8 {
        match self {
            Self::Records => 0,
            Self::Closing => 1,
            Self::Late => 2,
        }
    }
}

/// The first part of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleHeader {
    /// The election `E`.
    pub election: Digest,
    /// Index of the region.
    pub region: u16,
    /// Index of the collector.
    pub collector: u16,
    /// Place in the chain of this region and collector, from 1.
    pub number: u32,
    /// Digest of the bundle before; zeros for number 1.
    pub previous: Digest,
    /// Records, closing or late.
    pub kind: BundleKind,
    /// Items in this bundle.
    pub items: u32,
    /// Items of the chain up to and including this bundle.
    pub total: u64,
}

/// Why a bundle is refused.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The medium failed.
    #[error("bundle: the medium cannot be read or written ({0}); try it again or another copy")]
    Io(#[from] io::Error),
    /// The bytes are not a bundle.
    #[error("bundle: {0}")]
    Bytes(#[from] ByteFault),
    /// Number, previous digest, items and total do not fit together, or a closing bundle has items.
    #[error("bundle: its header contradicts itself; ask the collector for a new copy")]
    Header,
    /// An item is too short, too long, or does not begin as an item does.
    #[error("bundle: item number {} is not a record; ask the collector for a new copy", item + 1)]
    Item {
        /// The item's place, from 0.
        item: u32,
    },
    /// There are more or fewer items than the header says.
    #[error("bundle: it has not as many items as its header says; ask the collector for a new copy")]
    ItemCount,
    /// The bundle is longer than its limit.
    #[error("bundle: it is longer than 2 GiB; the collector must split it")]
    TooLong,
    /// The root is not that of the items.
    #[error("bundle: its items were changed after it was made; ask the collector for a new copy")]
    Root,
    /// The collector's signature does not check.
    #[error("bundle: it is not signed by its collector")]
    Signature(#[from] SignatureError),
}

impl BundleHeader {
    /// The header's 101 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Writer::with_version(FIRST_LINE);
        bytes.bytes(&self.election).u16(self.region).u16(self.collector).u32(self.number);
        bytes.bytes(&self.previous).u8(self.kind.number()).u32(self.items).u64(self.total);
        bytes.finish()
    }

    /// Reads a header of exactly 101 bytes. Refuses number 0, a previous digest where there is none, a total below the
    /// items (for number 1, other than the items), and a closing bundle with items.
    pub fn parse(untrusted: &[u8]) -> Result<Self, BundleError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let header = Self {
            election: reader.digest()?,
            region: reader.u16()?,
            collector: reader.u16()?,
            number: reader.u32()?,
            previous: reader.digest()?,
            kind: match reader.u8()? {
                0 => BundleKind::Records,
                1 => BundleKind::Closing,
                2 => BundleKind::Late,
                _ => return Err(ByteFault::NotCanonical.into()),
            },
            items: reader.u32()?,
            total: reader.u64()?,
        };
        reader.finish()?;
        header.check()?;
        Ok(header)
    }

    fn check(&self) -> Result<(), BundleError> {
        let items = u64::from(self.items);
        let is_first = self.number == 1;
        let place = self.number >= 1 && is_first == (self.previous == [0; 32]);
        let total = if is_first { self.total == items } else { self.total >= items };
        let closing = self.kind != BundleKind::Closing || self.items == 0;
        if self.items > BUNDLE_RECORDS_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        if place && total && closing { Ok(()) } else { Err(BundleError::Header) }
    }

    /// What the collector signs: the label `tamga/bundle/v1` over header ‖ root.
    pub fn message(&self, root: &Digest) -> Digest {
        hash("tamga/bundle/v1", &[&self.to_bytes(), root])
    }

    /// The bundle's digest, which the next one of the chain carries.
    pub fn digest(&self, root: &Digest) -> Digest {
        hash("tamga/bundle-digest/v1", &[&self.to_bytes(), root])
    }
}

/// The path of a bundle in `audit/`: `bundles/REGION/COLLECTOR-000001.tamga`, the number with six digits or more; variant
/// `v` from 2 on ends in `.v.tamga`.
pub fn bundle_path(region: &str, collector: &str, number: u32, variant: u8) -> String {
    match variant {
        1 => format!("bundles/{region}/{collector}-{number:06}.tamga"),
        _ => format!("bundles/{region}/{collector}-{number:06}.{variant}.tamga"),
    }
}
