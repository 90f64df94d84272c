//! Tries to get at the votes of fewer than `min_open` people: by any merging, any counts, and any arithmetic with the sums
//! of several openings.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;
use tamga_record::definition::{ContestSet, Definition, Language, Method, Names, Region, Revote, Role};
use tamga_record::tally_file::{Group, groups};

use crate::examples::large_definition;

const CONTESTS: u16 = 2;

/// Ballots, each by its contests: bit c for contest c.
type Ballots = Vec<u8>;
/// One ballot of all: whether it is late, its region, its place there.
type Ballot = (bool, u16, usize);

/// An election of regions that are closed in two boxes, and a supplement.
#[derive(Clone, Debug)]
struct Election {
    definition: Definition,
    /// Per region the box that it is in, 1 or 2; a region is with the one that it merges into.
    boxes: Vec<usize>,
    /// Per region its ballots in that box.
    ballots: Vec<Ballots>,
    /// Per region its late ballots; where there are any, the region is in the supplement.
    late: Vec<Ballots>,
}

/// A definition of regions with these contests and links, and else that of the examples.
fn definition(min_open: u32, contests: &[u8], links: &[Option<u16>]) -> Definition {
    let mut definition = large_definition();
    definition.min_open = min_open;
    let example = definition.regions[0].clone();
    let region = |(index, (contests, merge_into)): (usize, (&u8, &Option<u16>))| {
        let set = (0..CONTESTS).filter(|contest| contests >> contest & 1 == 1);
        let contests = ContestSet::from_indices(set).unwrap();
        Region { code: format!("r{index}"), contests, merge_into: *merge_into, ..example.clone() }
    };
    definition.regions = contests.iter().zip(links).enumerate().map(region).collect();
    definition
}

prop_compose! {
    /// Up to `most` regions, with ballots around `min_open`.
    fn elections(most: usize)(count in 1..=most, min_open in 1u32..9)(
        contests in proptest::collection::vec(1u8..4, count),
        links in proptest::collection::vec(proptest::option::weighted(0.7, 0usize..1000), count),
        order in Just((0..count).collect::<Vec<_>>()).prop_shuffle(),
        boxes in proptest::collection::vec(1usize..=2, count),
        ballots in proptest::collection::vec(proptest::collection::vec(1u8..4, 0..10), count),
        late in proptest::collection::vec(proptest::option::weighted(0.5, proptest::collection::vec(1u8..4, 0..10)), count),
        min_open in Just(min_open),
    ) -> Election {
        let place = |region: usize| order.iter().position(|at| *at == region).unwrap();
        // Regions link to one that stands before them in a random order: never in a circle, in any direction of indices.
        let link = |(region, link): (usize, &Option<usize>)| match place(region) {
            0 => None,
            place => link.map(|link| order[link % place] as u16),
        };
        let links: Vec<Option<u16>> = links.iter().enumerate().map(link).collect();
        let end = |mut region: usize| {
            while let Some(next) = links[region] {
                region = usize::from(next);
            }
            region
        };
        // Ballots carry what their region has: a region of one contest has no ballot with the other.
        let fit = |ballots: &Ballots, region: usize| ballots.iter().map(|set| set & contests[region]).collect::<Ballots>();
        let ballots: Vec<Ballots> = ballots.iter().enumerate().map(|(region, all)| fit(all, region)).collect();
        let late = late.iter().enumerate().map(|(region, all)| fit(all.as_ref().unwrap_or(&vec![]), region)).collect();
        let boxes = (0..contests.len()).map(|region| boxes[end(region)]).collect();
        Election { definition: definition(min_open, &contests, &links), boxes, ballots, late }
    }
}

/// Per contest and region the ballots that carry it.
fn counts(ballots: &[Ballots]) -> Vec<Vec<u32>> {
    let carry = |contest: u16| move |all: &Ballots| all.iter().filter(|set| *set >> contest & 1 == 1).count() as u32;
    (0..CONTESTS).map(|contest| ballots.iter().map(carry(contest)).collect()).collect()
}

impl Election {
    /// Openings 1, 2 and 3, the supplement: the regions of the box and the ballots.
    fn openings(&self) -> [(Vec<u16>, &[Ballots]); 3] {
        let regions =
            |is_in: &dyn Fn(usize) -> bool| (0..self.boxes.len()).filter(|at| is_in(*at)).map(|at| at as u16).collect();
        let in_box = |number: usize| regions(&|region| self.boxes[region] == number);
        let with_late = regions(&|region| !self.late[region].is_empty());
        [(in_box(1), &self.ballots), (in_box(2), &self.ballots), (with_late, &self.late)]
    }

