//! Which regions are opened together.

use std::collections::HashSet;

use proptest::prelude::*;
use tamga_record::definition::{ContestSet, Definition};
use tamga_record::tally_file::{Group, groups};

use crate::examples::large_definition;

/// Contests, then per region (north, south, island, port) the region it merges into.
fn grouped(ballots: [u32; 4], merge_into: [Option<u16>; 4]) -> (Vec<Group>, Vec<Group>) {
    let mut definition = large_definition();
    for (region, into) in definition.regions.iter_mut().zip(merge_into) {
        region.merge_into = into;
    }
    definition.check().unwrap();
    groups(&definition, &[0, 1, 2, 3], &[ballots.to_vec(), ballots.to_vec()])
}

fn group(contest: u16, regions: &[u16], ballots: u32) -> Group {
    Group { contest, regions: regions.to_vec(), ballots }
}

#[test]
fn regions_with_enough_ballots_stay_alone() {
    let (leaves, withheld) = grouped([10, 11, 12, 13], [Some(1), None, None, None]);
    let mayor = [group(0, &[0], 10), group(0, &[1], 11), group(0, &[2], 12), group(0, &[3], 13)];
    let council = [group(1, &[0], 10), group(1, &[1], 11), group(1, &[3], 13)];
    assert_eq!(leaves, [mayor.as_slice(), &council].concat());
    assert_eq!(withheld, []);
}

#[test]
fn a_small_region_joins_the_one_it_names_behind_its_head() {
    let (leaves, withheld) = grouped([3, 20, 20, 20], [Some(3), None, None, None]);
    let mayor = [group(0, &[1], 20), group(0, &[2], 20), group(0, &[3, 0], 23)];
    let council = [group(1, &[1], 20), group(1, &[3, 0], 23)];
    assert_eq!(leaves, [mayor.as_slice(), &council].concat());
    assert_eq!(withheld, []);
}

#[test]
fn a_small_region_with_nowhere_to_go_is_withheld() {
    let (leaves, withheld) = grouped([3, 20, 0, 20], [None; 4]);
    assert_eq!(leaves, [group(0, &[1], 20), group(0, &[3], 20), group(1, &[1], 20), group(1, &[3], 20)]);
    assert_eq!(withheld, [group(0, &[0], 3), group(0, &[2], 0), group(1, &[0], 3)]);
}

#[test]
fn small_groups_go_on_by_the_head_they_joined() {
    // north → south → island → port; all small but port. In `council` island has no part: south's way is blocked.
    let (leaves, withheld) = grouped([1, 2, 3, 20], [Some(1), Some(2), Some(3), None]);
    assert_eq!(leaves, [group(0, &[3, 0, 1, 2], 26), group(1, &[3], 20)]);
    assert_eq!(withheld, [group(1, &[1, 0], 3)]);
}

#[test]
fn a_merge_that_is_enough_is_not_carried_further() {
    let (leaves, _) = grouped([4, 6, 20, 20], [Some(1), Some(3), None, None]);
    let mayor = [group(0, &[1, 0], 10), group(0, &[2], 20), group(0, &[3], 20)];
    assert_eq!(leaves[..3], mayor);
}

#[test]
fn a_region_that_joined_is_found_through_its_head() {
    // south goes to port first (its number is lower than island's); island names south and ends up with port.
    let (leaves, _) = grouped([20, 3, 4, 20], [None, Some(3), Some(1), None]);
    assert_eq!(leaves[..2], [group(0, &[0], 20), group(0, &[3, 1, 2], 27)]);
}

#[test]
fn a_link_out_of_the_box_counts_as_none() {
    let mut definition = large_definition();
    definition.regions[0].merge_into = Some(3);
    let ballots = vec![3, 20, 20, 20];
    let (leaves, withheld) = groups(&definition, &[0, 1], &[ballots.clone(), ballots]);
    assert_eq!(leaves, [group(0, &[1], 20), group(1, &[1], 20)]);
    assert_eq!(withheld, [group(0, &[0], 3), group(1, &[0], 3)]);
}

