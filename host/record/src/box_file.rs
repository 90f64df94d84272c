//! The box, `tamga/box/v1`: what a quorum closed in one opening.

mod check;

use std::collections::BTreeMap;

use tamga_crypto::hash::{Digest, hash};

pub use check::{BoxError, check_boxes};

use crate::acts::{ActKind, Figures, Signatures, act_message, read_signatures, write_signatures};
use crate::bundle::ChainState;
use crate::bytes::{ByteFault, Reader, Writer, same_bytes, strictly_ascending};
use crate::definition::Definition;
use crate::limits::{COLLECTORS_MAX, REGIONS_MAX};

/// The first line of a box.
pub const FIRST_LINE: &str = "tamga/box/v1\n";
/// Bytes of a region without chains.
const REGION_LEN_MIN: usize = 39;
/// Bytes of a chain.
const CHAIN_LEN: usize = 47;

/// Everything that the box fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxBody {
    /// The election `E`.
    pub election: Digest,
    /// Number of the opening, from 1; the supplement's is the definition's `openings` + 1.
    pub opening: u32,
    /// CLOSE digest of the box before; zeros for the first.
    pub previous: Digest,
    /// [`digest_up_to`](crate::decisions::Decisions::digest_up_to) of the decisions so far.
    pub decisions: Digest,
    /// Decisions of this opening.
    pub decided: u32,
    /// Those of them that are about one record.
    pub single: u32,
    /// Digest of the last amendment; `D` without any.
    pub amendments: Digest,
    /// SHA3-256 of the revocations; zeros without any.
    pub revocations: Digest,
    /// The regions, ascending.
    pub regions: Vec<BoxRegion>,
}

/// What was received in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxRegion {
    /// Index of the region.
    pub region: u16,
    /// Trackers in the list of received ones.
    pub received: u32,
    /// Merkle root over that list.
    pub root: Digest,
    /// The chains, ascending by collector; none of a collector without bundles here.
    pub chains: Vec<Chain>,
}

/// What one collector brought in a region; in the supplement the late bundles alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Index of the collector.
    pub collector: u16,
    /// Bundles, all variants.
    pub bundles: u32,
    /// Merkle root over the bundles' digests by number and variant.
    pub root: Digest,
    /// Items of all bundles.
    pub items: u64,
    /// What is wrong between them; nothing in the supplement.
    pub state: ChainState,
}

impl BoxBody {
    /// The bytes that officers close.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::with_version(FIRST_LINE);
        body.bytes(&self.election).u32(self.opening).bytes(&self.previous);
        body.bytes(&self.decisions).u32(self.decided).u32(self.single);
        body.bytes(&self.amendments).bytes(&self.revocations).count16(self.regions.len());
        for BoxRegion { region, received, root, chains } in &self.regions {
            body.u16(*region).u32(*received).bytes(root).count8(chains.len());
            for Chain { collector, bundles, root, items, state } in chains {
                body.u16(*collector).u32(*bundles).bytes(root).u64(*items).u8(state.bits());
            }
        }
        body.finish()
    }

    /// The CLOSE digest `Z` = `hash("tamga/close/v1", body)`.
    pub fn digest(&self) -> Digest {
        hash("tamga/close/v1", &[&self.to_bytes()])
    }

    /// What the officers are shown: opening, received, regions, incomplete chains, as [`BoxBody::incomplete`] counts them.
    pub fn figures(&self, definition: &Definition) -> Figures {
        let incomplete = self.incomplete(definition).len() as u64;
        [u64::from(self.opening), self.received(), self.regions.len() as u64, incomplete]
    }

    /// What officers sign to close the box.
    pub fn message(&self, definition: &Definition) -> Digest {
        act_message(&self.election, ActKind::Close, &self.figures(definition), &self.digest())
    }

    /// Distinct items received in all its regions.
    pub fn received(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.received)).sum()
    }

    /// Region, collector and state of every chain whose state is not 0 and, outside the supplement, of every collector of
    /// the definition without a chain in a region, which has no state; by region and collector.
    pub fn incomplete(&self, definition: &Definition) -> Vec<(u16, u16, Option<ChainState>)> {
        let is_missing_counted = !self.is_supplement(definition);
        let mut incomplete = Vec::new();
        for BoxRegion { region, chains, .. } in &self.regions {
            let states: BTreeMap<u16, ChainState> = chains.iter().map(|chain| (chain.collector, chain.state)).collect();
            for (collector, _) in (0u16..).zip(&definition.collectors) {
                match states.get(&collector) {
                    Some(state) if !state.is_complete() => incomplete.push((*region, collector, Some(*state))),
                    None if is_missing_counted => incomplete.push((*region, collector, None)),
                    _ => {}
                }
            }
        }
        incomplete
    }

    /// The indices of its regions, ascending.
    pub fn region_indices(&self) -> Vec<u16> {
        self.regions.iter().map(|region| region.region).collect()
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        Ok(Self {
            election: reader.digest()?,
            opening: reader.u32()?,
            previous: reader.digest()?,
            decisions: reader.digest()?,
            decided: reader.u32()?,
            single: reader.u32()?,
            amendments: reader.digest()?,
            revocations: reader.digest()?,
            regions: {
                let count = u64::from(reader.u16()?);
                reader.items(count, REGIONS_MAX as u64, REGION_LEN_MIN, BoxRegion::read)?
            },
        })
    }

    /// Regions and chains ascend.
    fn is_in_order(&self) -> bool {
        let collectors = |region: &BoxRegion| strictly_ascending(region.chains.iter().map(|chain| chain.collector));
        strictly_ascending(self.regions.iter().map(|region| region.region)) && self.regions.iter().all(collectors)
    }
}

impl BoxRegion {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let (region, received, root) = (reader.u16()?, reader.u32()?, reader.digest()?);
        let count = u64::from(reader.u8()?);
        let chains = reader.items(count, COLLECTORS_MAX as u64, CHAIN_LEN, Chain::read)?;
        Ok(Self { region, received, root, chains })
    }
}

impl Chain {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let (collector, bundles, root, items) = (reader.u16()?, reader.u32()?, reader.digest()?, reader.u64()?);
        let state = ChainState::from_bits(reader.u8()?).ok_or(ByteFault::NotCanonical)?;
        Ok(Self { collector, bundles, root, items, state })
    }
}

/// The box with the signatures that closed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxFile {
    /// What was closed.
    pub body: BoxBody,
    /// Officers (from 1) and their signatures over [`BoxBody::message`], ascending.
    pub signatures: Signatures,
}

impl BoxFile {
    /// Reads a box. Refuses regions, chains and signatures that do not ascend; [`BoxFile::check`] compares it with a
    /// definition.
    pub fn parse(untrusted: &[u8]) -> Result<Self, BoxError> {
        let mut reader = Reader::after_version(untrusted, FIRST_LINE)?;
        let body = BoxBody::read(&mut reader)?;
        let signatures = read_signatures(&mut reader)?;
        reader.finish()?;
        let file = Self { body, signatures };
        if !file.body.is_in_order() || !strictly_ascending(file.signatures.iter().map(|(officer, _)| officer)) {
            return Err(BoxError::Order);
        }
        same_bytes(untrusted, &file.to_bytes())?;
        Ok(file)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Writer::default();
        file.bytes(&self.body.to_bytes());
        write_signatures(&mut file, &self.signatures);
        file.finish()
    }
}
