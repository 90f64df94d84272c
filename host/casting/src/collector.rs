//! Collectors: records become bundles, bundles a chain that ends with a closing bundle; late bundles follow that.

use std::io::Write;

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::{SigningKey, VerifyingKey};
use tamga_record::bundle::{BundleError, BundleHeader, BundleKind, write_bundle};

/// The holder of a collector's key.
#[derive(Debug)]
pub struct Collector {
    index: u16,
    key: SigningKey,
}

impl Collector {
    /// The collector with this index in the definition.
    pub fn new(index: u16, key: SigningKey) -> Self {
        Self { index, key }
    }

    /// The key that the definition names for this collector.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    /// A chain of this collector for a region, without bundles yet.
    pub fn begin_chain(&self, election: Digest, region: u16) -> Chain<'_> {
        Chain { collector: self, election, region, bundles: 0, previous: [0; 32], total: 0 }
    }

    /// Takes up a chain behind a bundle that was written before: behind the closing one for late bundles.
    pub fn resume_chain(&self, election: Digest, region: u16, end: ChainEnd) -> Chain<'_> {
        let ChainEnd { bundles, head, total } = end;
        Chain { collector: self, election, region, bundles, previous: head, total }
    }
}

/// Where a chain stands after its newest bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainEnd {
    /// Bundles so far, the closing one included: the newest bundle's number.
    pub bundles: u32,
    /// Digest of the newest bundle.
    pub head: Digest,
    /// Items of all bundles.
    pub total: u64,
}

/// A chain being written: bundles of records, then [`Chain::close`].
#[derive(Debug)]
pub struct Chain<'a> {
    collector: &'a Collector,
    election: Digest,
    region: u16,
    bundles: u32,
    previous: Digest,
    total: u64,
}

impl Chain<'_> {
    /// The number of the next bundle, from 1.
    pub fn next_number(&self) -> u32 {
        self.bundles + 1
    }

    /// Writes the next bundle with these items. Refuses what [`write_bundle`] refuses: bytes that are no items, too many
    /// of them, a bundle over its limit; the chain then stands where it stood.
    pub fn write_records(&mut self, out: &mut impl Write, items: &[impl AsRef<[u8]>]) -> Result<(), BundleError> {
        self.write(out, BundleKind::Records, items)
    }

    /// Writes a late bundle with these items; refuses what [`Chain::write_records`] refuses.
    pub fn write_late(&mut self, out: &mut impl Write, items: &[impl AsRef<[u8]>]) -> Result<(), BundleError> {
        self.write(out, BundleKind::Late, items)
    }

    /// Writes the closing bundle, and gives the chain's end.
    pub fn close(mut self, out: &mut impl Write) -> Result<ChainEnd, BundleError> {
        self.write(out, BundleKind::Closing, &[[0u8; 0]; 0])?;
        Ok(self.end())
    }

    /// Where the chain stands.
    pub fn end(&self) -> ChainEnd {
        ChainEnd { bundles: self.bundles, head: self.previous, total: self.total }
    }

    fn write(&mut self, out: &mut impl Write, kind: BundleKind, items: &[impl AsRef<[u8]>]) -> Result<(), BundleError> {
        let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let header = BundleHeader {
            election: self.election,
            region: self.region,
            collector: self.collector.index,
            number: self.next_number(),
            previous: self.previous,
            kind,
            items: count,
            total: self.total + u64::from(count),
        };
        self.previous = write_bundle(out, &header, items, &self.collector.key)?;
        self.bundles = header.number;
        self.total = header.total;
        Ok(())
    }
}
