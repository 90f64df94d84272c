//! Writing a bundle.

use std::io::Write;

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{RootBuilder, Sha3Tree, TreeHash};
use tamga_crypto::sign::SigningKey;

use super::{BundleError, BundleHeader, HEADER_LEN, TAIL_LEN};
use crate::cast::Item;
use crate::limits::BUNDLE_LEN_MAX;

/// Writes a bundle of these items, signed by the collector's key, and gives its digest. Refuses, before anything is
/// written, a header that contradicts itself or the items, bytes that are no items, and a bundle over its limit.
pub fn write_bundle(
    out: &mut impl Write,
    header: &BundleHeader,
    items: &[impl AsRef<[u8]>],
    key: &SigningKey,
) -> Result<Digest, BundleError> {
    header.check()?;
    if usize::try_from(header.items) != Ok(items.len()) {
        return Err(BundleError::ItemCount);
    }
    let mut root = RootBuilder::<Sha3Tree>::new();
    let mut bundle_len = (HEADER_LEN + TAIL_LEN) as u64;
    for (item, number) in items.iter().zip(0u32..) {
        if !Item::is_item(item.as_ref()) {
            return Err(BundleError::Item { item: number });
        }
        root.push(Sha3Tree::leaf(item.as_ref()));
        bundle_len += 4 + item.as_ref().len() as u64;
    }
    if bundle_len > BUNDLE_LEN_MAX {
        return Err(BundleError::TooLong);
    }
    let root = root.root();
    out.write_all(&header.to_bytes())?;
    for item in items {
        let item = item.as_ref();
        out.write_all(&u32::try_from(item.len()).unwrap_or(u32::MAX).to_be_bytes())?;
        out.write_all(item)?;
    }
    out.write_all(&root)?;
    out.write_all(&key.sign(&header.message(&root)).to_bytes())?;
    Ok(header.digest(&root))
}
