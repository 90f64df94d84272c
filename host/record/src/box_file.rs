//! The box, `tamga/box/v1`: what a quorum closed.

use tamga_crypto::hash::{Digest, hash};
pub use tamga_wire::ActKind;
pub use tamga_wire::signed::act_message;

use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::definition::Definition;
use crate::limits::{COLLECTORS_MAX, OFFICERS_MAX, REGIONS_MAX};

/// The first line of a box.
pub const FIRST_LINE: &str = "tamga/box/v1\n";
/// Bytes of a region without chains.
const REGION_LEN_MIN: usize = 37;
/// Bytes of a chain.
const CHAIN_LEN: usize = 46;

/// Why a box is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoxError {
    /// The bytes are not a box.
    #[error("box: {0}")]
    Bytes(#[from] ByteFault),
    /// Chains of a region, or signatures, do not ascend.
    #[error("box: chains and signatures must ascend and none may be there twice")]
    Order,
    /// Regions are not the definition's, or a chain or signature has an unknown collector or officer.
    #[error("box: it names regions, collectors or officers that are not the definition's")]
    OtherDefinition,
    /// There are fewer signatures than the quorum.
    #[error("box: fewer officers signed it than the quorum")]
    Quorum,
}

/// The decisions digest of a box without decisions: the label `tamga/decisions/v1` over nothing.
pub fn no_decisions() -> Digest {
    hash("tamga/decisions/v1", &[])
}

/// Everything that the box fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxBody {
    /// The election `E`.
    pub election: Digest,
    /// Digest of the decisions, or [`no_decisions`].
    pub decisions: Digest,
    /// The regions in definition order.
    pub regions: Vec<BoxRegion>,
}

/// What was received in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxRegion {
    /// Trackers in the list of received ones.
    pub received: u32,
    /// Merkle root over that list.
    pub trackers_root: Digest,
    /// The chains, ascending by collector.
    pub chains: Vec<Chain>,
}

/// The end of one collector's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Index of the collector.
    pub collector: u16,
    /// Bundles, the closing one included.
    pub bundles: u32,
    /// Digest of the closing bundle.
    pub head: Digest,
    /// Items of all bundles.
    pub total: u64,
}

impl BoxBody {
    /// The bytes that officers close.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::with_version(FIRST_LINE);
        body.bytes(&self.election).bytes(&self.decisions).count16(self.regions.len());
        for region in &self.regions {
            body.u32(region.received).bytes(&region.trackers_root).count8(region.chains.len());
            for chain in &region.chains {
                body.u16(chain.collector).u32(chain.bundles).bytes(&chain.head).u64(chain.total);
            }
        }
        body.finish()
    }

    /// The CLOSE digest `Z` = `hash("tamga/close/v1", body)`.
    pub fn digest(&self) -> Digest {
        hash("tamga/close/v1", &[&self.to_bytes()])
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let (election, decisions) = (reader.digest()?, reader.digest()?);
        let count = u64::from(reader.u16()?);
        let regions = reader.items(count, REGIONS_MAX as u64, REGION_LEN_MIN, BoxRegion::read)?;
        Ok(Self { election, decisions, regions })
    }
}

impl BoxRegion {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let (received, trackers_root) = (reader.u32()?, reader.digest()?);
        let count = u64::from(reader.u8()?);
        let chains = reader.items(count, COLLECTORS_MAX as u64, CHAIN_LEN, |reader| {
            Ok(Chain { collector: reader.u16()?, bundles: reader.u32()?, head: reader.digest()?, total: reader.u64()? })
        })?;
        Ok(Self { received, trackers_root, chains })
    }
}

/// The box with the signatures that closed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxFile {
    /// What was closed.
    pub body: BoxBody,
    /// Officers (from 1) and their signatures of act kind 1 over `Z`, ascending.
    pub signatures: Vec<(u8, [u8; 64])>,
}

impl BoxFile {
    /// Reads a box. Refuses chains and signatures that do not ascend; [`BoxFile::check`] compares it with a definition.
    pub fn parse(untrusted: &[u8]) -> Result<Self, BoxError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let body = BoxBody::read(&mut reader)?;
        let count = u64::from(reader.u8()?);
        let signatures = reader.items(count, OFFICERS_MAX as u64, 65, |reader| Ok((reader.u8()?, reader.array()?)))?;
        reader.finish()?;
        let file = Self { body, signatures };
        let chains_ascend = file
            .body
            .regions
            .iter()
            .all(|region| strictly_ascending(region.chains.iter().map(|chain| chain.collector)));
        if !chains_ascend || !strictly_ascending(file.signatures.iter().map(|(officer, _)| officer)) {
            return Err(BoxError::Order);
        }
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// Checks number of regions, collectors, officers and quorum against the definition; not the signatures themselves.
    pub fn check(&self, definition: &Definition) -> Result<(), BoxError> {
        let mut chains = self.body.regions.iter().flat_map(|region| &region.chains);
        let collectors_known = chains.all(|chain| usize::from(chain.collector) < definition.collectors.len());
        let officers = 1..=definition.tokens();
        let officers_known = self.signatures.iter().all(|(officer, _)| officers.contains(officer));
        if self.body.regions.len() != definition.regions.len() || !collectors_known || !officers_known {
            return Err(BoxError::OtherDefinition);
        }
        if self.signatures.len() < usize::from(definition.quorum) {
            return Err(BoxError::Quorum);
        }
        Ok(())
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::default();
        file.bytes(&self.body.to_bytes()).count8(self.signatures.len());
        for (officer, signature) in &self.signatures {
            file.u8(*officer).bytes(signature);
        }
        file.finish()
    }
}
