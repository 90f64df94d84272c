//! Where bundles come from, and reading one again: block by block, in bounded memory, the same bytes as were imported.

use std::io::{self, Read};

use tamga_record::bundle::{BundleError, BundleReader};

use crate::election::Election;
use crate::import::ImportedBundle;

/// Items of a block at most: what is worked on at once.
pub const BLOCK_ITEMS: usize = 1_024;

/// Bytes of a block at most, the last item aside.
pub const BLOCK_LEN: usize = 16 << 20;

/// Which bundle: indices of region and collector in the definition, number in their chain and variant, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundlePlace {
    /// The region.
    pub region: u16,
    /// The collector.
    pub collector: u16,
    /// The bundle's number, from 1.
    pub number: u32,
    /// Which of the different bundles of this number, from 1.
    pub variant: u8,
}

/// Where imported bundles are kept. Each is read once at admission and once at verification, and those of a region with
/// late ones once more at the admission of these.
pub trait BundleSource {
    /// A bundle being read, from its first byte.
    type Reader: Read;

    /// Opens the bundle at a place.
    fn open(&self, place: BundlePlace) -> io::Result<Self::Reader>;
}

/// Why a bundle could not be read again.
#[derive(Debug, thiserror::Error)]
pub enum RereadError {
    /// The bundle cannot be opened, or is no longer a good bundle.
    #[error("bundle {} of region {} and collector {}: {error}", place.number, place.region, place.collector)]
    Bundle {
        /// The bundle.
        place: BundlePlace,
        /// What is wrong with it.
        error: BundleError,
    },
    /// The bundle is a good one, but not the one that was imported.
    #[error("bundle {} of region {} and collector {} is not the one that was imported", place.number, place.region, place.collector)]
    Changed {
        /// The bundle.
        place: BundlePlace,
    },
}

/// Reads a bundle and gives its items to `work` in blocks, each with the number of its first item; then checks root,
/// signature, and that the digest is the one of the import.
///
/// Nothing that `work` keeps may have an effect before this returns: until then the bytes are unchecked.
pub(crate) fn reread<S: BundleSource>(
    election: &Election,
    source: &S,
    imported: &ImportedBundle,
    mut work: impl FnMut(u32, Vec<Vec<u8>>),
) -> Result<(), RereadError> {
    let place = imported.place;
    let failed = |error| RereadError::Bundle { place, error };
    let opened = source.open(place).map_err(|error| failed(error.into()))?;
    let mut reader = BundleReader::open(opened).map_err(failed)?;
    if *reader.header() != imported.header {
        return Err(RereadError::Changed { place });
    }
    let mut first = 0u32;
    loop {
        let block = next_block(&mut reader).map_err(failed)?;
        if block.is_empty() {
            break;
        }
        // A bundle has fewer than 2^32 items.
        let len = block.len() as u32;
        work(first, block);
        first += len;
    }
    let collector = election.collector(place.collector).ok_or(RereadError::Changed { place })?;
    let digest = reader.finish(collector).map_err(failed)?;
    if digest != imported.digest {
        return Err(RereadError::Changed { place });
    }
    Ok(())
}

fn next_block<R: Read>(reader: &mut BundleReader<R>) -> Result<Vec<Vec<u8>>, BundleError> {
    let mut block = Vec::new();
    let mut len = 0;
    while block.len() < BLOCK_ITEMS && len < BLOCK_LEN {
        let Some(item) = reader.next_item()? else { break };
        len += item.len();
        block.push(item);
    }
    Ok(block)
}
