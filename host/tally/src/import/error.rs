//! Why a bundle stays outside.

use tamga_record::bundle::BundleError;

/// Why a bundle, or the whole import, is refused. What was imported before stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The bytes are no bundle, or not signed by the collector that they name.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The bundle belongs to another election.
    #[error("the bundle belongs to another election")]
    OtherElection,
    /// The definition has no such region.
    #[error("the bundle names region {region}, which is not in the definition")]
    UnknownRegion {
        /// The region's index.
        region: u16,
    },
    /// The definition has no such collector.
    #[error("the bundle names collector {collector}, who is not in the definition")]
    UnknownCollector {
        /// The collector's index.
        collector: u16,
    },
    /// The bundle is not the next one of its chain.
    #[error("bundle {number} of region {region} and collector {collector} came where {expected} was expected")]
    Number {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
        /// Number of the bundle.
        number: u32,
        /// Number of the next bundle of the chain.
        expected: u32,
    },
    /// The bundle follows another bundle than the one imported before it: the collector made two chains, or lost one.
    #[error("bundle {number} of region {region} and collector {collector} does not follow the one before it")]
    Previous {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
        /// Number of the bundle.
        number: u32,
    },
    /// The bundle's total is not the items of the chain so far.
    #[error(
        "bundle {number} of region {region} and collector {collector} says {total} items in all, there are {counted}"
    )]
    Total {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
        /// Number of the bundle.
        number: u32,
        /// What the bundle says.
        total: u64,
        /// What was counted.
        counted: u64,
    },
    /// A bundle after the closing bundle of its chain.
    #[error("the chain of region {region} and collector {collector} is closed")]
    AfterClosing {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
    },
    /// A chain without its closing bundle: the box cannot be closed.
    #[error("the chain of region {region} and collector {collector} has no closing bundle")]
    NotClosed {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
    },
    /// A region from which no collector brought a chain: the box cannot be closed.
    #[error("no collector brought bundles of region {region}")]
    NoChain {
        /// The region.
        region: u16,
    },
    /// The attestation counts belong to another election, or have another number of regions.
    #[error("the attestation counts are not of this election")]
    OtherCounts,
    /// The attestation counts are not signed by the identity service.
    #[error("the attestation counts are not signed by the identity service")]
    CountsSignature,
    /// The identity service's counts were not brought.
    #[error("the attestation counts of the identity service are missing")]
    NoCounts,
}
