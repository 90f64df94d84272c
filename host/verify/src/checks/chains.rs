//! Check 22: the state of every chain, derived from the headers of its bundles, and that all of them are there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::imports::Imports;
use super::regions::{self, Link};
use super::setup::Setup;
use super::{boxes, need};
use crate::parse::ballot_box::{BallotBox, FORK};
use crate::parse::bundle::BundleKind;
use crate::read::Edition;
use crate::reason::Reason;
use crate::report::{At, Checked, Outcome};

/// There is no closing bundle.
const OPEN: u8 = 1;
/// A bundle follows none that is there.
const GAP: u8 = 2;
/// Bundles say of each other what cannot be.
const CONTRADICTION: u8 = 8;

/// The state of every chain of a box before the supplement, by region and collector.
pub(crate) type States = BTreeMap<(usize, u16), u8>;

/// The state of the chain of one collector: what is wrong between its bundles.
pub(crate) fn state(links: &[&Link]) -> u8 {
    let mut state = 0;
    let mut numbers = BTreeSet::new();
    let by_name: HashMap<_, &Link> = links.iter().map(|link| ((link.header.number, link.digest), *link)).collect();
    if !links.iter().any(|link| link.header.kind == BundleKind::Closing) {
        state |= OPEN;
    }
    for link in links {
        if !numbers.insert(link.header.number) {
            state |= FORK;
        }
        let number_before = link.header.number.checked_sub(1);
        let before = number_before.and_then(|number| by_name.get(&(number, link.header.previous)));
        let total = match before {
            None if link.header.number > 1 => {
                state |= GAP;
                continue;
            }
            None => 0,
            Some(before) => before.header.total,
        };
        let follows_closing = before.is_some_and(|before| before.header.kind == BundleKind::Closing);
        if follows_closing || total.checked_add(u64::from(link.header.items)) != Some(link.header.total) {
            state |= CONTRADICTION;
        }
    }
    state
}

/// Every bundle of the edition is in a box, and the chains are in the state of which the officers were told.
pub(crate) fn check(
    audit: &Edition,
    setup: &Setup,
    ballot_boxes: &Checked<Vec<BallotBox>>,
    imports: &Checked<Imports>,
    states: &Checked<States>,
) -> Outcome<()> {
    let (definition, ballot_boxes) = (need(&setup.definition)?, need(ballot_boxes)?);
    let (imports, states) = (need(imports)?, need(states)?);
    for path in audit.paths().filter(|path| path.starts_with("bundles/")) {
        let import = regions::parse_path(path, definition).and_then(|name| imports.get(&name));
        if import.is_none_or(|import| import.opening.is_none()) {
            return Err(Reason::NotImported).at(audit.place(path));
        }
    }
    let mut broken = 0;
    for ballot_box in ballot_boxes.iter().filter(|b| b.opening != definition.supplement_number()) {
        for region in &ballot_box.regions {
            for chain in &region.chains {
                let derived = states.get(&(region.region, chain.collector)).copied();
                if derived != Some(chain.state) {
                    let collector = definition.collector_id(usize::from(chain.collector));
                    return Err(Reason::Disagrees("the state of the chain in audit")).at(format!(
                        "{}, region {} from {collector}",
                        boxes::place(ballot_box.opening),
                        definition.code(region.region),
                    ));
                }
                broken += usize::from(chain.state != 0);
            }
        }
    }
    let in_boxes = imports.values().filter(|import| import.opening.is_some()).count();
    let figures = format!(
        "the {in_boxes} bundles of the boxes, and no others; {} chains in the states that the boxes say, {broken} of them incomplete",
        states.len(),
    );
    Ok(((), figures))
}

#[cfg(test)]
mod tests {
    use super::{CONTRADICTION, FORK, GAP, Link, OPEN, state};
    use crate::parse::bundle::{BundleHeader, BundleKind};

