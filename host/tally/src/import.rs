//! Stage 1, import: bundles are checked as they come in, in any order, and what is wrong between them is known at the end.

mod chain;
mod error;
mod imported;

use std::collections::BTreeMap;
use std::io::Read;

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::Signature;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleHeader, BundleKind, BundleReader, ChainState};
use tamga_record::definition::Late;
use tamga_record::ledger::Entry;
use tamga_record::limits::VARIANTS_MAX;

pub use chain::MISSING_MAX;
use chain::{Chain, Link};
pub use error::ImportError;
pub use imported::Imported;
pub(crate) use imported::ImportedBundle;

use crate::acts::Acts;
use crate::election::Election;

/// What became of a bundle that is a good one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is taken.
    New {
        /// Its header.
        header: BundleHeader,
        /// Which of the different bundles of its number it is, from 1.
        variant: u8,
        /// Whether its region's box had been closed before.
        late: bool,
        /// The bundle digest.
        digest: Digest,
        /// The ledger entries: 36 where it has siblings of the same number, then 7.
        entries: Vec<Entry>,
    },
    /// It was imported before; nothing changed.
    Again {
        /// Its header.
        header: BundleHeader,
        /// Which of the different bundles of its number it is, from 1.
        variant: u8,
    },
}

/// How a chain stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// The region.
    pub region: u16,
    /// The collector.
    pub collector: u16,
    /// Bundles that are or will be in the region's box, all variants of a number among them.
    pub bundles: u32,
    /// Items of these bundles, of all variants.
    pub items: u64,
    /// What is wrong between these bundles.
    pub state: ChainState,
    /// Numbers below the highest that none of these bundles has, ascending, at most [`MISSING_MAX`].
    pub missing: Vec<u32>,
    /// Bundles that came after the region's box had been closed.
    pub late: u32,
}

/// The import while bundles still come.
#[derive(Debug)]
pub struct Import<'a> {
    election: &'a Election,
    acts: &'a Acts,
    chains: BTreeMap<(u16, u16), Chain>,
    counts: Option<Vec<u32>>,
}

impl<'a> Import<'a> {
    /// An import that nothing was brought to yet. Boxes in `acts` make bundles of their regions late.
    pub fn begin(election: &'a Election, acts: &'a Acts) -> Self {
        Self { election, acts, chains: BTreeMap::new(), counts: None }
    }

    /// Takes back a bundle that the ledger has, without reading its records: after a restart, in the order of the ledger's
    /// entries 7, before any other bundle. Its records are checked against `digest` when they are read. One that is there
    /// already changes nothing. Refuses a bundle of another election, and two that are told apart by nothing.
    pub fn known(&mut self, header: &BundleHeader, variant: u8, digest: Digest) -> Result<(), ImportError> {
        self.check_header(header)?;
        let BundleHeader { region, collector, number, .. } = *header;
        let late = self.was_late(region, collector);
        let chain = self.chains.entry((region, collector)).or_default();
        let is_found = |(of, link): &(u8, &Link)| *of == variant || link.digest == digest;
        let found = chain.variants(number).find(is_found).map(|(of, link)| of == variant && link.digest == digest);
        match found {
            None => chain.insert(variant, Link { header: header.clone(), digest, late }),
            Some(true) => {}
            Some(false) => return Err(ImportError::Variants { region, collector, number }),
        }
        Ok(())
    }

    /// Whether the next known bundle of a chain came after the region's box: the box says how many came before it.
    fn was_late(&self, region: u16, collector: u16) -> bool {
        let Some(closed) = self.acts.regular_box(region) else { return false };
        let boxed = closed.body.regions.iter().filter(|boxed| boxed.region == region).flat_map(|boxed| &boxed.chains);
        let before: u32 = boxed.filter(|chain| chain.collector == collector).map(|chain| chain.bundles).sum();
        let chain = self.chains.get(&(region, collector));
        chain.map_or(0, |chain| chain.links(false).count()) >= before as usize
    }

    /// Reads a bundle to its end and takes it, whichever of its chain came before.
    ///
    /// Constant memory. Refuses a bundle of another election, region or collector, one that [`BundleReader`] refuses, a
    /// seventeenth one of one number, a late one of a region that is in no box, and, unless it is known, one of a region
    /// in a box where the definition refuses late ones or the supplement is closed. A refused bundle changes nothing.
    pub fn bundle(&mut self, untrusted_bundle: impl Read) -> Result<Taken, ImportError> {
        let mut reader = BundleReader::open(untrusted_bundle)?;
        let header = reader.header().clone();
        self.check_header(&header)?;
        let collector = self.election.collector(header.collector);
        let collector = collector.ok_or(ImportError::UnknownCollector { collector: header.collector })?;
        while reader.next_item()?.is_some() {}
        let digest = reader.finish(collector)?;
        let BundleHeader { region, collector, number, .. } = header;
        let known = self.chains.get(&(region, collector)).and_then(|chain| chain.find(number, &digest));
        if let Some(variant) = known {
            return Ok(Taken::Again { header, variant });
        }
        let late = self.acts.regular_box(region).is_some();
        self.check_time(&header, late)?;
        self.take(header, digest, late)
    }

    fn check_header(&self, header: &BundleHeader) -> Result<(), ImportError> {
        let &BundleHeader { region, collector, .. } = header;
        if header.election != *self.election.id() {
            return Err(ImportError::OtherElection);
        }
        if self.election.definition().region(region).is_none() {
            return Err(ImportError::UnknownRegion { region });
        }
        self.election.collector(collector).map(|_| ()).ok_or(ImportError::UnknownCollector { collector })
    }

