//! `tamga/box/v1`: what was there when a quorum closed the box of an opening.

use super::acts::{self, Signatures};
use super::definition::Definition;
use super::index;
use crate::bytes::Cursor;
use crate::digest::{Digest, hash};
use crate::reason::Reason;

/// The words of the bits of a chain's state, from the least significant.
const STATE_WORDS: [&str; 4] = ["open", "gap", "fork", "contradiction"];
/// Two bundles have the same number.
pub(crate) const FORK: u8 = 4;

/// What one collector brought for one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// The collector's index.
    pub(crate) collector: u16,
    /// Its bundles in this box.
    pub(crate) bundles: u32,
    /// Merkle root over their digests, by number and variant.
    pub(crate) root: Digest,
    /// Items of all of them.
    pub(crate) items: u64,
    /// What is wrong between them, bit by bit.
    pub(crate) state: u8,
}

/// A region in the box.
#[derive(Clone, Debug)]
pub(crate) struct BoxRegion {
    /// The region's index.
    pub(crate) region: usize,
    /// Records received.
    pub(crate) received: u32,
    /// Merkle root over their trackers.
    pub(crate) trackers: Digest,
    /// Ascending by collector.
    pub(crate) chains: Vec<Chain>,
}

/// The box of an opening.
#[derive(Clone, Debug)]
pub(crate) struct BallotBox {
    /// The election id that it names.
    pub(crate) election: Digest,
    /// The opening's number.
    pub(crate) opening: u32,
    /// `Z` of the box before, or zeros.
    pub(crate) previous: Digest,
    /// Digest of all decisions so far.
    pub(crate) decisions: Digest,
    /// Decisions of this opening.
    pub(crate) decided: u32,
    /// Of them about one record.
    pub(crate) single: u32,
    /// Digest of the last amendment, or `D`.
    pub(crate) amendments: Digest,
    /// Digest of the revocations, or zeros.
    pub(crate) revocations: Digest,
    /// Ascending.
    pub(crate) regions: Vec<BoxRegion>,
    /// The CLOSE digest `Z`.
    pub(crate) close: Digest,
    /// Officer and signature.
    pub(crate) signatures: Signatures,
}

impl BallotBox {
    /// Reads a box. Neither signatures nor what it has in common with other files are checked here.
    pub(crate) fn parse(untrusted: &[u8], definition: &Definition) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/box/v1")?;
        let mut ballot_box = Self {
            election: cursor.array()?,
            opening: cursor.u32()?,
            previous: cursor.array()?,
            decisions: cursor.array()?,
            decided: cursor.u32()?,
            single: cursor.u32()?,
            amendments: cursor.array()?,
            revocations: cursor.array()?,
            regions: Vec::new(),
            close: [0; 32],
            signatures: Signatures::new(),
        };
        let count = cursor.u16()?;
        for _ in 0..count {
            let region = region(&mut cursor, definition)?;
            if ballot_box.regions.last().is_some_and(|last| last.region >= region.region) {
                return Err(Reason::OutOfOrder("regions"));
            }
            ballot_box.regions.push(region);
        }
        let (body, _) = untrusted.split_at(untrusted.len() - cursor.left());
        ballot_box.close = hash("tamga/close/v1", &[body]);
        ballot_box.signatures = acts::signatures(&mut cursor)?;
        cursor.finish()?;
        Ok(ballot_box)
    }

    /// Records received in all its regions.
    pub(crate) fn received(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.received)).sum()
    }

    /// Region, collector and state of the chains whose state is not 0, and outside the supplement no state where a collector
    /// has no chain in a region; by region and collector.
    fn incomplete<'a>(
        &'a self,
        definition: &'a Definition,
    ) -> impl Iterator<Item = (&'a BoxRegion, usize, Option<u8>)> {
        let regular = self.opening != definition.supplement_number();
        let pairs = self.regions.iter().flat_map(|region| (0..definition.collectors.len()).map(move |of| (region, of)));
        let states = pairs.map(|(region, collector)| {
            let chain = region.chains.iter().find(|chain| usize::from(chain.collector) == collector);
            (region, collector, chain.map(|chain| chain.state))
        });
        states.filter(move |(_, _, state)| state.map_or(regular, |state| state != 0))
    }

    /// What the tokens showed when it was closed.
    pub(crate) fn figures(&self, definition: &Definition) -> [u64; 4] {
        let incomplete = self.incomplete(definition).count() as u64;
        [u64::from(self.opening), self.received(), self.regions.len() as u64, incomplete]
    }

    /// A region of this box, by its index.
    pub(crate) fn region(&self, region: usize) -> Option<&BoxRegion> {
        let place = self.regions.binary_search_by_key(&region, |region| region.region).ok()?;
        self.regions.get(place)
    }

    /// The lines about incomplete chains: `REGION COLLECTOR WORDS`, and `REGION COLLECTOR none` where there is no chain.
    pub(crate) fn incomplete_lines(&self, definition: &Definition) -> Vec<String> {
        let line = |(region, collector, state): (&BoxRegion, usize, Option<u8>)| {
            let (code, collector) = (definition.code(region.region), definition.collector_id(collector));
            format!("{code} {collector} {}", state.map_or("none".to_owned(), state_words))
        };
        self.incomplete(definition).map(line).collect()
    }
}

/// The words of a state's bits, joined by commas.
fn state_words(state: u8) -> String {
    let words = (0..).zip(STATE_WORDS).filter(|(bit, _)| state >> bit & 1 == 1).map(|(_, word)| word);
    words.collect::<Vec<_>>().join(",")
}

fn region(cursor: &mut Cursor<'_>, definition: &Definition) -> Result<BoxRegion, Reason> {
    let place = index("region", cursor.u16()?, definition.regions.len())?;
    let in_region = |why| Reason::Region { code: definition.code(place).to_owned(), why: Box::new(why) };
    let (received, trackers, count) = (cursor.u32()?, cursor.array()?, cursor.u8()?);
    let mut chains: Vec<Chain> = Vec::new();
    for _ in 0..count {
        let chain = chain(cursor, definition).map_err(in_region)?;
        if chains.last().is_some_and(|last| last.collector >= chain.collector) {
            return Err(in_region(Reason::OutOfOrder("chains")));
        }
        chains.push(chain);
    }
    Ok(BoxRegion { region: place, received, trackers, chains })
}

fn chain(cursor: &mut Cursor<'_>, definition: &Definition) -> Result<Chain, Reason> {
    let collector = cursor.u16()?;
    index("collector", collector, definition.collectors.len())?;
    let chain =
        Chain { collector, bundles: cursor.u32()?, root: cursor.array()?, items: cursor.u64()?, state: cursor.u8()? };
    if chain.bundles == 0 {
        return Err(Reason::Zero("bundles of a chain"));
    }
    if chain.state >> STATE_WORDS.len() != 0 {
        return Err(Reason::UnknownWord("state of a chain"));
    }
    Ok(chain)
}
