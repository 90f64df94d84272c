//! Whether a box, and several of them, fit their definition.

use std::collections::BTreeSet;

use super::{BoxBody, BoxFile, BoxRegion};
use crate::acts::{ActError, check_signers};
use crate::bytes::ByteFault;
use crate::definition::Definition;
use crate::tally_file::is_opening;

/// Why a box is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoxError {
    /// The bytes are not a box.
    #[error("box: {0}")]
    Bytes(#[from] ByteFault),
    /// Regions, chains of a region, or signatures do not ascend.
    #[error("box: regions, chains and signatures must ascend and none may be there twice")]
    Order,
    /// A region or a collector is not the definition's.
    #[error("box: it names regions or collectors that are not the definition's")]
    OtherDefinition,
    /// The opening is none of the definition's, or exactly the first has no box before it.
    #[error("box: its number is none of this election's openings, or it does not follow the box before")]
    Opening,
    /// It has no region.
    #[error("box: it has no region")]
    Empty,
    /// It has a region without the one that its `merge-into` names, or the other way round.
    #[error("box: region number {} and the one that it merges into are not in one box", region + 1)]
    Split {
        /// Index of the region.
        region: u16,
    },
    /// In the supplement, a region has no chain, or a chain has a state.
    #[error("box: the supplement holds late bundles alone; region number {} has none, or a state", region + 1)]
    Supplement {
        /// Index of the region.
        region: u16,
    },
    /// There are more decisions about single records than decisions.
    #[error("box: it has more decisions about one record than decisions")]
    Decisions,
    /// A region is in an earlier box already, or in none though the last regular box is closed.
    #[error("box: region number {} is not in exactly one regular box", region + 1)]
    Coverage {
        /// Index of the region.
        region: u16,
    },
    /// The signatures are not those of a quorum.
    #[error("box: {0}")]
    Act(#[from] ActError),
}

impl BoxBody {
    /// Whether it is the box of late records.
    pub fn is_supplement(&self, definition: &Definition) -> bool {
        self.opening == definition.openings.saturating_add(1)
    }

    /// Checks opening, regions, collectors and states against the definition.
    pub fn check(&self, definition: &Definition) -> Result<(), BoxError> {
        let supplement = self.is_supplement(definition);
        if !is_opening(definition, self.opening) || (self.opening == 1) != (self.previous == [0; 32]) {
            return Err(BoxError::Opening);
        }
        if self.regions.is_empty() {
            return Err(BoxError::Empty);
        }
        if self.single > self.decided {
            return Err(BoxError::Decisions);
        }
        let regions_known = self.regions.iter().all(|region| definition.region(region.region).is_some());
        let mut chains = self.regions.iter().flat_map(|region| &region.chains);
        if !regions_known || !chains.all(|chain| usize::from(chain.collector) < definition.collectors.len()) {
            return Err(BoxError::OtherDefinition);
        }
        if supplement { self.check_late_bundles() } else { self.check_merging(definition) }
    }

    fn check_late_bundles(&self) -> Result<(), BoxError> {
        let has_late_alone = |region: &&BoxRegion| {
            !region.chains.is_empty() && region.chains.iter().all(|chain| chain.state.is_complete())
        };
        match self.regions.iter().find(|region| !has_late_alone(region)) {
            Some(region) => Err(BoxError::Supplement { region: region.region }),
            None => Ok(()),
        }
    }

    fn check_merging(&self, definition: &Definition) -> Result<(), BoxError> {
        let mine: BTreeSet<u16> = self.regions.iter().map(|region| region.region).collect();
        for (region, defined) in (0u16..).zip(&definition.regions) {
            if defined.merge_into.is_some_and(|into| mine.contains(&region) != mine.contains(&into)) {
                return Err(BoxError::Split { region });
            }
        }
        Ok(())
    }
}

impl BoxFile {
    /// Checks the body against the definition, and officers and quorum; not the signatures themselves.
    pub fn check(&self, definition: &Definition) -> Result<(), BoxError> {
        self.body.check(definition)?;
        Ok(check_signers(definition, &self.signatures)?)
    }
}

/// Checks all boxes so far, in the order of their openings: each by itself, each naming the one before, no region in two
/// regular boxes, and every region in one as soon as the last regular box or the supplement is there. Gives the regions
/// that are in no box yet, ascending.
pub fn check_boxes(definition: &Definition, boxes: &[BoxBody]) -> Result<Vec<u16>, BoxError> {
    let mut missing: BTreeSet<u16> = (0u16..).take(definition.regions.len()).collect();
    let mut before: Option<&BoxBody> = None;
    for body in boxes {
        body.check(definition)?;
        let (opening, digest) = before.map_or((0, [0; 32]), |before| (before.opening, before.digest()));
        let supplement = body.is_supplement(definition);
        let follows = body.opening == opening + 1 || (supplement && (1..body.opening).contains(&opening));
        if !follows || body.previous != digest {
            return Err(BoxError::Opening);
        }
        if !supplement {
            for region in &body.regions {
                let region = region.region;
                if !missing.remove(&region) {
                    return Err(BoxError::Coverage { region });
                }
            }
        }
        if let Some(region) = missing.first().filter(|_| body.opening >= definition.openings) {
            return Err(BoxError::Coverage { region: *region });
        }
        before = Some(body);
    }
    Ok(missing.into_iter().collect())
}