/// The README's sentence as it stands, one join at a time from the beginning.
fn groups_by_the_letter(definition: &Definition, in_box: &[u16], contest: u16, ballots: &[u32]) -> Vec<Group> {
    let has_contest = |index: &u16| definition.regions[usize::from(*index)].contests.contains(contest);
    let regions = in_box.iter().filter(|index| has_contest(index));
    let mut groups: Vec<Group> = regions.map(|index| group(contest, &[*index], ballots[usize::from(*index)])).collect();
    loop {
        let joinable = groups.iter().enumerate().find_map(|(at, small)| {
            let into = definition.regions[usize::from(small.regions[0])].merge_into?;
            let other = groups.iter().position(|other| other.regions.contains(&into))?;
            (small.ballots < definition.min_open && other != at).then_some((at, other))
        });
        let Some((at, other)) = joinable else { break };
        let small = groups[at].clone();
        groups[other].ballots += small.ballots;
        groups[other].regions.extend(small.regions);
        groups[other].regions[1..].sort_unstable();
        groups.remove(at);
    }
    groups
}

prop_compose! {
    /// Up to 24 regions with random contests, ballots around `min_open`, and links that never go in a circle; and which
    /// of the regions are in the box.
    fn elections()(count in 1usize..24)(
        contests in proptest::collection::vec(1u8..4, count),
        ballots in proptest::collection::vec(0u32..14, count),
        links in proptest::collection::vec(proptest::option::weighted(0.7, 0usize..1000), count),
        order in Just((0..count).collect::<Vec<_>>()).prop_shuffle(),
        in_box in proptest::sample::subsequence((0..count as u16).collect::<Vec<_>>(), count / 2..=count),
    ) -> (Definition, Vec<u32>, Vec<u16>) {
        let mut definition = large_definition();
        let region = definition.regions[0].clone();
        definition.regions = (0..contests.len()).map(|index| {
            let mut region = region.clone();
            region.code = format!("r{index}");
            let set = [0u16, 1].into_iter().filter(|contest| contests[index] >> contest & 1 == 1);
            region.contests = ContestSet::from_indices(set).unwrap();
            // A region links to one that stands before it in a random order: no circle, any direction of indices.
            let place = order.iter().position(|at| *at == index).unwrap();
            region.merge_into = links[index].filter(|_| place > 0).map(|link| order[link % place] as u16);
            region
        }).collect();
        (definition, ballots, in_box)
    }
}

proptest! {
    #[test]
    fn groups_are_those_of_the_readme_by_the_letter((definition, ballots, in_box) in elections()) {
        prop_assert!(definition.check().is_ok());
        let (leaves, withheld) = groups(&definition, &in_box, &[ballots.clone(), ballots.clone()]);
        for contest in [0, 1] {
            let expected = groups_by_the_letter(&definition, &in_box, contest, &ballots);
            let (small, enough): (Vec<Group>, Vec<Group>) =
                expected.into_iter().partition(|group| group.ballots < definition.min_open);
            prop_assert!(leaves.iter().filter(|group| group.contest == contest).eq(&enough));
            prop_assert!(withheld.iter().filter(|group| group.contest == contest).eq(&small));
        }
    }

    #[test]
    fn no_leaf_is_under_min_open_and_every_contest_of_every_region_of_the_box_is_in_one_group((definition, ballots, in_box) in elections()) {
        let (leaves, withheld) = groups(&definition, &in_box, &[ballots.clone(), ballots.clone()]);
        prop_assert!(leaves.iter().all(|group| group.ballots >= definition.min_open));
        prop_assert!(withheld.iter().all(|group| group.ballots < definition.min_open));
        let mut covered = HashSet::new();
        for group in leaves.iter().chain(&withheld) {
            let sum: u32 = group.regions.iter().map(|region| ballots[usize::from(*region)]).sum();
            prop_assert_eq!(group.ballots, sum);
            for region in &group.regions {
                prop_assert!(covered.insert((group.contest, *region)));
            }
        }
        let expected: HashSet<(u16, u16)> = in_box.iter()
            .flat_map(|index| definition.regions[usize::from(*index)].contests.indices().map(|contest| (contest, *index)))
            .collect();
        prop_assert_eq!(covered, expected);
    }
}
