//! `tamga/box/v1`: what was there when a quorum closed the box.

use super::definition::Definition;
use crate::bytes::Cursor;
use crate::digest::{Digest, hash};
use crate::reason::{Reason, same_number};

/// The end of one collector's chain in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// The collector's index.
    pub(crate) collector: u16,
    /// Bundles, the closing one included.
    pub(crate) bundles: u32,
    /// Digest of the last bundle.
    pub(crate) head: Digest,
    /// Items of all bundles.
    pub(crate) total: u64,
}

/// A region in the box.
#[derive(Clone, Debug)]
pub(crate) struct BoxRegion {
    /// Records received.
    pub(crate) received: u32,
    /// Merkle root over their trackers.
    pub(crate) trackers: Digest,
    /// Ascending by collector.
    pub(crate) chains: Vec<Chain>,
}

/// The box.
#[derive(Clone, Debug)]
pub(crate) struct BallotBox {
    /// The CLOSE digest `Z`.
    pub(crate) close: Digest,
    /// In definition order.
    pub(crate) regions: Vec<BoxRegion>,
    /// Officer and signature, ascending by officer.
    pub(crate) signatures: Vec<(u8, [u8; 64])>,
}

impl BallotBox {
    /// Reads the box of this election. Signatures are not checked here.
    pub(crate) fn parse(untrusted: &[u8], definition: &Definition, election: &Digest) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/box/v1")?;
        cursor.digest("E", election)?;
        cursor.digest("decisions", &hash("tamga/decisions/v1", &[]))?;
        same_number("regions", definition.regions.len(), cursor.u16()?)?;
        let mut regions = Vec::with_capacity(definition.regions.len());
        for place in &definition.regions {
            let region = region(&mut cursor, definition);
            regions.push(region.map_err(|why| Reason::Region { code: place.code.clone(), why: Box::new(why) })?);
        }
        let body_len = untrusted.len() - cursor.left();
        let (body, _) = untrusted.split_at(body_len);
        let count = cursor.u8()?;
        let mut signatures: Vec<(u8, [u8; 64])> = Vec::new();
        for _ in 0..count {
            let officer = cursor.u8()?;
            if signatures.last().is_some_and(|(last, _)| *last >= officer) {
                return Err(Reason::OutOfOrder("officers"));
            }
            signatures.push((officer, cursor.array()?));
        }
        cursor.finish()?;
        Ok(Self { close: hash("tamga/close/v1", &[body]), regions, signatures })
    }

    /// Records received in all regions.
    pub(crate) fn received(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.received)).sum()
    }
}

fn region(cursor: &mut Cursor<'_>, definition: &Definition) -> Result<BoxRegion, Reason> {
    let received = cursor.u32()?;
    let trackers = cursor.array()?;
    let count = cursor.u8()?;
    if count == 0 {
        return Err(Reason::NoChain);
    }
    let mut chains: Vec<Chain> = Vec::new();
    for _ in 0..count {
        let chain =
            Chain { collector: cursor.u16()?, bundles: cursor.u32()?, head: cursor.array()?, total: cursor.u64()? };
        if chains.last().is_some_and(|last| last.collector >= chain.collector) {
            return Err(Reason::OutOfOrder("chains"));
        }
        if usize::from(chain.collector) >= definition.collectors.len() {
            return Err(Reason::IndexOutOfRange { what: "collector", index: u64::from(chain.collector) });
        }
        chains.push(chain);
    }
    Ok(BoxRegion { received, trackers, chains })
}
