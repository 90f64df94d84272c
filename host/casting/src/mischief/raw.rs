//! Bundles written by hand: nothing about them is checked before they are signed.

use tamga_crypto::hash::{Digest, hash};
use tamga_crypto::merkle::{RootBuilder, Sha3Tree, TreeHash};
use tamga_crypto::sign::SigningKey;
use tamga_record::bundle::BundleHeader;

/// A bundle before it is signed.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    /// The header's bytes.
    pub(super) header: Vec<u8>,
    /// The items.
    pub(super) items: Vec<Vec<u8>>,
    /// The root over the items, or what is said to be it.
    pub(super) root: Digest,
}

impl Raw {
    /// A bundle with this header and these items, which need not fit.
    pub(super) fn new(header: BundleHeader, items: &[Vec<u8>]) -> Self {
        Self::with_header(header.to_bytes(), items)
    }

    /// The same, for bytes that need not be a header.
    pub(super) fn with_header(header: Vec<u8>, items: &[Vec<u8>]) -> Self {
        let mut root = RootBuilder::<Sha3Tree>::new();
        items.iter().for_each(|item| root.push(Sha3Tree::leaf(item)));
        Self { header, items: items.to_vec(), root: root.root() }
    }

    /// The bundle digest, which the next one of a chain carries.
    pub(super) fn digest(&self) -> Digest {
        hash("tamga/bundle-digest/v1", &[&self.header, &self.root])
    }

    /// The file, signed as it stands.
    pub(super) fn sign(&self, collector: &SigningKey) -> Vec<u8> {
        let mut file = self.header.clone();
        for item in &self.items {
            file.extend((item.len() as u32).to_be_bytes());
            file.extend(item);
        }
        file.extend(self.root);
        file.extend(collector.sign(&hash("tamga/bundle/v1", &[&self.header, &self.root])).to_bytes());
        file
    }
}
