//! Stage 1, import: bundles are checked as they come in, chain by chain.

mod error;

use std::collections::BTreeMap;
use std::io::Read;

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::Signature;
use tamga_record::box_file;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleHeader, BundleKind, BundleReader};
use tamga_record::ledger::Entry;

pub use error::ImportError;

use crate::election::Election;

/// A chain as far as it was imported.
#[derive(Debug, Default)]
struct Progressed {
    /// Digest and number of items of each bundle.
    bundles: Vec<(Digest, u32)>,
    total: u64,
    closed: bool,
}

impl Progressed {
    fn next_number(&self) -> u32 {
        u32::try_from(self.bundles.len() + 1).unwrap_or(u32::MAX)
    }

    fn head(&self) -> Digest {
        self.bundles.last().map_or([0; 32], |(digest, _)| *digest)
    }
}

/// The import while bundles still come.
#[derive(Debug)]
pub struct Import<'a> {
    election: &'a Election,
    chains: BTreeMap<(u16, u16), Progressed>,
    counts: Option<Vec<u32>>,
}

impl<'a> Import<'a> {
    /// An import that nothing was brought to yet.
    pub fn begin(election: &'a Election) -> Self {
        Self { election, chains: BTreeMap::new(), counts: None }
    }

    /// Reads a bundle to its end and takes it as the next one of its chain; gives header, digest and the ledger entry.
    ///
    /// Constant memory. The bundles of a chain come in order, the chains in any. Refuses a bundle of another election, out
    /// of order, after the closing one, that does not follow its predecessor, whose total is wrong, or that
    /// [`BundleReader`] refuses. A refused bundle changes nothing.
    pub fn bundle(&mut self, untrusted_bundle: impl Read) -> Result<(BundleHeader, Entry), ImportError> {
        let mut reader = BundleReader::open(untrusted_bundle)?;
        let header = reader.header().clone();
        self.check_place(&header)?;
        let collector = self.election.collector(header.collector);
        let collector = collector.ok_or(ImportError::UnknownCollector { collector: header.collector })?;
        while reader.next_item()?.is_some() {}
        let digest = reader.finish(collector)?;
        let chain = self.chains.entry((header.region, header.collector)).or_default();
        chain.bundles.push((digest, header.items));
        chain.total = header.total;
        chain.closed = header.kind == BundleKind::Closing;
        let entry = self.entry(&header, digest);
        Ok((header, entry))
    }

    fn check_place(&self, header: &BundleHeader) -> Result<(), ImportError> {
        let &BundleHeader { region, collector, number, total, .. } = header;
        if header.election != *self.election.id() {
            return Err(ImportError::OtherElection);
        }
        if self.election.definition().region(region).is_none() {
            return Err(ImportError::UnknownRegion { region });
        }
        let none = Progressed::default();
        let chain = self.chains.get(&(region, collector)).unwrap_or(&none);
        if chain.closed {
            return Err(ImportError::AfterClosing { region, collector });
        }
        let expected = chain.next_number();
        if number != expected {
            return Err(ImportError::Number { region, collector, number, expected });
        }
        if header.previous != chain.head() {
            return Err(ImportError::Previous { region, collector, number });
        }
        let counted = chain.total + u64::from(header.items);
        if total != counted {
            return Err(ImportError::Total { region, collector, number, total, counted });
        }
        Ok(())
    }

    fn entry(&self, header: &BundleHeader, digest: Digest) -> Entry {
        let definition = self.election.definition();
        let region = definition.region(header.region).map(|region| region.code.clone());
        let collector = definition.collectors.get(usize::from(header.collector)).map(|named| named.id.clone());
        Entry::Import {
            region: region.unwrap_or_default(),
            collector: collector.unwrap_or_default(),
            bundle: header.number,
            items: header.items,
            digest,
        }
    }

    /// Takes the identity service's counts of attestations issued. Refuses those of another election, of another number of
    /// regions, or without the service's signature.
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

    /// Ends the import. Refuses while a chain has no closing bundle, a region no chain, or the counts are missing: without
    /// them the box cannot be closed.
    pub fn finish(self) -> Result<Imported<'a>, ImportError> {
        let open = self.chains.iter().find(|(_, chain)| !chain.closed);
        if let Some((&(region, collector), _)) = open {
            return Err(ImportError::NotClosed { region, collector });
        }
        for (region, _) in (0u16..).zip(&self.election.definition().regions) {
            if self.chains.range((region, 0)..=(region, u16::MAX)).next().is_none() {
                return Err(ImportError::NoChain { region });
            }
        }
        let issued = self.counts.ok_or(ImportError::NoCounts)?;
        let chains = self.chains.into_iter();
        let chains = chains.map(|(key, chain)| (key, ImportedChain { bundles: chain.bundles, total: chain.total }));
        Ok(Imported { election: self.election, chains: chains.collect(), issued })
    }
}

/// Digest and number of items of every bundle of a closed chain.
#[derive(Debug)]
pub(crate) struct ImportedChain {
    pub(crate) bundles: Vec<(Digest, u32)>,
    total: u64,
}

/// All bundles, in whole and closed chains, and how many attestations were issued.
#[derive(Debug)]
pub struct Imported<'a> {
    election: &'a Election,
    chains: BTreeMap<(u16, u16), ImportedChain>,
    issued: Vec<u32>,
}

impl<'a> Imported<'a> {
    /// The election.
    pub fn election(&self) -> &'a Election {
        self.election
    }

    /// Items of all bundles.
    pub fn items(&self) -> u64 {
        self.chains.values().map(|chain| chain.total).sum()
    }

    /// Attestations issued per region, by the identity service's word.
    pub fn issued(&self) -> &[u32] {
        &self.issued
    }

    /// The chains of a region as the box holds them, ascending by collector.
    pub fn chain_ends(&self, region: u16) -> Vec<box_file::Chain> {
        let ends = self.chains_of(region).map(|(collector, chain)| box_file::Chain {
            collector,
            // An import refuses bundle numbers over 32 bits.
            bundles: chain.bundles.len() as u32,
            head: chain.bundles.last().map_or([0; 32], |(digest, _)| *digest),
            total: chain.total,
        });
        ends.collect()
    }

    /// The chains of a region with their collectors, ascending.
    pub(crate) fn chains_of(&self, region: u16) -> impl Iterator<Item = (u16, &ImportedChain)> {
        let chains = self.chains.range((region, 0)..=(region, u16::MAX));
        chains.map(|(&(_, collector), chain)| (collector, chain))
    }
}
