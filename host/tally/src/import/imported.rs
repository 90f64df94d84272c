//! The end of an import: what one box will hold.

use std::collections::BTreeMap;

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{RootBuilder, Sha3Tree};
use tamga_record::box_file::{self, BoxBody, BoxFile, BoxRegion, check_boxes};
use tamga_record::bundle::BundleHeader;
use tamga_record::decisions::Decisions;
use tamga_record::revocations::Revocations;

use super::chain::Chain;
use super::{Import, ImportError};
use crate::acts::Acts;
use crate::election::Election;
use crate::source::BundlePlace;

/// A bundle as it was imported, to be read again.
#[derive(Debug, Clone)]
pub(crate) struct ImportedBundle {
    pub(crate) place: BundlePlace,
    pub(crate) header: BundleHeader,
    pub(crate) digest: Digest,
}

/// The bundles of one box, and how many attestations were issued.
#[derive(Debug)]
pub struct Imported<'a> {
    election: &'a Election,
    acts: &'a Acts,
    /// Boxes closed before this one.
    boxes: &'a [BoxFile],
    opening: u32,
    regions: Vec<u16>,
    chains: BTreeMap<(u16, u16), Chain>,
    issued: Vec<u32>,
}

impl<'a> Import<'a> {
    /// Ends the import for the next box, of these regions: `opening` is the number of boxes closed and one, or for the
    /// supplement `openings` of the definition and one.
    ///
    /// Chains need not be whole: what is missing goes into the box. Refuses acts that do not hold, missing counts, regions
    /// that do not ascend, are in a box already or part from the one that they may be merged into, a last box that leaves
    /// a region out, and a supplement that comes too early, is refused by the definition or has other regions than those
    /// with late bundles.
    pub fn finish(self, opening: u32, regions: &[u16]) -> Result<Imported<'a>, ImportError> {
        if !regions.is_sorted_by(|one, next| one < next) {
            return Err(ImportError::Regions);
        }
        let boxes = &self.acts.boxes;
        let imported = self.into_imported(opening, regions.to_vec(), boxes)?;
        let mut bodies = imported.acts.bodies();
        bodies.push(imported.body());
        check_boxes(imported.election.definition(), &bodies)?;
        let mut late = imported.chains.iter().filter(|(_, chain)| chain.links(true).next().is_some());
        let left_out = late.find(|((region, _), _)| imported.is_supplement() && !regions.contains(region));
        match left_out {
            Some((&(region, _), _)) => Err(ImportError::LeftOut { region }),
            None => Ok(imported),
        }
    }

    /// Ends the import for a box that is closed already, to take up again what was done with it: the bundles that were
    /// there when it was closed. Refuses acts that do not hold, missing counts, and an opening without a box.
    pub fn resume(self, opening: u32) -> Result<Imported<'a>, ImportError> {
        let boxes = &self.acts.boxes;
        let place = boxes.iter().position(|closed| closed.body.opening == opening);
        let found = place.and_then(|place| Some((boxes.get(..place)?, boxes.get(place)?)));
        let (before, closed) = found.ok_or(ImportError::NoBox { opening })?;
        self.into_imported(opening, closed.body.region_indices(), before)
    }

    fn into_imported(self, opening: u32, regions: Vec<u16>, boxes: &'a [BoxFile]) -> Result<Imported<'a>, ImportError> {
        self.acts.check(self.election)?;
        let issued = self.counts.ok_or(ImportError::NoCounts)?;
        let Self { election, acts, chains, .. } = self;
        let imported = Imported { election, acts, boxes, opening, regions, chains, issued };
        imported.check_boxes()?;
        Ok(imported)
    }
}

impl<'a> Imported<'a> {
    /// The election.
    pub fn election(&self) -> &'a Election {
        self.election
    }

    /// Number of the opening that the box is for.
    pub fn opening(&self) -> u32 {
        self.opening
    }

    /// Whether the box is the supplement.
    pub fn is_supplement(&self) -> bool {
        self.opening > self.election.definition().openings
    }

    /// The regions of the box, ascending.
    pub fn regions(&self) -> &[u16] {
        &self.regions
    }

    /// Items of all bundles of the box.
    pub fn items(&self) -> u64 {
        self.regions.iter().map(|region| self.items_of(*region)).sum()
    }

    /// Attestations issued per region of the definition, by the identity service's word.
    pub fn issued(&self) -> &[u32] {
        &self.issued
    }

    /// The box as far as bundles alone tell: chains, and no decisions and records yet.
    pub(crate) fn body(&self) -> BoxBody {
        let region = |&region: &u16| BoxRegion {
            region,
            received: 0,
            root: RootBuilder::<Sha3Tree>::new().root(),
            chains: self.chain_ends(region),
        };
        BoxBody {
            election: *self.election.id(),
            opening: self.opening,
            previous: self.boxes.last().map_or([0; 32], |closed| closed.body.digest()),
            decisions: Decisions::none(*self.election.id()).digest(),
            decided: 0,
            single: 0,
            amendments: self.acts.amendments.last_digest(self.election.definition_digest()),
            revocations: self.acts.revocations.as_ref().map_or([0; 32], Revocations::digest),
            regions: self.regions.iter().map(region).collect(),
        }
    }

    /// The chains of a region as the box holds them, ascending by collector.
    pub fn chain_ends(&self, region: u16) -> Vec<box_file::Chain> {
        self.boxed_chains(region, self.is_supplement())
    }

    pub(crate) fn acts(&self) -> &'a Acts {
        self.acts
    }

    /// The bundles of a region in the order of lists.
    pub(crate) fn bundles_of(&self, region: u16) -> Vec<ImportedBundle> {
        self.bundles(region, self.is_supplement())
    }

    /// The bundles of an earlier box of the region, in the order of lists; none before the supplement.
    pub(crate) fn earlier_bundles_of(&self, region: u16) -> Vec<ImportedBundle> {
        if self.is_supplement() { self.bundles(region, false) } else { Vec::new() }
    }

    fn bundles(&self, region: u16, late: bool) -> Vec<ImportedBundle> {
        let of_chain = |((_, collector), chain): ((u16, u16), &'_ Chain)| -> Vec<ImportedBundle> {
            let bundles = chain.links(late).map(|(number, variant, link)| ImportedBundle {
                place: BundlePlace { region, collector, number, variant },
                header: link.header.clone(),
                digest: link.digest,
            });
            bundles.collect()
        };
        self.chains_of(region).flat_map(of_chain).collect()
    }

    fn items_of(&self, region: u16) -> u64 {
        let late = self.is_supplement();
        let links = self.chains_of(region).flat_map(|(_, chain)| chain.links(late));
        links.map(|(_, _, link)| u64::from(link.header.items)).sum()
    }

    fn chains_of(&self, region: u16) -> impl Iterator<Item = ((u16, u16), &Chain)> {
        self.chains.range((region, 0)..=(region, u16::MAX)).map(|(&key, chain)| (key, chain))
    }

    fn boxed_chains(&self, region: u16, late: bool) -> Vec<box_file::Chain> {
        self.chains_of(region).filter_map(|((_, collector), chain)| chain.boxed(collector, late)).collect()
    }

    /// What the ledger says was imported before a box must be what the box was closed with.
    fn check_boxes(&self) -> Result<(), ImportError> {
        let regular =
            self.acts.boxes.iter().filter(|closed| closed.body.opening <= self.election.definition().openings);
        for boxed in regular.flat_map(|closed| &closed.body.regions) {
            let region = boxed.region;
            if self.boxed_chains(region, false) != boxed.chains {
                return Err(ImportError::OtherBox { region });
            }
        }
        Ok(())
    }
}