    /// A bundle of this kind and number whose digest is `own` thirty-two times, after the one with digest `previous`.
    fn link(kind: BundleKind, number: u32, (previous, own): (u8, u8), items: u32, total: u64) -> Link {
        let header = BundleHeader {
            election: [0; 32],
            region: 0,
            collector: 0,
            number,
            previous: [previous; 32],
            kind,
            items,
            total,
        };
        Link { collector: 0, header, digest: [own; 32] }
    }

    fn of(links: &[Link]) -> u8 {
        state(&links.iter().collect::<Vec<_>>())
    }

    use BundleKind::{Closing, Records};

    #[test]
    fn a_chain_with_its_closing_bundle_is_complete() {
        assert_eq!(
            of(&[link(Records, 1, (0, 1), 5, 5), link(Records, 2, (1, 2), 3, 8), link(Closing, 3, (2, 3), 0, 8)]),
            0
        );
        assert_eq!(of(&[link(Closing, 1, (0, 1), 0, 0)]), 0);
    }

    #[test]
    fn each_fault_between_bundles_has_its_own_bit() {
        assert_eq!(of(&[link(Records, 1, (0, 1), 5, 5)]), OPEN);
        assert_eq!(of(&[link(Records, 1, (0, 1), 5, 5), link(Closing, 3, (2, 3), 0, 8)]), GAP);
        // The number is there, but not the bundle that is named.
        assert_eq!(of(&[link(Records, 1, (0, 1), 5, 5), link(Closing, 2, (9, 3), 0, 5)]), GAP);
        let forked = [link(Records, 1, (0, 1), 5, 5), link(Records, 1, (0, 2), 6, 6), link(Closing, 2, (2, 3), 0, 6)];
        assert_eq!(of(&forked), FORK);
        let too_many = [link(Records, 1, (0, 1), 5, 5), link(Records, 2, (1, 2), 3, 9), link(Closing, 3, (2, 3), 0, 9)];
        assert_eq!(of(&too_many), CONTRADICTION);
        assert_eq!(of(&[link(Records, 1, (0, 1), 5, 5), link(Closing, 2, (1, 2), 0, 4)]), CONTRADICTION);
    }

    #[test]
    fn nothing_follows_a_closing_bundle() {
        let chain = |after| [link(Records, 1, (0, 1), 5, 5), link(Closing, 2, (1, 2), 0, 5), after];
        assert_eq!(of(&chain(link(Records, 3, (2, 3), 1, 6))), CONTRADICTION);
        assert_eq!(of(&chain(link(Closing, 3, (2, 3), 0, 5))), CONTRADICTION);
        // Another bundle before it under its own number makes the closing one a variant.
        assert_eq!(of(&chain(link(Records, 2, (1, 3), 1, 6))), FORK);
    }

    #[test]
    fn a_long_chain_takes_no_longer_than_its_length() {
        let digest = |number: u32| {
            let mut digest = [0; 32];
            digest[..4].copy_from_slice(&number.to_be_bytes());
            digest
        };
        let empty = |number: u32| {
            let mut link = link(if number == 200_000 { Closing } else { Records }, number, (0, 0), 0, 0);
            (link.header.previous, link.digest) = (digest(number - 1), digest(number));
            link
        };
        // Looking through all for each would be forty thousand million comparisons.
        assert_eq!(of(&(1..=200_000).map(empty).collect::<Vec<_>>()), 0);
    }

    #[test]
    fn a_total_that_overflows_is_a_contradiction() {
        let most = |number, digests| link(Records, number, digests, 1, u64::MAX);
        // The total of the second is no sum at all; that of the third would be one past the largest number.
        let chain =
            [link(Records, 1, (0, 1), 0, 0), most(2, (1, 2)), most(3, (2, 3)), link(Closing, 4, (3, 4), 0, u64::MAX)];
        assert_eq!(of(&chain), CONTRADICTION);
        assert_eq!(
            of(&[
                link(Records, 1, (0, 1), 0, 0),
                link(Closing, 2, (1, 2), 0, 0),
                link(Records, u32::MAX, (7, 8), 1, 9)
            ]),
            GAP
        );
    }
}