    /// Whether a bundle may still come, or may come already.
    fn check_time(&self, header: &BundleHeader, late: bool) -> Result<(), ImportError> {
        let &BundleHeader { region, collector, number, .. } = header;
        let definition = self.election.definition();
        if !late && header.kind == BundleKind::Late {
            return Err(ImportError::NotLateYet { region, collector, number });
        }
        let supplement = self.acts.boxes.iter().any(|closed| closed.body.opening > definition.openings);
        if late && (definition.late == Late::Refuse || supplement) {
            return Err(ImportError::TooLate { region, collector, number });
        }
        Ok(())
    }

    fn take(&mut self, header: BundleHeader, digest: Digest, late: bool) -> Result<Taken, ImportError> {
        let BundleHeader { region, collector, number, .. } = header;
        let chain = self.chains.entry((region, collector)).or_default();
        let first = chain.variants(number).next().map(|(_, link)| link.digest);
        let variant = chain.variants(number).last().map_or(1, |(variant, _)| variant.saturating_add(1));
        if variant > VARIANTS_MAX {
            return Err(ImportError::Variants { region, collector, number });
        }
        chain.insert(variant, Link { header: header.clone(), digest, late });
        let (region, collector) = self.names(region, collector);
        let fork = first.map(|first| Entry::Fork {
            region: region.clone(),
            collector: collector.clone(),
            bundle: number,
            first,
            second: digest,
        });
        let import = Entry::Import { region, collector, bundle: number, variant, items: header.items, digest };
        Ok(Taken::New { header, variant, late, digest, entries: fork.into_iter().chain([import]).collect() })
    }

    /// Code of a region and id of a collector that are in the definition.
    fn names(&self, region: u16, collector: u16) -> (String, String) {
        let definition = self.election.definition();
        let region = definition.region(region).map(|region| region.code.clone());
        let collector = definition.collectors.get(usize::from(collector)).map(|named| named.id.clone());
        (region.unwrap_or_default(), collector.unwrap_or_default())
    }

    /// Takes the identity service's counts of attestations issued, in the place of those before. Refuses those of another
    /// election, of another number of regions, or without the service's signature.
    pub fn counts(&mut self, counts: &AttestationCounts) -> Result<Entry, ImportError> {
        if counts.election != *self.election.id() || counts.counts.len() != self.election.regions() {
            return Err(ImportError::OtherCounts);
        }
        let signature = Signature::from_bytes(counts.signature);
        let verdict = self.election.identity().verify(&counts.message(), &signature);
        verdict.map_err(|_| ImportError::CountsSignature)?;
        self.counts = Some(counts.counts.clone());
        Ok(Entry::Counts { digest: counts.digest() })
    }

    /// How every chain stands, by region and collector.
    pub fn chains(&self) -> Vec<ChainReport> {
        reports(&self.chains)
    }

    /// Items of the bundles that are, or would be, in the region's box.
    pub fn items_of(&self, region: u16) -> u64 {
        let chains = self.chains.range((region, 0)..=(region, u16::MAX));
        chains.flat_map(|(_, chain)| chain.links(false)).map(|(_, _, link)| u64::from(link.header.items)).sum()
    }

    /// Regions from which no collector brought anything that is, or would be, in their box.
    pub fn regions_without_chain(&self) -> Vec<u16> {
        let regions = (0u16..).zip(&self.election.definition().regions).map(|(region, _)| region);
        regions.filter(|region| !self.has_links(*region, false)).collect()
    }

    /// Regions with late bundles: those of the supplement.
    pub fn late_regions(&self) -> Vec<u16> {
        let regions = (0u16..).zip(&self.election.definition().regions).map(|(region, _)| region);
        regions.filter(|region| self.has_links(*region, true)).collect()
    }

    /// Whether there are late bundles.
    pub fn has_late(&self) -> bool {
        !self.late_regions().is_empty()
    }

    fn has_links(&self, region: u16, late: bool) -> bool {
        let mut chains = self.chains.range((region, 0)..=(region, u16::MAX));
        chains.any(|(_, chain)| chain.links(late).next().is_some())
    }
}

/// Chains whose bundles are known by their headers alone, for those who only look at what was imported.
#[derive(Debug, Default)]
pub struct KnownChains(BTreeMap<(u16, u16), Chain>);

impl KnownChains {
    /// Takes a bundle that the ledger has; `late` says whether it came after its region's box was closed.
    pub fn insert(&mut self, header: BundleHeader, variant: u8, digest: Digest, late: bool) {
        let chain = self.0.entry((header.region, header.collector)).or_default();
        chain.insert(variant, Link { header, digest, late });
    }

    /// How every chain stands, by region and collector.
    pub fn reports(&self) -> Vec<ChainReport> {
        reports(&self.0)
    }
}

fn reports(chains: &BTreeMap<(u16, u16), Chain>) -> Vec<ChainReport> {
    let report = |(&(region, collector), chain): (&(u16, u16), &Chain)| ChainReport {
        region,
        collector,
        bundles: chain.links(false).count() as u32,
        items: chain.links(false).map(|(_, _, link)| u64::from(link.header.items)).sum(),
        state: chain.state(),
        missing: chain.missing(),
        late: chain.links(true).count() as u32,
    };
    chains.iter().map(report).collect()
}
