use proptest::prelude::*;

use super::*;

/// Bundles of few numbers and digests, so that they follow each other, fork and contradict by chance.
fn link() -> impl Strategy<Value = Link> {
    let kinds = vec![BundleKind::Records, BundleKind::Records, BundleKind::Closing];
    (1u32..4, 0u8..3, 0u8..3, prop::sample::select(kinds), 0u32..3, 0u64..6, any::<bool>()).prop_map(
        |(number, digest, previous, kind, items, total, late)| {
            // A digest tells its number, as that of a header does.
            let of = |number: u32, digest: u8| [number as u8 * 16 + digest; 32];
            let previous = if number == 1 { [0; 32] } else { of(number - 1, previous) };
            let items = if kind == BundleKind::Closing { 0 } else { items };
            let header =
                BundleHeader { election: [0; 32], region: 0, collector: 0, number, previous, kind, items, total };
            Link { header, digest: of(number, digest), late }
        },
    )
}

/// The chain of these bundles, each digest once, variants in this order.
fn chain(links: &[Link]) -> Chain {
    let mut chain = Chain::default();
    for link in links {
        if chain.find(link.header.number, &link.digest).is_none() {
            let variant = chain.variants(link.header.number).count() as u8 + 1;
            chain.insert(variant, link.clone());
        }
    }
    chain
}

/// The state as the README words it, over all pairs of bundles.
fn by_the_readme(chain: &Chain) -> ChainState {
    let links: Vec<&Link> = chain.links(false).map(|(_, _, link)| link).collect();
    let mut state = ChainState::complete();
    if links.iter().all(|link| link.header.kind != BundleKind::Closing) {
        state.insert(ChainState::OPEN);
    }
    for (place, link) in links.iter().enumerate() {
        let (header, others) = (&link.header, || links.iter().enumerate().filter(move |(other, _)| *other != place));
        if others().any(|(_, other)| other.header.number == header.number) {
            state.insert(ChainState::FORK);
        }
        let before =
            links.iter().find(|other| other.header.number + 1 == header.number && other.digest == header.previous);
        match before {
            None if header.number > 1 => state.insert(ChainState::GAP),
            Some(before) if before.header.kind == BundleKind::Closing => state.insert(ChainState::CONTRADICTION),
            Some(before) if before.header.total + u64::from(header.items) != header.total => {
                state.insert(ChainState::CONTRADICTION);
            }
            _ => {}
        }
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn the_state_is_what_the_readme_says(links in prop::collection::vec(link(), 0..8)) {
        let chain = chain(&links);
        prop_assert_eq!(chain.state(), by_the_readme(&chain));
    }

    /// Variants are named in the order of the import, so the root of a fork depends on it, and nothing else does.
    #[test]
    fn the_order_of_the_import_changes_neither_state_nor_numbers(
        (links, shuffled) in prop::collection::vec(link(), 0..8)
            .prop_map(|mut links| {
                // One bundle has one digest, and what is late is so in any order.
                links.sort_by_key(|link| (link.header.number, link.digest));
                links.dedup_by_key(|link| (link.header.number, link.digest));
                links
            })
            .prop_flat_map(|links| (Just(links.clone()), Just(links).prop_shuffle()))
    ) {
        let (one, other) = (chain(&links), chain(&shuffled));
        prop_assert_eq!((one.state(), one.missing()), (other.state(), other.missing()));
        for late in [false, true] {
            let figures = |chain: &Chain| chain.boxed(0, late).map(|boxed| (boxed.bundles, boxed.items, boxed.state));
            prop_assert_eq!(figures(&one), figures(&other));
        }
        if !one.state().contains(ChainState::FORK) {
            prop_assert_eq!(one.boxed(0, false), other.boxed(0, false));
        }
    }

    #[test]
    fn a_box_holds_every_bundle_once(links in prop::collection::vec(link(), 0..8)) {
        let chain = chain(&links);
        let held = |late| chain.boxed(0, late).map_or(0, |boxed| boxed.bundles) as usize;
        prop_assert_eq!(held(false) + held(true), chain.0.len());
    }
}
