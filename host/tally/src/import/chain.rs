//! One chain as a graph: the bundles of a region and collector, in whatever order they came.

use std::collections::BTreeMap;

use tamga_crypto::hash::Digest;
use tamga_crypto::merkle::{RootBuilder, Sha3Tree, TreeHash};
use tamga_record::box_file;
use tamga_record::bundle::{BundleHeader, BundleKind, ChainState};

/// Numbers of missing bundles that a report lists at most: a single bundle may claim any number.
pub const MISSING_MAX: usize = 64;

/// A bundle that was imported.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) header: BundleHeader,
    pub(crate) digest: Digest,
    /// Imported after the region's box had been closed.
    pub(crate) late: bool,
}

/// The bundles of one region and collector by number and variant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chain(BTreeMap<(u32, u8), Link>);

impl Chain {
    /// The bundles that were there before the box was closed, or those that came later, in list order.
    pub(crate) fn links(&self, late: bool) -> impl Iterator<Item = (u32, u8, &Link)> {
        let links = self.0.iter().filter(move |(_, link)| link.late == late);
        links.map(|(&(number, variant), link)| (number, variant, link))
    }

    /// The bundles that have a number, by variant.
    pub(crate) fn variants(&self, number: u32) -> impl Iterator<Item = (u8, &Link)> {
        self.0.range((number, 0)..=(number, u8::MAX)).map(|(&(_, variant), link)| (variant, link))
    }

    /// The variant that a bundle of this number and digest has, if it was imported.
    pub(crate) fn find(&self, number: u32, digest: &Digest) -> Option<u8> {
        self.variants(number).find(|(_, link)| link.digest == *digest).map(|(variant, _)| variant)
    }

    pub(crate) fn insert(&mut self, variant: u8, link: Link) {
        self.0.insert((link.header.number, variant), link);
    }

    /// What is wrong between the bundles that were there before the box was closed.
    pub(crate) fn state(&self) -> ChainState {
        let closed = self.links(false).any(|(_, _, link)| link.header.kind == BundleKind::Closing);
        let mut state = if closed { ChainState::complete() } else { ChainState::OPEN };
        let mut last = None;
        for (number, _, link) in self.links(false) {
            if last == Some(number) {
                state.insert(ChainState::FORK);
            }
            last = Some(number);
            if number > 1 {
                state.insert(self.follows(link));
            }
        }
        state
    }

    /// How a bundle stands to the one that it says is before it.
    fn follows(&self, link: &Link) -> ChainState {
        let header = &link.header;
        let mut before = self.variants(header.number - 1).map(|(_, link)| link).filter(|link| !link.late);
        let Some(before) = before.find(|before| before.digest == header.previous) else {
            return ChainState::GAP;
        };
        let counted = before.header.total.checked_add(u64::from(header.items));
        if counted != Some(header.total) || before.header.kind == BundleKind::Closing {
            return ChainState::CONTRADICTION;
        }
        ChainState::complete()
    }

    /// Numbers below the highest that no bundle of the box has, ascending, at most [`MISSING_MAX`].
    pub(crate) fn missing(&self) -> Vec<u32> {
        let mut missing = Vec::new();
        let mut expected = 1;
        for (number, _, _) in self.links(false) {
            let room = MISSING_MAX - missing.len();
            missing.extend((expected..number).take(room));
            expected = number.saturating_add(1);
        }
        missing
    }

    /// The chain as a box holds it: of the bundles before it was closed, or, in the supplement, of the late ones, whose
    /// state is 0. `None` without such bundles.
    pub(crate) fn boxed(&self, collector: u16, late: bool) -> Option<box_file::Chain> {
        let mut root = RootBuilder::<Sha3Tree>::new();
        let (mut bundles, mut items) = (0u32, 0u64);
        for (_, _, link) in self.links(late) {
            root.push(Sha3Tree::leaf(&link.digest));
            bundles = bundles.saturating_add(1);
            items = items.saturating_add(u64::from(link.header.items));
        }
        let state = if late { ChainState::complete() } else { self.state() };
        (bundles > 0).then(|| box_file::Chain { collector, bundles, root: root.root(), items, state })
    }
}

#[cfg(test)]
#[path = "chain_tests.rs"]
mod tests;
