//! Reading a bundle item by item.

use std::io::Read;

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{RootBuilder, Sha3Tree, TreeHash};
use tamga_crypto::sign::{Signature, VerifyingKey};

use super::{BundleError, BundleHeader, HEADER_LEN, TAIL_LEN};
use crate::bytes::{ByteFault, Reader};
use crate::cast::{ITEM_HEAD_LEN, ITEM_LEN_MAX, Item};
use crate::limits::BUNDLE_LEN_MAX;

/// A bundle being read: header first, then the items one by one, then [`BundleReader::finish`]. Nothing that was read
/// may have an effect before `finish` has checked root and signature.
#[derive(Debug)]
pub struct BundleReader<R> {
    source: R,
    header: BundleHeader,
    items_read: u32,
    bytes_read: u64,
    root: RootBuilder<Sha3Tree>,
}

impl<R: Read> BundleReader<R> {
    /// Reads the header. Refuses as [`BundleHeader::parse`] does.
    pub fn open(mut untrusted_source: R) -> Result<Self, BundleError> {
        let header = BundleHeader::parse(&read_exactly(&mut untrusted_source, HEADER_LEN)?)?;
        Ok(Self {
            source: untrusted_source,
            header,
            items_read: 0,
            bytes_read: (HEADER_LEN + TAIL_LEN) as u64,
            root: RootBuilder::new(),
        })
    }

    /// The bundle's header.
    pub fn header(&self) -> &BundleHeader {
        &self.header
    }

    /// The next item's bytes, which begin as an item does; `None` after the last. Refuses an item of another length, and
    /// a bundle over its limit.
    pub fn next_item(&mut self) -> Result<Option<Vec<u8>>, BundleError> {
        if self.items_read == self.header.items {
            return Ok(None);
        }
        let item = self.items_read;
        let len = u32::from_be_bytes(self.array()?) as usize;
        if !(ITEM_HEAD_LEN..=ITEM_LEN_MAX).contains(&len) {
            return Err(BundleError::Item { item });
        }
        self.bytes_read += 4 + len as u64;
        if self.bytes_read > BUNDLE_LEN_MAX {
            return Err(BundleError::TooLong);
        }
        let untrusted_item = read_exactly(&mut self.source, len)?;
        if !Item::is_item(&untrusted_item) {
            return Err(BundleError::Item { item });
        }
        self.root.push(Sha3Tree::leaf(&untrusted_item));
        self.items_read += 1;
        Ok(Some(untrusted_item))
    }

    /// Checks root and signature and that nothing follows; gives the bundle's digest. Refuses items not read yet.
    pub fn finish(mut self, collector: &VerifyingKey) -> Result<Digest, BundleError> {
        if self.items_read != self.header.items {
            return Err(BundleError::ItemCount);
        }
        let root: Digest = self.array()?;
        let signature = Signature::from_bytes(self.array()?);
        if self.source.read(&mut [0u8])? != 0 {
            return Err(ByteFault::TrailingBytes.into());
        }
        if root != self.root.root() {
            return Err(BundleError::Root);
        }
        collector.verify(&self.header.message(&root), &signature)?;
        Ok(self.header.digest(&root))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BundleError> {
        let bytes = read_exactly(&mut self.source, N)?;
        Ok(Reader::new(&bytes).array()?)
    }
}

/// `len` bytes, at most an item's limit; a source that ends before is a file that ends early.
fn read_exactly(source: &mut impl Read, len: usize) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::with_capacity(len.min(ITEM_LEN_MAX));
    source.take(len as u64).read_to_end(&mut bytes)?;
    if bytes.len() == len { Ok(bytes) } else { Err(ByteFault::EndsEarly.into()) }
}
