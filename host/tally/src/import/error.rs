//! Why a bundle stays outside.

use tamga_record::ByteFault;
use tamga_record::box_file::BoxError;
use tamga_record::bundle::BundleError;

use crate::acts::ActsError;

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
    /// A late bundle of a region that is in no box yet.
    #[error("bundle {number} of region {region} and collector {collector} is a late one, but the region's box is open")]
    NotLateYet {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
        /// Number of the bundle.
        number: u32,
    },
    /// A bundle of a region that is in a box, where the definition refuses late ones, or after the supplement's box.
    #[error("bundle {number} of region {region} and collector {collector} came after the region's last box was closed")]
    TooLate {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
        /// Number of the bundle.
        number: u32,
    },
    /// More different bundles of one number than are kept apart, or two under one variant.
    #[error("collector {collector} made more bundles {number} of region {region} than can be told apart")]
    Variants {
        /// The region.
        region: u16,
        /// The collector.
        collector: u16,
        /// Number of the bundles.
        number: u32,
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
    /// The acts that the bundles are judged by do not hold.
    #[error(transparent)]
    Acts(#[from] ActsError),
    /// The box contradicts the definition or the boxes before it.
    #[error(transparent)]
    Box(#[from] BoxError),
    /// Regions do not ascend.
    #[error("the regions of a box must ascend")]
    Regions,
    /// There is no box of this opening to be taken up again.
    #[error("no box was closed for opening {opening}")]
    NoBox {
        /// The opening.
        opening: u32,
    },
    /// The supplement leaves out a region with late bundles.
    #[error("the supplement leaves out region {region}, which has late bundles")]
    LeftOut {
        /// The region.
        region: u16,
    },
    /// The bundles of a region are not those that its box was closed with.
    #[error("the bundles of region {region} are not those of its box")]
    OtherBox {
        /// The region.
        region: u16,
    },
}

impl ImportError {
    /// One word of `[a-z-]` for the fault, as entry 35 of the ledger has it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Bundle(error) => bundle_word(error),
            Self::OtherElection => "other-election",
            Self::UnknownRegion { .. } => "unknown-region",
            Self::UnknownCollector { .. } => "unknown-collector",
            Self::NotLateYet { .. } => "not-late-yet",
            Self::TooLate { .. } => "too-late",
            Self::Variants { .. } => "too-many-variants",
            Self::OtherCounts => "other-counts",
            Self::CountsSignature => "counts-signature",
            Self::NoCounts => "no-counts",
            Self::Acts(_) => "acts",
            Self::Box(_) => "box",
            Self::Regions => "regions",
            Self::NoBox { .. } => "no-box",
            Self::LeftOut { .. } => "left-out",
            Self::OtherBox { .. } => "other-box",
        }
    }
}

fn bundle_word(error: &BundleError) -> &'static str {
    match error {
        BundleError::Io(_) => "unreadable",
        BundleError::Bytes(ByteFault::EndsEarly) => "truncated",
        BundleError::Bytes(ByteFault::TrailingBytes) => "trailing-bytes",
        BundleError::Bytes(_) => "malformed",
        BundleError::Header => "bad-header",
        BundleError::Item { .. } => "bad-item",
        BundleError::ItemCount => "item-count",
        BundleError::TooLong => "too-long",
        BundleError::Root => "bad-root",
        BundleError::Signature(_) => "bad-signature",
    }
}
