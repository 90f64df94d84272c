//! Bundles in memory.

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use tamga_casting::collector::ChainEnd;
use tamga_tally::source::{BundlePlace, BundleSource};

/// Bundles by place, and where their chains end, by region and collector.
#[derive(Clone, Default)]
pub struct Store {
    pub bundles: BTreeMap<BundlePlace, Vec<u8>>,
    pub ends: BTreeMap<(u16, u16), ChainEnd>,
}

impl Store {
    /// The bundles of both.
    pub fn with(&self, other: &Store) -> Store {
        let mut both = self.clone();
        both.bundles.extend(other.bundles.clone());
        both.ends.extend(other.ends.clone());
        both
    }
}

impl BundleSource for Store {
    type Reader = Cursor<Vec<u8>>;

    fn open(&self, place: BundlePlace) -> io::Result<Self::Reader> {
        let bundle = self.bundles.get(&place).ok_or(io::ErrorKind::NotFound)?;
        Ok(Cursor::new(bundle.clone()))
    }
}
