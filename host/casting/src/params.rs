//! What a voter's device takes from `election.tamga`.

use tamga_crypto::elgamal::ElectionKey;
use tamga_crypto::group::encode_point;
use tamga_crypto::hash::Digest;
use tamga_crypto::hpke::mlkem;
use tamga_record::definition::Definition;
use tamga_record::keys::PublicKeys;

/// Why no ballots can be made for an election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParamsError {
    /// The election key is the identity.
    #[error("the election key is no key")]
    ElectionKey,
    /// A region has no key in the public-key file.
    #[error("region {region} has no key")]
    MissingRegionKey {
        /// The region's place in the definition.
        region: u16,
    },
    /// The key of a region is no ML-KEM-1024 encapsulation key.
    #[error("the key of region {region} is no ML-KEM-1024 key")]
    RegionKey {
        /// The region's place in the definition.
        region: u16,
    },
}

/// Definition, election id and the keys that ballots are encrypted and sealed to, decoded once.
#[derive(Debug)]
pub struct ElectionParams {
    definition: Definition,
    election: Digest,
    key: ElectionKey,
    regions: Vec<mlkem::PublicKey>,
}

impl ElectionParams {
    /// The parameters of the election with id `election`. Refuses keys that do not decode.
    pub fn new(definition: Definition, election: Digest, keys: &PublicKeys) -> Result<Self, ParamsError> {
        let key =
            ElectionKey::from_bytes(&encode_point(&keys.election.public())).map_err(|_| ParamsError::ElectionKey)?;
        let mut regions = Vec::with_capacity(definition.regions.len());
        for (region, _) in (0u16..).zip(&definition.regions) {
            let bytes = keys.regions.get(usize::from(region)).ok_or(ParamsError::MissingRegionKey { region })?;
            regions.push(mlkem::PublicKey::from_bytes(bytes).map_err(|_| ParamsError::RegionKey { region })?);
        }
        Ok(Self { definition, election, key, regions })
    }

    /// The election definition.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The election id `E`.
    pub fn election(&self) -> &Digest {
        &self.election
    }

    /// The election key `P`.
    pub fn key(&self) -> &ElectionKey {
        &self.key
    }

    /// The key that ballots of a region are sealed to; `None` for a region that is not in the definition.
    pub fn region_key(&self, region: u16) -> Option<&mlkem::PublicKey> {
        self.regions.get(usize::from(region))
    }
}