    /// The leaves and the withheld groups of an opening.
    fn groups(&self, in_box: &[u16], ballots: &[Ballots]) -> (Vec<Group>, Vec<Group>) {
        groups(&self.definition, in_box, &counts(ballots))
    }

    /// Every set of ballots of a contest whose votes are published as a sum: leaves of every opening, and of the tables after
    /// each opening the rows of a region, in which leaves of one head are added up, and the totals.
    fn published(&self, contest: u16) -> Vec<BTreeSet<Ballot>> {
        let mut published = Vec::new();
        let mut rows: BTreeMap<u16, BTreeSet<Ballot>> = BTreeMap::new();
        for (number, (in_box, ballots)) in self.openings().into_iter().enumerate() {
            let (leaves, _) = self.groups(&in_box, ballots);
            for leaf in leaves.iter().filter(|leaf| leaf.contest == contest) {
                let in_region = |region: &u16| {
                    let all = ballots[usize::from(*region)].iter().enumerate();
                    let carry = all.filter(|(_, set)| *set >> contest & 1 == 1);
                    carry.map(|(place, _)| (number == 2, *region, place)).collect::<Vec<_>>()
                };
                let set: BTreeSet<_> = leaf.regions.iter().flat_map(in_region).collect();
                assert_eq!(set.len(), leaf.ballots as usize);
                rows.entry(leaf.regions[0]).or_default().extend(&set);
                published.push(set);
            }
            published.extend(rows.values().cloned());
            published.push(rows.values().flatten().copied().collect());
        }
        published
    }
}

/// The sizes of all sets that can be had from published ones by union and difference, tried out.
fn differences<T: Ord + Copy>(published: &[BTreeSet<T>]) -> BTreeSet<usize> {
    let mut unions = BTreeSet::from([BTreeSet::new()]);
    for set in published {
        let larger: Vec<BTreeSet<T>> = unions.iter().map(|union| union | set).collect();
        unions.extend(larger);
    }
    let pairs = unions.iter().flat_map(|large| unions.iter().map(move |small| (large, small)));
    pairs.map(|(large, small)| large.difference(small).count()).filter(|size| *size > 0).collect()
}

/// The sizes of the sets of ballots that are in the same published sums. Whatever is computed from sums, with any factors, has
/// the same factor for all ballots of such a set, so nothing smaller can be isolated.
fn inseparable<T: Ord + Copy>(published: &[BTreeSet<T>]) -> BTreeSet<usize> {
    let mut sums_of: BTreeMap<T, Vec<usize>> = BTreeMap::new();
    for (sum, set) in published.iter().enumerate() {
        set.iter().for_each(|ballot| sums_of.entry(*ballot).or_default().push(sum));
    }
    let mut together: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    sums_of.into_values().for_each(|sums| *together.entry(sums).or_default() += 1);
    together.into_values().collect()
}

/// The two ways to look for a leak find one: a ballot that is in one of two sums which share the others.
#[test]
fn a_ballot_between_two_sums_would_be_found() {
    let sums = [(0..20).collect(), (0..21).collect(), (30..50).collect()];
    assert_eq!(differences(&sums).first(), Some(&1));
    assert_eq!(inseparable(&sums), BTreeSet::from([1, 20]));
}

