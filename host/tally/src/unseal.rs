//! Stage 4, unsealing: the outer layer of a closed box comes off, region by region.

use tamga_crypto::hpke::mlkem;
use tamga_record::cast::ballot_info;
use tamga_record::ledger::Entry;
use tamga_record::tally_file::Seed;
use zeroize::Zeroizing;

use crate::election::Election;

/// Why a region is not unsealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnsealError {
    /// The definition has no such region.
    #[error("there is no region {region}")]
    UnknownRegion {
        /// The region's index.
        region: u16,
    },
    /// The seed does not grow the region's key of the public-key file.
    #[error("the seed is not that of region {region}")]
    WrongSeed {
        /// The region's index.
        region: u16,
    },
}

/// The decapsulation key of one region, expanded once for all its records; wiped when dropped.
pub(crate) struct RegionKey {
    region: u16,
    info: Vec<u8>,
    seed: Seed,
    secret: mlkem::SecretKey,
}

impl RegionKey {
    /// The key of a region from its seed. Refuses a seed that does not grow the region's public key.
    pub(crate) fn new(election: &Election, region: u16, seed: Seed) -> Result<Self, UnsealError> {
        let expected = election.keys().regions.get(usize::from(region));
        let expected = expected.ok_or(UnsealError::UnknownRegion { region })?;
        let secret = mlkem::SecretKey::from_seed(&seed);
        if secret.public().as_slice() != expected.as_slice() {
            return Err(UnsealError::WrongSeed { region });
        }
        Ok(Self { region, info: ballot_info(election.id(), region), seed, secret })
    }

    pub(crate) fn region(&self) -> u16 {
        self.region
    }

    pub(crate) fn into_seed(self) -> Seed {
        self.seed
    }
}

/// The ledger entry that says that an HSM opens a region's seed; it stands before the HSM is asked.
pub fn unseal_entry(election: &Election, region: u16, hsm: &str) -> Result<Entry, UnsealError> {
    let defined = election.definition().region(region).ok_or(UnsealError::UnknownRegion { region })?;
    Ok(Entry::Unseal { region: defined.code.clone(), hsm: hsm.to_owned() })
}

/// The inner part of a record and its complaint cell, out of the seal and not looked at yet; wiped when dropped.
pub(crate) struct Opened {
    plaintext: Zeroizing<Vec<u8>>,
    inner_len: usize,
}

impl Opened {
    /// The inner part: all but the cell at the end. Of a plaintext shorter than a cell nothing is left.
    pub(crate) fn inner(&self) -> &[u8] {
        self.plaintext.get(..self.inner_len).unwrap_or_default()
    }
}

/// Opens the outer part of a record of the key's region; `None` when the seal does not open.
pub(crate) fn unseal(key: &RegionKey, cell_len: u16, untrusted_outer: &[u8]) -> Option<Opened> {
    let plaintext = mlkem::open(&key.secret, &[&key.info], untrusted_outer).ok()?;
    let inner_len = plaintext.len().saturating_sub(usize::from(cell_len));
    Some(Opened { plaintext, inner_len })
}
