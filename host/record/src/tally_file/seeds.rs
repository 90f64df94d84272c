//! Region seeds: sealed to the HSMs while the election runs, in `audit/` afterwards.

use core::fmt;

use tamga_crypto::hash::Digest;
use tamga_crypto::hpke::SEED_LEN;
use zeroize::Zeroizing;

use super::TallyFileError;
use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::limits::{HSMS_MAX, REGIONS_MAX};

/// The first line of a seeds file.
pub const FIRST_LINE: &str = "tamga/seeds/v1\n";
/// The first line of a file of sealed seeds.
pub const SEALED_FIRST_LINE: &str = "tamga/sealed-seeds/v1\n";

/// The FIPS 203 seed `d ‖ z` of a region key, 64 bytes; wiped when dropped.
pub type Seed = Zeroizing<[u8; SEED_LEN]>;

/// The region seeds of an opening, `tamga/seeds/v1`; the supplement has none, as its seeds are out already.
#[derive(PartialEq, Eq)]
pub struct Seeds {
    /// The election `E`.
    pub election: Digest,
    /// Number of the opening, from 1.
    pub opening: u32,
    /// Index and seed of each of the box's regions, ascending.
    pub seeds: Vec<(u16, Seed)>,
}

impl fmt::Debug for Seeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seeds")
    }
}

impl Seeds {
    /// Reads a seeds file. Refuses an opening 0 and regions that do not ascend.
    pub fn parse(untrusted: &[u8]) -> Result<Self, TallyFileError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let (election, opening) = (reader.digest()?, reader.u32()?);
        let count = u64::from(reader.u16()?);
        let seeds = reader.items(count, REGIONS_MAX as u64, 2 + SEED_LEN, |reader| {
            Ok((reader.u16()?, Zeroizing::new(reader.array()?)))
        })?;
        reader.finish()?;
        if opening == 0 {
            return Err(TallyFileError::Opening);
        }
        if !strictly_ascending(seeds.iter().map(|(region, _)| region)) {
            return Err(TallyFileError::Order);
        }
        let file = Self { election, opening, seeds };
        same_bytes(untrusted, &file.expose_bytes())?;
        Ok(file)
    }

    /// The file, for the `audit/` edition: it opens every outer part.
    pub fn expose_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut file = Writer::with_version(FIRST_LINE);
        file.bytes(&self.election).u32(self.opening).count16(self.seeds.len());
        for (region, seed) in &self.seeds {
            file.u16(*region).bytes(seed.as_slice());
        }
        Zeroizing::new(file.finish())
    }
}

/// The `info` that a region seed is sealed under: the label `tamga/region-seed/v1`, D and region, unframed.
pub fn region_seed_info(definition: &Digest, region: u16) -> Vec<u8> {
    [b"tamga/region-seed/v1".as_slice(), definition, &region.to_be_bytes()].concat()
}

/// The region seeds, each sealed to the tally key of every HSM, `tamga/sealed-seeds/v1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSeeds {
    /// The definition `D`.
    pub definition: Digest,
    /// How many HSMs each seed is sealed to.
    pub hsms: u8,
    /// Per region in definition order, per HSM in definition order: the sealed seed.
    pub sealed: Vec<Vec<Vec<u8>>>,
}

impl SealedSeeds {
    /// Reads a file of sealed seeds.
    pub fn parse(untrusted: &[u8]) -> Result<Self, TallyFileError> {
        let mut reader = Reader::after_version(untrusted, SEALED_FIRST_LINE)?;
        let definition = reader.digest()?;
        let (regions, hsms) = (u64::from(reader.u16()?), reader.u8()?);
        if usize::from(hsms) > HSMS_MAX {
            return Err(ByteFault::OverLimit.into());
        }
        let sealed = reader.items(regions, REGIONS_MAX as u64, 2 * usize::from(hsms), |reader| {
            reader.items(u64::from(hsms), u64::from(hsms), 2, |reader| Ok(reader.blob16()?.to_vec()))
        })?;
        reader.finish()?;
        let file = Self { definition, hsms, sealed };
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::with_version(SEALED_FIRST_LINE);
        file.bytes(&self.definition).count16(self.sealed.len()).u8(self.hsms);
        for sealed in self.sealed.iter().flatten() {
            file.blob16(sealed);
        }
        file.finish()
    }
}