proptest! {
    #[test]
    fn no_difference_of_unions_of_published_sums_has_fewer_than_min_open_ballots(election in elections(4)) {
        for contest in 0..CONTESTS {
            let sizes = differences(&election.published(contest));
            prop_assert!(sizes.into_iter().all(|size| size >= election.definition.min_open as usize));
        }
    }

    #[test]
    fn ballots_in_the_same_published_sums_are_never_fewer_than_min_open(election in elections(24)) {
        for contest in 0..CONTESTS {
            let sizes = inseparable(&election.published(contest));
            prop_assert!(sizes.into_iter().all(|size| size >= election.definition.min_open as usize));
        }
    }

    #[test]
    fn every_region_of_a_box_is_in_one_group_of_each_of_its_contests_by_its_size(election in elections(24)) {
        for (in_box, ballots) in election.openings() {
            let (leaves, withheld) = election.groups(&in_box, ballots);
            let counts = counts(ballots);
            let mut covered = HashSet::new();
            for (group, opened) in leaves.iter().map(|leaf| (leaf, true)).chain(withheld.iter().map(|group| (group, false))) {
                let of_region = |region: &u16| counts[usize::from(group.contest)][usize::from(*region)];
                prop_assert_eq!(group.ballots, group.regions.iter().map(of_region).sum::<u32>());
                prop_assert_eq!(opened, group.ballots >= election.definition.min_open);
                prop_assert!(group.regions.iter().all(|region| covered.insert((group.contest, *region))));
                // Who gives up rows of its own has too few ballots for them.
                prop_assert!(group.regions[1..].iter().all(|region| of_region(region) < election.definition.min_open));
            }
            let contests = |region: &u16| election.definition.regions[usize::from(*region)].contests.indices();
            let expected = in_box.iter().flat_map(|region| contests(region).map(|contest| (contest, *region)));
            prop_assert_eq!(covered, expected.collect::<HashSet<_>>());
        }
    }

    #[test]
    fn the_way_of_merge_into_leads_from_every_region_of_a_group_to_its_head_inside_it(election in elections(24)) {
        for (in_box, ballots) in election.openings() {
            let (leaves, withheld) = election.groups(&in_box, ballots);
            for group in leaves.iter().chain(&withheld) {
                for start in &group.regions {
                    let mut at = *start;
                    while at != group.regions[0] {
                        at = election.definition.regions[usize::from(at)].merge_into.unwrap();
                        prop_assert!(group.regions.contains(&at));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_withheld_has_nowhere_to_go(election in elections(24)) {
        for (in_box, ballots) in election.openings() {
            let (_, withheld) = election.groups(&in_box, ballots);
            for group in withheld {
                let into = election.definition.regions[usize::from(group.regions[0])].merge_into;
                let there = into.map(|into| &election.definition.regions[usize::from(into)]);
                let open = into.filter(|into| in_box.contains(into) && there.unwrap().contests.contains(group.contest));
                prop_assert!(open.is_none_or(|into| group.regions.contains(&into)));
            }
        }
    }

    #[test]
    fn groups_depend_on_nothing_but_counts_contests_merging_and_min_open(election in elections(24), noise in any::<u32>()) {
        let mut other = election.definition.clone();
        other.id = format!("other-{noise}");
        other.language = Language::Kk;
        other.revote = Revote::First;
        other.quorum = 1;
        other.officers.clear();
        for contest in &mut other.contests {
            contest.seats = noise;
            contest.method = Method::Hare;
            contest.options.truncate(1);
            contest.options[0].role = Role::WriteIn;
        }
        for (index, region) in other.regions.iter_mut().enumerate() {
            region.code = format!("x{}", noise ^ index as u32);
            region.registered = noise.rotate_left(index as u32);
            region.name = Names::default();
            region.part_of = Some("elsewhere".to_owned());
        }
        for (in_box, ballots) in election.openings() {
            let expected = election.groups(&in_box, ballots);
            prop_assert_eq!(groups(&other, &in_box, &counts(ballots)), expected);
        }
    }
}

/// The regions of a group at most, in one line: each links to the next in a random order, forwards and backwards.
#[test]
fn the_longest_chain_of_merges_ends_at_its_last_region() {
    const LEN: usize = 1_024;
    let forwards: Vec<usize> = (0..LEN).collect();
    // 389 and 1,024 have no common factor, so this goes through all regions.
    let mixed = (0..LEN).map(|step| step * 389 % LEN).collect();
    let every: Vec<u16> = (0..LEN as u16).collect();
    for order in [forwards.clone(), forwards.into_iter().rev().collect(), mixed] {
        let mut links = vec![None; LEN];
        for pair in order.windows(2) {
            links[pair[0]] = Some(pair[1] as u16);
        }
        let definition = definition(LEN as u32, &vec![3; LEN], &links);
        definition.check().unwrap();
        let (leaves, withheld) = groups(&definition, &every, &[vec![1; LEN], vec![0; LEN]]);
        let last = order[LEN - 1] as u16;
        assert_eq!((leaves.len(), leaves[0].regions.len(), leaves[0].ballots), (1, LEN, LEN as u32));
        assert_eq!((withheld.len(), withheld[0].regions.len(), withheld[0].ballots), (1, LEN, 0));
        assert_eq!((leaves[0].regions[0], withheld[0].regions[0]), (last, last));
    }
}

/// A definition with a circle is refused; even so the groups of one would end, with every region in one of them.
#[test]
fn merges_in_a_circle_are_refused_and_would_end() {
    for len in 1usize..8 {
        let links: Vec<Option<u16>> = (0..len).map(|region| Some(((region + 1) % len) as u16)).collect();
        let definition = definition(10, &vec![1; len], &links);
        assert!(definition.check().is_err());
        let (leaves, withheld) = groups(&definition, &(0..len as u16).collect::<Vec<_>>(), &[vec![1; len]]);
        let regions: usize = leaves.iter().chain(&withheld).map(|group| group.regions.len()).sum();
        assert_eq!(regions, len);
    }
}
