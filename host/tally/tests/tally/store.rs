//! Bundles in memory.

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use tamga_tally::source::{BundlePlace, BundleSource};

/// Bundles by place.
#[derive(Clone, Default)]
pub struct Store(pub BTreeMap<BundlePlace, Vec<u8>>);

impl BundleSource for Store {
    type Reader = Cursor<Vec<u8>>;

    fn open(&self, place: BundlePlace) -> io::Result<Self::Reader> {
        let bundle = self.0.get(&place).ok_or(io::ErrorKind::NotFound)?;
        Ok(Cursor::new(bundle.clone()))
    }
}
